"""What each region of a file says, and what a person must say before it can be read: the detective, which names its evidence or asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.facts.record import Record, days, required
from core.facts.records import SHEETS, Lab
from core.layouts.applying import applied, chosen, remembered_notation, who
from core.layouts.asked import Asked
from core.layouts.asking import IGNORED_NOW, ask_sheet, filled, not_imported, of_blood, unknown_analytes
from core.layouts.headers import Head, head_of
from core.layouts.history import History
from core.layouts.layout import Layout
from core.layouts.measured import Measured
from core.layouts.orders import Bounds, dated
from core.layouts.question import Answers, Question
from core.layouts.region import Region
from core.layouts.role import Role, Understood
from core.layouts.roles import LEFT_OUT, detected, is_labs, is_long, lacking, of_sheet, one_each
from core.layouts.witnesses import Witnesses


@dataclass(frozen=True, slots=True)
class _Look:
    """A region at first sight. `sure` is false while it is asked whose layout it has."""

    region: Region
    heads: Sequence[Head]
    layout: Layout | None
    sure: bool
    asked: Asked

    @property
    def recognized(self) -> bool:
        return self.layout is not None or not self.sure or is_labs(self.region, self.heads)


def understand(
    regions: Sequence[Region],
    layouts: Sequence[Layout],
    answers: Answers,
    history: History,
    today: date,
    asking: bool = True,
) -> list[Understood]:
    """One for each region of one file. `layouts` stand in the order of trust. Where nothing of the file is recognized, a
    person is asked what each region is. `asking` says that somebody is there to answer what a layout leaves open."""
    looks = [_look(region, layouts, answers) for region in regions]
    nothing = not any(look.recognized for look in looks)
    return [_understood(look, history, today, nothing, asking) for look in looks]


def _look(region: Region, layouts: Sequence[Layout], answers: Answers) -> _Look:
    asked = Asked(region, answers)
    layout, sure = chosen(region, layouts, asked)
    return _Look(region, [head_of(column) for column in region.columns], layout, sure, asked)


def _understood(look: _Look, history: History, today: date, nothing: bool, asking: bool) -> Understood:
    region, asked = look.region, look.asked
    model, roles = _roles(look, nothing)
    if model is not None:
        roles = one_each(roles, asked)
        complete = lacking(roles, region, model, asked)
        model, roles = (None, roles) if complete is None else (model, complete)
    if model is None:
        return Understood(region, None, tuple(roles), None if look.layout is None else look.layout.name, questions=_once(asked))
    fill = filled(region, roles, look.layout, asked, asking)
    witnesses = Witnesses(region, roles, "subject_id" in fill, history)
    roles = _dates(look, model, roles, witnesses, today)
    witnesses.dated(roles)
    measured = Measured(region, model, look.layout, witnesses, asked)
    roles = measured.decimals(roles)
    if model is Lab:
        roles = unknown_analytes(region, roles, look.layout, asked)
        roles = measured.units(roles, asking or look.layout is None or look.layout.others == "ask")
    if look.layout is None:
        not_imported(region, roles, asked)
    layout = look.layout
    return Understood(
        region,
        model if asked.open or _whole(region, model, roles) else None,
        tuple(_owned(roles)),
        None if layout is None else layout.name,
        None if layout is None else layout.laboratory,
        fill,
        measured.said,
        _once(asked),
    )


def _owned(roles: Sequence[Role]) -> list[Role]:
    """The roles without the units of columns that are left out."""
    values = {role.column.index for role in roles if role.analyte}
    return [Role(role.column, LEFT_OUT) if role.unit_of is not None and role.unit_of not in values else role for role in roles]


def _whole(region: Region, model: type[Record], roles: Sequence[Role]) -> bool:
    """Whether anything is left to be read once a person has left columns out."""
    held = {role.says for role in roles} | set(region.given) | {"analyte" for role in roles if role.analyte}
    return required(model) <= held


def _roles(look: _Look, nothing: bool) -> tuple[type[Record] | None, list[Role]]:
    """The contract's sheet and the roles of the columns; no sheet while that is asked, or where nothing is imported."""
    region, asked = look.region, look.asked
    remembered = look.layout is not None and look.layout.others == "ask" and look.layout.sheet == Lab.sheet
    labs = remembered or (look.layout is None and look.sure and is_labs(region, look.heads))
    if labs and not of_blood(asked):
        return None, [Role(column, IGNORED_NOW) for column in region.columns]
    if look.layout is not None:
        return SHEETS[look.layout.sheet], applied(region, look.layout, asked)
    unread = [Role(column, IGNORED_NOW) for column in region.columns]
    if not look.sure:
        return None, unread
    if is_labs(region, look.heads):
        return Lab, detected(region, look.heads, asked, is_long(look.heads))
    if not nothing or not region.lines:
        return None, unread
    sheet, wide = ask_sheet(asked)
    return (None, unread) if sheet is None else (SHEETS[sheet], of_sheet(region, look.heads, asked, sheet, wide))


def _dates(look: _Look, model: type[Record], roles: Sequence[Role], witnesses: Witnesses, today: date) -> list[Role]:
    """The roles with the order of their dates: columns of days, and dates of birth."""
    found = []
    for role in roles:
        if role.says in days(model) or role.check == "birth_date":
            cells = [look.region.cell(line, role.column) for line in look.region.lines]
            notation = remembered_notation(look.layout, role.column)
            says = "" if look.layout is None else who(look.layout)
            role = dated(role, cells, _bounds(role, witnesses, today), notation.dates, look.asked, says)
        found.append(role)
    return found


def _bounds(role: Role, witnesses: Witnesses, today: date) -> Bounds:
    """Between which days a date may lie: from the birth of its subject until today; a date of birth on the recorded one, where it is."""

    def bounds(position: int) -> tuple[date | None, date]:
        born = witnesses.born(position)
        return (born, today if born is None or role.check is None else born)

    return bounds


def _once(asked: Asked) -> tuple[Question, ...]:
    return tuple({question.id: question for question in asked.questions}.values())
