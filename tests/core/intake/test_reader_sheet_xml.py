"""What a sheet's XML says: cells that do not hold what they seem to hold, hidden and merged ones, and how far the sheet reaches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.intake.limits import Fault
from core.intake.sheet_xml import Style, Walk, range_of, survey
from tests.core.intake.hostile import row, sheet

PERCENT = Style(frozenset({"4"}))
STALE = Style(stale=True)


def walked(*cells: str, style: Style | None = None, before: str = "", after: str = "") -> Walk:
    return survey(sheet(row(1, *cells), before, after).encode(), style or Style(), 100)


@pytest.mark.parametrize(
    ("cell", "flaw"),
    [
        ('<c r="A1"><v>1.5</v></c>', None),
        ('<c r="A1" s="4"><v>0.55</v></c>', None),
        ('<c r="A1" t="s"><v>0</v></c>', None),
        ('<c r="A1" t="inlineStr"><is><t>a</t></is></c>', None),
        ('<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>', None),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', None),
        ('<c r="A1"><f ca="1"/><v>2</v></c>', None),
        ('<c r="A1"><f>0</f><v>0</v></c>', None),
        ('<c r="A1" t="str"><f>B1</f><v></v></c>', None),
        ('<c r="A1" t="str"><f>B1</f></c>', "holds a formula without a stored result"),
        ('<c r="A1"><f>1+1</f></c>', "holds a formula without a stored result"),
        ('<c r="A1"><f>1+1</f><v/></c>', "holds a formula without a stored result"),
        ('<c r="A1"><f>1+1</f><v></v></c>', "holds a formula without a stored result"),
        ('<x:c r="A1"><x:f>1+1</x:f></x:c>', "holds a formula without a stored result"),
        ('<c r="A1" t="e"><v>#N/A</v></c>', "holds the error #N/A"),
        ("<c r='A1' t='e'><f>1/0</f><v>#DIV/0!</v></c>", "holds the error #DIV/0!"),
        ('<c r="A1" t="e"/>', "holds the error"),
    ],
)
def test_a_cell_that_does_not_hold_a_value_is_a_flaw(cell, flaw):
    assert walked(cell).flaws == ({(1, 1): flaw} if flaw else {})


@pytest.mark.parametrize(
    ("cell", "flaw"),
    [
        ('<c r="A1" s="4"><v>0.55</v></c>', "is shown as a percentage but stored as the fraction 0.55"),
        ('<c r="A1" s="4" t="n"><v>0.55</v></c>', "is shown as a percentage but stored as the fraction 0.55"),
        ('<c r="A1" s="44"><v>0.55</v></c>', None),
        ('<c r="A1" s="4" t="s"><v>0</v></c>', None),
        ('<c r="A1" s="4"/>', None),
    ],
)
def test_a_fraction_shown_as_a_percentage_is_a_flaw(cell, flaw):
    assert walked(cell, style=PERCENT).flaws == ({(1, 1): flaw} if flaw else {})


def test_a_result_of_zero_is_a_placeholder_where_the_workbook_asks_to_be_calculated():
    cells = '<c r="A1"><f>B1</f><v>0</v></c>', '<c r="B1"><f>C1</f><v>42</v></c>', '<c r="C1"><v>0</v></c>'
    assert walked(*cells, style=STALE).flaws == {(1, 1): "holds a formula whose stored result 0 is a placeholder, never calculated"}


def test_hidden_rows_and_columns_and_merged_ranges_are_found():
    cells = '<c r="A1"><v>1</v></c>'
    rows = row(1, cells) + row(2, attributes=' hidden="1"') + row(3, attributes=' hidden="false"') + row(4, attributes=" hidden='true'")
    columns = '<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" hidden="0"/></cols>'
    walk = survey(sheet(rows, columns, '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>').encode(), Style(), 100)
    assert (walk.hidden_rows, walk.hidden_columns, walk.merged) == ([2, 4], [(2, 3)], ["A1:B2"])


def test_cells_without_a_place_stand_after_the_one_before():
    rows = '<row><c><v>1</v></c></row><row r="5"><c r="C5"><v>1</v></c><c t="e"/></row><row><c t="e"/></row>' + row(
        9, '<c r="A9"><v>1</v></c>'
    )
    walk = survey(sheet(rows).encode(), Style(), 100)
    assert (set(walk.flaws), walk.values) == ({(5, 4), (6, 1)}, 3)


@pytest.mark.parametrize(
    ("rows", "size"),
    [
        (row(2, '<c r="B2"><v>1</v></c>') + row(4, '<c r="D4"><v>1</v></c>'), (3, 4)),
        (row(2, '<c r="B2"><f>1</f></c>') + row(4, '<c r="D4"><f>1</f></c>'), (3, 3)),
        (row(1, '<c r="A1"><v>1</v></c>') + row(900, '<c r="XFD900" s="1"/>'), (1, 1)),
        ("", (0, 0)),
    ],
)
def test_a_sheet_reaches_as_far_as_its_cells_that_hold_something(rows, size):
    walk = survey(sheet(rows).encode(), Style(), 100)
    assert (walk.box.height, walk.box.width) == size


@pytest.mark.parametrize(
    "rows",
    [
        row(1, '<c r="XFE1"><v>1</v></c>'),
        row(1, '<c r="a1"><v>1</v></c>'),
        row(1_048_577, '<c r="A1048577"><v>1</v></c>'),
        row(0, '<c r="A0"><v>1</v></c>'),
        '<row r="²"/>',
        '<row r="99999999"/>',
        "<row>",
    ],
)
def test_a_cell_outside_a_sheet_and_a_damaged_sheet_are_faults(rows):
    with pytest.raises(Fault):
        survey(sheet(rows).encode(), Style(), 100)


def test_more_flaws_than_anybody_reads_are_a_fault(monkeypatch):
    monkeypatch.setattr("core.intake.sheet_xml.MOST_FLAWS", 1)
    assert walked('<c r="A1" t="e"/>').flaws
    with pytest.raises(Fault, match="more than 1 cells are flawed, the last one holds the error"):
        walked('<c r="A1" t="e"/>', '<c r="B1" t="e"/>')


def test_a_range_has_two_corners_or_one():
    assert range_of("B2:C3") == (2, 2, 3, 3)
    assert range_of("D14") == (14, 4, 14, 4)


CELLS = st.sampled_from(
    [
        '<c r="{}"><v>1</v></c>',
        '<c r="{}" t="s" s="4"><v>0</v></c>',
        '<c r="{}" s="4"><v>0.5</v></c>',
        '<c r="{}" s="1"/>',
        '<c r="{}"></c>',
        '<c r="{}"><f>1</f><v>2</v></c>',
        '<c r="{}"><f/><v>0</v></c>',
        '<c r="{}"><f>1</f></c>',
        '<c r="{}" t="e"><v>#N/A</v></c>',
        '<c r="{}" t="inlineStr"><is><t>a&lt;</t></is></c>',
        '<c r="{}" t="str"><v> </v></c>',
        '<c r="{}" x=">"><f>"/>"</f><v>1</v></c>',
        "<c r='{}'><v>1</v></c>",
    ]
)
ROWS = st.lists(st.tuples(st.lists(CELLS, max_size=4), st.sampled_from(["", ' hidden="1"', ' hidden="0"', ' spans="1:4"'])), max_size=6)


@given(ROWS, st.sampled_from([Style(), PERCENT, STALE]))
def test_the_quick_way_finds_what_the_parser_finds(rows, style):
    xml = sheet(
        "".join(
            row(n, *(cell.format(f"{'ABCD'[at]}{n}") for at, cell in enumerate(cells)), attributes=more)
            for n, (cells, more) in enumerate(rows, 1)
        )
    )
    quick, thorough = survey(xml.encode(), style, 100), Walk(style).over(xml.encode())
    assert (quick.values, quick.flaws, quick.hidden_rows, quick.errors) == (
        thorough.values,
        thorough.flaws,
        thorough.hidden_rows,
        thorough.errors,
    )
    assert quick.box.bottom >= thorough.box.bottom
    assert quick.box.right >= thorough.box.right
