"""Both scales against the published tables on every combination of signs. The whole of it, blanks and contradictions among them, is the
campaign `truth tables`; here stand every complete row and the blanks of a smaller grid.
"""

import math
from pathlib import Path
from random import Random

import pytest

from core.logic.rules import Grade
from tests.campaign.stores import Files
from tests.campaign.tally import Tally
from tests.campaign.truth_tables import truth_tables
from tests.core.scales.grids import GRIDS, HFNC, LOW, NC
from tests.core.scales.test_laws import graded

FEW_TOTALS = [(10,), (7,), (3,), (0,)]
COMPLETE = {"CRS": GRIDS["CRS"].complete(), "ICANS": GRIDS["ICANS"].complete().only(ice_total=FEW_TOTALS)}
PARTLY = {
    "CRS": GRIDS["CRS"].only(
        hypotension_other_cause=[(None,)],
        oxygen_device=[("none", None), (NC, None), (HFNC, LOW), (None, None)],
        oxygen_reason=[("hypoxia",), (None,)],
    ),
    "ICANS": GRIDS["ICANS"].only(
        ice_total=[(10,), (7,), (0,), (None,)],
        consciousness=[("alert",), ("awakens_to_voice",), ("unarousable",), (None,)],
        seizure=[("none", None), ("resolved", None), ("prolonged", LOW - 1), ("repetitive", None), (None, None)],
        motor=[("none",), ("hemiparesis",), (None,)],
        pressure_signs=[("none",), ("papilledema",), (None,)],
    ),
}
SIZES = {"CRS": (8_448, 23_328), "ICANS": (58_800, 25_920)}
BOTH = pytest.mark.parametrize("name", ["CRS", "ICANS"])


@pytest.fixture(scope="module")
def complete():
    return {name: grid.graded() for name, grid in COMPLETE.items()}


@pytest.fixture(scope="module")
def partly():
    return {name: grid.graded() for name, grid in PARTLY.items()}


@BOTH
def test_the_grids_hold_every_combination(name):
    assert (COMPLETE[name].size, PARTLY[name].size) == SIZES[name]


@BOTH
def test_every_complete_row_has_the_grade_of_the_table(name, complete):
    assert next(COMPLETE[name].wrong(complete[name]), None) is None


@BOTH
def test_a_row_with_blanks_allows_what_all_its_fillings_allow_and_no_more(name, partly):
    assert next(PARTLY[name].wrong(partly[name]), None) is None


@BOTH
def test_a_worse_sign_never_lowers_a_grade(name, complete, partly):
    assert next(COMPLETE[name].milder(complete[name]), None) is None
    assert next(PARTLY[name].milder(partly[name]), None) is None


@pytest.mark.parametrize("reason", ["airway_or_procedure", "home_cpap", "other_cause"])
def test_no_other_reason_for_oxygen_counts(reason):
    for device, flow in GRIDS["CRS"].signs[8].order:
        cells = {"temperature": "38", "fever_other_cause": "no", "hypotension": "no", "oxygen_device": device, "oxygen_reason": reason}
        from_oxygen = graded(GRIDS["CRS"].scale, cells | ({} if flow is None else {"oxygen_flow": str(flow)}))
        assert from_oxygen.grade == Grade(1, 1), device


def test_a_sample_of_the_whole_finds_nothing():
    tally = Tally("truth tables", 400, math.inf)
    truth_tables(tally, Random(1), Files(Path()))
    assert (tally.counts["trials"], tally.findings) == (400, [])
