"""How a change of ctDNA is written: the sign is a word, a bound is a bound, and nothing is rounded to more than is proved."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.values import Span
from core.pictures.changes import called_words, changes_of, fall_words, told_change
from core.protocol.setting import AssayImprecision
from core.protocol.settings import Settings
from tests.core.patient import subject

D = Decimal


@pytest.mark.parametrize(
    ("fall", "said"),
    [
        (D("1.2345"), "fall 1.23"),
        (D("1.9999"), "fall 1.99"),
        (D("-0.4"), "rise 0.40"),
        (D(0), "no change"),
        (Span(D("2.9777"), None), "fall ≥ 2.97"),
        (Span(D(0), None), "fall ≥ 0.00"),
        (Span(D("-0.4449"), None), "rise ≤ 0.45"),
        (Span(None, D("2.9711")), "fall ≤ 2.98"),
        (Span(None, D("-1.009")), "rise ≥ 1.00"),
        (Span(D("1.2"), D("2.3")), "fall ≥ 1.20, fall ≤ 2.30"),
        (Span(D("-1.2"), D("2.3")), "rise ≤ 1.20, fall ≤ 2.30"),
    ],
)
def test_a_change_in_words(fall, said):
    assert fall_words(fall) == said


@given(st.decimals("-9", "9", allow_nan=False, places=6))
def test_a_bound_is_never_written_as_more_than_is_proved(bound):
    least, most = fall_words(Span(bound, None)), fall_words(Span(None, bound))
    told = [(-1 if text.startswith("rise") else 1) * D(text.split()[-1]) for text in (least, most)]
    assert told[0] <= bound <= told[1]


def changed(value, imprecision=None, assay="A"):
    patient = subject().infused().ctdna(0, "positive", assay, value="100", unit="ppm").ctdna(28, "positive", assay, value=value, unit="ppm")
    chosen = Settings(assay_imprecision=None if imprecision is None else AssayImprecision(value=imprecision))
    (change,) = changes_of(patient.assessed(35), chosen).values()
    return change


@pytest.mark.parametrize(
    ("value", "imprecision", "said"),
    [
        ("10", "A: 0.3", "real fall: beyond the assay's imprecision"),
        ("1000", "A: 0.3", "real rise: beyond the assay's imprecision"),
        ("90", "A: 0.3", "within the assay's imprecision"),
        (">90", "A: 0.3", "not called: its bound does not reach beyond the imprecision"),
        ("10", "B: 0.3", "not called: imprecision of A not set"),
        ("10", None, "not called: imprecision of A not set"),
    ],
)
def test_whether_a_change_is_real_is_said_with_the_reason(value, imprecision, said):
    assert called_words(changed(value, imprecision)) == said


def test_what_cannot_be_told_or_called_says_why():
    assert called_words(changed("10", "A: 0.3", None)) == "not called: assay not recorded"
    assert told_change(changed("0", "A: 0.3")) == "not computable: this sample: zero is no value on a log scale"
    assert told_change(changed("1", "A: 0.3")) == (
        "fall 2.00 log₁₀; real fall: beyond the assay's imprecision; EMR, from first-line chemotherapy (Kurtz 2018), not part of the rule"
    )


def test_before_infusion_1_nothing_has_changed():
    assert changes_of(subject().ctdna(-6, "positive").assessed(-3), None) == {}
