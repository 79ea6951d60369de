"""Which column of a table holds which column of the contract: matched by name, or by a layout, before any row is read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from core.facts.fact import Problem
from core.facts.record import Record, required
from core.facts.records import SHEETS
from core.facts.values import Cell
from core.intake.places import visible
from core.intake.tables import Table, address
from core.layouts.layout import Layout

LEGEND = "legend"  # the sheet of the template that explains the others


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table is read; `layout` names the layout, where one says so. `header` is the index of its header row; `fields` the
    contract's column at each index of a row; `words` the texts to translate and `only` the texts of the rows to read, by index too."""

    model: type[Record]
    layout: str | None
    header: int
    fields: Mapping[int, str]
    words: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    only: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recognized:
    """What a table was taken for: `records` is the contract's sheet, `rows` how many hold anything, `columns` the header cells that are
    read as (address, header, column of the contract), `unread` the headers that are not; `layout` names the layout that said so."""

    file: str
    sheet: str
    records: str
    rows: int
    columns: tuple[tuple[str, str, str], ...]
    unread: tuple[str, ...]
    layout: str | None
    hidden: bool


def as_text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def is_legend(table: Table) -> bool:
    return table.sheet.strip().lower() == LEGEND


def where(table: Table) -> str:
    return f"{visible(table.file)} · {visible(table.sheet)}"


def lacking(table: Table, layout: Layout) -> list[str]:
    """The columns a layout names and a table has not, among those it reads and those it chooses rows by."""
    found = set(_names(table, _header_index(table, layout)))
    return [name for name in dict.fromkeys((*layout.columns.values(), *layout.only)) if name not in found]


def fits(table: Table, layout: Layout) -> bool:
    return not lacking(table, layout)


def plan_of(table: Table, layout: Layout | None) -> Plan | None:
    """By the layout where the table has all its columns, else by the table's own name; `None` where it is no sheet of the contract."""
    if layout is not None and fits(table, layout):
        return _by_layout(table, layout)
    model = SHEETS.get(table.sheet.strip().lower())
    if model is None:
        return None
    names = [name.lower() for name in _names(table, 0)]
    return Plan(model, None, 0, {index: name for index, name in enumerate(names) if name in model.model_fields})


def recognized(table: Table, plan: Plan) -> Recognized:
    """How a table is read, for a person to check."""
    names = _names(table, plan.header)
    filled = sum(any(as_text(cell) for cell in row) for row in table.rows[plan.header + 1 :])
    columns = tuple((_cell(table, plan, index), visible(names[index]), field) for index, field in sorted(plan.fields.items()))
    unread = tuple(visible(name) for index, name in enumerate(names) if name and index not in plan.fields and index not in plan.only)
    return Recognized(visible(table.file), visible(table.sheet), plan.model.sheet, filled, columns, unread, plan.layout, table.hidden)


def notices(table: Table, plan: Plan) -> Iterator[str]:
    """What of the header is not imported, and what is wrong with one of its cells."""
    names = _names(table, plan.header)
    others = [index for index in range(len(names)) if index not in plan.fields and index not in plan.only]
    if plan.layout is not None and (unread := [repr(names[index]) for index in others if names[index]]):
        yield f"{where(table)}: the layout {plan.layout!r} does not read, and nothing imports: {', '.join(unread)}"
    for index in others:
        if names[index] and plan.layout is None:
            yield f"{_cell(table, plan, index)}: {names[index]!r} is no column of sheet {plan.model.sheet}; not imported"
        elif not names[index] and any(as_text(row[index]) for row in table.rows[plan.header + 1 :]):
            yield f"{_cell(table, plan, index)}: is blank above filled cells; not imported"
    for (row, column), flaw in table.flaws.items():
        if row == table.first_row + plan.header and names:
            yield f"{address(table.file, table.sheet, row, column)}: {flaw}; read as {names[column - table.first_column]!r}"


def faults(table: Table, plan: Plan) -> Iterator[Problem]:
    """Why the sheet is refused: a column that stands twice, with both cells, or a required one that stands nowhere."""
    names = _names(table, plan.header)
    places: dict[tuple[bool, str], list[int]] = {}
    for index in dict.fromkeys((*plan.fields, *plan.only)):
        places.setdefault((index in plan.fields, plan.fields.get(index, names[index])), []).append(index)
    for first, *others in places.values():
        for index in others:
            sentence = f"{names[index]!r} stands in {_cell(table, plan, first)} too; expected one column"
            yield Problem(_cell(table, plan, index), sentence)
    if table.rows:
        for name in plan.model.model_fields:
            if name in required(plan.model) and name not in plan.fields.values():
                yield Problem(where(table), f"has no column {name}; expected one")


def _by_layout(table: Table, layout: Layout) -> Plan:
    header = _header_index(table, layout)
    names = _names(table, header)
    ours = {theirs: name for name, theirs in layout.columns.items()}
    fields = {index: ours[name] for index, name in enumerate(names) if name in ours}
    words = {index: layout.words[name] for index, name in fields.items() if name in layout.words}
    only = {index: frozenset(layout.only[name]) for index, name in enumerate(names) if name in layout.only}
    return Plan(SHEETS[layout.sheet], layout.name, header, fields, words, only)


def _header_index(table: Table, layout: Layout) -> int:
    return 0 if layout.file.header_row is None else layout.file.header_row - table.first_row


def _names(table: Table, header: int) -> list[str]:
    return [as_text(cell) for cell in table.rows[header]] if 0 <= header < len(table.rows) else []


def _cell(table: Table, plan: Plan, index: int) -> str:
    return address(table.file, table.sheet, table.first_row + plan.header, table.first_column + index)
