"""How far a value stands from its limit, drawn as a ratio on one log axis that every row shares.

The limit is the same upright line in every row and right of it is always allowed, for lower and upper limits alike. The number, its
limit and the verdict stand beside it in words; the drawing is for the eye alone.
"""

from collections.abc import Sequence
from decimal import Decimal
from math import log10

from core.facts.chart import Value
from core.logic.clauses import Comparison
from dashboard.markup import Html, tag

FARTHEST = 2.8  # times the limit that the axis reaches on either side of it
EDGE = 3  # percent of the width that a mark keeps from the ends
AXIS = tag("span", tag("span", "outside"), tag("span", "allowed"), cls="axis")  # the head over a column of them


def bullet(value: Value | None, comparisons: Sequence[Comparison], state: str) -> Html | None:
    """Nothing where there is no ratio. A second limit of the same side is the wider one of an exemption."""
    limits, number = _limits(comparisons), _number(value)
    if not limits or number is None:
        return None
    first, *others = limits
    at = _place(number, first)
    parts = [tag("i", cls="ok"), tag("i", cls="lim")]
    wider = next((other.limit for other in others if other.sign == first.sign and isinstance(other.limit, Decimal)), None)
    if wider is not None:
        second = _percent(_place(wider, first))
        parts += [
            tag("i", cls="ex", style=f"left:{second:.1f}%;width:{50 - second:.1f}%"),
            tag("i", cls="lim2", style=f"left:{second:.1f}%"),
        ]
    far = " far-out" if at < -1 else " far-in" if at > 1 else ""
    return tag("span", parts, tag("i", cls=f"dot {state}{far}", style=f"left:{_percent(at):.1f}%"), cls="bullet", aria_hidden="true")


def distance(value: Value | None, comparisons: Sequence[Comparison]) -> float | None:
    """How close a value stands to the nearest of its limits, for sorting; `None` where there is no ratio."""
    number = _number(value)
    return None if number is None else min((abs(_place(number, each)) for each in _limits(comparisons)), default=None)


def _number(value: Value | None) -> Decimal | None:
    """A single number above zero; a bound, a word or zero has no ratio to a limit."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int) or value <= 0:
        return None
    return Decimal(value)


def _limits(comparisons: Sequence[Comparison]) -> list[Comparison]:
    return [each for each in comparisons if isinstance(each.limit, Decimal) and each.limit > 0]


def _place(value: Decimal, limit: Comparison) -> float:
    """From -1, far outside, over 0, the limit, to 1, far inside; beyond both where the axis ends."""
    assert isinstance(limit.limit, Decimal), "only limits that are numbers are drawn"
    ratio = value / limit.limit if limit.sign in "≥>" else limit.limit / value
    return log10(ratio) / log10(FARTHEST)


def _percent(place: float) -> float:
    return min(100.0 - EDGE, max(float(EDGE), 50 + 50 * place))
