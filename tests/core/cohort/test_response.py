"""The 3-month complete response: which scan decides, who is pending, who has ended before, and what the rate counts (reference 6)."""

import pytest

from core.cohort.response import CR, ENDED, MISSED, OTHER, PENDING, UNDECIDED, Rate, at_three_months, best_response
from tests.core.patient import INFUSED_ON, on, subject

P = subject().infused()


def said(patient, day=120, start=INFUSED_ON):
    return at_three_months(patient.facts().until(on(day)), start, on(day))


@pytest.mark.parametrize(
    ("patient", "day", "word", "why"),
    [
        (P.pet(90, "CR"), 104, PENDING, "window open until 2026-05-13"),
        (P.pet(90, "CR"), 105, CR, "CR as read, day 90"),
        (P.pet(76, "CR"), 105, CR, "CR as read, day 76"),
        (P.pet(104, "CR"), 105, CR, "CR as read, day 104"),
        (P.pet(75, "CR"), 105, MISSED, "no PET/CT on days 76–104"),
        (P.pet(105, "CR"), 120, MISSED, "no PET/CT on days 76–104"),
        (P, 105, MISSED, "no PET/CT on days 76–104"),
        (P.pet(90, "NE"), 105, MISSED, "no PET/CT on days 76–104"),
        (P.pet(90, "PR"), 105, OTHER, "PR as read, day 90"),
        (P.pet(85, "PR").pet(94, "CR"), 105, CR, "CR as read, day 94"),
        (P.pet(85, "PR").pet(95, "CR"), 105, CR, "CR as read, day 95"),
        (P.pet(85, "CR").pet(96, "PR"), 105, CR, "CR as read, day 85"),
        (P.pet(90, "CR", "CT"), 105, UNDECIDED, "CR as read, not confirmed as PET/CT, day 90"),
        (P.pet(90, "CR").pet(90, "PR"), 105, UNDECIDED, "different responses, CR, PR, day 90"),
        (P.pet(28, "PD").pet(90, "CR"), 105, ENDED, "PD on PET/CT on day 28"),
        (P.seen(30, "dead"), 105, ENDED, "death on day 30"),
        (P.seen(30, "dead"), 60, PENDING, "window open until 2026-05-13"),
        (P.seen(100, "dead"), 105, ENDED, "death on day 100"),
        (P.pet(90, "CR").seen(100, "dead"), 105, CR, "CR as read, day 90"),
        (P.pet(90, "PD"), 105, OTHER, "PD as read, day 90"),
    ],
)
def test_one_subject(patient, day, word, why):
    found = said(patient, day)
    assert (found.said, found.why) == (word, why)


def test_a_scan_reported_after_the_cut_off_was_not_known():
    assert said(P.pet(90, "CR", reported_on=on(110)), 105).said == MISSED
    assert said(P.pet(90, "CR", reported_on=on(110)), 110).said == CR


def test_the_clock_of_infusion_2():
    patient = P.infused(45, 2).pet(90, "PR").pet(135, "CR")
    assert (said(patient, 150).said, said(patient, 150, on(45)).said) == (OTHER, CR)


def rate():
    cases = [P.pet(90, "CR"), P.pet(90, "PR"), P, P.seen(30, "dead"), P.pet(90, "CR", "CT")]
    return Rate((*(said(case) for case in cases), said(P, 50)))


def test_the_rate_counts_every_closed_window_and_no_open_one():
    found = rate()
    assert (found.all_closed.x, found.all_closed.n) == (1, 5)
    assert (found.evaluable.x, found.evaluable.n) == (1, 3)
    assert len(found.of(PENDING)) == 1


def test_every_subject_is_counted_once():
    found = rate()
    assert sum(len(found.of(word)) for word in (CR, OTHER, UNDECIDED, ENDED, MISSED, PENDING)) == len(found.subjects)


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        (P, None),
        (P.pet(28, "PR").pet(60, "CR").pet(90, "PD"), "CR"),
        (P.pet(28, "PD").pet(60, "CR"), "PD"),
        (P.pet(28, "SD").treated(40).pet(60, "CR"), "SD"),
        (P.pet(28, "PR").infused(45, 2).pet(60, "CR"), "CR"),
    ],
)
def test_best_overall_response(patient, expected):
    found = best_response(patient.facts(), INFUSED_ON, on(200))
    assert (None if found is None else found[0]) == expected
