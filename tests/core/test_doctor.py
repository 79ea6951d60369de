"""The doctor: what must hold on a machine, checked at the good and the bad side of every line."""

import sys
from pathlib import Path

import pytest
from streamlit import config

from core import doctor
from core.doctor import Check

GOOD = """
[server]
address = "127.0.0.1"
allowedHosts = ["localhost", "127.0.0.1"]
headless = true
maxUploadSize = 20
enableStaticServing = false
enableXsrfProtection = true
enableCORS = true
enableAgentApi = false
fileWatcherType = "none"
disconnectedSessionTTL = 30
[browser]
gatherUsageStats = false
[client]
showErrorDetails = "none"
showErrorLinks = false
toolbarMode = "minimal"
disableDataExport = true
[runner]
postScriptGC = false
"""


def project(root: Path, config: str = GOOD) -> Path:
    (root / ".streamlit").mkdir()
    (root / ".streamlit" / "config.toml").write_text(config, encoding="utf-8")
    return root


def failed(checks: list[Check]) -> list[str]:
    return [check.name for check in checks if not check.passed]


def test_this_project_on_this_machine_is_well():
    assert failed(doctor.doctor(environment={})) == []


def test_every_check_says_what_was_found_and_what_was_expected():
    assert all(check.name and check.found and check.expected for check in doctor.doctor())


@pytest.mark.parametrize(("found", "passed"), [((3, 10, 14), False), ((3, 11, 0), True), ((3, 14, 0), True)])
def test_python_is_3_11_or_newer(found, passed):
    assert doctor.python(found) == Check("Python", passed, ".".join(map(str, found)), "3.11 or newer")


def test_a_package_is_the_pinned_one():
    assert doctor.package("pytest", {pytest.__version__}).passed


def test_another_version_than_the_pinned_one_fails():
    assert doctor.package("pytest", {"0.1", "0.2"}) == Check("pytest", False, pytest.__version__, "0.1 or 0.2")


def test_a_package_that_is_not_installed_fails_even_without_pins():
    assert doctor.package("no-such-package", set()) == Check("no-such-package", False, "not installed", "any version")


def test_without_the_file_of_pins_any_installed_version_passes(tmp_path):
    assert failed(doctor.packages(tmp_path)) == []


def test_a_pin_is_read_by_its_whole_name_and_may_differ_by_python_version(tmp_path):
    pins = tmp_path / "requirements.txt"
    pins.write_text("numpy==2.4.6 ; python_full_version < '3.12' \\\nnumpy==2.5.0\nnumpy-stubs==9.9\n", encoding="utf-8")
    assert doctor.pinned(pins, "numpy") == {"2.4.6", "2.5.0"}


def test_every_tested_package_is_pinned():
    assert all(doctor.pinned(doctor.ROOT / "requirements.txt", name) for name in doctor.TESTED_PACKAGES)


def test_the_version_of_sqlite_is_reported_with_its_limit():
    assert doctor.sqlite().expected.endswith("stays off before 3.51.3")


def test_a_system_without_memory_limits_fails(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    assert not doctor.memory_limit().passed


@pytest.mark.parametrize(("limit", "words"), [(-1, "unlimited"), (1024, "1024 bytes")])
def test_the_present_memory_limit_is_reported(monkeypatch, limit, words):
    monkeypatch.setattr("resource.getrlimit", lambda kind: (limit, limit))
    assert doctor.memory_limit().found == f"RLIMIT_AS, now {words}"


def test_a_missing_time_zone_fails():
    assert doctor.time_zone("Asia/Nowhere") == Check("time zones", False, "Asia/Nowhere is unknown", "Asia/Nowhere (package tzdata)")


def test_the_safe_settings_pass(tmp_path):
    checks = doctor.settings(project(tmp_path))
    assert failed(checks) == []
    assert [check.name for check in checks] == list(doctor.SAFE_SETTINGS)


@pytest.mark.parametrize(
    ("safe", "unsafe", "name", "found"),
    [
        ('address = "127.0.0.1"', 'address = "0.0.0.0"', "server.address", "'0.0.0.0'"),
        ("maxUploadSize = 20", "maxUploadSize = 21", "server.maxUploadSize", "21"),
        ("enableXsrfProtection = true", "enableXsrfProtection = 1", "server.enableXsrfProtection", "1"),
        ('showErrorDetails = "none"', "", "client.showErrorDetails", "not set"),
        ("[browser]\ngatherUsageStats = false", "", "browser.gatherUsageStats", "not set"),
    ],
)
def test_an_unsafe_or_absent_setting_fails_by_its_name(tmp_path, safe, unsafe, name, found):
    (check,) = [check for check in doctor.settings(project(tmp_path, GOOD.replace(safe, unsafe))) if not check.passed]
    assert (check.name, check.found) == (name, found)


def test_a_missing_file_of_settings_is_one_failure(tmp_path):
    (check,) = doctor.settings(tmp_path)
    assert (check.passed, check.found) == (False, "no file .streamlit/config.toml")


def test_a_file_of_settings_that_is_not_toml_is_one_failure(tmp_path):
    (check,) = doctor.settings(project(tmp_path, "server = ["))
    assert not check.passed
    assert "is not TOML" in check.found


def test_a_variable_of_the_environment_that_would_win_over_the_file_fails():
    check = doctor.overrides({"STREAMLIT_SERVER_ADDRESS": "0.0.0.0", "STREAMLIT_SERVER_PORT": "8501"})
    assert (check.passed, check.found) == (False, "STREAMLIT_SERVER_ADDRESS")


def test_the_variables_carry_the_names_that_streamlit_reads():
    options = config.get_config_options()
    assert [doctor.variable(key) for key in doctor.SAFE_SETTINGS] == [options[key].env_var for key in doctor.SAFE_SETTINGS]
