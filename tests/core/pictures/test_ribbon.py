"""PET/CT on the trajectory: each day one mark on its day, its letters, and neighbors that keep clear."""

from collections import Counter

import pytest
from hypothesis import given, settings

from core.response.window import days_since
from tests.core.patient import INFUSED_ON, subject
from tests.core.pictures.drawing import PET_LAYERS, SCANS, rows_of, scanned


@pytest.mark.parametrize(
    ("scans", "layer", "letters", "below"),
    [
        ([(28, "CR", "2")], "pet-CR", "CR", "DS 2"),
        ([(28, "PR", "4")], "pet-PR", "PR", "DS 4"),
        ([(28, "SD", "4")], "pet-SD", "SD", "DS 4"),
        ([(28, "PD", None)], "pet-PD", "PD", ""),
        ([(28, "IR", None)], "pet-open", "?", "IR"),
        ([(28, "NE", None)], "pet-open", "?", "NE"),
        ([(28, None, None)], "pet-open", "?", "not read"),
        ([(28, None, "3")], "pet-open", "?", "DS 3"),
        ([(28, "NE", None), (28, "CR", "2")], "pet-CR", "CR", "DS 2"),
        ([(28, "PR", None), (28, "CR", None)], "pet-open", "?", "PR/CR"),
        ([(-8, None, "5")], "pet-before", "B", "DS 5"),
        ([(-8, None, None)], "pet-before", "B", "before infusion"),
    ],
)
def test_a_scan_is_letters_in_a_shape(scans, layer, letters, below):
    patient = subject().infused()
    for day, response, deauville in scans:
        patient = patient.pet(day, response, deauville=deauville)
    rows, _ = rows_of(patient)
    assert [name for name in PET_LAYERS if rows[name]] == [layer]
    assert [row["t"] for name in ("pet-letter", "pet-letter-PD", "pet-letter-open") for row in rows[name]] == [letters]
    assert [row["t"] for row in rows["lane-name"]] == [below] * bool(below)


@given(SCANS)
@settings(max_examples=100)
def test_every_scan_stands_on_its_day_once(scans):
    patient = scanned(scans)
    marks = [row for layer in PET_LAYERS for row in rows_of(patient, 70)[0][layer]]
    known = patient.assessed(70).facts.pet
    assert Counter(row["day"] for row in marks) == dict.fromkeys({days_since(INFUSED_ON, scan.record.scanned_on) for scan in known}, 1)
    assert {cell for row in marks for cell in row["Source"].split(", ")} == {scan.cell("response") for scan in known}


def test_scans_of_neighboring_days_stand_in_two_rows():
    rows, _ = rows_of(scanned([(27, "CR"), (29, "PR"), (45, "CR")]), 60)
    apart = {row["day"]: row["base"] for layer in PET_LAYERS for row in rows[layer]}
    assert apart[27] == apart[45] == apart[29] + 32
    assert len({row["base"] for row in rows["pet-letter"]}) == 2


def test_however_crowded_the_ribbon_takes_three_rows():
    rows, _ = rows_of(scanned([(day, "CR") for day in range(20, 30)]), 60)
    assert len({row["base"] for row in rows["pet-CR"]}) == 3
    assert len(rows["pet-CR"]) == 10


def test_an_empty_ribbon_says_so():
    assert "none known on this day" in [row["t"] for row in rows_of(subject().infused())[0]["calm"]]
