"""Creatinine clearance by Cockcroft and Gault, clinical reference 7."""

from decimal import Decimal

import pytest

from core.facts.values import Span
from core.scales.cockcroft_gault import clearance, ideal_weight_kg


def of(age, weight, creatinine, female=False):
    return clearance(age, Decimal(weight), Decimal(creatinine), female)


@pytest.mark.parametrize(
    ("age", "weight", "mg_dl", "female", "expected"),
    [
        (50, "80", "2.5", False, "40"),
        (50, "100", "2.65625", True, "40"),
        (40, "72", "1", False, "100"),
        (40, "72", "1", True, "85"),
        (139, "72", "1", False, "1"),
    ],
)
def test_the_published_formula_in_mg_per_dl(age, weight, mg_dl, female, expected):
    assert of(age, weight, Decimal(mg_dl) * Decimal("88.4"), female) == Decimal(expected)


def test_the_factor_is_88_4_and_not_a_rounded_constant():
    exact = Decimal(90) * 80 * Decimal("88.4") / (72 * Decimal(221))
    assert of(50, "80", "221") == exact == 40
    assert Decimal(90) * 80 * Decimal("1.23") / 221 > 40


def test_just_off_the_limit_is_not_rounded_to_it():
    assert of(50, "79.99999999", "221") < 40 < of(50, "80.00000001", "221")


@pytest.mark.parametrize(("age", "creatinine"), [(140, "80"), (141, "80"), (50, "0"), (50, "-1")])
def test_an_age_from_140_or_a_creatinine_not_above_zero_is_not_computable(age, creatinine):
    assert of(age, "70", creatinine) is None


def test_a_censored_creatinine_bounds_the_clearance_from_the_other_side():
    assert clearance(50, Decimal(80), Span(None, Decimal(221), high_open=True), False) == Span(Decimal(40), None, low_open=True)
    assert clearance(50, Decimal(80), Span(Decimal(221), None, low_open=True), False) == Span(None, Decimal(40), high_open=True)


@pytest.mark.parametrize(
    ("height", "female", "expected"), [("152.4", False, "50"), ("152.4", True, "45.5"), ("177.8", False, "73"), ("177.8", True, "68.5")]
)
def test_the_ideal_weight_by_devine(height, female, expected):
    assert ideal_weight_kg(Decimal(height), female) == Decimal(expected)


@pytest.mark.parametrize(
    ("weight", "creatinine", "low", "high"),
    [
        (Span(Decimal(100), None, low_open=True), Decimal(221), "50", None),
        (Span(None, Decimal(80), high_open=True), Decimal(221), None, "40"),
        (Span(Decimal(80), Decimal(100)), Span(Decimal(221), Decimal(442)), "20", "50"),
    ],
)
def test_a_censored_weight_bounds_the_clearance(weight, creatinine, low, high):
    found = clearance(50, weight, creatinine, False)
    assert isinstance(found, Span)
    assert (found.low, found.high) == tuple(None if bound is None else Decimal(bound) for bound in (low, high))
