"""The workbook with mistakes: each planted one is named by its cell, nothing else is, and the verdict goes on without it."""

import pytest

from core.assessment import assess
from core.layouts.load import load
from sample_data.make import MISTAKES
from sample_data.mistakes import noticed, planted
from tests.core.sample.conftest import AS_OF, RECORDED_ON, SAMPLE


@pytest.fixture(scope="module")
def faulty(site):
    return load([SAMPLE / MISTAKES], site, RECORDED_ON)


@pytest.mark.parametrize(("address", "words"), planted())
def test_a_planted_mistake_is_named_by_its_cell(faulty, address, words):
    assert [problem for problem in faulty.problems if problem.address == address and words in problem.sentence]


def test_nothing_else_is_blamed(faulty):
    assert sorted(problem.address for problem in faulty.problems) == sorted(address for address, _ in planted())


def test_what_costs_nothing_is_told_all_the_same(faulty):
    assert len(faulty.notices) == len(noticed())
    for address, words in noticed():
        assert any(notice.startswith(f"{address}: ") and words in notice for notice in faulty.notices)


def test_the_cohort_does_not_take_it_in(loaded):
    assert not any(name.startswith("X-") for name in loaded.subjects)


def test_a_future_date_and_a_contradictory_scan_are_told_beside_the_verdict(faulty, site):
    second = assess(faulty.subjects["X-001"], AS_OF, site).second_infusion
    assert second is not None
    assert second.state == "unknown"
    assert {"W_FUTURE_DATE", "W_CONFLICT"} <= {item.code.code for item in second.warnings}
