"""What leaves the building: written only when it is asked for, and logged with nobody's data."""

import csv
from io import StringIO
from typing import Any

import pytest

from core.board.export import worklist_csv
from core.board.worklist import worklist
from core.reports.as_csv import trajectory_csv
from dashboard.download import LOG, NotWritten, download
from tests.core.patient import eligible

PATIENT = eligible().infused().ctdna(28, "positive").pet(28, "CR").assessed(35)


@pytest.fixture
def asked(monkeypatch):
    """What the button was given."""
    found: dict[str, Any] = {}
    monkeypatch.setattr("streamlit.download_button", lambda label, data, *_, **cells: found.update(cells, label=label, data=data))
    return found


@pytest.mark.parametrize(
    ("write", "lines"),
    [(lambda: trajectory_csv(PATIENT), 4), (lambda: worklist_csv(worklist([PATIENT])), 2)],
    ids=["the numbers of a chart", "the worklist"],
)
def test_a_file_is_written_only_when_asked_for_and_its_log_names_no_subject(asked, caplog, write, lines):
    download("CSV", "neutral.csv", write)
    assert caplog.messages == []
    content = asked["data"]()
    assert [record.getMessage() for record in caplog.records if record.name == LOG.name] == [f"export: neutral.csv, {lines} lines"]
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig")), strict=True))
    assert len(rows) == lines - 1
    assert "S-001" not in caplog.text


def test_a_click_on_it_runs_no_page(asked):
    download("CSV", "neutral.csv", str)
    assert asked["on_click"] == "ignore"


def test_a_file_that_cannot_be_written_leaves_an_incident_and_no_data(asked, caplog):
    def fails():
        raise ValueError("birth date of S-001 is 1970-01-01")

    download("CSV", "neutral.csv", fails)
    with pytest.raises(NotWritten) as told:
        asked["data"]()
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__
    assert f"incident {told.value}: ValueError in fails" in caplog.text
    assert "1970" not in caplog.text + str(told.value)
