"""Toxicity by infusion: each subject once at its worst, ranges as ranges, denominators those infused (reference 6)."""

import pytest

from core.cohort.toxicity import AT_LEAST_ONE, UNNAMED, toxicity
from core.logic.rules import Grade
from core.scales.crs import CRS
from tests.core.patient import on, subject


def named(number):
    return subject(f"S-{number:03d}").infused()


def lines(*patients, number=1, day=120):
    found = toxicity([each.assessed(day) for each in patients])[number - 1]
    return {line.term: line for line in (*found.scales, *found.infections, *found.events)}


def counts(share):
    return share.x, share.most, share.n


def infection(patient, onset, grade=3):
    return patient.row("infections", onset_on=None if onset is None else on(onset), grade=grade)


def event(patient, term, onset, grade):
    return patient.row("adverse_events", term=term, onset_on=None if onset is None else on(onset), grade=grade)


def test_a_scale_counts_each_subject_at_its_worst():
    line = lines(named(1).graded(2, crs=1).graded(3, crs=3).graded(5), named(2).graded(2, crs=1), named(3).graded(2))[CRS.name]
    assert (counts(line.any_grade), counts(line.severe)) == ((2, 2, 3), (1, 1, 3))


def test_whoever_was_never_assessed_is_possible_and_not_absent():
    line = lines(named(1), named(2).graded(2))[CRS.name]
    assert (counts(line.any_grade), counts(line.severe)) == ((0, 1, 2), (0, 1, 2))


def test_the_denominator_is_who_was_given_that_infusion():
    both = named(1).infused(45, 2).graded(47, crs=2)
    assert counts(lines(both, named(2), number=2)[CRS.name].any_grade) == (1, 1, 1)
    assert lines(named(2), number=2) == lines(named(3), number=2)


@pytest.mark.parametrize(
    ("onset", "windows"),
    [(0, "days 0–30"), (30, "days 0–30"), (31, "days 31–90"), (90, "days 31–90"), (91, "after day 90")],
)
def test_an_infection_stands_in_the_window_of_its_onset(onset, windows):
    found = lines(infection(named(1), onset))
    assert [term for term in ("days 0–30", "days 31–90", "after day 90") if found[term].any_grade.x] == [windows]
    assert counts(found[AT_LEAST_ONE].severe) == (1, 1, 1)


def test_an_infection_before_the_infusion_belongs_to_none():
    assert counts(lines(infection(named(1), -3))[AT_LEAST_ONE].any_grade) == (0, 0, 1)


def test_an_infection_without_an_onset_may_stand_anywhere():
    found = lines(infection(named(1), None, 2))
    assert [counts(found[term].any_grade) for term in (AT_LEAST_ONE, "days 0–30", "after day 90")] == [(0, 1, 1)] * 3
    assert counts(found[AT_LEAST_ONE].severe) == (0, 0, 1)


def test_from_the_day_of_infusion_2_an_event_is_its():
    patient = event(event(named(1).infused(45, 2), "fever", 44, 3), "fever", 45, 1)
    assert counts(lines(patient)["fever"].severe) == (1, 1, 1)
    assert counts(lines(patient, number=2)["fever"].any_grade) == (1, 1, 1)
    assert counts(lines(patient, number=2)["fever"].severe) == (0, 0, 1)


def test_events_of_a_term_are_one_subject_at_its_worst_grade():
    patient = event(event(event(named(1), "anemia", 5, 2), "anemia", 9, None), "anemia", 12, 3)
    line = lines(patient, named(2))["anemia"]
    assert (line.grades, counts(line.severe)) == ({"S-001": Grade(3, 5)}, (1, 1, 2))


def test_an_event_without_a_grade_or_a_term_is_counted():
    line = lines(event(named(1), None, 5, None))[UNNAMED]
    assert (counts(line.any_grade), counts(line.severe)) == ((1, 1, 1), (0, 1, 1))


def test_terms_stand_in_their_order_and_the_scales_first():
    found = toxicity([event(event(named(1), "b", 5, 1), "a", 6, 1).assessed(50)])[0]
    assert [line.term for line in found.events] == ["a", "b"]
    assert [line.term.split(",")[0] for line in found.scales] == ["CRS", "ICANS", "early ICAHT", "late ICAHT"]
    assert found.infused == ("S-001",)


def test_neutropenia_is_graded_by_its_own_scale():
    patient = named(1)
    for day in range(31):
        patient = patient.lab("neutrophils", "0.4" if day < 10 else "2", day=day)
    early = next(line for term, line in lines(patient).items() if term.startswith("early ICAHT"))
    late = next(line for term, line in lines(patient).items() if term.startswith("late ICAHT"))
    assert (counts(early.any_grade), counts(early.severe)) == ((1, 1, 1), (0, 0, 1))
    assert late.grades == {"S-001": Grade(0, 4)}
