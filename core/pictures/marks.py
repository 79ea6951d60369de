"""ctDNA samples as marks of the trajectory: what kind of mark each one is, how high it stands on a log axis, and its words.

The laboratory's call decides the kind, never a number. A mark without a height has a lane of its own: nothing ever stands at zero.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from core.facts.values import Amount, Span, plain
from core.response.kinetics import LOG_UNITS as LOG_UNITS
from core.response.kinetics import Key as Key
from core.response.kinetics import by_series as by_series
from core.response.series import EVALUABLE, Sample

DRAWABLE = (Decimal("1e-12"), Decimal("1e15"))  # what a log axis can still show; anything else gets a lane
LARGEST_POWER = 12

QUANTIFIED, AT_LIMIT, NO_NUMBER, NO_LIMIT, NOT_EVALUABLE, NO_CALL = (
    "positive",
    "not detected",
    "detected, not quantified",
    "not detected, no LOD recorded",
    "failed or indeterminate",
    "no call recorded",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One sample as it is drawn. `height` is in the axis's unit, `None` where the mark stands on a lane; `limit` its LOD, likewise. What is
    not quantified stands at its bound or its LOD."""

    sample: Sample
    kind: str
    height: float | None
    label: str
    limit: float | None

    @property
    def on_axis(self) -> bool:
        return self.height is not None


def main_series(series: dict[Key, list[Sample]], deciding: Collection[Sample]) -> Key | None:
    """The series that gets the axis: the one the rule compares, else the one with most numbers; `None` without a sample."""

    def rank(key: Key) -> tuple[bool, int, int]:
        samples = series[key]
        numbers = sum(mark_of(sample, key[1]).kind == QUANTIFIED for sample in samples)
        return any(sample is each for sample in samples for each in deciding), numbers, len(samples)

    return max(series, key=rank, default=None)


def mark_of(sample: Sample, unit: str | None) -> Mark:
    """How a sample is drawn in a series of this unit."""
    limit = height(sample.record.limit_of_detection, unit)
    kind, at, label = _drawn(sample, unit, limit)
    return Mark(sample, kind, at, label, limit)


def _drawn(sample: Sample, unit: str | None, limit: float | None) -> tuple[str, float | None, str]:
    call, value = sample.record.call, sample.record.value
    if call not in EVALUABLE:
        return NO_CALL if call is None else NOT_EVALUABLE, None, call or NO_CALL
    if call == "negative":
        at = limit if limit is not None else height(_below(value), unit)
        censored = f" {shown(value, unit)}" if isinstance(value, Span) else ""
        return AT_LIMIT if at is not None else NO_LIMIT, at, f"not detected{censored}"
    if value is None:
        return NO_NUMBER, limit, "positive, no number"
    at, label = height(value, unit), shown(value, unit)
    if isinstance(value, Span):
        return NO_NUMBER, height(_bound(value), unit), f"positive, {label}"
    own = sample.record.limit_of_detection
    if limit is not None and own is not None and value < own:
        return NO_NUMBER, limit, f"positive, {label} below LOD"
    return (QUANTIFIED, at, label) if at is not None else (NO_NUMBER, None, f"positive, {label}")


def height(amount: Amount | None, unit: str | None) -> float | None:
    """Where an exact amount stands on a log axis; `None` where it cannot: no number, a bound, zero, below zero, out of sight."""
    if not isinstance(amount, Decimal):
        return None
    if unit in LOG_UNITS:
        return float(10**amount) if abs(amount) <= LARGEST_POWER else None
    return float(amount) if DRAWABLE[0] <= amount <= DRAWABLE[1] else None


def _bound(amount: Span) -> Decimal | None:
    """The one bound of `<0.5` or `>1000`; between two bounds there is no one height."""
    return amount.high if amount.low is None else amount.low if amount.high is None else None


def _below(amount: Amount | None) -> Decimal | None:
    """The bound of `<0.5`."""
    return amount.high if isinstance(amount, Span) and amount.low is None else None


def shown(amount: Amount, unit: str | None) -> str:
    """An amount as recorded, with thousands set apart; a logarithm as the power it is."""
    if unit in LOG_UNITS:
        return f"log₁₀ {plain(amount)}"
    return f"{Decimal(plain(amount)):,f}" if isinstance(amount, Decimal) else plain(amount)


def joined(marks: Sequence[Mark]) -> list[tuple[Mark, Mark]]:
    """The pairs of one series to join: neighbors of different days, each one sample that is a number or not detected at its limit. What was
    detected without a number stands at a mere bound: no line leads there, and none past it."""
    days: dict[object, list[Mark]] = defaultdict(list)
    for mark in marks:
        days[mark.sample.record.collected_on].append(mark)
    return [(left[0], right[0]) for left, right in pairwise(days.values()) if _alone(left) and _alone(right)]


def _alone(marks: Sequence[Mark]) -> bool:
    return len(marks) == 1 and marks[0].kind in (QUANTIFIED, AT_LIMIT)
