"""A sheet as the bytes of a file: xlsx with numbers, real dates and merged cells, or text in the laboratory's encoding and signs."""

import csv
import io
from datetime import datetime

import xlsxwriter

from core.intake.reader import Handed
from tests.campaign.truth_forms import Number, Sheet, When, Written
from tests.campaign.truth_habits import ISO, SIGNS, Habits

FORMATS = {True: "yyyy-mm-dd hh:mm", False: "yyyy-mm-dd"}


def written(habits: Habits, sheet: Sheet, name: str) -> Handed:
    return Handed(f"{name}.xlsx", _xlsx(habits, sheet)) if habits.text is None else Handed(f"{name}.csv", _text(habits, sheet))


def sheet_name(habits: Habits, file: Handed) -> str:
    return habits.sheet if habits.text is None else file.name.removesuffix(".csv")


def _xlsx(habits: Habits, sheet: Sheet) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "date_1904": habits.epoch_1904})
    page = book.add_worksheet(habits.sheet)
    formats = {timed: book.add_format({"num_format": shown}) for timed, shown in FORMATS.items()}
    for top, left, bottom, right in sheet.merged:
        page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
    for (row, column), cell in sheet.cells.items():
        if isinstance(cell, When) and habits.real_dates:
            at = cell.at if cell.timed else cell.at.replace(hour=0, minute=0)
            page.write_datetime(row - 1, column - 1, at, formats[cell.timed])
        elif isinstance(cell, Number) and not habits.numbers_as_text and not cell.digits.startswith("<"):
            page.write_number(row - 1, column - 1, float(cell.digits))
        else:
            page.write_string(row - 1, column - 1, as_text(habits, cell))
    book.close()
    return stream.getvalue()


def _text(habits: Habits, sheet: Sheet) -> bytes:
    assert habits.text is not None
    stream = io.StringIO()
    lines = csv.writer(stream, delimiter=habits.text.delimiter, lineterminator="\r\n" if habits.number % 2 else "\n")
    width = max(column for _, column in sheet.cells) + habits.trailing
    for row in range(1, sheet.bottom + 1):
        lines.writerow([as_text(habits, sheet.cells.get((row, column), "")) for column in range(1, width + 1)])
    return habits.text.mark + stream.getvalue().encode(habits.text.encoding)


def as_text(habits: Habits, cell: Written) -> str:
    if isinstance(cell, Number):
        return cell.digits.replace(".", ",") if habits.comma else cell.digits
    return day_as_text(habits, cell.at, cell.timed) if isinstance(cell, When) else cell


def day_as_text(habits: Habits, at: datetime, timed: bool) -> str:
    day = f"{at:{habits.dates}}"
    if habits.bare_days and habits.dates != ISO:
        day = f"{at:{habits.dates.replace('%m', '+%m').replace('%d', '+%d')}}".replace("+0", "").replace("+", "")
    return f"{day}{'' if habits.dates == SIGNS else ' '}{at:%H:%M}" if timed else day
