"""The Audit page: who did what when, the state of the chain, one entry in full, and the list as a file that is logged itself."""

import csv
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest

from core.changes.remembered import forget, keep, remembered
from core.layouts.layout import Layout
from core.ledger.ledger import Ledger
from core.ledger.plan import EXPORT, FORGET, LAYOUT
from dashboard.audit.actions import line
from tests.core.patient import eligible, subject
from tests.pages.hand import NAME, acting, again, entered, entries, pressed, typed
from tests.pages.told import AS_OF, settle, tell
from tests.pages.written import write

PATIENT = eligible().infused().ctdna(28, "positive")


@pytest.fixture
def told(store, tmp_path):
    """A store of two subjects, a scan by hand and an export."""
    settle(store, demo_day=AS_OF)
    tell(store, write(tmp_path, PATIENT, subject("S-002").infused()))
    entered(store, "S-001", "pet", "Dr. Chen", scanned_on="2026-02-26", response="CR")
    ledger = Ledger.open(store)
    ledger.note(EXPORT, {"file": "worklist.csv", "lines": 3}, "Li Na", "a key")
    ledger.close()
    return store


@pytest.fixture
def audit(told, page):
    return acting(page("audit"))


def numbers(shown):
    """The entries listed, in order."""
    return [attributes["aria-label"] for name, attributes in shown.elements if name == "a" and "entry" in attributes.get("aria-label", "")]


def broken(url, statement):
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(statement)


def test_every_entry_is_listed_the_newest_first_with_who_when_what_and_why(audit):
    assert numbers(audit) == ["entry 4", "entry 3", "entry 2", "entry 1"]
    listed = audit.region("Entries")
    assert "Li Na (unverified) export worklist.csv, 3 lines" in listed
    assert "Dr. Chen (unverified) by hand 1 new phoned" in listed
    assert "Test coordinator (unverified) upload" in listed
    assert "setting demo_day = 2026-03-05" in listed
    assert "4 entries" in audit.text
    assert audit.run.exception == []


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ({"subject": "S-001"}, ["entry 3", "entry 2"]),
        ({"subject": "S-002"}, ["entry 2"]),
        ({"find": "setting"}, ["entry 1"]),
        ({"subject": "S-001", "find": "hand"}, ["entry 3"]),
        ({"subject": "S-002", "find": "export"}, []),
    ],
)
def test_the_address_filters_by_subject_and_action(told, page, address, left):
    shown = page("audit", **address)
    assert numbers(shown) == left
    assert f"{len(left)} {'entry' if len(left) == 1 else 'entries'} of 4" in shown.text


def test_a_filter_that_is_chosen_stands_in_the_address(audit):
    shown = again(typed(audit, action="hand"))
    assert numbers(shown) == ["entry 3"]
    assert shown.run.query_params["find"] == "hand"


def test_a_long_list_is_read_a_page_at_a_time(told, page):
    ledger = Ledger.open(told)
    for number in range(70):
        ledger.note(EXPORT, {"file": "worklist.csv"}, "Li Na", f"key {number}")
    ledger.close()
    shown = page("audit", page="2")
    assert "Entries 61 to 74 of 74, the newest first" in shown.text
    assert numbers(shown) == [f"entry {number}" for number in range(14, 0, -1)]


def test_one_entry_tells_its_changes_and_leads_to_the_history_of_each_fact(told, page):
    entered(told, "S-001", "pet", scanned_on="2026-02-27", response="PR", reader="Dr. B")
    shown = page("audit", entry="3")
    assert "by Dr. Chen (unverified) reason phoned" in shown.region("This entry")
    assert "1 change" in shown.text
    assert "S-001 PET/CT 2026-02-26 response CR history by hand, Dr. Chen · pet" in shown.region("Changes")
    (link,) = [each["href"] for name, each in shown.elements if name == "a" and "fact=" in each["href"]]
    assert link.startswith("patient?subject=S-001&fact=")


def test_an_upload_tells_its_files_and_what_it_stated(told, page):
    shown = page("audit", entry="2")
    assert "ctdna.csv" in shown.region("This entry")
    assert f"{len(PATIENT.rows) + 1} changes" in shown.text


@pytest.mark.parametrize("wrong", ["99", "0", "x"])
def test_an_entry_that_is_not_there_is_told(told, page, wrong):
    assert "names an entry that is not there by now" in page("audit", entry=wrong).text


def test_the_chain_tells_count_head_and_checkpoint(audit, told):
    state = audit.region("The chain")
    head = entries(told)[-1]
    assert "entries 4" in state
    assert head.hash in state
    assert f"checkpoint outside the store 4 entries, {head.at:%Y-%m-%d %H:%M} UTC" in state
    assert "may be written yes" in state


def test_verify_walks_the_chain_and_says_that_it_is_whole(audit):
    assert "the chain is whole" not in audit.text
    assert "the chain is whole 4 entries walked" in pressed(audit, "Verify now").text


def test_verify_names_the_first_broken_entry(audit, told):
    broken(told, "UPDATE entry SET \"by\" = 'somebody' WHERE seq = 3")
    shown = pressed(audit, "Verify now")
    assert "the chain is broken : entry 3: what it says is not what its hash was made of" in shown.text
    assert "the chain is whole" not in shown.text


def test_the_past_has_no_later_entries(store, page):
    settle(store, datetime(2026, 1, 2, tzinfo=UTC), demo_day=AS_OF)
    settle(store, closed_days="none")
    assert numbers(page("audit", known_at="2026-01-05")) == ["entry 1"]
    assert "names an entry that is not there by now" in page("audit", known_at="2026-01-05", entry="2").text


def test_the_list_leaves_as_a_file_that_is_recorded_with_count_and_head(audit, told, monkeypatch):
    given: dict[str, Any] = {}
    monkeypatch.setattr("streamlit.download_button", lambda label, data, *_, **cells: given.update(cells, label=label, data=data))
    entered(told, "S-001", "pet", "=1+1", scanned_on="2026-02-28")
    again(audit)
    assert given["label"] == "CSV of 5 entries"
    rows = list(csv.DictReader(StringIO(given["data"]().decode("utf-8-sig"))))
    logged = entries(told)[-1]
    assert (logged.action, logged.by, logged.body["file"], logged.body["lines"]) == ("export", NAME, "audit.csv", 6)
    assert [row["entry"] for row in rows] == ["5", "4", "3", "2", "1"]
    assert rows[0]["by_unverified"] == "'=1+1"
    assert {(row["ledger_entries"], row["ledger_head"]) for row in rows} == {(str(logged.seq), logged.hash)}


def test_hostile_text_stays_text(told, page):
    hostile = "<script>alert(1)</script>"
    entered(told, "S-001", "pet", hostile, scanned_on="2026-02-28", reader=hostile)
    for shown in (page("audit"), page("audit", entry="5")):
        assert hostile in shown.text
        assert "script" not in {name for name, _ in shown.elements}


def test_a_layout_that_is_remembered_or_forgotten_is_named_with_its_laboratory(store):
    columns = {"subject_id": "P", "collected_at": "D", "analyte": "T"}
    layout = Layout(name="labs 1a2b3c", sheet="labs", laboratory="Central", columns=columns, others="ask")
    with closing(Ledger.open(store)) as ledger:
        kept = keep(ledger, layout, "Li Na", "one")
        (found,) = remembered(ledger)
        gone = forget(ledger, found, "Li Na", "two")
        old = ledger.note(LAYOUT, {FORGET: [{"laboratory": None, "name": "old"}]}, "Li Na", "three")
    assert [line(each.entry, ()) for each in (kept, gone, old)] == [
        "remembers the layout labs 1a2b3c of Central",
        "forgets the layout labs 1a2b3c of Central",
        "forgets the layout old of no laboratory",
    ]
