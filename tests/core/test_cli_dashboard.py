"""The commands that open the dashboard: what is started, on which store and at which address."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from core import cli
from core.cli import showing
from core.doctor import ROOT
from core.ledger.ledger import Ledger


def run(*words):
    return CliRunner().invoke(cli.app, [str(word) for word in words])


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """A folder of its own, without a store named by the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REINFUSE_STORE", raising=False)


@pytest.fixture
def started(monkeypatch):
    """What the dashboard would be started with, instead of starting it; and what its store held then."""
    calls = []

    def fake(command, **how):
        ledger = Ledger.open(how["env"]["REINFUSE_STORE"])
        calls.append((command, how, ledger.entries()))
        ledger.close()
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(subprocess, "run", fake)
    return calls


@pytest.fixture
def filled(monkeypatch):
    """The demo with the smallest of its workbooks alone."""
    monkeypatch.setattr(showing, "_workbooks", lambda: [ROOT / "sample_data" / "ctdna_pet.xlsx"])


def test_serve_makes_a_store_and_starts_the_dashboard_on_it_from_wherever_it_is_called(started, tmp_path):
    result = run("serve", "--port", "8600")
    [(command, how, entries)] = started
    assert command == [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard" / "app.py"), "--server.port", "8600"]
    assert (how["cwd"], how["env"]["REINFUSE_STORE"]) == (ROOT, f"sqlite:///{tmp_path}/reinfuse.sqlite3")
    assert entries == ()
    assert (result.exit_code, result.stderr) == (3, "reinfuse: a new store was made: reinfuse.sqlite3\n")
    assert run("serve").stderr == ""


@pytest.mark.parametrize("named", ["option", "environment"])
def test_serve_takes_the_store_by_option_or_environment(started, tmp_path, monkeypatch, named):
    monkeypatch.setenv("REINFUSE_STORE", "sqlite:///other.sqlite3")
    run("serve", *(["--store", "mine.sqlite3"] if named == "option" else []))
    assert started[0][1]["env"]["REINFUSE_STORE"] == f"sqlite:///{tmp_path}/{'mine' if named == 'option' else 'other'}.sqlite3"


@pytest.mark.parametrize(
    ("store", "said"),
    [
        ("mysql://host/store", "mysql is no database of a ledger"),
        ("none/store.sqlite3", "store.sqlite3: no ledger can be made there (No such file or directory)"),
        ("postgresql+psycopg://127.0.0.1:1/none", "none: "),
    ],
)
def test_serve_refuses_a_store_that_cannot_be_opened_before_it_starts(started, store, said):
    result = run("serve", "--store", store)
    assert (result.exit_code, started) == (2, [])
    assert result.stderr.startswith(said)


def test_another_address_is_let_in_by_name_and_warned_of(started):
    result = run("serve", "--address", "10.0.0.5")
    assert started[0][0][-4:] == ["--server.address", "10.0.0.5", "--server.allowedHosts", "10.0.0.5"]
    assert result.stderr.endswith("reinfuse: there is no login; whoever reaches 10.0.0.5:8501 sees every subject\n")


@pytest.fixture
def shown(monkeypatch):
    """Where a browser would be opened, on a machine with a screen."""
    opened = []
    monkeypatch.setattr(showing, "has_screen", lambda: True)
    monkeypatch.setattr(showing, "open_when_listening", lambda *where: opened.append(where))
    return opened


def test_demo_shows_a_fresh_store_of_the_sample_cohort_as_told_on_its_day(started, shown):
    run("demo", "--port", "8600")
    [(_, how, (settings, *uploads))] = started
    assert shown == [("127.0.0.1", 8600)]
    assert settings.at == datetime(2026, 3, 5, tzinfo=UTC)
    assert [entry.body["files"][0][0] for entry in uploads] == ["bedside.xlsx", "clinic.xlsx", "ctdna_pet.xlsx", "laboratory.xlsx"]
    assert [entry.at.hour for entry in uploads] == [1, 2, 3, 4]
    assert not Path(how["env"]["REINFUSE_STORE"].removeprefix("sqlite:///")).parent.exists()


def test_demo_keeps_its_store_where_one_wants_it_and_overwrites_none(started, filled, tmp_path):
    run("demo", "--no-browser", "--keep", "kept.sqlite3")
    assert started[0][1]["env"]["REINFUSE_STORE"] == f"sqlite:///{tmp_path}/kept.sqlite3"
    again = run("demo", "--keep", "kept.sqlite3")
    assert (again.exit_code, again.stderr) == (2, "kept.sqlite3: is there already; expected the name of a new file\n")


def test_no_browser_opens_where_none_is_wanted_or_there_is_no_screen(started, filled, shown, monkeypatch):
    run("demo", "--no-browser")
    run("serve")
    monkeypatch.setattr(showing, "has_screen", lambda: False)
    run("demo")
    assert (len(started), shown) == (3, [])


def test_a_demo_that_is_asked_to_end_takes_its_store_down(filled, monkeypatch):
    stores = []

    def ended(command, **how):
        stores.append(Path(how["env"]["REINFUSE_STORE"].removeprefix("sqlite:///")))
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(subprocess, "run", ended)
    before = signal.getsignal(signal.SIGTERM)
    assert run("demo", "--no-browser").exit_code == 128 + signal.SIGTERM
    assert not stores[0].parent.exists()
    assert signal.getsignal(signal.SIGTERM) is before
