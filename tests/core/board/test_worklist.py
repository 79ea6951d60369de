"""The tumor board's list: groups in order of urgency, nobody twice, nobody lost, whatever the order of the input."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.board.worklist import NAMES, worklist
from tests.core.patient import Patient, subject


def drawn(name: str, day: int = 0, call: str = "positive") -> Patient:
    """Infused on a day, with a baseline and a call four weeks later."""
    return subject(name).infused(day).ctdna(day - 6, "positive").ctdna(day + 28, call)


CASES = {
    "To decide": [drawn("met").pet(28, "CR"), drawn("review", 0, "negative").pet(28, "PR")],
    "Something is missing": [drawn("no pet"), subject("unclear").row("infusions", number=1, status="given")],
    "Rule not met": [drawn("pd").pet(28, "PD"), drawn("negative", 0, "negative").pet(28, "CR")],
    "Infusion 2 given": [drawn("twice").pet(28, "CR").infused(30, 2)],
    "Case closed": [drawn("dead").seen(33, "dead")],
    "Before infusion 1": [subject("screened").person(), subject("no row at all")],
}
PATIENTS = [patient for group in CASES.values() for patient in group]


def listed(*patients: Patient, day: int = 35) -> list[tuple[str, list[str]]]:
    return [(group.name, [entry.subject_id for entry in group.entries]) for group in worklist(each.assessed(day) for each in patients)]


@pytest.mark.parametrize("name", list(CASES))
def test_a_subject_stands_in_the_group_of_what_the_board_must_do(name):
    for patient in CASES[name]:
        found = worklist([patient.assessed(35)])
        assert [group.name for group in found if group.entries] == [name]
        assert [entry.group for group in found for entry in group.entries] == [name]


def test_every_group_stands_in_its_order_also_where_it_is_empty():
    assert [group.name for group in worklist([])] == list(CASES) == list(dict.fromkeys(NAMES.values()))


@pytest.mark.parametrize(
    ("infused", "expected"),
    [
        ({"far": 0, "near": -20}, ["near", "far"]),
        ({"closed": -30, "open": 0}, ["open", "closed"]),
        ({"last day": -25, "day after": -26, "tomorrow": -24}, ["last day", "tomorrow", "day after"]),
        ({"long closed": -200, "just closed": -30}, ["just closed", "long closed"]),
        ({"b": 0, "a": 0}, ["a", "b"]),
    ],
)
def test_the_fewest_days_left_come_first_and_an_open_window_before_a_closed_one(infused, expected):
    found = dict(listed(*(subject(name).infused(day) for name, day in infused.items())))
    assert found["Something is missing"] == expected


def test_whose_window_is_not_known_stands_after_those_whose_is():
    unclear = subject("a").row("infusions", number=1, status="given")
    assert dict(listed(unclear, subject("b").infused(-200)))["Something is missing"] == ["b", "a"]


RUNS = {
    "calm": subject("calm").infused(-20).graded(14, 1, 0),
    "far": subject("far").infused().graded(34, 2, 0),
    "near": subject("near").infused(-10).graded(34, 0, 1),
    "range": subject("range").infused(-15).bedside(35, 8, temperature="39", fever_other_cause="no", hypotension="yes"),
    "maybe": subject("maybe").infused(-22).bedside(35, 8, temperature="39", fever_other_cause="no"),
}


def test_in_a_group_what_runs_now_comes_first_then_the_fewest_days_left():
    assert dict(listed(*RUNS.values()))["Something is missing"] == ["range", "near", "far", "maybe", "calm"]


def test_toxicity_after_infusion_2_comes_first_among_those_who_had_it():
    found = listed(drawn("calm", -10).infused(30, 2), drawn("runs").infused(30, 2).graded(34, 2, 0))
    assert dict(found)["Infusion 2 given"] == ["runs", "calm"]


@given(st.permutations([*PATIENTS, *RUNS.values()]), st.integers(-5, 90))
def test_in_no_group_does_anybody_stand_before_one_whose_toxicity_runs(patients, day):
    found = worklist(each.assessed(day) for each in patients)
    for group in found:
        runs = [bool(entry.running) for entry in group.entries]
        assert runs == sorted(runs, reverse=True)
    assert found == worklist(each.assessed(day) for each in [*PATIENTS, *RUNS.values()])


@given(st.permutations(PATIENTS), st.integers(-5, 90))
def test_everybody_stands_exactly_once_in_an_order_that_the_input_does_not_change(patients, day):
    found = listed(*patients, day=day)
    assert found == listed(*PATIENTS, day=day)
    names = [name for _, group in found for name in group]
    assert sorted(names) == sorted(patient.subject_id for patient in PATIENTS)


def test_ties_are_broken_by_the_subject_alone():
    same = [subject(name).infused() for name in ("S-3", "S-1", "S-2")]
    assert {tuple(dict(listed(*order))["Something is missing"]) for order in permutations(same)} == {("S-1", "S-2", "S-3")}
