"""A sheet's cells as columns that can cross a pipe as plain data: packed in the reader's process, unpacked in the caller's.

A column without numbers travels as its distinct cells and an index (a laboratory repeats its words), any other column as it is.
Dates, which the pipe's format does not know, travel as tagged ISO text, a blank cell as None or the empty text.
"""

import datetime
import itertools
from array import array
from collections.abc import Callable, Iterable, Sequence

from core.facts.address import cell_name
from core.intake.limits import MOST_CHARACTERS, Fault
from core.intake.places import visible

Cell = str | int | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta | None  # None: a blank cell
Packed = tuple[list[Cell | bytes], bytes]  # distinct cells and their index; without an index the cells themselves
NUMBERS = {bool, int, float}
LOST = "\ufffd"
LOST_TEXT = "holds the mark U+FFFD, so a part of its text was lost before"


def pack(rows: Iterable[Sequence[Cell]]) -> list[Packed]:
    """Columns of the rows; a short row is filled with blanks."""
    return [_pack_column(column) for column in itertools.zip_longest(*rows, fillvalue="")]


def unpack(columns: Iterable[Packed], height: int) -> list[list[Cell]]:
    """The rows again, blank cells as None. Raises an Exception for columns that `pack` did not make."""
    cells = [_unpack_column(found, index) for found, index in columns]
    if any(len(column) != height for column in cells):
        raise ValueError("columns of different lengths")
    return list(map(list, zip(*cells, strict=True)))


def _pack_column(column: tuple[Cell, ...]) -> Packed:
    kinds = set(map(type, column))
    if kinds.isdisjoint(NUMBERS):  # 1, 1.0 and True are one key of a dict, so numbers never go through one
        index = {cell: number for number, cell in enumerate(dict.fromkeys(column))}
        cells = [cell or None if isinstance(cell, str) else _plain(cell) for cell in index]
        return cells, array("I", map(index.__getitem__, column)).tobytes()
    if kinds <= {str, *NUMBERS}:
        return [None if cell == "" else cell for cell in column], b""
    return [_plain(cell) for cell in column], b""


def _unpack_column(cells: list[Cell | bytes], index: bytes) -> list[Cell]:
    found = [HEARD[cell[:1]](cell[1:].decode()) if isinstance(cell, bytes) else cell for cell in cells]
    if not index:
        return found
    numbers = array("I")
    numbers.frombytes(index)
    return list(map(found.__getitem__, numbers))


def _plain(cell: Cell) -> Cell | bytes:
    if isinstance(cell, datetime.datetime):
        return b"m" + cell.isoformat().encode()
    if isinstance(cell, datetime.date):
        return b"d" + cell.isoformat().encode()
    if isinstance(cell, datetime.time):
        return b"t" + cell.isoformat().encode()
    if isinstance(cell, datetime.timedelta):
        return b"l" + str(cell // datetime.timedelta(microseconds=1)).encode()
    return None if cell == "" else cell


def _duration(microseconds: str) -> datetime.timedelta:
    return datetime.timedelta(microseconds=int(microseconds))


HEARD: dict[bytes, Callable[[str], Cell]] = {
    b"m": datetime.datetime.fromisoformat,
    b"d": datetime.date.fromisoformat,
    b"t": datetime.time.fromisoformat,
    b"l": _duration,
}


Range = tuple[int, int, int, int]  # top, left, bottom, right
Form = tuple[str, str, bool, tuple[tuple[str, str, str], ...]]  # the items of a TextForm, as plain data


class Grid:
    """One sheet's cells as its reader found them, blank ones as ''; `top` and `left` are 1-based, the rest is that of a `Table`."""

    __slots__ = ("concealed", "flaws", "hidden", "left", "merged", "name", "notices", "rows", "text", "top")

    def __init__(self, name: str, hidden: bool, rows: Sequence[Sequence[Cell]], top: int = 1, left: int = 1) -> None:
        self.name, self.hidden, self.rows, self.top, self.left = name, hidden, rows, top, left
        self.flaws: dict[tuple[int, int], str] = {}
        self.notices: list[str] = []
        self.merged: list[Range] = []
        self.concealed: list[str] = []
        self.text: Form | None = None

    def flaw(self, row: int, column: int, text: str) -> None:
        """Adds a fault of one cell to those already known."""
        known = self.flaws.get((row, column))
        self.flaws[row, column] = f"{known} and {text}" if known and text != known else text


Marks = tuple[dict[str, list[tuple[int, int]]], list[str], list[Range], list[str], Form | None]
Message = tuple[str, bool, int, int, int, list[Packed], Marks]


def message(grid: Grid) -> Message:
    """The sheet as plain data: its name, whether it is hidden, its place and height, its columns; and with these its flaws by text, its
    notices, its merged ranges, its concealed parts and its text form."""
    columns = pack(grid.rows)
    for (row, column), text in text_flaws(grid, columns).items():
        grid.flaw(row, column, text)
    places: dict[str, list[tuple[int, int]]] = {}
    for place, text in grid.flaws.items():
        places.setdefault(text, []).append(place)
    marks = places, grid.notices, grid.merged, grid.concealed, grid.text
    return grid.name, grid.hidden, grid.top, grid.left, len(grid.rows), columns, marks


def text_flaws(grid: Grid, columns: Sequence[Packed]) -> dict[tuple[int, int], str]:
    """Flaws of the texts that hold U+FFFD, by 1-based row and column. Raises Fault for a text longer than a spreadsheet's cell."""
    flaws = {}
    for index, (cells, _) in enumerate(columns):
        texts = [cell for cell in cells if isinstance(cell, str)]
        if max(map(len, texts), default=0) <= MOST_CHARACTERS and not any(LOST in text for text in texts):
            continue
        for number, row in enumerate(grid.rows, grid.top):
            text = row[index] if index < len(row) else None
            if isinstance(text, str) and len(text) > MOST_CHARACTERS:
                where = f"sheet {visible(grid.name)}: " if grid.name else ""
                found = f"{where}cell {cell_name(number, grid.left + index)} holds {len(text):,} characters"
                raise Fault(found, f"at most {MOST_CHARACTERS:,} in a cell")
            if isinstance(text, str) and LOST in text:
                flaws[number, grid.left + index] = LOST_TEXT
    return flaws
