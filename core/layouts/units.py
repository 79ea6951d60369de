"""In which unit results are: one hypothesis an accepted unit, three witnesses. What is written passes where the plausible range and what is
known of the subjects agree with it; anything else is asked once a column, and what is written nowhere is always asked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core.facts.analytes import Analyte, canonical, plausible, unit_of
from core.facts.values import plain
from core.intake.places import visible
from core.layouts.asked import Asked, rows
from core.layouts.factors import FITS, NO_HABIT, Habit, factor_evidence
from core.layouts.question import UNIT, Way, unit_id

COUNTED = frozenset(("/uL", "/mm3", "10*6/L"))  # cells are counted in whole numbers
MOST_BROKEN = Decimal("0.2")  # [A] the share of counts that may be written with decimals

Pairs = Callable[[Sequence[tuple[int, Decimal]]], list[tuple[Decimal, Decimal]]]  # (known in canonical unit, number as written) by line


@dataclass(frozen=True, slots=True)
class Group:
    """Results that share an analyte and a unit as it is `spelled`, empty where none is written. `address` is where a question about them
    stands; `unit` the one that a layout names for them; `numbers` are (position of the line, number as written); `filled` counts all that
    is written, bounds and what cannot be read among them. `habit` is how results of the same subjects were written; `confirmed` says that
    a remembered layout has this unit for this head."""

    analyte: Analyte
    spelled: str
    address: str
    unit: str | None
    numbers: Sequence[tuple[int, Decimal]]
    filled: int
    who: str = ""
    habit: Habit = field(default_factory=lambda: NO_HABIT)
    confirmed: bool = False


def settle(group: Group, pairs: Pairs, asked: Asked) -> tuple[str | None, str]:
    """The unit and how we know it; `None` while it is asked, and an empty unit where a person leaves these results out."""
    analyte, current = group.analyte, group.unit or group.spelled
    code = unit_of(analyte, current) if current else None
    if not group.filled or (code and not group.numbers):
        return current, ""
    doubt, asked_for = _doubt(group, code, pairs), group.spelled
    if doubt is None and asked.answers.get(unit_id(group.address, analyte.name, current), current) != current:
        # The delta check raised it, once the results were compared with the store.
        doubt, asked_for = f"{analyte.name} is in {visible(current)}; expected the unit they are in", current
    if doubt is None:
        how = group.who if group.unit else f"{rows(len(group.numbers), 'result')} plausible in {visible(current)}"
        return current, how
    answer = asked.ask(unit_id(group.address, analyte.name, asked_for), UNIT, group.address, doubt, _ways(group, code, current, pairs))
    return answer, "said by the answer"


def _doubt(group: Group, code: str | None, pairs: Pairs) -> str | None:
    """Why the unit is asked for; `None` where nothing speaks against the one that is written or remembered."""
    name, count = group.analyte.name, len(group.numbers)
    if code is None:
        if not group.spelled:
            return f"{name} is written without a unit ({rows(group.filled, 'result')}); expected the unit"
        return f"{visible(group.spelled)!r} is no unit of {name} ({rows(group.filled, 'result')}); expected one of its units"
    written = visible(group.unit or group.spelled)
    fits = {each: _fitting(group, each) for each in group.analyte.units}
    if fits[code] < FITS * count and (2 * fits[code] < count or any(number >= FITS * count for number in fits.values())):
        return f"{name} is in {written}, in which {fits[code]} of {count} results are plausible; expected the unit they are in"
    broken = sum(number != number.to_integral_value() for _, number in group.numbers)
    if code in COUNTED and broken > MOST_BROKEN * count:
        return (
            f"{name} is in {written}, a count of single cells, and {broken} of {count} results have decimals; expected the unit they are in"
        )
    known = [(before, _canonical(group.analyte, now, code)) for before, now in pairs(group.numbers)]
    if factor := factor_evidence(known, group.analyte, code, group.habit, [number for _, number in group.numbers], group.confirmed):
        return f"{name} is in {written}, and {factor.words}; expected the unit they are in"
    return None


def _fitting(group: Group, code: str) -> int:
    return sum(plausible(group.analyte, canonical(group.analyte, number, code)) for _, number in group.numbers)


def _ways(group: Group, code: str | None, current: str, pairs: Pairs) -> list[Way]:
    """The accepted units, the written one first and as it is spelled."""
    analyte = group.analyte
    known = pairs(group.numbers)
    ways = [Way(current, f"it is {visible(current)}, as written", _evidence(group, code, known))] if code else []
    ways += [Way(each, f"it is {each}", _evidence(group, each, known)) for each in analyte.units if each != code]
    return [*ways, Way("", "these results are not imported")]


def _evidence(group: Group, code: str, known: Iterable[tuple[Decimal, Decimal]]) -> str:
    analyte = group.analyte
    if not group.numbers:
        return ""
    amounts = sorted(_canonical(analyte, number, code) for _, number in group.numbers)
    low, high = _short(amounts[0]), _short(amounts[-1])
    span = low if low == high else f"{low}–{high}"
    said = f"would give {span} {analyte.unit}: {_fitting(group, code)} of {len(group.numbers)} plausible"
    if code in COUNTED and (broken := sum(number != number.to_integral_value() for _, number in group.numbers)):
        said += f"; {broken} with decimals"
    ratios = sorted(_canonical(analyte, number, code) / before for before, number in known if before)
    if ratios:
        said += f"; {_short(ratios[len(ratios) // 2])} times what is known ({rows(len(ratios), 'result')})"
    return said


def _canonical(analyte: Analyte, number: Decimal, code: str) -> Decimal:
    found = canonical(analyte, number, code)
    assert isinstance(found, Decimal)
    return found


def _short(number: Decimal) -> str:
    """Three figures, without an exponent."""
    return plain(Decimal(f"{number:.3g}"))
