"""A region: the part of a sheet in which every line speaks of one moment of one subject, with the head of each of its columns.

Lines are rows of the sheet, or its columns where the sheet is turned (`across`). Nothing is understood here yet but where heads end and
lines begin. Every place is kept, so that a fact can say which cell each of its values stands in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from core.intake.tables import Cell, Table


class Place(NamedTuple):
    """One cell of the sheet by its spreadsheet row and column, 1-based, with what it holds."""

    row: int
    column: int
    cell: Cell


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a region. `index` is where it lies in a row of `table.rows` (in the list of rows, where the region is `across`);
    `heads` its header cells, the outermost first, a merged one repeated over all it spans; `unit` the cell of a unit row below them."""

    index: int
    heads: tuple[Place, ...]
    unit: Place | None = None

    @property
    def header(self) -> str:
        """All its heads as one text: `Visit 1 · Hb (g/L)`; empty where it has none."""
        return " · ".join(text for place in self.heads if (text := "" if place.cell is None else str(place.cell).strip()))


@dataclass(frozen=True, slots=True)
class Region:
    """`lines` are the indexes of the data lines, in their order. `given` is what the sheet says once for all of them, by field of the
    contract or check: the subject of a title ('Patient: S-001'), the day of a block of one visit. `skipped` are lines that are neither
    head nor data (titles, totals, remarks), each with its address and text, to be shown."""

    table: Table
    across: bool
    columns: tuple[Column, ...]
    lines: tuple[int, ...]
    given: Mapping[str, Place] = field(default_factory=dict)
    skipped: tuple[Place, ...] = ()

    def cell(self, line: int, column: Column) -> Cell:
        return self.table.rows[column.index][line] if self.across else self.table.rows[line][column.index]

    def place(self, line: int, column: Column) -> tuple[int, int]:
        """The spreadsheet row and column of a cell of a line, 1-based."""
        row, across = (column.index, line) if self.across else (line, column.index)
        return self.table.first_row + row, self.table.first_column + across

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)
