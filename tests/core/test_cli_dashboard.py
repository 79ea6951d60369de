"""The commands that open the dashboard: what is started, with which files and which address."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from core import cli
from core.doctor import ROOT


def run(*words):
    return CliRunner().invoke(cli.app, [str(word) for word in words])


@pytest.fixture
def started(monkeypatch):
    """What the dashboard would be started with, instead of starting it."""
    calls = []

    def fake(command, **how):
        calls.append((command, how))
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(subprocess, "run", fake)
    return calls


def test_serve_starts_the_dashboard_on_the_files_and_settings(started, tmp_path):
    subjects, site = tmp_path / "subjects.csv", tmp_path / "site.toml"
    site.write_text("", encoding="utf-8")
    subjects.write_text("subject_id,sex\nS-001,male\n", encoding="utf-8")
    result = run("serve", subjects, subjects, "--settings", site, "--port", "8600")
    [(command, how)] = started
    assert command == [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard" / "app.py"), "--server.port", "8600"]
    assert (how["cwd"], how["env"]["REINFUSE_SETTINGS"]) == (ROOT, str(site))
    assert json.loads(how["env"]["REINFUSE_FILES"]) == [str(subjects), str(subjects)]
    assert (result.exit_code, result.stderr) == (3, "")


def test_serve_refuses_what_cannot_be_read_before_it_starts(started, tmp_path):
    result = run("serve", tmp_path / "none.csv")
    assert (result.exit_code, started) == (2, [])
    assert result.stderr.startswith("none.csv: ")


def test_serve_without_files_names_none(started, monkeypatch):
    monkeypatch.delenv("REINFUSE_FILES", raising=False)
    run("serve")
    assert "REINFUSE_FILES" not in started[0][1]["env"]
    assert "REINFUSE_SETTINGS" not in started[0][1]["env"]


def test_another_address_is_let_in_by_name_and_warned_of(started):
    result = run("serve", "--address", "10.0.0.5")
    assert started[0][0][-4:] == ["--server.address", "10.0.0.5", "--server.allowedHosts", "10.0.0.5"]
    assert result.stderr == "reinfuse: there is no login; whoever reaches 10.0.0.5:8501 sees every subject\n"


@pytest.fixture
def shown(monkeypatch):
    """Where a browser would be opened, on a machine with a screen."""
    opened = []
    monkeypatch.setattr(cli, "has_screen", lambda: True)
    monkeypatch.setattr(cli, "open_when_listening", lambda *where: opened.append(where))
    return opened


def test_demo_shows_the_sample_cohort_on_its_day(started, shown):
    run("demo", "--port", "8600")
    _, how = started[0]
    assert (how["env"]["REINFUSE_AS_OF"], how["env"]["REINFUSE_DEMO"]) == ("2026-03-05", "1")
    files = [Path(name) for name in json.loads(how["env"]["REINFUSE_FILES"])]
    assert files
    assert all(path.is_file() and path.suffix == ".xlsx" for path in files)
    assert Path(how["env"]["REINFUSE_SETTINGS"]).is_file()
    assert shown == [("127.0.0.1", 8600)]


def test_no_browser_opens_where_none_is_wanted_or_there_is_no_screen(started, shown, monkeypatch):
    run("demo", "--no-browser")
    run("serve")
    monkeypatch.setattr(cli, "has_screen", lambda: False)
    run("demo")
    assert (len(started), shown) == (3, [])
