"""Eligibility at a glance: what decides comes first, what a limit was made up for is named, and what found no room is counted."""

import re
from decimal import Decimal

import pytest

from core.facts.values import Span
from core.logic.clauses import Variable
from dashboard.bullet import bullet, distance
from tests.core.patient import eligible
from tests.pages.test_patient import calm

QUANTITY = Variable("quantity", "quantity")


def glance(page):
    return page.region("Eligibility summary")


def test_an_eligible_subject_shows_the_values_closest_to_their_limit(dashboard):
    text = glance(dashboard(calm(eligible().infused().ctdna(28, "negative").pet(28, "CR")), subject="S-001"))
    assert text.startswith("Eligibility eligible (inclusion part only) 12 met 1 not applicable")
    assert "6 of 13 values, all stand below. Exclusion criteria are not part of the supplied text" in text


@pytest.mark.parametrize(
    ("patient", "said"),
    [
        (eligible().lab("lvef", "48", 0), "I8b LVEF 48 % not met"),
        (eligible().without("labs", analyte="lvef"), "I8b LVEF unknown unknown needed: LVEF"),
        (eligible().but("screening", histology="MCL"), "I4 histology MCL not met"),
        (eligible().lab("platelets", "60", 0), "I6 platelets 60 ×10⁹/L unknown needed: the investigator's judgement of the counts"),
    ],
)
def test_what_decides_against_or_leaves_open_comes_first(dashboard, patient, said):
    text = glance(dashboard(patient, subject="S-001"))
    assert said in text
    first = re.search(r"\bI\d", text.split("why, age")[1])
    assert first is not None
    assert said.startswith(text.split("why, age")[1][first.start() : first.end()])


@pytest.mark.parametrize(
    ("patient", "criterion", "said"),
    [
        (eligible().but("screening", venous_access="no"), "I6", "adequate venous access no not met"),
        (
            eligible().person(sex="female").but("screening", pregnancy_test="serum_positive", months_since_last_menses="2"),
            "I9",
            "negative serum pregnancy test no not met serum positive",
        ),
        (
            eligible()
            .lab("alt", "186", 0, upper_limit="40")
            .lab("ast", "262", 0, upper_limit="40")
            .but("screening", hepatic_involvement="yes"),
            "I8e",
            "AST 6.55 × ULN not met",
        ),
        (eligible().lab("platelets", "<80", 0), "I6", "platelets <80 ×10⁹/L unknown"),
    ],
)
def test_a_value_that_passes_never_stands_for_a_criterion_that_does_not(dashboard, patient, criterion, said):
    rows = glance(dashboard(patient, subject="S-001")).split("why, age")[1]
    assert f"{criterion} {said}" in rows
    assert rows.count(f"{criterion} ") == 1


@pytest.mark.parametrize(
    ("patient", "said"),
    [
        (eligible().lab("bilirubin", "50", 0, upper_limit="20").but("screening", gilbert="yes"), "allowed by: Gilbert syndrome"),
        (
            eligible()
            .lab("platelets", "60", 0)
            .but("screening", counts_acceptable="yes", counts_acceptable_reason="marrow", counts_acceptable_by="Dr Lin"),
            "allowed by: counts accepted by the investigator",
        ),
        (eligible().lab("creatinine", "90", 0, upper_limit="40"), "allowed by: creatinine clearance"),
    ],
)
def test_what_makes_up_for_a_missed_limit_is_named(dashboard, patient, said):
    assert said in glance(dashboard(patient, subject="S-001"))


def test_an_unmet_criterion_without_room_is_still_named(dashboard):
    patient = eligible()
    for analyte in ("hemoglobin", "lvef", "bilirubin", "alt", "ast", "creatinine", "oxygen_saturation"):
        patient = patient.without("labs", analyte=analyte)
    text = glance(dashboard(patient.but("screening", ecog=None), subject="S-001"))
    shown = set(re.findall(r"\bI\d[a-e]?\b", text.split("Also ")[0]))
    named = set(re.findall(r"\bI\d[a-e]?\b", text.split("Also ")[1]))
    assert {"I3", "I6", "I8a", "I8b", "I8c", "I8d", "I8e"} <= shown | named
    assert not shown & named


@pytest.mark.parametrize(
    ("comparison", "value", "closer", "farther"),
    [(QUANTITY >= 80, 81, 81, 120), (QUANTITY >= 80, 79, 79, 40), (QUANTITY <= 3, 2, Decimal("2.9"), 1)],
)
def test_the_distance_is_a_ratio_that_grows_on_either_side(comparison, value, closer, farther):
    near, far = distance(closer, [comparison]), distance(farther, [comparison])
    assert near is not None
    assert far is not None
    assert near < far
    assert bullet(value, [comparison], "met") is not None


@pytest.mark.parametrize(
    ("comparison", "value", "side"),
    [(QUANTITY >= 80, 100, "right"), (QUANTITY >= 80, 60, "left"), (QUANTITY <= 3, 2, "right"), (QUANTITY <= 3, 4, "left")],
)
def test_right_of_the_limit_is_always_allowed(comparison, value, side):
    drawn = bullet(value, [comparison], "met")
    assert drawn is not None
    (place,) = re.findall(r"dot met[^\"]*\" style=\"left:([\d.]+)%", drawn)
    assert (float(place) > 50) == (side == "right")


@pytest.mark.parametrize("value", [None, True, "MCL", 0, Decimal(0), Span(None, Decimal(3))])
def test_what_is_no_number_above_zero_has_no_place(value):
    assert bullet(value, [QUANTITY >= 80], "met") is None
    assert distance(value, [QUANTITY >= 80]) is None


def test_an_exemption_is_drawn_as_a_second_limit():
    drawn = bullet(Decimal("2.5"), [QUANTITY <= 2, QUANTITY <= 5], "met")
    assert drawn is not None
    assert "lim2" in drawn
    assert 'class="lim2"' not in (bullet(Decimal("2.5"), [QUANTITY <= 2], "met") or "")
