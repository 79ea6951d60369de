"""What each part of a file was taken for, with the cell of each column and how we know."""

from dataclasses import replace

from core.intake.tables import Table
from core.layouts.recognized import of_region, range_of
from core.layouts.region import Column, Place, Region
from core.layouts.role import COMMA, DAY_FIRST, Notation, Role, Understood
from tests.core.layouts.test_unfold import understood

HEAD = ("Date", "Time", "DOB", "Hb", "Hb unit", "Visit", "Status", None)
ROLES: tuple[dict[str, object], ...] = (
    {"says": "collected_at", "notation": Notation(DAY_FIRST)},
    {"time_of": "collected_at"},
    {"check": "birth_date"},
    {"analyte": "hemoglobin", "notation": Notation(None, COMMA)},
    {"unit_of": 3},
    {},
    {"only": frozenset({"final"})},
    {},
)
GIVEN = {"subject_id": Place(1, 9, "S-001"), "collected_at": Place(1, 10, "2026-03-05")}


def test_every_column_is_told_with_its_cell_and_how_its_texts_are_written():
    found = of_region(understood(("05/03/2026", "08:30", None, "8,4", "g/dL", "V1", "final", None), head=HEAD, roles=ROLES, given=GIVEN))
    assert [(seen.address[-2:], seen.header, seen.says, seen.notation) for seen in found.columns] == [
        ("I1", "S-001", "subject_id", ""),
        ("A1", "Date", "collected_at", "day-first"),
        ("B1", "Time", "time of collected_at", ""),
        ("C1", "DOB", "compared: birth_date", ""),
        ("D1", "Hb", "value of hemoglobin", "decimal comma"),
        ("E1", "Hb unit", "unit of hemoglobin", ""),
    ]
    assert (found.region, found.rows, found.unread, found.records) == ("A1:H2", 1, ("Visit",), "labs")
    assert [seen.how for seen in found.columns][:2] == ["said once for all lines", "told"]


def test_a_column_without_a_head_is_where_its_first_line_is():
    whole = understood((8.4,), head=("Hb",), roles=({"analyte": "hemoglobin"},))
    column = Column(0, ())
    for lines, cell in (((1,), "A2"), ((), "A1")):
        region = replace(whole.region, columns=(column,), lines=lines)
        found = of_region(replace(whole, region=region, roles=(Role(column, "told", analyte="hemoglobin"),)))
        assert [seen.address[-2:] for seen in found.columns] == [cell]


def test_a_region_of_nothing_has_no_range():
    table = Table("lab.csv", "lab", [], 1, 1, False, {}, [])
    assert range_of(Understood(Region(table, False, (), ()), None, ())) == ""
    assert of_region(Understood(Region(table, False, (), ()), None, ())).records == ""
