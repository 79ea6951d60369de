"""The first lines of a region as they stand in the sheet, and above each column what it is read as so far."""

from collections.abc import Collection
from datetime import datetime

from core.facts.address import letters
from core.intake.places import visible
from core.intake.tables import Cell, address
from core.layouts.recognized import range_of
from core.layouts.region import Column, Place
from core.layouts.role import Role, Understood
from dashboard.look import verdict
from dashboard.markup import Html, join, tag
from dashboard.upload.counted import many
from dashboard.words import name_of, unit_of

LINES = 4  # in view
LONGEST = 60  # characters of a cell in view
CHECKS = {"birth_date": "date of birth", "sex": "sex"}
DATES = {"day-first": "day first", "month-first": "month first", "year-first": "year first", "iso": "year-month-day"}
DECIMALS = {"comma": "decimal comma", "point": "decimal point"}


def excerpt(found: Understood, asked: Collection[str]) -> Html:
    """A region as a table; the columns in whose head cells one of the addresses `asked` lies are marked."""
    region = found.region
    roles = {role.column.index: role for role in found.roles}
    columns = [(column, _asks(found, column, asked)) for column in region.columns]
    depth = max((len(column.heads) for column, _ in columns), default=0)
    heads = [_heads(columns, level - depth) for level in range(depth)]
    units = tag("tr", tag("th", "unit", scope="row"), (tag("td", _text(column.unit)) for column, _ in columns))
    read = tag("tr", tag("th", "read as", scope="row"), (_reading(found, roles.get(c.index), asks) for c, asks in columns), cls="read-as")
    lines = [_line(found, line) for line in region.lines[:LINES]]
    names = tag("tr", tag("td"), (tag("th", _name(found, column), scope="col") for column, _ in columns))
    shown = tag(
        "table",
        tag("thead", names),
        tag("tbody", heads, units if any(column.unit for column, _ in columns) else None, read, lines),
        cls="grid",
        aria_label="Its first lines",
    )
    rest = len(region.lines) - len(lines)
    more = tag("div", f"and {many(rest, 'more line')}", cls="dim sm") if rest else None
    return join([tag("div", shown, cls="scroll", role="region", aria_label=f"First lines of {place(found)}", tabindex=0), more])


def place(found: Understood) -> str:
    """The file, the sheet and the cells that a region takes."""
    table = found.region.table
    return f"{visible(table.file)} · {visible(table.sheet)}!{range_of(found)}"


def reading(role: Role | None) -> str:
    """What a column is read as."""
    if role is None or not role.imported:
        return "not imported"
    said = _said(role)
    ways = [DATES.get(role.notation.dates or ""), DECIMALS.get(role.notation.decimal or "")]
    return ", ".join([said, *(way for way in ways if way)])


def _said(role: Role) -> str:
    if role.analyte:
        return f"{name_of(role.analyte)}, {unit_of(role.unit)}" if role.unit else f"{name_of(role.analyte)}, no unit written"
    if role.check:
        return f"{CHECKS[role.check]}, compared only"
    if role.time_of:
        return f"time of {name_of(role.time_of)}"
    return name_of(role.says) if role.says else "units of the column beside"


def _asks(found: Understood, column: Column, asked: Collection[str]) -> bool:
    table = found.region.table
    return any(address(table.file, table.sheet, head.row, head.column) in asked for head in column.heads)


def _heads(columns: list[tuple[Column, bool]], level: int) -> Html:
    """One level of the heads, counted from the innermost, which all columns have."""
    places = [column.heads[level] if -level <= len(column.heads) else None for column, _ in columns]
    return tag("tr", tag("th", "head", scope="row"), (tag("td", tag("b", _text(each))) for each in places), cls="heads")


def _reading(found: Understood, role: Role | None, asks: bool) -> Html:
    if asks:
        return tag("td", verdict("unknown", "asked below"), cls="asked")
    known = role is not None and role.imported
    return tag("td", reading(role) if known or found.model else "not settled yet", cls=None if known else "dim")


def _name(found: Understood, column: Column) -> str:
    table = found.region.table
    return f"row {table.first_row + column.index}" if found.region.across else letters(table.first_column + column.index)


def _line(found: Understood, line: int) -> Html:
    region, table = found.region, found.region.table
    name = letters(table.first_column + line) if region.across else str(table.first_row + line)
    cells = (
        tag("td", shown_cell(region.cell(line, column)), cls="bad" if region.place(line, column) in table.flaws else None)
        for column in region.columns
    )
    return tag("tr", tag("th", name, scope="row"), cells)


def _text(place: Place | None) -> str:
    return "" if place is None else shown_cell(place.cell)


def shown_cell(cell: Cell) -> str:
    """A cell as its text, a long one cut with a mark."""
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        cell = cell.date()
    text = "" if cell is None else visible(str(cell))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
