"""A CSV file as raw cells: decoded without guessing, split strictly, refused where a quote may have swallowed rows."""

import codecs
import csv
import io
import re
from collections.abc import Sequence

from core.intake.columns import Grid
from core.intake.limits import MOST_CELLS, MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, SHEET_OR_TEXT, Fault
from core.intake.places import visible

MARKS = (  # the first bytes by which a file says how its text is written; the codec reads what follows them
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WITH_MARK = {"utf-8": ("utf-8", "utf-8-sig"), "utf-16-le": ("utf-16", "utf-16-le"), "utf-16-be": ("utf-16", "utf-16-be")}
UNICODE = "UTF-8, or UTF-16 with a byte order mark"
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
BROKEN = {  # the csv module's words and ours
    "unexpected end of data": "a quote is opened and not closed",
    "field larger": f"a cell has more than {MOST_CHARACTERS:,} characters, or a quote is opened and not closed",
    "expected after": "a quote is closed in the middle of a cell",
}
FEWEST_COLUMNS_JUDGED = 5  # with fewer a comment of two lines may hold as many commas as rows do
LINE_BREAK = re.compile(r"\r\n|\r|\n")
BEYOND = "stands beyond the last header column"


def read_csv_text(data: bytes, encoding: str | None, delimiter: str, header_row: int) -> Grid:
    """The rows of the file, the first one being row 1. Cells beyond those of the header row are flaws. Raises Fault."""
    text = _decoded(data, encoding)
    if not text.strip():
        raise Fault("the file is empty", SHEET_OR_TEXT)
    if (at := text.find("\0")) >= 0:
        raise Fault(f"line {_line(text[:at])} holds a NUL character", f"text in {UNICODE}")
    rows = _rows(text, delimiter, header_row)
    if delimiter == "," and len(rows[0]) == 1:
        for other, name in DELIMITERS.items():
            if other in rows[0][0] and other != delimiter:
                raise Fault(f"the file separates its columns by {name}", "commas, or a layout that names the delimiter")
    grid = Grid("", False, rows)
    width = len(rows[header_row - 1]) if header_row <= len(rows) else 0
    for number, row in enumerate(rows[header_row:], header_row + 1):
        if len(row) > width:
            for column in range(width, len(row)):
                if row[column] != "":
                    grid.flaw(number, column + 1, BEYOND)
    return grid


def _decoded(data: bytes, encoding: str | None) -> str:
    mark, codec = next(((mark, codec) for mark, codec in MARKS if data.startswith(mark)), (b"", ""))
    wanted = encoding or codec or "utf-8"
    try:
        name = codecs.lookup(wanted).name
        if codec and name not in WITH_MARK[codec]:
            raise Fault(f"the file begins with the mark of {codec.upper()}", f"{name}, as its layout says")
        if name == "utf-16" and not mark:
            raise Fault("the file has no byte order mark", "UTF-16 with one, or utf-16-le or utf-16-be in its layout")
        return data[len(mark) :].decode(codec or name)
    except UnicodeDecodeError as wrong:
        at, good = len(mark) + wrong.start, wrong.object[: wrong.start].decode(codec or name)
        found = f"byte 0x{data[at]:02X} at byte offset {at:,} (line {_line(good):,}) is not {wrong.encoding.upper()}"
        raise Fault(found, f"text in {encoding}, as its layout says" if encoding else f"text in {UNICODE}") from wrong
    except (LookupError, ValueError) as unknown:
        raise Fault(f"the layout's encoding {visible(wanted)[:40]!r} is none for text", "a name such as gb18030") from unknown


def _rows(text: str, delimiter: str, header_row: int) -> list[list[str]]:
    if len(delimiter) != 1 or delimiter in '"\r\n\0':
        raise Fault(f"the layout separates columns by {visible(delimiter)[:20]!r}", "one character, such as ';'")
    before = csv.field_size_limit(MOST_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    line = width = 0
    try:
        for row in reader:
            rows.append(row)
            width = max(width, len(row))
            _check_size(len(rows), width)
            if reader.line_num - line > 1 and len(rows) > header_row:
                _check_swallowed(row, len(rows[header_row - 1]), delimiter, line + 1, reader.line_num)
            line = reader.line_num
    except csv.Error as broken:
        what = next((phrase for said, phrase in BROKEN.items() if said in str(broken)), str(broken))
        raise Fault(f"the row that begins in line {line + 1:,} cannot be split ({what})", "every opened quote closed") from broken
    finally:
        csv.field_size_limit(before)
    return rows


def _check_size(height: int, width: int) -> None:
    if width > MOST_COLUMNS or height > MOST_ROWS or height * width > MOST_CELLS:
        limits = f"{MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns and {MOST_CELLS:,} cells"
        raise Fault(f"the file has {height:,} rows x {width:,} columns or more", f"at most {limits}")


def _check_swallowed(row: Sequence[str], width: int, delimiter: str, first: int, last: int) -> None:
    """A cell may hold a line break; but when its lines hold the delimiters of whole rows, two stray quotes have joined these rows."""
    if width < FEWEST_COLUMNS_JUDGED:
        return
    inside = [line.count(delimiter) for cell in row for line in LINE_BREAK.split(cell)[1:-1]]
    delimiters = len(row) - 1 + sum(cell.count(delimiter) for cell in row)
    if delimiters == (last - first + 1) * (width - 1) or max(inside, default=0) >= width - 1:
        raise Fault(f"lines {first:,} to {last:,} are held together by quotes but look like rows of their own", "every opened quote closed")


def _line(before: str) -> int:
    """Number of the line in which a text goes on."""
    return len(LINE_BREAK.findall(before)) + 1
