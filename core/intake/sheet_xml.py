"""What one sheet's XML says beside its plain values: how far it reaches, and which cells do not hold what they seem to hold.

Nearly every row of nearly every sheet is plain. A regular expression takes the plain rows out, another the plain cells of other rows; a
real XML parser walks what is left. What the expressions do not know they leave to it, so an odd way of writing costs time and never a cell.
"""

import re
from collections.abc import Iterable
from xml.parsers import expat

from core.facts.address import cell_name, column_number
from core.intake.limits import MOST_COLUMNS, MOST_FLAWS, MOST_ROWS, Fault
from core.intake.places import visible

CELL = (
    rb'<c r="([A-Z]{1,3})%s"(?:%s| t="(?:n|s|b|str|inlineStr)")*+(?:/>|>(?:'
    rb"%s<v>[^<]++</v>"
    rb'|<is><t(?: xml:space="preserve")?>[^<]++</t></is>)?+</c>)'
)
STYLE = rb' s="\d+"'
FORMULA = rb"(?:<f(?: [^<>]*+)?>(?:(?<=/>)|[^<]*+</f>))?+"
ROW = rb'<row r="(?P<row>\d{1,7})"(?![^<>]*hidden(?!="(?:0|false)"))[^<>]*+(?:(?<=/>)|>\s*+(?:%s\s*+)*+</row>)'
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
YES = {"1", "true"}


class Box:
    """The smallest rectangle round the cells met so far; 1-based, both ends inside; `bottom` is 0 while there is none."""

    __slots__ = ("bottom", "left", "right", "top")

    def __init__(self, rows: Iterable[int] = (), columns: Iterable[int] = ()) -> None:
        self.top, self.bottom = min(rows, default=MOST_ROWS), max(rows, default=0)
        self.left, self.right = min(columns, default=MOST_COLUMNS), max(columns, default=0)

    def take(self, row: int, column: int) -> None:
        self.top = row if row < self.top else self.top
        self.bottom = row if row > self.bottom else self.bottom
        self.left = column if column < self.left else self.left
        self.right = column if column > self.right else self.right

    def join(self, other: "Box") -> None:
        self.top, self.bottom = min(self.top, other.top), max(self.bottom, other.bottom)
        self.left, self.right = min(self.left, other.left), max(self.right, other.right)

    @property
    def height(self) -> int:
        return max(0, self.bottom - self.top + 1)

    @property
    def width(self) -> int:
        return max(0, self.right - self.left + 1)

    @property
    def area(self) -> int:
        return self.height * self.width


class Style:
    """How cells are to be judged in this workbook: which styles show a fraction as a percentage, which put zeros in front of a
    number; whether stored results are out of date."""

    __slots__ = ("percents", "stale", "zeros")

    def __init__(self, percents: frozenset[str] = frozenset(), stale: bool = False, zeros: frozenset[str] = frozenset()) -> None:
        self.percents = percents
        self.stale = stale
        self.zeros = zeros

    def plain(self) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
        """A whole row of cells that hold just what they say, with its number and its last cell's letters; and one such cell likewise."""
        style = STYLE
        if odd := self.percents | self.zeros:
            style = rb' s="(?!(?:%s)")\d+"' % "|".join(sorted(odd)).encode()
        formula = b"" if self.stale else FORMULA
        return re.compile(ROW % (CELL % (rb"(?P=row)", style, formula))), re.compile(CELL % (rb"(?P<row>\d{1,7})", style, formula))


class Walk:
    """One pass over a sheet's XML: its reach, its flawed cells, its merged ranges, its hidden rows and columns.

    `values` counts the cells in which a reader must find something; `placed` is false once a row or cell does not say where it stands.
    """

    def __init__(self, style: Style) -> None:
        self.style = style
        self.values = 0
        self.box = Box()
        self.flaws: dict[tuple[int, int], str] = {}
        self.merged: list[str] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.errors = False
        self.placed = True
        self._place = (0, 0)
        self._row = 0
        self._cell: dict[str, str] | None = None
        self._formula = self._stored = self._listening = False
        self._text: list[str] = []

    def over(self, xml: bytes) -> "Walk":
        """This walk, done. Raises Fault where the XML is damaged."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._hear
        try:
            parser.Parse(xml, True)
        except expat.ExpatError as damage:
            raise Fault(f"it is damaged ({expat.ErrorString(damage.code)})", "a whole .xlsx file") from damage
        return self

    def content(self, place: tuple[int, int], kind: str, text: str) -> None:
        """A cell with something in it was met."""
        self.values += 1
        self.box.take(*place)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name[name.rfind(":") + 1 :]
        if self._cell is not None:
            self._formula |= tag == "f"
            self._stored |= tag == "v"
            self._listening = tag in ("v", "t")
        elif tag == "c":
            self._open_cell(attributes)
        elif tag == "row":
            self._open_row(attributes)
        elif tag == "col" and attributes.get("hidden") in YES:
            self.hidden_columns.append((_number(attributes.get("min", "")), _number(attributes.get("max", ""))))
        elif tag == "mergeCell":
            self.merged.append(attributes.get("ref", ""))
            range_of(self.merged[-1])

    def _hear(self, text: str) -> None:
        if self._listening:
            self._text.append(text)

    def _end(self, name: str) -> None:
        self._listening = False
        if self._cell is not None and name[name.rfind(":") + 1 :] == "c":
            self._close_cell(self._cell)
            self._cell = None

    def _open_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        self.placed &= number is not None
        self._row = self._row + 1 if number is None else _number(number)
        self._place = (self._row, 0)
        if attributes.get("hidden") in YES:
            self.hidden_rows.append(self._row)

    def _open_cell(self, attributes: dict[str, str]) -> None:
        name = attributes.get("r")
        self.placed &= name is not None
        self._place = (self._row, self._place[1] + 1) if name is None else place_of(name)
        self._cell = attributes
        self._formula = self._stored = False
        self._text = []

    def _close_cell(self, cell: dict[str, str]) -> None:
        kind, text = cell.get("t", "n"), "".join(self._text)
        flaw = self._flaw(kind, text, cell.get("s", ""))
        self.errors |= kind == "e"
        if flaw:
            self.flaws[self._place] = flaw
            self.box.take(*self._place)
            if len(self.flaws) > MOST_FLAWS:
                raise Fault(f"more than {MOST_FLAWS:,} cells are flawed, the last one {flaw}", "cells that hold their values")
        if text:
            self.content(self._place, kind, text)

    def _flaw(self, kind: str, text: str, style: str) -> str:
        if kind == "e":
            return f"holds the error {visible(text)[:40]}".rstrip()
        if self._formula and not text and not (kind == "str" and self._stored):
            return "holds a formula without a stored result"
        if self._formula and self.style.stale and text == "0":
            return "holds a formula whose stored result 0 is a placeholder, never calculated"
        if kind == "n" and text and style in self.style.percents:
            return f"is shown as a percentage but stored as the fraction {visible(text)[:40]}"
        if kind == "n" and text and style in self.style.zeros:
            return f"is shown with zeros in front but stored as the number {visible(text)[:40]}"
        return ""


def survey(xml: bytes, style: Style, most_cells: int) -> Walk:
    """The walk over a sheet; a sheet that seems to reach over more than `most_cells` is walked again for the cells that hold something."""
    row, cell = style.plain()
    pieces = row.split(xml)  # what is left, a row's number, its last cell's letters, what is left, ...
    more = cell.split(b"".join(pieces[::3]))  # what is left, a cell's letters, its row's number, what is left, ...
    rest = b"".join(more[::3])
    walk = Walk(style).over(rest)
    if len(rest) < len(xml) and not walk.placed:  # where its cells stand depends on what was taken out
        return Walk(style).over(xml)
    walk.values += sum(xml.count(tag) - rest.count(tag) for tag in (b"<v>", b"<is>"))
    rows = {int(number) for number in {*pieces[1::3], *more[2::3]}}
    columns = {column_number(letters.decode()) for letters in {*pieces[2::3], *more[1::3]} if letters}
    if columns:
        place_of(cell_name(max(rows), max(columns)))
        walk.box.join(Box(rows, (1, max(columns))))
    if walk.box.area > most_cells:
        walk = Walk(style).over(xml)
    return walk


def place_of(name: str) -> tuple[int, int]:
    """1-based row and column of a cell by its name. Raises Fault for a name no sheet has."""
    found = REFERENCE.fullmatch(name)
    if found is None or (column := column_number(found[1])) > MOST_COLUMNS or int(found[2]) > MOST_ROWS:
        raise Fault(f"a cell is called {visible(name)[:40]!r}", f"cells A1 to {cell_name(MOST_ROWS, MOST_COLUMNS)}")
    return int(found[2]), column


def range_of(name: str) -> tuple[int, int, int, int]:
    """1-based top, left, bottom and right of a range such as B2:C3."""
    first, colon, last = name.partition(":")
    top, left = place_of(first)
    bottom, right = place_of(last) if colon else (top, left)
    return top, left, bottom, right


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and 0 < int(text) <= MOST_ROWS):
        raise Fault(f"a row or column has the number {visible(text)[:40]!r}", f"numbers 1 to {MOST_ROWS:,}")
    return int(text)
