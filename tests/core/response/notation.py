"""Samples and scans in a few signs, so that a case of a table fits on a line.

ctDNA: `A:-6+ A:14? B:28-` is assay, day since infusion 1 and call: `+` positive, `-` negative, `?` indeterminate, `!` failed, `.` blank;
the assay `_` is blank. PET: `28 PET/CT CR; 30 CT . 4 reduced no` is day, modality, read, Deauville, uptake, new lesion and marrow uptake,
`.` or nothing for blank.
"""

import csv
import re
from datetime import date, timedelta
from pathlib import Path

from core.facts.fact import Fact, Origin
from core.facts.records import Ctdna, Pet

INFUSED_ON = date(2026, 1, 29)
SPEC = Path(__file__).resolve().parents[2] / "spec"
CALLS = {"+": "positive", "-": "negative", "?": "indeterminate", "!": "failed", ".": None}
SAMPLE = re.compile(r"(\w+):(-?\d+)([+\-?!.])")
PET_COLUMNS = ("modality", "response", "deauville", "uptake", "new_lesion", "marrow_uptake")


def table(name: str) -> list[tuple[str, ...]]:
    """The rows of one table of the specification, its last column the sentence of law."""
    with (SPEC / name).open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def on(day: int) -> date:
    return INFUSED_ON + timedelta(day)


def origin(sheet: str, row: int) -> Origin:
    return Origin("study.xlsx", sheet, row, {})


def sample(assay: str, day: int, sign: str, row: int = 2) -> Fact[Ctdna]:
    record = Ctdna(subject_id="S-001", collected_on=on(day), assay=None if assay == "_" else assay, call=CALLS[sign])
    return Fact(record, origin("ctdna", row))


def samples(text: str) -> list[Fact[Ctdna]]:
    found = [SAMPLE.fullmatch(word) for word in text.split()]
    assert None not in found, f"{text} is not in the notation"
    return [sample(match[1], int(match[2]), match[3], row) for row, match in enumerate(found, 2) if match]


def scan(text: str, row: int = 2) -> Fact[Pet]:
    day, *cells = text.split()
    columns = {column: cell for column, cell in zip(PET_COLUMNS, cells, strict=False) if cell != "."}
    return Fact(Pet.model_validate({"subject_id": "S-001", "scanned_on": on(int(day)), **columns}), origin("pet", row))


def scans(text: str) -> list[Fact[Pet]]:
    return [scan(part, row) for row, part in enumerate(filter(str.strip, text.split(";")), 2)]


def signs(used: tuple[Fact[Ctdna], ...]) -> str:
    """Samples back in the notation, to compare what a result used."""
    marks = {call: sign for sign, call in CALLS.items()}
    return " ".join(f"{each.record.assay or '_'}:{(each.record.collected_on - INFUSED_ON).days}{marks[each.record.call]}" for each in used)
