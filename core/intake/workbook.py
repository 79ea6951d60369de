"""The sheets of an .xlsx workbook as raw cells; every cell of the file is either in them or named as a flaw."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

from python_calamine import CalamineWorkbook

from core.facts.address import letters
from core.intake.columns import Cell, Grid
from core.intake.limits import MOST_CELLS, MOST_FLAWS, Fault
from core.intake.package import WHOLE, Package, Sheet
from core.intake.places import visible
from core.intake.prescan import parts
from core.intake.sheet_xml import Box, Style, Walk, range_of, survey

MOST_NAMED = 20  # ranges or cells named in one notice
UNREAD = "holds a value that could not be read"
TWICE = "is written twice in the file"


def read_workbook(data: bytes) -> list[Grid]:
    """Every sheet of the workbook, in its order. Raises Fault."""
    package = Package(parts(data))
    style = package.style()
    walks: list[Walk] = []
    room = MOST_CELLS
    for sheet in package.sheets:
        with _named(sheet):
            walks.append(_surveyed(sheet, style, room))
        room -= walks[-1].box.area
    grids = []
    for sheet, walk, grid in zip(package.sheets, walks, _cells(package, walks), strict=True):
        with _named(sheet):
            grids.append(_with_flaws(grid, sheet, walk, package, style))
    return grids


@contextmanager
def _named(sheet: Sheet) -> Iterator[None]:
    """Puts the sheet's name before a fault found in it."""
    try:
        yield
    except Fault as fault:
        raise Fault(f"sheet {visible(sheet.name)}: {fault.found}", fault.expected) from fault


def _surveyed(sheet: Sheet, style: Style, room: int) -> Walk:
    """The walk over a sheet, which may use `room` cells at most: one far cell makes a reader lay out all those before it."""
    walk = survey(sheet.xml, style, room) if sheet.xml else Walk(style)
    if walk.box.area > room:
        size = f"{walk.box.height:,} rows x {walk.box.width:,} columns"
        raise Fault(f"its used range is {size}", f"at most {MOST_CELLS:,} cells in all sheets together")
    return walk


def _cells(package: Package, walks: Sequence[Walk]) -> Iterator[Grid]:
    """The cells of each sheet as calamine finds them; a sheet without cells of its own, such as a chart, is an empty one."""
    copy = package.clean_copy([walk.errors for walk in walks])
    try:
        book = CalamineWorkbook.from_filelike(copy)
        names = iter(book.sheet_names)
        for sheet in package.sheets:
            found = book.get_sheet_by_name(next(names)) if sheet.xml else None
            top, left = (found.start if found else None) or (0, 0)
            yield Grid(sheet.name, sheet.hidden, found.to_python() if found else [], top + 1, left + 1)
    except MemoryError:
        raise
    except Exception as damage:
        package.blank_strings()  # where the shared texts are damaged, this says so better
        raise Fault(f"the workbook could not be read ({visible(str(damage))[:120]})", WHOLE) from damage


def _with_flaws(grid: Grid, sheet: Sheet, walk: Walk, package: Package, style: Style) -> Grid:
    shown = sum(len(row) - row.count("") for row in grid.rows)
    if shown != walk.values:
        audit = Audit(style, grid, package.blank_strings())
        audit.over(sheet.xml)
        if audit.accounted != shown:
            raise Fault(f"{shown:,} values were read and {audit.accounted:,} of them stand in the file", WHOLE)
        walk = audit
    grid.flaws |= walk.flaws
    _widen(grid)
    _add_merged(grid, walk.merged)
    grid.concealed += _concealed(grid, walk)
    grid.notices += [f"is a {visible(sheet.kind)} and has no cells"] if not sheet.xml else grid.concealed
    if sheet.comments:
        grid.notices.append(f"{_listed('cell', 'cells', sheet.comments)} commented; comments are not read")
    return grid


class Audit(Walk):
    """A walk that looks every value of the file up among the cells that were read; what is missing there becomes a flaw."""

    def __init__(self, style: Style, grid: Grid, blank_strings: Collection[str]) -> None:
        super().__init__(style)
        self.grid = grid
        self.blank_strings = blank_strings
        self.met: set[tuple[int, int]] = set()
        self.accounted = 0

    def content(self, place: tuple[int, int], kind: str, text: str) -> None:
        super().content(place, kind, text)
        if place in self.met:
            self.flaws[place] = TWICE
            return
        self.met.add(place)
        row, column = place[0] - self.grid.top, place[1] - self.grid.left
        inside = 0 <= row < len(self.grid.rows) and 0 <= column < len(self.grid.rows[row])
        if inside and self.grid.rows[row][column] != "":
            self.accounted += 1
        elif not (text in self.blank_strings if kind == "s" else kind in ("str", "inlineStr") and text.isspace()):
            self.flaws.setdefault(place, UNREAD)


def _widen(grid: Grid) -> None:
    """Makes room for flawed cells beyond the cells that hold something, so that a row of nothing but flaws is still a row."""
    if not grid.flaws:
        return
    width = len(grid.rows[0]) if grid.rows else 0
    box = Box(*zip(*grid.flaws, strict=True))
    if width:
        box.join(Box((grid.top, grid.top + len(grid.rows) - 1), (grid.left, grid.left + width - 1)))
    if box.area != len(grid.rows) * width:
        blank: list[Cell] = [""] * box.width
        before, after = blank[: grid.left - box.left], blank[: box.right - grid.left - width + 1]
        rows = [[*before, *row, *after] for row in grid.rows]
        above = [blank] * (grid.top - box.top)
        grid.rows = [*above, *rows, *[blank] * (box.height - len(above) - len(rows))]
        grid.top, grid.left = box.top, box.left


def _add_merged(grid: Grid, ranges: Sequence[str]) -> None:
    room = MOST_FLAWS
    for name in ranges:
        top, left, bottom, right = range_of(name)
        rows = range(max(top, grid.top), min(bottom, grid.top + len(grid.rows) - 1) + 1)
        columns = range(max(left, grid.left), min(right, grid.left + len(grid.rows[0]) - 1) + 1) if grid.rows else range(0)
        if not rows or not columns:
            continue
        grid.merged.append((top, left, bottom, right))
        room -= len(rows) * len(columns)
        if room < 0:
            raise Fault(f"more than {MOST_FLAWS:,} cells are inside merged ranges", "separate cells")
        for row in rows:
            for column in columns:
                grid.flaw(row, column, f"is inside merged cells {name}")


def _concealed(grid: Grid, walk: Walk) -> Iterator[str]:
    """The filled rows and columns that the spreadsheet does not show."""
    filled = [row for row in walk.hidden_rows if any(cell != "" for cell in _row(grid, row))]
    if filled:
        yield f"{_listed('row', 'rows', _runs(filled, str))} hidden and filled; read like the others"
    last = grid.left + (len(grid.rows[0]) if grid.rows else 0)
    hidden = {column for first, end in walk.hidden_columns for column in range(max(first, grid.left), min(end + 1, last))}
    filled = [column for column in sorted(hidden) if any(row[column - grid.left] != "" for row in grid.rows)]
    if filled:
        yield f"{_listed('column', 'columns', _runs(filled, letters))} hidden and filled; read like the others"


def _row(grid: Grid, number: int) -> Sequence[Cell]:
    return grid.rows[number - grid.top] if 0 <= number - grid.top < len(grid.rows) else []


def _runs(numbers: Sequence[int], name: Callable[[int], str]) -> list[str]:
    """Ascending numbers with neighbors drawn together: 5, 6, 7, 9 is '5-7', '9'."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [name(first) if first == last else f"{name(first)}-{name(last)}" for first, last in runs]


def _listed(one: str, many: str, names: Sequence[str]) -> str:
    """'row 5 is', 'rows 5-7, 9 are'; of a long list the beginning and how many more."""
    if len(names) == 1 and "-" not in names[0]:
        return f"{one} {names[0]} is"
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return f"{many} {', '.join(names[:MOST_NAMED])}{more} are"
