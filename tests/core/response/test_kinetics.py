"""How far ctDNA has moved: bounds stay bounds, no two assays or units meet, only what exceeds the imprecision is called."""

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.facts.fact import Fact
from core.facts.records import Ctdna
from core.facts.values import Span
from core.response.kinetics import by_series, changes, level
from tests.core.response.notation import INFUSED_ON, on, origin

HGE, LOG = "hGE/mL", "log10 hGE/mL"
D = Decimal


def sample(day, call, value=None, unit=HGE, limit=None, assay="A", row=2):
    cells = {"collected_on": on(day), "call": call, "value": value, "unit": unit, "limit_of_detection": limit, "assay": assay}
    return Fact(Ctdna.model_validate({"subject_id": "S-001", **cells}), origin("ctdna", row))


def told(*samples, **imprecision):
    return changes(samples, INFUSED_ON, {assay: D(log10) for assay, log10 in imprecision.items()})


def newest(*samples, **imprecision):
    return told(*samples, **imprecision)[-1]


def bounds(fall):
    return (fall.low, fall.high) if isinstance(fall, Span) else (fall, fall)


POSITIVE = {"call": "positive", "value": "1000"}


@pytest.mark.parametrize(
    ("was", "now", "low", "high"),
    [
        (POSITIVE, {"call": "positive", "value": "10"}, "2", "2"),
        (POSITIVE, {"call": "positive", "value": "1000"}, "0", "0"),
        (POSITIVE, {"call": "positive", "value": "100000"}, "-2", "-2"),
        (POSITIVE, {"call": "negative", "limit": "1"}, "3", None),
        (POSITIVE, {"call": "negative", "value": "0.4", "limit": "1"}, "3", None),
        (POSITIVE, {"call": "negative", "value": "<0.1"}, "4", None),
        (POSITIVE, {"call": "negative", "value": "<0.1", "limit": "0"}, "4", None),
        (POSITIVE, {"call": "positive", "value": "0.4", "limit": "1"}, "3", None),
        (POSITIVE, {"call": "positive", "value": "1", "limit": "1"}, "3", "3"),
        (POSITIVE, {"call": "positive", "value": "<10"}, "2", None),
        (POSITIVE, {"call": "positive", "value": ">100000"}, None, "-2"),
        (POSITIVE, {"call": "positive", "value": "0", "limit": "1"}, "3", None),
        ({"call": "negative", "limit": "1"}, {"call": "positive", "value": "10"}, None, "-1"),
        ({"call": "positive", "value": ">1000"}, {"call": "positive", "value": "10"}, "2", None),
        ({"call": "positive", "value": ">1000"}, {"call": "negative", "limit": "1"}, "3", None),
        ({"call": "positive", "value": "3", "unit": LOG}, {"call": "positive", "value": "1.5", "unit": LOG}, "1.5", "1.5"),
        ({"call": "positive", "value": "-1", "unit": LOG}, {"call": "negative", "limit": "-3", "unit": LOG}, "2", None),
    ],
)
def test_a_fall_is_a_number_or_the_bound_that_a_censored_sample_leaves(was, now, low, high):
    change = newest(sample(-6, **was), sample(28, **now))
    assert bounds(change.fall) == tuple(each if each is None else D(each) for each in (low, high))
    assert change.reason == ""
    assert change.baseline.record.collected_on == on(-6)


@pytest.mark.parametrize(
    ("was", "now", "reason"),
    [
        (POSITIVE, {"call": "negative"}, "this sample: no limit of detection recorded"),
        (POSITIVE, {"call": "negative", "limit": "0"}, "this sample: no limit of detection recorded"),
        (POSITIVE, {"call": "negative", "value": ">1"}, "this sample: no limit of detection recorded"),
        (POSITIVE, {"call": "positive"}, "this sample: detected without a number"),
        (POSITIVE, {"call": "positive", "value": "0"}, "this sample: zero is no value on a log scale"),
        (POSITIVE, {"call": "failed", "value": "3"}, "this sample: failed"),
        (POSITIVE, {"call": "indeterminate"}, "this sample: indeterminate"),
        (POSITIVE, {"call": None, "value": "3"}, "this sample: no call recorded"),
        ({"call": "positive"}, {"call": "negative"}, "baseline: detected without a number; this sample: no limit of detection recorded"),
        ({"call": "negative", "limit": "1"}, {"call": "negative", "limit": "1"}, "both are known only up to a limit"),
        ({"call": "positive", "value": ">9"}, {"call": "positive", "value": ">9"}, "or both only from one on"),
        ({"call": "failed"}, {"call": "positive", "value": "1"}, "no positive or negative sample of this assay and unit before infusion 1"),
        ({**POSITIVE, "unit": "%"}, {"call": "positive", "value": "1"}, "no positive or negative sample of this assay and unit"),
        ({**POSITIVE, "assay": "B"}, {"call": "positive", "value": "1"}, "no positive or negative sample of this assay and unit"),
        ({**POSITIVE, "unit": LOG}, {"call": "positive", "value": "1"}, "no positive or negative sample of this assay and unit"),
    ],
)
def test_what_cannot_be_told_says_why(was, now, reason):
    change = newest(sample(-6, **was), sample(28, **now), A="0.3", B="0.3")
    assert (change.fall, change.called, change.context) == (None, None, ())
    assert reason in change.reason


def test_the_baseline_is_the_newest_evaluable_sample_before_day_1_and_it_has_no_change_itself():
    found = told(
        sample(-20, "positive", "10000", row=2),
        sample(0, "positive", "100", row=3),
        sample(0, "failed", row=4),
        sample(7, "positive", "10", row=5),
        sample(14, "positive", "1", row=6),
    )
    assert [(change.sample.origin.row, change.baseline.origin.row, change.fall) for change in found] == [(5, 3, 1), (6, 3, 2)]


def test_two_samples_of_the_baselines_day_count_only_where_they_say_the_same():
    now = sample(28, "positive", "1", row=4)
    first = sample(0, "positive", "100", row=2)
    assert newest(first, sample(0, "positive", "10", row=3), now).reason == "samples of the baseline's day differ"
    assert newest(first, sample(0, "positive", "100.0", row=3), now).fall == 2


def test_every_sample_after_infusion_1_is_told_once_whatever_its_assay_and_unit():
    found = [
        sample(day, "positive", "5", unit, assay=assay, row=row)
        for row, (day, unit, assay) in enumerate([(1, HGE, "A"), (1, "%", "A"), (2, HGE, "B"), (3, None, None), (0, HGE, "A")])
    ]
    assert sorted(change.sample.origin.row for change in told(*found)) == [0, 1, 2, 3]


def test_a_sample_without_value_and_unit_belongs_to_its_assays_only_unit():
    one = [sample(0, "positive", "9"), sample(28, "failed", unit=None)]
    assert list(by_series(one)) == [("A", HGE)]
    assert list(by_series([*one, sample(30, "positive", "1", "%")])) == [("A", HGE), ("A", None), ("A", "%")]


@pytest.mark.parametrize(
    ("now", "imprecision", "called"),
    [
        ({"call": "positive", "value": "10"}, {"A": "1.9"}, "real fall"),
        ({"call": "positive", "value": "10"}, {"A": "2"}, "within"),
        ({"call": "positive", "value": "100000"}, {"A": "1.9"}, "real rise"),
        ({"call": "positive", "value": "100000"}, {"A": "2"}, "within"),
        ({"call": "positive", "value": "1000"}, {"A": "0.3"}, "within"),
        ({"call": "negative", "limit": "1"}, {"A": "2.9"}, "real fall"),
        ({"call": "negative", "limit": "1"}, {"A": "3"}, "open"),
        ({"call": "negative", "limit": "2000"}, {"A": "1"}, "open"),
        ({"call": "positive", "value": ">100000"}, {"A": "1.9"}, "real rise"),
        ({"call": "positive", "value": ">100000"}, {"A": "2"}, "open"),
        ({"call": "positive", "value": "10"}, {}, "not set"),
        ({"call": "positive", "value": "10"}, {"a": "0.3"}, "not set"),
    ],
)
def test_only_what_lies_wholly_beyond_the_imprecision_is_called_real(now, imprecision, called):
    assert newest(sample(-6, **POSITIVE), sample(28, **now), **imprecision).called == called


def test_without_an_assay_no_imprecision_can_be_meant():
    samples = (sample(-6, **POSITIVE, assay=None), sample(28, "positive", "1", assay=None))
    assert newest(*samples, A="0.3").called == "no assay"


@pytest.mark.parametrize(
    ("now", "context"),
    [
        ({"call": "positive", "value": "10.0001"}, ()),
        ({"call": "positive", "value": "10"}, ("EMR",)),
        ({"call": "positive", "value": "3.17"}, ("EMR",)),
        ({"call": "positive", "value": "3.16"}, ("EMR", "MMR")),
        ({"call": "negative", "limit": "10"}, ("EMR",)),
        ({"call": "negative", "limit": "11"}, ()),
        ({"call": "positive", "value": ">1"}, ()),
    ],
)
def test_a_named_fall_is_context_only_where_it_is_proved(now, context):
    assert newest(sample(-6, **POSITIVE), sample(28, **now)).context == context


def test_a_fall_of_logarithms_is_a_difference_and_can_be_exactly_a_named_one():
    at = [sample(-6, "positive", "3", LOG), sample(28, "positive", "0.5", LOG)]
    assert (newest(*at).fall, newest(*at).context) == (D("2.5"), ("EMR", "MMR"))


AMOUNTS = st.decimals("0.001", "99999", allow_nan=False, allow_infinity=False, places=3)
POWERS = st.integers(-6, 6).map(lambda power: D(10) ** power)


@given(AMOUNTS, AMOUNTS, POWERS, st.sampled_from(("positive", "negative")))
@settings(max_examples=200)
def test_the_same_factor_on_both_changes_nothing(was, now, factor, call):
    def fall(of):
        cells = {"value": str(now * of)} if call == "positive" else {"limit": str(now * of)}
        return newest(sample(-6, "positive", str(was * of)), sample(28, call, **cells)).fall

    assert fall(D(1)) == fall(factor)


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.sampled_from(("<", ">", "LOD", "below LOD")), st.booleans())
@settings(max_examples=300)
def test_a_censored_value_bounds_the_fall_of_every_value_it_allows(was, bound, allowed, kind, baseline):
    assume(allowed >= bound if kind == ">" else allowed <= bound)
    censored = {
        "<": {"call": "positive", "value": f"<{bound}"},
        ">": {"call": "positive", "value": f">{bound}"},
        "LOD": {"call": "negative", "limit": str(bound)},
        "below LOD": {"call": "positive", "value": str(bound / 2), "limit": str(bound)},
    }[kind]
    exact = {"call": "positive", "value": str(allowed)}
    fixed = {"call": "positive", "value": str(was)}

    def fall(each):
        first, last = (each, fixed) if baseline else (fixed, each)
        return newest(sample(-6, **first), sample(28, **last)).fall

    low, high = bounds(fall(censored))
    assert (low is None) != (high is None)
    assert low is None or low <= fall(exact)
    assert high is None or fall(exact) <= high


@given(AMOUNTS, AMOUNTS, AMOUNTS)
@settings(max_examples=200)
def test_a_lower_value_is_a_greater_fall(was, one, other):
    falls = [newest(sample(-6, "positive", str(was)), sample(28, "positive", str(value))).fall for value in sorted((one, other))]
    assert falls[0] >= falls[1]
    assert (falls[0] == falls[1]) == (one == other)


def test_a_level_far_out_of_sight_is_still_told():
    assert level(sample(0, "positive", "1e30"), HGE).low == D("1e30")
    assert newest(sample(-6, "positive", "1e30"), sample(28, "positive", "1e-30")).fall == 60
