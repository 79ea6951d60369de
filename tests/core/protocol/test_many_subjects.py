"""One subject and many give the same answers: the same clauses over a frame's columns, house law 6."""

import pandas as pd
import pytest

from core.logic.frames import columns, frame
from core.protocol.eligibility import CRITERIA, eligible_over, judge_eligibility
from core.protocol.screening import screening_chart
from tests.core.patient import changed, eligible, on, table

TRUTH = {"met": True, "not_applicable": True, "not_met": False, "unknown": None}
OVERALL = {"eligible": True, "not_eligible": False, "incomplete": None}
CASES = [case["given"] for case in table("eligibility.csv")]
CHARTS = [screening_chart(changed(eligible(), given).facts().until(on(35)), on(35), on(35)) for given in CASES]
JUDGED = [judge_eligibility(chart) for chart in CHARTS]


@pytest.fixture(scope="module")
def loaded():
    read = [variable for criterion in CRITERIA for variable in criterion.holds.variables()]
    read += [variable for criterion in CRITERIA if criterion.excused is not None for variable in criterion.excused.variables()]
    return columns(frame(CHARTS, read))


def answers(column):
    return [None if value is pd.NA or value is None else bool(value) for value in column.tolist()]


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.id)
def test_each_criterion_answers_over_columns_as_it_does_on_each_chart(loaded, criterion):
    assert answers(criterion.over(loaded)) == [TRUTH[judged.findings[criterion.id].status] for judged in JUDGED]


def test_the_overall_answer_over_columns_is_that_on_each_chart(loaded):
    assert answers(eligible_over(loaded)) == [OVERALL[judged.overall] for judged in JUDGED]
