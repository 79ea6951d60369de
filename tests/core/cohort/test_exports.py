"""The cohort as tables: CSV and one workbook, each saying by what it was made, with every text as the text it is."""

import csv
import datetime
import io

import openpyxl
import pytest

from core.cohort.as_csv import table_csv
from core.cohort.as_json import cohort_json
from core.cohort.as_xlsx import CUT, LONGEST, Workbook
from core.cohort.cohort import Cohort
from core.cohort.tables import KINDS, Table, stamp, table
from core.protocol.settings import Settings
from core.reports.formula import STARTERS, formula_safe
from tests.core.patient import on, subject
from tests.core.reports.test_hostile_text import RAW, RUN, SHOWN

SAID = {
    "visit_schedule": {"value": "d28 ±3: PET/CT, ctDNA"},
    "stopping_boundaries": {"value": "CRS ≥3 by day 30 after infusion 1: 20 %, 90 %"},
}
SITE = Settings.model_validate(SAID)
SOME = (
    subject().infused().person().screened(ecog=1).lab("ldh", 300, upper_limit=250).ctdna(-1, "positive").ctdna(28, "positive")
    .pet(28, "CR").infused(40, 2).pet(90, "CR").graded(2, crs=3).infection(5),
    subject("S-002").infused().seen(None, "dead"),
    subject("S-003").person(),
)  # fmt: skip
FOUND = Cohort(on(120), tuple(each.assessed(120) for each in SOME), SITE)
EMPTY = Cohort(on(0), ())


def rows(name, found=FOUND):
    told = table(found, name)
    assert all(len(row) == len(told.columns) for row in told.rows)
    return [dict(zip(told.columns, row, strict=True)) for row in told.rows]


def test_the_tables_say_what_the_json_says():
    told = cohort_json(FOUND)
    boxes = {row["box"]: row["n"] for row in rows("flow")}
    assert boxes == {box["box"]: box["n"] for box in told["flow"]}
    assert [row["subject_id"] for row in rows("flow") if row["box"] == "enrolled"] == ["S-001", "S-002", "S-003"]
    assert [row["subject_id"] for row in rows("flow") if row["box"] == "case closed"] == [None]
    rate = told["cr_3_months"]["infusion_1"]["all_closed"]
    first = rows("cr_3_months")[0]
    assert [first["certain"], first["of"], first["low"], first["high"]] == [rate["x"], rate["n"], *rate["interval"]]
    assert {row["curve"]: row["events"] for row in rows("survival")} == {name: each["events"] for name, each in told["survival"].items()}
    assert len(rows("survival_steps")) == sum(len(each["steps"]) for each in told["survival"].values())
    assert rows("follow_up")[0]["needs"] == told["follow_up"]["visits"][0]["needs"][0] + "; ctDNA"


def test_what_is_not_recorded_is_a_row_without_a_value():
    ecog = {row["subject_id"]: row["value"] for row in rows("baseline") if row["measure"] == "ECOG"}
    assert ecog == {"S-001": "1", "S-002": None}
    unplaced = [row for row in rows("survival_subjects") if row["curve"] == "os" and row["subject_id"] == "S-002"]
    assert [(row["days"], row["event"]) for row in unplaced] == [(None, "cannot be placed")]
    assert [row["call"] for row in rows("ctdna") if row["day"] == 28] == ["positive", None]


def test_each_subject_stands_in_its_lists():
    assert [(row["subject_id"], row["said"]) for row in rows("cr_3_months_subjects")][:2] == [("S-001", "cr"), ("S-002", "not_assessed")]
    assert {"response": "CR", "subject_id": "S-001"} in rows("best_response")
    assert [row["subject_id"] for row in rows("concordance")] == ["S-001", "S-002"]
    crs = [row for row in rows("toxicity_subjects") if row["term"] == "CRS, ASTCT 2019" and row["infusion"] == 1]
    assert [(row["subject_id"], row["at_least"], row["at_most"]) for row in crs] == [("S-001", 3, 3), ("S-002", 0, 4)]
    severe = next(row for row in rows("toxicity") if row["term"] == "CRS, ASTCT 2019" and row["grade_from"] == 3)
    assert (severe["certain"], severe["at_most"], severe["of"]) == (1, 2, 2)
    (boundary,) = rows("stopping_boundaries")
    assert (boundary["certain"], boundary["at_most"], boundary["of"], boundary["stops_at"]) == (1, 2, 2, 2)
    assert (boundary["state"], boundary["more_at_least"], boundary["more_at_most"]) == ("may be reached", 0, 2)


def test_unset_stays_unset():
    assert rows("stopping_boundaries", EMPTY) == []
    assert [row["state"] for row in rows("follow_up", EMPTY)] == ["visit schedule unset"]
    assert {"setting": "pr_requires_ctdna", "in_force": "unset"} in rows("settings")


@pytest.mark.parametrize("name", KINDS)
def test_a_csv_file_says_in_every_row_by_what_it_was_made(name):
    made_by = stamp(FOUND, "everything told")
    read = list(csv.DictReader(io.StringIO(table_csv(table(FOUND, name), made_by)), strict=True))
    assert len(read) == len(table(FOUND, name).rows) > 0
    assert all({key: row[key] for key in made_by} == made_by for row in read)
    assert (made_by["cut_off"], made_by["protocol"], made_by["software"].split()[0]) == ("2026-05-29", "NCT06902012 v1", "reinfuse")


def workbook(*told, **columns):
    made = Workbook(told, stamp(FOUND, "entry 7"))
    return made, openpyxl.load_workbook(io.BytesIO(made.stamped(columns)))


def test_a_workbook_holds_every_table_below_its_stamp():
    told = [table(FOUND, name) for name in KINDS]
    made, book = workbook(*told, ledger_entries="7", ledger_head="abc")
    assert made.lines == sum(len(each.rows) for each in told)
    assert book.sheetnames == list(KINDS)
    for each, page in zip(told, book.worksheets, strict=True):
        read = list(page.iter_rows(values_only=True))
        assert {row[0]: row[1] for row in read[:7]} == {**stamp(FOUND, "entry 7"), "ledger_entries": "7", "ledger_head": "abc"}
        assert read[8][: len(each.columns)] == each.columns
        assert len(read) == 9 + len(each.rows)
    closes = list(book["cr_3_months_subjects"].iter_rows(values_only=True))[9][5]
    assert closes == datetime.datetime(2026, 5, 13)
    assert list(book["baseline"].iter_rows(values_only=True))[9][3] == 56


@pytest.mark.parametrize("text", [*RUN, *SHOWN, *RAW])
def test_text_leaves_as_the_text_it_is_and_nothing_runs(text):
    told = Table("flow", ("box", "n"), ((text, 1), (None, 2)))
    _, book = workbook(told)
    cell = book["flow"]["A8"]
    assert (cell.data_type, cell.hyperlink, cell.quotePrefix) == ("s", None, text.startswith(STARTERS))
    assert cell.value == text or text in RAW
    head, first, _ = csv.reader(io.StringIO(table_csv(told, {"cut_off": "x"}), newline=""))
    assert (head, first) == (["box", "n", "cut_off"], [formula_safe(text), "1", "x"])


def test_a_day_no_spreadsheet_knows_and_a_text_no_cell_holds_are_told_as_text():
    _, book = workbook(Table("flow", ("first", "second"), ((datetime.date(1850, 1, 2), "x" * (LONGEST + 1)),)))
    assert book["flow"]["A8"].value == "1850-01-02"
    assert book["flow"]["B8"].value == "x" * (LONGEST - len(CUT)) + CUT
