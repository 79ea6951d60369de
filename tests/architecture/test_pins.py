"""What is installed is what was tested: every package pinned, every file of it known by its hash, from no named place."""

import re
import tomllib

from tests.architecture.source import ROOT, files

PINS = (ROOT / "requirements.txt").read_text(encoding="utf-8")
ENTRIES = re.sub(r"\s*#.*", "", PINS.replace("\\\n", " ")).strip().splitlines()
ENTRY = re.compile(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==\S+( ;[^-]*)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")


def test_every_entry_is_one_version_with_its_hashes():
    assert [entry for entry in ENTRIES if entry and not ENTRY.fullmatch(entry)] == []


def test_every_dependency_of_the_project_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = set(project["dependencies"]) | set(project["optional-dependencies"]["dev"])
    assert wanted - {re.split(r"==|\[", entry)[0] for entry in ENTRIES} == set()


def test_no_index_is_named():
    assert re.findall(r"(?m)^\s*(?:-i|--(?:extra-)?index-url|--find-links|-f|--trusted-host)\b.*", PINS) == []
    assert "://" not in PINS


def test_pip_installs_and_no_second_lock_file_says_otherwise():
    assert {"uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock"}.isdisjoint(files())
