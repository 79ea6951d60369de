"""Exact intervals against published and independent ones."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cohort.estimate import clopper_pearson, share


# Clopper and Pearson's own kind of table; 3 of 10, 1 of 4 and 18 of 30 as R's binom.test gives them.
@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [
        (0, 10, 0.0, 0.3084971),
        (10, 10, 0.6915029, 1.0),
        (3, 10, 0.06673951, 0.6524529),
        (1, 4, 0.006309463, 0.8058796),
        (18, 30, 0.4060349, 0.7734424),
    ],
)
def test_the_interval_is_the_published_one(x, n, low, high):
    assert clopper_pearson(x, n) == pytest.approx((low, high), abs=1e-6)


def tail(n, p, ways):
    return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in ways)


@given(st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_each_end_leaves_exactly_the_tail(counts):
    """The definition, summed term by term."""
    x, n = counts
    low, high = clopper_pearson(x, n)
    assert low == 0 if x == 0 else tail(n, low, range(x, n + 1)) == pytest.approx(0.025, abs=1e-9)
    assert high == 1 if x == n else tail(n, high, range(x + 1)) == pytest.approx(0.025, abs=1e-9)
    assert low <= Fraction(x, n) <= high


def test_of_nobody_there_is_no_interval():
    assert share(0, 0).interval is None


def test_a_range_reaches_from_the_certain_to_the_possible():
    assert share(1, 10, 3).interval == (clopper_pearson(1, 10)[0], clopper_pearson(3, 10)[1])


@pytest.mark.parametrize(("x", "n"), [(1, 0), (-1, 4), (5, 4)])
def test_what_is_no_share_is_refused(x, n):
    with pytest.raises(ValueError, match="is no share"):
        clopper_pearson(x, n)
