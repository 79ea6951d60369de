"""Law 6: one patient and a million give the same answers, whatever is recorded of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.facts.chart import Chart
from core.logic.arms import choose, over
from core.logic.frames import columns, frame
from core.logic.rules import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Criterion, Scale
from core.protocol.eligibility import CRITERIA, eligible_over, judge_eligibility
from tests.laws.discovery import Found, all_values, of_kind

ANSWERS = {MET: True, NOT_APPLICABLE: True, NOT_MET: False, UNKNOWN: None}
OVERALL = {"eligible": True, "not_eligible": False, "incomplete": None}
ELIGIBILITY = Found(
    "eligibility",
    CRITERIA,
    tuple((criterion.id, clause) for criterion in CRITERIA for clause in (criterion.holds, criterion.excused) if clause is not None),
)


def answers(column):
    return column.array.to_numpy(object, na_value=None).tolist()


def cohorts(found):
    one = st.fixed_dictionaries({name: st.sampled_from(known) for name, known in all_values(found).items()})
    return st.lists(one.map(Chart), min_size=1, max_size=30)


def loaded(found, charts):
    return columns(frame(charts, found.variables.values()))


@pytest.mark.parametrize("found", of_kind(Criterion), ids=str)
def test_a_criterion_says_of_every_row_what_it_says_of_the_chart(found):
    @settings(max_examples=40)
    @given(cohorts(found))
    def law(charts):
        assert answers(found.rule.over(loaded(found, charts))) == [ANSWERS[found.rule.judge(chart).status] for chart in charts]

    law()


@pytest.mark.parametrize("found", of_kind(Scale), ids=str)
def test_a_scale_gives_every_row_the_range_it_gives_the_chart(found):
    @settings(max_examples=40)
    @given(cohorts(found))
    def law(charts):
        graded = [found.rule.judge(chart) for chart in charts]
        for grade, column in found.rule.over(loaded(found, charts)).items():
            assert answers(column) == [one.judged[grade].truth for one in graded]

    law()


@pytest.mark.parametrize("found", of_kind(tuple), ids=str)
def test_an_arm_is_chosen_for_a_row_where_it_is_chosen_on_the_chart(found):
    @settings(max_examples=40)
    @given(cohorts(found))
    def law(charts):
        chosen = {state: answers(column) for state, column in over(found.rule, loaded(found, charts)).items()}
        for at, chart in enumerate(charts):
            states = [state for state, column in chosen.items() if column[at]]
            assert (states or [UNKNOWN]) == [choose(found.rule, chart)]

    law()


@settings(max_examples=40)
@given(cohorts(ELIGIBILITY))
def test_eligibility_over_a_frame_is_that_of_each_chart(charts):
    assert answers(eligible_over(loaded(ELIGIBILITY, charts))) == [OVERALL[judge_eligibility(chart).overall] for chart in charts]
