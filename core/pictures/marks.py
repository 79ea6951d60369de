"""ctDNA samples as marks of the trajectory: what kind of mark each one is, how high it stands on a log axis, and its words.

The laboratory's call decides the kind, never a number. A mark without a height has a lane of its own: nothing ever stands at zero.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from core.facts.values import Amount, Span, plain
from core.response.series import EVALUABLE, Sample

LOG_UNITS = {"log10 hGE/mL": "hGE/mL"}  # already logarithms: drawn at ten to their power, and said so
DRAWABLE = (Decimal("1e-12"), Decimal("1e15"))  # what a log axis can still show; anything else gets a lane
LARGEST_POWER = 12

QUANTIFIED, AT_LIMIT, NO_NUMBER, NO_LIMIT, NOT_EVALUABLE, NO_CALL = (
    "positive",
    "not detected",
    "positive without a number",
    "not detected, no LOD recorded",
    "failed or indeterminate",
    "no call recorded",
)

Key = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Mark:
    """One sample as it is drawn. `height` is in the axis's unit, `None` where the mark stands on a lane; `limit` its LOD, likewise."""

    sample: Sample
    kind: str
    height: float | None
    label: str
    limit: float | None

    @property
    def on_axis(self) -> bool:
        return self.height is not None


def by_series(samples: Sequence[Sample]) -> dict[Key, list[Sample]]:
    """Samples by assay and unit, each in order of day. One without a value and a unit belongs to its assay's only unit."""
    units: dict[str | None, set[str]] = defaultdict(set)
    for sample in samples:
        if sample.record.unit is not None:
            units[sample.record.assay].add(sample.record.unit)
    found: dict[Key, list[Sample]] = defaultdict(list)
    for sample in sorted(samples, key=lambda each: (each.record.collected_on, each.origin.file, each.origin.row)):
        record, known = sample.record, units[sample.record.assay]
        unit = next(iter(known)) if record.unit is None and record.value is None and len(known) == 1 else record.unit
        found[(record.assay, unit)].append(sample)
    return dict(found)


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
        return NO_NUMBER, None, "positive, no number"
    at, label = height(value, unit), shown(value, unit)
    return (QUANTIFIED, at, label) if at is not None else (NO_NUMBER, None, f"positive, {label}")


def height(amount: Amount | None, unit: str | None) -> float | None:
    """Where an exact amount stands on a log axis; `None` where it cannot: no number, a bound, zero, below zero, out of sight."""
    if not isinstance(amount, Decimal):
        return None
    if unit in LOG_UNITS:
        return float(10**amount) if abs(amount) <= LARGEST_POWER else None
    return float(amount) if DRAWABLE[0] <= amount <= DRAWABLE[1] else None


def _below(amount: Amount | None) -> Decimal | None:
    """The bound of `<0.5`."""
    return amount.high if isinstance(amount, Span) and amount.low is None else None


def shown(amount: Amount, unit: str | None) -> str:
    """An amount as recorded, with thousands set apart; a logarithm as the power it is."""
    if unit in LOG_UNITS:
        return f"log₁₀ {plain(amount)}"
    return f"{Decimal(plain(amount)):,f}" if isinstance(amount, Decimal) else plain(amount)


def joined(marks: Sequence[Mark]) -> list[tuple[Mark, Mark]]:
    """The pairs of one series to join: neighbors of different days that both stand on the axis, one sample a day, nothing between."""
    days: dict[object, list[Mark]] = defaultdict(list)
    for mark in marks:
        days[mark.sample.record.collected_on].append(mark)
    return [(left[0], right[0]) for left, right in pairwise(days.values()) if _alone(left) and _alone(right)]


def _alone(marks: Sequence[Mark]) -> bool:
    return len(marks) == 1 and marks[0].on_axis
