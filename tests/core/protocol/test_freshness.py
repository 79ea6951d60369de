"""How old a result was at the anchor, clinical reference 1.4 A13: labeled, never discounted."""

import pytest

from core.assessment import assess
from core.protocol.freshness import age_at, windows
from core.protocol.screening import screening_chart
from core.protocol.settings import Settings
from tests.core.patient import eligible, on, subject

FRESH_FOR = windows(Settings())


def age(variable, days_before, analyte="lvef", fresh_for=FRESH_FOR):
    facts = eligible().without("labs").without("lesions").lab(analyte, "60", -days_before).lesion("node", "3", -days_before).facts()
    return age_at(variable, screening_chart(facts, on(0), on(0))[variable], on(0), fresh_for)


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
    found = age_at("ecog", screening_chart(facts, on(0), on(0))["ecog"], on(0), FRESH_FOR)
    assert found is not None
    assert (found.days, found.old) == (20, False)


def test_what_is_not_recorded_has_no_age():
    assert age_at("lvef", screening_chart(subject().facts(), on(0), on(0))["lvef"], on(0), FRESH_FOR) is None


def test_an_old_result_still_counts():
    assert (
        eligible().lab("lvef", "60", -400).without("labs", collected_at=on(-20), analyte="lvef").assessed(0).eligibility.overall
        == "eligible"
    )


@pytest.mark.parametrize(
    ("variable", "analyte", "name"), [("hemoglobin", "hemoglobin", "fresh_tests_days"), ("lvef", "lvef", "fresh_imaging_days")]
)
def test_a_site_may_set_its_own_window_and_the_other_stays(variable, analyte, name):
    site = Settings.model_validate({name: {"value": 3}})
    assert [age(variable, days, analyte, windows(site)).old for days in (2, 3, 4)] == [False, False, True]
    assert {days for days in windows(site).values() if days != 3} == ({28} if variable == "hemoglobin" else {14})


def test_the_window_of_the_settings_is_the_one_an_assessment_carries():
    site = Settings.model_validate({"fresh_tests_days": {"value": 0}})
    assert assess(eligible().facts(), on(0), site).fresh_for["hemoglobin"] == 0
