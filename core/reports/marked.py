"""An uploaded workbook back with its problems marked in place: each such cell is colored and says in a comment what is wrong.

Nothing in it runs: every text is written as text, and no formula is. Corrected and handed in once more it is read like any other
workbook; what it says there it says by nothing but its cells, so a cell that did not hold what it seemed to hold is left blank.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core.facts.address import cell_name, column_number
from core.facts.fact import Problem
from core.facts.values import Cell
from core.reports.formula import STARTERS

LIST = "problems"
HEADS = (("where", 40), ("sheet", 18), ("cell", 8), ("what is wrong", 110))
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
PLACE = re.compile(r"!([A-Z]{0,3})([0-9]+)")
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")  # in the name of a sheet
MARK, EDGE = "#F6C7B8", "#82200F"  # of a cell in which something is wrong
LONGEST_NAME = 31
RESERVED = "history"  # spreadsheets keep this name for themselves
MOST_LINKS = 65_000  # spreadsheets allow few more on one sheet
LONGEST_SAID = 1_000  # characters of a row that its comment repeats
EXACT = 2**53  # beyond it a spreadsheet rounds whole numbers
FIRST_YEAR = 1900  # of a spreadsheet's calendar
FORMS = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm:ss", time: "hh:mm:ss", timedelta: "[h]:mm:ss"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it was read: its name, and `where` as the problems' addresses call it; rows that start at spreadsheet row `first_row`
    and column `first_column`, both from 1. `flaws` are the cells that do not hold what they seem to hold."""

    where: str
    name: str
    rows: Sequence[Sequence[Cell]]
    first_row: int
    first_column: int
    flaws: Collection[tuple[int, int]]


def marked_workbook(sheets: Sequence[Sheet], problems: Sequence[Problem], stamp: str) -> bytes:
    """The workbook: first the list of all problems, each with a link to its cell, then the sheets of one file as they were read. `stamp`
    says by which state of the ledger it was written."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        names = _names([sheet.name for sheet in sheets])
        listed = book.add_worksheet(names[0])
        look = _Look(book)
        links: dict[str, str] = {}
        for sheet, name in zip(sheets, names[1:], strict=True):
            found = _said(sheet, problems)
            page = book.add_worksheet(name)
            _write(page, sheet, found, look)
            place = "'{}'!".format(name.replace("'", "''"))
            links |= {problem.address: place + cell_name(*_mark(sheet, at)) for at, here in found.items() for problem in here}
            if found:
                page.set_tab_color(MARK)
        _list(listed, problems, links, look)
        listed.write_string(0, 3, stamp)
        listed.activate()
    return stream.getvalue()


class _Look:
    """The formats of one workbook: of marked cells and plain ones, by kind."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.head = book.add_format({"bold": True, "bg_color": "#F4F6F8", "bottom": 1})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.link = book.add_format({"font_color": "#1F4E79", "underline": 1, "valign": "top"})
        self._made: dict[tuple[str, bool, bool], Format] = {}
        self._book = book

    def of(self, form: str = "", quoted: bool = False, marked: bool = False) -> Format:
        key = form, quoted, marked
        if key not in self._made:
            said: dict[str, object] = {"num_format": form} if form else {}
            said |= {"quote_prefix": True} if quoted else {}
            said |= {"bg_color": MARK, "border": 1, "border_color": EDGE} if marked else {}
            self._made[key] = self._book.add_format(said)
        return self._made[key]


Place = tuple[int, int]  # 1-based row and column; column 0 is the row as a whole, row 0 the sheet


def _said(sheet: Sheet, problems: Sequence[Problem]) -> dict[Place, list[Problem]]:
    """The problems of one sheet by their place in it."""
    found: dict[Place, list[Problem]] = {}
    for problem in problems:
        if problem.address == sheet.where:
            found.setdefault((0, 0), []).append(problem)
        elif problem.address.startswith(sheet.where) and (at := PLACE.fullmatch(problem.address, len(sheet.where))):
            found.setdefault((int(at[2]), column_number(at[1])), []).append(problem)
    return found


def _mark(sheet: Sheet, at: Place) -> Place:
    """The cell where a problem is shown: of a row its first, of a sheet the first of its header."""
    row, column = at
    return row or sheet.first_row, column or sheet.first_column


def _write(page: Worksheet, sheet: Sheet, found: Mapping[Place, Sequence[Problem]], look: _Look) -> None:
    comments: dict[Place, list[str]] = {}
    for at, problems in found.items():
        comments.setdefault(_mark(sheet, at), []).extend(problem.sentence for problem in problems)
    for number, row in enumerate(sheet.rows, sheet.first_row):
        shifted = (number, 0) in found  # none of its cells is sure to stand where it belongs
        for column, cell in enumerate(row, sheet.first_column):
            marked = (number, column) in comments
            if shifted and column > sheet.first_column:
                continue
            if marked and (number, column) in found and (number, column) in sheet.flaws:
                comments[number, column] += [f"found: {_text(cell)}"] if _text(cell) else []
                cell = None
            _write_cell(page, number - 1, column - 1, cell, marked, look)
        if shifted:
            comments[number, sheet.first_column].append(f"the row as found: {' | '.join(map(_text, row))[:LONGEST_SAID]}")
    page.freeze_panes(sheet.first_row, 0)
    page.set_column(0, sheet.first_column - 1 + max(map(len, sheet.rows), default=0), 18)
    for (number, column), sentences in comments.items():
        if not (0 <= number - sheet.first_row < len(sheet.rows)):
            page.write_blank(number - 1, column - 1, None, look.of(marked=True))
        page.write_comment(number - 1, column - 1, "\n".join(sentences), {"x_scale": 2, "author": ""})


def _write_cell(page: Worksheet, row: int, column: int, cell: Cell, marked: bool, look: _Look) -> None:
    if cell is None or cell == "":
        if marked:
            page.write_blank(row, column, None, look.of(marked=True))
    elif isinstance(cell, bool):
        page.write_boolean(row, column, cell, look.of(marked=marked))
    elif isinstance(cell, int | float) and abs(cell) < EXACT:
        page.write_number(row, column, cell, look.of(marked=marked))
    elif isinstance(cell, date | time | timedelta) and not (isinstance(cell, date) and cell.year < FIRST_YEAR):
        page.write_datetime(row, column, cell, look.of(FORMS[type(cell)], marked=marked))
    else:
        text = _text(cell)
        page.write_string(row, column, text, look.of("@", quoted=text.startswith(STARTERS), marked=marked))


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _list(page: Worksheet, problems: Sequence[Problem], links: Mapping[str, str], look: _Look) -> None:
    page.write_string(0, 0, f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'}", look.head)
    for column, (head, width) in enumerate(HEADS):
        page.write_string(1, column, head, look.head)
        page.set_column(column, column, width)
    page.freeze_panes(2, 0)
    for row, problem in enumerate(problems, 2):
        link = links.get(problem.address, "")
        file, _, place = problem.address.rpartition(" · ")
        sheet, _, cell = place.rpartition("!") if PLACE.search(place) else (place, "", "")
        for column, text in enumerate((file, sheet, cell, problem.sentence)):
            page.write_string(row, column, text, look.wrap)
        if link and row < MOST_LINKS:
            page.write_url(row, 2, f"internal:{link}", look.link, cell or "sheet")


def _names(sheets: Sequence[str]) -> list[str]:
    """The names of the list and of the sheets, as a spreadsheet allows them: the sheets keep theirs, the list takes a free one."""
    found: list[str] = []
    for name in (*sheets, LIST):
        plain = FORBIDDEN.sub("_", name).strip("'")[:LONGEST_NAME] or "sheet"
        endings = ("", *(f" ({number})" for number in range(2, len(sheets) + 3)))
        taken = {RESERVED, *(each.lower() for each in found)}
        tries = (f"{plain[: LONGEST_NAME - len(ending)]}{ending}" for ending in endings)
        found.append(next(each for each in tries if each.lower() not in taken))
    return [found[-1], *found[:-1]]
