"""How far ctDNA has moved since before infusion 1, in log₁₀, within one assay and one unit; what a censored sample leaves open stays open
(clinical reference 5). It decides nothing: the rule of the second infusion looks at the laboratory's calls alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from typing import Literal

from core.facts.values import Amount, Span
from core.logic.rules import Statement
from core.response.series import EVALUABLE, Sample
from core.response.window import days_since

LOG_UNITS = {"log10 hGE/mL": "hGE/mL"}  # already logarithms: their difference is the change

# Falls of log₁₀ named by Kurtz, J Clin Oncol 2018 (10.1200/JCO.2018.78.5246), during first-line chemotherapy.
EMR, MMR = Decimal(2), Decimal("2.5")
CONTEXT = "from first-line chemotherapy (Kurtz 2018), not part of the rule"

STATED = (
    Statement(
        "ctDNA change",
        "The change in log₁₀ from the newest positive or negative sample before day 1 to a later sample of the same assay and unit; never "
        "across assays or units, and zero is no value. Not detected, or positive below the limit of detection, is anything up to that "
        "limit: the fall is then “≥ log₁₀(baseline / limit)”. What a censored baseline leaves open is said as a bound, or not computed "
        "with the reason. It decides nothing.",
        "[R] clinical reference 5",
    ),
    Statement(
        "ctDNA change called",
        "A change is called real only where all of it lies beyond the assay's recorded imprecision (setting assay_imprecision); without "
        "one it is not called.",
        "[A] clinical reference 5; site setting",
    ),
    Statement(
        "EMR and MMR",
        f"A fall of at least {EMR} (EMR) or {MMR} (MMR) log₁₀ is named as context, {CONTEXT}.",
        "verified: Kurtz JCO 2018, doi 10.1200/JCO.2018.78.5246; clinical reference 5",
    ),
)

WIDE = Context(prec=50, Emax=MAX_EMAX, Emin=MIN_EMIN)  # no two amounts are so far apart that their ratio cannot be told

Key = tuple[str | None, str | None]
Called = Literal["real fall", "real rise", "within", "open", "not set", "no assay"]


@dataclass(frozen=True, slots=True)
class Level:
    """What a sample says of its amount: at least `low` and at most `high`, each `None` where nothing bounds it. `reason`: why nothing is
    known of it at all."""

    low: Decimal | None
    high: Decimal | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """How far one sample lies below its baseline. `fall` is in log₁₀, below zero for a rise, a span where a sample is censored; `None`
    where it cannot be told, with the `reason`. `called`: see `STATED`."""

    sample: Sample
    baseline: Sample | None
    fall: Amount | None
    reason: str
    called: Called | None

    @property
    def least(self) -> Decimal | None:
        """The fall that is proved at least."""
        return self.fall.low if isinstance(self.fall, Span) else self.fall

    @property
    def context(self) -> tuple[str, ...]:
        """The named falls that are proved."""
        least = self.least
        return () if least is None else tuple(name for name, limit in (("EMR", EMR), ("MMR", MMR)) if least >= limit)


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


def changes(samples: Sequence[Sample], infused_on: date, imprecision: Mapping[str, Decimal]) -> tuple[Change, ...]:
    """The change of every sample after infusion 1, series by series, in order of day. `imprecision` is in log₁₀, by the assay's name."""
    found: list[Change] = []
    for (_, unit), own in by_series(samples).items():
        before = [each for each in own if days_since(infused_on, each.record.collected_on) <= 0 and each.record.call in EVALUABLE]
        newest = [each for each in before if each.record.collected_on == before[-1].record.collected_on]
        after = (each for each in own if days_since(infused_on, each.record.collected_on) > 0)
        found += (_change(newest, each, unit, imprecision) for each in after)
    return tuple(found)


def level(sample: Sample, unit: str | None) -> Level:
    """What a sample allows its amount to be, in the unit of its series. The laboratory's call comes before its number."""
    record = sample.record
    if record.call not in EVALUABLE:
        return Level(None, None, record.call or "no call recorded")
    value, limit = record.value, record.limit_of_detection
    limit = limit if limit is not None and _has_logarithm(limit, unit) else None
    if record.call == "negative":
        high = limit if limit is not None else value.high if isinstance(value, Span) else None
        return Level(None, high) if high is not None and _has_logarithm(high, unit) else Level(None, None, "no limit of detection recorded")
    if value is None:
        return Level(None, None, "detected without a number")
    if limit is not None and isinstance(value, Decimal) and value < limit:
        return Level(None, limit)
    low, high = (value.low, value.high) if isinstance(value, Span) else (value, value)
    low, high = (each if each is not None and _has_logarithm(each, unit) else None for each in (low, high))
    return Level(low, high, "" if low is not None or high is not None else "zero is no value on a log scale")


def _has_logarithm(amount: Decimal, unit: str | None) -> bool:
    return unit in LOG_UNITS or amount > 0


def _change(before: Sequence[Sample], sample: Sample, unit: str | None, imprecision: Mapping[str, Decimal]) -> Change:
    now = level(sample, unit)
    if not before:
        return Change(sample, None, None, "no positive or negative sample of this assay and unit before infusion 1", None)
    levels = {level(each, unit) for each in before}
    if len(levels) > 1:
        return Change(sample, None, None, "samples of the baseline's day differ", None)
    (was,) = levels
    if was.reason or now.reason:
        said = [f"{name}: {each.reason}" for name, each in (("baseline", was), ("this sample", now)) if each.reason]
        return Change(sample, before[0], None, "; ".join(said), None)
    low, high = _between(was.low, now.high, unit), _between(was.high, now.low, unit)
    if low is None and high is None:
        return Change(sample, before[0], None, "both are known only up to a limit, or both only from one on", None)
    fall = low if low is not None and low == high else Span(low, high)
    return Change(sample, before[0], fall, "", _called(low, high, sample.record.assay, imprecision))


def _between(was: Decimal | None, now: Decimal | None, unit: str | None) -> Decimal | None:
    """How far one amount lies above another in log₁₀; of logarithms it is their difference."""
    if was is None or now is None:
        return None
    return was - now if unit in LOG_UNITS else WIDE.divide(was, now).log10(WIDE)


def _called(low: Decimal | None, high: Decimal | None, assay: str | None, imprecision: Mapping[str, Decimal]) -> Called:
    """What may be said of a fall between two bounds."""
    if assay is None:
        return "no assay"
    if assay not in imprecision:
        return "not set"
    least = imprecision[assay]
    if low is not None and low > least:
        return "real fall"
    if high is not None and high < -least:
        return "real rise"
    return "within" if low is not None and high is not None and low >= -least and high <= least else "open"
