"""The patient page: verdicts, unknowns with what is missing, holds, and words instead of numbers that are not there."""

import pytest

from tests.core.patient import changed, eligible, subject


def drawn(call="positive", value="6.2"):
    """An eligible man, positive before infusion 1, with one call on day 28."""
    found = eligible().infused(weight_kg="70", total_cells="140000000", discharged_on="2026-02-14")
    return found.ctdna(-6, "positive", value="12", unit="hGE/mL").ctdna(28, call, value=value, unit="hGE/mL")


def calm(patient, to=34):
    for day in range(1, to + 1):
        patient = patient.graded(day).bedside(day, 20, active_infection="no")
    return patient


@pytest.mark.parametrize(
    ("patient", "state", "under"),
    [
        (drawn().pet(28, "CR"), "Rule met", "both readings of the protocol are met"),
        (drawn("negative", None).pet(28, "CR"), "Rule not met", "both readings of the protocol are not met"),
        (drawn("negative", None).pet(28, "PR"), "Board review", "Met on the literal reading only; the strict reading is not met"),
        (drawn(), "Unknown", "Needed: a PET/CT response"),
        (drawn().pet(28, "CR").infused(30, 2), "Infusion 2 given", "Given on 2026-02-28"),
        (drawn().pet(28, "CR").treated(30, drug="glofitamab"), "Case closed", "By new lymphoma therapy, glofitamab, 2026-02-28"),
        (
            drawn().pet(28, "CR").row("infusions", number=2, status="given"),
            "Unknown",
            "infusion 2, a death or a new therapy may already have",
        ),
    ],
)
def test_the_card_says_the_state_and_what_it_rests_on(dashboard, patient, state, under):
    page = dashboard(calm(patient), subject="S-001")
    card = page.region("Recommendation")
    assert state in card
    assert under in card
    assert page.run.exception == []


def test_both_readings_stand_side_by_side_clause_by_clause(dashboard):
    card = dashboard(calm(drawn("negative", None).pet(28, "PR")), subject="S-001").region("Recommendation")
    assert "Reading A, literal met any of true all of false ctDNA persistent or converted false PET/CT CR false PET/CT PR true" in card
    assert "Reading B, strict not met all of false ctDNA persistent or converted false PET/CT CR or PR true" in card
    assert "PR needs a positive ctDNA: not set" in card


def test_the_evidence_has_value_date_day_and_cell(dashboard):
    card = dashboard(drawn().pet(28, "CR", deauville="2"), subject="S-001").region("Recommendation")
    assert "newest positive 6.2 hGE/mL A 2026-02-26 d28 ctdna.csv · ctdna!C3" in card
    assert "earlier d−6 positive 12 hGE/mL 1 cell 2026-01-23 ctdna.csv · ctdna!C2" in card
    assert "CR · Deauville 2 PET/CT 2026-02-26 d28 pet.csv · pet!C2" in card
    assert "Gap 0 days" in card


def test_a_call_that_nobody_can_read_is_seen_beside_the_evidence(dashboard):
    card = dashboard(drawn().pet(28, "CR").ctdna(30, "neg"), subject="S-001").region("Recommendation")
    assert "could not be read, counts as not recorded ctdna.csv · ctdna!C4" in card


def test_a_scan_stands_beside_its_nearest_call(dashboard):
    page = dashboard(drawn().pet(28, "CR"), subject="S-001")
    assert "positive, 0 days apart: discordant, PET CR / ctDNA positive" in page.region("The numbers behind the chart")


def test_a_hold_stands_in_the_head_and_apart(dashboard):
    page = dashboard(calm(drawn().pet(28, "CR")).infection(30, controlled="no"), subject="S-001")
    assert "1 hold stands" in page.region("Recommendation")
    assert "hold an uncontrolled infection is active W_INFECTION" in page.region("Holds")
    heads = [attributes["class"] for _, attributes in page.elements if "head" in (attributes.get("class") or "").split()]
    assert heads == ["head met held"]


def test_no_hold_where_none_stands(dashboard):
    assert "hold" not in dashboard(calm(drawn().pet(28, "CR")), subject="S-001").text.split("Eligibility")[0]


def test_nothing_recorded_is_a_word_and_never_zero(dashboard):
    page = dashboard(subject().infused(), subject="S-001")
    assert "age unknown, sex unknown histology not recorded product not recorded" in page.text
    assert "CRS, ICANS or infection status is not entered or not decided" in page.region("Holds")
    assert page.region("CRS and ICANS").count("not entered") == 2
    assert "unknown: no weight recorded" in page.region("Recommendation")
    assert "No ctDNA sample was known on this day" in page.text
    assert "incomplete" in page.region("Eligibility")


def test_before_infusion_1_eligibility_stands_alone(dashboard):
    page = dashboard(eligible(), subject="S-001")
    assert "No infusion 1 is recorded as given by the as-of day" in page.text
    assert "eligible (inclusion part only) judged on 2026-03-05 , as-of day" in page.region("Eligibility")
    assert page.run.get("vega_lite_chart") == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ("", "hemoglobin ≥ 80 g/L true 110 g/L 2026-01-09"),
        (
            "hemoglobin=7.9 g/dL; counts_acceptable=no",
            "hemoglobin ≥ 80 g/L false 79 g/L hemoglobin 7.9 g/dL within 5 % of the limit 2026-01-09",
        ),
        ("hemoglobin=7.9 g/dL", "pending investigator judgement"),
        ("hemoglobin=<90", "hemoglobin ≥ 80 g/L unknown <90 g/L"),
        ("creatinine=208.4", "≤ 2 × ULN false 2.004 × ULN creatinine 208.4 µmol/L, upper limit 104"),
        ("creatinine.upper_limit=; weight=30", "needed: the laboratory's upper limit of creatinine"),
        ("oxygen_saturation.qualifier=", "needed: whether SpO₂ was measured on room air"),
        ("lvef=", "needed: LVEF"),
        ("birth_date=", "needed: date of birth"),
        ("bilirubin=60; gilbert=yes", "Gilbert syndrome yes true yes"),
        ("life_expectancy_weeks=2", "the records contradict each other"),
        ("sex=", "I9 Women of childbearing potential"),
    ],
)
def test_the_checklist_says_value_against_limit_and_what_is_missing(dashboard, changes, said):
    assert said in dashboard(changed(eligible(), changes), subject="S-001").region("Eligibility")


def test_an_exemption_is_not_asked_for_while_the_rule_holds(dashboard):
    text = dashboard(eligible(), subject="S-001").region("Eligibility")
    assert "Gilbert syndrome yes" not in text
    assert "accepted by the principal investigator" not in text


def test_an_old_result_is_labeled_and_still_counts(dashboard):
    patient = eligible().infused(leukapheresis_on="2026-01-25").without("labs", analyte="lvef").lab("lvef", "60", -33)
    text = dashboard(patient, subject="S-001").region("Eligibility")
    assert "I8b LVEF > 50 % met LVEF > 50 % true 60 % 2025-12-27 29 days older than 28 d" in text
    assert "hemoglobin ≥ 80 g/L true 110 g/L 2026-01-09 16 days older than 14 d" in text


def test_a_later_worsening_stands_beside_and_undoes_nothing(dashboard):
    patient = eligible().infused(leukapheresis_on="2026-01-15").lab("lvef", "40", -3)
    text = dashboard(patient, subject="S-001").region("Eligibility")
    assert "I8b LVEF > 50 % later, up to infusion 1: not met LVEF 40 % (2026-01-26) met LVEF" in text
    assert text.startswith("Eligibility eligible")


@pytest.mark.parametrize(
    ("weight", "total", "said"),
    [
        ("70", "140000000", "1.4 × 10⁸ cells within the label's 2 × 10⁸"),
        ("100", "200000000", "2 × 10⁸ cells within the label's 2 × 10⁸"),
        ("100.01", "200000000", "2.0002 × 10⁸ cells above the label's 2 × 10⁸"),
        ("70", "100000000", "1 × 10⁸ more than 10% off plan"),
        ("70", "140000000", "1.4 × 10⁸ as planned"),
        ("33.333333", None, "≈ 6.6667 × 10⁷ cells"),
    ],
)
def test_the_dose_says_plan_given_and_cap(dashboard, weight, total, said):
    patient = eligible().infused(weight_kg=weight, total_cells=total)
    assert said in dashboard(patient, subject="S-001").region("Dose")


def test_days_in_hospital_are_met_missed_or_unknown(dashboard):
    assert "met to day 16" in dashboard(drawn(), subject="S-001").region("Dose")
    early = drawn().but("infusions", discharged_on="2026-02-11")
    assert "not met to day 13" in dashboard(early, subject="S-001").region("Dose")
    unknown = drawn().but("infusions", discharged_on=None)
    assert "unknown discharge not recorded" in dashboard(unknown, subject="S-001").region("Dose")


@pytest.mark.parametrize(
    ("as_of", "window", "second"),
    [
        ("2026-03-05", "25 days left", "planned 2026-03-12"),
        ("2026-03-29", "1 day left", "planned 2026-03-12"),
        ("2026-03-30", "0 days left", "planned 2026-03-12"),
        ("2026-03-31", "window closed", "planned 2026-03-12"),
    ],
)
def test_the_banner_counts_the_window(dashboard, as_of, window, second):
    page = dashboard(drawn().planned(42), subject="S-001", as_of=as_of)
    banner = page.region("Subject")
    assert f"window {window}" in banner
    assert f"infusion 2 {second}" in banner


def test_the_setting_shows_with_its_signature(dashboard):
    site = {"pr_requires_ctdna": {"value": True, "on": "2026-01-02", "reason": "PI", "by": "Dr Lin"}}
    card = dashboard(calm(drawn("negative", None).pet(28, "PR")), subject="S-001", site=site).region("Recommendation")
    assert "PR needs a positive ctDNA: yes (signed by Dr Lin, 2026-01-02, PI)" in card
    assert "Rule not met Second infusion: not met on the strict reading, which this site's setting follows" in card


def test_a_weight_entered_with_a_plan_has_no_day_of_its_own(dashboard):
    page = dashboard(drawn().planned(42).but("infusions", {"number": 2}, weight_kg="72.5"), subject="S-001")
    assert "72.5 kg , entered with the plan, its day not recorded" in page.region("Dose")
    assert "2026-03-12" not in page.region("Dose")


@pytest.mark.parametrize(
    ("patient", "dose", "checklist"),
    [
        (drawn().pet(28, "CR"), True, True),
        (drawn().pet(28, "CR").infused(30, 2), True, False),
        (drawn().pet(28, "CR").treated(30, drug="glofitamab"), False, False),
        (eligible(), True, False),
        (eligible().but("screening", histology="MCL"), False, False),
    ],
    ids=["open", "given", "closed", "before infusion 1", "not eligible"],
)
def test_dose_and_checklist_stand_where_an_infusion_may_come(dashboard, patient, dose, checklist):
    card = dashboard(patient, subject="S-001").region("Recommendation")
    assert ("Dose of infusion" in card) == dose
    assert ("checks by hand before infusion 2" in card) == checklist


def test_holds_of_an_ended_case_are_told_in_the_past(dashboard):
    card = dashboard(drawn().pet(28, "CR").treated(30, drug="glofitamab"), subject="S-001").region("Recommendation")
    assert "1 hold stood then" in card


def test_infections_stand_with_their_course_and_cell(dashboard):
    patient = drawn().infection(30, controlled="no").but("infections", organism="CMV", site="blood", grade="2")
    page = dashboard(patient, subject="S-001")
    assert "CMV blood 2026-02-28 not recorded 2 no infections.csv · infections!" in page.region("Infections")
    assert "an uncontrolled infection is active (CMV, blood)" in page.region("Holds")
    assert "No infection was recorded on this day." in dashboard(drawn(), subject="S-001").region("Infections")
