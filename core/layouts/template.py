"""The empty study workbook: every sheet of the contract with its columns, drop-downs for the allowed words, and a legend in two languages.

The names of sheets and columns and the words are the contract's; Chinese stands in the legend and beside the cell that is being filled in.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core.facts import reading as r
from core.facts.analytes import ANALYTES
from core.facts.record import readings
from core.facts.records import SHEETS, Bedside, Lab
from core.layouts import chinese
from core.layouts.heading import LEGEND

ROWS = 1000  # rows prepared with drop-downs and formats
WIDE = 16
REQUIRED = "required 必填"
COLUMNS = (("sheet", 16), ("工作表", 24), ("column", 30), ("列名", 38), ("", 14), ("holds", 70), ("内容", 50))
UNITS = (
    ("analyte 检验项目", 20),
    ("中文", 20),
    ("unit 标准单位", 16),
    ("accepted units 可用单位", 60),
    ("plausible, in unit 合理范围", 26),
)
BESIDE = len(COLUMNS) + 1  # the legend's column where the analytes begin
LISTED = BESIDE + len(UNITS) + 1  # and where every accepted unit stands, which the drop-down shows
CHOOSE, BLANK = "choose from the list", "blank: not recorded"
BLANK_IS_NO = {(Bedside.sheet, "hypotension_other_cause"), (Bedside.sheet, "death")}
NO_IF_BLANK = ("blank reads as no", chinese.BLANK_IS_NO)


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
        _legend(book.add_worksheet(LEGEND), head)
        for name, model in SHEETS.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            for column, (field, mark) in enumerate(readings(model).items()):
                sheet.write_string(0, column, field, needed if mark.required else head)
                sheet.set_column(column, column, max(WIDE, len(field) + 2), formats.get(mark.parse))
                sheet.data_validation(1, column, ROWS, column, _help(name, field, mark) | _allowed(name, field, mark))


def units() -> tuple[str, ...]:
    """Every unit that a result may be given in."""
    return tuple(dict.fromkeys(code for analyte in ANALYTES.values() for code in analyte.units))


def holds(mark: r.Reads) -> str:
    """What a column holds, in Chinese."""
    return chinese.HOLDS.get(mark.expected) or f"{chinese.FROM_LIST}：{'、'.join(mark.words)}"


def _help(sheet: str, field: str, mark: r.Reads) -> dict[str, Any]:
    """What is said beside a cell that is being filled in; the words of a list are in the list."""
    english, other = (CHOOSE, chinese.FROM_LIST) if mark.words else (mark.expected, holds(mark))
    blank = (REQUIRED, "") if mark.required else NO_IF_BLANK if (sheet, field) in BLANK_IS_NO else (BLANK, chinese.BLANK)
    said = "\n".join((english, other, *filter(None, blank)))
    return {"input_title": chinese.NAMES[sheet][field], "input_message": said}


def _allowed(sheet: str, field: str, mark: r.Reads) -> dict[str, Any]:
    """The drop-down of a column. Where others than its words are read too, they are asked about and not kept out."""
    if (sheet, field) == (Lab.sheet, "unit"):
        return {
            "validate": "list",
            "source": f"={LEGEND}!${_letter(LISTED)}$2:${_letter(LISTED)}${len(units()) + 1}",
            "error_type": "warning",
        }
    if not mark.words:
        return {"validate": "any"}
    wider = mark is r.ANSWER or (sheet, field) == (Lab.sheet, "analyte")
    return {"validate": "list", "source": list(mark.words)} | ({"error_type": "warning"} if wider else {})


def _letter(column: int) -> str:
    found: str = xlsxwriter.utility.xl_col_to_name(column)
    return found


def _legend(legend: Worksheet, head: Format) -> None:
    """What every column holds; beside it the analytes with their units, and the list of all units."""
    legend.freeze_panes(1, 0)
    rows = [
        (name, chinese.NAMES[name][""], field, chinese.NAMES[name][field], REQUIRED if mark.required else "", mark.expected, holds(mark))
        for name, model in SHEETS.items()
        for field, mark in readings(model).items()
    ]
    analytes = [
        (each.name, chinese.ANALYTES[each.name], each.unit, ", ".join(each.units), "{} – {}".format(*each.plausible))
        for each in ANALYTES.values()
    ]
    _block(legend, 0, COLUMNS, rows, head)
    _block(legend, BESIDE, UNITS, analytes, head)
    _block(legend, LISTED, (("units 单位", 14),), ((code,) for code in units()), head)


def _block(legend: Worksheet, first: int, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]], head: Format) -> None:
    for column, (title, width) in enumerate(heads, first):
        legend.write_string(0, column, title, head)
        legend.set_column(column, column, width)
    for line, cells in enumerate(rows, 1):
        for column, text in enumerate(cells, first):
            legend.write_string(line, column, text)
