"""Lugano 2014, Deauville columns: every combination of the four columns, against the sentences of the published table."""

import csv
from itertools import product

import pytest

from core.facts.fact import Fact
from core.facts.records import Pet
from core.response.lugano import COLUMNS, Lugano, grade_lugano, lugano
from tests.core.response.notation import INFUSED_ON, SPEC, origin, table

SCORES = ("1", "2", "3", "4", "5", "X", None)
UPTAKES = ("reduced", "unchanged", "increased", None)
ANSWERS = (True, False, None)
EVERY = list(product(SCORES, UPTAKES, ANSWERS, ANSWERS))


def published(score, uptake, new, marrow):
    """The sentences of reference 4 in their own order: a response, "contradiction", or the columns still needed."""
    if score is None or score == "X":
        if new:
            return "PD" if score is None else "contradiction"
        return {"deauville"} | ({"new_lesion"} if new is None else set())
    if int(score) >= 4:
        if new or uptake == "increased":
            return "PD"
        if new is False and uptake is not None:
            return "PR" if uptake == "reduced" else "SD"
        return {name for name, cell in (("new_lesion", new), ("uptake", uptake)) if cell is None}
    if new or marrow:
        return "contradiction"
    open_ = {name for name, cell in (("new_lesion", new), ("marrow_uptake", marrow)) if cell is None}
    return open_ or "CR"


@pytest.mark.parametrize("row", EVERY)
def test_every_combination_agrees_with_the_published_sentences(row):
    found, expected = lugano(*row), published(*row)
    told = "contradiction" if found.contradiction else found.response or set(found.missing)
    assert told == expected


@pytest.mark.parametrize("row", EVERY)
def test_a_row_is_decided_or_contradictory_or_says_what_it_lacks(row):
    found = lugano(*row)
    assert [found.response is not None, found.contradiction, bool(found.missing)].count(True) == 1
    assert [flag for flag in found.flags if flag.startswith("missing:")] == [f"missing:{column}" for column in found.missing]


@pytest.mark.parametrize("row", [row for row in EVERY if lugano(*row).response])
def test_filling_a_blank_keeps_the_response_unless_it_contradicts(row):
    for fuller in product(
        *([cell] if cell is not None else choices for cell, choices in zip(row, (SCORES, UPTAKES, ANSWERS, ANSWERS), strict=True))
    ):
        found = lugano(*fuller)
        assert found.contradiction or found.response == lugano(*row).response


@pytest.mark.parametrize("row", [row for row in EVERY if lugano(*row).contradiction])
def test_filling_a_blank_never_repairs_a_contradiction(row):
    score, *others = row
    for fuller in product(
        *([cell] if cell is not None else choices for cell, choices in zip(others, (UPTAKES, ANSWERS, ANSWERS), strict=True))
    ):
        assert lugano(score, *fuller).contradiction


def test_nothing_recorded_proves_nothing():
    assert lugano(None, None, None, None) == Lugano(None, ("missing:deauville", "missing:new_lesion"), ("deauville", "new_lesion"))


@pytest.mark.parametrize("score", ["4", "5"])
@pytest.mark.parametrize("uptake", UPTAKES)
@pytest.mark.parametrize("new", ANSWERS)
def test_the_marrow_is_not_used_above_the_liver(score, uptake, new):
    assert len({lugano(score, uptake, new, marrow) for marrow in ANSWERS}) == 1


@pytest.mark.parametrize("score", ["1", "2", "3"])
def test_the_direction_of_uptake_is_not_used_up_to_the_liver(score):
    assert {lugano(score, uptake, False, False).response for uptake in UPTAKES} == {"CR"}


@pytest.mark.parametrize(("deauville", "uptake", "new_lesion", "marrow_uptake", "response", "flags", "law"), table("lugano.csv"))
def test_a_row_of_a_file_is_graded_by_itself(deauville, uptake, new_lesion, marrow_uptake, response, flags, law):
    [found] = grade_lugano([read((deauville, uptake, new_lesion, marrow_uptake))])
    assert (found.response or "unknown", " ".join(found.flags)) == (response, flags), law


def test_rows_are_graded_in_the_order_of_the_input():
    rows = [read(row) for row in (("2", "", "no", "no"), ("4", "unchanged", "no", ""), ("", "", "yes", ""))]
    assert [found.response for found in grade_lugano(rows)] == ["CR", "SD", "PD"]
    assert [found.response for found in grade_lugano(reversed(rows))] == ["PD", "SD", "CR"]


def test_the_worked_examples_agree():
    with (SPEC / "examples" / "lugano.csv").open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    found = grade_lugano(read(tuple(case[column] for column in COLUMNS)) for case in cases)
    assert [each.response or "unknown" for each in found] == [case["expected_response"] for case in cases]


def read(cells):
    """A row as the intake hands it over: a cell that cannot be read is left blank and named among the faults."""
    columns = {column: cell for column, cell in zip(COLUMNS, cells, strict=True) if cell}
    good = {column: cell for column, cell in columns.items() if readable(column, cell)}
    record = Pet.model_validate({"subject_id": "S-001", "scanned_on": INFUSED_ON, **good})
    return Fact(record, origin("pet", 2), dict.fromkeys(columns.keys() - good.keys(), "is not one of the allowed words"))


def readable(column, cell):
    try:
        return Pet.model_validate({"subject_id": "S-001", "scanned_on": INFUSED_ON, column: cell}) is not None
    except ValueError:
        return False
