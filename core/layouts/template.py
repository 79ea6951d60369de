"""The empty study workbook: every sheet of the contract with its columns, drop-downs for the allowed words, and a legend."""

from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format

from core.facts import reading as r
from core.facts.record import readings
from core.facts.records import SHEETS
from core.layouts.heading import LEGEND

ROWS = 1000  # rows prepared with drop-downs and formats
WIDE = 16


def write_template(path: Path) -> None:
    """Write the workbook to `path`, replacing what stands there."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bg_color": "#F4F6F8", "bottom": 1})
        needed = book.add_format({"bold": True, "bg_color": "#E2F1F4", "bottom": 1})
        formats: dict[object, Format] = {
            r.text: book.add_format({"num_format": "@"}),  # identifiers and texts keep their zeros
            r.identifier: book.add_format({"num_format": "@"}),
            r.day: book.add_format({"num_format": "yyyy-mm-dd"}),
            **dict.fromkeys((r.moment, r.date_time), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})),
        }
        legend = book.add_worksheet(LEGEND)
        for column, (title, width) in enumerate((("sheet", 16), ("column", 30), ("", 10), ("holds", 110))):
            legend.write_string(0, column, title, head)
            legend.set_column(column, column, width)
        line = 1
        for name, model in SHEETS.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            for column, (field, mark) in enumerate(readings(model).items()):
                sheet.write_string(0, column, field, needed if mark.required else head)
                sheet.set_column(column, column, max(WIDE, len(field) + 2), formats.get(mark.parse))
                if mark.words:
                    sheet.data_validation(1, column, ROWS, column, {"validate": "list", "source": list(mark.words)})
                for place, text in enumerate((name, field, "required" if mark.required else "", mark.expected)):
                    legend.write_string(line, place, text)
                line += 1
