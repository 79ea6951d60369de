"""How far ctDNA has moved since before infusion 1, in words: of every sample after it, for the trajectory, its table and its file."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from core.assessment import Assessment
from core.facts.values import Amount, Span
from core.protocol.settings import Settings
from core.response.kinetics import CONTEXT, EMR, MMR, Change, changes

PLACES = Decimal("0.01")  # of a change as it is written; a bound is never rounded to more than is proved
NAMED = f"EMR: a fall of at least {EMR} log₁₀, MMR: of at least {MMR}; {CONTEXT}."


def changes_of(found: Assessment, settings: Settings | None) -> Mapping[int, Change]:
    """The change of each sample after infusion 1, by the sample's `id`; none before it."""
    if found.second_infusion is None:
        return {}
    chosen = None if settings is None else settings.assay_imprecision
    imprecision = {} if chosen is None else {each.assay: each.log10 for each in chosen.value}
    return {id(each.sample): each for each in changes(found.facts.ctdna, found.second_infusion.standing.infused_on, imprecision)}


def change_words(change: Change) -> str:
    """The change, or why it cannot be told."""
    return f"not computable: {change.reason}" if change.fall is None else f"{fall_words(change.fall)} log₁₀"


def fall_words(fall: Amount) -> str:
    """A fall or a rise in log₁₀: the sign is a word, a bound is a bound."""
    low, high = bounds(fall)
    if low is not None and low == high:
        near = _written(abs(low), ROUND_FLOOR)
        return f"fall {near}" if low > 0 else f"rise {near}" if low < 0 else "no change"
    parts = []
    if low is not None:
        parts.append(f"fall ≥ {_written(low, ROUND_FLOOR)}" if low >= 0 else f"rise ≤ {_written(-low, ROUND_CEILING)}")
    if high is not None:
        parts.append(f"rise ≥ {_written(-high, ROUND_FLOOR)}" if high <= 0 else f"fall ≤ {_written(high, ROUND_CEILING)}")
    return ", ".join(parts)


def bounds(fall: Amount | None) -> tuple[Decimal | None, Decimal | None]:
    """What a fall is at least and at most."""
    return (fall.low, fall.high) if isinstance(fall, Span) else (fall, fall)


def called_words(change: Change) -> str:
    """Whether a change is called real, and why not."""
    assay = change.sample.record.assay
    return {
        "real fall": "real fall: beyond the assay's imprecision",
        "real rise": "real rise: beyond the assay's imprecision",
        "within": "within the assay's imprecision",
        "open": "not called: its bound does not reach beyond the imprecision",
        "not set": f"not called: imprecision of {assay} not set",
        "no assay": "not called: assay not recorded",
        None: "",
    }[change.called]


def told_change(change: Change) -> str:
    """The change with what may be called of it; a fall named from chemotherapy is said to be that."""
    named = ", ".join(change.context)
    return "; ".join(filter(None, (change_words(change), called_words(change), f"{named}, {CONTEXT}" if named else "")))


def _written(amount: Decimal, rounding: str) -> str:
    return f"{amount.quantize(PLACES, rounding=rounding):f}"
