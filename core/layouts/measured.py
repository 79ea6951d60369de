"""The numbers of a region: how they are written, and in which units they are, column by column or, in a sheet of one row a result, unit by
unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from core.facts.analytes import ANALYTES, analyte_of, canonical, plausible, unit_of
from core.facts.reading import decimal
from core.facts.record import Record
from core.intake.tables import Cell
from core.layouts.applying import remembered_notation, who
from core.layouts.asked import Asked
from core.layouts.decimals import split_unit, to_number
from core.layouts.headers import said, unit_in
from core.layouts.heading import as_text, where
from core.layouts.layout import Layout
from core.layouts.orders import Judge, numbered, sign_of_all
from core.layouts.region import Region
from core.layouts.role import POINT, Role
from core.layouts.roles import LEFT_OUT, SAID, said_unit
from core.layouts.turning import is_number
from core.layouts.units import Group, settle
from core.layouts.witnesses import Witnesses

NO_WORDS: Mapping[str, str] = {}


class Measured:
    """`said` are the units that a person, or a layout, put in the place of written ones, by (analyte, unit as spelled)."""

    def __init__(self, region: Region, model: type[Record], layout: Layout | None, witnesses: Witnesses, asked: Asked) -> None:
        self.region, self.model, self.layout, self.witnesses, self.asked = region, model, layout, witnesses, asked
        self.who = "" if layout is None else who(layout)
        self.trusted = layout is not None and layout.others == "ask"
        self.said: dict[tuple[str, str], str] = {}

    def cells(self, role: Role) -> list[Cell]:
        return [self.region.cell(line, role.column) for line in self.region.lines]

    def decimals(self, roles: Sequence[Role]) -> list[Role]:
        """The roles with the decimal sign of their texts, judged without the units that stand in cells."""
        numeric = {
            role.column.index: [split_unit(cell)[0] if isinstance(cell, str) else cell for cell in self.cells(role)]
            for role in roles
            if role.analyte or (role.says is not None and is_number(self.model, role.says))
        }
        found = []
        for role in roles:
            if (cells := numeric.get(role.column.index)) is not None:
                elsewhere = sign_of_all([other for index, other in numeric.items() if index != role.column.index])
                notation = remembered_notation(self.layout, role.column)
                role = numbered(role, cells, self._judge(role), elsewhere, notation.decimal, self.asked, self.who)
            found.append(role)
        return found

    def _judge(self, role: Role) -> Judge:
        """Whether a number is plausible in a column whose unit is known."""
        analyte = ANALYTES.get(role.analyte or "")
        code = unit_of(analyte, role.unit) if analyte and role.unit else None

        def judge(position: int, number: str) -> bool | None:
            if analyte is None or code is None or number[:1] in "<>":
                return None
            return plausible(analyte, canonical(analyte, Decimal(number), code))

        return judge

    def units(self, roles: Sequence[Role], strict: bool) -> list[Role]:
        """The roles with the units of their results settled. Without `strict` a unit that a row lacks stays its own fault."""
        long = next((role for role in roles if role.says == "analyte"), None)
        if long is not None:
            self._long(roles, long, strict)
            return list(roles)
        beside = {role.unit_of: role for role in roles if role.unit_of is not None}
        found = []
        for role in roles:
            if role.analyte is None:
                found.append(role)
            elif role.column.index in beside:
                names = [as_text(cell) for cell in self.cells(beside[role.column.index])]
                self._each(
                    role.analyte, self.asked.head(role.column), enumerate(self.cells(role)), names, role.notation.decimal, strict=True
                )
                found.append(role)
            else:
                found.append(self._column(role))
        return found

    def _column(self, role: Role) -> Role:
        """One analyte column. Cells with a unit of their own are judged each by itself."""
        analyte = ANALYTES[role.analyte or ""]
        written = unit_in(role.column, analyte)[0] or (said(role.column.unit) if role.column.unit else "")
        numbers, filled = _numbers(enumerate(self.cells(role)), role.notation.decimal)
        remembered = role.unit if role.unit and role.unit_at is None else None
        spelled = role.unit if role.unit and role.unit_at else written
        habit = self.witnesses.habit(analyte, (position for position, _ in numbers))
        below = said(role.column.unit) if role.column.unit else None
        named = role.how == self.who and (below is None or self._remembered(analyte.name, below) is not None)
        confirmed = self.trusted and (named or unit_of(analyte, remembered or spelled) in habit)
        group = Group(analyte, spelled, self.asked.head(role.column), remembered, numbers, filled, self.who, habit, confirmed)
        unit, how = settle(group, partial(self.witnesses.pairs, analyte), self.asked)
        if how == SAID:
            return said_unit(role, unit) if unit else Role(role.column, LEFT_OUT)
        return replace(role, how=f"{role.how}; {how}") if how and how != role.how else role

    def _long(self, roles: Sequence[Role], analyte: Role, strict: bool) -> None:
        """One row a result: a group for every analyte with every unit as it is spelled."""
        by_name = {role.says: role for role in roles if role.says}
        if "value" not in by_name:
            return
        value, unit = by_name["value"], by_name.get("unit")
        names = [as_text(cell) for cell in self.cells(analyte)]
        spelled = [""] * len(names) if unit is None else [as_text(cell) for cell in self.cells(unit)]
        values = self.cells(value)
        positions: dict[str, list[int]] = {}
        for position, name in enumerate(names):
            if name and (analyte.only is None or name in analyte.only):
                found = analyte_of(analyte.words.get(name, name))
                if found is not None:
                    positions.setdefault(found.name, []).append(position)
        words = {} if unit is None else unit.words
        for name, lines in positions.items():
            cells = [(position, values[position]) for position in lines]
            self._each(name, where(self.region.table), cells, spelled, value.notation.decimal, strict, words)

    def _each(
        self,
        name: str,
        at: str,
        cells: Iterable[tuple[int, Cell]],
        spelled: Sequence[str],
        sign: str | None,
        strict: bool = True,
        words: Mapping[str, str] = NO_WORDS,
    ) -> None:
        """The results of one analyte, unit by unit as it is spelled beside them; `words` are what a layout takes spellings for."""
        analyte = ANALYTES[name]
        groups: dict[str, list[tuple[int, Cell]]] = {}
        for position, cell in cells:
            groups.setdefault(spelled[position], []).append((position, cell))
        for unit, own in groups.items():
            remembered = self._remembered(name, unit)
            if remembered == "":
                self.said[name, unit] = ""
                continue
            meant = remembered or words.get(unit)
            if not strict and unit_of(analyte, meant or unit) is None:
                continue
            numbers, filled = _numbers(own, sign)
            habit = self.witnesses.habit(analyte, (position for position, _ in numbers))
            confirmed = self.trusted and (remembered is not None or unit_of(analyte, unit) in habit)
            group = Group(analyte, unit, at, meant, numbers, filled, self.who, habit, confirmed)
            found, how = settle(group, partial(self.witnesses.pairs, analyte), self.asked)
            if how == SAID and found is not None:
                self.said[name, unit] = found
            elif remembered is not None:
                self.said[name, unit] = remembered

    def _remembered(self, analyte: str, spelled: str) -> str | None:
        units = [] if self.layout is None else self.layout.units
        return next((each.unit for each in units if (each.analyte, each.spelled) == (analyte, spelled)), None)


def _numbers(cells: Iterable[tuple[int, Cell]], sign: str | None) -> tuple[list[tuple[int, Decimal]], int]:
    """The exact numbers by their position, and how many cells are filled and have no unit of their own."""
    numbers: list[tuple[int, Decimal]] = []
    filled = 0
    known: dict[tuple[type, Cell], tuple[bool, Decimal | None]] = {}
    for position, cell in cells:
        if cell is None or cell == "":
            continue
        key = (type(cell), cell)
        if key not in known:
            counts = not isinstance(cell, str) or bool(cell.strip() and not split_unit(cell)[1])
            known[key] = counts, _number(cell, sign or POINT) if counts else None
        counts, number = known[key]
        filled += counts
        if number is not None:
            numbers.append((position, number))
    return numbers, filled


def _number(cell: Cell, sign: str) -> Decimal | None:
    try:
        return decimal(to_number(cell, sign) or cell if isinstance(cell, str) else cell)
    except ValueError:
        return None
