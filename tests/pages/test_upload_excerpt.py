"""What is shown of a sheet that is asked about: its first lines, what each column is read as, and the questions in their order."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.records import SHEETS
from core.intake.tables import Table
from core.layouts.layout import Layout
from core.layouts.question import DATES, DELTA, NEW, ROLE, TEXT, UNIT, Question, Way
from core.layouts.recognized import of_region
from core.layouts.region import Column, Place, Region
from core.layouts.role import Notation, Role, Understood
from dashboard.literal import literal
from dashboard.upload.asking import by_file
from dashboard.upload.excerpt import LINES, LONGEST, excerpt, reading, shown_cell
from dashboard.upload.recognized import recognized
from dashboard.upload.remembered import columns_of
from tests.pages.conftest import parsed, spaced

HOSTILE = ['<img src=x onerror="alert(1)">', "![x](https://evil.test/p.png)", '=HYPERLINK("https://evil.test")']
NONE = Column(0, ())


def understood(rows, roles, questions=(), across=False, flaws=None):
    """The region that takes a sheet whose first line is the head; a role is what it says beside its column."""
    table = Table("lab.csv", "lab", rows, 1, 1, False, flaws or {}, [])
    lines = list(zip(*rows, strict=True)) if across else rows
    columns = [Column(at, (Place(*((at + 1, 1) if across else (1, at + 1)), head),)) for at, head in enumerate(lines[0])]
    region = Region(table, across, tuple(columns), tuple(range(1, len(lines))))
    read = tuple(Role(column, "its header says so", **role) for column, role in zip(columns, roles, strict=True))
    return Understood(region, SHEETS["labs"], read, questions=tuple(questions))


def asked(kind, address, chosen=None):
    return Question(
        f"{kind} {address}", kind, address, "is doubtful; expected an answer", (Way("a", "this"), Way("b", "that")), chosen=chosen
    )


def said(html):
    return spaced(parsed(html).parts)


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ({}, "not imported"),
        ({"says": "subject_id"}, "subject id"),
        ({"says": "collected_at", "notation": Notation(dates="day-first")}, "collected at, day first"),
        ({"says": "value", "notation": Notation(decimal="comma")}, "value, decimal comma"),
        ({"analyte": "hemoglobin", "unit": "g/dL"}, "hemoglobin, g/dL"),
        ({"analyte": "hemoglobin"}, "hemoglobin, no unit written"),
        ({"check": "birth_date"}, "date of birth, compared only"),
        ({"time_of": "collected_at"}, "time of collected at"),
        ({"unit_of": 3}, "units of the column beside"),
    ],
)
def test_a_column_is_read_as(role, words):
    assert reading(Role(NONE, "", **role)) == words


def test_a_column_of_which_nothing_is_known_is_not_imported():
    assert reading(None) == "not imported"


def test_the_first_lines_stand_below_their_heads_with_their_names():
    found = understood([["ID", "Hb"], *([f"S-{number}", number] for number in range(LINES + 3))], [{"says": "subject_id"}, {}])
    words = said(excerpt(found, ["lab.csv · lab!B1"]))
    assert words.startswith("A B head ID Hb read as subject id asked below 2 S-0 0 3 S-1 1")
    assert words.endswith("and 3 more lines")


def test_a_turned_sheet_is_shown_upright():
    found = understood([["ID", "S-1"], ["Hb", 90]], [{"says": "subject_id"}, {"analyte": "hemoglobin", "unit": "g/L"}], across=True)
    assert said(excerpt(found, [])) == "row 1 row 2 head ID Hb read as subject id hemoglobin, g/L B S-1 90"


def test_a_sheet_that_nothing_recognizes_is_not_settled_yet():
    found = replace(understood([["ID", "Hb"], ["S-1", 90]], [{}, {}]), model=None)
    assert said(excerpt(found, [])) == "A B head ID Hb read as not settled yet not settled yet 2 S-1 90"
    assert said(recognized([of_region(found)])).endswith("lab A1:B2 nothing so far 1 not settled yet not settled yet")


def test_a_cell_that_does_not_say_what_it_seems_to_is_marked():
    found = understood([["ID"], ["#N/A"]], [{"says": "subject_id"}], flaws={(2, 1): "is an error"})
    assert [attributes for name, attributes in parsed(excerpt(found, [])).elements if name == "td"][-1] == {"class": "bad"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    found = understood([[text], [text]], [{}])
    assert said(excerpt(found, [])).count(text) == 2
    assert text in said(recognized([of_region(found)]))
    assert not {"img", "a"} & {name for name, _ in parsed(excerpt(found, [])).elements}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (datetime(2026, 3, 5), "2026-03-05"),
        (datetime(2026, 3, 5, 8, 30), "2026-03-05 08:30:00"),
        (date(2026, 3, 5), "2026-03-05"),
        ("a\u202eb", "a<U+202E>b"),
        ("x" * (LONGEST + 1), f"{'x' * LONGEST}…"),
    ],
)
def test_a_cell_is_shown_as(cell, text):
    assert shown_cell(cell) == text


def test_questions_stand_by_file_and_region_in_the_order_of_their_kinds():
    unit, dates, role = (asked(kind, f"a.csv · a!{cell}") for kind, cell in ((UNIT, "C1"), (DATES, "B1"), (ROLE, "D1")))
    first, second = understood([["ID"]], [{}], [unit, dates]), understood([["ID"]], [{}], [role])
    text, delta, new, other = asked(TEXT, "a.csv"), asked(DELTA, "a.csv · a!C1"), asked(NEW, "a.csv"), asked(TEXT, "b.csv")
    found = by_file([new, delta, other, role, unit, dates, text], [first, second])
    assert found == {
        "a.csv": [(None, [text]), (first, [dates, unit]), (second, [role]), (None, [delta, new])],
        "b.csv": [(None, [other])],
    }


def test_what_was_recognized_says_how_we_know():
    found = understood([["ID", "Hb", "Note"], ["S-1", "8.4", ""]], [{"says": "subject_id"}, {"analyte": "hemoglobin", "unit": "g/dL"}, {}])
    words = said(recognized([of_region(found)]))
    assert "lab A1:C2 labs 1 2 columns" in words
    assert "B1 Hb → value of hemoglobin, g/dL its header says so Note by its heads, column by column" in words


def test_a_remembered_layout_names_every_column_and_what_it_says():
    layout = Layout.model_validate(
        {
            "name": "blood",
            "laboratory": "Central",
            "sheet": "labs",
            "columns": {"subject_id": "ID", "collected_at": "Day"},
            "analytes": {"Hb": {"analyte": "hemoglobin", "unit": "g/dL"}, "PLT": {"analyte": "platelets"}},
            "checks": {"sex": "Sex"},
            "times": {"collected_at": "Time"},
            "unit_columns": {"PLT unit": "PLT"},
            "notation": {"Day": {"dates": "day-first"}, "Hb": {"decimal": "comma"}},
        }
    )
    assert columns_of(layout) == [
        ("ID", "subject id"),
        ("Day", "collected at, day-first"),
        ("Hb", "hemoglobin, g/dL, comma"),
        ("PLT", "platelets"),
        ("Sex", "sex, compared only"),
        ("Time", "time of collected at"),
        ("PLT unit", "unit of PLT"),
    ]


@given(st.text("`a *[](:$<", min_size=1).filter(str.strip))
def test_a_label_is_one_span_of_code_that_no_sign_of_it_ends(text):
    shown = literal(text)
    fence = shown[: len(shown) - len(shown.lstrip("`"))]
    assert shown == f"{fence} {text} {fence}"
    assert fence not in text


def test_an_empty_label_is_none():
    assert literal(" ") == ""
