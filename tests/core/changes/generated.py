"""Workbooks made up from a seed: few subjects, days and words, so that rows of one key, corrections and conflicts come often."""

import io
from random import Random

import xlsxwriter

from core.intake.reader import Handed

SUBJECTS = ("S-1", "S-2", "S-3", "S-4", "S-5", "S-6")
INFUSED = "2026-01-10"
DAYS = ("2026-01-02", "2026-01-05", "2026-01-12", "2026-01-14", "2026-02-02", "2026-02-12", "2026-02-20", "2026-03-02")
LATER = "2027-01-01"  # in the future of every test
YES_NO = ("yes", "no", "", "no")
POOLS: dict[str, dict[str, tuple[str, ...]]] = {
    "subjects": {"sex": ("male", "female", "m"), "birth_date": ("1960-01-01", "1971-05-02", ""), "consent_date": ("2026-01-01", "")},
    "screening": {
        "assessed_on": ("2026-01-05", "2026-01-02"),
        "ecog": ("0", "1", "3", "", "9"),
        "histology": ("DLBCL", "FL", ""),
        "venous_access": YES_NO,
        "prior_relapse": YES_NO,
        "life_expectancy_over_12_weeks": YES_NO,
    },
    "labs": {
        "collected_at": ("2026-01-05T08:00", "2026-01-05", "2026-01-02T07:30", LATER),
        "analyte": ("hemoglobin", "platelets", "alt", "creatinine"),
        "value": ("80", "120", "70", "8.4x", ""),
        "unit": ("g/L", "10*9/L", "U/L", "umol/L"),
        "upper_limit": ("40", ""),
    },
    "lesions": {"assessed_on": ("2026-01-05",), "lesion": ("A", "B", ""), "site": ("node", "extranodal"), "longest_cm": ("1.6", "0", "2")},
    "ctdna": {"collected_on": DAYS, "assay": ("CAPP", ""), "call": ("positive", "negative", "failed", "", "unclear"), "value": ("", "12")},
    "pet": {"scanned_on": DAYS, "modality": ("PET/CT", ""), "response": ("CR", "PR", "SD", ""), "reader": ("A", "")},
    "infusions": {"number": ("1", "1", "2"), "status": ("given", "planned", ""), "infused_on": (INFUSED, INFUSED, "2026-03-01", "")},
    "bedside": {
        "assessed_at": ("2026-01-12T08:00", "2026-01-14T08:00", "2026-01-16T09:00", "2026-01-10T06:00"),
        "temperature": ("38.6", "36.8", "", "99"),
        "hypotension": YES_NO,
        "vasopressors": ("0", "1", ""),
        "oxygen_device": ("none", "nasal_cannula", ""),
        "ice_total": ("10", "7", ""),
        "consciousness": ("alert", "awakens_to_voice", ""),
    },
    "infections": {"onset_on": ("2026-01-20", ""), "site": ("lung", "blood"), "controlled": YES_NO},
    "treatments": {"given_at": ("2026-01-14", ""), "drug": ("tocilizumab", "dexamethasone"), "purpose": ("crs", "icans", "lymphoma", "")},
    "adverse_events": {"term": ("nausea", ""), "onset_on": ("2026-01-20", ""), "grade": ("1", "3", "")},
    "follow_up": {"seen_on": ("2026-02-20", "2026-03-02", ""), "status": ("alive", "dead", ""), "death_on": ("", "", "2026-03-01")},
}
Rows = dict[str, list[list[str]]]


def rows(random: Random, most: int = 8) -> Rows:
    """The rows of some sheets, header first."""
    sheets = random.sample(sorted(POOLS), random.randint(1, len(POOLS)))
    found: Rows = {}
    for sheet in sorted(sheets):
        columns = list(POOLS[sheet])
        found[sheet] = [["subject_id", *columns]]
        for _ in range(random.randint(1, most)):
            found[sheet].append([random.choice(SUBJECTS), *(random.choice(POOLS[sheet][column]) for column in columns)])
    return found


def book(name: str, sheets: Rows) -> Handed:
    """The rows as a workbook, every cell a text."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        for sheet, found in sheets.items():
            page = made.add_worksheet(sheet)
            for at, cells in enumerate(found):
                for column, cell in enumerate(cells):
                    if cell:
                        page.write_string(at, column, cell)
    return Handed(name, stream.getvalue())


def shuffled(random: Random, sheets: Rows) -> Rows:
    """The same rows in another order."""
    return {sheet: [found[0], *random.sample(found[1:], len(found) - 1)] for sheet, found in sheets.items()}
