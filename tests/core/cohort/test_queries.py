"""Data queries: what is missing, implausible, contradictory or stale, each once and under a name that stays."""

import pytest

from core.cohort.cohort import Cohort
from core.cohort.queries import CONTRADICTORY, IMPLAUSIBLE, MISSING, STALE, Query, queries
from core.facts.fact import Problem
from tests.core.patient import changed, eligible, on, subject

P = subject().infused()
UNSETTLED = "CRS: not entered, ICANS: not entered, infection: not answered within 14 days"


def told(patient, day=35, problems=()):
    return [(each.kind, each.place, each.sentence) for each in queries(patient.assessed(day), problems)]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [("12 and 13 (labs.csv · labs!D3) are in conflict; expected one entry", CONTRADICTORY), ("'x' is not a number", IMPLAUSIBLE)],
)
def test_a_problem_of_a_row_is_a_query_at_its_cell(sentence, kind):
    assert (kind, "labs.csv · labs!D2", sentence) in told(P, problems=[Problem("labs.csv · labs!D2", sentence)])


def test_what_a_verdict_lacks_is_missing():
    found = told(changed(eligible(), "hemoglobin="), -10)
    assert (MISSING, "hemoglobin", "not recorded; the verdict is open without it") in found
    assert (MISSING, "CRS, ICANS, infection", f"not entered or not decided: {UNSETTLED}") in told(P)


def test_records_of_one_day_that_exclude_each_other():
    found = told(P.ctdna(-1, "positive").ctdna(28, "positive").pet(28, "CR").pet(28, "PR", reader="other"))
    assert [each[0] for each in found if each[2] == "records of one day contradict each other"] == [CONTRADICTORY, CONTRADICTORY]


def test_a_criterion_that_contradicts_itself():
    found = told(eligible().but("screening", None, life_expectancy_over_12_weeks="yes", life_expectancy_weeks="10"), -10)
    assert (CONTRADICTORY, "I2", "what is recorded for this criterion contradicts itself") in found


def test_an_old_result_is_stale_until_infusion_1_is_given():
    old = [each for each in told(eligible(), 5) if each[0] == STALE]
    assert (STALE, "I6, hemoglobin", f"25 days old at the screening anchor, {on(5)}") in old
    assert [each for each in told(eligible(), -19) if each[0] == STALE] == []
    assert [each for each in told(eligible().infused(), 5) if each[0] == STALE] == []


def test_one_place_is_one_query_and_keeps_its_name():
    problems = [Problem("labs!D2", "first"), Problem("labs!D2", "second"), Problem("labs!D2", "first")]
    (found,) = [each for each in Cohort(on(35), (P.assessed(35),), problems={"S-001": problems}).queries if each.place == "labs!D2"]
    assert found.sentence == "first; second"
    assert found.id == Query("S-001", IMPLAUSIBLE, "labs!D2", "another").id != Query("S-002", IMPLAUSIBLE, "labs!D2", "first; second").id
