"""The color of a grade: one for each decided grade, and one of its own for a range."""

import pytest

from core.logic.rules import Grade
from dashboard.strip import grade_color

RANGES = [Grade(low, high) for high in range(6) for low in range(high)]


@pytest.mark.parametrize(("grade", "color"), [(0, "g0"), (1, "g1"), (2, "g2"), (3, "g3"), (4, "g4"), (5, "g4")])
def test_a_decided_grade_has_the_color_of_its_number_up_to_the_highest(grade, color):
    assert grade_color(Grade(grade, grade)) == color


@pytest.mark.parametrize("grade", RANGES, ids=str)
def test_a_range_of_grades_never_takes_the_color_of_a_decided_one(grade):
    assert grade_color(grade) == "gr"
