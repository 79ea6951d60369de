"""A part of a table seen as lines under heads, turned where its heads stand in a column: one way to speak of both."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.intake.tables import Cell, Table
from core.layouts.looks import blank
from core.layouts.region import Place

MOST_HEAD_ROWS = 4  # a merged range is followed down so far

Span = tuple[int, int, int, int]  # a merged range: top, left, bottom, right in the view, from 0, both ends inside


@dataclass(frozen=True, slots=True)
class View:
    """`rows` are the rows of the part, or its columns where it is `across`; `up` and `left` say where in `table.rows` it begins. `spans`
    are the merged ranges by the rows of the view in which they stand."""

    table: Table
    rows: Sequence[Sequence[Cell]]
    up: int
    left: int
    across: bool
    spans: Mapping[int, Sequence[Span]]

    @property
    def width(self) -> int:
        return len(self.rows[0])

    def line(self, row: int) -> int:
        """The index of a row of the view among the lines of the table."""
        return row + (self.left if self.across else self.up)

    def index(self, column: int) -> int:
        """The index of a column of the view among the columns of the table."""
        return column + (self.up if self.across else self.left)

    def place(self, row: int, column: int, cell: Cell = None) -> Place:
        """A cell, or what of it is said."""
        down, across = (column, row) if self.across else (row, column)
        found = self.rows[row][column] if cell is None else cell
        return Place(self.table.first_row + self.up + down, self.table.first_column + self.left + across, found)

    def filled(self, row: int) -> list[int]:
        """The columns in which a row holds anything."""
        return [column for column, cell in enumerate(self.rows[row]) if cell is not None and not blank(cell)]

    def span(self, row: int, column: int) -> Span | None:
        """The merged range a cell lies in."""
        return next((span for span in self.spans.get(row, ()) if span[1] <= column <= span[3]), None)

    def places(self, rows: range) -> Iterator[Place]:
        """Every filled cell of these rows."""
        for row in rows:
            for column in self.filled(row):
                yield self.place(row, column)


def view(table: Table, rows: range, columns: range, across: bool = False) -> View:
    """A rectangle of a table that is not empty."""
    whole = len(rows) == len(table.rows) and len(columns) == len(table.rows[0])
    cells: Sequence[Sequence[Cell]] = table.rows if whole else [table.rows[row][columns.start : columns.stop] for row in rows]
    if across:
        cells = list(map(list, zip(*cells, strict=True)))
    spans: dict[int, list[Span]] = {}
    for top, left, bottom, right in table.merged:
        down = (top - table.first_row - rows.start, bottom - table.first_row - rows.start)
        along = (left - table.first_column - columns.start, right - table.first_column - columns.start)
        if across:
            down, along = along, down
        if along[1] < 0 or along[0] >= len(cells[0]):
            continue
        for row in range(max(0, down[0]), min(down[1], down[0] + MOST_HEAD_ROWS) + 1):
            spans.setdefault(row, []).append((down[0], along[0], down[1], min(along[1], len(cells[0]) - 1)))
    return View(table, cells, rows.start, columns.start, across, spans)
