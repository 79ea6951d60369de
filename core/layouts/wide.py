"""One column an analyte: every filled cell of such a column is one result of its line; a blank one is none."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.facts.analytes import ANALYTES, Analyte, unit_of
from core.facts.fact import Origin
from core.facts.reading import Unreadable
from core.facts.records import Lab
from core.facts.values import Cell
from core.layouts.heading import as_text
from core.layouts.incoming import Intake
from core.layouts.lines import Lines, Turn, shown
from core.layouts.long import left_out
from core.layouts.role import Role
from core.layouts.sources import Places, Sheet, Source, Spot
from core.layouts.turning import turn_of

OF_A_LINE = frozenset(Lab.model_fields) - {"analyte", "value", "unit", "lower_limit", "upper_limit"}  # what all results of a line share
WITH_UNIT = re.compile(r"([<>]?\s*[+-]?\d[\d.,]*)\s*(\D.*|10.*)", re.ASCII)  # 8.4 g/dL, 5.3×10^9/L, 5.3 10^9/L


@dataclass(slots=True)
class Filled:
    """One analyte's column: its cells, the column of units beside it, where each result stands, and what its distinct texts say."""

    analyte: Analyte
    role: Role
    values: Source
    units: Source | None
    places: Places
    turn: Turn | None
    known: dict[str, tuple[Cell, str | None, str | None]] = field(default_factory=dict)

    def says(self, cell: Cell) -> tuple[Cell, str | None, str | None]:
        """The number of a cell, the unit it names itself, and what is wrong with it."""
        if not isinstance(cell, str):
            return cell, None, None
        if cell not in self.known:
            self.known[cell] = self._read(cell)
        return self.known[cell]

    def _read(self, cell: str) -> tuple[Cell, str | None, str | None]:
        number: Cell = cell
        unit: str | None = None
        if (match := WITH_UNIT.fullmatch(cell.strip())) and unit_of(self.analyte, match[2]):
            number, unit = match[1], match[2]
            if self.role.unit and unit_of(self.analyte, unit) != unit_of(self.analyte, self.role.unit):
                return None, None, f"{shown(cell)} names the unit {unit} and its column {self.role.unit}; expected one unit"
        try:
            return (self.turn(number) if self.turn else number), unit, None
        except Unreadable as fault:
            return None, None, f"{shown(cell)} {fault.fault}; expected a number in {unit or self.role.unit or self.analyte.unit}"


def wide_lines(sheet: Sheet, fields: Mapping[str, Source], positions: Sequence[int], intake: Intake) -> Lines:
    """The results of the lines at these positions. A line without any still names its subject."""
    shared = {name: source for name, source in fields.items() if name in OF_A_LINE}
    filled = [_filled(sheet, shared, role) for role in sheet.understood.roles if role.analyte is not None]
    columns: dict[str, list[Cell]] = {name: [] for name in (*shared, "analyte", "value", "unit")}
    origins: list[Origin] = []
    elsewhere: dict[int, dict[str, Origin]] = {}
    faults: dict[int, dict[str, str]] = {}
    without: list[int] = []
    left: list[int] = []
    for at in positions:
        before = len(origins)
        for one in filled:
            cell = one.values.cells[at]
            if at not in one.values.faults and not as_text(cell):
                continue
            line = len(origins)
            value, unit, fault = one.says(cell)
            own, wrong = _unit(one, at, sheet.understood.units)
            if own == "":
                left.append(at)
                continue
            if unit and own and unit_of(one.analyte, unit) != unit_of(one.analyte, own):
                fault = fault or f"{shown(cell)} names the unit {unit} and the cell beside it {own}; expected one unit"
            origin, others = one.places.of(at)
            if unit is not None:
                others = others | {"unit": sheet.origin("unit", sheet.spot(one.values, at))}
            found = {name: source.faults[at] for name, source in shared.items() if at in source.faults}
            found |= {name: said for name, said in (("unit", wrong), ("value", one.values.faults.get(at, fault))) if said}
            if found:
                faults[line] = found
            origins.append(origin)
            elsewhere[line] = others
            for name, source in shared.items():
                columns[name].append(source.cells[at])
            columns["analyte"].append(one.analyte.name)
            columns["value"].append(value)
            columns["unit"].append(unit or own)
        if len(origins) == before:
            without.append(at)
    if left:
        intake.notices.append(left_out(sheet, left))
    sheet.pass_over(shared["subject_id"], without, intake)
    return Lines(Lab, columns, origins, elsewhere, faults)


def _filled(sheet: Sheet, shared: Mapping[str, Source], role: Role) -> Filled:
    analyte = ANALYTES[str(role.analyte)]
    values = sheet.column(role.column, False)
    beside = next((other for other in sheet.understood.roles if other.unit_of == role.column.index), None)
    units = sheet.column(beside.column, False) if beside else None
    head = (role.column.heads or (role.column.unit,))[-1]
    fixed = {}
    if head is not None:
        fixed = {"analyte": Spot(head.row, head.column), "unit": Spot(*(role.unit_at or head)[:2])}
    sources = {**shared, "value": values}
    if units is not None:
        sources["unit"] = units
        fixed.pop("unit", None)
    return Filled(analyte, role, values, units, Places(sheet, sources, "value", fixed), turn_of(Lab, "value", role.words, role.notation))


def _unit(one: Filled, at: int, said: Mapping[tuple[str, str], str]) -> tuple[str | None, str | None]:
    """The unit of a column, or of the cell beside a result as it is or as a person `said`, empty where that was to leave it out; and what
    is wrong where both are there and differ."""
    if one.units is None:
        return one.role.unit, None
    if at in one.units.faults:
        return None, one.units.faults[at]
    beside = as_text(one.units.cells[at])
    if (answer := said.get((one.analyte.name, beside))) is not None:
        return answer, None
    if beside and one.role.unit and unit_of(one.analyte, beside) != unit_of(one.analyte, one.role.unit):
        return None, f"{shown(beside)} differs from {one.role.unit} of its column; expected one unit"
    return beside or one.role.unit, None
