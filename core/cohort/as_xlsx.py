"""All tables of the cohort as one workbook. Above each stands by what it was made; text is text, and no formula is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core.cohort.tables import Cell, Table
from core.reports.formula import STARTERS
from core.reports.marked import FIRST_YEAR

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
WIDTH = 22  # of a column, in characters
LONGEST = 32_767  # characters that a cell of a spreadsheet holds
CUT = " … cut here; whole in the CSV"


@dataclass(frozen=True, slots=True)
class Workbook:
    """The tables and by what they were made."""

    tables: Sequence[Table]
    made_by: Mapping[str, str]

    @property
    def lines(self) -> int:
        return sum(len(table.rows) for table in self.tables)

    def stamped(self, columns: Mapping[str, str]) -> bytes:
        """The file; `columns` tell more of what it was made by, in the head of each sheet."""
        stream = BytesIO()
        with xlsxwriter.Workbook(stream, OPTIONS) as book:
            looks = _Looks(
                book.add_format({"bold": True, "bottom": 1, "bg_color": "#F4F6F8"}),
                book.add_format({"num_format": "@"}),
                book.add_format({"num_format": "@", "quote_prefix": True}),
                book.add_format({"num_format": "yyyy-mm-dd"}),
            )
            for table in self.tables:
                _write(book.add_worksheet(table.name), table, {**self.made_by, **columns}, looks)
        return stream.getvalue()


@dataclass(frozen=True, slots=True)
class _Looks:
    head: Format
    text: Format
    quoted: Format
    day: Format


def _write(page: Worksheet, table: Table, head: Mapping[str, str], looks: _Looks) -> None:
    for row, (name, said) in enumerate(head.items()):
        _write_cell(page, row, 0, name, looks)
        _write_cell(page, row, 1, said, looks)
    top = len(head) + 1
    for column, name in enumerate(table.columns):
        page.write_string(top, column, name, looks.head)
    page.set_column(0, len(table.columns) - 1, WIDTH)
    page.freeze_panes(top + 1, 0)
    for row, cells in enumerate(table.rows, top + 1):
        for column, cell in enumerate(cells):
            _write_cell(page, row, column, cell, looks)


def _write_cell(page: Worksheet, row: int, column: int, cell: Cell, looks: _Looks) -> None:
    if isinstance(cell, int | float | Decimal):
        page.write_number(row, column, cell)
    elif isinstance(cell, date) and cell.year >= FIRST_YEAR:
        page.write_datetime(row, column, datetime.combine(cell, time()), looks.day)
    elif cell is not None:
        text = str(cell)
        said = text if len(text) <= LONGEST else f"{text[: LONGEST - len(CUT)]}{CUT}"
        page.write_string(row, column, said, looks.quoted if text.startswith(STARTERS) else looks.text)
