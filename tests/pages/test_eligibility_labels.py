"""Labels beside an eligibility verdict: margin, recoverable or permanent, who overrode a limit and why, whose upper limit, and each or."""

import pytest

from core.protocol.eligibility import CRITERIA
from dashboard.eligibility import eligibility
from dashboard.eligibility_labels import alternatives
from dashboard.eligibility_summary import eligibility_summary
from tests.core.patient import changed, eligible
from tests.pages.conftest import parsed, spaced

OVERRIDE = "platelets=60; counts_acceptable=yes; counts_acceptable_reason=marrow involved; counts_acceptable_by=Dr Lin"


def shown(patient, block=eligibility):
    return spaced(parsed(block(patient.assessed(0))).parts)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ("hemoglobin=84", "84 g/L within 5 % of the limit"),
        ("hemoglobin=76", "76 g/L within 5 % of the limit"),
        ("bilirubin=43; gilbert=yes", "within 5 % of ≤ 2 × ULN"),
        ("alt=200; hepatic_involvement=yes", "within 5 % of ≤ 5 × ULN"),
        ("histology=MCL", "not met permanent"),
        ("lvef=48", "not met recoverable"),
        (OVERRIDE, "by Dr Lin: marrow involved"),
        ("histology=OTHER_LBCL; histology_accepted=yes; histology_accepted_by=Dr Wu", "by Dr Wu"),
        ("alt.laboratory=Central", "ALT 25 U/L, upper limit 40 of Central"),
    ],
)
def test_a_label_stands_beside_its_value_or_its_verdict(changes, said):
    assert said in shown(changed(eligible(), changes))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ("lvef=48", "I8b LVEF 48 % not met 20 days · recoverable · within 5 %"),
        ("histology=MCL", "I4 histology MCL not met 20 days · permanent"),
        (OVERRIDE, "allowed by: counts accepted by the investigator (by Dr Lin: marrow involved)"),
    ],
)
def test_the_summary_says_so_too(changes, said):
    assert said in shown(changed(eligible(), changes), eligibility_summary)


def test_where_nothing_is_close_or_not_met_or_ruled_there_is_no_label():
    text = shown(eligible())
    assert not [word for word in ("within", "recoverable", "permanent", "by Dr") if word in text]


@pytest.mark.parametrize(
    ("criterion", "joined"),
    [
        ("I1", {}),
        ("I4", {"histology_accepted": "or else"}),
        ("I6", {"counts_acceptable": "or else"}),
        ("I7", {"extranodal_longest": "or"}),
        ("I8a", {"creatinine_clearance": "or"}),
        ("I8d", {"gilbert": "or else"}),
        ("I8e", {"hepatic_involvement": "or else"}),
        ("I9", {"months_since_last_menses": "or", "surgically_sterile": "or"}),
    ],
)
def test_the_limbs_of_an_either_or_are_told_apart(criterion, joined):
    (found,) = (each for each in CRITERIA if each.id == criterion)
    assert alternatives(found.holds) == joined


def test_both_limbs_stand_with_their_own_values_and_the_first_without_a_word():
    text = shown(changed(eligible(), "creatinine=300"))
    assert "creatinine ≤ 2 × ULN false 2.88 × ULN" in text
    assert "or creatinine clearance (Cockcroft–Gault) ≥ 40 mL/min false" in text


def test_a_value_with_a_ratio_is_drawn_against_its_limit_in_the_checklist():
    drawn = [each for _, each in parsed(eligibility(eligible().assessed(0))).elements if each.get("class") == "bullet"]
    assert len(drawn) == 13
