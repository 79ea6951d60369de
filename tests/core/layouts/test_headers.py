"""What heads say by themselves."""

import pytest

from core.facts.analytes import ANALYTES
from core.layouts.headers import Head, head_of, unit_in
from core.layouts.region import Column, Place


def column(*heads: str | None, unit: str | None = None) -> Column:
    places = tuple(Place(row, 3, head) for row, head in enumerate(heads, 1))
    return Column(2, places, Place(len(heads) + 1, 3, unit) if unit is not None else None)


def told(head: Head) -> str:
    """A head in one text."""
    if head.known:
        return f"no: {head.known}"
    found = head.word or (
        f"unit of {head.unit_of}" if head.unit_of else f"{head.analyte} in {head.unit}" if head.analyte else "nobody knows"
    )
    return found if head.sure else f"{found}?"


NOT_OURS = "no: is known and no part of the workbook"
HEADS = {
    "Hb (g/dL)": "hemoglobin in g/dL",
    "Hb [g/L]": "hemoglobin in g/L",
    "Hb, g/L": "hemoglobin in g/L",
    "Hb_g/L": "hemoglobin in g/L",
    "Hb g/L": "hemoglobin in g/L",
    "HGB\n(g/L)": "hemoglobin in g/L",
    "血红蛋白（g/L）": "hemoglobin in g/L",
    "血红蛋白【g/L】": "hemoglobin in g/L",
    "血红蛋白 HGB (g/L)": "hemoglobin in g/L",
    "白细胞(WBC)(10^9/L)": "leukocytes in 10^9/L",
    "ＡＬＴ (U/L)": "alt in U/L",
    "Platelets ×10⁹/L": "platelets in ×10⁹/L",
    "oxygen_saturation %": "oxygen_saturation in %",
    "718-7": "hemoglobin in None",
    "LDH": "ldh in None",
    "中性粒细胞绝对值": "neutrophils in None",
    "超敏C反应蛋白": "crp in None",
    "Hb unit": "unit of hemoglobin",
    "血红蛋白单位": "unit of hemoglobin",
    "Patient ID": "subject_id",
    "采样时间": "collected_at",
    "DOB": "birth_date",
    "Time": "time",
    # never taken for something alike
    "中性粒细胞(%)": "no: is a share in percent",
    "Neutrophils (%)": "no: is in '%', which is no unit of neutrophils",
    "Hb (g%)": "no: is in 'g%', which is no unit of hemoglobin",
    "直接胆红素": NOT_OURS,
    "Direct bilirubin (umol/L)": NOT_OURS,
    "白细胞介素10": NOT_OURS,
    "平均血红蛋白浓度": NOT_OURS,
    "Albumin g/L": NOT_OURS,
    "Reference range": NOT_OURS,
    "Creatinine (urine)": "no: speaks of another sample or of a difference",
    "尿肌酐": "no: speaks of another sample or of a difference",
    "Hb (WBC)": "nobody knows",
    "Hb (g/L)(g/dL)": "nobody knows",
    "Hb (Zone 2)": "nobody knows",
    "中性粒细胞(#)": "nobody knows",
    "LDH total": "nobody knows",
    "": "nobody knows",
}


@pytest.mark.parametrize("header", HEADS)
def test_one_head(header: str) -> None:
    assert told(head_of(column(header))) == HEADS[header]


ABOVE = {
    ("Hemoglobin", "g/dL"): "hemoglobin in g/dL",
    ("Hemoglobin", "Value"): "hemoglobin in None",
    ("Hemoglobin (g/L)", "Result"): "hemoglobin in g/L",
    ("Hemoglobin", "Unit"): "unit of hemoglobin",
    ("Hemoglobin", "Date"): "no: is the 'Date' of hemoglobin alone",
    ("Hemoglobin", "%"): "no: is in '%', which is no unit of hemoglobin",
    ("Hemoglobin", "WBC"): "leukocytes in None?",
    ("Foo", "Hemoglobin", "g/L"): "hemoglobin in g/L?",
    ("Visit 1", "Hemoglobin", "g/L"): "hemoglobin in g/L",
    ("Visit 1", "Hb (g/L)"): "hemoglobin in g/L",
    ("血常规", "血红蛋白(g/L)"): "hemoglobin in g/L",
    ("Day 28", "Platelets (10^9/L)"): "platelets in 10^9/L",
    ("Foo", "Hb (g/L)"): "hemoglobin in g/L?",
    ("Urine", "Creatinine"): "no: speaks of another sample or of a difference",
    ("Sample", "date"): "collected_at",
    ("Total", "bilirubin"): "bilirubin in None",
    ("Foo", "Bar"): "nobody knows",
    ("Direct", "bilirubin"): NOT_OURS,
    (None, "Hb (g/L)"): "hemoglobin in g/L",
}


@pytest.mark.parametrize("heads", ABOVE)
def test_heads_above_each_other(heads: tuple[str | None, ...]) -> None:
    assert told(head_of(column(*heads))) == ABOVE[heads]


@pytest.mark.parametrize(
    ("header", "below", "found"),
    [
        ("Hb", "g/dL", "hemoglobin in g/dL"),
        ("Hb (g/L)", "g/l", "hemoglobin in g/l"),
        ("Hb (g/L)", "g/dL", "no: is hemoglobin in 'g/L' by its head and in 'g/dL' by the row of units"),
        ("Hb", "", "hemoglobin in None"),
        ("Neutrophils", "%", "no: is in '%', which is no unit of neutrophils"),
    ],
)
def test_a_row_of_units(header: str, below: str, found: str) -> None:
    assert told(head_of(column(header, unit=below))) == found


def test_the_place_of_a_unit_is_the_cell_that_writes_it() -> None:
    assert head_of(column("Hb (g/L)")).unit_at == Place(1, 3, "Hb (g/L)")
    assert head_of(column("Hemoglobin", "g/L")).unit_at == Place(2, 3, "g/L")
    assert head_of(column("Hb", unit="g/L")).unit_at == Place(2, 3, "g/L")


def test_a_unit_is_found_in_a_head_that_says_nothing_else() -> None:
    assert unit_in(column("Foo (g/dL)"), ANALYTES["hemoglobin"]) == ("g/dL", Place(1, 3, "Foo (g/dL)"))
    assert unit_in(column("Foo", unit="g/L"), ANALYTES["hemoglobin"]) == ("g/L", Place(2, 3, "g/L"))
    assert unit_in(column("Foo (kg)"), ANALYTES["hemoglobin"]) == (None, None)
