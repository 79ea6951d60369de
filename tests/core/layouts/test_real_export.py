"""A real export of an electronic data capture system, read by its layout: 25 subjects, seven analytes in many units.

Every value is converted a second time here, by the numbers of the clinical reference written below, from the file's own text.
"""

import csv
import os
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from core.facts.labs import amount_of, is_result, over_limit, ratio_of
from core.layouts.layout import KNOWN, load_layout
from core.layouts.load import load
from core.protocol.settings import Settings

LAYOUT = KNOWN / "clinsight_edc.toml"
ITEMS = {
    "Haemoglobin": "hemoglobin", "Neutrophils": "neutrophils", "Platelets": "platelets", "Creatinine": "creatinine",
    "Bilirubin": "bilirubin", "ALT": "alt", "AST": "ast",
}  # fmt: skip
FACTORS = {
    "hemoglobin": {"g/L": "1", "g/dL": "10", "mmol/L": "16.114"},
    "neutrophils": {"10^9/L": "1", "G/L": "1", "10^3/µl": "1"},
    "platelets": {"10^9/L": "1", "G/L": "1", "/nl": "1"},
    "creatinine": {"µmol/L": "1", "mg/dL": "88.4"},
    "bilirubin": {"µmol/L": "1", "mg/dL": "17.1"},
    "alt": {"U/L": "1", "IU/L": "1", "µkat/L": "60"},
    "ast": {"U/L": "1", "IU/L": "1", "µkat/L": "60"},
}
READ = {"hemoglobin": 65, "neutrophils": 62, "platelets": 65, "creatinine": 46, "bilirubin": 45, "alt": 45, "ast": 45}
REFUSED = {("neutrophils", "%"): 3, ("neutrophils", "(unit missing)"): 1, ("platelets", "nl"): 1}

FOLDER = os.environ.get("REINFUSE_REAL_FILES")
pytestmark = pytest.mark.skipif(not FOLDER, reason="REINFUSE_REAL_FILES is not set, so there are no real files to read")


@pytest.fixture(scope="module")
def path():
    return Path(FOLDER or "") / "edc_labs_clinsight" / "clinsightful_data.csv"


@pytest.fixture(scope="module")
def loaded(path):
    return load([path], Settings(), date(2026, 3, 5), load_layout(LAYOUT))


@pytest.fixture(scope="module")
def written(path):
    """The file's own rows by their number in it."""
    with path.open(encoding="utf-8", newline="") as file:
        return dict(enumerate(csv.DictReader(file), 2))


@pytest.fixture(scope="module")
def labs(loaded):
    return [fact for facts in loaded.subjects.values() for fact in facts.labs]


def test_all_subjects_are_there_also_those_without_a_result(loaded, written):
    assert set(loaded.subjects) == {row["subject_id"] for row in written.values()}
    assert len(loaded.subjects) == 25
    assert sum(not facts.labs for facts in loaded.subjects.values()) == 4


def test_every_row_of_the_seven_items_is_read_once(labs, written):
    assert sorted(fact.origin.row for fact in labs) == [number for number, row in written.items() if row["item_name"] in ITEMS]
    assert Counter(fact.record.analyte for fact in labs) == READ
    assert sum(READ.values()) == len(labs) == 373


def test_the_rows_passed_over_are_counted_and_the_columns_not_read_are_named(loaded):
    columns, rows = loaded.notices
    assert columns.count("'") == 2 * 15
    assert "5703 rows are none of the layout's; not imported: CM Number 283," in rows


def test_a_unit_that_is_none_is_listed_with_its_cell_and_nothing_else_is(loaded, labs):
    refused = [fact for fact in labs if fact.faults]
    assert Counter((fact.record.analyte, fact.record.unit) for fact in refused) == REFUSED
    assert [str(problem) for problem in loaded.problems] == [
        f"{fact.cell('unit')}: {fact.record.unit!r} {fact.faults['unit']}" for fact in sorted(refused, key=lambda fact: fact.origin.row)
    ]
    assert len(loaded.problems) == 5
    assert all("is not a unit of" in fact.faults["unit"] for fact in refused)


def test_one_row_has_no_value_and_is_no_result(labs):
    (blank,) = [fact for fact in labs if not is_result(fact)]
    assert (blank.record.analyte, blank.record.value, blank.record.unit) == ("neutrophils", None, "(unit missing)")


def test_every_value_is_converted_as_the_reference_says(labs, written):
    converted = 0
    for fact in labs:
        row = written[fact.origin.row]
        factor = FACTORS[ITEMS[row["item_name"]]].get(row["item_unit"])
        expected = None if factor is None or not row["item_value"] else Decimal(row["item_value"]) * Decimal(factor)
        assert amount_of(fact) == expected, fact.cell("value")
        converted += expected is not None
    assert converted == 368


def test_every_ratio_is_that_of_the_row_itself(labs, written):
    for fact in labs:
        row = written[fact.origin.row]
        ratio = ratio_of(fact)
        if amount_of(fact) is None:
            assert ratio is None
        else:
            assert float(str(ratio)) == pytest.approx(float(Fraction(row["item_value"]) / Fraction(row["upper_lim"])), rel=1e-15)


def test_the_newest_result_of_a_subject_is_judged_by_its_own_limit(loaded, written):
    judged = 0
    for facts in loaded.subjects.values():
        for item, analyte in (("Creatinine", "creatinine"), ("Bilirubin", "bilirubin"), ("ALT", "alt"), ("AST", "ast")):
            rows = [row for row in written.values() if row["subject_id"] == facts.subject_id and row["item_name"] == item]
            newest = max(rows, key=lambda row: row["event_date"], default=None)
            found = over_limit(facts.labs, analyte, date(2026, 3, 5)).value
            assert (found is None) == (newest is None)
            if newest is not None:
                assert float(str(found)) == pytest.approx(float(newest["item_value"]) / float(newest["upper_lim"]), rel=1e-12)
                judged += 1
    assert judged == 84


def test_a_day_is_the_one_the_file_says(labs, written):
    assert all(str(fact.record.collected_at) == written[fact.origin.row]["event_date"] for fact in labs)
