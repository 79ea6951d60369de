"""A workbook with mistakes of every kind that reading can name: each wrong cell stands here with the words that name it.

`planted` gives the list as (address, words). The subjects are called X: they belong to no cohort.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.facts.address import letters

FILE = "mistakes.xlsx"
SWAPPED = date(2062, 2, 3)  # typed for 2026
PERCENT, ZEROS = "0%", "000"


@dataclass(frozen=True)
class Wrong:
    """A cell and what is said of it. `form` is its number format, `formula` what stands in it beside the stored value."""

    value: Any
    said: str
    form: str = ""
    formula: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet: the header, the rows, and what is wrong with the sheet itself, as (cell or nothing, words)."""

    name: str
    header: tuple[Any, ...]
    rows: tuple[tuple[Any, ...], ...]
    problems: tuple[tuple[str, str], ...] = ()
    notices: tuple[tuple[str, str], ...] = ()
    merged: str = ""
    hidden: bool = False


DAY, CALENDAR, WORDS, NUMBER = "is not a date", "is not a date of the calendar", "is not one of the allowed words", "is not a number"
PLAUSIBLE, SCALE, BELOW, FUTURE = "is not plausible", "is outside the scale", "is below zero", "lies in the future"
MERGED = "is inside merged cells D22:D23"


def moment(day: int, hour: int = 7) -> datetime:
    return datetime(2026, 1, day, hour)


SUBJECTS = Sheet(
    "subjects",
    ("subject_id", "sex", "birth_date", "consent_date", "hospital"),
    (
        ("X-001", Wrong("female", "are in conflict"), date(1961, 3, 4), date(2026, 1, 2), "North"),
        ("X-002", Wrong("m", WORDS), date(1970, 8, 1), date(2026, 1, 2)),
        ("X-003", "male", Wrong("05/03/1958", DAY), date(2026, 1, 2)),
        ("X-004", "male", Wrong(date(1902, 5, 6), "gives an age of 123 years at consent"), date(2026, 1, 2)),
        (Wrong(12.5, "is not an identifier"), "male"),
        (Wrong(None, "is blank; expected an identifier"), "female", date(1966, 1, 9)),
        ("X-001", "male"),
        (Wrong("X-005\u200b", "holds a character that cannot be seen"), "male"),
        (Wrong(7, "is shown with zeros in front but stored as the number 7", ZEROS), "male"),
    ),
    notices=(("E1", "is no column of sheet subjects"),),
)
SCREENING = Sheet(
    "screening",
    ("subject_id", "assessed_on", "ecog", "stage", "venous_access", "life_expectancy_weeks", "pregnancy_test"),
    (
        ("X-001", date(2026, 1, 4), Wrong(7, SCALE), Wrong("V", WORDS), Wrong("maybe", "is neither yes nor no"), Wrong(-2, BELOW)),
        ("X-002", Wrong("2026-02-30", CALENDAR), 1),
        ("X-003", Wrong(None, "is blank; expected a date"), 2),
        ("X-004", date(2026, 1, 4), Wrong(1.5, "is not a whole number"), "III", "yes", 40, Wrong("negative", WORDS)),
    ),
)
LABS = Sheet(
    "labs",
    ("subject_id", "collected_at", "analyte", "value", "unit", "upper_limit", "reported_at"),
    (
        ("X-001", moment(5), "hemoglobin", Wrong("8,5", NUMBER), "g/dL"),
        ("X-001", moment(5), "platelets", Wrong("see report", NUMBER), "10^9/L"),
        ("X-001", moment(5), "neutrophils", 2.1, Wrong(None, "is blank; expected one of")),
        ("X-001", moment(5), "creatinine", 78, Wrong("U/L", "is not a unit of creatinine")),
        ("X-001", moment(6), "hemoglobin", Wrong(8.1, PLAUSIBLE), "g/L"),
        ("X-001", moment(6), "creatinine", 88, "umol/L", Wrong(1.2, PLAUSIBLE)),
        ("X-001", moment(6), "alt", 31, "U/L", Wrong(0, "is not above zero")),
        ("X-001", moment(6), Wrong("Hgbx", "is not an analyte of the dictionary"), 110, "g/L"),
        ("X-001", Wrong("6.1.26", DAY), "ast", 28, "U/L"),
        ("X-001", Wrong(date(1904, 1, 2), "is not a plausible date"), "ast", 28, "U/L"),
        ("X-001", Wrong(SWAPPED, FUTURE), "ast", 28, "U/L"),
        ("X-001", moment(7), "ast", 28, "U/L", 40, Wrong(SWAPPED, FUTURE)),
        ("X-001", moment(8), "ldh", Wrong(220, "are in conflict"), "U/L"),
        ("X-001", moment(8), "ldh", 420, "U/L"),
        ("X-001", "2026-01-09", "bilirubin", Wrong(11, "has no time and differs"), "umol/L"),
        ("X-001", moment(9), "bilirubin", 14, "umol/L"),
        ("X-001", moment(10), "crp", Wrong("", "holds a formula without a stored result", formula="=D2*10"), "mg/L"),
        ("X-001", moment(10), "ferritin", Wrong(0, "placeholder, never calculated", formula="=D3*2"), "ug/L"),
        ("X-001", moment(10), "fibrinogen", Wrong("#DIV/0!", "holds the error #DIV/0!", formula="=1/0"), "g/L"),
        ("X-001", moment(10), "lvef", Wrong(0.55, "is shown as a percentage but stored as the fraction 0.55", PERCENT), "%"),
        ("X-001", moment(11), "hemoglobin", Wrong(101, MERGED), "g/L"),
        ("X-001", moment(12), "hemoglobin", Wrong(None, MERGED), "g/L"),
        ("X-001", moment(13), "leukocytes", Wrong(True, NUMBER), "10^9/L"),
        ("X-001", moment(13), "lymphocytes", Wrong(date(2026, 2, 1), NUMBER), "10^9/L"),
        (Wrong(None, "is blank"), Wrong(None, "is blank"), Wrong("Total", "is not an analyte"), 24),
    ),
    merged="D22:D23",
)
LESIONS = Sheet(
    "lesions",
    ("subject_id", "assessed_on", "lesion", "site", "longest_cm"),
    (
        ("X-001", date(2026, 1, 4), "inguinal", "node", Wrong(-3.1, BELOW)),
        ("X-001", date(2026, 1, 4), "lung", Wrong("lung", WORDS), 2.0),
    ),
)
CTDNA = Sheet(
    "ctdna",
    ("subject_id", "collected_on", "reported_on", "assay", "call", "value", "unit", "limit_of_detection"),
    (
        ("X-001", date(2026, 1, 20), date(2026, 1, 24), "IgH-NGS v2", "positive", 340, "hGE/mL", 1),
        ("X-001", date(2026, 2, 12), date(2026, 2, 16), "IgH-NGS v2", Wrong("pos", WORDS), 12, "hGE/mL", 1),
        ("X-001", date(2026, 2, 19), date(2026, 2, 23), "IgH-NGS v2", "positive", Wrong(-3, BELOW), "hGE/mL", 1),
        ("X-001", date(2026, 2, 20), date(2026, 2, 24), "Panel B", "positive", Wrong(140, "is above 100 %"), "%", 0.1),
        ("X-001", date(2026, 2, 21), date(2026, 2, 25), "IgH-NGS v2", "positive", 4, Wrong("copies", WORDS), Wrong(-1, BELOW)),
        ("X-001", date(2026, 2, 26), Wrong(SWAPPED, FUTURE), "IgH-NGS v2", "negative"),
    ),
)
PET = Sheet(
    "pet",
    ("subject_id", "scanned_on", "modality", "deauville", "uptake", "new_lesion", "marrow_uptake", "response"),
    (
        ("X-001", date(2026, 1, 6), Wrong("PET", WORDS), Wrong(6, WORDS)),
        ("X-001", date(2026, 2, 12), "PET/CT", "4", "reduced", "no", "no", Wrong("PMR", WORDS)),
        ("X-001", date(2026, 2, 26), "PET/CT", "2", "reduced", "yes", "no", "CR"),  # no fault of a cell: the verdict finds it, W_CONFLICT
    ),
)
INFUSIONS = Sheet(
    "infusions",
    ("subject_id", "number", "status", "infused_on", "total_cells", "weight_kg"),
    (
        ("X-001", 1, "given", date(2026, 1, 29), Wrong(-1, PLAUSIBLE), Wrong(7, PLAUSIBLE)),
        ("X-002", Wrong(3, SCALE), "given", date(2026, 1, 29)),
        ("X-003", 1, Wrong("done", WORDS), date(2026, 1, 29)),
    ),
)
BEDSIDE = Sheet(
    "bedside",
    ("subject_id", "assessed_at", "temperature", "vasopressors", "oxygen_device", "oxygen_flow", "ice_total"),
    (
        ("X-001", Wrong("yesterday", DAY), 36.9),
        ("X-001", moment(30), Wrong(98.6, PLAUSIBLE), Wrong(-1, SCALE), Wrong("mask", WORDS), Wrong("2-4", NUMBER), Wrong(12, SCALE)),
    ),
)
INFECTIONS = Sheet(
    "infections",
    ("patient", "onset_on", "grade", None),
    (("X-001", date(2026, 2, 3), 2, "phoned in"),),
    problems=(("", "has no column subject_id"),),
    notices=(("A1", "is no column of sheet infections"), ("D1", "is blank above filled cells"), ("", "is a hidden sheet")),
    hidden=True,
)
TREATMENTS = Sheet(
    "treatments",
    ("subject_id", "given_at", "drug", "dose", "unit", "purpose"),
    (
        ("X-001", moment(31), "tocilizumab", Wrong("560 mg", NUMBER), None, Wrong("CRS?", WORDS)),
        ("X-001", Wrong("31-01-2026", DAY), "dexamethasone", Wrong(-10, PLAUSIBLE), "mg", "icans"),
    ),
)
ADVERSE_EVENTS = Sheet(
    "adverse_events",
    ("subject_id", "term", "grade", "grade"),
    (("X-001", "anemia", 2, 3),),
    problems=(("D1", "stands in mistakes.xlsx · adverse_events!C1 too"),),
)
FOLLOW_UP = Sheet(
    "follow_up",
    ("subject_id", "seen_on", "status", "progression_on"),
    (
        ("X-001", date(2026, 2, 27), Wrong("well", WORDS)),
        ("X-001", date(2026, 3, 2), "alive", Wrong(SWAPPED, FUTURE)),
    ),
)
NOTES = Sheet("notes", ("who", "what"), (("study nurse", "call the laboratory"),), notices=(("", "is no sheet of the study workbook"),))

SHEETS = (
    SUBJECTS, SCREENING, LABS, LESIONS, CTDNA, PET, INFUSIONS, BEDSIDE, INFECTIONS, TREATMENTS, ADVERSE_EVENTS, FOLLOW_UP, NOTES,
)  # fmt: skip


def planted() -> list[tuple[str, str]]:
    """Every mistake as (address, words of the problem that names it)."""
    return [(_address(sheet, cell), said) for sheet in SHEETS for cell, said in (*_cells(sheet), *sheet.problems)]


def noticed() -> list[tuple[str, str]]:
    """What costs nothing and is told all the same, as (address, words)."""
    return [(_address(sheet, cell), said) for sheet in SHEETS for cell, said in sheet.notices]


def _cells(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for line, row in enumerate(sheet.rows, 2):
        for at, cell in enumerate(row, 1):
            if isinstance(cell, Wrong):
                yield f"{letters(at)}{line}", cell.said


def _address(sheet: Sheet, cell: str) -> str:
    return f"{FILE} · {sheet.name}{f'!{cell}' if cell else ''}"
