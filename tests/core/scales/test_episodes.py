"""Courses after one infusion, `now` of the command line's contract and reference 1.4b: the tables of the specification."""

from datetime import datetime, timedelta

import pytest

from core.scales.crs import CRS
from core.scales.episodes import episodes
from core.scales.icans import ICANS
from tests.core.scales.notation import INFUSED_ON, course, grade, moment, table

COURSES = [(scale, *row) for scale in (CRS, ICANS) for row in table(f"{scale.id}_episodes.csv")]
THREE = "3T08 low; 3T09 sign; 4T08 free; 5T08 free; 8T08 sign; 8T20 low; 9T08 free"


def after_infusion(text, scale=CRS, before=""):
    return episodes(course(text, scale), scale, INFUSED_ON, course(before, scale))


def at(when):
    return datetime.fromisoformat(moment(when))


@pytest.mark.parametrize(("scale", "text", "as_of", "now", "worst", "number", "resolved", "law"), COURSES)
def test_a_course(scale, text, as_of, now, worst, number, resolved, law):
    found = after_infusion(text, scale)
    assert found.now(INFUSED_ON + timedelta(int(as_of))) == (grade(now) if now else None)
    assert found.worst == (grade(worst) if worst else None)
    assert len(found.episodes) == int(number)
    assert (found.resolved_at and found.resolved_at.at) == (at(resolved) if resolved else None)


def test_an_episode_runs_from_its_first_grade_1_to_its_resolution():
    first, second = after_infusion(THREE).episodes
    assert (first.onset.at, first.free_since.at, first.resolved_at.at) == (at("3T09"), at("4T08"), at("5T08"))
    assert (second.onset.at, second.free_since.at, second.resolved_at) == (at("8T08"), at("9T08"), None)
    assert (first.worst, second.worst) == (grade("1"), grade("2"))


def test_the_course_knows_its_onset_and_the_rows_that_decide():
    found = after_infusion(THREE)
    assert (found.onset.at, found.resolved_at) == (at("3T09"), None)
    assert found.deciding["worst"].grade.at_least == found.worst.at_least
    assert found.deciding["now"] is found.rows[-1]


def test_a_course_without_signs_has_neither():
    found = after_infusion("3T08 free")
    assert (found.onset, found.resolved_at, found.episodes) == (None, None, ())
    assert after_infusion("").deciding == {}


def test_death_alone_is_an_episode_that_ends_with_it():
    (only,) = after_infusion("3T08 death=crs").episodes
    assert (only.onset.at, only.worst) == (at("3T08"), grade("5"))


@pytest.mark.parametrize(
    ("text", "before", "law"),
    [
        ("3T08 low", False, "no CRS before without a row"),
        ("3T08 free; 4T08 low", False, "none after a row free of signs"),
        ("3T08 sign; 4T08 low", True, "CRS before once a row had grade 1"),
        ("3T08 maybe; 4T08 low", None, "unknown once a row could have"),
        ("3T08 sign; 4T08 maybe; 5T08 low", True, "known stays known"),
        ("3T08 sign; 4T08 free; 5T08 free; 6T08 low", False, "none after the resolution"),
        ("3T08 maybe; 4T08 free; 5T08 free; 6T08 low", False, "the resolution makes an unknown a no"),
        ("3T08 sign; 4T08 free; 5T08 free; 6T08 maybe; 7T08 low", None, "after the resolution a row could have again"),
    ],
)
def test_crs_before_a_row(text, before, law):
    assert after_infusion(text).rows[-1].past.before is before


@pytest.mark.parametrize(("first", "note"), [("sign", ""), ("maybe", "an earlier row may have been grade 1 or more")])
def test_crs_before_cites_the_row_that_says_so(first, note):
    earlier, later = after_infusion(f"3T08 {first}; 4T08 low").rows
    datum = later.chart()["crs_before"]
    assert [(cited.fact, cited.column) for cited in datum.evidence] == [(earlier.fact, "assessed_at")]
    assert datum.note == note


def test_crs_before_an_infusion_is_not_crs_after_it():
    assert after_infusion("3T08 low", before="-9T08 sign").rows[0].past.before is False


def test_rows_before_the_infusion_are_no_part_of_its_course():
    assert [row.day for row in after_infusion("0T12 free", before="-1T23 sign").rows] == [INFUSED_ON]


def test_the_recorded_grade_stands_beside_the_computed_one():
    found = after_infusion("3T08 temperature=38.5 crs_grade_recorded=2; 4T08 crs_grade_recorded=1").rows
    assert [(row.recorded, "as_recorded" in row.flags) for row in found] == [(2, False), (1, True)]


@pytest.mark.parametrize(
    ("text", "late"), [("13T08 sign", False), ("14T20 sign", False), ("15T08 sign", True), ("3T08 sign; 20T08 sign", False)]
)
def test_an_onset_after_day_14_asks_for_another_cause(text, late):
    assert after_infusion(text).episodes[0].is_late(INFUSED_ON) == late
