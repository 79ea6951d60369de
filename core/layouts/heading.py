"""Which column of a table of the contract holds which column of its sheet: matched by name, before any row is read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.facts.fact import Problem
from core.facts.record import Record, required
from core.facts.records import SHEETS
from core.facts.values import Cell
from core.intake.places import visible
from core.intake.tables import Table, address
from core.layouts.headers import head_of
from core.layouts.region import Column, Place

LEGEND = "legend"  # the sheet of the template that explains the others


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table of the contract is read: `fields` are the contract's columns at each index of a row, below a header in its first row."""

    model: type[Record]
    fields: Mapping[int, str]


def as_text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def is_legend(table: Table) -> bool:
    return table.sheet.strip().lower() == LEGEND


def where(table: Table) -> str:
    return f"{visible(table.file)} · {visible(table.sheet)}"


def plan_of(table: Table) -> Plan | None:
    """By the table's own name; `None` where it is no sheet of the contract."""
    model = SHEETS.get(table.sheet.strip().lower())
    if model is None:
        return None
    names = [name.lower() for name in _names(table)]
    return Plan(model, {index: name for index, name in enumerate(names) if name in model.model_fields})


def contract_plan(table: Table) -> Plan | None:
    """How a table is read by the contract: it is called like one of its sheets, and its first row holds all required columns, or is mostly
    made of the contract's words and names no analyte; else `None`. A laboratory may call its own table `labs`."""
    plan = plan_of(table)
    if plan is None:
        return None
    others = [name for index, name in enumerate(_names(table)) if name and index not in plan.fields]
    complete = required(plan.model) <= set(plan.fields.values())
    wide = any(head_of(Column(0, (Place(table.first_row, table.first_column, name),))).analyte for name in others)
    return plan if complete or (len(plan.fields) >= len(others) and not wide) else None


def notices(table: Table, plan: Plan) -> Iterator[str]:
    """What of the header is not imported, and what is wrong with one of its cells."""
    names = _names(table)
    for index, name in enumerate(names):
        if index in plan.fields:
            continue
        if name:
            yield f"{head(table, index)}: {name!r} is no column of sheet {plan.model.sheet}; not imported"
        elif any(as_text(row[index]) for row in table.rows[1:]):
            yield f"{head(table, index)}: is blank above filled cells; not imported"
    for (row, column), flaw in table.flaws.items():
        if row == table.first_row and names:
            yield f"{address(table.file, table.sheet, row, column)}: {flaw}; read as {names[column - table.first_column]!r}"


def faults(table: Table, plan: Plan) -> Iterator[Problem]:
    """Why the sheet is refused: a column that stands twice, with both cells, or a required one that stands nowhere."""
    names = _names(table)
    places: dict[str, list[int]] = {}
    for index, name in plan.fields.items():
        places.setdefault(name, []).append(index)
    for first, *others in places.values():
        for index in others:
            yield Problem(head(table, index), f"{names[index]!r} stands in {head(table, first)} too; expected one column")
    if table.rows:
        for name in plan.model.model_fields:
            if name in required(plan.model) and name not in places:
                yield Problem(where(table), f"has no column {name}; expected one")


def _names(table: Table) -> list[str]:
    return [as_text(cell) for cell in table.rows[0]] if table.rows else []


def head(table: Table, index: int) -> str:
    """The address of a header cell by its index in the first row."""
    return address(table.file, table.sheet, table.first_row, table.first_column + index)
