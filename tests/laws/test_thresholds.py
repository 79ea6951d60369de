"""Every number in a rule matters: a sign turned from "from" to "above", or a limit moved a little, changes some verdict.

The cases are charts at, a little below and a little above each limit, whatever else the rule reads.
"""

from dataclasses import replace
from itertools import islice

import pytest

from tests.laws.discovery import LITTLE, charts, rules, thresholds, with_leaf

SWAPPED = {"≥": ">", ">": "≥", "≤": "<", "<": "≤"}
MOST_CHARTS = 200_000
SCANNED = [
    pytest.param(clause, leaf, id=f"{found}.{name}: {leaf.words()}")
    for found in rules()
    for name, clause in found.clauses
    for leaf in thresholds(clause)
]


def test_there_are_thresholds_to_scan():
    assert len(SCANNED) > 30


@pytest.mark.parametrize(("clause", "leaf"), SCANNED)
@pytest.mark.parametrize("change", ["sign", "up", "down"])
def test_a_threshold_changed_a_little_changes_some_verdict(clause, leaf, change):
    step = {"sign": 0, "up": 2 * LITTLE, "down": -2 * LITTLE}[change]
    changed = replace(leaf, sign=SWAPPED[leaf.sign] if change == "sign" else leaf.sign, limit=leaf.limit + step)
    mutant = with_leaf(clause, leaf, changed)
    assert any(clause.judge(chart).truth is not mutant.judge(chart).truth for chart in islice(charts(clause), MOST_CHARTS))


@pytest.mark.parametrize(("clause", "leaf"), SCANNED)
def test_a_limit_has_at_most_the_digits_that_a_double_keeps(clause, leaf):
    assert len(leaf.limit.as_tuple().digits) <= 15
