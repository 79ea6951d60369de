"""The open readings are those of the clinical reference 1.4, and what they name exists."""

import re

import pytest

from core.protocol.holds import CODES
from core.protocol.open_readings import CHOICES, OPEN_READINGS
from core.protocol.readings import GOVERNED, REFERENCE, in_force
from core.protocol.settings import STATED, Settings, reads_of


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


def test_each_is_settled_by_settings_or_says_why_no_alternative_can_be_computed():
    assert {each.id: each.settings for each in OPEN_READINGS if each.settings} == {
        "A1": ("pr_requires_ctdna",),
        "A2": ("persistent_counts_baseline",),
        "A3": ("day_60_counts", "window_dated_by"),
        "A3b": ("window_binds_infusion",),
        "A4": ("histologies_met",),
        "A5": ("axi_cel_only",),
        "A8": ("second_dose",),
        "A9": ("transaminases",),
        "A11": ("acceptance_covers",),
        "A12": ("clearance_weight",),
        "A13": ("old_results_count", "fresh_tests_days", "fresh_imaging_days"),
        "A20": ("menopause_months",),
    }
    assert [each.id for each in OPEN_READINGS if bool(each.alone) == bool(each.choices)] == []


@pytest.mark.parametrize(("reading", "choice"), CHOICES, ids=lambda each: getattr(each, "setting", ""))
def test_the_words_of_a_choice_are_those_its_setting_takes_and_what_it_settles_stands_in_its_statement(reading, choice):
    assert tuple(word for word, _ in choice.options) == tuple(sorted(reads_of(choice.setting).words, key=[*dict(choice.options)].index))
    stated = next(each for each in STATED if each.id == choice.setting)
    assert (stated.name, stated.source) == (choice.name, f"{reading.source}, {reading.id}")
    assert reading.question in stated.words
    assert all(f"{word}: {meaning}" in stated.words for word, meaning in choice.options)


def test_the_first_word_of_each_choice_is_the_reading_in_force_while_nothing_is_set():
    assert sorted(choice.setting for _, choice in CHOICES) == sorted(GOVERNED)
    for _, choice in CHOICES:
        first = reads_of(choice.setting).value(choice.options[0][0], None)
        assert getattr(REFERENCE, choice.setting) == (None if choice.setting == "pr_requires_ctdna" else first)
    assert in_force(Settings()) is REFERENCE


@pytest.mark.parametrize(("reading", "choice"), CHOICES, ids=lambda each: getattr(each, "setting", ""))
def test_what_the_site_has_set_is_in_force(reading, choice):
    for word, _ in choice.options:
        under = in_force(Settings.model_validate({choice.setting: {"value": word}}))
        assert getattr(under, choice.setting) == reads_of(choice.setting).value(word, None)
        assert {name for name in GOVERNED if getattr(under, name) != getattr(REFERENCE, name)} <= {choice.setting}
