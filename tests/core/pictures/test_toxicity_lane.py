"""CRS and ICANS on the trajectory: the worst of each day on its day, as high as proved, dashed up to what is not ruled out."""

from dataclasses import replace
from math import ceil, floor

import pytest
from hypothesis import given, settings

from core.assessment import assess
from core.logic.rules import Grade
from core.pictures.toxicity_lane import FOOT, PIXELS, daily, height
from core.pictures.trajectory import drawn
from core.protocol.settings import Settings
from tests.core.patient import on, subject
from tests.core.pictures.drawing import GRADES, graded, rows_of


def lanes_of(patient, day=70):
    """By scale and day, the grade that the bars show: the top of the full one and of the dashed one."""
    rows, _ = rows_of(patient, day)
    shown: dict[tuple[str, int], list[float]] = {}
    for layer, place in (("grade", 0), ("grade-open", 1)):
        for row in rows[layer]:
            key = (row["Scale"].split(",")[0], row["day"])
            shown.setdefault(key, [0, 0])[place] = row["top"]
            if place:
                shown[key][0] = row["foot"]
    return shown


@given(GRADES)
@settings(max_examples=100)
def test_bars_end_at_what_is_proved_and_at_what_is_not_ruled_out(grades):
    patient = graded(grades)
    found = patient.assessed(70)
    shown = lanes_of(patient)
    ground = {"ICANS": FOOT, "CRS": FOOT + height(daily(found, "ICANS"))}
    for scale, base in ground.items():
        courses = [after.crs if scale == "CRS" else after.icans for after in found.toxicity.values()]
        by_day: dict[int, list[Grade]] = {}
        for row in (row for course in courses for row in course.rows):
            by_day.setdefault((row.day - found.toxicity[1].infused_on).days, []).append(row.grade)
        for day, of_day in by_day.items():
            proved, open_to = max(grade.at_least for grade in of_day), max(grade.at_most for grade in of_day)
            if open_to:
                low, high = shown.pop((scale, day))
                assert low == base + proved * PIXELS
                assert high == (base + open_to * PIXELS if open_to > proved else 0)
    assert shown == {}


@given(GRADES)
@settings(max_examples=100)
def test_every_number_printed_is_the_grade_of_the_bars_under_it(grades):
    rows, _ = rows_of(graded(grades), 70)
    found = {(row["day"], row["top"], row["Grade"]) for layer in ("grade", "grade-open") for row in rows[layer]}
    for number in rows["grade-number"]:
        for day in {floor(number["day"]), ceil(number["day"])}:
            assert (day, number["top"], number["t"]) in found


def test_a_run_of_one_grade_has_one_number_over_its_middle():
    rows, _ = rows_of(graded([(day, 8, grade, 0) for day, grade in ((1, 1), (2, 1), (3, 2), (4, 2), (5, 2), (8, 1))]))
    assert sorted((row["day"], row["t"]) for row in rows["grade-number"]) == [(1.5, "1"), (4, "2"), (8, "1")]


def test_the_worst_of_the_day_stands_and_its_range_is_printed():
    patient = graded([(1, 6, 1, 0), (1, 9, 3, 0), (1, 12, 2, 0), (2, 8, None, None)])
    rows, _ = rows_of(patient)
    assert [(row["day"], row["Grade"], row["Day"]) for row in rows["grade"] if row["Scale"].startswith("CRS")] == [(1, "3", "d1")]
    assert {row["Scale"] for row in rows["grade"]} == {"CRS, as recorded, scale not recorded"}
    assert [(row["day"], row["Grade"]) for row in rows["grade-open"] if row["Scale"].startswith("CRS")] == [(2, "0–4")]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"crs_grade_recorded": "2", "grading_scale": "Lee 2014"}, "CRS, as recorded, Lee 2014"),
        (
            {"temperature": "39", "fever_other_cause": "no", "hypotension": "yes", "vasopressors": "0", "oxygen_device": "none"},
            "CRS, ASTCT 2019",
        ),
    ],
)
def test_a_grade_of_the_site_alone_is_never_told_as_one_of_astct(cells, said):
    rows, _ = rows_of(subject().infused().bedside(2, **cells))
    assert {row["Scale"] for row in rows["grade"]} == {said}


def test_grade_0_is_a_line_where_it_was_assessed_and_nothing_where_not():
    rows, _ = rows_of(graded([(day, 8, 0, 0) for day in (0, 1, 2, 5)]))
    assert [(row["day"], row["end"]) for row in rows["grade-0"]] == [(0, 2), (5, 5)] * 2
    assert (rows["grade"], rows["grade-open"]) == ([], [])
    assert [row["t"] for row in rows["calm"]][:2] == ["no sign so far, 4 days assessed"] * 2


@pytest.mark.parametrize(
    ("patient", "said"),
    [
        (subject().infused(), "not entered"),
        (graded([(3, 8, 0, 0)]), "no sign so far, 1 day assessed"),
    ],
)
def test_a_lane_without_a_bar_says_why(patient, said):
    assert [row["t"] for row in rows_of(patient)[0]["calm"]][:2] == [said] * 2


def test_a_bedside_row_that_could_not_be_read_is_said_on_a_lane_without_a_bar():
    found = assess(replace(graded([(3, 8, 0, 0)]).facts(), refused=frozenset({"bedside"})), on(35), Settings())
    assert found.second_infusion is not None
    rows, _ = drawn(found, found.second_infusion)
    assert [row["t"] for row in rows["calm"]][:2] == ["no sign so far, 1 day assessed; a row could not be read"] * 2


def test_both_infusions_share_the_axis_of_days():
    patient = graded([(2, 8, 1, 0), (44, 8, 2, 1)], subject().infused().infused(42, 2))
    assert set(lanes_of(patient)) == {("CRS", 2), ("CRS", 44), ("ICANS", 44)}


def test_numbers_keep_clear_of_one_another_in_a_year():
    course = [(day, 8, 1 + day % 3, 0) for day in range(1, 15)] + [(200, 8, 4, 0)]
    rows, _ = rows_of(graded(course), 365)
    assert len(rows["grade"]) == 15
    printed = {row["day"]: row["t"] for row in rows["grade-number"]}
    assert printed[200] == "4"
    assert len(printed) < 8
    assert "3" in printed.values()
