"""All facts of one subject: rows of one key made one, conflicts, future dates, and what was known on a day."""

from datetime import date
from itertools import permutations

import pytest

from core.facts.fact import Cited
from core.facts.labs import measured
from core.facts.subject import SubjectFacts, gather
from tests.core.facts.notation import fact, lab

TODAY = date(2026, 4, 1)


def one(*facts):
    subjects, problems = gather(facts, TODAY)
    return subjects["S-001"], [str(problem) for problem in problems]


def test_subjects_keep_the_order_in_which_they_appear():
    subjects, _ = gather([fact("pet", subject_id=s, scanned_on="2026-03-01") for s in ("S-2", "S-1", "S-2")], TODAY)
    assert [*subjects] == ["S-2", "S-1"]
    assert len(subjects["S-2"].pet) == 2


def test_a_blank_cell_beside_a_filled_one_is_filled_and_cites_the_row_that_filled_it():
    found, problems = one(fact("subjects", sex="male"), fact("subjects", row=9, birth_date="1960-01-01"))
    assert problems == []
    assert (found.person.record.sex, str(found.person.record.birth_date)) == ("male", "1960-01-01")
    assert found.person.cell("birth_date") == "study.xlsx · subjects!C9"
    assert found.person.cell("sex") == "study.xlsx · subjects!B2"


def test_rows_that_say_the_same_are_one():
    found, problems = one(lab(value="80.0"), lab(value="80", row=3))
    assert (len(found.labs), problems) == (1, [])


def test_different_entries_are_a_conflict_that_costs_that_cell_alone():
    found, problems = one(fact("subjects", sex="male", site="01"), fact("subjects", row=3, sex="female", site="01"))
    assert (found.person.record.sex, found.person.record.site) == (None, "01")
    assert found.person.faults == {"sex": "differs from study.xlsx · subjects!B3"}
    assert problems == ["study.xlsx · subjects!B2: 'male' and 'female' (study.xlsx · subjects!B3) are in conflict; expected one entry"]


def test_answers_in_conflict_are_named_as_answers():
    rows = [fact("screening", row=row, assessed_on="2026-03-01", gilbert=said) for row, said in ((2, "y"), (3, "no"))]
    _, problems = one(*rows)
    assert len(problems) == 1
    assert "'yes' and 'no'" in problems[0]


@pytest.mark.parametrize(("born", "years"), [("1905-03-05", 121), ("2026-03-06", -1)])
def test_an_age_that_is_none_is_listed(born, years):
    found, problems = one(fact("subjects", birth_date=born, consent_date="2026-03-05"))
    said = f"'{born}' gives an age of {years} years at consent; expected 0 to 120"
    assert [problem.rpartition("!")[2].partition(": ")[2] for problem in problems] == [said]
    assert "birth_date" in found.person.faults


def test_an_age_of_120_is_one():
    assert one(fact("subjects", birth_date="1906-03-05", consent_date="2026-03-05"))[1] == []


def test_every_entry_of_a_conflict_is_listed():
    _, problems = one(
        *(fact("screening", row=row, assessed_on="2026-03-01", ecog=row) for row in (2, 3, 4)), fact("screening", assessed_on="2026-03-01")
    )
    cells = "'2' and '3' (study.xlsx · screening!E3) and '4' (study.xlsx · screening!E4)"
    assert problems == [f"study.xlsx · screening!E2: {cells} are in conflict; expected one entry"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_the_rows_does_not_decide_what_is_in_conflict(order):
    rows = [lab(value="80"), lab(value=None, upper_limit="150", row=3), lab(value="90", row=4)]
    found, _ = one(*(rows[at] for at in order))
    assert (found.labs[0].record.value, found.labs[0].record.upper_limit) == (None, 150)
    assert "value" in found.labs[0].faults


@pytest.mark.parametrize("beside", [{"value": None}, {"value": "90"}])
@pytest.mark.parametrize("swapped", [False, True])
def test_an_entry_that_could_not_be_read_is_not_lost_beside_another_row(beside, swapped):
    rows = [lab(value=None, faults={"value": "is not a number"}), lab(row=3, **beside)]
    found, _ = one(lab(at="2026-03-01", value="70", row=9), *(reversed(rows) if swapped else rows))
    datum, _ = measured(found.labs, "hemoglobin", TODAY)
    assert (datum.value, datum.note) == (None, "the newest result is not a number")


def test_a_conflict_of_units_leaves_the_result_unusable_and_says_so_once():
    found, problems = one(lab(value="8.0", unit="g/dL"), lab(value="8.0", unit="g/L", row=3))
    assert len(problems) == 1
    assert measured(found.labs, "hemoglobin", TODAY)[0].value is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (fact("infections", onset_on="2026-03-01"), fact("infections", row=3, onset_on="2026-03-01", grade=3)),
        (fact("treatments", given_at="2026-03-01", drug="a"), fact("treatments", row=3, given_at="2026-03-01", drug="b")),
        (fact("adverse_events", term="a"), fact("adverse_events", row=3, term="a")),
        (fact("ctdna", collected_on="2026-03-01", call="positive"), fact("ctdna", row=3, collected_on="2026-03-01", call="negative")),
        (fact("pet", scanned_on="2026-03-01", response="CR"), fact("pet", row=3, scanned_on="2026-03-01", response="PR")),
        (fact("lesions", assessed_on="2026-03-01", longest_cm=1), fact("lesions", row=3, assessed_on="2026-03-01", longest_cm=2)),
        (fact("follow_up", status="alive"), fact("follow_up", row=3, status="dead")),
        (lab(at="2026-03-01"), lab(at="2026-03-01T00:00", row=3)),
        (fact("infusions", number=1, weight_kg=70), fact("infusions", row=3, number=2, weight_kg=80)),
    ],
)
def test_separate_events_never_conflict(first, second):
    found, problems = one(first, second)
    assert problems == []
    assert len(getattr(found, first.record.sheet)) == 2


def test_a_record_of_the_future_is_left_unused_and_listed():
    found, problems = one(lab(at="2026-04-02"), lab(at="2026-04-01", row=3))
    assert [f.origin.row for f in found.labs] == [3]
    assert [f.origin.row for f in found.future] == [2]
    assert problems == ["study.xlsx · labs!B2: '2026-04-02' lies in the future; expected a day up to 2026-04-01"]


def test_a_report_of_the_future_leaves_its_record_unused_for_until_then_it_was_not_known():
    found, problems = one(
        fact("ctdna", collected_on="2026-03-01", reported_on="2026-04-02"),
        fact("pet", scanned_on="2026-03-01", reported_on="2027-03-04"),
        lab(reported_at="2026-04-02T08:00"),
    )
    assert (found.ctdna, found.pet, found.labs) == ((), (), ())
    assert len(problems) == len(found.future) == 3


def test_another_date_of_the_future_costs_that_cell_alone():
    found, problems = one(fact("subjects", sex="male", birth_date="2062-01-01"))
    assert (found.person.record.sex, found.person.record.birth_date) == ("male", None)
    assert found.person.faults == {"birth_date": "lies in the future"}
    assert (len(problems), found.future) == (1, (found.person,))


def test_a_planned_infusion_may_lie_in_the_future_and_a_given_one_may_not():
    planned, problems = one(fact("infusions", number=2, status="planned", infused_on="2026-05-01"))
    assert (str(planned.infusion(2).record.infused_on), problems, planned.future) == ("2026-05-01", [], ())
    given, problems = one(fact("infusions", number=2, status="given", infused_on="2026-05-01", lymphodepletion_on="2026-03-01"))
    assert (given.infusion(2).record.infused_on, str(given.infusion(2).record.lymphodepletion_on)) == (None, "2026-03-01")
    assert len(problems) == 1
    assert given.infusion(1) is None


def test_a_subject_whose_only_record_lies_in_the_future_is_still_a_subject():
    found, _ = one(fact("pet", scanned_on="2027-01-01"))
    assert (found.pet, len(found.future), found.person) == ((), 1, None)


def test_follow_up_keeps_its_row_where_one_of_its_dates_lies_in_the_future():
    found, problems = one(fact("follow_up", seen_on="2027-01-01", status="dead", death_on="2026-03-01"))
    assert str(found.follow_up[0].record.death_on) == "2026-03-01"
    assert len(problems) == 1


SEEN = SubjectFacts(
    "S-001",
    screening=(fact("screening", assessed_on="2026-03-05"),),
    labs=(lab(at="2026-03-05T23:59", reported_at="2026-03-07"),),
    lesions=(fact("lesions", assessed_on="2026-03-05"),),
    ctdna=(fact("ctdna", collected_on="2026-03-05", reported_on="2026-03-07"),),
    pet=(fact("pet", scanned_on="2026-03-05", reported_on="2026-03-07"), fact("pet", scanned_on="2026-03-05")),
    infusions=(fact("infusions", number=1, infused_on="2026-03-09"),),
    bedside=(fact("bedside", assessed_at="2026-03-05T23:59"),),
    infections=(fact("infections", onset_on="2026-03-05"), fact("infections")),
    treatments=(fact("treatments", given_at="2026-03-05"),),
    adverse_events=(fact("adverse_events", onset_on="2026-03-05"),),
    follow_up=(fact("follow_up", seen_on="2026-03-09"),),
)


def counted(facts):
    return {name: len(getattr(facts, name)) for name in SubjectFacts.__dataclass_fields__ if name != "subject_id" and getattr(facts, name)}


@pytest.mark.parametrize(
    ("day", "reported_by", "known"),
    [
        ("2026-03-04", None, {"infections": 1, "infusions": 1, "follow_up": 1}),
        ("2026-03-05", None, {"pet": 1, "labs": 0, "ctdna": 0}),
        ("2026-03-06", None, {"pet": 1, "labs": 0, "ctdna": 0}),
        ("2026-03-07", None, {"pet": 2, "labs": 1, "ctdna": 1}),
        ("2026-03-05", "2026-03-06", {"pet": 1, "labs": 0, "ctdna": 0}),
        ("2026-03-05", "2026-03-07", {"pet": 2, "labs": 1, "ctdna": 1}),
    ],
)
def test_a_view_of_a_day_holds_what_was_true_and_reported_by_its_end(day, reported_by, known):
    found = SEEN.until(date.fromisoformat(day), reported_by and date.fromisoformat(reported_by))
    whole = {
        "screening": 1,
        "lesions": 1,
        "bedside": 1,
        "infections": 2,
        "treatments": 1,
        "adverse_events": 1,
        "infusions": 1,
        "follow_up": 1,
    }
    expected = known if day == "2026-03-04" else whole | known
    assert counted(found) == {name: count for name, count in expected.items() if count}


def test_a_filled_cell_is_cited_where_it_stands():
    found, _ = one(lab(upper_limit=None), lab(row=7, value=None, unit=None, upper_limit="160"))
    assert Cited(found.labs[0], "upper_limit").address == "study.xlsx · labs!G7"
