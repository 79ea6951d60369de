"""The open readings are those of the clinical reference 1.4, and what they name exists."""

import re

import pytest

from core.protocol.holds import CODES
from core.protocol.open_readings import OPEN_READINGS
from core.protocol.settings import Settings


def test_all_of_the_reference_stand_in_its_order():
    assert [each.id for each in OPEN_READINGS] == ["A1", "A2", "A3", "A3b", *(f"A{number}" for number in range(4, 21))]


@pytest.mark.parametrize("each", OPEN_READINGS, ids=lambda each: each.id)
def test_a_reading_has_its_question_its_answer_and_its_source(each):
    assert each.question.endswith("?")
    assert each.reading.endswith(".")
    assert each.screen
    assert each.source.startswith(("[R] clinical reference 1.4", "[A] clinical reference 1.4"))
    assert set(each.settings) <= set(Settings.model_fields)
    assert set(re.findall(r"W_\w+", each.screen)) <= set(CODES)


def test_what_the_reference_marks_as_assumed_is_assumed():
    assert [each.id for each in OPEN_READINGS if each.source.startswith("[A]")] == ["A13", "A17"]


def test_the_partial_response_and_the_age_of_results_are_governed_by_settings():
    assert {each.id: each.settings for each in OPEN_READINGS if each.settings} == {
        "A1": ("pr_requires_ctdna",),
        "A13": ("fresh_tests_days", "fresh_imaging_days"),
    }
