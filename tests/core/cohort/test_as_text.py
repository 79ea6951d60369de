"""The cohort's main numbers as text, and the command that prints them."""

import pytest

from core.cohort.as_text import cohort_text, days_words, share_words, step_words
from core.cohort.cohort import Cohort
from core.cohort.estimate import share
from core.cohort.survival import Step
from tests.core.patient import on, subject


@pytest.mark.parametrize(
    ("found", "words"),
    [(share(3, 10), "3 of 10 (7–65 %)"), (share(3, 10, 5), "3 to 5 of 10 (7–81 %)"), (share(0, 0), "0 of 0")],
)
def test_a_share_in_words(found, words):
    assert share_words(found) == words


def test_an_estimate_in_words():
    assert step_words(None) == "beyond the last follow-up"
    assert step_words(Step(5, 2, 0, 0, 1.0, None, None)) == "100 %"
    assert step_words(Step(5, 2, 1, 0, 0.5, 0.01, 0.91)) == "50 % (1–91 %)"
    assert (days_words(None), days_words(365)) == ("not reached", "12.0 months")


def test_every_number_stands_with_its_denominator():
    some = (subject().infused().pet(28, "CR").pet(90, "PD").graded(2, crs=3), subject("S-002").infused().seen(None, "dead"))
    told = cohort_text(Cohort(on(120), tuple(each.assessed(120) for each in some)))
    assert "3-month CR, infusion 1, day 90 ± 14: 0 of 2 (0–84 %), 0 pending; evaluable only 0 of 1 (0–98 %)" in told
    assert "PFS from infusion 1: 1 events of 1, median 3.0 months (3.0 months to not reached), at 1 year beyond the last" in told
    assert "follow-up; not placed 1\nDOR" in told
    assert "after infusion 1, of 2 given it: any grade; grade 3 or more\n  CRS, ASTCT 2019: 1 to 2 of 2" in told
    assert "infusion 2, day 90" not in told
