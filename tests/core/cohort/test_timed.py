"""The trial's curves: who is on which, from which day, and the landmark that keeps immortal time out."""

import pytest

from core.cohort.cohort import NO_RESPONSE, Cohort
from core.cohort.timed import from_infusion, landmark, survival, without_progression
from tests.core.patient import on, subject


def named(number, **cells):
    return subject(f"S-{number:03d}").infused(**cells)


def cohort(*patients, day=200):
    return [each.assessed(day) for each in patients]


def days(estimate):
    return {each.subject_id: each.days if each.event else -each.days for each in estimate.curve.followed}


def test_everybody_infused_is_on_the_curve_or_named():
    found = from_infusion(
        cohort(named(1).seen(90), named(2).seen(50, "dead"), named(3).seen(None, "dead"), subject("S-004").person()), survival
    )
    assert days(found) == {"S-001": -90, "S-002": 50}
    assert [each.subject_id for each in found.unplaced] == ["S-003"]


def test_from_infusion_2_only_those_given_it_count_from_its_day():
    found = from_infusion(cohort(named(1).infused(45, 2).seen(100), named(2).seen(100)), survival, 2)
    assert days(found) == {"S-001": -55}


@pytest.mark.parametrize(
    ("patient", "once", "twice"),
    [
        (named(1).seen(59, "dead"), {}, {}),
        (named(1).seen(60, "dead"), {}, {}),
        (named(1).seen(59), {}, {}),
        (named(1).seen(60), {"S-001": 0}, {}),
        (named(1).seen(61, "dead"), {"S-001": 1}, {}),
        (named(1).infused(60, 2).seen(90), {}, {"S-001": -30}),
        (named(1).infused(61, 2).seen(90), {"S-001": -30}, {}),
    ],
)
def test_the_landmark_takes_those_followed_to_day_60_by_what_was_given_until_then(patient, once, twice):
    found = landmark(cohort(patient), survival)
    assert tuple(map(days, found)) == (once, twice)


def test_whom_no_infusion_was_given_and_who_cannot_be_placed():
    once, twice = landmark(cohort(subject().person(), named(2).seen(None, "dead")), survival)
    assert ([each.subject_id for each in once.unplaced], twice.unplaced) == (["S-002"], ())


def test_the_whole_cohort():
    some = (named(1).pet(28, "PR").pet(90, "CR").seen(150), named(2).pet(28, "PD").seen(80, "dead"), named(3), subject("S-004").person())
    found = Cohort(on(200), tuple(cohort(*some)))
    assert {name: days(each) for name, each in found.curves.items() if name in ("os", "pfs", "dor")} == {
        "os": {"S-003": 0, "S-002": 80, "S-001": -150},
        "pfs": {"S-003": 0, "S-002": 28, "S-001": -90},
        "dor": {"S-001": -62},
    }
    assert found.best == {"CR": ("S-001",), "PR": (), "SD": (), "PD": ("S-002",), NO_RESPONSE: ("S-003",)}
    assert days(from_infusion(found.subjects, without_progression())) == days(found.curves["pfs"])
    assert [each.said for each in found.three_months().subjects] == ["cr", "ended", "not_assessed"]
