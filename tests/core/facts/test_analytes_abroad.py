"""The dictionary beside another's: the LOINC conversions of the MIRACUM project name the same analytes, units and, roughly, factors."""

import csv
import os
from pathlib import Path

import pytest

from core.facts.analytes import analyte_of, unit_of

FOLDER = os.environ.get("REINFUSE_REAL_FILES")
pytestmark = pytest.mark.skipif(not FOLDER, reason="REINFUSE_REAL_FILES is not set, so there are no real files to read")
ROUNDED = 0.03  # their factor for creatinine is rounded by 2.8 %; ours are those of the clinical reference


@pytest.fixture(scope="module")
def conversions():
    with (Path(FOLDER or "") / "loinc_miracum" / "conversion.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_codes_that_convert_into_each_other_name_one_analyte(conversions):
    both = [(analyte_of(row["FROM_LOINC"]), analyte_of(row["TO_LOINC"])) for row in conversions]
    ours = {one.name for one, other in both if one and other}
    assert ours == {"hemoglobin", "creatinine", "bilirubin", "triglycerides"}
    assert all(one is other for one, other in both if one and other)


def test_their_units_are_ours_and_so_are_their_factors_as_far_as_they_go(conversions):
    compared = 0
    for row in conversions:
        analyte = analyte_of(row["FROM_LOINC"]) or analyte_of(row["TO_LOINC"])
        if analyte is None or (code := unit_of(analyte, row["FROM_UNIT"])) is None:
            continue  # not ours, or an amount of substance of a protein, which no laboratory reports here
        into = unit_of(analyte, row["TO_UNIT"])
        assert into is not None, row
        assert float(analyte.units[code] / analyte.units[into]) == pytest.approx(float(row["FACTOR"]), rel=ROUNDED)
        compared += 1
    assert compared == 11
