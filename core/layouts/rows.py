"""From a table of the contract to facts: each row becomes a record, each cell that cannot be read a problem, all of them at once.

A row with more cells than the header has is refused whole, and so is a sheet whose header is ambiguous.
"""

from collections.abc import Callable, Mapping
from functools import partial
from zoneinfo import ZoneInfo

from core.facts.fact import Origin
from core.intake.csv_text import BEYOND
from core.intake.places import visible
from core.intake.tables import Table
from core.layouts import heading
from core.layouts.heading import Plan, plan_of
from core.layouts.incoming import Intake, Lost
from core.layouts.lines import Lines, Turn, read_lines, subjects_in

Turns = Callable[[Table, Plan], Mapping[str, Turn]]


def as_written(table: Table, plan: Plan) -> Mapping[str, Turn]:
    """Every cell is read as the contract says and no other way."""
    return {}


def facts_of(table: Table, zone: ZoneInfo | None, turns: Turns = as_written) -> Intake:
    """The facts of one table; `turns` says how a person answered that the cells of its columns are written."""
    where = heading.where(table)
    intake = Intake(notices=[f"{where}: {notice}" for notice in table.notices])
    plan = plan_of(table)
    if plan is None:
        if not heading.is_legend(table):
            intake.notices.append(f"{where}: is no sheet of the study workbook; not imported")
        return intake
    if table.hidden:
        intake.notices.append(f"{where}: is a hidden sheet; its rows are read")
    intake.notices += heading.notices(table, plan)
    refused = list(heading.faults(table, plan))
    intake.problems += refused
    if table.rows and not refused:
        read_lines(_lines(table, plan, turns(table, plan)), zone, intake)
    elif list(plan.fields.values()).count("subject_id") == 1:
        index = next(index for index, name in plan.fields.items() if name == "subject_id")
        cells = enumerate((row[index] for row in table.rows[1:]), table.first_row + 1)
        origin = Origin(visible(table.file), visible(table.sheet), 0, {"subject_id": table.first_column + index})
        for number, subject_id in subjects_in(cells):
            intake.lost.append(Lost(subject_id, plan.model.sheet, tuple(refused), origin._replace(row=number)))
    intake.name_lost()
    return intake


def _lines(table: Table, plan: Plan, turns: Mapping[str, Turn]) -> Lines:
    rows = table.rows[1:]
    places = {name: index for index, name in plan.fields.items()}
    origin = partial(
        Origin, visible(table.file), visible(table.sheet), columns={name: table.first_column + at for name, at in places.items()}
    )
    cells = list(zip(*rows, strict=True))
    faults: dict[int, dict[str, str]] = {}
    shifted: dict[int, str] = {}
    for (number, column), flaw in table.flaws.items():
        at, index = number - table.first_row - 1, column - table.first_column
        if at >= 0 and BEYOND in flaw:  # no cell of the row is sure to stand where it belongs
            shifted.setdefault(at, f"a cell {flaw}; expected one cell a column")
        elif at >= 0 and index in plan.fields:
            faults.setdefault(at, {})[plan.fields[index]] = flaw
    return Lines(
        plan.model,
        {name: cells[at] if rows else () for name, at in places.items()},
        map(origin, range(table.first_row + 1, table.first_row + 1 + len(rows))),
        faults=faults,
        shifted=shifted,
        anchored=places["subject_id"] == 0,  # the first column cannot have been shifted
        turns=turns,
    )
