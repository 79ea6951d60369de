"""Text of a file never becomes HTML by accident, and the server is started with the safe settings."""

import re
import tomllib

import pytest
from streamlit import config

from core.doctor import SAFE_SETTINGS
from tests.architecture.source import PRODUCT, ROOT, faults, imports, modules, used

HTML = "dashboard/markup.py"


def test_no_text_is_let_through_as_html():
    assert faults(r"unsafe_allow_\w+", *PRODUCT) == []


def test_only_one_module_writes_html():
    assert faults(r"(st|streamlit)\.(html|components.*|iframe)", *PRODUCT, without=(HTML,)) == []
    assert [path for path, text in modules(*PRODUCT) for module, name, _ in imports(text) if screens_html(module, name)] == []


def test_html_is_seen_where_it_is_written():
    assert used(r"unsafe_allow_\w+", "st.markdown(text, unsafe_allow_html=True)") == [1]
    assert used(r"(st|streamlit)\.(html|components.*|iframe)", "st.html(text)\nst.text(html)\nst.components.v1.html(text)") == [1, 3]


def test_the_server_is_started_with_the_safe_settings():
    assert {key: value for key, value in settings().items() if key in SAFE_SETTINGS} == SAFE_SETTINGS


@pytest.mark.parametrize("key", list(SAFE_SETTINGS))
def test_every_safe_setting_is_one_that_this_streamlit_knows(key):
    config.get_option(key)


def test_every_setting_of_the_file_is_one_that_this_streamlit_knows():
    for key in settings():
        config.get_option(key)


def test_the_entry_script_does_not_stand_beside_the_pages():
    assert [path.name for path in ROOT.glob("*.py") if re.search(r"\bst(reamlit)?\b", path.read_text(encoding="utf-8"))] == []


def settings() -> dict[str, object]:
    return dict(flat(tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))))


def flat(table: dict[str, object], above: str = ""):
    """The settings of a table and the tables in it, each by its dotted name."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{above}{key}.")
        else:
            yield above + key, value


def screens_html(module: str, name: str) -> bool:
    return module.startswith("streamlit.components") or (module == "streamlit" and name in {"html", "components", "iframe"})
