"""Whether an uncontrolled infection is active, and whether that was answered at all, clinical reference 1.3 and 1.4b."""

import pytest

from tests.core.protocol.test_holds import calm, codes, watched

INFECTIONS = [
    ("answered no, 14 days before", watched(21), set()),
    ("answered no, 15 days before", watched(20), {"W_SAFETY_UNKNOWN"}),
    ("answered yes", watched(34, "yes"), {"W_INFECTION"}),
    ("answered yes, 15 days before", watched(20, "yes"), {"W_INFECTION", "W_SAFETY_UNKNOWN"}),
    ("the newest answer counts, no after yes", watched(33, "yes").bedside(34, active_infection="no"), set()),
    ("the newest answer counts, yes after no", watched(33).bedside(34, active_infection="yes"), {"W_INFECTION"}),
    ("a blank answer replaces none", watched(33, "yes").bedside(34, temperature="37"), {"W_INFECTION"}),
    (
        "yes and no at one moment, after no",
        watched(33).bedside(34, active_infection="yes").bedside(34, active_infection="no"),
        {"W_SAFETY_UNKNOWN"},
    ),
    ("an answer nobody can read, after no", watched(33).bedside(34, active_infection="maybe"), {"W_SAFETY_UNKNOWN"}),
    ("never answered", calm().without("bedside").graded(34), {"W_SAFETY_UNKNOWN"}),
    ("not resolved, not controlled", calm().infection(10, controlled="no"), {"W_INFECTION"}),
    ("not resolved, not controlled, begun before infusion 1", calm().infection(-10, controlled="no"), {"W_INFECTION"}),
    ("not resolved, controlled", calm().infection(10, controlled="yes"), set()),
    ("not resolved, control blank, answered no since", calm().infection(10), set()),
    ("not resolved, control blank, begun the day before the answer", calm().infection(33), set()),
    ("not resolved, control blank, begun on the day of the answer", calm().infection(34), {"W_SAFETY_UNKNOWN"}),
    ("not resolved, control blank, begun after the answer", calm().infection(35), {"W_SAFETY_UNKNOWN"}),
    ("not resolved, control blank, begun nobody knows when", calm().infection(None), {"W_SAFETY_UNKNOWN"}),
    ("not resolved, control blank, never answered", calm().without("bedside").graded(34).infection(10), {"W_SAFETY_UNKNOWN"}),
    ("resolved by the as-of day", calm().infection(10, 35, "no"), set()),
    ("resolved after the as-of day", calm().infection(10, 36, "no"), {"W_INFECTION"}),
    ("begun after the as-of day", calm().infection(36, controlled="no"), set()),
]


@pytest.mark.parametrize(("patient", "expected"), [case[1:] for case in INFECTIONS], ids=[case[0] for case in INFECTIONS])
def test_an_infection(patient, expected):
    assert codes(patient) == expected


def test_an_answer_before_day_0_counts_while_not_older_than_14_days():
    answered = calm().without("bedside").bedside(-7, active_infection="no").graded(6)
    assert "W_SAFETY_UNKNOWN" not in codes(answered, 7)
    assert "W_SAFETY_UNKNOWN" in codes(answered.graded(7), 8)


def test_the_detail_of_an_unknown_says_what_is_open():
    found = calm().without("bedside").infection(34).second(35)
    details = {item.code.code: item.detail for item in found.warnings}
    not_answered = "infection: not answered within 14 days, infection: one whose control is not recorded"
    assert details["W_SAFETY_UNKNOWN"] == f"CRS: not entered, ICANS: not entered, {not_answered}"
