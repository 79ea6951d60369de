"""Each subject shows its situation, and no state, criterion, exemption, warning or grade is missing from the cohort."""

import csv
from pathlib import Path

import pytest

from core.logic.rules import MET, NOT_MET, UNKNOWN
from core.protocol.dose import weight_changed
from core.protocol.eligibility import CRITERIA
from core.protocol.freshness import age_at
from core.protocol.holds import CODES
from core.protocol.screening import screening_chart
from core.scales.assessed import AS_RECORDED, CONTRADICTION, RECORDED_DIFFERS
from tests.core.sample.conftest import AS_OF

with Path(__file__).with_name("situations.csv").open(encoding="utf-8", newline="") as table:
    SITUATIONS = list(csv.DictReader(table))


def of_status(found, status):
    return " ".join(name for name, finding in found.eligibility.findings.items() if finding.status == status)


def seen(found):
    """What a subject shows, in the words of the table."""
    second = found.second_infusion
    grades = {
        f"{scale}_{number}": str(worst)
        for number, each in found.toxicity.items()
        for scale in ("crs", "icans")
        if (worst := getattr(each, scale).worst) is not None
    }
    rule = {} if second is None else {
        "state": second.state, "literal": second.readings.literal.status, "strict": second.readings.strict.status,
        "ctdna": second.ctdna.status, "pet": second.pet.response or "", "warnings": " ".join(item.code.code for item in second.warnings),
    }  # fmt: skip
    return {
        "subject_id": found.subject_id,
        "eligibility": found.eligibility.overall,
        "failing": of_status(found, NOT_MET),
        "open": of_status(found, UNKNOWN),
        **rule,
        **grades,
    }


@pytest.mark.parametrize("expected", SITUATIONS, ids=[row["subject_id"] for row in SITUATIONS])
def test_a_subject_shows_its_situation(cohort, expected):
    assert dict.fromkeys(expected, "") | seen(cohort[expected["subject_id"]]) == expected


def test_every_subject_stands_in_the_table(cohort):
    assert sorted(cohort) == [row["subject_id"] for row in SITUATIONS]


def test_every_state_and_both_disagreements_of_the_readings_are_there(cohort):
    rules = [found.second_infusion for found in cohort.values() if found.second_infusion]
    assert {rule.state for rule in rules} == {"met", "not_met", "unknown", "board_review", "already_given", "closed"}
    apart = {(rule.readings.literal.status, rule.readings.strict.status) for rule in rules if rule.state == "board_review"}
    assert apart == {(MET, NOT_MET), (MET, UNKNOWN)}


def test_every_ctdna_pattern_and_pet_response_is_there(cohort):
    rules = [found.second_infusion for found in cohort.values() if found.second_infusion]
    assert {rule.ctdna.status for rule in rules} == {"persistent", "converted", "negative", "unknown"}
    assert {rule.pet.response for rule in rules} == {"CR", "PR", "SD", "PD", None}


def test_every_warning_is_there_but_that_of_a_mistake(cohort):
    raised = {item.code.code for found in cohort.values() if found.second_infusion for item in found.second_infusion.warnings}
    assert set(CODES) - raised == {"W_FUTURE_DATE"}


def test_every_criterion_fails_in_somebody_and_every_verdict_is_there(cohort):
    failing = {name for found in cohort.values() for name in of_status(found, NOT_MET).split()}
    assert failing == {criterion.id for criterion in CRITERIA}
    assert {found.eligibility.overall for found in cohort.values()} == {"eligible", "not_eligible", "incomplete"}


@pytest.mark.parametrize("scale", ["crs", "icans"])
def test_every_grade_is_the_worst_of_somebody(cohort, scale):
    worst = {str(getattr(each, scale).worst) for found in cohort.values() for each in found.toxicity.values()}
    assert {"0", "1", "2", "3", "4", "5"} <= worst


def chart(found):
    return screening_chart(found.facts, found.anchor[0] or AS_OF, AS_OF)


def is_above(found, variable, limit):
    value = chart(found)[variable].value
    return value is not None and value > limit


EXEMPT = {
    "Gilbert syndrome": ("I8d", lambda found: is_above(found, "bilirubin_over_limit", 2)),
    "hepatic involvement": ("I8e", lambda found: is_above(found, "alt_over_limit", 3)),
    "clearance instead of creatinine": ("I8a", lambda found: is_above(found, "creatinine_over_limit", 2)),
    "two years since last menses": ("I9", lambda found: is_above(found, "months_since_last_menses", 23)),
    "surgically sterile": ("I9", lambda found: chart(found)["surgically_sterile"].value is True),
    "counts below and accepted": ("I6", lambda found: chart(found)["platelets"].value is not None and chart(found)["platelets"].value < 75),
    "another large B-cell lymphoma accepted": ("I4", lambda found: chart(found)["histology"].value == "OTHER_LBCL"),
}


@pytest.mark.parametrize("name", EXEMPT)
def test_every_exemption_and_override_lets_somebody_in(cohort, name):
    criterion, applies = EXEMPT[name]
    assert any(found.eligibility.findings[criterion].status == MET and applies(found) for found in cohort.values())


@pytest.mark.parametrize(("answer", "status"), [(False, NOT_MET), (None, UNKNOWN)])
def test_counts_below_are_refused_in_one_and_await_a_judgement_in_another(cohort, answer, status):
    below = [found for found in cohort.values() if (value := chart(found)["platelets"].value) is not None and value < 75]
    assert any(found.eligibility.findings["I6"].status == status and chart(found)["counts_acceptable"].value is answer for found in below)


def test_somebody_was_screened_on_old_results(cohort):
    anchored = {name: (chart(one), one.anchor[0], one.fresh_for) for name, one in cohort.items() if one.anchor[1] == "leukapheresis"}
    old = {
        (name, variable)
        for name, (known, anchor, fresh_for) in anchored.items()
        for variable in ("hemoglobin", "lvef")
        if (age := age_at(variable, known[variable], anchor, fresh_for)) and age.old
    }
    assert old == {("S-015", "hemoglobin"), ("S-015", "lvef")}


def crs_rows(cohort):
    return [row for found in cohort.values() for each in found.toxicity.values() for row in each.crs.rows]


def test_a_masked_fever_a_contradiction_and_the_sites_own_grades_are_there(cohort):
    rows = crs_rows(cohort)
    records = [row.fact.record for row in rows if row.grade.at_least >= 3]
    assert any(each.antipyretic_or_anticytokine and each.temperature is not None and each.temperature < 38 for each in records)
    assert {AS_RECORDED, RECORDED_DIFFERS, CONTRADICTION} <= {flag for row in rows for flag in row.flags}
    only = cohort["S-016"].toxicity[1].crs.rows
    assert {(row.flags, row.fact.record.grading_scale) for row in only} == {((AS_RECORDED,), "Lee 2014")}


def test_a_grade_is_left_open_only_where_the_chart_has_a_gap_on_purpose(cohort):
    open_ = {
        name
        for name, found in cohort.items()
        for each in found.toxicity.values()
        for course in (each.crs, each.icans)
        if any(not row.grade.decided for row in course.rows)
    }
    assert open_ == {"S-001", "S-005", "S-025"}  # oxygen of a day; nearly everything; ICE under sedation


def test_a_crs_runs_today_after_infusion_1_and_after_infusion_2(cohort):
    assert str(cohort["S-030"].toxicity[1].crs.now(AS_OF)) == "2"
    assert str(cohort["S-006"].toxicity[2].crs.now(AS_OF)) == "2"
    assert str(cohort["S-022"].toxicity[1].icans.now(AS_OF)) == "1"


def test_a_window_closes_in_three_days_and_can_still_be_decided(cohort):
    second = cohort["S-019"].second_infusion
    assert (second.standing.days_left, second.readings.literal.missing) == (3, ("pet.response",))


def test_doses_weights_and_monitoring_show_their_exceptions(cohort):
    assert [name for name, found in cohort.items() if found.doses[0].off_plan] == ["S-016"]
    assert [name for name, found in cohort.items() if weight_changed(*found.doses)] == ["S-011"]
    assert {finding.status for found in cohort.values() for finding in found.monitoring.values()} == {MET, NOT_MET, UNKNOWN}


def test_a_subject_may_be_nothing_but_an_identifier(cohort):
    facts = cohort["S-033"].facts
    assert [value for value in dict(facts.person.record).values() if value is not None] == ["S-033"]
    assert not any((facts.screening, facts.labs, facts.ctdna, facts.pet, facts.infusions, facts.bedside))
