"""The ICANS grade of one row, reference 2.2 and 1.4b: the tables of the specification, cell by cell."""

import pytest

from core.scales.assessed import Past, Seen, assess
from core.scales.icans import ICANS, ITEMS
from tests.core.scales.notation import NORMAL, cells, fact, grade, table

RECORDED = [
    ("icans_grade_recorded=3", "a recorded grade alone"),
    ("icans_grade_recorded=3 consciousness_other_cause=no hemorrhage_only=no death=no", "causes are no signs"),
    ("icans_grade_recorded=3 active_infection=yes", "infection is no sign"),
    ("icans_grade_recorded=3 temperature=39", "signs of CRS are no signs of ICANS"),
]


def graded(changed, usual=NORMAL[ICANS]):
    row = fact(usual | changed)
    found = assess(ICANS, Seen(row, row.record), Past())
    return found.grade, found.flags


def expected(text, flags):
    return grade(text), tuple(flags.split())


@pytest.mark.parametrize(("text", "found", "flags", "law"), table("icans_rows.csv"))
def test_a_row(text, found, flags, law):
    assert graded(cells(text)) == expected(found, flags)


@pytest.mark.parametrize(
    ("orientation", "naming", "commands", "writing", "attention", "total", "text", "flags", "law"), table("icans_ice.csv")
)
def test_the_ice_score(orientation, naming, commands, writing, attention, total, text, flags, law):
    items = dict(zip(ITEMS, (orientation, naming, commands, writing, attention), strict=True))
    assert graded(items | {"ice_total": total}) == expected(text, flags)


@pytest.mark.parametrize(("text", "law"), RECORDED)
def test_a_row_without_signs_takes_the_recorded_grade(text, law):
    assert graded(cells(text), {}) == expected("3", "as_recorded")


def test_the_scale_names_its_source_and_the_published_words_of_each_grade():
    assert "Lee DW" in ICANS.source
    assert list(ICANS.words) == list(ICANS.grades) == [1, 2, 3, 4, 5]
