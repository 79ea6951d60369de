"""The signs that a bedside strip shows of each scale: when a row records one, which of two is the worse, and whether it counts.

The worse is first what proves the higher grade, then what leaves a higher one open, then the order of the words themselves. A sign that is
put down to another cause is recorded all the same; it only does not count. Clinical reference 2.1 and 2.2.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.facts.records import Bedside
from core.scales.bedside import Level
from core.scales.crs import COUNTED, CRS, HOT, supply
from core.scales.icans import AROUSAL, ICANS, ITEMS, RAISED_PRESSURE, SWELLING, WEAKNESS, ice, ice_total, seizure

Rank = tuple[Decimal | int, ...]  # the greater is the worse; equal ranks are the same finding

SUPPLIES = (
    "none",
    "blow_by",
    "nasal_cannula",
    "simple_mask",
    "venturi",
    "non_rebreather",
    "high_flow_nasal_cannula",
    "cpap",
    "bipap",
    "ventilator",
)
SEIZURES = ("none", "resolved", "eeg_resolved", "prolonged", "repetitive")
UNSAID = -1  # ranks a blank beside a filled cell of the same word


def _counts(row: Bedside) -> bool:
    return True


@dataclass(frozen=True, slots=True, eq=False)
class DaySign:
    """One sign. `cells` hold it and `context` says whether it counts; `rank` is `None` where a row does not record it; `raised` says, of a
    row that does, whether it is a sign at all, and `counts` whether it counts to the grade: no other cause is recorded or still held."""

    name: str
    cells: tuple[str, ...]
    rank: Callable[[Bedside], Rank | None]
    raised: Callable[[Bedside], bool]
    context: tuple[str, ...] = ()
    counts: Callable[[Bedside], bool] = _counts

    @property
    def columns(self) -> tuple[str, ...]:
        """What to fill where the sign leaves a grade open."""
        return (*self.cells, *self.context)


def _number(column: str) -> Callable[[Bedside], Rank | None]:
    def rank(row: Bedside) -> Rank | None:
        value = getattr(row, column)
        return None if value is None else (value,)

    return rank


def _word(column: str, levels: Mapping[str, int]) -> Callable[[Bedside], Rank | None]:
    """Words in the order in which the scale lists them, by their grades first."""
    ranks: dict[str | None, Rank] = {word: (level, place) for place, (word, level) in enumerate(levels.items())}

    def rank(row: Bedside) -> Rank | None:
        return ranks.get(getattr(row, column))

    return rank


def _is(column: str) -> Callable[[Bedside], bool]:
    def raised(row: Bedside) -> bool:
        return bool(getattr(row, column))

    return raised


def _other_than(column: str, calm: str) -> Callable[[Bedside], bool]:
    def raised(row: Bedside) -> bool:
        return bool(getattr(row, column) != calm)

    return raised


def _unless(column: str) -> Callable[[Bedside], bool]:
    def counts(row: Bedside) -> bool:
        return getattr(row, column) is not True

    return counts


def _hot(row: Bedside) -> bool:
    return row.temperature is not None and HOT.decide(row.temperature) is True


def _oxygen(row: Bedside) -> Rank | None:
    """By the grade that device and flow prove, whatever the reason; of one device the higher flow."""
    if row.oxygen_device is None and row.oxygen_flow is None:
        return None
    least, most = supply(row.oxygen_device, row.oxygen_flow).level
    place = UNSAID if row.oxygen_device is None else SUPPLIES.index(row.oxygen_device)
    return (least, most, place, UNSAID if row.oxygen_flow is None else row.oxygen_flow)


def _on_oxygen(row: Bedside) -> bool:
    return row.oxygen_device != "none" or bool(row.oxygen_flow)


def _oxygen_counts(row: Bedside) -> bool:
    return row.oxygen_reason in (None, COUNTED)


def _ice(row: Bedside) -> Rank | None:
    """The lowest total that is proved; of items alone, every total that they allow."""
    if row.ice_total is None and all(getattr(row, item) is None for item in ITEMS):
        return None
    low, high, _ = ice_total(row)
    return (-high, -low)


def _ice_short(row: Bedside) -> bool:
    return _proved_or_open(ice(row).value)[1] > 0


def _seizure(row: Bedside) -> Rank | None:
    if row.seizure is None and row.seizure_minutes is None:
        return None
    place = UNSAID if row.seizure is None else SEIZURES.index(row.seizure)
    minutes = UNSAID if row.seizure_minutes is None else row.seizure_minutes
    return (*_proved_or_open(seizure(row).value), place, minutes)


def _seized(row: Bedside) -> bool:
    return row.seizure != "none" or bool(row.seizure_minutes)


def _proved_or_open(value: object) -> Level:
    assert isinstance(value, tuple), "a domain's reading is a level"
    return value[0], value[1]


TEMPERATURE = DaySign(
    "temperature",
    ("temperature",),
    _number("temperature"),
    _hot,
    ("fever_other_cause", "antipyretic_or_anticytokine"),
    _unless("fever_other_cause"),
)
_LOW: tuple[str, ...] = ("hypotension_other_cause",)
HYPOTENSION = DaySign("hypotension", ("hypotension",), _number("hypotension"), _is("hypotension"), _LOW, _unless(*_LOW))
VASOPRESSORS = DaySign("vasopressors", ("vasopressors",), _number("vasopressors"), _is("vasopressors"), _LOW, _unless(*_LOW))
VASOPRESSIN = DaySign("vasopressin", ("vasopressin",), _number("vasopressin"), _is("vasopressin"), _LOW, _unless(*_LOW))
OXYGEN = DaySign("oxygen", ("oxygen_device", "oxygen_flow"), _oxygen, _on_oxygen, ("oxygen_reason",), _oxygen_counts)
ICE = DaySign("ICE", ("ice_total", *ITEMS), _ice, _ice_short)
CONSCIOUSNESS = DaySign(
    "consciousness",
    ("consciousness",),
    _word("consciousness", AROUSAL),
    _other_than("consciousness", "alert"),
    ("consciousness_other_cause",),
    _unless("consciousness_other_cause"),
)
SEIZURE = DaySign("seizure", ("seizure", "seizure_minutes"), _seizure, _seized)
MOTOR = DaySign("motor sign", ("motor",), _word("motor", WEAKNESS), _other_than("motor", "none"))
_BLEEDING: tuple[str, ...] = ("hemorrhage_only",)
EDEMA = DaySign("edema", ("edema",), _word("edema", SWELLING), _other_than("edema", "none"), _BLEEDING, _unless(*_BLEEDING))
PRESSURE_SIGNS = DaySign(
    "pressure signs",
    ("pressure_signs",),
    _word("pressure_signs", RAISED_PRESSURE),
    _other_than("pressure_signs", "none"),
    _BLEEDING,
    _unless(*_BLEEDING),
)

SIGNS = {
    CRS: (TEMPERATURE, HYPOTENSION, VASOPRESSORS, VASOPRESSIN, OXYGEN),
    ICANS: (ICE, CONSCIOUSNESS, SEIZURE, MOTOR, EDEMA, PRESSURE_SIGNS),
}
