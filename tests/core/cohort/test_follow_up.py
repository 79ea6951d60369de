"""Visits owed by everybody: what is due, overdue, missed or cannot be told, what it still needs, and in which order."""

import json

import pytest

from core.cohort.as_json import cohort_json
from core.cohort.as_text import cohort_text
from core.cohort.cohort import Cohort
from core.cohort.follow_up import CATCH_UP, DUE, MISSED, OPEN, OVERDUE, follow_up
from core.protocol.setting import Visit
from core.protocol.settings import Settings
from tests.core.patient import on, subject

D28 = Visit(28, 3, "PET/CT, ctDNA")
P = subject().infused()
SITE = Settings.model_validate({"visit_schedule": {"value": "d28 ±3: PET/CT, ctDNA; d56 ±4: PET/CT, ctDNA, biopsy"}})


def owed(patient, day, *visits):
    return follow_up([patient.assessed(day)], on(day), visits or (D28,)).visits


@pytest.mark.parametrize(
    ("patient", "day", "state", "needs"),
    [
        (P, 25, DUE, ("PET/CT", "ctDNA")),
        (P, 31, DUE, ("PET/CT", "ctDNA")),
        (P, 32, OVERDUE, ("PET/CT", "ctDNA")),
        (P, 31 + CATCH_UP, OVERDUE, ("PET/CT", "ctDNA")),
        (P, 32 + CATCH_UP, MISSED, ("PET/CT", "ctDNA")),
        (P.pet(28, "CR"), 29, DUE, ("ctDNA",)),
        (P.pet(28, "CR"), 32, OVERDUE, ("ctDNA",)),
        (P.pet(28, "CR"), 60, MISSED, ("ctDNA",)),
        (P.ctdna(28, "negative").pet(28, "NE"), 60, OPEN, ("PET/CT (a scan not evaluable or not done)",)),
        (P.pet(28, "NE"), 60, OPEN, ("PET/CT (a scan not evaluable or not done)", "ctDNA")),
        (P.pet(28, "CR").seen(None, "dead"), 60, OPEN, ("ctDNA",)),
        (P.seen(None, "dead"), 28, OPEN, ("PET/CT", "ctDNA")),
    ],
)
def test_a_visit_that_lacks_something(patient, day, state, needs):
    (found,) = owed(patient, day)
    assert (found.state, found.needs, bool(found.doubts)) == (state, needs, any(sheet == "follow_up" for sheet, _ in patient.rows))


@pytest.mark.parametrize(
    ("patient", "day"),
    [
        (P, 24),
        (P.pet(28, "CR").ctdna(28, "negative"), 60),
        (P.seen(20, "dead"), 60),
        (P.pet(27, "CR").seen(29, "dead"), 60),
        (subject().person(), 60),
    ],
    ids=["not open yet", "done", "ended before", "ended within its days", "not infused"],
)
def test_nothing_is_owed(patient, day):
    assert owed(patient, day) == ()


def test_what_the_records_cannot_tell_is_neither_due_nor_missed():
    (found,) = owed(P, 60, Visit(28, 3, "biopsy"))
    assert (found.state, found.needs) == (OPEN, ("biopsy (not looked for)",))


def test_the_most_urgent_first_and_a_visit_after_infusion_2_under_its_own_name():
    someone, other = P.infused(10, 2).pet(28, "CR").ctdna(28, "negative"), subject("S-002").infused(-20)
    visits = (D28, Visit(56, 4, "ctDNA"))
    found = follow_up([each.assessed(44) for each in (someone, other)], on(44), visits).visits
    assert [(each.subject_id, each.visit.name, each.state) for each in found] == [
        ("S-002", "d56", OVERDUE),
        ("S-001", "2+28", OVERDUE),
        ("S-002", "d28", MISSED),
    ]


def test_an_infusion_left_open_is_told_apart():
    found = follow_up([subject().infused().but("infusions", infused_on=None).assessed(40)], on(40), (D28,))
    assert (found.followed, found.visits, found.undecided) == ((), (), ("S-001",))


def test_unset_stays_unset_and_set_is_told_as_json_and_in_a_line():
    some = (P.pet(28, "CR").assessed(33), subject("S-002").infused().assessed(33))
    unset, chosen = Cohort(on(33), some), Cohort(on(33), some, SITE)
    assert cohort_json(unset)["follow_up"] is None
    assert "visits owed: visit schedule unset; none is called due or missed\n" in cohort_text(unset)
    told = json.loads(json.dumps(cohort_json(chosen)["follow_up"]))
    assert (told["followed"], told["infusion_1_left_open"]) == (["S-001", "S-002"], [])
    assert told["visits"][0] == {
        "subject_id": "S-001", "visit": "d28", "day": "2026-02-26", "window": ["2026-02-23", "2026-03-01"], "state": "overdue",
        "needs": ["ctDNA"], "doubts": [],
    }  # fmt: skip
    line = "visits owed: 2 overdue, 0 due, 0 cannot be told, 0 missed; 2 given infusion 1, of 0 that is left open by a cell\n"
    assert line in cohort_text(chosen)
