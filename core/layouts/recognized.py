"""What each part of a file was taken for, column by column with how we know, for a person to check."""

from collections.abc import Iterator
from typing import NamedTuple

from core.facts.address import cell_name
from core.intake.places import visible
from core.intake.tables import Table, address
from core.layouts.heading import Plan, as_text, head
from core.layouts.role import Role, Understood

BY_NAME = "the contract's name"


class Seen(NamedTuple):
    """One column that is read: where its head stands, its text, what it says (`value of hemoglobin`, `collected_at`, `compared:
    birth_date`), how we know, its unit as it is spelled, and how its texts are written (`day-first`, `decimal comma`)."""

    address: str
    header: str
    says: str
    how: str = BY_NAME
    unit: str | None = None
    notation: str = ""


class Recognized(NamedTuple):
    """What a sheet, or a region of one, was taken for: `records` is the contract's sheet (empty where nothing is imported, or where that is
    asked), `rows` how many lines hold anything, `columns` those that are read, `unread` the headers that are not; `layout` names the
    layout that said so, `laboratory` whose it is; `region` is its range in a sheet that is none of the contract's (`A3:F40`)."""

    file: str
    sheet: str
    records: str
    rows: int
    columns: tuple[Seen, ...]
    unread: tuple[str, ...]
    layout: str | None
    hidden: bool
    region: str = ""
    laboratory: str | None = None


def of_contract(table: Table, plan: Plan) -> Recognized:
    """How a table of the contract is read."""
    names = [as_text(cell) for cell in table.rows[0]] if table.rows else []
    filled = sum(any(map(as_text, row)) for row in table.rows[1:])
    columns = tuple(Seen(head(table, index), visible(names[index]), field) for index, field in sorted(plan.fields.items()))
    unread = tuple(visible(name) for index, name in enumerate(names) if name and index not in plan.fields)
    return Recognized(visible(table.file), visible(table.sheet), plan.model.sheet, filled, columns, unread, None, table.hidden)


def of_region(understood: Understood) -> Recognized:
    """How a region is read."""
    region, table = understood.region, understood.region.table
    columns = region.columns
    filled = sum(any(as_text(region.cell(line, column)) for column in columns) for line in region.lines)
    return Recognized(
        visible(table.file),
        visible(table.sheet),
        "" if understood.model is None else understood.model.sheet,
        filled,
        (*_given(understood), *(_seen(table, role, understood) for role in understood.roles if role.imported)),
        tuple(visible(role.column.header) for role in understood.roles if not role.imported and role.only is None and role.column.header),
        understood.layout,
        table.hidden,
        range_of(understood),
        understood.laboratory,
    )


def range_of(understood: Understood) -> str:
    """The range of a region in its sheet, heads and lines."""
    region = understood.region
    cells = [(place.row, place.column) for column in region.columns for place in (*column.heads, *filter(None, (column.unit,)))]
    cells += [region.place(line, column) for line in (*region.lines[:1], *region.lines[-1:]) for column in region.columns]
    if not cells:
        return ""
    rows, columns = zip(*cells, strict=True)
    return f"{cell_name(min(rows), min(columns))}:{cell_name(max(rows), max(columns))}"


def _given(understood: Understood) -> Iterator[Seen]:
    table, said = understood.region.table, {role.says or role.check for role in understood.roles}
    for field, place in understood.region.given.items():
        if field not in said:
            cell = address(table.file, table.sheet, place.row, place.column)
            yield Seen(cell, visible(as_text(place.cell)), field, "said once for all lines")


def _seen(table: Table, role: Role, understood: Understood) -> Seen:
    return Seen(
        head_of(table, role, understood),
        visible(role.column.header),
        _says(role, understood),
        role.how,
        role.unit,
        ", ".join(filter(None, (role.notation.dates, role.notation.decimal and f"decimal {role.notation.decimal}"))),
    )


def head_of(table: Table, role: Role, understood: Understood) -> str:
    """The address of the innermost head of a column; of a column without one, of its first line."""
    if role.column.heads:
        return address(table.file, table.sheet, role.column.heads[-1].row, role.column.heads[-1].column)
    region = understood.region
    return address(table.file, table.sheet, *region.place(region.lines[0] if region.lines else 0, role.column))


def _says(role: Role, understood: Understood) -> str:
    if role.analyte is not None:
        return f"value of {role.analyte}"
    if role.check is not None:
        return f"compared: {role.check}"
    if role.time_of is not None:
        return f"time of {role.time_of}"
    if role.unit_of is not None:
        named = next((other.analyte or other.says for other in understood.roles if other.column.index == role.unit_of), None)
        return f"unit of {named}"
    return str(role.says)
