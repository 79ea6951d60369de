"""What crosses from the reading process arrives as it left: every cell with its kind."""

import datetime
import marshal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.intake.columns import Cell, Grid, message, pack, unpack
from core.intake.limits import Fault

WORDS = st.sampled_from(["", "g/L", " NA ", "0", "True", "血红蛋白"]) | st.text(max_size=5)
NUMBERS = st.booleans() | st.floats(allow_nan=False) | st.integers(-9, 9)
DATES = st.datetimes() | st.dates() | st.times() | st.timedeltas()
COLUMN = st.sampled_from([WORDS, NUMBERS | st.just(""), DATES, WORDS | NUMBERS, WORDS | NUMBERS | DATES])


@given(st.data(), st.integers(0, 5), st.lists(COLUMN, min_size=1, max_size=4))
def test_cells_cross_with_value_and_kind(data, height, columns):
    rows: list[list[Cell]] = [[data.draw(cell) for cell in columns] for _ in range(height)]
    crossed = unpack(marshal.loads(marshal.dumps(pack(rows), 2)), height) if height else []
    assert [[(type(cell), cell) for cell in row] for row in crossed] == [
        [(type(None), None) if cell == "" else (type(cell), cell) for cell in row] for row in rows
    ]


def test_one_and_true_and_one_point_zero_stay_apart():
    rows: list[list[Cell]] = [[1.0], [True], [1], ["1"], [datetime.date(2026, 3, 5)], [datetime.datetime(2026, 3, 5)]]
    assert [type(row[0]) for row in unpack(pack(rows), 6)] == [float, bool, int, str, datetime.date, datetime.datetime]


def test_short_rows_are_filled_with_blanks():
    assert unpack(pack([["a", "b"], ["c"], []]), 3) == [["a", "b"], ["c", None], [None, None]]


def test_columns_of_different_heights_are_refused():
    with pytest.raises(ValueError, match="different lengths"):
        unpack([(["a"], b"")], 2)


def test_a_text_that_lost_a_part_before_is_a_flaw():
    grid = Grid("labs", False, [["a", "h\ufffdmoglobin"], [1.0], ["\ufffd", "b"], [2.0, "c"]], 3, 2)
    grid.flaw(5, 2, "is inside merged cells B5:B6")
    places = message(grid)[6][0]
    assert places == {
        "holds the mark U+FFFD, so a part of its text was lost before": [(3, 3)],
        "is inside merged cells B5:B6 and holds the mark U+FFFD, so a part of its text was lost before": [(5, 2)],
    }


def test_a_flaw_found_twice_is_told_once():
    grid = Grid("labs", False, [[""]])
    grid.flaw(1, 1, "is wrong")
    grid.flaw(1, 1, "is wrong")
    assert grid.flaws == {(1, 1): "is wrong"}


@pytest.mark.parametrize(("length", "refused"), [(32_766, False), (32_767, False), (32_768, True)])
def test_a_text_longer_than_a_spreadsheet_cell_is_refused(length, refused):
    grid = Grid("labs", False, [["a"], ["b" * length]], 3, 2)
    if not refused:
        assert message(grid)[4] == 2
        return
    with pytest.raises(Fault) as fault:
        message(grid)
    assert (fault.value.found, fault.value.expected) == ("sheet labs: cell B4 holds 32,768 characters", "at most 32,767 in a cell")
