"""The delta check: a factor between what is known and what a file says is asked about once, with both cells, and never guessed away."""

import pytest

from core.changes.upload import prepare
from core.intake.reader import Handed
from core.layouts.question import DELTA, UNIT, unit_id
from tests.core.changes.telling import csv, plan, told

LAB = "collected_at,analyte,value,unit"
KNOWN = csv("labs", LAB, "S-003,2026-02-01,creatinine,88,umol/L", "S-003,2026-02-01,crp,4,mg/L", name="known.csv")._replace(name="labs.csv")
AT = "labs.csv · labs"


def labs(*rows, name="labs.csv"):
    return csv("labs", LAB, *rows, name=name)


def deltas(found):
    return [one for one in found.questions if one.kind == DELTA]


def test_a_result_at_a_factor_is_asked_about_with_both_cells_and_days(ledger):
    told(ledger, KNOWN)
    found = prepare(ledger, [labs("S-003,2026-02-05,creatinine,8,mg/dL")])
    (asked,) = found.questions
    assert (asked.id, asked.kind, found.plan) == (unit_id(AT, "creatinine", "mg/dL"), DELTA, None)
    assert str(asked) == (
        "labs.csv · labs: creatinine in mg/dL is in doubt, the result is 8.04 times what was known, close to the factor 10: S-003 has"
        " 8 mg/dL on 2026-02-05 (labs.csv · labs!D2) beside 88 umol/L on 2026-02-01 (labs.csv · labs!D2); expected values that are right"
        " as written, or a corrected file"
    )
    assert [(way.value, way.words, way.evidence) for way in asked.ways] == [
        ("mg/dL", "mg/dL: the values are right as they are written", "8.04 times what was known; 1 of 1 plausible")
    ]


def test_an_answer_is_kept_with_the_upload_and_shown_until_it_is_stored(ledger):
    told(ledger, KNOWN)
    file = labs("S-003,2026-02-05,creatinine,8,mg/dL")
    asked = unit_id(AT, "creatinine", "mg/dL")
    found = prepare(ledger, [file], choices={asked: "mg/dL"})
    assert ([one.chosen for one in found.questions], plan(found).body["choices"]) == (["mg/dL"], {asked: "mg/dL"})
    for answer in ("umol/L", "", "other"):  # what the reader cannot do in a sheet of the contract stays open
        assert prepare(ledger, [file], choices={asked: answer}).plan is None


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        (["S-003,2026-02-05,creatinine,95,umol/L"], 0),  # goes on
        (["S-003,2026-02-05,creatinine,0.9,mg/dL"], 0),  # goes on in another unit
        (["S-003,2026-02-05,crp,30,mg/L"], 0),  # moves as such a protein does
        (["S-003,2026-06-05,creatinine,8,mg/dL"], 0),  # too long after
        (["S-003,2026-02-05,creatinine,<8,mg/dL"], 0),  # a bound has no factor
        (["S-003,2026-02-05,creatinine,0,mg/dL"], 0),  # nor has zero
        (["S-003,2026-02-05,creatinine,88,g/L"], 0),  # no unit of it: a problem of its own
        (["S-003,2026-02-05,creatinine,8,"], 0),
        (["S-004,2026-02-05,creatinine,8,mg/dL"], 0),  # somebody else
        (["S-003,2026-02-05,creatinine,8,mg/dL", "S-003,2026-02-06,creatinine,8.1,mg/dL"], 1),  # once a unit
        (["S-003,2026-02-05,creatinine,8,mg/dL", "S-003,2026-02-06,creatinine,0.9,mmol/L"], 2),
        (["S-003,2026-01-20,creatinine,8,mg/dL"], 1),  # told late: beside what came after
        (["S-003,2025-10-20,creatinine,8,mg/dL"], 0),
        (["S-003,2026-02-01,creatinine,8,mg/dL"], 1),  # corrects what stands
        (["S-003,2026-02-01,creatinine,88,umol/L"], 0),  # told once more
    ],
)
def test_what_is_asked_about(ledger, rows, count):
    told(ledger, KNOWN)
    assert len(deltas(prepare(ledger, [labs(*rows)], leave_out=True))) == count


def test_results_of_one_column_are_no_witnesses_of_its_unit(ledger):
    assert prepare(ledger, [labs("S-003,2026-02-01,creatinine,88,umol/L", "S-003,2026-02-05,creatinine,880,umol/L")]).questions == ()


def test_in_an_empty_store_two_units_of_one_upload_are_held_against_each_other(ledger):
    """Which of them is wrong nobody can tell."""
    found = prepare(ledger, [labs("S-003,2026-02-01,creatinine,88,umol/L", "S-003,2026-02-05,creatinine,8,mg/dL")]).questions
    assert [one.id for one in found] == [unit_id(AT, "creatinine", "umol/L"), unit_id(AT, "creatinine", "mg/dL")]


WIDE = Handed("lab.csv", b"Patient ID,Date,Creatinine (mg/dL),Hb (g/L)\nS-003,2026-02-05,8.8,\nS-003,2026-02-06,8.9,81\n")
RIGHT = labs("S-003,2026-02-04,creatinine,88,umol/L")


def test_a_column_of_another_sheet_can_be_left_out(ledger):
    """Both come in one upload, so that only the comparison of all files can tell."""
    ours, asked = prepare(ledger, [RIGHT, WIDE]).questions
    assert (asked.kind, asked.address, asked.id) == (DELTA, "lab.csv · lab!C1", unit_id("lab.csv · lab!C1", "creatinine", "mg/dL"))
    assert asked.sentence.endswith("expected the unit it was measured in")
    assert [way.value for way in asked.ways] == ["mg/dL", "umol/L", "mmol/L", ""]
    kept = prepare(ledger, [RIGHT, WIDE], choices={ours.id: "umol/L", asked.id: "mg/dL"})
    assert [str(each.states.record.value) for each in plan(kept).changes] == ["88", "8.8", "8.9", "81"]
    without = prepare(ledger, [RIGHT, WIDE], choices={asked.id: ""})
    assert [str(each.states.record.value) for each in plan(without).changes] == ["88", "81"]
    assert [(one.kind, one.chosen) for one in without.questions] == [(UNIT, "")]


def test_a_unit_in_which_the_results_go_on_is_offered_and_read(ledger):
    wide = Handed("lab.csv", b"Patient ID,Date,Creatinine (mmol/L)\nS-003,2026-02-05,0.88\nS-003,2026-02-06,0.9\n")
    ours, asked = prepare(ledger, [RIGHT, wide]).questions
    assert [(way.value, way.evidence) for way in asked.ways] == [
        ("mmol/L", "10 times what was known; 1 of 1 plausible"),
        ("umol/L", "0.01 times what was known; 0 of 1 plausible"),
        ("mg/dL", "0.884 times what was known; 1 of 1 plausible"),
        ("", ""),
    ]
    found = prepare(ledger, [RIGHT, wide], choices={ours.id: "umol/L", asked.id: "mg/dL"})
    assert [str(each.states.record.unit) for each in plan(found).changes] == ["umol/L", "mg/dL", "mg/dL"]
    assert [(one.kind, one.chosen) for one in found.questions] == [(UNIT, "mg/dL")]
