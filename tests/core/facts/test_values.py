"""A moment, an amount, and an amount known only within bounds."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from core.facts.values import Moment, Span, between, plain

D = Decimal


def test_a_moment_without_a_time_shows_as_its_day():
    assert str(Moment(datetime(2026, 3, 5), False)) == "2026-03-05"
    assert str(Moment(datetime(2026, 3, 5, 8, 30), True)) == "2026-03-05 08:30"
    assert Moment(datetime(2026, 3, 5, 23, 59), True).day == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span(None, D("0.5"), high_open=True), "<0.5"),
        (Span(None, D("0.5")), "≤0.5"),
        (Span(D(100), None, low_open=True), ">100"),
        (Span(D(100), None), "≥100"),
        (Span(D(1), D(3)), "1–3"),
    ],
)
def test_a_span_says_its_bounds(span, words):
    assert str(span) == words


def test_a_change_of_unit_moves_both_bounds_and_keeps_what_is_open():
    span = Span(D(1), D(2), low_open=True, high_open=True)
    assert span.map(lambda bound: bound * 10) == Span(D(10), D(20), True, True)
    assert Span(None, None).map(lambda bound: bound * 10) == Span(None, None)


def test_bounds_that_agree_are_a_number():
    assert between(2, 2) == D(2)
    assert between(0, 4) == Span(D(0), D(4))


@pytest.mark.parametrize(
    ("amount", "digits"),
    [("1E+2", "100"), ("80.00", "80"), ("0.00", "0"), ("0.30", "0.3"), ("100", "100"), ("1.20E-3", "0.0012")],
)
def test_an_amount_shows_without_exponent_and_without_the_zeros_of_a_conversion(amount, digits):
    assert plain(D(amount)) == digits
    assert plain(Span(None, D(amount), high_open=True)) == f"<{digits}"
