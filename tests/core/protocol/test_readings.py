"""What another reading of an open question makes of the rules, at, below and above (clinical reference 1.4)."""

import pytest

from core.assessment import Assessment, assess
from core.protocol.settings import Settings
from tests.core.patient import changed, eligible, on, subject


def judged(patient, day=35, **chosen) -> Assessment:
    return assess(patient.facts(), on(day), Settings.model_validate({name: {"value": word} for name, word in chosen.items()}))


def rule(patient, day=35, **chosen):
    found = judged(patient, day, **chosen).second_infusion
    assert found is not None
    return found


def infused(*calls, response="CR", pet=28):
    """Infusion 1, a scan, and ctDNA as `("-6+", "28-")`."""
    found = subject().person().infused().pet(pet, response)
    for each in calls:
        found = found.ctdna(int(each[:-1]), {"+": "positive", "-": "negative", "?": "indeterminate"}[each[-1]])
    return found


def codes(found):
    return {item.code.code for item in found.warnings}


# A2
@pytest.mark.parametrize(
    ("calls", "yes", "no"),
    [
        (("-6+", "28+"), "persistent", "unknown"),
        (("-6+", "14+", "28+"), "persistent", "persistent"),
        (("14+", "28+"), "persistent", "persistent"),
        (("28+",), "unknown", "unknown"),
        (("-6-", "28+"), "converted", "converted"),
        (("-6+", "14-", "28+"), "converted", "converted"),
        (("-6+", "28-"), "negative", "negative"),
    ],
)
def test_without_the_baseline_two_positives_after_the_infusion_are_persistent(calls, yes, no):
    assert [rule(infused(*calls), persistent_counts_baseline=word).ctdna.status for word in ("yes", "no")] == [yes, no]


def test_where_the_baseline_does_not_count_one_more_sample_is_asked_for():
    found = rule(infused("-6+", "28+"), persistent_counts_baseline="no")
    assert "W_NEED_SECOND_SAMPLE" in codes(found)
    assert found.ctdna.reason == "positive on day 28, and a baseline does not count; one more sample needed"


def test_of_two_assays_alike_each_must_have_its_positive_after_the_infusion():
    two = infused("-6+", "28+").ctdna(-6, "positive", "B").ctdna(28, "positive", "B")
    assert [rule(two, persistent_counts_baseline=word).ctdna.status for word in ("yes", "no")] == ["persistent", "unknown"]


# A3
@pytest.mark.parametrize(
    ("day", "yes", "no"), [(59, "negative", "negative"), (60, "negative", "persistent"), (61, "persistent", "persistent")]
)
def test_day_60_counts_for_ctdna_or_it_does_not(day, yes, no):
    patient = infused("-6+", "28+", f"{day}-")
    assert [rule(patient, 70, day_60_counts=word).ctdna.status for word in ("yes", "no")] == [yes, no]


@pytest.mark.parametrize(("day", "yes", "no"), [(59, "PD", "PD"), (60, "PD", "CR"), (61, "CR", "CR")])
def test_day_60_counts_for_a_scan_or_it_does_not(day, yes, no):
    patient = infused().pet(day, "PD")
    assert [rule(patient, 70, day_60_counts=word).pet.response for word in ("yes", "no")] == [yes, no]


@pytest.mark.parametrize(("day", "yes", "no"), [(59, False, False), (60, False, True), (61, True, True)])
def test_the_window_closes_with_its_last_day(day, yes, no):
    found = {word: rule(infused(), day, day_60_counts=word) for word in ("yes", "no")}
    assert ["W_WINDOW_CLOSED" in codes(found[word]) for word in ("yes", "no")] == [yes, no]
    assert [found[word].standing.last_day_of_window for word in ("yes", "no")] == [on(60), on(59)]


def test_where_day_60_does_not_count_the_words_name_the_last_day_that_does():
    found = {item.code.code: item.code.words for item in rule(subject().infused().planned(70), 61, day_60_counts="no").warnings}
    assert found["W_WINDOW_CLOSED"] == "day 59 has passed and no second infusion is recorded"
    assert found["W_PLANNED_AFTER_60"] == "the second infusion is planned after day 59"
    assert (found["W_NO_CTDNA"], found["W_NO_PET"]) == ("no ctDNA call in days 1–59", "no evaluable PET/CT in days 1–59")
    reasons = rule(subject().infused(), day_60_counts="no")
    assert reasons.ctdna.reason == "no positive, negative or indeterminate call of days 1–59 was known"
    assert reasons.pet.reason == "no evaluable assessment on days 1–59"


@pytest.mark.parametrize(
    ("reported", "status", "response"), [(59, "negative", "PD"), (60, "negative", "PD"), (61, "persistent", "CR"), (None, "unknown", None)]
)
def test_dated_by_report_a_result_counts_where_its_report_is_out_in_the_window(reported, status, response):
    out = None if reported is None else on(reported)
    patient = (
        subject()
        .infused()
        .ctdna(-6, "positive")
        .ctdna(28, "positive", reported_on=on(33))
        .pet(28, "CR", reported_on=on(30))
        .ctdna(58, "negative", reported_on=out)
        .pet(58, "PD", reported_on=out)
    )
    found = rule(patient, 70, window_dated_by="report")
    assert (found.ctdna.status, found.pet.response) == (status, response)
    assert (rule(patient, 70, window_dated_by="collection").ctdna.status, rule(patient, 70).pet.response) == ("negative", "PD")


def test_a_missing_report_date_is_named_with_its_sample_and_its_scan():
    found = rule(infused("-6+", "28+"), window_dated_by="report")
    assert (found.ctdna.reason, found.pet.reason) == ("no report date for the sample of day 28", "no report date for the scan of day 28")
    assert (found.state, found.readings.strict.missing) == ("unknown", ("ctdna.reported_on", "pet.reported_on"))


@pytest.mark.parametrize(
    ("calls", "newest", "status"),
    [
        (("-6+", "14+"), ("negative", 33), "negative"),  # what came before a newest negative is moot
        (("-6+", "14+"), ("positive", 33), "unknown"),
        (("-6+", "28-"), ("negative", 33), "unknown"),  # the same day, one without a report date
        (("-6+", "14+"), ("indeterminate", 33), "unknown"),
        ((), ("positive", 33), "unknown"),
    ],
)
def test_dated_by_report_only_what_may_decide_is_asked_for_its_date(calls, newest, status):
    patient = infused(*calls).ctdna(28, newest[0], reported_on=on(newest[1]))
    assert rule(patient, 70, window_dated_by="report").ctdna.status == status


def test_dated_by_report_without_a_scan_there_is_none():
    found = rule(subject().infused().pet(50, "CR", reported_on=on(61)), 70, window_dated_by="report")
    assert (found.pet.response, "W_NO_PET" in codes(found)) == (None, True)


# A3b
@pytest.mark.parametrize(("day", "no", "yes"), [(59, "met", "met"), (60, "met", "met"), (61, "met", "not_met")])
def test_where_the_window_binds_the_infusion_the_rule_is_not_met_once_it_has_passed(day, no, yes):
    patient = infused("-6+", "28+")
    assert [rule(patient, day, window_binds_infusion=word).state for word in ("no", "yes")] == [no, yes]


@pytest.mark.parametrize(("day", "state"), [(59, "met"), (60, "not_met")])
def test_where_day_60_does_not_count_the_infusion_is_bound_to_day_59(day, state):
    assert rule(infused("-6+", "28+"), day, window_binds_infusion="yes", day_60_counts="no").state == state


@pytest.mark.parametrize(
    ("patient", "state"),
    [
        (infused("-6+", "28+").infused(58, 2), "already_given"),
        (infused("-6+", "28+").infused(65, 2), "already_given"),
        (infused("-6+", "28+").treated(50), "closed"),
        (infused("-6+", "28+").infused(65, 2, ""), "unknown"),
        (subject().infused(), "not_met"),  # nothing is known, and nothing would help
    ],
)
def test_given_closed_and_open_cells_win_over_a_window_that_has_passed(patient, state):
    assert rule(patient, 70, window_binds_infusion="yes").state == state


def test_the_readings_show_that_the_window_has_passed():
    found = rule(infused("-6+", "28+"), 63, window_binds_infusion="yes").readings
    leaf = next(found.literal.holds.leaves())
    assert (leaf.clause.words(), leaf.datum.value) == ("days past the last day of the window ≤ 0 days", 3)
    assert [cited.column for cited in leaf.datum.evidence] == ["infused_on"]
    assert found.strict.status == "not_met"


# A4
@pytest.mark.parametrize(
    ("histology", "ruling", "expected"),
    [
        ("DLBCL", "", "met met met met"),
        ("HGBCL", "", "met met met not_met"),
        ("OTHER_LBCL", "", "unknown met not_met not_met"),
        ("OTHER_LBCL", "yes", "met met not_met not_met"),
        ("OTHER_LBCL", "no", "not_met met not_met not_met"),
        ("a large cell lymphoma", "", "unknown unknown unknown unknown"),
        ("a large cell lymphoma", "yes", "met met met met"),
        ("FL", "yes", "not_met not_met not_met not_met"),
        ("", "yes", "unknown unknown unknown unknown"),
    ],
)
def test_the_histologies_that_are_met(histology, ruling, expected):
    patient = changed(eligible(), f"histology={histology}; histology_accepted={ruling}; histology_accepted_by=PI")
    words = ("listed_or_ruled", "large_b_cell", "listed", "dlbcl")
    assert [judged(patient, histologies_met=word).eligibility.findings["I4"].status for word in words] == expected.split()


# A5
@pytest.mark.parametrize(
    ("product", "response", "expected"),
    [
        ("axi-cel", "CR", "met"),
        ("Yescarta", "CR", "met"),
        ("relma-cel", "CR", "not_met"),
        (None, "CR", "unknown"),
        (None, "SD", "not_met"),
        ("relma-cel", "SD", "not_met"),
    ],
)
def test_where_the_rule_holds_for_axi_cel_only_another_product_does_not_meet_it(product, response, expected):
    patient = infused("-6+", "28+", response=response).but("infusions", product=product)
    assert rule(patient, axi_cel_only="yes").state == expected
    assert rule(patient, axi_cel_only="no").state == ("not_met" if response == "SD" else "met")


def test_the_product_is_read_where_it_is_recorded_and_cited():
    by_subject = infused("-6+", "28+").but("subjects", product="relma-cel")
    for patient, sheet in ((by_subject, "subjects"), (infused("-6+", "28+").but("infusions", product="axi-cel"), "infusions")):
        leaf = next(rule(patient, axi_cel_only="yes").readings.strict.holds.leaves())
        assert leaf.clause.words() == "product axi-cel"
        assert [cited.fact.record.sheet for cited in leaf.datum.evidence] == [sheet]
    assert rule(infused("-6+", "28+"), axi_cel_only="yes").readings.literal.missing == ("product",)


# A8
def test_the_second_dose_is_the_same_per_kilogram_or_in_cells():
    patient = infused().but("infusions", weight_kg="80").planned(50, weight_kg="110")
    both = [judged(patient, second_dose=word) for word in ("per_kg", "absolute")]
    assert [int(found.doses[1].planned_cells or 0) for found in both] == [220_000_000, 160_000_000]
    assert [found.doses[0].planned_cells for found in both] == [160_000_000] * 2
    assert ["W_DOSE_CAP" in codes(found.second_infusion) for found in both] == [True, False]


# A9
@pytest.mark.parametrize(
    ("alt", "ast", "both", "either"),
    [
        ("120", "120", "met", "met"),
        ("120.1", "120", "not_met", "met"),
        ("120", "120.1", "not_met", "met"),
        ("120.1", "120.1", "not_met", "not_met"),
        ("120.1", "", "not_met", "unknown"),
        ("120", "", "unknown", "met"),
    ],
)
def test_of_alt_and_ast_both_must_pass_or_one(alt, ast, both, either):
    patient = changed(eligible(), f"alt={alt}; ast={ast}; hepatic_involvement=no")
    found = [judged(patient, transaminases=word).eligibility.findings["I8e"] for word in ("both", "either")]
    assert [each.status for each in found] == [both, either]
    assert [each.criterion.text[:10] for each in found] == ["ALT and AS", "ALT or AST"]


# A11
ACCEPTED = "counts_acceptable=yes; counts_acceptable_reason=marrow; counts_acceptable_by=PI"


@pytest.mark.parametrize(
    ("given", "counts", "access_too"),
    [
        ("", "met", "met"),
        ("venous_access=no", "not_met", "not_met"),
        (f"venous_access=no; {ACCEPTED}", "not_met", "not_met"),  # no count is below: there is nothing to accept
        (f"venous_access=no; hemoglobin=80; {ACCEPTED}", "not_met", "not_met"),
        (f"venous_access=no; hemoglobin=79.9; {ACCEPTED}", "not_met", "met"),
        (f"venous_access=; hemoglobin=79.9; {ACCEPTED}", "unknown", "met"),
        (f"hemoglobin=79.9; {ACCEPTED}", "met", "met"),
        ("hemoglobin=79.9; counts_acceptable=no", "not_met", "not_met"),
        ("hemoglobin=79.9", "unknown", "unknown"),
        ("venous_access=no; hemoglobin=79.9", "not_met", "unknown"),
        (f"hemoglobin=; {ACCEPTED}", "unknown", "unknown"),
    ],
)
def test_the_acceptance_of_counts_covers_missing_access_or_it_does_not(given, counts, access_too):
    patient = changed(eligible(), given)
    found = [judged(patient, acceptance_covers=word).eligibility.findings["I6"].status for word in ("counts", "access_too")]
    assert found == [counts, access_too]


# A12
@pytest.mark.parametrize(
    ("weight", "height", "actual", "ideal"),
    [
        ("50", "152.4", "met", "met"),  # 60 inches: 50 kg by Devine, as the actual weight 40 mL/min
        ("49.9", "152.4", "not_met", "met"),
        ("50", "152.3", "met", "not_met"),
        ("50", "152.5", "met", "met"),
        ("50", "", "met", "unknown"),
        ("", "152.4", "unknown", "met"),
        ("50", "<152.4", "met", "unknown"),
    ],
)
def test_creatinine_clearance_by_the_actual_or_the_ideal_weight(weight, height, actual, ideal):
    patient = changed(
        eligible().lab("height", height), f"birth_date=1958-01-01; creatinine=110.5; creatinine.upper_limit=50; weight={weight}"
    )
    found = [judged(patient, clearance_weight=word).eligibility.findings["I8a"] for word in ("actual", "ideal")]
    assert [each.status for each in found] == [actual, ideal]
    assert ("weight" in found[0].missing, "height" in found[1].missing) == (actual == "unknown", ideal == "unknown")


def test_a_woman_so_short_that_the_formula_gives_her_no_weight_has_no_clearance_by_it():
    patient = changed(eligible(), "sex=female; creatinine=220").lab("height", "100")
    found = judged(patient, clearance_weight="ideal").eligibility.findings["I8a"]
    assert (found.status, "height" in found.missing) == ("unknown", True)
    unknown = judged(changed(patient, "sex="), clearance_weight="ideal").eligibility.findings["I8a"]
    assert (unknown.status, "sex" in unknown.missing) == ("unknown", True)


# A13
@pytest.mark.parametrize(("age", "unset", "shorter"), [(13, "met", "met"), (14, "met", "unknown"), (15, "unknown", "unknown")])
def test_an_old_laboratory_value_counts_or_is_unknown(age, unset, shorter):
    patient = eligible().without("labs", analyte="bilirubin").lab("bilirubin", "12", -age, upper_limit="21")
    patient = patient.infused(0, leukapheresis_on=on(0))
    assert judged(patient).eligibility.findings["I8d"].status == "met"
    assert judged(patient, old_results_count="yes").eligibility.findings["I8d"].status == "met"
    assert judged(patient, old_results_count="no").eligibility.findings["I8d"].status == unset
    assert judged(patient, old_results_count="no", fresh_tests_days="13").eligibility.findings["I8d"].status == shorter


@pytest.mark.parametrize(("age", "status"), [(28, "met"), (29, "unknown")])
def test_old_imaging_counts_or_is_unknown(age, status):
    patient = eligible().without("labs", analyte="lvef").lab("lvef", "60", -age).infused(0, leukapheresis_on=on(0))
    found = judged(patient, old_results_count="no").eligibility.findings["I8b"]
    assert found.status == status
    datum = found.holds.datum
    assert datum is not None
    assert [cited.column for cited in datum.evidence] == ["value"]
    assert datum.note == ("" if status == "met" else "29 days before the screening anchor, older than 28")
    assert judged(patient).eligibility.findings["I8b"].status == "met"


def test_what_merely_grew_old_until_infusion_1_is_no_worsening():
    patient = eligible().infused(0, leukapheresis_on=on(-19))
    assert judged(patient, old_results_count="no").eligibility.overall == "eligible"
    assert judged(patient, old_results_count="no").worsened == {}


# A20
@pytest.mark.parametrize(
    ("months", "by_24", "by_12"),
    [("11", "unknown", "unknown"), ("12", "unknown", "met"), ("23", "unknown", "met"), ("24", "met", "met")],
)
def test_menses_must_have_ceased_for_24_or_for_12_months(months, by_24, by_12):
    patient = changed(eligible(), f"sex=female; months_since_last_menses={months}")
    assert [judged(patient, menopause_months=word).eligibility.findings["I9"].status for word in ("24", "12")] == [by_24, by_12]
