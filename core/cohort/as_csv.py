"""A table of the cohort as CSV; every row says by what it was made."""

import csv
from collections.abc import Mapping
from decimal import Decimal
from io import StringIO

from core.cohort.tables import Cell, Table
from core.facts.values import plain
from core.reports.formula import formula_safe


def table_csv(found: Table, stamped: Mapping[str, str]) -> str:
    """Text that a spreadsheet would run is marked as text. A blank cell is not recorded, or no question of that row."""
    text = StringIO(newline="")
    out = csv.writer(text)
    out.writerow((*found.columns, *stamped))
    for row in found.rows:
        out.writerow([formula_safe(cell_text(cell)) for cell in (*row, *stamped.values())])
    return text.getvalue()


def cell_text(cell: Cell) -> str:
    """A cell as its text; of a number all its digits."""
    return "" if cell is None else plain(cell) if isinstance(cell, Decimal) else str(cell)
