"""Cumulative doses: by drug and by unit, nothing converted, nothing guessed, nothing lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.scales.doses import cumulative
from tests.core.patient import on, subject


def summed(*rows):
    """Rows as `drug dose unit purpose day`, `-` where a cell is blank."""
    patient = subject()
    for text in rows:
        drug, dose, unit, purpose, day = (None if cell == "-" else cell for cell in text.split())
        patient = patient.row(
            "treatments", drug=drug, dose=dose, unit=unit, purpose=purpose, given_at=None if day is None else on(int(day))
        )
    return cumulative(patient.facts().treatments)


def said(*rows):
    return [(each.drug, {unit: str(dose) for unit, dose in each.sums.items()}, each.unmeasured, each.certain) for each in summed(*rows)]


@pytest.mark.parametrize(
    ("rows", "found", "law"),
    [
        (["toci 560 mg crs 3", "toci 560 mg crs 4"], [("toci", {"mg": "1120"}, 0, True)], "the doses of one drug and unit are added"),
        (["Toci 560 mg crs 3", "toci 1 mg crs 4"], [("Toci", {"mg": "561"}, 0, True)], "however its name is written"),
        (["toci 8 mg/kg crs 3", "toci 560 mg crs 4"], [("toci", {"mg/kg": "8", "mg": "560"}, 0, True)], "different units never are"),
        (["toci 560 mg crs 3", "toci - mg crs 4"], [("toci", {"mg": "560"}, 1, True)], "a dose that is not recorded is counted"),
        (["toci 560 - crs 3"], [("toci", {}, 1, True)], "so is one whose unit is not"),
        (["toci 0 mg crs 3"], [("toci", {"mg": "0"}, 0, True)], "a dose of 0 is a dose"),
        (
            ["dex 10 mg icans 3", "dex 8 mg - 3", "dex 4 mg crs -"],
            [("dex", {"mg": "10"}, 0, True), ("dex", {"mg": "12"}, 0, False)],
            "without a purpose or a day it is counted apart",
        ),
        (["- 5 mg crs 3"], [(None, {"mg": "5"}, 0, True)], "a drug that is not named is one of its own"),
        ([], [], "nothing given is nothing"),
    ],
)
def test_what_is_added(rows, found, law):
    assert said(*rows) == found, law


def test_anticytokines_stand_first_then_corticosteroids_then_the_rest():
    rows = ["levetiracetam 1 g icans 1", "Dexamethasone 10 mg icans 1", "prednisone 5 mg crs 1", "TOCILIZUMAB 560 mg crs 2"]
    found = summed(*rows, "- 1 g crs 3")
    assert [each.drug for each in found] == ["TOCILIZUMAB", "Dexamethasone", "prednisone", "levetiracetam", None]
    assert [each.summed for each in found] == [True, True, True, False, False]


def test_the_sum_up_to_a_dose_is_that_of_the_doses_up_to_it():
    (drug,) = summed("toci 560 mg crs 3", "toci - mg crs 4", "toci 8 mg/kg crs 5")
    told = [({unit: str(dose) for unit, dose in found.sums.items()}, found.unmeasured) for found in map(drug.up_to, (1, 2, 3))]
    assert told == [({"mg": "560"}, 0), ({"mg": "560"}, 1), ({"mg": "560", "mg/kg": "8"}, 1)]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["dex", "DEX", "toci", "-"]),
            st.sampled_from(["-", "1", "2.5"]),
            st.sampled_from(["-", "mg", "g"]),
            st.sampled_from(["-", "crs"]),
            st.sampled_from(["-", "3"]),
        ),
        max_size=8,
    )
)
def test_every_dose_is_counted_once_and_no_amount_is_lost(rows):
    found = summed(*map(" ".join, rows))
    doses = [fact.record for each in found for fact in each.doses]
    assert len(doses) == len(rows)
    for unit in ("mg", "g"):
        measured = sum((record.dose for record in doses if record.dose is not None and record.unit == unit), Decimal(0))
        assert sum((each.sums.get(unit, Decimal(0)) for each in found), Decimal(0)) == measured
    assert sum(each.unmeasured for each in found) == sum(record.dose is None or record.unit is None for record in doses)
