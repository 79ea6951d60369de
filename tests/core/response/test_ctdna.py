"""ctDNA by the rule of the second infusion, reference 1.3 CTP and 1.4b: the table of the specification, sample by sample."""

import pytest

from core.response.ctdna import data, pattern
from tests.core.response.notation import INFUSED_ON, on, samples, signs, table

TABLE = table("ctdna.csv")


def found(text):
    return pattern(samples(text), INFUSED_ON)


@pytest.mark.parametrize(("text", "status", "used", "codes", "law"), TABLE, ids=[row[-1] for row in TABLE])
def test_the_rule(text, status, used, codes, law):
    result = found(text)
    assert (result.status, signs(result.used), result.codes) == (status, used, frozenset(codes.split()))


@pytest.mark.parametrize("text", [row[0] for row in TABLE])
def test_every_pattern_says_why_in_words(text):
    assert found(text).reason


@pytest.mark.parametrize("text", [row[0] for row in TABLE])
def test_the_chart_knows_the_pattern_or_what_it_lacks(text):
    result, datum = found(text), data(found(text))["ctdna_pattern"]
    assert datum.value == (None if result.status == "unknown" else result.status)
    assert datum.missing == (("ctdna.call",) if result.status == "unknown" else ())
    assert datum.contradiction == ("W_CONFLICT" in result.codes)
    assert [(cited.fact, cited.column) for cited in datum.evidence] == [(sample, "call") for sample in result.used]
    assert datum.note == result.reason


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A:-6+ A:14+ A:28+", 28),
        ("A:-6+ A:14+ A:28?", 14),
        ("A:-6+ A:14+ A:28!", 14),
        ("A:28+ A:28-", 28),
        ("A:-6+ B:28+", 28),
        ("A:28+ A:61+", 28),
        ("A:28?", None),
        ("A:-6+", None),
        ("", None),
    ],
)
def test_the_deciding_sample_is_the_newest_evaluable_one_also_where_it_is_undecided(text, day):
    result, datum = found(text), data(found(text))["ctdna_day"]
    assert (result.day, datum.value) == (day, day)
    assert bool(datum.missing) == (day is None)
    assert {cited.day for cited in datum.evidence} == (set() if day is None else {on(day)})


@pytest.mark.parametrize(
    ("text", "baseline"),
    [
        ("A:-9+ A:-6+ A:28-", "A:-6+"),
        ("A:-6+ B:-3- A:28-", "A:-6+"),
        ("A:-6+ B:-3- A:28?", "A:-6+ B:-3-"),
        ("A:-6+ A:-6- A:28+", "A:-6- A:-6+"),
        ("A:-6? A:28+", ""),
    ],
)
def test_the_baseline_is_that_of_the_assay_compared(text, baseline):
    assert signs(found(text).baseline) == baseline


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("A:-6+ A:14+ A:28+", "positive on day 28 and before that on day -6, day 14"),
        ("A:-6+ A:7- A:14- A:28+", "positive on day 28 after a negative call on day 14"),
        ("A:28-", "the newest call, day 28, is negative"),
        ("A:-6+ B:28+", "positive on day 28, and every earlier call is of another assay"),
        ("A:28+ A:28-", "different calls on day 28: negative, positive"),
        ("A:7+ A:7- A:28+", "different calls on day 7"),
    ],
)
def test_the_reason_names_the_days(text, reason):
    assert found(text).reason == reason
