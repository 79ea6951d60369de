"""What would decide an open verdict: the fewest missing items, whatever they turn out to be, the cheapest first."""

import pytest

from core.outlook.deciding import COSTS, KINDS, STATED, cost, needed_for_eligibility, needed_for_rule
from core.protocol.eligibility import CRITERIA
from tests.core.patient import changed, eligible, subject

INFUSED = subject().person().infused()
BASELINE = INFUSED.ctdna(-6, "positive")
RULING = "the ruling whether a PR needs a positive ctDNA"
SAMPLE, SCAN = "a ctDNA sample by A", "a PET/CT"
UPTAKE = "the uptake against baseline on the PET/CT of 2026-02-26 (study.xlsx · pet!F5)"


def wanted(patient, day=35):
    return [each.items for each in needed_for_rule(patient.assessed(day))]


@pytest.mark.parametrize(
    ("patient", "day", "sets"),
    [
        (INFUSED, 35, [("a ctDNA sample", "another ctDNA sample after it", SCAN)]),
        (INFUSED, 60, []),
        (BASELINE, 35, [(SAMPLE, SCAN)]),
        (BASELINE.pet(28, "CR"), 35, [(SAMPLE,)]),
        (BASELINE.ctdna(28, "positive"), 35, [(SCAN,)]),
        (BASELINE.ctdna(28, "positive").pet(28, "CR"), 35, []),
        (BASELINE.pet(28, "PR"), 35, [(SAMPLE, RULING)]),
        (BASELINE.ctdna(28, "negative").pet(28, "PR"), 35, [(RULING,)]),
        (BASELINE.pet(28, None, deauville="4", new_lesion="no"), 63, [(UPTAKE,)]),
        (INFUSED.infused(40, 2), 50, []),
    ],
)
def test_the_items_that_decide_the_second_infusion_rule(patient, day, sets):
    assert wanted(patient, day) == sets


def test_a_read_that_lies_in_a_file_comes_before_a_new_scan():
    found = wanted(BASELINE.ctdna(28, "positive").pet(28, None))
    assert found == [("the response of the PET/CT of 2026-02-26 (study.xlsx · pet!I6)",), (SCAN,)]


@pytest.mark.parametrize(
    ("changes", "sets"),
    [
        ("", []),
        ("oxygen_saturation.qualifier=", [{"oxygen_saturation.qualifier"}]),
        ("ecog=; lvef=", [{"ecog", "lvef"}]),
        ("ecog=3; lvef=", []),
        ("hemoglobin=", [{"hemoglobin", "counts_acceptable"}]),
        ("hemoglobin=; counts_acceptable=no", [{"hemoglobin"}]),
        ("creatinine.upper_limit=; weight=", [{"creatinine.upper_limit", "weight"}]),
        ("sex=female", [{"pregnancy_test"}]),
        ("sex=female; pregnancy_test=urine_positive", [{"pregnancy_test"}]),
        ("life_expectancy_over_12_weeks=", [{"life_expectancy_over_12_weeks"}, {"life_expectancy_weeks"}]),
        ("creatinine=; sex=", [{"creatinine", "pregnancy_test", "sex"}]),
    ],
)
def test_the_items_that_decide_eligibility_overall(changes, sets):
    found = changed(eligible(), changes).assessed(5)
    assert [set(items) for items in needed_for_eligibility(found)] == sets
    assert needed_for_rule(found) == ()


def test_what_costs_less_comes_first_in_the_order_that_is_stated():
    kinds = ["oxygen_saturation.qualifier", "ecog", "hemoglobin", "lvef", "longest_cm", "histology"]
    assert sorted(kinds, key=cost) == kinds
    assert len({cost(name) for name in kinds}) == len(kinds) == len(KINDS) - 1
    assert ", then ".join(KINDS) in STATED[-1].words


def test_every_cost_is_of_an_item_that_some_criterion_asks_for():
    asked = {name for criterion in CRITERIA for variable in criterion.holds.variables() for name in variable.missing}
    assert COSTS.keys() <= asked
