"""Stopping boundaries: hand-computed limits, what counts as an event, and how far away each is."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, binom

from core.cohort.as_json import cohort_json
from core.cohort.as_text import cohort_text
from core.cohort.boundary import BELOW, PERHAPS, REACHED, distances, more, stops_at
from core.cohort.cohort import Cohort
from core.protocol.boundaries import Boundary
from core.protocol.settings import Settings
from tests.core.patient import on, subject

CRS3 = "CRS ≥3 by day 30 after infusion 1: 20 %, 90 %"
DIED = "death by day 30 after infusion 1: 10 %, 90 %"
P = subject().infused()


def bound(limit, confidence, event="CRS", grade=3, number=1):
    return Boundary(event, grade, 30, number, Decimal(str(limit)), Decimal(str(confidence)))


@pytest.mark.parametrize(
    ("n", "limit", "confidence", "at"),
    [
        (0, 20, 90, None),
        (1, 20, 80, None),  # P(1 of 1) = 0.2, not below 0.2
        (1, "19.9", 80, 1),
        (1, 20, 90, None),
        (2, 20, 90, 2),  # P(2 of 2) = 0.04
        (3, 20, 90, 3),  # P(2 or 3 of 3) = 0.104
        (3, 20, 89, 2),
        (5, 20, 90, 3),  # P(3 or more of 5) = 0.05792, P(2 or more) = 0.26272
        (10, 20, 90, 5),  # P(4 or more of 10) = 0.12087, P(5 or more) = 0.03279
        (10, 20, 95, 5),
        (1, 10, 90, None),  # P = 0.1, not below 0.1
    ],
)
def test_the_boundary_by_hand(n, limit, confidence, at):
    assert stops_at(n, bound(limit, confidence)) == at


@given(st.integers(1, 60), st.integers(1, 60), st.sampled_from([80, 90, 95, 99]))
def test_it_is_where_the_exact_lower_limit_passes_the_tolerated_rate(n, limit, confidence):
    at, allowed, rate = stops_at(n, bound(limit, confidence)), 1 - confidence / 100, limit / 100
    near = 1e-9
    if at is None:
        assert binom.sf(n - 1, n, rate) >= allowed - near
    else:
        assert beta.ppf(allowed, at, n - at + 1) > rate - near
        assert binom.sf(at - 2, n, rate) >= allowed - near


@given(st.integers(0, 30), st.integers(0, 30))
def test_so_many_more_reach_it_and_no_fewer(x, without):
    boundary, n = bound(20, 90), x + without
    found = more(x, n, boundary)
    reached = [(at := stops_at(n + k, boundary)) is not None and x + k >= at for k in range(found + 1)]
    assert reached == [*[False] * found, True]


GRADED = [
    (P.graded(2, crs=3), 35, "certain"),
    (P.graded(2, crs=3), 10, "certain"),
    (P.graded(2, crs=2), 35, "without"),
    (P.graded(2, crs=2), 30, "pending"),
    (P.graded(31, crs=3).graded(2, crs=0), 35, "without"),
    (P, 35, "possible"),
    (P, 10, "pending"),
]
DEATHS = [
    (P.seen(30, "dead"), 35, "certain"),
    (P.seen(31, "dead"), 35, "without"),
    (P.seen(10, "dead"), 12, "certain"),
    (P.seen(30), 35, "without"),
    (P.seen(29), 35, "possible"),
    (P.seen(32), 35, "without"),
    (P.seen(None, "dead"), 35, "possible"),
    (P.seen(20), 30, "pending"),
]


@pytest.mark.parametrize(
    ("patient", "day", "group", "event"),
    [*((*each, bound(20, 90)) for each in GRADED), *((*each, bound(10, 90, "death", 0)) for each in DEATHS)],
)
def test_who_had_the_event(patient, day, group, event):
    (found,) = distances([patient.assessed(day), subject("S-002").person().assessed(day)], on(day), [event])
    assert {name: getattr(found, name) for name in ("certain", "possible", "without", "pending")} == {
        **dict.fromkeys(("certain", "possible", "without", "pending"), ()),
        group: ("S-001",),
    }


def test_icans_and_the_second_infusion_are_counted_by_themselves():
    patient = P.graded(2, icans=3).infused(40, 2).graded(42, icans=1)
    found = distances([patient.assessed(80)], on(80), [bound(20, 90, "ICANS"), bound(20, 90, "ICANS", 3, 2)])
    assert [(len(each.certain), len(each.without)) for each in found] == [(1, 0), (0, 1)]


def cohort(*grades, said=CRS3):
    some = [subject(f"S-{number:03d}").infused() for number in range(len(grades))]
    told = [each if grade is None else each.graded(2, crs=grade) for each, grade in zip(some, grades, strict=True)]
    return Cohort(on(35), tuple(each.assessed(35) for each in told), Settings.model_validate({"stopping_boundaries": {"value": said}}))


@pytest.mark.parametrize(
    ("grades", "state", "distance"),
    [
        ((3, 3), REACHED, (0, 0)),
        ((3, None), PERHAPS, (2, 0)),
        ((3, 0), BELOW, (2, 2)),
        ((0, 0, 0, 0, 0), BELOW, (4, 4)),
        ((), BELOW, (2, 2)),
    ],
)
def test_how_far_away_it_is(grades, state, distance):
    (found,) = cohort(*grades).boundaries
    assert (found.state, found.more) == (state, distance)


def test_it_is_told_with_its_lists_and_in_a_line():
    told = json.loads(json.dumps(cohort_json(cohort(3, None, 0, said=f"{CRS3}; {DIED}"))["stopping_boundaries"]))
    assert told[0] == {
        "boundary": CRS3, "state": "not reached", "x": 1, "at_most": 2, "n": 3, "stops_at": 3,
        "more_events": {"at_least": 1, "at_most": 2}, "pending": [],
        "subjects": {"with": ["S-000"], "cannot_be_told": ["S-001"], "without": ["S-002"]},
    }  # fmt: skip
    line = (
        f"stopping boundary, {CRS3}: not reached, 1 to 2 of 3, boundary at 3 of 3, 1 to 2 more with the event would reach it; 0 pending\n"
    )
    assert line in cohort_text(cohort(3, None, 0))
    alone = f"{CRS3}: not reached, 1 of 1, out of reach of 1, 1 more with the event would reach it; 0 pending\n"
    assert alone in cohort_text(cohort(3))
    assert f"{CRS3}: reached, 2 of 2, boundary at 2 of 2; 0 pending\n" in cohort_text(cohort(3, 3))


def test_unset_stays_unset():
    unset = Cohort(on(35), (P.assessed(35),))
    assert cohort_json(unset)["stopping_boundaries"] is None
    assert "stopping boundaries unset\n" in cohort_text(unset)
