"""The JSON of `assess`: the contract's keys and words, and beside them the evidence of every verdict."""

import json
from decimal import Decimal

import pytest

from core.facts.fact import Problem
from core.facts.values import Span
from core.protocol.settings import Settings
from core.reports.as_json import cohort_json, judgement_json, subject_json, value_text
from tests.core.patient import changed, eligible, on, subject

STATUS = {"met", "not_met", "unknown", "not_applicable"}
TRUTH = {"met", "not_met", "unknown"}
CRITERIA = {"I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8a", "I8b", "I8c", "I8d", "I8e", "I9"}
RANGES = [[low, high] for low in range(6) for high in range(low, 6)]

# The contract: where a value stands, and what it may be.
SCHEMA = [
    ("subject_id", str),
    ("eligibility.overall", {"eligible", "not_eligible", "incomplete"}),
    *((f"eligibility.criteria.{name}.status", STATUS) for name in sorted(CRITERIA)),
    *((f"eligibility.criteria.{name}.missing", list) for name in sorted(CRITERIA)),
    ("ctdna.status", {"persistent", "converted", "negative", "unknown"}),
    ("pet.response", {"CR", "PR", "SD", "PD", "unknown"}),
    ("pet.scanned_on", (str, type(None))),
    ("second_infusion.state", {"met", "not_met", "unknown", "board_review", "already_given", "closed"}),
    ("second_infusion.reading_literal", TRUTH),
    ("second_infusion.reading_strict", TRUTH),
    ("second_infusion.day", int),
    ("second_infusion.last_day_of_window", str),
    ("second_infusion.warnings", list),
    *((f"toxicity.infusion_1.{scale}.{when}", [None, *RANGES]) for scale in ("crs", "icans") for when in ("now", "worst")),
]


def infused():
    return eligible().infused().ctdna(-6, "positive").ctdna(28, "positive").pet(28, "CR")


COHORT = {
    "untouched": infused(),
    "graded": infused().graded(3, 2, 1).graded(34, 0, 0),
    "given": infused().infused(30, 2).graded(31, 1, 0),
    "closed": infused().treated(30),
    "bare": subject().infused(),
    "conflict": infused().pet(28, "PD").ctdna(28, "negative"),
}


def at(found, path):
    for key in path.split("."):
        found = found[key]
    return found


@pytest.mark.parametrize("name", COHORT)
@pytest.mark.parametrize(("path", "allowed"), SCHEMA, ids=[path for path, _ in SCHEMA])
def test_every_key_of_the_contract_is_there_with_its_words(name, path, allowed):
    value = at(subject_json(COHORT[name].assessed(35)), path)
    assert isinstance(value, allowed) if isinstance(allowed, type | tuple) else value in allowed


def test_the_criteria_are_those_of_the_contract_in_order():
    assert list(subject_json(infused().assessed(35))["eligibility"]["criteria"]) == sorted(CRITERIA)


@pytest.mark.parametrize("key", ["ctdna", "pet", "second_infusion", "toxicity"])
def test_before_infusion_1_is_given_these_keys_are_null(key):
    for patient in (eligible(), infused().but("infusions", status="planned")):
        assert subject_json(patient.assessed(35))[key] is None
    assert subject_json(infused().assessed(-1))[key] is None


def test_the_example_of_the_contract():
    found = subject_json(infused().graded(3, 1, 0).graded(34).assessed(35))
    assert found["pet"]["scanned_on"] == "2026-02-26"
    rule = found["second_infusion"]
    assert (rule["day"], rule["last_day_of_window"], rule["state"]) == (35, "2026-03-30", "met")
    crs = found["toxicity"]["infusion_1"]["crs"]
    assert (crs["now"], crs["worst"], crs["onset"], crs["resolved"]) == ([0, 0], [1, 1], "2026-02-01 08:00", None)
    assert crs["evidence"]["worst"] == {
        "assessed_at": "2026-02-01 08:00",
        "grade": [1, 1],
        "recorded": 1,
        "flags": ["as_recorded"],
        "sources": crs["evidence"]["worst"]["sources"],
        "clauses": {},
    }
    assert len(crs["evidence"]["worst"]["sources"]) == 1


def test_a_grade_of_signs_stands_with_its_clauses_and_cells():
    found = subject_json(infused().bedside(2, temperature="39", fever_other_cause="no", hypotension="no", oxygen_device="none").assessed(3))
    worst = found["toxicity"]["infusion_1"]["crs"]["evidence"]["worst"]
    assert (worst["grade"], worst["clauses"]["at_least_1"]["truth"]) == ([1, 1], "true")
    assert len(worst["sources"]) == 4


def test_each_scan_stands_with_its_nearest_call_and_the_word_where_they_disagree():
    [pair] = subject_json(infused().assessed(35))["pairs"]
    assert (pair["scanned_on"], pair["response"], pair["ctdna"]) == ("2026-02-26", "CR", "positive")
    assert (pair["gap_days"], pair["discordance"]) == (0, "PET CR / ctDNA positive")
    assert len(pair["sources"]) == 1


def test_missing_is_empty_once_decided_and_names_a_limit_by_its_analyte():
    found = subject_json(changed(eligible(), "bilirubin.upper_limit=; ecog=").assessed(35))["eligibility"]["criteria"]
    assert (found["I8d"]["missing"], found["I3"]["missing"]) == (["bilirubin.upper_limit"], ["ecog"])
    assert {name for name, criterion in found.items() if criterion["missing"]} == {"I8d", "I3"}


def test_without_bedside_rows_the_grades_are_null():
    icans = subject_json(infused().assessed(35))["toxicity"]["infusion_1"]["icans"]
    assert icans == dict.fromkeys(("now", "worst", "onset", "resolved")) | {"evidence": {}}


def test_each_infusion_given_has_its_own_toxicity():
    patient = infused().graded(3, 2, 1).graded(3, 0, 0, 12).infused(30, 2).graded(31, 3, 0)
    assert list(subject_json(patient.assessed(29))["toxicity"]) == ["infusion_1"]
    found = subject_json(patient.assessed(31))["toxicity"]
    assert [found[name]["crs"]["worst"] for name in ("infusion_1", "infusion_2")] == [[2, 2], [3, 3]]
    assert found["infusion_2"]["crs"]["now"] == [3, 3]


def test_a_death_of_crs_is_grade_5():
    found = subject_json(infused().bedside(5, death="crs").assessed(35))
    assert found["second_infusion"]["state"] == "closed"
    assert found["toxicity"]["infusion_1"]["crs"]["now"] == [5, 5]


def test_the_closing_is_told_with_its_day():
    assert subject_json(COHORT["closed"].assessed(35))["second_infusion"]["closed"] == {
        "on": "2026-02-28",
        "reason": "new lymphoma therapy",
    }
    assert subject_json(infused().assessed(35))["second_infusion"]["closed"] is None


def test_a_warning_stands_with_its_class_words_detail_and_cells():
    rule = subject_json(infused().planned(61).assessed(35))["second_infusion"]
    assert rule["warnings"] == ["W_SAFETY_UNKNOWN", "W_PLANNED_AFTER_60"]
    assert rule["holds"] == ["W_SAFETY_UNKNOWN"]
    assert rule["reasons"][1] == {
        "code": "W_PLANNED_AFTER_60",
        "class": "warning",
        "words": "the second infusion is planned after day 60",
        "detail": "planned on day 61",
        "sources": ["study.xlsx · infusions!F19"],
    }


def test_a_verdict_stands_with_its_clauses_values_and_cells():
    criteria = subject_json(eligible().assessed(35))["eligibility"]["criteria"]
    assert criteria["I8b"]["evidence"] == {
        "clause": "LVEF > 50 %",
        "truth": "true",
        "value": "60",
        "dates": ["2026-01-09"],
        "sources": ["study.xlsx · labs!D10"],
    }
    assert [part["truth"] for part in criteria["I6"]["evidence"]["parts"]] == ["true", "true"]


def test_a_criterion_that_does_not_apply_shows_what_excused_it():
    evidence = subject_json(eligible().assessed(35))["eligibility"]["criteria"]["I9"]["evidence"]
    assert evidence == {"clause": "male", "truth": "true", "value": "yes", "dates": [], "sources": ["study.xlsx · subjects!B2"]}


def test_a_note_stands_with_its_value():
    found = changed(eligible(), "hemoglobin=8").assessed(35).eligibility.findings["I6"]
    assert "the newest result is not plausible in g/L" in json.dumps(judgement_json(found.holds))


def test_the_anchor_and_a_later_worsening_stand_beside():
    found = subject_json(eligible().infused(leukapheresis_on=on(-14)).lab("lvef", "40", -3).assessed(35))["eligibility"]
    assert (found["overall"], found["judged_on"], found["anchor"]) == ("eligible", "2026-01-15", "leukapheresis")
    assert {name: later["status"] for name, later in found["later"].items()} == {"I8b": "not_met"}


def test_the_inclusion_part_is_named_as_such():
    assert "Exclusion criteria are not part of the supplied text" in subject_json(eligible().assessed(35))["eligibility"]["note"]


def test_the_doses_are_told_in_digits_and_unknown_as_null():
    found = subject_json(subject().infused(weight_kg="100.50", total_cells="2.01e8").assessed(35))["dose"]
    told = {"planned_cells": "201000000", "given_cells": "201000000", "weight_kg": "100.5", "more_than_10_percent_off": False}
    assert found[0] == {"infusion": 1, **told, "over_label_cap": True}
    blank = subject_json(subject().infused().assessed(35))["dose"][1]
    assert blank == {"infusion": 2, **dict.fromkeys(told), "over_label_cap": None}


def test_the_days_in_hospital_stand_by_infusion():
    found = subject_json(subject().infused(discharged_on=on(13)).assessed(35))["monitoring"]
    assert {name: finding["status"] for name, finding in found.items()} == {"infusion_1": "not_met"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "yes"),
        (False, "no"),
        (2, "2"),
        ("CR", "CR"),
        (Decimal("1E+2"), "100"),
        (Decimal("79.90"), "79.9"),
        (Span(None, Decimal("0.5"), high_open=True), "<0.5"),
    ],
)
def test_a_value_is_told_in_digits_and_words(value, text):
    assert value_text(value) == text


def test_the_whole_answer_is_one_json_object():
    problems = [Problem("labs.xlsx · labs!D14", "'1,2x' is not a number; expected a number in g/L")]
    found = cohort_json([patient.assessed(35) for patient in COHORT.values()], on(35), Settings(), problems, ["a notice"])
    assert list(found) == ["as_of", "protocol", "settings", "problems", "notices", "subjects"]
    assert (found["as_of"], found["protocol"]) == ("2026-03-05", "NCT06902012 v1")
    assert found["problems"] == ["labs.xlsx · labs!D14: '1,2x' is not a number; expected a number in g/L"]
    assert found["settings"] == dict.fromkeys(Settings.model_fields, "unset")
    assert json.loads(json.dumps(found)) == found
    assert len(found["subjects"]) == len(COHORT)
