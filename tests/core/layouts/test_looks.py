"""What cells look like by themselves, and the words that laboratories use for their columns."""

from datetime import date, datetime

import pytest

from core.facts.records import Lab
from core.layouts.looks import date_in, is_identifier, is_unit, is_value, known
from core.layouts.synonyms import SYNONYMS, WORDS, folded, role_word

HEADS = {
    "Hb (g/dL)": "hemoglobin", "Hb [g/L]": "hemoglobin", "Hb, g/L": "hemoglobin", "Hb_g/L": "hemoglobin",
    "HGB g/dL": "hemoglobin",
    "血红蛋白（g/L）": "hemoglobin", "白细胞计数【10^9/L】": "leukocytes", "WBC 10^9/L": "leukocytes", "ALT [IU]/L": "alt",
    "ALT ([IU]/L)": "alt",
    "IL-6": "il6", "IL-6 (pg/mL)": "il6", "Total_Bilirubin": "bilirubin", "ＨＧＢ": "hemoglobin", "718-7": "hemoglobin",
    " Hb\n(g/L) ": "hemoglobin",
    "PATIENT_ID": "subject_id", "Patient ID:": "subject_id", "MRN": "subject_id", "USUBJID": "subject_id", "study_id": "subject_id",
    "患者编号": "subject_id", "住院号：": "subject_id", "RE_DATE": "collected_at", "Date (dd/mm/yyyy)": "collected_at",
    "采样时间": "collected_at",
    "LBDTC": "collected_at", "LBTEST": "analyte", "检验项目": "analyte", "Result (g/L)": "value", "结果": "value", "UNITS": "unit",
    "单位": "unit",
    "DOB": "birth_date", "性别": "sex", "报告时间": "reported_at", "Time": "time", "LBORNRHI": "upper_limit", "参考值下限": "lower_limit",
}  # fmt: skip
NO_HEADS = (
    "STUDYID",
    "Albumin",
    "ID",
    "Name",
    "入院时间",
    "S-001",
    "8.4",
    "",
    "Hb and WBC",
    "x" * 81,
    "Hb, see below",
    "Age (years)",
    718,
    None,
)
UNITS = ("g/L", "(g/dL)", "[mg/dL]", "10^9/L", "×10⁹/L", "%", "µmol/L", "μmol/L", "fL", "kg", " U/L ", "mg/kg/d", "[IU]/L")
NO_UNITS = ("M", "Sex", "unit", "S-001", "8.4", "", "1/2", "neg", "g/L or so, as it may be", 5, None)
VALUES = (
    "8.4", "<0.5", "≥ 5", "8,4", "1 234", "1e3", "2026-03-01", "01/03/2026", "12-Mar-2026", "May 5, 1970", "8.4 g/dL", "12 %",
    "2026年3月5日",
    "2026-03-01T10:00Z", "12:30", "167/92", 1, 0.5, True, date(2026, 3, 1),
)  # fmt: skip
NO_VALUES = ("ND", "Hb", "S-001", "19 but poor collection", "718-7", "", None, "1" * 61, "hemolysed")


@pytest.mark.parametrize(("text", "name"), HEADS.items())
def test_heads_that_are_known(text, name):
    assert known(text) == name


@pytest.mark.parametrize("cell", NO_HEADS)
def test_heads_that_nobody_knows(cell):
    assert known(cell) is None


def test_units():
    assert [cell for cell in UNITS if not is_unit(cell)] == []
    assert [cell for cell in NO_UNITS if is_unit(cell)] == []


def test_values():
    assert [cell for cell in VALUES if not is_value(cell)] == []
    assert [cell for cell in NO_VALUES if is_value(cell)] == []


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("Visit 2 (2026-03-08)", "2026-03-08"), ("01/03/2026", "01/03/2026"), ("2026年3月5日 采样", "2026年3月5日"),
        ("2026-03-01 to 2026-03-08", None),
        ("Visit 2", None), ("12026-03-08", None), (date(2026, 3, 1), date(2026, 3, 1)), (datetime(2026, 3, 1, 8), datetime(2026, 3, 1, 8)),
        (20260301, None), (None, None),
    ],
)  # fmt: skip
def test_the_only_date_in_a_cell(cell, day):
    assert date_in(cell) == day


@pytest.mark.parametrize(
    ("cell", "found"),
    [("S-001", True), ("1520204", True), ("000123 ", True), (12, True), (12.0, True), ("Monthly labs", False), ("Smith", False),
    ("S 1", False),
     (1.5, False), (True, False), (float("inf"), False), (None, False)],
)  # fmt: skip
def test_identifiers(cell, found):
    assert is_identifier(cell) is found


def test_every_synonym_names_one_role_and_stands_as_it_is_looked_up():
    spellings = [spelling for each in SYNONYMS.values() for spelling in each]
    assert len(set(spellings)) == len(spellings)
    assert [spelling for spelling in spellings if folded(spelling) != spelling] == []
    assert SYNONYMS.keys() == Lab.model_fields.keys() | {"birth_date", "sex", "time"}
    assert all(role_word(text) == WORDS[text] for text in WORDS)
