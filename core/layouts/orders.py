"""In which order a column writes its dates and what stands before its decimals: what its cells prove passes, else it is asked once."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from core.facts.record import required
from core.facts.records import SHEETS
from core.intake.tables import Cell
from core.layouts.asked import Asked, quoted, rows
from core.layouts.dates import EITHER, NAMED, REAL, Dates, dates_of, day_in
from core.layouts.decimals import Decimals, decimals_of, to_number
from core.layouts.question import DATES, DECIMAL, Way, id_of
from core.layouts.role import COMMA, DAY_FIRST, MONTH_FIRST, POINT, YEAR_FIRST, Notation, Role
from core.layouts.roles import LEFT_OUT

Bounds = Callable[[int], tuple[date | None, date]]  # by the position of a line the days between which its date must lie
Judge = Callable[[int, str], bool | None]  # by the position of a line whether a number, as the contract writes it, is plausible there
_OTHER = {DAY_FIRST: MONTH_FIRST, MONTH_FIRST: DAY_FIRST, POINT: COMMA, COMMA: POINT}
_SIGN = {POINT: "a point", COMMA: "a comma"}
_NEEDED = frozenset().union(*map(required, SHEETS.values()))  # without such a column no line says anything
_ENOUGH_OUT = 2  # distinct days that cannot be before an order is out: one alone may be a slip of the pen


def dated(role: Role, cells: Sequence[Cell], bounds: Bounds, remembered: str | None, asked: Asked, who: str) -> Role:
    """The role with the order of its texts. `remembered` is the order that a layout names, `who` says whose it is."""
    found = dates_of(cells)
    proven = [order for order in (DAY_FIRST, MONTH_FIRST) if order in found.counts]
    if len(proven) > 1:
        return _torn_dates(role, found, asked)
    if remembered and _agrees(remembered, found) and (days := _outside(found, remembered, bounds)):
        said = f", and {remembered}, {who}, would give {rows(days, 'day')} that cannot be"
        return _ask_order(role, found, (), cells, bounds, asked, said)
    if remembered and _agrees(remembered, found):
        return _noted(role, remembered, f"{remembered}: {who}")
    if remembered in _OTHER and proven and YEAR_FIRST not in found.counts:
        return _ask_order(role, found, (), cells, bounds, asked, f", and {remembered} is {who}")
    if proven:
        (order,) = proven
        proof = f"{rows(found.counts[order])} {'proves' if found.counts[order] == 1 else 'prove'} {order}"
        if REAL in found.counts:
            return _ask_order(role, found, proven, cells, bounds, asked, _MIXED)
        if YEAR_FIRST in found.counts:
            return _two_styles(role, found, order, asked)
        return _noted(role, order, f"{proof} (first: {asked.cell(found.first[order], role.column)})")
    if EITHER in found.counts:
        return _undecided(role, found, cells, bounds, asked)
    if YEAR_FIRST in found.counts:
        return _noted(role, YEAR_FIRST, f"{rows(found.counts[YEAR_FIRST], 'date')} written year first")
    if NAMED in found.counts:
        return _noted(role, DAY_FIRST, "the months are written as names")
    return role


def _agrees(remembered: str, found: Dates) -> bool:
    """Whether no text of a column contradicts the order that a layout names for it."""
    if remembered in _OTHER:
        return _OTHER[remembered] not in found.counts and YEAR_FIRST not in found.counts
    return found.counts.keys().isdisjoint((EITHER, DAY_FIRST, MONTH_FIRST))


_MIXED = ", and others are dates of the spreadsheet, which may have read them in another order"


def _noted(role: Role, order: str, how: str) -> Role:
    return replace(role, notation=replace(role.notation, dates=order), how=f"{role.how}; {how}")


def _undecided(role: Role, found: Dates, cells: Sequence[Cell], bounds: Bounds, asked: Asked) -> Role:
    """No cell fits one order alone. Where both give the same days it does not matter; an order that gives days that cannot be is out."""
    if YEAR_FIRST in found.counts:
        return _two_styles(role, found, None, asked)
    if REAL in found.counts:
        return _ask_order(role, found, (), cells, bounds, asked, _MIXED)
    if all(day_in(text, DAY_FIRST) == day_in(text, MONTH_FIRST) for text in found.either):
        return _noted(role, DAY_FIRST, "both orders give the same days")
    outside = {order: _outside(found, order, bounds) for order in (DAY_FIRST, MONTH_FIRST)}
    out = [order for order, days in outside.items() if days >= _ENOUGH_OUT or 0 < days == len(found.either)]
    left = [order for order in outside if order not in out]
    if len(left) == 1 and not outside[left[0]]:
        days = outside[_OTHER[left[0]]]
        return _noted(role, left[0], f"{_OTHER[left[0]]} would give {rows(days, 'day')} that cannot be, after today or before a birth")
    return _ask_order(role, found, (), cells, bounds, asked, "")


def _outside(found: Dates, order: str, bounds: Bounds) -> int:
    """How many distinct texts would be a day that cannot be."""
    return sum(any(not _within(day_in(text, order), bounds(at)) for at in places) for text, places in found.either.items())


def _within(day: date | None, between: tuple[date | None, date]) -> bool:
    first, last = between
    return day is not None and (first is None or first <= day) and day <= last


def _ask_order(role: Role, found: Dates, proven: Sequence[str], cells: Sequence[Cell], bounds: Bounds, asked: Asked, besides: str) -> Role:
    kind = proven[0] if proven else EITHER if EITHER in found.counts else next(each for each in _OTHER if each in found.counts)
    first = found.first[kind]
    text = str(cells[first]).strip()
    count = sum(found.counts.get(each, 0) for each in (EITHER, DAY_FIRST, MONTH_FIRST))
    at = asked.head(role.column)
    number = found.counts[kind]
    both = "is a date" if number == 1 else "are dates"
    fits = f"{both} by day first and by month first" if kind == EITHER else f"{'fits' if number == 1 else 'fit'} {kind} only"
    sentence = (
        f"{rows(number, 'text')} like {quoted(text)} ({asked.cell(first, role.column)}) {fits}{besides}; expected the order of the dates"
    )
    orders = [order for order in (DAY_FIRST, MONTH_FIRST) if _OTHER[order] not in proven and day_in(text, order) is not None]
    ways = [Way(order, f"{order}: {text} is {day_in(text, order)}", _evidence(found, order, count, bounds)) for order in orders]
    ways.append(_left(role))
    answer = asked.ask(id_of(DATES, at, *_kinds(found)), DATES, at, sentence, ways)
    return role if answer is None else _noted(role, answer, "said by the answer") if answer else Role(role.column, LEFT_OUT)


def _kinds(found: Dates) -> list[str]:
    """What of the column an answer was given for: other kinds of texts are asked about anew."""
    return sorted(kind for kind in found.counts if kind in (EITHER, DAY_FIRST, MONTH_FIRST, REAL))


def _evidence(found: Dates, order: str, count: int, bounds: Bounds) -> str:
    out = _outside(found, order, bounds)
    fits = count - found.counts.get(_OTHER[order], 0)
    return f"{fits} of {count} are dates" + (f"; {rows(out, 'day')} would lie after today or before a birth" if out else "")


def _torn_dates(role: Role, found: Dates, asked: Asked) -> Role:
    one, other = (asked.cell(found.first[order], role.column) for order in (DAY_FIRST, MONTH_FIRST))
    return _torn(role, asked, DATES, f"{one} fits only day-first and {other} only month-first; expected one order in a column")


def _left(role: Role) -> Way:
    return Way("", f"this {'sheet' if role.says in _NEEDED else 'column'} is not imported")


def _two_styles(role: Role, found: Dates, order: str | None, asked: Asked) -> Role:
    """Year-first dates among others: each is read by itself only where the texts need no order."""
    one = asked.cell(found.first[YEAR_FIRST], role.column)
    other = asked.cell(found.first[order or EITHER], role.column)
    return _torn(role, asked, DATES, f"{one} is written year first and {other} is not; expected one order in a column")


def _torn(role: Role, asked: Asked, kind: str, sentence: str) -> Role:
    """A column that contradicts itself is refused; all a person can do here is to leave it out."""
    at = asked.head(role.column)
    answer = asked.ask(id_of(kind, at, "torn"), kind, at, sentence, (_left(role),))
    return role if answer is None else Role(role.column, LEFT_OUT)


def numbered(
    role: Role, cells: Sequence[Cell], plausible: Judge, elsewhere: str | None, remembered: str | None, asked: Asked, who: str
) -> Role:
    """The role with the decimal sign of its texts. `elsewhere` is the sign that other columns of the region prove, where they agree."""
    found = decimals_of(cells)
    proven = [sign for sign in (POINT, COMMA) if sign in found.counts]
    if len(proven) > 1:
        one, other = (asked.cell(found.first[sign], role.column) for sign in (POINT, COMMA))
        return _torn(role, asked, DECIMAL, f"{one} writes a point before the decimals and {other} a comma; expected one sign in a column")
    if remembered and _OTHER[remembered] not in proven:
        return _signed(role, remembered, f"decimal {remembered}: {who}") if found.counts else role
    if proven and not remembered:
        (sign,) = proven
        number = found.counts[sign]
        proof = (
            f"{rows(number)} {'proves' if number == 1 else 'prove'} a decimal {sign} (first: {asked.cell(found.first[sign], role.column)})"
        )
        return _signed(role, sign, proof)
    if proven or EITHER in found.counts:
        if not remembered and not found.comma and elsewhere == POINT:
            return _signed(role, POINT, "other columns of the sheet prove a decimal point")
        return _ask_sign(role, found, cells, plausible, asked)
    return role


def _signed(role: Role, sign: str, how: str) -> Role:
    return replace(role, notation=replace(role.notation, decimal=sign), how=f"{role.how}; {how}" if sign == COMMA else role.how)


def _ask_sign(role: Role, found: Decimals, cells: Sequence[Cell], plausible: Judge, asked: Asked) -> Role:
    kind = EITHER if EITHER in found.counts else next(sign for sign in (POINT, COMMA) if sign in found.counts)
    at, text = asked.head(role.column), str(cells[found.first[kind]]).strip()
    ways = []
    for sign in (POINT, COMMA):
        if (number := to_number(text, sign)) is None:
            continue
        read = [(position, said) for position, cell in enumerate(cells) if isinstance(cell, str) and (said := to_number(cell, sign))]
        judged = [one for position, said in read if (one := plausible(position, said)) is not None]
        ways.append(Way(sign, f"{_SIGN[sign]} stands before the decimals: {text} is {number}", _plausibly(judged)))
    ways.append(_left(role))
    what = "may hold thousands or decimals" if kind == EITHER else f"has {_SIGN[kind]} before the decimals, unlike what is remembered"
    sentence = (
        f"{rows(found.counts[kind], 'number')} like {quoted(text)} ({asked.cell(found.first[kind], role.column)}) {what}; expected which"
    )
    answer = asked.ask(id_of(DECIMAL, at, kind), DECIMAL, at, sentence, ways)
    return role if answer is None else _signed(role, answer, "said by the answer") if answer else Role(role.column, LEFT_OUT)


def _plausibly(judged: Sequence[bool]) -> str:
    return f"{sum(judged)} of {len(judged)} plausible" if judged else ""


def sign_of_all(columns: Sequence[Sequence[Cell]]) -> str | None:
    """The one decimal sign that columns prove together; `None` where they prove none, or two."""
    proven = {sign for cells in columns for sign in decimals_of(cells).counts if sign in (POINT, COMMA)}
    return proven.pop() if len(proven) == 1 else None


def days_of(role: Role, cells: Sequence[Cell]) -> list[date | None]:
    """The day of every cell of a column, as it is now read; `None` where it is none."""
    return [_day(cell, role.notation) for cell in cells]


def _day(cell: Cell, notation: Notation) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    return day_in(str(cell), notation.dates or "iso") if isinstance(cell, str) else None
