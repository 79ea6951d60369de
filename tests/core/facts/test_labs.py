"""Laboratory results: which counts, what it says, and why it counts as not recorded (reference 1.1 Inputs, 1.4b Rows, 1.5)."""

from datetime import date
from decimal import Decimal

import pytest

from core.facts.labs import amount_of, exact, faults_of, is_result, measured, newest, over_limit, ratio_of
from core.facts.subject import gather
from core.facts.values import Span
from tests.core.facts.notation import lab

D = Decimal
DAY = date(2026, 3, 5)
TODAY = date(2026, 4, 1)


def known(*facts):
    """The results as they stand after all rows were put together."""
    subjects, problems = gather(facts, TODAY)
    return subjects["S-001"].labs, problems


def value(*facts, analyte="hemoglobin", day=DAY):
    return measured(known(*facts)[0], analyte, day)[0]


@pytest.mark.parametrize(
    ("cells", "amount"),
    [
        ({"value": "8.0", "unit": "g/dL"}, D(80)),
        ({"value": "80", "unit": "g/L"}, D(80)),
        ({"value": "<8.0", "unit": "g/dL"}, Span(None, D(80), high_open=True)),
        ({"value": ">20", "unit": "g/dL"}, Span(D(200), None, low_open=True)),
        ({"value": None}, None),
        ({"unit": None}, None),
        ({"unit": "mg/dL"}, None),
        ({"value": "8.0"}, None),
        ({"value": "<20"}, None),
        ({"value": "251"}, None),
    ],
)
def test_a_result_says_its_amount_in_the_canonical_unit_or_nothing(cells, amount):
    (fact,), _ = known(lab(**cells))
    assert amount_of(fact) == amount


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"unit": None}, "unit", "is blank; expected one of: g/L, g/dL, mmol/L"),
        ({"unit": "mg/dL"}, "unit", "'mg/dL' is not a unit of hemoglobin; expected one of: g/L, g/dL, mmol/L"),
        ({"unit": "nl", "value": None}, "unit", "'nl' is not a unit of hemoglobin; expected one of: g/L, g/dL, mmol/L"),
        ({"value": "8.0"}, "value", "'8.0' is not plausible in g/L; expected 20 to 250 g/L"),
        ({"value": "80", "unit": "g/dL"}, "value", "'80' is not plausible in g/dL (800 g/L); expected 20 to 250 g/L"),
        ({"value": "<20"}, "value", "'<20' is not plausible in g/L; expected 20 to 250 g/L"),
        ({"upper_limit": 0}, "upper_limit", "'0' is not above zero; expected the upper limit of normal"),
        (
            {"value": "8.0", "unit": "g/dL", "upper_limit": 160},
            "upper_limit",
            "'160' is not plausible in g/dL (1600 g/L); expected 20 to 250 g/L",
        ),
        ({"upper_limit": -5}, "upper_limit", "'-5' is not above zero; expected the upper limit of normal"),
    ],
)  # fmt: skip
def test_what_is_wrong_between_the_cells_of_a_result_is_listed_with_its_cell(cells, column, sentence):
    (fact,), problems = known(lab(**cells))
    assert [str(problem) for problem in problems] == [f"{fact.cell(column)}: {sentence}"]
    assert [*fact.faults] == [column]


def test_a_row_without_value_and_unit_reports_nothing_and_is_no_fault():
    assert known(lab(value=None, unit=None))[1] == []
    assert faults_of(lab(value=None).record) == {}


def test_a_cell_that_counts_as_not_recorded_already_is_not_blamed_twice():
    (fact,), problems = known(lab(unit=None, faults={"unit": "is an error"}))
    assert problems == []
    assert fact.faults == {"unit": "is an error"}


def test_a_blank_value_is_no_result_and_one_that_cannot_be_used_still_is():
    assert not is_result(lab(value=None))
    assert is_result(lab(value=None, faults={"value": "'1,2x' is not a number"}))
    assert is_result(lab(unit=None))


def test_the_newest_result_up_to_the_day_decides():
    facts = lab(at="2026-03-01", value="90"), lab(at="2026-03-05", value="95"), lab(at="2026-03-06", value="70")
    assert value(*facts).value == 95
    assert value(*facts, day=date(2026, 3, 4)).value == 90
    assert value(*facts, day=date(2026, 2, 1)).missing == ("hemoglobin",)
    assert value(*facts, analyte="platelets").missing == ("platelets",)


def test_a_blank_value_lets_an_older_result_stand():
    assert value(lab(at="2026-03-01", value="90"), lab(value=None)).value == 90


@pytest.mark.parametrize(
    ("newer", "note"),
    [
        (lab(unit=None), "the newest result is blank"),
        (lab(unit="%"), "the newest result is not a unit of hemoglobin"),
        (lab(value="8.0"), "the newest result is not plausible in g/L"),
        (lab(value=None, faults={"value": "is not a number; expected a number"}), "the newest result is not a number"),
        (lab(value=None, faults={"laboratory": "is not text", "value": "is not a number"}), "the newest result is not a number"),
    ],
)
def test_the_newest_result_is_not_replaced_by_an_older_one_where_it_cannot_be_used(newer, note):
    found = value(lab(at="2026-03-01", value="90"), newer)
    assert (found.value, found.note, found.missing) == (None, note, ("hemoglobin",))


def test_a_fact_that_was_never_put_together_says_that_its_unit_is_missing():
    assert measured([lab(unit=None)], "hemoglobin", DAY)[0].note == "the newest result has no unit"


def test_the_later_time_of_a_day_decides():
    facts = lab(at="2026-03-05T08:00", value="90"), lab(at="2026-03-05T20:00", value="95")
    assert value(*facts).value == 95
    assert value(*reversed(facts)).value == 95


@pytest.mark.parametrize("later", ["95", "9.5 g/dL", None])
def test_results_of_one_day_without_times_decide_only_where_they_agree(later):
    number, _, unit = (later or "90").partition(" ")
    found = value(lab(value="90"), lab(at="2026-03-05T08:00", value=number, unit=unit or "g/L", row=3))
    assert (found.value, found.contradiction) == ((90, False) if later is None else (None, True))
    assert len(found.evidence) == 2


def test_an_unusable_result_beside_a_usable_one_of_the_day_leaves_it_open():
    found = value(lab(value="90"), lab(at="2026-03-05T08:00", value="95", unit=None, row=3))
    assert (found.value, found.contradiction) == (None, True)


def test_the_ratio_is_taken_before_any_conversion():
    (fact,), _ = known(lab("creatinine", value="2.0", unit="mg/dL", upper_limit="1.0"))
    assert ratio_of(fact) == 2
    (fact,), _ = known(lab("bilirubin", value="3.6", unit="mg/dL", upper_limit="1.2"))
    assert ratio_of(fact) == 3


def test_a_censored_result_has_a_censored_ratio():
    (fact,), _ = known(lab("alt", value="<5", unit="U/L", upper_limit="40"))
    assert ratio_of(fact) == Span(None, D("0.125"), high_open=True)


@pytest.mark.parametrize(
    "cells",
    [
        {"upper_limit": None},
        {"upper_limit": 0},
        {"upper_limit": -40},
        {"upper_limit": 40, "unit": None},
        {"upper_limit": 40, "value": None},
        {"upper_limit": 40, "value": "99999"},
        {"upper_limit": 0, "value": "<5"},
    ],
)
def test_a_ratio_needs_the_results_own_limit_above_zero_and_a_result_that_counts(cells):
    (fact,), _ = known(lab("alt", **{"value": "20", "unit": "U/L"} | cells))
    assert ratio_of(fact) is None


def test_the_limit_that_is_missing_is_named():
    labs, _ = known(lab("alt", value="20", unit="U/L"))
    assert over_limit(labs, "alt", DAY).missing == ("alt.upper_limit",)
    labs, _ = known(lab("alt", value="20", unit="U/L", upper_limit="40"))
    assert over_limit(labs, "alt", DAY).value == D("0.5")
    assert [cited.column for cited in over_limit(labs, "alt", DAY).evidence] == ["value", "upper_limit"]
    assert over_limit(labs, "ast", DAY).missing == ("ast",)


def test_two_laboratories_of_one_day_with_one_result_and_different_limits_leave_the_ratio_open():
    labs, _ = known(
        lab("alt", value="60", unit="U/L", upper_limit="60"),
        lab("alt", at="2026-03-05T08:00", value="60", unit="U/L", upper_limit="15", row=3),
    )
    assert measured(labs, "alt", DAY)[0].value == 60
    found = over_limit(labs, "alt", DAY)
    assert (found.value, found.missing, found.contradiction) == (None, ("alt.upper_limit",), True)


def test_only_an_exact_number_is_exact():
    assert exact(value(lab(value="90"))) == 90
    assert exact(value(lab(value="<90"))) is None
    assert newest((), "alt", DAY) == ()


@pytest.mark.parametrize(
    ("rows", "listed"),
    [
        ((lab(at="2026-03-05"), lab(at="2026-03-05T10:00", value="90", row=3)), 1),
        ((lab(at="2026-03-05"), lab(at="2026-03-05T10:00", row=3)), 0),
        ((lab(at="2026-03-05T08:00"), lab(at="2026-03-05T10:00", value="90", row=3)), 0),
        ((lab(at="2026-03-05"), lab(at="2026-03-06T10:00", value="90", row=3)), 0),
        ((lab(at="2026-03-05", value=None, unit=None), lab(at="2026-03-05T10:00", value="90", row=3)), 0),
    ],
)
def test_different_results_of_a_day_whose_order_no_time_tells_are_listed(rows, listed):
    problems = known(*rows)[1]
    assert len(problems) == listed
    assert all("has no time and differs from" in str(problem) for problem in problems)
