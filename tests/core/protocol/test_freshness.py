"""How old a result was at the anchor, clinical reference 1.4 A13: labeled, never discounted."""

import pytest

from core.protocol.freshness import age_at
from core.protocol.screening import screening_chart
from tests.core.patient import eligible, on, subject


def age(variable, days_before, analyte="lvef"):
    facts = eligible().without("labs").without("lesions").lab(analyte, "60", -days_before).lesion("node", "3", -days_before).facts()
    return age_at(variable, screening_chart(facts, on(0), on(0))[variable], on(0))


@pytest.mark.parametrize(("days", "old"), [(14, False), (15, True)])
def test_a_laboratory_value_is_old_after_14_days(days, old):
    found = age("hemoglobin", days, "hemoglobin")
    assert (found.days, found.old) == (days, old)


@pytest.mark.parametrize(("days", "old"), [(28, False), (29, True)])
@pytest.mark.parametrize("variable", ["lvef", "node_longest"])
def test_lvef_and_imaging_are_old_after_28_days(variable, days, old):
    found = age(variable, days)
    assert (found.days, found.old) == (days, old)


def test_an_answer_has_an_age_and_is_never_old():
    facts = eligible().facts()
    found = age_at("ecog", screening_chart(facts, on(0), on(0))["ecog"], on(0))
    assert found is not None
    assert (found.days, found.old) == (20, False)


def test_what_is_not_recorded_has_no_age():
    assert age_at("lvef", screening_chart(subject().facts(), on(0), on(0))["lvef"], on(0)) is None


def test_an_old_result_still_counts():
    assert (
        eligible().lab("lvef", "60", -400).without("labs", collected_at=on(-20), analyte="lvef").assessed(0).eligibility.overall
        == "eligible"
    )
