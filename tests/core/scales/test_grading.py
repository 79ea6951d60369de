"""The rows of a file as the command `grade` answers them, and the worked examples."""

import csv

import pytest

from core.scales.crs import CRS
from core.scales.grading import grade_rows
from core.scales.icans import ICANS
from tests.core.scales.notation import SPEC, WORDS, course, fact, grade

ANSWERS = {"yes": True, "no": False, "": None}


def examples(scale):
    """Each worked example as (its cells, the expected ends, why)."""
    with (SPEC / "examples" / f"{scale.id}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(scale, row, row.pop("expected_at_least"), row.pop("expected_at_most"), row.pop("why")) for row in rows]


@pytest.mark.parametrize(("scale", "cells", "at_least", "at_most", "why"), [*examples(CRS), *examples(ICANS)])
def test_a_worked_example(scale, cells, at_least, at_most, why):
    before = [ANSWERS[cells.pop("crs_before")]] if scale is CRS else None
    (found,) = grade_rows([fact(cells, cells.pop("assessed_at"), cells.pop("subject_id"))], scale, before)
    assert found.grade.at_least == int(at_least or found.grade.at_least)
    assert found.grade.decided == bool(at_most)
    assert found.grade.at_most == int(at_most or found.grade.at_most)


def test_the_rows_come_back_in_their_order():
    rows = course("5T08 free; 3T08 sign; 4T08 low")
    assert [found.fact for found in grade_rows(rows, CRS)] == rows


def test_crs_before_is_derived_in_time_order():
    rows = course("5T08 low; 3T08 sign; 4T08 low; 2T08 low")
    assert [found.grade for found in grade_rows(rows, CRS)] == [grade("2"), grade("1"), grade("2"), grade("0")]


def test_crs_before_is_derived_from_the_same_subject_alone():
    rows = [fact(WORDS[CRS]["sign"], "2026-02-01T08:00", "S-001"), fact(WORDS[CRS]["low"], "2026-02-01T09:00", "S-002")]
    assert [found.grade for found in grade_rows(rows, CRS)] == [grade("1"), grade("0")]


def test_crs_before_ends_with_the_resolution():
    rows = course("3T08 sign; 4T08 free; 5T08 free; 6T08 low")
    assert grade_rows(rows, CRS)[-1].flags == ("look_for_another_cause",)


def test_rows_of_one_moment_follow_the_file():
    assert [found.grade for found in grade_rows(course("3T08 sign; 3T08 low"), CRS)] == [grade("1"), grade("2")]


def test_a_row_that_assesses_nothing_makes_no_history():
    rows = course("3T08 active_infection=yes; 4T08 low")
    assert [found.grade for found in grade_rows(rows, CRS)] == [grade("0-4"), grade("0")]


def test_an_earlier_row_that_may_have_been_crs_is_said_to_be_missing():
    assert grade_rows(course("3T08 maybe; 4T08 low"), CRS)[1].flags == ("missing:crs_before",)


def test_the_column_overrides_what_the_rows_would_say():
    rows = course("3T08 sign; 4T08 low; 5T08 low; 6T08 low")
    found = grade_rows(rows, CRS, [True, False, None, True])
    assert [row.grade for row in found] == [grade("1"), grade("0"), grade("0-2"), grade("2")]


def test_a_column_of_another_length_is_refused():
    with pytest.raises(ValueError, match="zip"):
        grade_rows(course("3T08 sign"), CRS, [])


def test_no_answer_is_held_from_row_to_row():
    rows = course("3T08 sign; 3T09 temperature=38.5 fever_other_cause=no")
    assert [found.grade for found in grade_rows(rows, CRS)] == [grade("1"), grade("1-4")]


def test_icans_needs_no_history():
    rows = course("4T08 sign; 3T08 free", ICANS)
    assert [found.grade for found in grade_rows(rows, ICANS)] == [grade("1"), grade("0")]


def test_no_rows_give_no_grades():
    assert grade_rows([], CRS) == grade_rows([], ICANS) == []
