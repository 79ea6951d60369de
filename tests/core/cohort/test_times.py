"""PFS, OS and DOR of one subject: the day, whether it is an event, why, and what cannot be placed (reference 6)."""

import pytest

from core.cohort.survival import Followed
from core.cohort.times import EVENT, Unplaced, duration_of_response, open_reads, overall, progression_free
from tests.core.patient import INFUSED_ON, on, subject

P = subject().infused()


def told(times, patient, day=200, **more):
    found = times(patient.facts().until(on(day)), INFUSED_ON, on(day), **more)
    return (found.days, found.event, found.why) if isinstance(found, Followed) else found


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        (P, (0, False, "last known alive, infused")),
        (P.seen(90), (90, False, "last known alive, follow-up")),
        (P.seen(90).seen(150, "dead", 140), (140, True, "death")),
        (P.seen(150, "dead"), (150, True, "death")),
        (P.bedside(3, death="crs"), (3, True, "death")),
        (P.seen(90).seen(250, "dead", 240), (90, False, "last known alive, follow-up")),
        (P.seen(250, "dead", 140), (140, True, "death")),
        (P.seen(30).pet(60, "CR"), (60, False, "last known alive, scan")),
        (P.ctdna(70, "negative").lab("ldh", 200, day=80), (80, False, "last known alive, laboratory sample")),
        (P.bedside(12, temperature=37), (12, False, "last known alive, bedside")),
        (P.infused(45, 2), (45, False, "last known alive, infused")),
        (P.seen(300), (0, False, "last known alive, infused")),
    ],
)
def test_overall_survival(patient, expected):
    assert told(overall, patient) == expected


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        (P, (0, False, "no adequate assessment")),
        (P.pet(28, "CR").seen(150), (28, False, "last adequate assessment")),
        (P.pet(28, "CR").pet(90, "PD"), (90, True, "PD on PET/CT")),
        (P.pet(28, "CR").row("follow_up", seen_on=on(100), status="alive", progression_on=on(80)).pet(90, "PD"), (80, True, "progression")),
        (P.pet(28, "CR").seen(60, "dead"), (60, True, "death")),
        (P.pet(28, "PD").seen(60, "dead"), (28, True, "PD on PET/CT")),
        (P.pet(28, "CR").pet(90, "PD", "CT"), (28, False, "last adequate assessment and a progression left open")),
        (P.pet(28, "CR").pet(90, "IR"), (28, False, "last adequate assessment")),
        (P.pet(28, "SD").treated(40, drug="X").pet(90, "PD"), (28, False, "last adequate assessment before new lymphoma therapy, X")),
        (P.treated(40).pet(90, "PD"), (0, False, "no adequate assessment before new lymphoma therapy")),
        (P.pet(28, "PD").treated(40), (28, True, "PD on PET/CT")),
        (P.pet(28, "CR").infused(45, 2).pet(90, "CR"), (90, False, "last adequate assessment")),
        (P.pet(-20, "PD").pet(28, "CR"), (28, False, "last adequate assessment")),
    ],
)
def test_progression_free_survival(patient, expected):
    assert told(progression_free, patient) == expected


def test_a_new_therapy_is_an_event_in_the_sensitivity_analysis():
    assert told(progression_free, P.pet(28, "SD").treated(40, drug="X"), therapy=EVENT) == (40, True, "new lymphoma therapy, X")
    assert told(progression_free, P.pet(28, "PD").treated(40), therapy=EVENT) == (28, True, "PD on PET/CT")


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        (P.pet(28, "SD"), None),
        (P.pet(28, "PD").pet(60, "CR"), None),
        (P.pet(28, "PR").pet(60, "CR").pet(90, "PD"), (62, True, "PD on PET/CT")),
        (P.pet(28, "PR").pet(60, "CR"), (32, False, "last adequate assessment")),
    ],
)
def test_duration_of_response(patient, expected):
    assert told(duration_of_response, patient) == expected


@pytest.mark.parametrize("times", [overall, progression_free])
@pytest.mark.parametrize("patient", [P.seen(None, "dead"), P.seen(-5, "dead")])
def test_a_death_without_a_possible_day_is_never_alive_and_never_placed(times, patient):
    found = times(patient.facts(), INFUSED_ON, on(200))
    assert isinstance(found, Unplaced)
    assert (found.why, [cited.column for cited in found.evidence]) == ("a death whose day is not recorded or cannot be", ["death_on"])


def test_a_therapy_without_a_day_says_nothing_of_death():
    patient = P.row("treatments", purpose="lymphoma", drug="X").seen(90)
    assert told(overall, patient) == (90, False, "last known alive, follow-up")


def test_what_was_read_as_progression_and_decides_nothing_is_named():
    patient = P.pet(28, "PD", "CT").pet(60, "PD").row("follow_up", seen_on=on(90), progression_on="2026-13-01")
    assert [(cited.column, cited.day) for cited in open_reads(patient.facts(), INFUSED_ON, on(200))] == [
        ("response", on(28)),
        ("progression_on", on(90)),
    ]


def test_the_cells_are_named():
    found = progression_free(P.pet(90, None, deauville="5", uptake="increased").facts(), INFUSED_ON, on(200))
    assert [cited.column for cited in found.evidence] == ["deauville"]
    found = overall(P.seen(90).facts(), INFUSED_ON, on(200))
    assert [cited.address for cited in found.evidence] == [P.seen(90).facts().follow_up[0].cell("seen_on")]
