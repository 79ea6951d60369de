"""Two labels that change no verdict: a value within 5 % of its limit, and whether what is not met can be mended."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.values import Span
from core.logic.clauses import Comparison, Variable
from core.protocol.eligibility import NOT_ELIGIBLE
from core.protocol.margins import PERMANENT, RECOVERABLE, lasting, near
from tests.architecture.source import imports, modules
from tests.core.patient import changed, eligible

QUANTITY, SCORE = Variable("quantity", "quantity", "g/L"), Variable("score", "score")


@pytest.mark.parametrize(
    ("value", "expected"), [("75.99", False), ("76", True), ("79", True), ("80", True), ("84", True), ("84.01", False), ("8", False)]
)
@pytest.mark.parametrize("limit", [QUANTITY >= 80, QUANTITY > 80, QUANTITY <= 80, QUANTITY < 80])
def test_a_value_up_to_5_percent_of_the_limit_away_is_near_on_either_side(limit, value, expected):
    assert near(Decimal(value), limit) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Span(Decimal(76), Decimal(84)), True),
        (Span(Decimal("75.9"), Decimal(80)), False),
        (Span(Decimal(80), Decimal("84.1")), False),
        (Span(None, Decimal(80), high_open=True), False),
        (Span(Decimal(80), None, low_open=True), False),
    ],
)
def test_a_censored_value_is_near_only_where_every_value_it_allows_is(value, expected):
    assert near(value, QUANTITY >= 80) == expected


@pytest.mark.parametrize(
    ("value", "limit"), [(None, QUANTITY >= 80), (True, QUANTITY.is_true), ("80", QUANTITY >= 80), (2, SCORE <= 2), ("MCL", SCORE == "MCL")]
)
def test_what_is_not_measured_has_no_margin(value, limit):
    assert not near(value, limit)


def test_a_whole_number_with_a_unit_has_one():
    assert near(18, Variable("age", "age", "years") >= 18)


@pytest.mark.parametrize(
    ("changes", "criterion", "expected"),
    [
        ("birth_date=2010-01-01", "I1", PERMANENT),
        ("life_expectancy_over_12_weeks=no", "I2", RECOVERABLE),
        ("ecog=3", "I3", RECOVERABLE),
        ("histology=MCL", "I4", PERMANENT),
        ("histology=OTHER_LBCL; histology_accepted=no", "I4", PERMANENT),
        ("tissue_confirmed=no", "I4", RECOVERABLE),
        ("tissue_confirmed=no; histology=FL", "I4", PERMANENT),
        ("prior_relapse=no", "I5", RECOVERABLE),
        ("venous_access=no", "I6", RECOVERABLE),
        ("hemoglobin=79; counts_acceptable=no", "I6", RECOVERABLE),
        ("node=1.5; extranodal=0", "I7", RECOVERABLE),
        ("creatinine=400", "I8a", RECOVERABLE),
        ("lvef=50", "I8b", RECOVERABLE),
        ("bilirubin=200", "I8d", RECOVERABLE),
        ("sex=female; pregnancy_test=serum_positive", "I9", RECOVERABLE),
    ],
)
def test_age_and_histology_are_permanent_and_what_can_be_assessed_anew_is_recoverable(changes, criterion, expected):
    found = changed(eligible(), changes).assessed(0).eligibility
    assert found.overall == NOT_ELIGIBLE
    assert {name: label for name, finding in found.findings.items() if (label := lasting(finding))} == {criterion: expected}


@pytest.mark.parametrize("changes", ["", "lvef=", "histology=OTHER_LBCL", "hemoglobin=70"])
def test_a_criterion_that_is_met_or_unknown_has_no_such_label(changes):
    assert {lasting(finding) for finding in changed(eligible(), changes).assessed(0).eligibility.findings.values()} == {None}


LIMITS = {"hemoglobin": ("I6", 80), "platelets": ("I6", 75), "lvef": ("I8b", 50), "oxygen_saturation": ("I8c", 92)}


@given(st.sampled_from(sorted(LIMITS)), st.integers(-60, 60))
def test_no_label_changes_a_verdict(analyte, thousandths):
    name, limit = LIMITS[analyte]
    value = limit * (1 + Decimal(thousandths) / 1000)
    finding = changed(eligible(), f"{analyte}={value}; counts_acceptable=no").assessed(0).eligibility.findings[name]
    leaves = [(leaf.datum, leaf.clause) for leaf in finding.holds.leaves()]
    clause = next(clause for datum, clause in leaves if datum and datum.value == value and isinstance(clause, Comparison))
    assert near(value, clause) == (abs(thousandths) <= 50)
    assert (finding.status == "met") == (value > limit or (value == limit and clause.sign == "≥"))


def test_nothing_that_judges_reads_a_label():
    readers = {path for path, text in modules("core") for module, name, _ in imports(text) if "margins" in (*module.split("."), name)}
    assert readers <= {"core/rulebook/book.py"}
