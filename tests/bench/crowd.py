"""The synthetic cohort repeated under other names, until it is as many subjects as one asks for."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

SUBJECT = "subject_id"


def crowd(sample: Iterable[Path], folder: Path, count: int) -> list[Path]:
    """Workbooks of `count` subjects: the sample's subjects in their order, again and again, each copy with all its rows."""
    books = {path.name: CalamineWorkbook.from_path(path) for path in sample}
    known = list(dict.fromkeys(row[0] for book in books.values() for name in book.sheet_names for row in _rows(book, name)[1:]))
    copies = {
        subject: [f"{subject}-{at // len(known):02d}" for at in range(count) if known[at % len(known)] == subject] for subject in known
    }
    return [_written(folder / name, book, copies) for name, book in books.items()]


def _rows(book: CalamineWorkbook, name: str) -> list[list]:
    rows = book.get_sheet_by_name(name).to_python()
    assert rows[0][0] == SUBJECT, f"{name}: begins with {rows[0][0]}; expected {SUBJECT}"
    return rows


def _written(path: Path, book: CalamineWorkbook, copies: dict[str, list[str]]) -> Path:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as made:
        day, moment = (made.add_format({"num_format": text}) for text in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm"))
        for name in book.sheet_names:
            heads, *rows = _rows(book, name)
            sheet = made.add_worksheet(name)
            sheet.write_row(0, 0, heads)
            lines = ([copy, *row[1:]] for row in rows for copy in copies[row[0]])
            for line, cells in enumerate(lines, 1):
                _write(sheet, line, cells, day, moment)
    return path


def _write(sheet: Worksheet, line: int, cells: list, day: Format, moment: Format) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, datetime):
            sheet.write_datetime(line, column, cell, moment)
        elif isinstance(cell, date):
            sheet.write_datetime(line, column, cell, day)
        elif cell != "":
            sheet.write(line, column, cell)
