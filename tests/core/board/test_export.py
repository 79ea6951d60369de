"""The list as CSV: a line a subject, unknown in words, and no text that a spreadsheet would run."""

import csv
from io import StringIO

import pytest

from core.board.export import worklist_csv
from core.board.worklist import worklist
from tests.core.patient import Patient, subject


def drawn(name: str = "S-001") -> Patient:
    cells = {"value": "6.2", "unit": "hGE/mL", "limit_of_detection": "1"}
    return subject(name).infused().ctdna(-6, "positive").ctdna(28, "positive", **cells)


def rows(*patients: Patient, day: int = 35) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(worklist_csv(worklist(each.assessed(day) for each in patients)))))


def test_a_line_holds_what_the_row_shows():
    (row,) = rows(drawn().pet(28, "CR", deauville="2").graded(34, 1, 0).infection(30, controlled="no"))
    expected = {
        "as_of": "2026-03-05",
        "protocol": "NCT06902012 v1",
        "subject_id": "S-001",
        "group": "To decide",
        "state": "met",
        "reading_literal": "met",
        "reading_strict": "met",
        "day": "35",
        "last_day_of_window": "2026-03-30",
        "days_left": "25",
        "ctdna_collected_on": "2026-02-26",
        "ctdna_call": "positive",
        "ctdna_value": "6.2",
        "ctdna_unit": "hGE/mL",
        "ctdna_limit_of_detection": "1",
        "pet_response": "CR",
        "pet_deauville": "2",
        "pet_modality": "PET/CT",
        "pair_ctdna": "positive",
        "pair_gap_days": "0",
        "pair_discordance": "PET CR / ctDNA positive",
        "toxicity_running_now": "",
        "toxicity_graded_on": "2026-03-05",
        "crs_grade": "1",
        "crs_as_recorded": "as recorded, scale not recorded",
        "icans_worst": "0",
    }
    assert expected.items() <= row.items()
    assert "W_INFECTION an uncontrolled infection is active" in row["holds"]


def test_lines_stand_in_the_order_of_the_list_and_none_is_lost():
    found = rows(subject("S-9"), drawn("S-8").pet(28, "PD"), drawn("S-7").pet(28, "CR"), drawn("S-6"))
    assert [row["subject_id"] for row in found] == ["S-7", "S-6", "S-8", "S-9"]
    assert [row["group"] for row in found] == ["To decide", "Something is missing", "Rule not met", "Before infusion 1"]


def test_unknown_stays_a_word():
    (row,) = rows(subject().infused().ctdna(28, None).pet(28, None, None))
    assert (row["ctdna_call"], row["ctdna_value"], row["pet_modality"]) == ("not recorded", "not recorded", "not recorded")
    assert row["pet_response"] == "unknown: not read yet, not confirmed as PET/CT"
    assert (row["pair_pet"], row["pair_ctdna"], row["pair_gap_days"]) == ("unknown", "none", "")
    assert (row["crs_grade"], row["icans_worst"]) == ("not entered", "not entered")
    assert row["needed"].startswith("ctdna.call; pet.response; pet.modality; CRS: not entered")


def test_a_scan_before_infusion_1_is_the_baseline_and_pairs_with_nothing():
    (row,) = rows(drawn().pet(-24, None, deauville="5"))
    assert (row["pet_response"], row["pet_deauville"], row["pair_pet_scanned_on"]) == ("baseline", "5", "")


def test_what_runs_now_and_the_day_of_every_grade_are_told():
    running, dead = rows(drawn("S-1").graded(34, 2, 1), drawn("S-2").graded(32, 2, 1).seen(33, "dead"))
    assert (running["toxicity_running_now"], running["toxicity_graded_on"]) == ("CRS 2 now; ICANS 1 now", "2026-03-05")
    assert (dead["toxicity_running_now"], dead["toxicity_graded_on"], dead["crs_grade"]) == ("", "2026-03-03", "2")


def test_samples_of_one_day_stand_side_by_side():
    (row,) = rows(drawn().ctdna(28, "negative", "B", value="<0.5", unit="%").pet(28, "CR"))
    assert (row["ctdna_assay"], row["ctdna_call"], row["ctdna_value"]) == ("A; B", "positive; negative", "6.2; <0.5")
    assert row["pair_ctdna"] == "contradictory calls"


def test_a_subject_with_nothing_but_a_name_has_a_line():
    (row,) = rows(subject())
    assert (row["state"], row["ctdna_collected_on"], row["pet_scanned_on"]) == ("before_infusion_1", "none", "none")
    assert (row["day"], row["days_left"], row["crs_grade"], row["pair_pet"]) == ("", "", "", "")


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(A1)", "＝1"])
def test_text_that_a_spreadsheet_would_run_is_marked_as_text(name):
    (row,) = rows(drawn(name).ctdna(30, "positive", name))
    assert (row["subject_id"], row["ctdna_assay"]) == (f"'{name}", f"'{name}")


def test_nobody_is_an_empty_file():
    assert worklist_csv(worklist([])) == ""
