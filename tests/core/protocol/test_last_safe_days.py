"""The last safe days: small calendars by hand, random ones against trying every day, and what is told of them day by day."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.protocol.last_safe_days import (
    ASKS,
    CHAIN,
    DEPLETE,
    DRAW,
    NEVER,
    OPEN,
    PASSED,
    PLANNED,
    SCAN,
    SOON,
    TODAY,
    TURNAROUNDS,
    UNSET,
    LastDay,
    closed_among,
    last_safe_days,
    start_for,
    still_needed,
    told,
)  # fmt: skip
from core.protocol.settings import Settings
from tests.campaign.calendars import brute_force, calendar, set_
from tests.core.patient import INFUSED_ON, on

WEEKEND = ["Saturday", "Sunday"]
SITE = {
    "ctdna_turnaround_days": 7,
    "pet_turnaround_days": 2,
    "lymphodepletion_lead_days": 5,
    "closed_days": [],
    "closed_weekdays": [],
}


def days_of(**site):
    """The day of each step, and of what follows it, in days since infusion 1 on Thursday 2026-01-29."""
    found = last_safe_days(INFUSED_ON, set_(SITE | site))
    return {each.step: tuple(None if day is None else (day - INFUSED_ON).days for day in (each.on, each.by)) for each in found}


@pytest.mark.parametrize(
    ("site", "step", "day", "then"),
    [
        ({}, DRAW, 53, 60),
        ({}, SCAN, 58, 60),
        ({}, DEPLETE, 55, 60),
        ({}, CHAIN, 48, 55),
        ({"ctdna_turnaround_days": 0}, DRAW, 60, 60),
        ({"ctdna_turnaround_days": 59}, DRAW, 1, 60),
        ({"ctdna_turnaround_days": 60}, DRAW, None, None),
        ({"lymphodepletion_lead_days": 0}, DEPLETE, 60, 60),
        ({"lymphodepletion_lead_days": 60}, DEPLETE, None, None),
        ({"lymphodepletion_lead_days": 60}, CHAIN, None, None),
        ({"ctdna_turnaround_days": 55}, CHAIN, None, None),
        # Day 60 is Monday 2026-03-30: a Friday's result that would come out on Saturday comes out on that Monday.
        ({"closed_weekdays": WEEKEND, "pet_turnaround_days": 1}, SCAN, 57, 60),
        ({"closed_weekdays": [*WEEKEND, "Monday"], "pet_turnaround_days": 1}, SCAN, 56, 57),
        ({"closed_days": [on(60)]}, DRAW, 52, 59),
        ({"closed_days": [on(53)]}, DRAW, 52, 59),
        ({"closed_days": [on(53), on(59)]}, DRAW, 52, 60),
        # The days between the start and the infusion may be closed, these two not.
        ({"closed_days": [on(56), on(59)]}, DEPLETE, 55, 60),
        ({"closed_days": [on(55), on(59)]}, DEPLETE, 53, 58),
        ({"closed_days": [on(day) for day in range(1, 61)]}, DEPLETE, None, None),
        ({"closed_weekdays": [*WEEKEND, "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]}, DRAW, None, None),
    ],
)
def test_the_last_safe_day_and_what_follows_it(site, step, day, then):
    assert days_of(**site)[step] == (day, then)


@given(st.integers(0, 2**32))
@settings(max_examples=50, deadline=None)
def test_the_days_told_are_those_that_trying_every_day_finds(seed):
    infused_on, site = calendar(Random(seed))
    assert {each.step: (each.on, each.by) for each in last_safe_days(infused_on, set_(site))} == brute_force(infused_on, site)


@given(st.integers(0, 2**32), st.integers(1, 20))
@settings(max_examples=30, deadline=None)
def test_a_longer_turnaround_never_moves_a_last_day_later(seed, more):
    infused_on, site = calendar(Random(seed))
    slower = site | {name: site[name] + more for name in TURNAROUNDS}
    before, after = (last_safe_days(infused_on, set_(each)) for each in (site, slower))
    assert all(late.on is None or (early.on is not None and late.on <= early.on) for early, late in zip(before, after, strict=True))


def test_lymphodepletion_for_a_planned_infusion_starts_the_lead_before_it():
    assert start_for(on(42), set_(SITE)) == LastDay(PLANNED, on(37), on(42))
    assert start_for(on(42), Settings()) == LastDay(PLANNED, unset=("lymphodepletion_lead_days",))


def test_a_closed_day_is_told_as_far_as_the_site_has_said():
    days = (on(2), on(4), on(6))  # Saturday, Monday, Wednesday
    assert closed_among(days, set_({"closed_days": [on(4)]})) == (on(4),)
    assert closed_among(days, set_({"closed_days": [on(6)], "closed_weekdays": WEEKEND})) == (on(2), on(6))
    assert closed_among(days, Settings()) == ()


@pytest.mark.parametrize("lacking", sorted(SITE))
def test_a_step_whose_setting_is_unset_asks_for_it_and_gives_no_day(lacking):
    found = last_safe_days(INFUSED_ON, set_({name: value for name, value in SITE.items() if name != lacking}))
    for each in found:
        assert each.unset == ((lacking,) if lacking in ASKS[each.step] else ())
        assert (each.on is None) == (lacking in ASKS[each.step])


def test_without_any_setting_all_are_asked_for():
    assert {each.step: each.unset for each in last_safe_days(INFUSED_ON, Settings())} == dict(ASKS)


@pytest.mark.parametrize(
    ("as_of", "state", "left"),
    [(45, OPEN, 8), (46, SOON, 7), (52, SOON, 1), (53, TODAY, 0), (54, PASSED, -1), (200, PASSED, -147)],
)
@pytest.mark.parametrize("needed", [True, False])
def test_a_day_is_told_before_it_passes_and_alarms_only_where_it_is_needed(as_of, state, left, needed):
    (found,) = told([LastDay(DRAW, on(53), on(60))], on(as_of), {DRAW} if needed else {SCAN})
    assert (found.state, found.days_left, found.alarms) == (state, left, needed and state != OPEN)


def test_a_step_without_a_day_is_told_as_such():
    never, unset = told([LastDay(DRAW), LastDay(SCAN, unset=("pet_turnaround_days",))], on(10), {DRAW, SCAN})
    assert (never.state, never.days_left, never.alarms) == (NEVER, None, True)
    assert (unset.state, unset.days_left, unset.alarms) == (UNSET, None, False)


@pytest.mark.parametrize(
    ("state", "ctdna", "pet", "planned", "steps"),
    [
        ("unknown", False, False, False, {DRAW, SCAN, CHAIN}),
        ("unknown", True, False, False, {SCAN, CHAIN}),
        ("unknown", False, True, True, {DRAW, CHAIN}),
        ("unknown", True, True, False, set()),
        ("board_review", False, True, False, {DRAW, CHAIN, DEPLETE}),
        ("board_review", True, True, False, {DEPLETE}),
        ("board_review", True, True, True, set()),
        ("met", True, True, False, {DEPLETE}),
        ("met", True, True, True, set()),
        ("not_met", True, True, False, set()),
        ("not_met", False, True, False, set()),
        ("closed", False, False, False, set()),
        ("already_given", False, False, False, set()),
    ],
)
def test_what_the_rule_still_waits_for(state, ctdna, pet, planned, steps):
    assert still_needed(state, ctdna, pet, planned) == steps


def test_the_window_follows_the_day_of_infusion_1():
    later = [each.on for each in last_safe_days(INFUSED_ON + timedelta(364), set_(SITE))]
    assert later == [each.on + timedelta(364) for each in last_safe_days(INFUSED_ON, set_(SITE)) if each.on is not None]
    assert later[0] == date(2027, 3, 22)
