"""Why a subject stands where it stands: the sentence names the evidence and never advises."""

import pytest

from core.board.reasons import why
from tests.core.patient import Patient, eligible, subject


def drawn(call: str = "positive") -> Patient:
    return subject().infused().ctdna(-6, "positive").ctdna(28, call)


CLOSES = "window closes in 25 days"
GIVEN = "Given on 2026-02-28, day 30; the rule on that day"


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        (drawn().pet(28, "CR"), f"Met on both readings · {CLOSES}"),
        (drawn().pet(28, "PR").planned(40), f"Met on both readings · {CLOSES} · infusion 2 planned for 2026-03-10"),
        (drawn("negative").pet(28, "PR"), f"PR with ctDNA negative: met on the literal reading only · {CLOSES}"),
        (subject().infused().pet(28, "PR"), f"PR with ctDNA unknown: met on the literal reading only · {CLOSES}"),
        (drawn("negative").pet(28, "CR"), f"CR with ctDNA negative: met on neither reading · {CLOSES}"),
        (drawn().pet(28, "PD"), f"PD: outside the rule · {CLOSES}"),
        (subject().infused().pet(28, "SD"), f"SD: outside the rule · {CLOSES}"),
        (drawn(), f"PET/CT missing · {CLOSES}"),
        (subject().infused(), f"ctDNA missing · PET/CT missing · {CLOSES}"),
        (subject().infused().pet(28, "CR"), f"ctDNA missing · {CLOSES}"),
        (drawn().pet(28, None), f"PET/CT open: not read yet, day 28 · {CLOSES}"),
        (drawn("indeterminate").pet(28, "CR"), f"ctDNA open: the newest sample, day 28, is indeterminate · {CLOSES}"),
        (drawn().pet(28, "CR").infused(30, 2), f"{GIVEN}: met"),
        (
            drawn("negative").pet(28, "PR").infused(30, 2),
            "Given on 2026-02-28, day 30; the rule on that day: met on the literal reading only",
        ),
        (drawn().infused(30, 2), f"{GIVEN}: unknown"),
        (drawn().pet(28, "PD").seen(33, "dead"), "By death, 2026-03-03; the rule before that day: not met"),
        (subject(), "No infusion 1 is recorded as given; eligibility: incomplete"),
        (eligible(), "No infusion 1 is recorded as given; eligibility: eligible"),
        (subject().row("infusions", number=1, status="given"), "Whether, or when, infusion 1 was given is open"),
    ],
)
def test_the_sentence_names_what_the_state_rests_on(patient, expected):
    assert why(patient.assessed(35)) == expected


def test_a_cell_that_may_hide_infusion_2_is_the_reason():
    found = why(drawn().pet(28, "CR").row("infusions", number=2, status="given").assessed(35))
    assert found.startswith("Infusion 2, a death or a new therapy may already have happened")


@pytest.mark.parametrize(
    ("call", "response", "requires", "expected"),
    [
        ("negative", "PR", False, "Met on the literal reading, which this site's setting follows"),
        ("negative", "PR", True, "PR with ctDNA negative: not met on the strict reading, which this site's setting follows"),
        ("positive", "PR", True, "Met on both readings"),
        ("positive", "CR", False, "Met on both readings"),
        ("negative", "CR", True, "CR with ctDNA negative: met on neither reading"),
    ],
)
def test_the_reading_that_the_site_follows_is_named_where_the_readings_part(call, response, requires, expected):
    found = why(drawn(call).pet(28, response).assessed(35, pr_requires_ctdna=requires))
    assert found == f"{expected} · {CLOSES}"


def test_on_the_strict_reading_a_negative_call_decides_before_the_scan_is_read():
    found = why(drawn("negative").assessed(35, pr_requires_ctdna=True))
    assert found.startswith("PET/CT open with ctDNA negative: not met on the strict reading")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (58, "window closes in 2 days"),
        (59, "window closes in 1 day"),
        (60, "window closes today"),
        (61, "window closed on 2026-03-30"),
    ],
)
def test_the_window_closes_after_day_60(day, expected):
    assert why(drawn().pet(28, "CR").assessed(day)) == f"Met on both readings · {expected}"


def test_a_plan_without_a_day_is_told():
    patient = drawn().pet(28, "CR").row("infusions", number=2, status="planned")
    assert why(patient.assessed(35)).endswith("infusion 2 planned without a day")
