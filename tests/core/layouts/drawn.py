"""Tables drawn as text, one line a row and `|` between cells, and regions told in the same way."""

import re
from collections.abc import Iterable

from core.facts.address import cell_name
from core.intake.tables import Cell, Table
from core.layouts.looks import blank
from core.layouts.region import Region


def drawn(text: str, *merged: tuple[int, int, int, int]) -> Table:
    """Numbers with a point are numbers, everything else is text; `merged` in 1-based rows and columns."""
    rows = [[_cell(cell.strip()) for cell in line.split("|")] for line in text.strip("\n").split("\n")]
    return tabled(rows, *merged)


def tabled(rows: list[list[Cell]], *merged: tuple[int, int, int, int]) -> Table:
    width = max(map(len, rows), default=0)
    return Table("a.xlsx", "June", [[*row, *[None] * (width - len(row))] for row in rows], 1, 1, False, {}, [], merged)


def _cell(text: str) -> Cell:
    return float(text) if re.fullmatch(r"-?\d+\.\d+", text) else text or None


def told(region: Region) -> str:
    """`across; A1 Hb [g/L] | ...; 2 3; subject_id=S-001 A1; skipped A3 A4`"""
    columns = [f"{column.header}{'' if column.unit is None else f' [{column.unit.cell}]'}" for column in region.columns]
    given = [f"{field}={place.cell} {cell_name(place.row, place.column)}" for field, place in sorted(region.given.items())]
    skipped = ["skipped", *(cell_name(place.row, place.column) for place in region.skipped)] if region.skipped else []
    parts = ["across"] if region.across else []
    lines = " ".join(str(line + (region.table.first_column if region.across else region.table.first_row)) for line in region.lines)
    return "; ".join([*parts, " | ".join(columns), lines, *given, *([" ".join(skipped)] if skipped else [])])


def held(regions: Iterable[Region]) -> set[tuple[int, int]]:
    """Every spreadsheet cell that the regions account for."""
    found: set[tuple[int, int]] = set()
    for region in regions:
        for column in region.columns:
            found |= {place[:2] for place in (*column.heads, *([column.unit] if column.unit else []))}
            found |= {region.place(line, column) for line in region.lines}
        found |= {place[:2] for place in (*region.given.values(), *region.skipped)}
    return found


def filled(table: Table) -> set[tuple[int, int]]:
    return {
        (table.first_row + row, table.first_column + column)
        for row, cells in enumerate(table.rows)
        for column, cell in enumerate(cells)
        if not blank(cell)
    }
