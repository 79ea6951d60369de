"""A fact knows the cells it came from, in words a person can follow."""

from datetime import date
from decimal import Decimal

import pytest

from core.facts.address import letters
from core.facts.age import completed_years
from core.facts.chart import Chart, Datum
from core.facts.fact import Cited, Fact, Origin, Problem
from core.facts.person import age_on, sex_of
from core.facts.subject import SubjectFacts
from tests.core.facts.notation import fact, lab


@pytest.mark.parametrize(
    ("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_a_column_is_named_as_spreadsheets_do(column, name):
    assert letters(column) == name


def test_a_cell_is_named_by_file_sheet_and_place_and_a_missing_column_by_its_row():
    origin = Origin("labs.xlsx", "labs", 14, {"value": 4})
    assert origin.cell("value") == "labs.xlsx · labs!D14"
    assert origin.cell("unit") == "labs.xlsx · labs!14"


def test_a_cell_that_another_row_supplied_is_named_by_that_row():
    filled = Fact(lab().record, Origin("a.xlsx", "labs", 2, {"value": 4}), origins={"value": Origin("b.xlsx", "labs", 9, {"value": 1})})
    assert Cited(filled, "value").address == "b.xlsx · labs!A9"
    assert filled.cell("unit") == "a.xlsx · labs!2"


@pytest.mark.parametrize(
    ("found", "day"),
    [
        (lab(at="2026-03-05T08:00"), date(2026, 3, 5)),
        (fact("pet", scanned_on="2026-02-28"), date(2026, 2, 28)),
        (fact("infusions", number=1), None),
        (fact("subjects", birth_date="1960-01-01"), None),
    ],
)
def test_the_day_of_a_fact_is_the_day_its_own_column_says(found, day):
    assert found.day == Cited(found, "subject_id").day == day


def test_a_problem_says_address_found_and_expected():
    assert str(Problem("labs.xlsx · labs!D14", "'1,2x' is not a number; expected a number")) == (
        "labs.xlsx · labs!D14: '1,2x' is not a number; expected a number"
    )


def test_a_name_that_is_not_in_the_chart_is_unknown():
    chart = Chart({"ecog": Datum(1)})
    assert chart["hemoglobin"] == Datum()
    assert (chart | {"ecog": Datum(2)})["ecog"].value == 2
    assert [*(chart | Chart({"lvef": Datum(Decimal(60))})).names()] == ["ecog", "lvef"]


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        ("2008-03-05", "2026-03-04", 17),
        ("2008-03-05", "2026-03-05", 18),
        ("2008-03-05", "2026-03-06", 18),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2026-03-05", "2026-03-05", 0),
        ("1905-03-05", "2026-03-04", 120),
    ],
)
def test_age_is_in_completed_years(born, day, years):
    assert completed_years(date.fromisoformat(born), date.fromisoformat(day)) == years
    assert age_on(fact("subjects", birth_date=born), date.fromisoformat(day)).value == years


@pytest.mark.parametrize(("born", "day"), [("2026-03-06", "2026-03-05"), ("1905-03-05", "2026-03-05")])
def test_an_age_that_nobody_has_is_unknown(born, day):
    found = age_on(fact("subjects", birth_date=born), date.fromisoformat(day))
    assert (found.value, found.missing) == (None, ("birth_date",))
    assert "is not plausible" in found.note


def test_an_age_says_which_of_its_days_is_missing():
    born = fact("subjects", birth_date="1960-01-01")
    assert age_on(None, None, "consent_date").missing == ("birth_date", "consent_date")
    assert age_on(fact("subjects"), date(2026, 3, 5), "consent_date").missing == ("birth_date",)
    assert age_on(born, None, "consent_date").missing == ("consent_date",)
    assert age_on(born, None).missing == ()


def test_sex_is_read_from_the_subjects_sheet_or_missing():
    assert sex_of(SubjectFacts("S-001", subjects=(fact("subjects", sex="female"),))).value == "female"
    assert sex_of(SubjectFacts("S-001", subjects=(fact("subjects"),))).missing == ("sex",)
    assert sex_of(SubjectFacts("S-001")).missing == ("sex",)
