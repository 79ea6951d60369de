"""ctDNA by time point, the baseline table, concordance, and the JSON that carries all of them."""

import json
from decimal import Decimal

import pytest

from core.cohort.as_json import cohort_json
from core.cohort.baseline import Kinds, Measure, baseline
from core.cohort.clearance import clearance
from core.cohort.cohort import Cohort
from core.cohort.concordance import FEWEST, concordance
from core.cohort.estimate import share
from tests.core.patient import on, subject

P = subject().infused()
MET = P.ctdna(-1, "positive").pet(28, "CR").ctdna(28, "positive")
NOT_MET = P.ctdna(-1, "positive").pet(28, "CR").ctdna(28, "negative")
BOARD = P.ctdna(-1, "positive").ctdna(28, "negative").pet(28, "PR")


@pytest.mark.parametrize(
    ("patient", "day", "calls", "without"),
    [
        (P.ctdna(28, "negative"), 40, ["negative"], False),
        (P.ctdna(25, "positive").ctdna(31, "negative"), 40, ["negative"], False),
        (P.ctdna(27, "positive").ctdna(30, "negative"), 40, ["positive"], False),
        (P.ctdna(24, "negative"), 40, [], True),
        (P.ctdna(24, "negative"), 30, [], False),
        (P.ctdna(28, "failed"), 40, [], True),
        (P.ctdna(28, "negative").ctdna(28, "positive", "B"), 40, [], True),
        (P.ctdna(28, "negative").ctdna(28, "negative", "B"), 40, ["negative"], False),
        (subject().person(), 40, [], False),
    ],
)
def test_ctdna_at_day_28(patient, day, calls, without):
    point = next(each for each in clearance([patient.assessed(day)]) if each.day == 28)
    assert ([call for _, call, _ in point.calls], bool(point.without)) == (calls, without)
    assert (point.cleared.x, point.cleared.n) == (calls.count("negative"), len(calls))


def rows(*patients, day=50):
    return {row.name: row for row in baseline([each.assessed(day) for each in patients]).rows}


def test_the_baseline_table():
    one = (
        P.person(birth_date="1966-01-30")
        .screened(ecog=1, histology="DLBCL", prior_lines=2, stage="IV", ipi=3)
        .lab("ldh", 300, upper_limit=250)
    )
    two = subject("S-002").infused(total_cells=140_000_000).infused(45, 2).person(sex="female").screened(ecog=1, histology="PMBCL")
    found = rows(one, two, subject("S-003").person())
    assert found["age at infusion 1"] == Measure("age at infusion 1", "years", {"S-001": Decimal(59), "S-002": Decimal(56)}, ())
    assert found["age at infusion 1"].summary == (56, Decimal("57.5"), 59)
    assert found["sex"].recorded == {"female": ("S-002",), "male": ("S-001",)}
    assert found["ECOG"].recorded == {"1": ("S-001", "S-002")}
    assert found["stage"] == Kinds("stage", {"IV": ("S-001",)}, ("S-002",))
    assert (found["prior lines"].values, found["prior lines"].without) == ({"S-001": Decimal(2)}, ("S-002",))
    assert found["LDH over its upper limit"].values == {"S-001": Decimal("1.2")}
    assert (found["cells given, infusion 1"].values, found["cells given, infusion 1"].without) == ({"S-002": Decimal(140)}, ("S-001",))
    assert found["days between infusions"].values == {"S-002": Decimal(45)}
    assert found["cells given, infusion 2"].summary is None


def test_who_was_never_screened_is_not_recorded():
    found = rows(P)
    assert (found["age at infusion 1"].without, found["ECOG"]) == (("S-001",), Kinds("ECOG", {}, ("S-001",)))


@pytest.mark.parametrize(
    ("patient", "day", "group"),
    [
        (MET, 35, "window still open"),
        (MET, 60, "window still open"),
        (MET, 61, "rule met, infusion 2 not given"),
        (MET.infused(40, 2), 45, "rule met, infusion 2 given"),
        (NOT_MET, 61, "rule not met, infusion 2 not given"),
        (NOT_MET.infused(40, 2), 61, "rule not met, infusion 2 given"),
        (BOARD, 61, "met on one reading, infusion 2 not given"),
        (BOARD.infused(40, 2), 61, "met on one reading, infusion 2 given"),
        (P, 61, "rule undecided, infusion 2 not given"),
        (P.infused(40, 2), 61, "rule undecided, infusion 2 given"),
        (MET.seen(35, "dead"), 36, "rule met, infusion 2 not given"),
    ],
)
def test_concordance(patient, day, group):
    found = concordance([patient.assessed(day), subject("S-002").person().assessed(day)])
    assert [each.name for each in found if each.subjects] == [group]
    assert all(each.cr is None for each in found)


def test_outcomes_of_a_group_are_shown_from_five_subjects_on():
    some = [subject(f"S-{number:03d}").infused().pet(90, "CR").assessed(120) for number in range(FEWEST)]
    shown = {size: next(each.cr for each in concordance(some[:size]) if each.subjects) for size in (FEWEST - 1, FEWEST)}
    assert shown[FEWEST - 1] is None
    assert shown[FEWEST] == share(FEWEST, FEWEST)


def test_the_json_carries_every_number_and_every_list():
    some = (MET.person().infused(40, 2).graded(2, crs=2), subject("S-002").infused().seen(None, "dead"), subject("S-003").person())
    told = json.loads(json.dumps(cohort_json(Cohort(on(120), tuple(each.assessed(120) for each in some)), ["a problem"])))
    assert (told["as_of"], told["problems"], told["flow"][0]["subjects"]) == ("2026-05-29", ["a problem"], ["S-001", "S-002", "S-003"])
    assert told["survival"]["os"]["not_placed"][0]["subject_id"] == "S-002"
    assert told["survival"]["os"]["n"] + len(told["survival"]["os"]["not_placed"]) == 2
    assert told["cr_3_months"]["infusion_1"]["all_closed"] == {"x": 0, "at_most": 0, "n": 2, "interval": [0.0, pytest.approx(0.8418861)]}
    assert told["toxicity"]["infusion_1"]["scales"][0]["grades"]["S-001"] == [2, 2]
    assert told["concordance"][0]["subjects"] == ["S-001"]
    assert told["survival"]["dor"]["at_1_year"] is None


@pytest.mark.parametrize("some", [(), (subject().person(),)])
def test_an_empty_cohort_is_told_as_one(some):
    told = cohort_json(Cohort(on(0), tuple(each.assessed(0) for each in some)))
    assert (told["survival"]["os"]["n"], told["cr_3_months"]["infusion_1"]["all_closed"]["interval"]) == (0, None)
