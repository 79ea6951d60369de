"""The warnings of the second-infusion rule, code by code at their thresholds, clinical reference 1.3 and 1.4b."""

from dataclasses import replace
from typing import Any

import pytest

from core.logic.rules import Grade
from core.protocol.holds import CODES, HOLD, Toxicity, raised
from core.protocol.standing import standing
from tests.core.patient import INFUSED_ON, Patient, on, subject

HOLDS = {"W_CRS_ONGOING", "W_ICANS_ONGOING", "W_PRIOR_SEVERE", "W_INFECTION", "W_SAFETY_UNKNOWN", "W_MONITORING_INCOMPLETE"}


def calm(**cells: Any) -> Patient:
    """Met on both readings, graded 0 and free of infection the day before: nothing to warn of on day 35."""
    found = subject().person().infused(**cells).ctdna(-6, "positive").ctdna(28, "positive").pet(28, "CR")
    return found.bedside(34, crs_grade_recorded=0, icans_grade_recorded=0, active_infection="no")


def watched(day: int, answer: str = "no") -> Patient:
    return calm().without("bedside").graded(day).bedside(day, 9, active_infection=answer)


def codes(patient: Patient, day: int = 35) -> set[str]:
    return {item.code.code for item in patient.second(day).warnings}


def grades(crs: Grade | None = None, icans: Grade | None = None, worst: Grade | None = None) -> set[str]:
    """The codes that grades now and the worst grade of both scales raise, beside an answered infection."""
    where = standing(calm().facts(), on(35))
    assert where is not None
    found = raised(where, Toxicity("CRS", crs, worst), Toxicity("ICANS", icans, worst), {})
    return {item.code.code for item in found}


NONE = Grade(0, 0)


def test_nothing_is_warned_of_where_nothing_is_wrong():
    assert codes(calm()) == set()


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (Grade(0, 0), set()),
        (Grade(1, 1), set()),
        (Grade(2, 2), {"W_CRS_ONGOING"}),
        (Grade(5, 5), {"W_CRS_ONGOING"}),
        (Grade(1, 4), {"W_SAFETY_UNKNOWN"}),
        (Grade(2, 4), {"W_CRS_ONGOING", "W_SAFETY_UNKNOWN"}),
        (None, {"W_SAFETY_UNKNOWN"}),
    ],
)
def test_crs_holds_from_grade_2_proved_and_is_unknown_where_not_decided(now, expected):
    assert grades(crs=now, icans=NONE, worst=NONE) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (Grade(0, 0), set()),
        (Grade(1, 1), {"W_ICANS_ONGOING"}),
        (Grade(0, 4), {"W_SAFETY_UNKNOWN"}),
        (Grade(1, 3), {"W_ICANS_ONGOING", "W_SAFETY_UNKNOWN"}),
        (None, {"W_SAFETY_UNKNOWN"}),
    ],
)
def test_icans_holds_from_grade_1_proved_and_is_unknown_where_not_decided(now, expected):
    assert grades(crs=NONE, icans=now, worst=NONE) == expected


@pytest.mark.parametrize(
    ("worst", "expected"),
    [(Grade(2, 2), set()), (Grade(3, 3), {"W_PRIOR_SEVERE"}), (Grade(2, 4), set()), (Grade(3, 4), {"W_PRIOR_SEVERE"}), (None, set())],
)
def test_a_prior_grade_3_holds_where_it_is_proved(worst, expected):
    assert grades(NONE, NONE, worst) == expected


def test_a_grade_of_either_scale_is_prior_severe():
    assert "W_PRIOR_SEVERE" in codes(calm().graded(3, crs=3))
    assert "W_PRIOR_SEVERE" in codes(calm().graded(3, icans=3))
    assert "W_PRIOR_SEVERE" not in codes(calm().graded(3, crs=2, icans=2))
    assert "W_PRIOR_SEVERE" not in codes(calm().graded(-1, crs=4))


@pytest.mark.parametrize(
    ("planned", "expected"),
    [
        (13, {"W_MONITORING_INCOMPLETE"}),
        (14, set()),
        (60, set()),
        (61, {"W_PLANNED_AFTER_60"}),
    ],
)
def test_a_plan_before_day_14_or_after_day_60(planned, expected):
    assert codes(calm().planned(planned)) == expected


def test_a_plan_without_a_day_or_another_status_is_no_plan():
    assert codes(calm().planned(13).but("infusions", {"number": 2}, infused_on=None)) == set()
    assert codes(calm().planned(13).but("infusions", {"number": 2}, status=None)) == set()


def test_an_infusion_given_after_the_as_of_day_is_not_yet_a_plan():
    assert codes(calm().infused(61, 2, weight_kg="120")) == set()
    assert codes(calm().infused(13, 2).graded(12).bedside(12, 9, active_infection="no"), 12) & {"W_MONITORING_INCOMPLETE"} == set()


def test_a_plan_of_a_year_ahead_is_no_future_date():
    assert codes(calm().planned(400)) == {"W_PLANNED_AFTER_60"}


@pytest.mark.parametrize(("as_of", "closed"), [(60, False), (61, True)])
def test_the_window_is_closed_after_day_60_where_no_second_infusion_was_given(as_of, closed):
    assert ("W_WINDOW_CLOSED" in codes(calm(), as_of)) == closed
    assert "W_WINDOW_CLOSED" not in codes(calm().infused(40, 2), as_of)
    assert ("W_WINDOW_CLOSED" in codes(calm().treated(40), as_of)) == closed


DOSES = [
    ("100 kg", calm().planned(40, weight_kg="100"), False),
    ("100.1 kg", calm().planned(40, weight_kg="100.1"), True),
    ("no weight anywhere", calm().planned(40), False),
    ("no row of infusion 2, the weight of infusion 1", calm(weight_kg="101"), True),
    ("the weight of infusion 2 wins", calm(weight_kg="101").planned(40, weight_kg="99"), False),
    ("blank for infusion 2, the newest labs weight", calm(weight_kg="99").planned(40).lab("weight", "101", 30), True),
    ("blank for infusion 2, labs wins over infusion 1", calm(weight_kg="101").planned(40).lab("weight", "99", 30), False),
    ("blank for infusion 2 and no labs, that of infusion 1", calm(weight_kg="101").planned(40), True),
    ("an implausible weight counts as blank", calm(weight_kg="101").planned(40, weight_kg="700"), True),
    ("a labs weight after the as-of day", calm().planned(40).lab("weight", "101", 36), False),
    ("a labs weight not yet reported", calm().planned(40).lab("weight", "101", 30, reported_at=on(36)), False),
    ("a labs weight after the planned day", calm().planned(30).lab("weight", "101", 31), False),
    ("a labs weight that is a bound", calm().planned(40).lab("weight", ">101", 30), False),
    ("the weight of an infusion given after the as-of day", calm().infused(40, 2, weight_kg="101"), False),
    ("an infusion given, by its own weight", calm().infused(34, 2, weight_kg="101"), True),
]


@pytest.mark.parametrize(("patient", "over"), [case[1:] for case in DOSES], ids=[case[0] for case in DOSES])
def test_the_dose_cap_by_the_weight_of_infusion_2_else_of_labs_else_of_infusion_1(patient, over):
    assert ("W_DOSE_CAP" in codes(patient)) == over


def test_a_date_after_the_day_it_was_recorded_is_a_future_date_and_a_fact_after_the_as_of_day_is_none():
    assert "W_FUTURE_DATE" in codes(calm().pet(400, "PD"))
    assert "W_FUTURE_DATE" in codes(calm().treated(400))
    assert "W_FUTURE_DATE" in codes(calm().infused(400, 2))
    assert "W_FUTURE_DATE" not in codes(calm().pet(50, "PD").treated(50).infused(52, 2))


@pytest.mark.parametrize("patient", [calm().infused(400, 2), calm().pet(400, "PD"), calm().seen(400, "dead")])
def test_a_record_with_a_future_date_is_left_unused(patient):
    assert patient.second(35).state == "met"


RESPONSES = [
    ("PD", calm().pet(30, "PD"), {"W_PD"}),
    ("SD", calm().pet(30, "SD"), {"W_OUTSIDE_RULE"}),
    ("IR", calm().pet(30, "IR"), {"W_PET_INDETERMINATE"}),
    ("CT", calm().pet(30, "PR", "CT"), {"W_PET_NOT_CONFIRMED"}),
    ("no PET", calm().without("pet"), {"W_NO_PET"}),
    ("no ctDNA", calm().without("ctdna"), {"W_NO_CTDNA"}),
    ("one positive", calm().without("ctdna", call="positive").ctdna(28, "positive"), {"W_NEED_SECOND_SAMPLE"}),
    ("another assay", calm().ctdna(29, "positive", "B"), {"W_ASSAY_CHANGED"}),
    ("indeterminate", calm().ctdna(29, "indeterminate"), {"W_CTDNA_INDETERMINATE"}),
    ("failed", calm().ctdna(29, "failed"), {"W_CTDNA_FAILED"}),
    ("conflict", calm().ctdna(28, "negative").pet(28, "PR"), {"W_CONFLICT"}),
    ("negative baseline", calm().without("ctdna").ctdna(-6, "negative").ctdna(28, "positive"), {"W_BASELINE_NEG", "W_SINGLE_POS"}),
    ("pair gap", calm().without("pet").pet(13, "CR"), {"W_PAIR_GAP", "W_EARLY_ASSESSMENT"}),
]


@pytest.mark.parametrize(("patient", "expected"), [case[1:] for case in RESPONSES], ids=[case[0] for case in RESPONSES])
def test_what_ctdna_and_pet_raise_is_listed_too(patient, expected):
    assert codes(patient) == expected


@pytest.mark.parametrize(
    ("patient", "code", "addresses"),
    [
        (calm().without("ctdna").ctdna(-6, "negative").ctdna(28, "positive"), "W_BASELINE_NEG", ["ctdna!E6"]),
        (calm().without("pet").pet(13, "CR"), "W_PAIR_GAP", ["ctdna!B5", "pet!B7"]),
        (calm().pet(30, "PD"), "W_PD", ["pet!I8"]),
        (calm().ctdna(28, "negative").pet(28, "PR"), "W_CONFLICT", ["ctdna!E5", "ctdna!E8", "pet!I6", "pet!I9"]),
        (calm().ctdna(29, "failed"), "W_CTDNA_FAILED", []),
        (watched(34, "yes"), "W_INFECTION", ["bedside!AA8"]),
        (calm().infection(10, controlled="no"), "W_INFECTION", ["bedside!AA7", "infections!G8"]),
        (calm().planned(61), "W_PLANNED_AFTER_60", ["infusions!F8"]),
        (calm().planned(40, weight_kg="101"), "W_DOSE_CAP", ["infusions!I8"]),
        (calm().planned(40).lab("weight", "101", 30), "W_DOSE_CAP", ["labs!D9"]),
        (calm().pet(400, "PD"), "W_FUTURE_DATE", ["pet!B8"]),
    ],
)
def test_a_warning_names_the_cells_it_rests_on(patient, code, addresses):
    item = next(item for item in patient.second(35).warnings if item.code.code == code)
    assert sorted(cited.address.removeprefix("study.xlsx · ") for cited in item.evidence) == addresses


def test_once_given_later_toxicity_and_infection_belong_to_infusion_2():
    given = calm().infused(36, 2)
    assert codes(given.graded(36, crs=3, icans=2, hour=20).bedside(37, active_infection="yes").infection(37, controlled="no"), 50) == set()
    assert codes(given.graded(35, crs=3), 50) == {"W_CRS_ONGOING", "W_PRIOR_SEVERE"}
    assert codes(given.bedside(36, active_infection="yes"), 50) == {"W_INFECTION"}


def test_once_given_staleness_is_counted_to_the_day_of_infusion_2():
    assert "W_SAFETY_UNKNOWN" not in codes(watched(8).infused(10, 2), 50)
    assert "W_SAFETY_UNKNOWN" in codes(watched(7).infused(10, 2), 50)
    late = watched(20).infused(35, 2)
    assert "W_SAFETY_UNKNOWN" in codes(late, 50)
    assert codes(late.bedside(35, active_infection="no"), 50) == set()


def test_once_closed_staleness_is_counted_to_the_day_before():
    assert codes(watched(26).treated(41), 50) == set()
    assert codes(watched(26).treated(42), 50) == {"W_SAFETY_UNKNOWN"}
    assert "W_CRS_ONGOING" in codes(calm().without("bedside").bedside(38, crs_grade_recorded=2).treated(41), 50)


def test_once_closed_the_plan_and_future_dates_stay_listed():
    assert codes(calm().planned(61).pet(400, "PD").treated(36), 40) == {"W_PLANNED_AFTER_60", "W_FUTURE_DATE"}


def test_a_death_on_the_day_of_infusion_1_leaves_no_earlier_safety():
    found = calm().without("bedside").bedside(0, death="other").second(5)
    assert (found.state, found.standing.counted_to) == ("closed", on(-1))
    assert "W_SAFETY_UNKNOWN" in {item.code.code for item in found.warnings}


def test_no_warning_changes_a_state():
    loud = calm().planned(13, weight_kg="120").graded(34, crs=3, icans=2, hour=20).bedside(35, active_infection="yes").pet(400, "PD")
    assert loud.second(35).state == calm().second(35).state == "met"
    assert len(codes(loud)) == 7


def test_the_holds_are_those_of_the_reference_and_shown_apart():
    assert {code.code for code in CODES.values() if code.kind == HOLD} == HOLDS
    second = calm().planned(61).graded(34, crs=2, hour=20).second(35)
    assert [item.code.code for item in second.holds] == ["W_CRS_ONGOING"]
    assert {item.code.code for item in second.warnings} == {"W_CRS_ONGOING", "W_PLANNED_AFTER_60"}


def test_every_code_has_a_class_words_and_a_source():
    assert len(CODES) == 25
    assert {code.kind for code in CODES.values()} == {"hold", "warning", "information", "data quality"}
    assert all(code.words and code.source for code in CODES.values())


def test_the_codes_stand_in_the_order_of_the_table():
    found = [item.code.code for item in calm().pet(30, "PD").planned(61).graded(34, crs=3, hour=20).second(35).warnings]
    assert found == sorted(found, key=list(CODES).index)


def test_a_standing_without_facts_is_all_unknown_in_safety():
    where = standing(subject().infused().facts(), INFUSED_ON)
    assert where is not None
    nothing = raised(replace(where), Toxicity("CRS", None, None), Toxicity("ICANS", None, None), {})
    assert {item.code.code for item in nothing} == {"W_SAFETY_UNKNOWN"}
