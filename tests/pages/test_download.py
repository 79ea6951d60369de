"""What leaves the building: written only when it is asked for, and logged with nobody's data."""

import csv
from datetime import date
from io import BytesIO, StringIO
from types import SimpleNamespace
from typing import Any, cast

import openpyxl
import pytest

from core.board.export import worklist_csv
from core.board.worklist import worklist
from core.cohort.as_xlsx import Workbook
from core.cohort.tables import Table
from core.ledger.ledger import Ledger
from core.reports.as_csv import trajectory_csv
from dashboard.download import LOG, UNNAMED, Export, NotWritten, download
from tests.core.patient import eligible

PATIENT = eligible().infused().ctdna(28, "positive").pet(28, "CR").assessed(35)


@pytest.fixture
def ledger(store):
    opened = Ledger.open(store)
    yield opened
    opened.close()


@pytest.fixture
def asked(monkeypatch):
    """What the button was given, by somebody who has given a name."""
    found: dict[str, Any] = {}
    monkeypatch.setattr("streamlit.session_state", {"acting_as": "Li Wei"})
    monkeypatch.setattr("streamlit.download_button", lambda label, data, *_, **cells: found.update(cells, label=label, data=data))
    return found


def export(ledger, **what):
    looked_at: Any = SimpleNamespace(ledger=ledger, known=None)
    return Export(looked_at, "neutral.csv", date(2026, 3, 5), **what)


@pytest.mark.parametrize(
    ("write", "lines"),
    [(lambda: trajectory_csv(PATIENT), 4), (lambda: worklist_csv(worklist([PATIENT])), 2)],
    ids=["the numbers of a chart", "the worklist"],
)
def test_a_file_is_written_only_when_asked_for_and_its_log_names_no_subject(asked, ledger, caplog, write, lines):
    download("CSV", export(ledger), write)
    assert (caplog.messages, ledger.head().seq) == ([], 0)
    content = asked["data"]()
    assert [record.getMessage() for record in caplog.records if record.name == LOG.name] == [f"export: neutral.csv, {lines} lines"]
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig")), strict=True))
    assert len(rows) == lines - 1
    assert "S-001" not in caplog.text


def test_an_export_is_an_entry_without_values_and_every_row_names_that_entry(asked, ledger):
    download("CSV", export(ledger, subject_id="S-001"), lambda: trajectory_csv(PATIENT))
    text = asked["data"]().decode("utf-8-sig")
    (entry,) = ledger.entries()
    assert (entry.action, entry.by) == ("export", "Li Wei")
    told = {name: entry.body[name] for name in ("file", "lines", "as_of", "known", "subject")}
    assert told == {"file": "neutral.csv", "lines": 4, "as_of": "2026-03-05", "known": None, "subject": "S-001"}
    stamps = {(row["ledger_entries"], row["ledger_head"]) for row in csv.DictReader(StringIO(text))}
    assert stamps == {("1", entry.hash)} == {(str(ledger.head().seq), ledger.head().hash)}


def test_every_click_is_an_export_of_its_own(asked, ledger):
    download("CSV", export(ledger), lambda: "a\n1\n")
    asked["data"]()
    asked["data"]()
    assert ledger.head().seq == 2


def test_nothing_leaves_without_a_name_and_the_button_says_so(asked, ledger, monkeypatch):
    monkeypatch.setattr("streamlit.session_state", {})
    download("CSV", export(ledger), str)
    assert (asked["disabled"], asked["help"]) == (True, UNNAMED)


def test_nothing_leaves_a_store_that_cannot_record_it(asked, ledger):
    ledger.read_only = "the checkpoint is missing"
    download("CSV", export(ledger), str)
    assert (asked["disabled"], asked["help"]) == (True, "the checkpoint is missing")


def test_a_click_on_it_runs_no_page(asked, ledger):
    download("CSV", export(ledger), str)
    assert asked["on_click"] == "ignore"


def test_a_file_that_cannot_be_written_leaves_an_incident_and_no_data(asked, ledger, caplog):
    def fails():
        raise ValueError("birth date of S-001 is 1970-01-01")

    download("CSV", export(ledger), fails)
    with pytest.raises(NotWritten) as told:
        asked["data"]()
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__
    assert f"incident {told.value}: ValueError in fails" in caplog.text
    assert "1970" not in caplog.text + str(told.value)
    assert ledger.head().seq == 0


def test_a_workbook_is_recorded_and_names_its_entry(asked, ledger):
    def made():
        return Workbook([Table("flow", ("n",), ((1,), (2,)))], {"cut_off": "2026-03-05"})

    workbook = Export(cast(Any, SimpleNamespace(ledger=ledger, known=None)), "neutral.xlsx", date(2026, 3, 5))
    download("XLSX", workbook, made, key="another")
    content = asked["data"]()
    (entry,) = ledger.entries()
    assert (entry.body["file"], entry.body["lines"], asked["key"]) == ("neutral.xlsx", 2, "another")
    read = [row[:2] for row in openpyxl.load_workbook(BytesIO(content))["flow"].iter_rows(values_only=True)]
    assert (read[1], read[2]) == (("ledger_entries", "1"), ("ledger_head", entry.hash))
