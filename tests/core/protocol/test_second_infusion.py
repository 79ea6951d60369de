"""R1, the second infusion, by the clinical reference 1.3: both readings, the state table, and what given or closed freezes."""

import pytest

from core.protocol.second_infusion import LITERAL, STRICT, arms
from core.protocol.standing import standing
from tests.core.patient import on, subject, table

TABLE = table("second_infusion.csv")
CTDNA = {"persistent": "++", "converted": "-+", "negative": "+-", "unknown": ""}
WORDS = {"+": "positive", "-": "negative"}
SETTINGS = {"unset": None, "yes": True, "no": False}


def infused(ctdna="persistent", pet="CR"):
    found = subject().person().infused()
    for day, sign in zip((-6, 28), CTDNA[ctdna], strict=False):
        found = found.ctdna(day, WORDS[sign])
    return found if pet == "unknown" else found.pet(28, pet)


def judged(patient, day=35, **settings):
    return patient.second(day, **settings)


@pytest.mark.parametrize("case", TABLE, ids=[case["law"] for case in TABLE])
@pytest.mark.parametrize("setting", SETTINGS)
def test_the_state_follows_from_ctdna_and_pet_under_each_setting_and_both_readings_are_shown(case, setting):
    found = judged(infused(case["ctdna"], case["pet"]), pr_requires_ctdna=SETTINGS[setting])
    assert (found.ctdna.status, found.pet.response or "unknown") == (case["ctdna"], case["pet"])
    assert (found.readings.literal.status, found.readings.strict.status) == (case["literal"], case["strict"])
    assert found.state == case[setting]


def test_the_table_holds_every_pair_of_ctdna_and_pet():
    pairs = {(case["ctdna"], case["pet"]) for case in TABLE}
    assert len(pairs) == len(TABLE) == len(CTDNA) * 5


def test_the_strict_reading_never_is_met_where_the_literal_is_not():
    assert not [case for case in TABLE if case["strict"] == "met" and case["literal"] != "met"]


def test_a_pr_on_conflicting_ctdna_is_left_to_the_board():
    found = judged(infused("unknown", "PR").ctdna(28, "positive").ctdna(28, "negative"))
    assert (found.state, "W_CONFLICT" in {item.code.code for item in found.warnings}) == ("board_review", True)


def test_both_readings_stand_as_sentences_with_their_source():
    assert [criterion.id for criterion in (LITERAL, STRICT)] == ["R1-A", "R1-B"]
    assert LITERAL.holds.words() == "((ctDNA = persistent or ctDNA = converted) and PET/CT = CR) or PET/CT = PR"
    assert {arm.state for arm in arms(None)} == {"not_met", "met", "board_review"}
    assert [arm.state for arm in arms(True)] == [arm.state for arm in arms(False)] == ["met", "not_met"]


def test_before_infusion_1_is_given_nothing_is_judged():
    for patient, day in ((infused(), -1), (infused().but("infusions", status="planned"), 35), (subject().ctdna(28, "positive"), 35)):
        found = patient.assessed(day)
        assert (found.second_infusion, found.toxicity) == (None, {})
    assert standing(infused().but("infusions", infused_on=None).facts(), on(35)) is None
    assert standing(infused().but("infusions", status=None).facts(), on(35)) is None


@pytest.mark.parametrize(("as_of", "day"), [(0, 0), (1, 1), (60, 60), (61, 61)])
def test_the_day_counts_from_infusion_1_and_the_window_ends_with_day_60(as_of, day):
    where = judged(infused(), as_of).standing
    assert (where.day, where.last_day_of_window, where.days_left) == (day, on(60), 60 - day)


def test_a_sample_or_scan_counts_from_the_day_of_its_report_on():
    patient = (
        infused("unknown", "unknown").ctdna(-6, "positive").ctdna(28, "positive", reported_on=on(33)).pet(28, "CR", reported_on=on(34))
    )
    assert [judged(patient, day).state for day in (32, 33, 34)] == ["unknown", "unknown", "met"]
    assert [judged(patient, day).ctdna.status for day in (32, 33)] == ["unknown", "persistent"]
    assert [judged(patient, day).pet.response for day in (33, 34)] == [None, "CR"]


def test_a_report_date_in_the_future_leaves_the_sample_unused():
    found = judged(infused("unknown").ctdna(-6, "positive").ctdna(28, "positive", reported_on="2027-01-01"))
    assert found.ctdna.status == "unknown"
    assert "W_FUTURE_DATE" in {item.code.code for item in found.warnings}


def test_facts_after_the_as_of_day_are_not_used():
    assert judged(infused(), 27).state == "unknown"
    assert judged(infused(), 28).state == "met"


@pytest.mark.parametrize(("as_of", "state"), [(39, "met"), (40, "already_given"), (90, "already_given")])
def test_a_second_infusion_given_by_the_as_of_day_is_already_given(as_of, state):
    assert judged(infused().infused(40, 2), as_of).state == state


@pytest.mark.parametrize(("day", "response"), [(40, "PD"), (41, "CR")])
def test_once_given_the_readings_use_facts_up_to_the_day_of_infusion_2_that_day_included(day, response):
    assert judged(infused().infused(40, 2).pet(day, "PD"), 50).pet.response == response


@pytest.mark.parametrize(("reported", "response"), [(40, "PD"), (41, "CR")])
def test_once_given_a_report_must_have_been_out_by_that_day(reported, response):
    assert judged(infused().infused(40, 2).pet(39, "PD", reported_on=on(reported)), 50).pet.response == response


@pytest.mark.parametrize("setting", SETTINGS.values())
def test_already_given_and_closed_stand_whatever_the_setting_and_leave_the_readings(setting):
    given = judged(infused("negative", "PR").infused(40, 2), 50, pr_requires_ctdna=setting)
    closed = judged(infused("negative", "PR").treated(40), 50, pr_requires_ctdna=setting)
    assert (given.state, closed.state) == ("already_given", "closed")
    assert {found.readings.literal.status for found in (given, closed)} == {"met"}
    assert {found.readings.strict.status for found in (given, closed)} == {"not_met"}


def closing(patient, day=50):
    found = judged(patient, day)
    return (found.state, found.standing.closing.reason, found.standing.closing.day) if found.standing.closing else (found.state,)


OPEN = ("met",)
CLOSINGS = [
    ("death with its day", infused().seen(45, "dead", died=40), ("closed", "death", on(40))),
    ("death without its day, on the day seen", infused().seen(45, "dead"), ("closed", "death", on(45))),
    ("death on the day of infusion 1", infused().seen(0, "dead"), ("closed", "death", on(0))),
    ("death on the as-of day, written after it", infused().seen(90, "dead", died=50), ("closed", "death", on(50))),
    ("a new lymphoma therapy on the as-of day", infused().treated(50), ("closed", "new lymphoma therapy", on(50))),
    ("death written after the as-of day", infused().seen(90, "dead", died=40), ("closed", "death", on(40))),
    ("death by its day alone", infused().row("follow_up", death_on=on(40)), ("closed", "death", on(40))),
    ("death on the as-of day", infused().seen(50, "dead"), ("closed", "death", on(50))),
    ("death after the as-of day", infused().seen(51, "dead"), OPEN),
    ("seen dead before a later day of death", infused().seen(45, "dead", died=55), ("unknown",)),
    ("seen dead after the as-of day, of a death after it", infused().seen(56, "dead", died=55), OPEN),
    ("dead and alive on one day", infused().seen(45, "dead").seen(45), ("unknown",)),
    ("dead and alive on one day after the as-of day", infused().seen(55, "dead").seen(55), OPEN),
    ("death in conflict at the bedside", infused().bedside(40, death="other").bedside(40, death="no"), ("unknown",)),
    ("death in conflict at the bedside after the as-of day", infused().bedside(55, death="other").bedside(55, death="no"), OPEN),
    ("a second infusion before the first", infused().infused(-3, 2), ("unknown",)),
    ("a second infusion planned and given", infused().planned(55).infused(45, 2), ("unknown",)),
    ("a second infusion of a status nobody can read", infused().row("infusions", number=2, status="done"), ("unknown",)),
    ("seen alive", infused().seen(45), OPEN),
    ("death at the bedside, of CRS", infused().bedside(5, death="crs"), ("closed", "death", on(5))),
    ("death at the bedside, of another cause", infused().bedside(40, death="other"), ("closed", "death", on(40))),
    ("death denied at the bedside", infused().bedside(40, death="no"), OPEN),
    ("a new lymphoma therapy", infused().treated(40, drug="glofitamab"), ("closed", "new lymphoma therapy, glofitamab", on(40))),
    ("a new lymphoma therapy without a drug's name", infused().treated(40), ("closed", "new lymphoma therapy", on(40))),
    ("a new lymphoma therapy on day 1", infused().treated(1), ("closed", "new lymphoma therapy", on(1))),
    ("a new lymphoma therapy on the very day of infusion 1", infused().treated(0), OPEN),
    ("a lymphoma therapy before infusion 1", infused().treated(-10), OPEN),
    ("a new lymphoma therapy after the as-of day", infused().treated(51), OPEN),
    ("bridging without a day", infused().row("treatments", purpose="bridging"), OPEN),
    ("bridging", infused().treated(40, "bridging"), OPEN),
    ("tocilizumab", infused().treated(3, "crs"), OPEN),
    ("the earliest of several", infused().treated(40).seen(45, "dead", died=39), ("closed", "death", on(39))),
    ("of one day, death", infused().treated(40).seen(45, "dead", died=40), ("closed", "death", on(40))),
    ("a second infusion planned", infused().planned(55).treated(40), ("closed", "new lymphoma therapy", on(40))),
    ("a second infusion given after the as-of day", infused().infused(55, 2).treated(40), ("closed", "new lymphoma therapy", on(40))),
    ("a new therapy before infusion 2, given", infused().infused(45, 2).treated(40), ("already_given",)),
    ("a new therapy after infusion 2, given", infused().infused(40, 2).treated(45), ("already_given",)),
    ("death after infusion 2, given", infused().infused(40, 2).seen(45, "dead"), ("already_given",)),
]


@pytest.mark.parametrize(("patient", "expected"), [case[1:] for case in CLOSINGS], ids=[case[0] for case in CLOSINGS])
def test_death_or_a_new_therapy_closes_and_given_wins(patient, expected):
    assert closing(patient) == expected


@pytest.mark.parametrize(("day", "response"), [(39, "PD"), (40, "CR")])
def test_once_closed_the_readings_use_facts_dated_before_it(day, response):
    assert judged(infused().treated(40).pet(day, "PD"), 50).pet.response == response


@pytest.mark.parametrize(("reported", "response"), [(40, "PD"), (41, "CR")])
def test_once_closed_a_report_must_have_been_out_by_that_day(reported, response):
    assert judged(infused().treated(40).pet(39, "PD", reported_on=on(reported)), 50).pet.response == response


def test_the_order_of_two_closings_of_one_day_does_not_matter():
    first = infused().treated(40, drug="A").treated(40, drug="B")
    second = infused().treated(40, drug="B").treated(40, drug="A")
    assert closing(first) == closing(second) == ("closed", "new lymphoma therapy, A", on(40))


def test_a_date_of_death_after_the_day_it_was_recorded_is_left_unused():
    assert closing(infused().seen(45, "alive", died=400)) == ("met",)


UNDATED = [
    ("infusion 2 given, its day blank", infused().infused(40, 2).but("infusions", {"number": 2}, infused_on=None), "infusions!F7"),
    ("infusion 2 given, its day unreadable", infused().infused(40, 2).but("infusions", {"number": 2}, infused_on="spring"), "infusions!F7"),
    ("infusion 2 on a day, its status blank", infused().infused(40, 2, "").row("infusions", number=2), "infusions!C7"),
    ("infusion 2 both planned and given", infused().planned(40).infused(40, 2), "infusions!C7"),
    ("dead, no day at all", infused().seen(None, "dead"), "follow_up!E7"),
    ("a therapy against the lymphoma, its day blank", infused().row("treatments", purpose="lymphoma"), "treatments!B7"),
    ("dead before infusion 1", infused().seen(-5, "dead"), "follow_up!E7"),
    ("dead by a day before infusion 1", infused().seen(45, died=-5), "follow_up!E7"),
    ("death at the bedside before infusion 1", infused().bedside(-5, death="other"), "bedside!AE7"),
    ("closed, yet infusion 2 may be given", infused().infused(40, 2, "").treated(38), "infusions!C7"),
]


@pytest.mark.parametrize(("patient", "cell"), [case[1:] for case in UNDATED], ids=[case[0] for case in UNDATED])
def test_what_may_have_been_given_or_closed_leaves_the_state_unknown_and_names_the_cell(patient, cell):
    found = judged(patient, 50)
    assert found.state == "unknown"
    assert [cited.address for cited in found.standing.undated] == [f"study.xlsx · {cell}"]
    assert found.readings.literal.status == "met"


SETTLED = [
    ("infusion 2 on a later day, its status blank", infused().infused(55, 2, ""), "met"),
    ("infusion 2 with neither status nor day", infused().row("infusions", number=2, weight_kg="70"), "met"),
    ("infusion 2 planned, its day blank", infused().planned(40).but("infusions", {"number": 2}, infused_on=None), "met"),
    ("infusion 2 given on a day in the future", infused().infused(400, 2), "met"),
    ("dead on a day in the future", infused().seen(None, "dead", died=400), "met"),
    ("seen alive, no day", infused().seen(None), "met"),
    ("dead without a day beside a dated death", infused().seen(None, "dead").seen(45, "dead"), "closed"),
    ("a therapy without a day after infusion 2, given", infused().infused(40, 2).row("treatments", purpose="lymphoma"), "already_given"),
]


@pytest.mark.parametrize(("patient", "state"), [case[1:] for case in SETTLED], ids=[case[0] for case in SETTLED])
def test_a_blank_cell_that_settles_nothing_leaves_the_state(patient, state):
    assert judged(patient, 50).state == state
