"""ICAHT as it is shown: each grade with the run or the counts it rests on, the days without a count in words, every count with its cell."""

import re
from decimal import Decimal

import pytest

from dashboard.icaht import icaht_block
from tests.core.patient import subject
from tests.pages.conftest import parsed, spaced

BASE = subject().infused()


def counted(patient, value, *days):
    for day in days:
        patient = patient.lab("neutrophils", value, day)
    return patient


def shown(patient, day):
    """The text of the block, without the cells that stand on demand."""
    return spaced(parsed(icaht_block(patient.assessed(day))).regions["ICAHT"])


LOW = counted(counted(BASE, "0.4", *range(2, 12)), "2", 0, 12, 20, 27, 34)


@pytest.mark.parametrize(
    ("patient", "day", "said"),
    [
        (LOW, 40, "early, d0–30 2 ≤ 0.5 ×10⁹/L d2–11 (10 days) · ≤ 0.1 ×10⁹/L no day"),
        (LOW, 40, "on the line between counts: d1, d13–19, d21–26, d28–30"),
        (LOW, 40, "late, d31–100 0 provisional: one count alone lowest 2 ×10⁹/L on d34 of 1 day with a count"),
        (LOW, 9, "early, d0–30 2–4"),
        (LOW, 9, "not recovered by d9"),
        (LOW, 9, "late, d31–100 – from d31 on"),
        (LOW, 30, "d28–30: the nearest count is 2"),
        (counted(LOW, "0.4", 28), 30, "d29–30: the nearest count is 0.4, so they are open"),
        (counted(BASE, "2", *range(5)), 30, "early, d0–30 0–4"),
        (counted(BASE, "2", *range(5)), 30, "open, more than 7 days: d5–30"),
        (counted(LOW, "0.9", 50, 60), 70, "lowest 0.9 ×10⁹/L on d50 · second lowest 0.9 ×10⁹/L on d60 of 3 days with a count"),
        (counted(BASE, "0.501", 40, 50), 70, "lowest 0.501 ×10⁹/L on d40"),
        (counted(BASE, "0.501", 40, 50), 70, "early, d0–30 – no count on d0–30"),
        (LOW.pet(33, "PD"), 60, "late, d31–100 ended d33: progression on PET/CT – no count in the window"),
        (LOW.lab("neutrophils", "abc", 5), 40, "counts as not recorded: study.xlsx · labs!"),
    ],
)
def test_a_grade_stands_with_what_it_rests_on(patient, day, said):
    assert said in shown(patient, day)


def test_every_count_stands_with_its_day_and_cell_and_the_lowest_of_a_day_is_said_to_be():
    patient = LOW.lab("neutrophils", "0.3", 6, 18).lab("neutrophils", "0.6", 6, 20)
    text = shown(patient, 40)
    lowest = {fact.cell("value") for fact in patient.facts().labs if fact.record.value != Decimal("0.6")}
    lowest -= {patient.facts().labs[4].cell("value")}  # 0.4 on day 6, on which 0.3 is lower
    assert "14 days d0 2 study.xlsx" in text
    assert "d6 0.3, lowest of 3 study.xlsx" in text
    assert set(re.findall(r"study\.xlsx · labs!D\d+", text)) == lowest


def test_the_newest_infusion_stands_first_and_each_has_its_own_counts():
    text = shown(counted(LOW, "0.05", *range(45, 55)).infused(44, 2), 60)
    assert text.index("Infusion 2") < text.index("Infusion 1")
    assert "d1–10 (10 days) · ≤ 0.1 ×10⁹/L d1–10 (10 days)" in text


def test_before_an_infusion_there_is_nothing_to_show():
    assert icaht_block(subject().assessed(0)) is None


def test_the_scale_and_what_is_fred_hutchs_is_named():
    assert shown(LOW, 40).startswith("ICAHT ICAHT, EHA/EBMT (Rejeski 2023); interpolation and joining: Fred Hutch")
