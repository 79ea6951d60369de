"""The assessment as lines for a terminal."""

from core.facts.fact import Problem
from core.protocol.settings import Settings
from core.reports.as_text import cohort_text
from tests.core.patient import changed, eligible, on


def text(*patients, problems=(), day=35):
    return cohort_text([patient.assessed(day) for patient in patients], on(day), Settings(), list(problems))


def infused():
    return eligible().infused().ctdna(-6, "positive").ctdna(28, "positive").pet(28, "CR").graded(34, 2, 0)


def test_the_head_names_trial_day_claim_settings_and_what_is_not_in_the_text():
    head = text().splitlines()
    assert head[0] == "NCT06902012 v1 · as of 2026-03-05 · Supports, does not replace, clinical judgement"
    assert head[1] == "Exclusion criteria are not part of the supplied text; check the full protocol"
    assert head[2] == f"Settings: {'; '.join(f'{name} unset' for name in Settings.model_fields)}"


def test_a_subject_before_infusion_1():
    lines = text(changed(eligible(), "ecog=; lvef=50")).splitlines()[4:]
    assert lines == [
        "S-001",
        "  eligibility      not_eligible (judged 2026-03-05, as-of day)",
        "    I3   unknown: missing ecog",
        "    I8b  not_met",
        "  second infusion  no infusion 1 recorded as given",
    ]


def test_a_subject_after_infusion_1_with_the_holds_first():
    lines = text(infused().planned(61)).splitlines()[4:]
    assert lines == [
        "S-001",
        "  eligibility      eligible (judged 2026-01-29, infusion 1)",
        "  ctDNA            persistent: positive on day 28 and before that on day -6",
        "  PET/CT           CR: CR as read, day 28",
        "  second infusion  met; literal met, strict met",
        "                   day 35, window to 2026-03-30",
        "    hold         W_CRS_ONGOING: CRS now 2",
        "    hold         W_SAFETY_UNKNOWN: infection: not answered within 14 days",
        "    warning      W_PLANNED_AFTER_60: planned on day 61",
        "  infusion 1       CRS now 2, worst 2; ICANS now 0, worst 0",
    ]


def test_a_closed_case_says_why_and_a_grade_without_rows_is_not_recorded():
    found = text(eligible().infused().seen(20, "dead"))
    assert "  second infusion  closed (death, 2026-02-18); literal unknown, strict unknown\n" in found
    assert "CRS now not recorded, worst not recorded; ICANS now not recorded" in found
    assert "  PET/CT           unknown: no evaluable assessment on days 1–60" in found


def test_a_later_worsening_stands_beside_and_undoes_nothing():
    lines = text(eligible().infused(leukapheresis_on=on(-14)).lab("lvef", "40", -3)).splitlines()
    assert "  eligibility      eligible (judged 2026-01-15, leukapheresis)" in lines
    assert "    I8b  met on 2026-01-15; before infusion 1 not_met, which undoes nothing" in lines


def test_problems_are_counted_at_the_end_and_subjects_stand_apart():
    found = text(eligible(), infused(), problems=[Problem("labs!D14", "'x' is not a number; expected a number")])
    assert found.endswith("\n\n1 problem, listed above: each counts as not recorded\n")
    assert found.count("\n\nS-001\n") == 2
    assert text(problems=[Problem("labs!D14", "is blank")] * 2).endswith("\n2 problems, listed above: each counts as not recorded\n")
    assert text(eligible()).endswith("no infusion 1 recorded as given\n")


def test_text_of_a_file_cannot_write_lines_of_its_own():
    found = text(infused().treated(30, drug="X)\n  second infusion  met"))
    assert "  second infusion  closed (new lymphoma therapy, X)<U+000A>  second infusion  met, 2026-02-28)" in found


def test_a_state_left_open_by_a_blank_cell_names_the_cell():
    found = text(infused().infused(30, 2).but("infusions", {"number": 2}, infused_on=None))
    assert "  second infusion  unknown; literal met, strict met\n" in found
    assert "                   unknown until infused_on is settled: study.xlsx · infusions!F20\n" in found


def test_an_open_infusion_1_is_told_with_its_cell():
    lines = text(eligible().infused().but("infusions", infused_on="21/01/2026"))
    assert "  second infusion  unknown\n" in lines
    assert "infusion 1: unknown until infused_on is settled: " in lines
