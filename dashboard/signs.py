"""A bedside sign in words: short in its cell of the strip, in full with time and source cell on demand."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from core.facts.records import Bedside
from core.facts.values import plain
from core.scales import signs
from core.scales.assessed import AS_RECORDED, Assessed
from core.scales.days import Day, Worst
from core.scales.icans import ice_total
from core.scales.signs import DaySign

DEVICES = {
    "none": "air",
    "blow_by": "blow",
    "nasal_cannula": "NC",
    "high_flow_nasal_cannula": "HFNC",
    "simple_mask": "mask",
    "venturi": "Venturi",
    "non_rebreather": "NRB",
    "cpap": "CPAP",
    "bipap": "BiPAP",
    "ventilator": "IMV",
}
SHORT = {
    "none": "no",
    "awakens_spontaneously": "spont.",
    "awakens_to_voice": "voice",
    "awakens_to_touch": "touch",
    "vigorous_touch": "vigor.",
    "stupor_or_coma": "stupor",
    "unarousable": "unar.",
    "resolved": "res.",
    "eeg_resolved": "EEG",
    "prolonged": "long",
    "repetitive": "repet.",
    "myoclonus": "myocl.",
    "hemiparesis": "hemi",
    "paraparesis": "para",
    "posturing": "post.",
    "cn6_palsy": "CN VI",
    "papilledema": "papil.",
    "cushing_triad": "Cush.",
}
UNITS = {"temperature": " °C", "oxygen_flow": " L/min", "seizure_minutes": " min"}
NOTHING, MASKED, ELSEWHERE, OPEN = "–", "*", "°", "?"


class Row(NamedTuple):
    """A row of the strip: its name, the signs it shows together, and how the worst of them are written. `quiet`, where given, is what
    every answer said where none was a sign: then the row is left out and this stands instead."""

    name: str
    signs: tuple[DaySign, ...]
    short: Callable[[Mapping[DaySign, Bedside]], str]
    quiet: str = ""


class Said(NamedTuple):
    """What stands in a cell: text and mark, whether it is a sign, whether more is needed, and where it comes from."""

    text: str
    raised: bool
    open: bool
    source: str


def _temperature(found: Mapping[DaySign, Bedside]) -> str:
    value = found[signs.TEMPERATURE].temperature
    return "" if value is None else plain(value)


def _pressure(found: Mapping[DaySign, Bedside]) -> str:
    """The most vasopressors, with or without vasopressin; else hypotension; else none."""
    count = found[signs.VASOPRESSORS].vasopressors if signs.VASOPRESSORS in found else None
    vasopressin = signs.VASOPRESSIN in found and found[signs.VASOPRESSIN].vasopressin
    if count:
        return f"{count} pr+V" if vasopressin else f"{count} pr"
    if vasopressin:
        return "vaso"
    low = signs.HYPOTENSION in found and found[signs.HYPOTENSION].hypotension
    return "low" if low else NOTHING


def _oxygen(found: Mapping[DaySign, Bedside]) -> str:
    row = found[signs.OXYGEN]
    if row.oxygen_flow and row.oxygen_device in (None, "none", "nasal_cannula"):
        return f"{plain(row.oxygen_flow)} L"
    return DEVICES[row.oxygen_device] if row.oxygen_device else "0 L"


def _ice(found: Mapping[DaySign, Bedside]) -> str:
    low, high, _ = ice_total(found[signs.ICE])
    return str(low) if low == high else f"{low}–{high}"


def _seizure(found: Mapping[DaySign, Bedside]) -> str:
    row = found[signs.SEIZURE]
    return _short(row.seizure) if row.seizure else f"{row.seizure_minutes} min"


def _word(sign: DaySign, column: str) -> Callable[[Mapping[DaySign, Bedside]], str]:
    return lambda found: _short(getattr(found[sign], column))


def _short(word: str) -> str:
    return SHORT.get(word, word)


PRESSURE = (signs.HYPOTENSION, signs.VASOPRESSORS, signs.VASOPRESSIN)
CRS_ROWS = (
    Row("temperature, °C", (signs.TEMPERATURE,), _temperature),
    Row("blood pressure", PRESSURE, _pressure),
    Row("oxygen", (signs.OXYGEN,), _oxygen),
)
ICANS_ROWS = (
    Row("ICE, of 10", (signs.ICE,), _ice),
    Row("consciousness", (signs.CONSCIOUSNESS,), _word(signs.CONSCIOUSNESS, "consciousness"), "alert"),
    Row("seizure", (signs.SEIZURE,), _seizure, "no seizure"),
    Row("motor sign", (signs.MOTOR,), _word(signs.MOTOR, "motor"), "no motor sign"),
    Row("edema", (signs.EDEMA,), _word(signs.EDEMA, "edema"), "no edema"),
    Row("raised pressure", (signs.PRESSURE_SIGNS,), _word(signs.PRESSURE_SIGNS, "pressure_signs"), "no sign of raised pressure"),
)


def said(row: Row, day: Day) -> Said | None:
    """What a day says in a row; `None` where nothing is recorded and nothing more is needed."""
    found = [(sign, day.worst[sign]) for sign in row.signs if sign in day.worst]
    lacking = any(day.open(sign) for sign in row.signs)
    if not found:
        return Said(OPEN, False, True, "not recorded") if lacking else None
    raised = [worst for _, worst in found if worst.raised]
    mark = ELSEWHERE if raised and not any(worst.counts for worst in raised) else ""
    if signs.TEMPERATURE in day.worst and signs.TEMPERATURE in row.signs and day.masked:
        mark += MASKED
    text = row.short({sign: worst.rows[0].fact.record for sign, worst in found})
    sources = [_source(sign, worst) for sign, worst in found]
    more = ["more is needed: the grade is a range"] if lacking else []
    return Said(f"{text}{mark}{OPEN if lacking else ''}", bool(raised), lacking, "; ".join([*sources, *more]))


class Instant(NamedTuple):
    """What stands at one assessment. `held`: no sign of the row is recorded there, an earlier answer still counts; `counts`: it is not put
    down to another cause; `open`: more of it would narrow the grade."""

    text: str
    raised: bool
    counts: bool
    held: bool
    open: bool
    source: str


def instant(row: Row, at: Assessed) -> Instant | None:
    """What one assessment says in a row; `None` where nothing is recorded or held, and nothing more is needed."""
    if AS_RECORDED in at.flags:
        return None
    judged = at.seen.row
    found = [sign for sign in row.signs if sign.rank(judged) is not None]
    lacks = {flag.partition(":")[2] for flag in at.flags if ":" in flag}
    lacking = any(column in lacks for sign in row.signs for column in sign.columns)
    if not found:
        return Instant(OPEN, False, True, False, True, "not recorded: the grade is a range") if lacking else None
    raised = [sign for sign in found if sign.raised(judged)]
    counts = not raised or any(sign.counts(judged) for sign in raised)
    held = all(sign.rank(at.fact.record) is None for sign in found)
    said = [*(_judged(sign, at) for sign in found), *([] if counts else ["another cause recorded, not counted"])]
    said += ["more is needed: the grade is a range"] if lacking else []
    mark = f"{'' if counts else ELSEWHERE}{OPEN if lacking else ''}"
    return Instant(f"{row.short(dict.fromkeys(found, judged))}{mark}", bool(raised), counts, held, lacking, "; ".join(said))


def _judged(sign: DaySign, at: Assessed) -> str:
    """A sign as a row is judged by it: recorded there, or held over from the row that is named."""
    judged = at.seen.row
    filled = [column for column in sign.cells if getattr(judged, column) is not None]
    values = ", ".join(_value(column, getattr(judged, column)) for column in filled)
    origin = at.seen.held.get(filled[0])
    when = str(at.at) if origin is None else f"{at.at}, held over from {origin.record.assessed_at}"
    return f"{sign.name} {values}, {when} ({(origin or at.fact).cell(filled[0])})"


def _source(sign: DaySign, worst: Worst) -> str:
    first = worst.rows[0]
    others = len(worst.rows) - 1
    found = f"{_where(sign, first)}{f' and {others} more' if others else ''}"
    if not worst.raised or worst.counts:
        return found
    counted = f"; counted: {_where(sign, worst.counted)}" if worst.counted else ""
    return f"{found}, not counted: another cause is recorded{counted}"


def _where(sign: DaySign, row: Assessed) -> str:
    record = row.fact.record
    filled = [column for column in sign.cells if getattr(record, column) is not None]
    values = ", ".join(_value(column, getattr(record, column)) for column in filled)
    return f"{sign.name} {values}, {row.at} ({row.fact.cell(filled[0])})"


def _value(column: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    item = column.removeprefix("ice_").replace("_", " ")
    found = str(value).replace("_", " ")
    return f"{item} {found}" if column.startswith("ice_") else f"{found}{UNITS.get(column, '')}"
