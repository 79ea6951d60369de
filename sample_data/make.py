"""Writes the synthetic cohort and the workbook with mistakes as ordinary workbooks: `python -m sample_data.make` after a change."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from core.facts.records import SHEETS
from sample_data import mistakes
from sample_data.cohort import cohort
from sample_data.mistakes import Wrong
from sample_data.rows import Row

HERE = Path(__file__).parent

BOOKS = {
    "clinic.xlsx": ("subjects", "screening", "lesions", "infusions", "infections", "treatments", "adverse_events", "follow_up"),
    "laboratory.xlsx": ("labs",),
    "ctdna_pet.xlsx": ("ctdna", "pet"),
    "bedside.xlsx": ("bedside",),
}
MISTAKES = Path("mistakes", mistakes.FILE)
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


class Book:
    """A workbook that is written; the same rows give the same file."""

    def __init__(self, path: Path, title: str) -> None:
        self.book = xlsxwriter.Workbook(str(path))
        self.book.set_properties({"title": title, "created": datetime(2026, 3, 5)})
        self.formats: dict[str, Any] = {}

    def format(self, form: str) -> Any:
        if form not in self.formats:
            self.formats[form] = self.book.add_format({"num_format": form} if form else {"bold": True})
        return self.formats[form]

    def sheet(self, name: str, header: Sequence[Any]) -> Any:
        sheet = self.book.add_worksheet(name)
        for at, column in enumerate(header):
            if column is not None:
                sheet.write_string(0, at, column, self.format(""))
                sheet.set_column(at, at, max(11, len(column) + 2))
        return sheet

    def cell(self, sheet: Any, line: int, at: int, value: Any) -> None:
        if isinstance(value, Wrong):
            self.wrong(sheet, line, at, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(line, at, value, self.format(MOMENT))
        elif isinstance(value, date):
            sheet.write_datetime(line, at, datetime.combine(value, datetime.min.time()), self.format(DAY))
        elif value is not None:
            sheet.write(line, at, value)

    def wrong(self, sheet: Any, line: int, at: int, cell: Wrong) -> None:
        if cell.formula:
            sheet.write_formula(line, at, cell.formula, None, cell.value)
        elif cell.form:
            sheet.write_number(line, at, cell.value, self.format(cell.form))
        else:
            self.cell(sheet, line, at, cell.value)


def write(folder: Path) -> None:
    write_cohort(folder)
    (folder / MISTAKES).parent.mkdir(exist_ok=True)
    write_mistakes(folder / MISTAKES)


def write_cohort(folder: Path) -> None:
    rows = cohort().rows
    for name, sheets in BOOKS.items():
        book = Book(folder / name, "Synthetic data")
        for sheet_name in sheets:
            columns = _filled(sheet_name, rows[sheet_name])
            sheet = book.sheet(sheet_name, columns)
            for line, row in enumerate(rows[sheet_name], 1):
                for at, column in enumerate(columns):
                    book.cell(sheet, line, at, row.get(column))
        book.book.close()


def _filled(sheet: str, rows: Sequence[Row]) -> list[str]:
    """The contract's columns that any row fills, in the contract's order."""
    return [column for column in SHEETS[sheet].model_fields if any(row.get(column) is not None for row in rows)]


def write_mistakes(path: Path) -> None:
    book = Book(path, "Synthetic data with mistakes on purpose")
    for planted in mistakes.SHEETS:
        sheet = book.sheet(planted.name, planted.header)
        if planted.merged:
            sheet.merge_range(planted.merged, "")
        for line, row in enumerate(planted.rows, 1):
            for at, value in enumerate(row):
                book.cell(sheet, line, at, value)
        if planted.hidden:
            sheet.hide()
    book.book.close()


if __name__ == "__main__":
    write(HERE)
