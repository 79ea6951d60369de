"""Bedside rows in a few signs, so that a case of a table fits on a line.

A row: `temperature=38.5 vasopressors=2` over a row where everything is recorded and normal; `temperature=` blanks a cell. A course:
`3T08 fever; 4T08 free` is day since infusion, hour, and either one of the scale's words below or cells over a blank row.
A grade: `2`, or `2-4` for a range.
"""

import csv
from datetime import date, timedelta
from pathlib import Path

from pydantic import ValidationError

from core.facts.fact import Fact, Origin
from core.facts.records import Bedside
from core.logic.rules import Grade
from core.scales.crs import CRS
from core.scales.icans import ICANS

INFUSED_ON = date(2026, 1, 29)
SPEC = Path(__file__).resolve().parents[2] / "spec"
CALM = {
    "temperature": "37",
    "fever_other_cause": "no",
    "hypotension": "no",
    "vasopressors": "0",
    "vasopressin": "no",
    "oxygen_device": "none",
}
LUCID = {"ice_total": "10", "consciousness": "alert", "seizure": "none", "motor": "none", "edema": "none", "pressure_signs": "none"}
NORMAL = {
    CRS: {**CALM, "antipyretic_or_anticytokine": "yes", "oxygen_reason": "hypoxia"},
    ICANS: {**LUCID, "consciousness_other_cause": "no", "hemorrhage_only": "no"},
}
WORDS = {
    CRS: {
        "free": NORMAL[CRS],
        "sign": NORMAL[CRS] | {"temperature": "38.5"},
        "maybe": NORMAL[CRS] | {"temperature": "38.5", "fever_other_cause": ""},
        "low": NORMAL[CRS] | {"hypotension": "yes"},
        "partly": {"temperature": "37"},
    },
    ICANS: {
        "free": NORMAL[ICANS],
        "sign": NORMAL[ICANS] | {"ice_total": "8"},
        "maybe": NORMAL[ICANS] | {"consciousness": "awakens_to_touch", "consciousness_other_cause": ""},
    },
}


def table(name: str) -> list[tuple[str, ...]]:
    """The rows of one table of the specification, its last column the sentence of law."""
    with (SPEC / name).open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def cells(text: str) -> dict[str, str]:
    """`a=1 b=` as columns and what stands in them."""
    return dict(word.split("=") for word in text.split())


def fact(found: dict[str, str], at: str = "2026-02-01T08:00", subject: str = "S-001", row: int = 2) -> Fact[Bedside]:
    """A row as it is read from a file: a cell that cannot be read is a fault and not recorded."""
    columns = {"subject_id": subject, "assessed_at": at, **found}
    faults: dict[str, str] = {}
    try:
        Bedside.model_validate(columns)
    except ValidationError as refused:
        faults = {str(error["loc"][0]): error["msg"] for error in refused.errors()}
    record = Bedside.model_validate({column: cell for column, cell in columns.items() if column not in faults})
    return Fact(record, Origin("study.xlsx", "bedside", row, {column: at for at, column in enumerate(columns, 1)}), faults)


def course(text: str, scale=CRS) -> list[Fact[Bedside]]:
    rows = [part.split(maxsplit=1) for part in text.split(";") if part.strip()]
    return [fact(WORDS[scale].get(state) or cells(state), at=moment(when), row=row) for row, (when, state) in enumerate(rows, 2)]


def moment(when: str) -> str:
    """`3T08` or `3T08:30` after the infusion as a date-time, `3` as a date."""
    day, clock, time = when.partition("T")
    return f"{INFUSED_ON + timedelta(int(day))}{clock}{time if ':' in time or not time else time + ':00'}"


def grade(text: str) -> Grade:
    low, _, high = text.partition("-")
    return Grade(int(low), int(high or low))
