"""The bedside after an infusion: vital signs each hour where something goes on and every four hours where it is calm; ICE, and all of it
after two weeks, twice a day.

A row repeats no answer that nobody asks again at that hour, as on a real ward: edema, seizures and infection are asked once a day.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sample_data.curves import HOUR, Fever, Thermometer
from sample_data.rows import NOON, Person, Row

ADMITTED, MORNING, EVENING, CALM_HOURS, CALM_DAYS = 8, 8, 20, 4, 14
ALERT: Row = {"ice_total": 10, "consciousness": "alert"}
QUIET: Row = {"seizure": "none", "motor": "none", "edema": "none", "pressure_signs": "none"}
ICE_ITEMS = ("ice_writing", "ice_attention", "ice_naming", "ice_orientation", "ice_commands")  # in the order in which they are lost
FULL = {"ice_orientation": 4, "ice_naming": 3, "ice_commands": 1, "ice_writing": 1, "ice_attention": 1}


@dataclass(frozen=True)
class Span:
    """Cells that hold from one day to another, the end not included; days are counted in fractions since midnight of the infusion."""

    start: float
    end: float
    cells: Row

    def covers(self, day: float) -> bool:
        return self.start <= day + HOUR / 4 < self.end


def low(start: float, end: float, vasopressors: int = 0, vasopressin: str = "no") -> Span:
    """Hypotension, with the pressors it needs."""
    return Span(start, end, {"hypotension": "yes", "vasopressors": vasopressors, "vasopressin": vasopressin})


def oxygen(start: float, end: float, *flows: float, device: str = "nasal_cannula", reason: str = "hypoxia") -> Iterator[Span]:
    """Oxygen whose flow is stepped up and down in equal times; no flow is recorded of a device that has none."""
    steps = flows or (None,)
    length = (end - start) / len(steps)
    for at, flow in enumerate(steps):
        cells = {"oxygen_device": device, "oxygen_flow": flow, "oxygen_reason": reason}
        yield Span(start + at * length, start + (at + 1) * length, cells)


def mind(day: float, ice: int | None, consciousness: str = "alert", **signs: object) -> tuple[float, Row]:
    """From this day on, until the next: the ICE score, how the patient wakes, and what else was found."""
    cause = {} if consciousness == "alert" or "consciousness_other_cause" in signs else {"consciousness_other_cause": "no"}
    return day, {"ice_total": ice, "consciousness": consciousness, **cause, **signs}


@dataclass(frozen=True)
class Stay:
    """One stay. `vitals` are spans over the calm of every row, `gaps` spans over everything, also blanks; `drug`: since when an antipyretic
    or anticytokine drug was given and until when the chart still says so; `hourly`: when vital signs were taken each hour;
    `ends`: when it did, if not at nine on the day of going home."""

    fevers: tuple[Fever, ...] = ()
    vitals: tuple[Span, ...] = ()
    minds: tuple[tuple[float, Row], ...] = ()
    drug: tuple[float, float] = (99, 99)
    other_cause: tuple[float, float] = (99, 99)
    infected: tuple[float, float] = (99, 99)
    hourly: tuple[float, float] = (99, 99)
    gaps: tuple[Span, ...] = ()
    ends: float | None = None
    visits: tuple[int, ...] = ()
    visit_cells: Row = field(default_factory=dict)
    itemized: bool = False


def stayed(person: Person, stay: Stay, start: int = 0) -> None:
    """The bedside rows of one stay that began on day `start`, and of the visits after it."""
    thermometer = Thermometer(stay.fevers, person.random(f"temperature {start}"))
    ends = stay.ends or person.home[start] + 9 * HOUR
    for hour in range(ADMITTED, round(ends * 24) + 1):
        day = hour * HOUR
        temperature = thermometer.reading(day)
        calm = hour % CALM_HOURS == 0 if day < CALM_DAYS else hour % 24 in (MORNING, EVENING)
        on_hour = calm or stay.hourly[0] <= day < stay.hourly[1]
        if not on_hour or person.at(start + day) > NOON:
            continue
        cells = _vitals(stay, day, temperature) | _neurology(stay, day, hour % 24)
        for gap in stay.gaps:
            cells |= gap.cells if gap.covers(day) else {}
        _add(person, start + day, cells)
    for visit in (day for day in stay.visits if day > ends):
        well: Row = {"temperature": 36.6, "hypotension": "no", "oxygen_device": "none", "active_infection": "no"}
        cells = well | ALERT | QUIET | (stay.visit_cells if visit == stay.visits[-1] else {})
        cells["temperature"] = round(cells["temperature"] + person.random(f"visit {start + visit}").uniform(-0.3, 0.3), 1)
        _add(person, start + visit + 10 * HOUR, cells)


def _add(person: Person, day: float, cells: Row) -> None:
    filled = {column: value for column, value in cells.items() if value is not None}
    if filled and person.at(day) <= NOON:
        person.add("bedside", assessed_at=person.at(day), **filled)


def _vitals(stay: Stay, day: float, temperature: float) -> Row:
    cells: Row = {"temperature": temperature, "hypotension": "no", "oxygen_device": "none"}
    for span in stay.vitals:
        cells |= span.cells if span.covers(day) else {}
    if temperature >= 38:
        cells["fever_other_cause"] = "yes" if stay.other_cause[0] <= day < stay.other_cause[1] else "no"
    if stay.drug[0] <= day < stay.drug[1]:
        cells["antipyretic_or_anticytokine"] = "yes"
    elif temperature >= 38 or "vasopressors" in cells or cells["oxygen_device"] != "none":
        cells["antipyretic_or_anticytokine"] = "no"
    return cells


def _neurology(stay: Stay, day: float, hour: int) -> Row:
    """ICE morning and evening; the rest of the examination, and infection, in the morning."""
    if hour not in (MORNING, EVENING):
        return {}
    state: Row = dict(ALERT)
    for since, found in stay.minds:
        if since <= day + HOUR / 4:
            state = found
    signs = {column: value for column, value in state.items() if column not in QUIET}
    if stay.itemized and (total := signs.pop("ice_total", None)) is not None:
        signs |= _items(int(total))
    if hour == EVENING:
        return signs | {column: value for column, value in state.items() if column in QUIET}
    infected = "yes" if stay.infected[0] <= day < stay.infected[1] else "no"
    return signs | QUIET | {column: value for column, value in state.items() if column in QUIET} | {"active_infection": infected}


def _items(total: int) -> Row:
    """The items of an ICE score, the first ones lost first."""
    left, found = 10 - total, dict(FULL)
    for item in ICE_ITEMS:
        lost = min(left, found[item])
        found[item] -= lost
        left -= lost
    return dict(found)
