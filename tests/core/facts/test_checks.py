"""What is wrong between the cells of one record."""

from decimal import Decimal

import pytest

from core.facts.checks import faults_between
from core.facts.records import Bedside, Ctdna
from core.facts.values import Span


def sample(value, unit="hGE/mL", limit_of_detection=None):
    cells = {"subject_id": "S-1", "collected_on": "2026-03-05", "call": "positive"}
    return Ctdna.model_validate({**cells, "value": value, "unit": unit, "limit_of_detection": limit_of_detection})


@pytest.mark.parametrize(
    ("record", "faults"),
    [
        (sample("0"), {}),
        (sample("-0.1"), {"value": "is below zero; expected a number from 0"}),
        (sample("<0.5"), {}),
        (sample("1", limit_of_detection="-1"), {"limit_of_detection": "is below zero; expected a number from 0"}),
        (sample("-2", "log10 hGE/mL", "-3"), {}),
        (sample("100", "%"), {}),
        (sample("100.1", "%"), {"value": "is above 100 %; expected a number from 0 to 100"}),
        (sample(">250", "%"), {"value": "is above 100 %; expected a number from 0 to 100"}),
        (sample("250", "hGE/mL"), {}),
        (sample("-1", None), {"value": "is below zero; expected a number from 0"}),
    ],
)
def test_a_concentration_is_not_below_zero_and_a_fraction_not_above_all(record, faults):
    assert faults_between(record) == faults


def test_a_record_of_another_kind_has_no_faults_between_its_cells():
    assert faults_between(Bedside.model_validate({"subject_id": "S-1", "assessed_at": "2026-03-05T08:00"})) == {}


def test_a_bound_is_a_span():
    assert sample("<0.5").value == Span(None, Decimal("0.5"), high_open=True)
