"""What the newest PET/CT of the window says on the second-infusion rule: CR, PR, SD, PD or unknown (NCT06902012; reference 1.3, PET)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.facts.chart import Datum
from core.facts.fact import Cited, Fact
from core.facts.records import Pet
from core.logic.rules import Statement
from core.protocol.choices import REPORT
from core.protocol.readings import REFERENCE, InForce
from core.response.lugano import COLUMNS, of_record
from core.response.window import DAYS, days_since, in_words

Assessment = Fact[Pet]

CONFLICT = "conflict"  # what was read and what the Deauville columns give exclude each other, or two rows of a day do

_SOURCE = "[R] clinical reference 1.3, PET"

STATED = (
    Statement(
        "PET 1",
        f"The newest assessment of {DAYS} decides alone, those not evaluable or not done (NE) left out: an older CR or PR never stands in "
        "for it. The settings day_60_counts and window_dated_by may draw the window otherwise: by report, a scan reported after it does "
        "not count, and one without a report date that would decide leaves the response open.",
        _SOURCE,
    ),
    Statement(
        "PET 2",
        "CR, PR, SD and PD as read, by Lugano 2014; only the Deauville columns entered, derived from them. Read and derived apart, or "
        "columns that exclude each other: unknown, a conflict. A derivation left open by a blank disagrees with nothing.",
        f"{_SOURCE}; 4",
    ),
    Statement(
        "PET 3",
        "No modality entered, or CT alone, is not confirmed as PET/CT: unknown. LYRIC IR, and a scan with neither response nor Deauville "
        "entered, are unknown.",
        f"{_SOURCE}; 4",
    ),
    Statement("PET 4", "Different reads of one day: unknown, a conflict, even if each alone would meet the rule.", _SOURCE),
)


@dataclass(frozen=True, slots=True)
class PetResult:
    """`response` is CR, PR, SD, PD or `None`, not decided. `scanned_on` and `day` (since infusion 1) are those of the deciding assessment,
    also where it leaves the response open; `used` are its rows and `deauville` their score, where they agree on one."""

    response: str | None
    reason: str
    scanned_on: date | None = None
    day: int | None = None
    used: tuple[Assessment, ...] = ()
    deauville: str | None = None
    codes: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()


def newest(assessments: Sequence[Assessment], infused_on: date, under: InForce = REFERENCE) -> PetResult:
    """The newest assessment of days 1 to 60, or as the readings in force draw the window; it decides alone, and an older one never stands
    in for it. `assessments` are those known on the cut-off day, in any order; `infused_on` is the day of infusion 1."""
    window, by_report = under.window, under.window_dated_by == REPORT
    inside = [each for each in evaluated(assessments) if days_since(infused_on, each.record.scanned_on) in window]
    if by_report:
        inside = [each for each in inside if (out := each.record.reported_on) is None or days_since(infused_on, out) <= window[-1]]
    if not inside:
        reason = f"no evaluable assessment on {in_words(window)}"
        return PetResult(None, reason, codes=frozenset({"W_NO_PET"}), missing=("pet.response",))
    rows = [each for each in inside if each.record.scanned_on == inside[-1].record.scanned_on]
    found = of_day(rows, infused_on)
    if by_report and any(each.record.reported_on is None for each in rows):
        return replace(found, response=None, reason=f"no report date for the scan of day {found.day}", missing=("pet.reported_on",))
    return found


def evaluated(assessments: Iterable[Assessment]) -> list[Assessment]:
    """In order of the day, without those not evaluable or not done; on a day in an order that does not depend on the input's."""
    kept = (each for each in assessments if each.record.response != "NE")
    return sorted(kept, key=lambda each: (each.record.scanned_on, each.origin.file, each.origin.row))


def of_day(rows: Sequence[Assessment], infused_on: date) -> PetResult:
    """What the rows of one day say together; a row that says nothing yields to one that does."""
    said = [(row, _value(row.record)) for row in rows]
    values = {value for _, value in said if value is not None}
    value = CONFLICT if len(values) > 1 else next(iter(values), None)
    used = tuple(row for row, its_value in said if its_value is not None or not values)
    confirmed = any(row.record.modality == "PET/CT" for row in used)
    day = days_since(infused_on, rows[0].record.scanned_on)
    scores = {row.record.deauville for row in used} - {None}
    return PetResult(
        response=value if confirmed and value not in (CONFLICT, "IR") else None,
        reason=f"{_reason(value, used)}{'' if confirmed or value == CONFLICT else ', not confirmed as PET/CT'}, day {day}",
        scanned_on=rows[0].record.scanned_on,
        day=day,
        used=used,
        deauville=scores.pop() if len(scores) == 1 else None,
        codes=_codes(value, confirmed),
        missing=_missing(value, used, confirmed),
    )


def _value(pet: Pet) -> str | None:
    """One row: CR, PR, SD, PD or IR as read or else as the Deauville columns give it, `CONFLICT`, or `None` where it says nothing yet.
    A derivation left undecided by a blank disagrees with nothing, and IR (LYRIC) with no derivation."""
    derived = of_record(pet)
    if derived.contradiction:
        return CONFLICT
    if pet.response is None:
        return derived.response
    return pet.response if pet.response == "IR" or derived.response in (None, pet.response) else CONFLICT


def _codes(value: str | None, confirmed: bool) -> frozenset[str]:
    """A conflict stands alone: until it is resolved no assessment decides, so there is none to be indeterminate or unconfirmed."""
    if value == CONFLICT:
        return frozenset({"W_CONFLICT"})
    open_ = ["W_PET_INDETERMINATE"] if value in (None, "IR") else []
    return frozenset(open_ if confirmed else [*open_, "W_PET_NOT_CONFIRMED"])


def _reason(value: str | None, used: Sequence[Assessment]) -> str:
    if value == CONFLICT:
        values = {_value(row.record) or "" for row in used}
        return "cells that exclude each other" if CONFLICT in values else f"different responses, {', '.join(sorted(values))}"
    if value is None and any(row.faults.keys() & {"response", *COLUMNS} for row in used):
        return "a cell that cannot be read counts as not recorded"
    if value is None:
        return "the Deauville columns do not decide" if any(_entered(row.record) for row in used) else "not read yet"
    return f"{value} {'as read' if any(row.record.response for row in used) else 'by the Deauville columns'}"


def _missing(value: str | None, used: Sequence[Assessment], confirmed: bool) -> tuple[str, ...]:
    """What would decide the response: a read or the columns it is derived from, and that the scan was a PET/CT."""
    if value == CONFLICT:
        return ("pet.response",)
    read = ["pet.response"] if value in (None, "IR") else []
    columns = [f"pet.{column}" for row in used if value is None and _entered(row.record) for column in of_record(row.record).missing]
    return tuple(dict.fromkeys([*read, *columns, *([] if confirmed else ["pet.modality"])]))


def _entered(pet: Pet) -> list[str]:
    return [column for column in COLUMNS if getattr(pet, column) is not None]


def data(result: PetResult) -> dict[str, Datum]:
    """The chart's variables: `pet_response`, a word, and `pet_day`, the day of the deciding assessment."""
    read = [
        Cited(row, column)
        for row in result.used
        for column in ("response", *COLUMNS, "modality")
        if getattr(row.record, column) is not None
    ]
    return {
        "pet_response": Datum(
            value=result.response,
            evidence=tuple(read),
            note=result.reason,
            missing=result.missing,
            contradiction="W_CONFLICT" in result.codes,
        ),
        "pet_day": Datum(
            value=result.day,
            evidence=tuple(Cited(row, "scanned_on") for row in result.used),
            note="" if result.used else result.reason,
            missing=() if result.used else result.missing,
        ),
    }
