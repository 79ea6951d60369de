"""The shipped layouts on the real files they are for: nothing is asked, nothing is refused, and every value is the one its cell says."""

import csv
import os
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core.facts.analytes import ANALYTES, unit_of
from core.facts.records import Lab
from core.layouts.load import bring
from core.protocol.settings import Settings

FOLDER = os.environ.get("REINFUSE_REAL_FILES")
pytestmark = pytest.mark.skipif(not FOLDER, reason="REINFUSE_REAL_FILES is not set, so there are no real files to read")
# By file: the delimiter, its columns of subject, day and value, the rows passed over, and results by analyte.
FILES = {
    "sdtm_pharmaverse/lb_first_4000.csv": (
        ",",
        ("USUBJID", "LBDTC", "LBORRES"),
        3024,
        {"hemoglobin": 121, "platelets": 121, "leukocytes": 121, "lymphocytes": 109, "creatinine": 121, "bilirubin": 121,
         "alt": 131, "ast": 131},
    ),
    "labs_smart_tsv/labs.txt": (
        "\t",
        ("PID", "DATE", "VALUE"),
        2863,
        {"hemoglobin": 93, "platelets": 91, "leukocytes": 88, "creatinine": 117, "bilirubin": 57, "alt": 67, "ast": 59, "triglycerides": 56,
         "crp": 19, "ferritin": 3},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_shipped_layout_reads_its_real_file_without_a_question(name):
    delimiter, (subject, day, value), passed, counts = FILES[name]
    path = Path(FOLDER or "") / name
    found = bring([path], Settings(), today=date(2026, 4, 1), asking=True)
    assert (found.questions, found.intake.problems, found.refused) == ((), [], ())
    assert any(f": {passed} rows are none of the layout's; not imported: " in notice for notice in found.intake.notices)
    labs = [(fact, fact.record) for fact in found.intake.facts if isinstance(fact.record, Lab)]
    assert Counter(lab.analyte for _, lab in labs) == counts
    with path.open(encoding="utf-8", newline="") as file:
        written = dict(enumerate(csv.DictReader(file, delimiter=delimiter), 2))
    for fact, lab in labs:
        row = written[fact.origin.row]
        assert lab.subject_id == row[subject]
        assert lab.collected_at.at.date().isoformat() == row[day][:10]
        assert str(lab.value) == row[value] or lab.value == Decimal(row[value])
        assert unit_of(ANALYTES[lab.analyte], str(lab.unit)) is not None
