"""What stands upright: infusions, lymphodepletion, the as-of day, the window's end, a death or a new therapy."""

from datetime import timedelta

import pytest

from core.pictures.rules import depletions
from tests.core.patient import INFUSED_ON, on, subject
from tests.core.pictures.drawing import rows_of


def names(rows):
    return {row["t"]: row for layer in ("rule-name", "rule-note") for row in rows[layer]}


@pytest.mark.parametrize("day", [1, 20, 35, 47, 59, 60, 61, 75, 365])
def test_the_rules_have_their_names_clear_of_one_another(day):
    rows, _ = rows_of(subject().infused().planned(42), day)
    found = names(rows)
    end = f"day 60, {INFUSED_ON + timedelta(60)}" if day != 59 else "day 60"
    assert {"infusion 1", f"as of day {day}", "infusion 2 planned", end} == set(found)
    assert [row["day"] for row in rows["as-of"]] == [day]
    places = [(row["dy"], row["align"], row["day"]) for row in found.values()]
    assert len(set(places)) == 4


def test_infusions_are_drawn_given_planned_or_not_at_all():
    given, _ = rows_of(subject().infused().infused(30, 2))
    assert ([row["day"] for row in given["infusion"]], "infusion 2, day 30" in names(given)) == ([0, 30], True)
    planned, _ = rows_of(subject().infused().planned(42))
    assert ([row["day"] for row in planned["infusion"]], [row["day"] for row in planned["planned"]]) == ([0], [42])
    later, _ = rows_of(subject().infused().infused(50, 2))
    assert ([row["day"] for row in later["infusion"]], later["planned"]) == ([0], [])


def test_lymphodepletion_is_a_tick_a_day_and_one_name_for_neighbors():
    patient = subject().infused(lymphodepletion_on=on(-5)).infused(45, 2, lymphodepletion_on=on(40))
    for day in (-5, -4, -3):
        patient = patient.treated(day, "lymphodepletion")
    rows, _ = rows_of(patient.treated(-2, "bridging"), 50)
    assert [row["day"] for row in rows["depleted"]] == [-5, -4, -3, 40]
    assert [row["day"] for row in rows["rule-note"] if row["t"] == "LD"] == [-5, 40]
    assert [row["day"] for row in rows_of(patient, 35)[0]["depleted"]] == [-5, -4, -3]


def test_lymphodepletion_cites_the_treatment_before_the_infusions_own_column():
    patient = subject().infused(lymphodepletion_on=on(-5)).treated(-5, "lymphodepletion").row("treatments", purpose="lymphodepletion")
    found = depletions(patient.assessed(35))
    assert [(day, cited.address) for day, cited in found.items()] == [(on(-5), "study.xlsx · treatments!B3")]


def test_a_name_of_lymphodepletion_without_room_is_left_out_but_not_its_tick():
    patient = subject().infused()
    for day in range(-100, 0, 4):
        patient = patient.treated(day, "lymphodepletion")
    rows, _ = rows_of(patient, 900)
    assert len(rows["depleted"]) == 25
    assert len([row for row in rows["rule-note"] if row["t"] == "LD"]) < 25


def test_a_death_is_a_cross_on_its_day_also_after_infusion_2_or_a_new_therapy():
    for before in (subject().infused(), subject().infused().infused(20, 2), subject().infused().treated(20, "lymphoma")):
        rows, _ = rows_of(before.seen(32, "dead", 31))
        assert [(row["day"], row["Event"], row["Date"]) for row in rows["death"]] == [(31, "death", "2026-03-01")]
        assert "died, day 31" in names(rows)
        assert rows_of(before.seen(32, "dead", 31), 30)[0]["death"] == []


def test_a_new_therapy_that_closed_the_case_is_a_rule():
    rows, _ = rows_of(subject().infused().treated(20, "lymphoma", drug="glofitamab"))
    assert ([row["day"] for row in rows["closing"]], rows["death"]) == ([20], [])
    assert "new therapy, day 20" in names(rows)
