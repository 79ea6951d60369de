"""A CSV file as raw cells: decoded without guessing, split strictly, refused where a quote may have swallowed rows."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from core.intake.columns import Grid
from core.intake.decoding import LINE_BREAK, Decoded, decoded
from core.intake.delimiting import Delimited, delimiter_of, is_contract, is_heads, usual_width
from core.intake.limits import MOST_CELLS, MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, SHEET_OR_TEXT, Fault
from core.intake.places import visible

BROKEN = {  # the csv module's words and ours
    "unexpected end of data": "a quote is opened and not closed",
    "field larger": f"a cell has more than {MOST_CHARACTERS:,} characters, or a quote is opened and not closed",
    "expected after": "a quote is closed in the middle of a cell",
}
FEWEST_COLUMNS_JUDGED = 5  # with fewer a comment of two lines may hold as many commas as rows do
LONGEST_LINE_SHOWN = 200
BEYOND = "stands beyond the last header column"


class Joined(NamedTuple):
    """A row of several lines: where it stands among the rows, and its first and last line."""

    at: int
    first: int
    last: int


def read_csv_text(data: bytes, encoding: str | None, delimiter: str | None, header_row: int | None) -> Grid:
    """The rows of the file, the first one being row 1. Cells beyond those of their header row are flaws. What is not said is what the file
    shows; where it shows more than one way, the others stand in the text form. Raises Fault."""
    found = decoded(data, encoding)
    if not found.text.strip():
        raise Fault("the file is empty", SHEET_OR_TEXT)
    divided = delimiter_of(found.text) if delimiter is None else Delimited(delimiter)
    rows, joined = _rows(found.text, divided.delimiter)
    header = 1 if header_row is None and is_contract(rows[0]) else header_row
    width = usual_width(rows) if header is None else len(rows[header - 1]) if header <= len(rows) else 0
    for row in joined:
        if header is None or row.at >= header:
            _check_swallowed(rows[row.at], width, divided.delimiter, row)
    grid = Grid("", False, rows)
    grid.text = found.encoding, divided.delimiter, found.sure and not divided.others, tuple(_others(found, divided))
    for number, column in _beyond(rows) if header is None else _after(rows, header, width):
        grid.flaw(number, column, BEYOND)
    return grid


def _others(found: Decoded, divided: Delimited) -> Iterator[tuple[str, str, str]]:
    """The other ways in which the file can be read, with a line that shows the difference."""
    for encoding, text in found.others:
        line = next((line for line in LINE_BREAK.split(text) if not line.isascii()), "")
        yield encoding, divided.delimiter, line[:LONGEST_LINE_SHOWN]
    for delimiter, line in divided.others:
        yield found.encoding, delimiter, line[:LONGEST_LINE_SHOWN]


def _rows(text: str, delimiter: str) -> tuple[list[list[str]], list[Joined]]:
    if len(delimiter) != 1 or delimiter in '"\r\n\0':
        raise Fault(f"the layout separates columns by {visible(delimiter)[:20]!r}", "one character, such as ';'")
    before = csv.field_size_limit(MOST_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    joined: list[Joined] = []
    line = width = 0
    try:
        for row in reader:
            rows.append(row)
            width = max(width, len(row))
            _check_size(len(rows), width)
            if reader.line_num - line > 1:
                joined.append(Joined(len(rows) - 1, line + 1, reader.line_num))
            line = reader.line_num
    except csv.Error as broken:
        what = next((phrase for said, phrase in BROKEN.items() if said in str(broken)), str(broken))
        raise Fault(f"the row that begins in line {line + 1:,} cannot be split ({what})", "every opened quote closed") from broken
    finally:
        csv.field_size_limit(before)
    return rows, joined


def _check_size(height: int, width: int) -> None:
    if width > MOST_COLUMNS or height > MOST_ROWS or height * width > MOST_CELLS:
        limits = f"{MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns and {MOST_CELLS:,} cells"
        raise Fault(f"the file has {height:,} rows x {width:,} columns or more", f"at most {limits}")


def _check_swallowed(row: Sequence[str], width: int, delimiter: str, lines: Joined) -> None:
    """A cell may hold a line break; but when its lines hold the delimiters of whole rows, two stray quotes have joined these rows."""
    if width < FEWEST_COLUMNS_JUDGED:
        return
    inside = [line.count(delimiter) for cell in row for line in LINE_BREAK.split(cell)[1:-1]]
    delimiters = len(row) - 1 + sum(cell.count(delimiter) for cell in row)
    if delimiters == (lines.last - lines.first + 1) * (width - 1) or max(inside, default=0) >= width - 1:
        found = f"lines {lines.first:,} to {lines.last:,} are held together by quotes but look like rows of their own"
        raise Fault(found, "every opened quote closed")


def _after(rows: Sequence[Sequence[str]], header: int, width: int) -> Iterator[tuple[int, int]]:
    """The filled cells below a header row that stand beyond its columns, by 1-based row and column."""
    for number, row in enumerate(rows[header:], header + 1):
        if len(row) > width:
            yield from _filled(number, row, width)


def _beyond(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """The same where nobody says which row is the header: titles stand above it, and other tables may follow with heads of their own."""
    if len({len(row) for row in rows if row}) < 2:
        return
    width = 0
    for filled, block in groupby(enumerate(rows, 1), lambda numbered: any(numbered[1])):
        lines = list(block) if filled else []
        usual, under_head = usual_width([row for _, row in lines]), False
        for number, row in lines:
            if 2 * len(row) >= usual and is_heads(row):
                width, under_head = max(width, len(row)) if under_head else len(row), True
                continue
            under_head = False
            if 0 < width < len(row):
                yield from _filled(number, row, width)


def _filled(number: int, row: Sequence[str], width: int) -> Iterator[tuple[int, int]]:
    return ((number, column) for column, cell in enumerate(row[width:], width + 1) if cell != "")
