"""Which assessment, result and lesion I1–I9 read: the newest up to the anchor, as known on the as-of day (clinical reference 1.1, 1.4b)."""

from datetime import date, datetime

import pytest

from core.protocol.anchor import screening_anchor
from tests.core.patient import SCREENED, at, changed, eligible, on

LEUKAPHERESIS, LYMPHODEPLETION = -14, -5


def treated(**cells):
    return eligible().infused(0, leukapheresis_on=on(LEUKAPHERESIS), lymphodepletion_on=on(LYMPHODEPLETION), **cells)


def status(patient, criterion, day=35):
    return patient.assessed(day).eligibility.findings[criterion].status


@pytest.mark.parametrize(
    ("cells", "as_of", "day", "name"),
    [
        ({}, 35, LEUKAPHERESIS, "leukapheresis"),
        ({"leukapheresis_on": None}, 35, LYMPHODEPLETION, "lymphodepletion"),
        ({"leukapheresis_on": None, "lymphodepletion_on": None}, 35, 0, "infusion 1"),
        ({"leukapheresis_on": None, "lymphodepletion_on": None, "status": "planned"}, 35, 35, "as-of day"),
        ({"leukapheresis_on": None, "lymphodepletion_on": None, "status": None}, 35, 0, "infusion 1"),
        ({"leukapheresis_on": None, "lymphodepletion_on": None, "status": "planned", "infused_on": None}, 35, 35, "as-of day"),
        ({"status": "planned"}, 35, LEUKAPHERESIS, "leukapheresis"),
        ({}, LEUKAPHERESIS, LEUKAPHERESIS, "leukapheresis"),
        ({}, LEUKAPHERESIS - 1, LEUKAPHERESIS - 1, "as-of day"),
        ({"leukapheresis_on": on(3)}, 0, LYMPHODEPLETION, "lymphodepletion"),
        ({"leukapheresis_on": None}, LYMPHODEPLETION - 1, LYMPHODEPLETION - 1, "as-of day"),
        ({"leukapheresis_on": None, "lymphodepletion_on": None}, -1, -1, "as-of day"),
    ],
)
def test_the_anchor_is_leukapheresis_else_lymphodepletion_else_infusion_1_else_the_as_of_day(cells, as_of, day, name):
    assert screening_anchor(treated().but("infusions", **cells).facts(), on(as_of)) == (on(day), name)


@pytest.mark.parametrize("cells", [{"infused_on": None}, {"infused_on": "21/01/2026"}, {"infused_on": "soon", "status": None}])
def test_an_infusion_1_of_no_known_day_leaves_the_anchor_unknown_and_counts_nothing(cells):
    patient = treated().but("infusions", leukapheresis_on=None, lymphodepletion_on=None, **cells)
    found = patient.assessed()
    assert (found.anchor[0], found.second_infusion) == (None, None)
    assert found.anchor[1].startswith("unknown: no day of infusion 1 (")
    assert (found.eligibility.overall, found.eligibility.findings["I6"].status) == ("incomplete", "unknown")
    assert [cited.column for cited in found.infusion_1_open] == ["status" if "status" in cells else "infused_on"]


def test_without_any_infusion_row_the_anchor_is_the_as_of_day():
    assert eligible().assessed(7).anchor == (on(7), "as-of day")


def test_lymphodepletion_recorded_among_the_treatments_counts_where_the_infusion_row_does_not_say_its_day():
    patient = eligible().infused(0).treated(-4, "lymphodepletion").treated(-5, "lymphodepletion").treated(30, "lymphodepletion")
    assert patient.assessed(35).anchor == (on(-5), "lymphodepletion")
    assert patient.treated(-9, "bridging").row("treatments", purpose="lymphodepletion").assessed(35).anchor == (on(-5), "lymphodepletion")
    assert patient.but("infusions", lymphodepletion_on=on(-6)).assessed(35).anchor == (on(-6), "lymphodepletion")
    assert patient.assessed(-5).anchor == (on(-5), "lymphodepletion")


def test_lymphodepletion_recorded_on_the_day_of_infusion_1_is_before_it():
    assert eligible().infused(0).treated(0, "lymphodepletion").assessed(35).anchor == (on(0), "lymphodepletion")


def test_lymphodepletion_before_a_second_infusion_is_no_anchor():
    assert eligible().infused(0).treated(40, "lymphodepletion").assessed(50).anchor == (on(0), "infusion 1")


@pytest.mark.parametrize(
    ("day", "overall"), [(LEUKAPHERESIS, "incomplete"), (LEUKAPHERESIS + 1, "eligible"), (-1, "eligible"), (9, "eligible")]
)
def test_counts_after_the_anchor_never_undo_an_eligibility_that_was_met(day, overall):
    assert treated().lab("neutrophils", "0.1", day).assessed(35).eligibility.overall == overall


def test_a_later_worsening_before_infusion_1_is_shown_beside():
    worsened = treated().lab("neutrophils", "0.1", -3).assessed(35).worsened
    assert {name: found.status for name, found in worsened.items()} == {"I6": "unknown"}
    assert treated().lab("lvef", "40", -3).assessed(35).worsened["I8b"].status == "not_met"


def test_what_came_after_infusion_1_or_after_the_as_of_day_is_no_worsening():
    assert treated().lab("lvef", "40", 3).lesion("node", "0", 28).lesion("extranodal", "0", 28).assessed(35).worsened == {}
    assert treated().lab("lvef", "40", -3).assessed(-4).worsened == {}


def test_what_was_never_met_or_is_met_still_has_not_worsened():
    assert changed(treated(), "lvef=").lab("lvef", "40", -3).assessed(35).worsened == {}
    assert treated().lab("lvef", "70", -3).assessed(35).worsened == {}


@pytest.mark.parametrize(("reported", "as_of", "expected"), [(10, 9, "met"), (10, 10, "not_met"), (None, 0, "not_met")])
def test_a_result_counts_from_the_day_of_its_report_on(reported, as_of, expected):
    patient = eligible().lab("lvef", "40", -15, reported_at=None if reported is None else on(reported))
    assert status(patient, "I8b", as_of) == expected


def test_a_report_after_the_anchor_counts_where_the_sample_was_taken_before_it():
    assert status(treated().lab("lvef", "40", LEUKAPHERESIS, reported_at=on(-1)), "I8b") == "not_met"


@pytest.mark.parametrize("cells", [{"unit": None}, {"value": "50-55"}, {"value": "4"}, {"unit": "g/L"}])
def test_a_newest_result_that_cannot_be_used_is_not_replaced_by_an_older_one(cells):
    found = eligible().lab("lvef", **{"value": "60", "day": -15, **cells}).assessed(35).eligibility.findings["I8b"]
    assert (found.status, found.missing) == ("unknown", ("lvef",))


def test_a_blank_value_is_no_result():
    assert status(eligible().lab("lvef", "", -15), "I8b") == "met"


def test_of_one_day_the_latest_timed_result_counts():
    assert status(eligible().lab("lvef", "40", -15, 8).lab("lvef", "60", -15, 18), "I8b") == "met"
    assert status(eligible().lab("lvef", "60", -15, 8).lab("lvef", "40", -15, 18), "I8b") == "not_met"


def test_different_results_of_one_day_whose_order_is_not_recorded_decide_nothing():
    found = eligible().lab("lvef", "40", -15, 8).lab("lvef", "60", -15).assessed(35).eligibility.findings["I8b"]
    assert (found.status, found.missing, found.contradiction) == ("unknown", ("lvef",), True)


def test_equal_results_of_one_day_count_whatever_their_order():
    assert status(eligible().lab("lvef", "40", -15, 8).lab("lvef", "40", -15), "I8b") == "not_met"


@pytest.mark.parametrize("first", [True, False])
def test_equal_results_of_one_day_with_different_limits_or_qualifiers_decide_nothing(first):
    untimed, timed = ({"upper_limit": "40"}, {"upper_limit": "20"}) if first else ({"upper_limit": "20"}, {"upper_limit": "40"})
    found = eligible().lab("alt", "110", -15, **untimed).lab("alt", "110", -15, 8, **timed).assessed(35).eligibility.findings["I8e"]
    assert (found.status, found.missing, found.contradiction) == ("unknown", ("alt.upper_limit",), True)
    untimed, timed = (
        ({"qualifier": "room air"}, {"qualifier": "on oxygen"}) if first else ({"qualifier": "on oxygen"}, {"qualifier": "room air"})
    )
    patient = eligible().lab("oxygen_saturation", "95", -15, **untimed).lab("oxygen_saturation", "95", -15, 8, **timed)
    assert status(patient, "I8c") == "unknown"


def test_rows_of_one_key_with_different_values_are_a_conflict_and_not_recorded():
    found = eligible().lab("lvef", "40").assessed(35).eligibility.findings["I8b"]
    assert (found.status, found.missing) == ("unknown", ("lvef",))
    assert status(eligible().screened(ecog="2"), "I3") == "unknown"


def test_a_blank_cell_beside_a_filled_one_of_the_same_key_is_no_conflict():
    assert status(eligible().screened(), "I3") == "met"
    assert status(changed(eligible(), "ecog=").screened(ecog="3"), "I3") == "not_met"


def test_only_the_newest_screening_assessment_up_to_the_anchor_counts():
    assert status(eligible().screened(SCREENED + 1, ecog="3"), "I3") == "not_met"
    assert status(eligible().screened(SCREENED + 1), "I3") == "unknown"
    assert status(treated().screened(LEUKAPHERESIS + 1, ecog="3"), "I3") == "met"
    assert status(treated().screened(LEUKAPHERESIS, ecog="3"), "I3") == "not_met"


def test_only_the_newest_lesion_assessment_up_to_the_anchor_counts():
    assert status(eligible().lesion("node", "1.0", -15), "I7") == "unknown"
    assert status(eligible().lesion("node", "1.0", -15).lesion("extranodal", "0", -15), "I7") == "not_met"
    assert status(treated().lesion("node", "0", 1).lesion("extranodal", "0", 1), "I7") == "met"


def test_a_subject_without_screening_labs_or_lesions_keeps_what_was_recorded():
    bare = eligible().without("screening").without("labs").without("lesions").assessed(35).eligibility
    assert {name for name, found in bare.findings.items() if found.status == "met"} == {"I1"}
    assert bare.findings["I9"].status == "not_applicable"
    assert {found.status for name, found in bare.findings.items() if name not in ("I1", "I9")} == {"unknown"}


def notes(patient):
    leaves = patient.assessed(35).eligibility.findings["I8a"].holds.leaves()
    return [leaf.datum.note for leaf in leaves if leaf.datum.note]


HEAVY = "birth_date=1976-01-01; creatinine=221; creatinine.upper_limit=100"


def test_the_ideal_weight_is_named_where_it_would_put_the_clearance_on_the_other_side_of_40():
    assert notes(changed(eligible(), f"{HEAVY}; weight=80").lab("height", "170")) == ["33.0 mL/min with ideal body weight"]
    assert notes(changed(eligible(), f"{HEAVY}; weight=60").lab("height", "190")) == ["42.0 mL/min with ideal body weight"]
    assert notes(changed(eligible(), f"{HEAVY}; weight=81").lab("height", "190")) == []
    assert notes(changed(eligible(), f"{HEAVY}; weight=80")) == []


def test_the_weight_is_taken_from_the_laboratory_rows_only():
    assert status(changed(treated(weight_kg="80"), "creatinine=209; weight="), "I8a") == "unknown"


def test_a_time_of_day_does_not_move_a_result_to_another_day():
    assert status(eligible().lab("lvef", "40", 35, 23), "I8b", 35) == "not_met"
    assert at(35, 23) == datetime(2026, 3, 5, 23)
    assert on(35) == date(2026, 3, 5)
