"""The product limit against hand cases, published trials, an independent sum and the files of others."""

import csv
import os
from math import exp, log, sqrt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cohort.survival import Followed, product_limit, reverse

Z = 1.959963984540054


def curve(*days):
    """`6` is an event on day 6, `-6` a censoring."""
    return product_limit([Followed(f"S-{at:03d}", abs(day), day > 0, "") for at, day in enumerate(days)])


def censored(*days):
    return [-day for day in days]


# 6-mercaptopurine in leukemia (Freireich 1963; Kaplan-Meier in every textbook): weeks.
TREATED = (6, 6, 6, 7, 10, 13, 16, 22, 23, *censored(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35))


def test_the_textbook_case():
    found = curve(*TREATED)
    assert [(step.day, step.at_risk, round(step.survival, 4)) for step in found.steps if step.events] == [
        (6, 21, 0.8571), (7, 17, 0.8067), (10, 15, 0.7529), (13, 12, 0.6902), (16, 11, 0.6275), (22, 7, 0.5378), (23, 6, 0.4482),
    ]  # fmt: skip
    assert (found.median(), found.median_interval()) == (23, (13, None))
    assert (found.steps[0].low, found.steps[0].high) == pytest.approx((0.6197, 0.9516), abs=1e-4)


def test_an_event_comes_before_a_censoring_of_its_day():
    assert [step.at_risk for step in curve(5, -5).steps] == [2]
    assert curve(5, -5).at(5).survival == 0.5


def test_nobody():
    found = curve()
    assert (found.at(0), found.median(), found.last_day, found.events, found.few_from) == (None, None, None, 0, 0)


def test_one_who_died():
    found = curve(5)
    assert [(step.survival, step.low, step.high) for step in found.steps] == [(0, None, None)]
    assert (found.median(), found.median_interval()) == (5, (5, None))
    assert (found.at(4).survival, found.at(5).survival, found.at(6)) == (1, 0, None)


def test_all_censored():
    found = curve(*censored(10, 20))
    assert (found.median(), found.at(20).survival, found.at(20).low, found.at(21)) == (None, 1, None, None)
    assert reverse(found).median() == 10


def test_the_median_at_exactly_one_half_is_the_first_day():
    assert curve(1, 2, 3, 4).median() == 2


def test_at_risk_and_where_few_are():
    found = curve(*range(1, 16))
    assert [found.at_risk(day) for day in (0, 1, 6, 7, 15, 16)] == [15, 15, 10, 9, 1, 0]
    assert found.few_from == 7


def limits(followed):
    """The estimate and its log-log interval by the formulas themselves: Kaplan-Meier and Greenwood."""
    survival, variance, found = 1.0, 0.0, []
    for day in sorted({abs(each) for each in followed}):
        at_risk, died = sum(abs(each) >= day for each in followed), sum(each == day for each in followed)
        survival *= 1 - died / at_risk
        variance += died / (at_risk * (at_risk - died)) if died < at_risk else 0
        given = 0 < survival < 1
        width = Z * sqrt(variance) / log(survival) if given else 0
        ends = (survival ** exp(-width), survival ** exp(width)) if given else (None, None)
        found.append((day, at_risk, died, survival, *ends))
    return found


@given(st.lists(st.integers(1, 30).flatmap(lambda day: st.sampled_from((day, -day))), min_size=1, max_size=40))
def test_the_curve_is_the_formula(followed):
    expected = limits(followed)
    found = curve(*followed)
    assert [(step.day, step.at_risk, step.events) for step in found.steps] == [each[:3] for each in expected]
    for step, (*_, survival, low, high) in zip(found.steps, expected, strict=True):
        assert step.survival == pytest.approx(survival, abs=1e-12)
        assert (step.low is None) == (low is None) == (step.high is None)
        if step.low is not None:
            assert (step.low, step.high) == pytest.approx(sorted((low, high)), abs=1e-9)
    assert sum(step.events + step.censored for step in found.steps) == len(followed)


SOME = (5, -5, 7, 7, -9, 12)


@given(st.permutations(SOME))
def test_the_order_of_the_subjects_says_nothing(followed):
    assert curve(*followed).steps == curve(*SOME).steps


@pytest.fixture
def files():
    where = os.environ.get("REINFUSE_REAL_FILES")
    if not where:
        pytest.skip("REINFUSE_REAL_FILES is not set, so there are no real files to read")
    return Path(where) / "survival_lifelines"


def rows_of(path):
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


# As R's survival package gives its own example, with conf.type = "log-log".
def test_the_lung_cancer_trial(files):
    found = curve(*(int(float(row["time"])) * (1 if float(row["status"]) == 1 else -1) for row in rows_of(files / "lung.csv")))
    assert (len(found.followed), found.events, found.median(), found.median_interval()) == (228, 165, 310, (284, 361))
    assert (round(found.at(365).survival, 3), found.at_risk(366)) == (0.409, 65)


@pytest.mark.parametrize("stage", ["1", "2"])
def test_the_lymphoma_stages(files, stage):
    rows = [row for row in rows_of(files / "lymphoma.csv") if row["Stage_group"] == stage]
    followed = [int(row["Time"]) * (1 if row["Censor"] == "1" else -1) for row in rows]
    expected = limits(followed)
    assert [step.survival for step in curve(*followed).steps] == pytest.approx([each[3] for each in expected])
    assert curve(*followed).median() == next((each[0] for each in expected if each[3] <= 0.5), None)
