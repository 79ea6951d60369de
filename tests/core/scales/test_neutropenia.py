"""The counts of a subject after an infusion: which days and rows are looked at, and what ends the late window."""

from datetime import timedelta

import pytest

from core.scales.neutropenia import icaht
from tests.core.patient import INFUSED_ON, on, subject

BASE = subject().infused()


def counted(patient, value, *days):
    for day in days:
        patient = patient.lab("neutrophils", value, day)
    return patient


def found(patient, day, infusion=0, last=None):
    return icaht(patient.facts().until(on(day)), on(infusion), on(day), on(day if last is None else last))


def grades(neutropenia):
    return [None if each is None else (each.grade.at_least, each.grade.at_most) for each in (neutropenia.early, neutropenia.late)]


LOW = counted(counted(BASE, "0.4", *range(2, 12)), "2", -5, 0, 12, 20, 27, 34)


@pytest.mark.parametrize(
    ("day", "early", "late"),
    [
        (1, (0, 0), None),
        (2, (1, 4), None),  # not recovered yet
        (11, (2, 4), None),
        (12, (2, 2), None),
        (19, (2, 2), None),  # seven days since a count above the limit
        (20, (2, 2), None),
        (33, (2, 2), None),
        (34, (2, 2), (0, 0)),
    ],
)
def test_the_early_grade_follows_the_counts_known_by_the_day(day, early, late):
    assert grades(found(LOW, day)) == [early, late]


def test_days_without_a_count_up_to_the_as_of_day_are_open():
    patient = counted(BASE, "2", *range(11))
    assert [grades(found(patient, day))[0] for day in (17, 18, 60)] == [(0, 0), (0, 3), (0, 4)]


def test_a_subject_who_died_without_recovery_has_grade_4_and_nothing_is_open_after_the_death():
    patient = counted(BASE, "0.3", *range(2, 13)).lab("neutrophils", "2", 0).seen(13, "dead", died=12)
    assert grades(found(patient, 40)) == [(4, 4), None]
    assert grades(found(patient, 11))[0] == (2, 4)
    assert found(patient, 40).last == 12


def test_the_counts_of_an_infusion_end_the_day_before_the_next_and_the_next_begins_its_own():
    patient = counted(LOW, "0.05", *range(40, 60))
    assert grades(found(patient, 60, last=39)) == [(2, 2), (0, 0)]
    assert grades(found(patient, 60)) == [(2, 2), (4, 4)]
    assert grades(found(patient, 60, infusion=40)) == [(4, 4), None]


@pytest.mark.parametrize(
    ("ending", "day", "reason"),
    [
        (lambda patient: patient.row("follow_up", seen_on=on(50), status="alive", progression_on=on(50)), 50, "progression"),
        (lambda patient: patient.pet(50, "PD"), 50, "progression on PET/CT"),
        (lambda patient: patient.treated(50, drug="polatuzumab"), 50, "new lymphoma therapy, polatuzumab"),
        (lambda patient: patient.seen(50, "dead"), 50, "death"),
        (lambda patient: patient.pet(49, "PD").treated(50), 49, "progression on PET/CT"),
    ],
)
def test_the_late_window_ends_with_progression_a_new_therapy_or_death_that_day_included(ending, day, reason):
    patient = ending(counted(BASE, "1.4", day - 1).lab("neutrophils", "0.7", day).lab("neutrophils", "0.05", day + 1))
    seen = found(patient, 90)
    assert (seen.ended.day, seen.ended.reason, seen.ended.evidence.day) == (day, reason, on(day))
    assert (seen.late.grade.at_least, seen.late.grade.at_most, seen.late.nadir) == (2, 2, day)


@pytest.mark.parametrize(
    "other",
    [
        lambda patient: patient.pet(50, "PR"),
        lambda patient: patient.pet(50, "PD", modality="CT"),
        lambda patient: patient.pet(0, "PD"),
        lambda patient: patient.row("follow_up", seen_on=on(50), status="alive", progression_on=on(-3)),
        lambda patient: patient.seen(50),
        lambda patient: patient.treated(100),
        lambda patient: patient.treated(50, purpose="infection"),
    ],
)
def test_nothing_else_ends_it(other):
    assert found(other(counted(BASE, "0.7", 49, 51)), 120).ended is None


def test_what_cannot_be_used_is_kept_apart_and_blank_or_other_results_are_no_counts():
    patient = counted(BASE, "2", *range(31)).lab("neutrophils", "abc", 3).lab("neutrophils", "0.2", -2, unit="")
    patient = patient.lab("neutrophils", "0.3", 4, unit="").lab("neutrophils", "", 5, 8).lab("platelets", "0.1", 6)
    seen = found(patient, 30)
    assert grades(seen) == [(0, 0), None]
    assert [fact.record.collected_at.day - INFUSED_ON for fact in seen.unread] == [timedelta(3), timedelta(4)]


def test_of_one_day_the_lowest_result_counts_and_stands_first():
    patient = counted(BASE, "2", *range(31)).lab("neutrophils", "0.9", 7, 6).lab("neutrophils", "0.4", 7, 18)
    seen = found(patient, 30)
    assert grades(seen)[0] == (1, 1)
    assert [str(fact.record.value) for fact in seen.results[7]] == ["0.4", "0.9", "2"]


def test_other_units_are_the_same_counts():
    patient = BASE
    for day in range(31):
        patient = patient.lab("neutrophils", "500" if 5 <= day <= 11 else "2000", day, unit="/uL")
    assert grades(found(patient, 30))[0] == (2, 2)


def test_without_any_count_there_is_no_grade():
    seen = found(BASE, 60)
    assert (seen.early, seen.late, seen.results, seen.unread) == (None, None, {}, ())
