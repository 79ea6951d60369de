"""Writes the synthetic cohort as ordinary workbooks of the contract: `python -m sample_data.make` after a change of `cohort.py`."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from core.facts.records import SHEETS
from sample_data.cohort import cohort

HERE = Path(__file__).parent

BOOKS = {
    "clinic.xlsx": ("subjects", "screening", "lesions", "infusions", "infections", "treatments", "adverse_events", "follow_up"),
    "laboratory.xlsx": ("labs",),
    "ctdna_pet.xlsx": ("ctdna", "pet"),
    "bedside.xlsx": ("bedside",),
}


def write(folder: Path) -> None:
    rows = cohort().rows
    for name, sheets in BOOKS.items():
        with xlsxwriter.Workbook(str(folder / name)) as book:
            book.set_properties({"title": "Synthetic data", "created": datetime(2026, 3, 5)})
            head = book.add_format({"bold": True})
            day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
            for sheet_name in sheets:
                sheet = book.add_worksheet(sheet_name)
                columns = [
                    column for column in SHEETS[sheet_name].model_fields if any(row.get(column) is not None for row in rows[sheet_name])
                ]
                for at, column in enumerate(columns or SHEETS[sheet_name].model_fields):
                    sheet.write_string(0, at, column, head)
                    sheet.set_column(at, at, max(11, len(column) + 2))
                for line, row in enumerate(rows[sheet_name], 1):
                    for at, column in enumerate(columns):
                        _write(sheet, line, at, row.get(column), day, moment)


def _write(sheet: Any, line: int, at: int, value: Any, day: Any, moment: Any) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(line, at, value, moment)
    elif isinstance(value, date):
        sheet.write_datetime(line, at, datetime.combine(value, datetime.min.time()), day)
    elif value is not None:
        sheet.write(line, at, value)


if __name__ == "__main__":
    write(HERE)
