"""Answers held from row to row, reference 2.1 "Rows and episodes" and 1.4b."""

import pytest

from core.scales.crs import CRS
from core.scales.episodes import episodes
from core.scales.holding import seen
from core.scales.icans import ICANS
from tests.core.scales.notation import INFUSED_ON, course, grade

PRESSOR = "hypotension=yes vasopressors=1"
ALL_ICE = {"ice_orientation", "ice_naming", "ice_commands", "ice_writing", "ice_attention", "ice_total"}
LOW, SUPPLY = {"hypotension", "hypotension_other_cause"}, {"oxygen_device", "oxygen_flow", "oxygen_reason"}
CRS_CASES = [
    ("3T08 hypotension=yes; 3T20 temperature=37", LOW, "an answer holds 12 h"),
    ("3T08 hypotension=yes; 3T20:01 temperature=37", set(), "an answer holds no longer than 12 h"),
    ("3T08 hypotension=yes hypotension_other_cause=yes; 3T09 hypotension=yes", set(), "hypotension and its cause are one answer"),
    ("3T08 hypotension=yes; 3T09 hypotension_other_cause=no", set(), "the cause alone is an answer too"),
    ("3T08 hypotension=yes; 3T09 hypotension=no", set(), "the row's own answer counts"),
    ("3T08 vasopressors=1; 3T09 vasopressin=no", {"vasopressors"}, "pressors are held"),
    ("3T08 vasopressin=yes; 3T09 vasopressors=0", {"vasopressin"}, "vasopressin is held apart"),
    ("3T08 vasopressors=1 vasopressin=yes; 3T09 hypotension=no", set(), "no hypotension ends held pressors"),
    ("3T08 vasopressors=1; 3T09 hypotension=no; 3T10 temperature=37", LOW, "an ended pressor stays ended"),
    ("3T08 vasopressors=1; 3T09 hypotension=yes", {"vasopressors"}, "hypotension keeps a held pressor"),
    ("3T08 hypotension=no; 3T09 vasopressors=1", set(), "no hypotension is not held against a pressor"),
    ("3T08 hypotension=no; 3T09 vasopressin=yes", set(), "no hypotension is not held against vasopressin"),
    ("3T08 hypotension=no; 3T09 vasopressors=1; 3T10 temperature=37", {"vasopressors"}, "nor against a pressor that is held"),
    ("3T08 hypotension=no; 3T09 vasopressors=0", LOW, "no pressor is nothing against it"),
    ("3T08 hypotension=yes; 3T09 vasopressors=1", LOW, "hypotension is held beside a pressor"),
    ("3T08 oxygen_device=cpap oxygen_reason=hypoxia; 3T09 temperature=37", SUPPLY, "device, flow and reason are held together"),
    ("3T08 oxygen_device=nasal_cannula oxygen_flow=2; 3T09 oxygen_flow=8", set(), "a flow alone is an answer too"),
    ("3T08 temperature=39 fever_other_cause=no antipyretic_or_anticytokine=yes; 3T09 hypotension=no", set(), "fever and drug are not held"),
    ("3T08 hypotension=yes; 3T09 hypotension=perhaps", set(), "an older answer does not stand in for one that cannot be read"),
    ("3T08 hypotension=yes; 3T09 hypotension=perhaps; 3T10 temperature=37", LOW, "nor does it later: what is held is not recorded"),
    ("3T08 hypotension=yes; 3T09 active_infection=no; 3T10 temperature=37", LOW, "a row of other things passes it on"),
    ("3 hypotension=yes; 3T09 temperature=37", set(), "an answer without a clock time is not held"),
    ("3T08 hypotension=yes; 4 temperature=37", set(), "nor does a row without one hold it"),
]
ICANS_CASES = [
    ("3T08 ice_total=8; 4T08 motor=none", ALL_ICE, "an answer holds 24 h"),
    ("3T08 ice_total=8; 4T08:01 motor=none", set(), "an answer holds no longer than 24 h"),
    ("3T08 ice_total=8; 3T09 ice_naming=3", set(), "items and total are one answer"),
    ("3T08 consciousness=alert; 3T09 consciousness_other_cause=no", set(), "consciousness and its cause are one answer"),
    ("3T08 consciousness=alert; 3T09 motor=none", {"consciousness", "consciousness_other_cause"}, "consciousness is held"),
    ("3T08 seizure=resolved; 3T09 seizure_minutes=6", set(), "seizure and minutes are one answer"),
    ("3T08 seizure=none; 3T09 motor=none", {"seizure", "seizure_minutes"}, "a seizure is held"),
    ("3T08 motor=none edema=none; 3T09 pressure_signs=none", {"motor", "edema"}, "motor and edema are held apart"),
    ("3T08 pressure_signs=none hemorrhage_only=no; 3T09 edema=none", {"pressure_signs", "hemorrhage_only"}, "so are pressure signs"),
]
CASES = [(scale, *case) for scale, cases in ((CRS, CRS_CASES), (ICANS, ICANS_CASES)) for case in cases]


@pytest.mark.parametrize(("scale", "text", "columns", "law"), CASES)
def test_what_the_last_row_holds(scale, text, columns, law):
    last = list(seen(course(text, scale), scale))[-1]
    assert set(last.held) == columns


def test_a_held_answer_cites_the_row_that_gave_it():
    first, second = course(f"3T08 {PRESSOR}; 3T09 temperature=37")
    pressure = episodes((first, second), CRS, INFUSED_ON).rows[1].chart()["pressure_level"]
    assert [(cited.fact, cited.column) for cited in pressure.evidence] == [(first, "hypotension"), (first, "vasopressors")]


def test_a_cell_that_cannot_be_read_leaves_the_domain_open():
    rows = course("3T08 temperature=39 fever_other_cause=no hypotension=no; 3T09 temperature=39 fever_other_cause=no hypotension=perhaps")
    assert episodes(rows, CRS, INFUSED_ON).rows[1].grade == grade("1-4")


def test_answers_are_held_across_the_day_of_an_infusion():
    before, own = course("-1T23 hypotension=no oxygen_device=none"), course("0T10 temperature=38 fever_other_cause=no")
    assert episodes(own, CRS, INFUSED_ON).rows[0].grade == grade("1-4")
    assert episodes(own, CRS, INFUSED_ON, before).rows[0].grade == grade("1")


def test_a_recorded_grade_is_not_computed_from_held_answers():
    rows = course(f"3T08 {PRESSOR}; 3T09 crs_grade_recorded=0")
    assert episodes(rows, CRS, INFUSED_ON).rows[1].grade == grade("0")


def test_a_contradiction_that_is_held_still_counts_the_pressor():
    fever = "temperature=39 fever_other_cause=no"
    rows = course(f"3T08 {fever} hypotension=no vasopressors=1 oxygen_device=none; 3T09 {fever}")
    last = episodes(rows, CRS, INFUSED_ON).rows[1]
    assert (last.grade, last.flags) == (grade("3"), ("contradiction",))
