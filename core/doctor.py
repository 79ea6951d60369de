"""What must hold on a machine before the dashboard may be trusted there: versions, safe settings, limits, time zones."""

import os
import re
import sqlite3
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ROOT = Path(__file__).resolve().parents[1]
OLDEST_PYTHON = (3, 11)
TESTED_PACKAGES = ("streamlit", "pandas", "pydantic", "python-calamine", "sqlalchemy", "alembic", "psycopg")
SITE_ZONE = "Asia/Shanghai"

# Before this version two connections that write at once can lose a write-ahead log, so the journal stays a rollback journal.
SQLITE_WAL_FROM = "3.51.3"

# Who may connect, what an error may show, what may be uploaded, and what stays off.
SAFE_SETTINGS: dict[str, object] = {
    "server.address": "127.0.0.1",
    "server.allowedHosts": ["localhost", "127.0.0.1"],
    "server.headless": True,
    "server.maxUploadSize": 20,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.enableAgentApi": False,
    "server.fileWatcherType": "none",
    "server.disconnectedSessionTTL": 30,
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "client.disableDataExport": True,
    "runner.postScriptGC": False,
}


@dataclass(frozen=True)
class Check:
    """One thing that must hold: what was found, what was expected, and whether they agree."""

    name: str
    passed: bool
    found: str
    expected: str


def doctor(root: Path = ROOT, environment: Mapping[str, str] = os.environ) -> list[Check]:
    """Examine this machine and the project at `root`; the order is the one to print."""
    return [python(), *packages(root), sqlite(), memory_limit(), time_zone(), *settings(root), overrides(environment)]


def python(found: tuple[int, ...] = tuple(sys.version_info[:3])) -> Check:
    return Check("Python", found >= OLDEST_PYTHON, ".".join(map(str, found)), f"{'.'.join(map(str, OLDEST_PYTHON))} or newer")


def packages(root: Path) -> list[Check]:
    """The installed version of each package the medicine and the screens stand on, against the pins the tests ran with."""
    return [package(name, pinned(root / "requirements.txt", name)) for name in TESTED_PACKAGES]


def package(name: str, pins: set[str]) -> Check:
    """A package must be one of its pinned versions; without pins any installed version passes."""
    try:
        found = version(name)
    except PackageNotFoundError:
        return Check(name, False, "not installed", " or ".join(sorted(pins)) or "any version")
    return Check(name, found in pins or not pins, found, " or ".join(sorted(pins)) or "any version: there is no requirements.txt")


def pinned(pins: Path, name: str) -> set[str]:
    """The versions that `pins` allows for the package: several where they depend on the Python version, none without the file."""
    if not pins.is_file():
        return set()
    return set(re.findall(rf"(?m)^{re.escape(name)}==(\S+)", pins.read_text(encoding="utf-8")))


def sqlite() -> Check:
    """For information: every version is safe with a rollback journal."""
    return Check("SQLite", True, sqlite3.sqlite_version, f"any version; the write-ahead log stays off before {SQLITE_WAL_FROM}")


def memory_limit() -> Check:
    """The reader of uploaded workbooks runs in a child process whose address space must be limited; only Unix can."""
    name, expected = "memory limit of a child process", "RLIMIT_AS"
    try:
        from resource import RLIM_INFINITY, RLIMIT_AS, getrlimit
    except ImportError:
        return Check(name, False, "not available on this system", expected)
    now, _ = getrlimit(RLIMIT_AS)
    return Check(name, True, f"RLIMIT_AS, now {'unlimited' if now == RLIM_INFINITY else f'{now} bytes'}", expected)


def time_zone(zone: str = SITE_ZONE) -> Check:
    try:
        ZoneInfo(zone)
    except ZoneInfoNotFoundError:
        return Check("time zones", False, f"{zone} is unknown", f"{zone} (package tzdata)")
    return Check("time zones", True, zone, zone)


def settings(root: Path) -> list[Check]:
    """The safe settings in Streamlit's file of the project; a file that cannot be read is one failure."""
    file = root / ".streamlit" / "config.toml"
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return [Check("Streamlit settings", False, "no file .streamlit/config.toml", "the safe settings")]
    except tomllib.TOMLDecodeError as fault:
        return [Check("Streamlit settings", False, f".streamlit/config.toml is not TOML: {fault}", "the safe settings")]
    return [setting(table, key, expected) for key, expected in SAFE_SETTINGS.items()]


def setting(table: Mapping[str, object], key: str, expected: object) -> Check:
    """One setting by its dotted name; true is not 1 here, and an absent one never passes by its default."""
    section, name = key.split(".")
    group = table.get(section)
    found = group.get(name) if isinstance(group, dict) else None
    same = type(found) is type(expected) and found == expected
    return Check(key, same, "not set" if found is None else repr(found), repr(expected))


def overrides(environment: Mapping[str, str]) -> Check:
    """A variable of the environment would win over the file, so none may name a safe setting."""
    found = sorted({variable(key) for key in SAFE_SETTINGS} & environment.keys())
    return Check("Streamlit settings in the environment", not found, ", ".join(found) or "none", "none")


def variable(key: str) -> str:
    """Streamlit's name of a setting in the environment: `server.enableCORS` is `STREAMLIT_SERVER_ENABLE_CORS`."""
    return "STREAMLIT_" + re.sub(r"\.|(?<=[a-z])(?=[A-Z])", "_", key).upper()
