"""The events of the timeline: every known fact in one of them, nothing of the days ahead, no end and no day invented."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.pictures.timeline_events import LANE_OF, UNRESOLVED, events
from tests.core.patient import at, on, subject

DAY = st.integers(-30, 70)
MAYBE = st.one_of(st.none(), DAY)
SHEETS = ("ctdna", "pet", "labs", "lesions", "screening", "bedside", "infections", "adverse_events", "treatments", "follow_up")
ROWS = st.lists(st.tuples(st.sampled_from(SHEETS), DAY, MAYBE, MAYBE), max_size=12)


def told(patient, day=35):
    return events(patient.assessed(day))


def said(patient, day=35):
    """What each event says, and on which day since infusion 1."""
    return [(each.what, None if each.first is None else (each.first - on(0)).days) for each in told(patient, day)]


def filled(rows, patient=None):
    found = patient or subject().infused()
    for hour, row in enumerate(rows):
        found = with_row(found, hour, *row)
    return found


def with_row(found, hour, sheet, day, start, end):
    cells: dict[str, dict[str, Any]] = {
        "ctdna": {"collected_on": on(day), "call": "positive"},
        "pet": {"scanned_on": on(day)},
        "labs": {"collected_at": at(day, hour), "analyte": "hemoglobin", "value": "100", "unit": "g/L"},
        "lesions": {"assessed_on": on(day), "lesion": f"L{hour}"},
        "screening": {"assessed_on": on(day), "ecog": 1},
        "bedside": {"assessed_at": at(day, hour), "crs_grade_recorded": 1},
        "infections": {"onset_on": _on(start), "resolved_on": _on(end), "organism": "CMV"},
        "adverse_events": {"term": f"t{hour}", "onset_on": _on(start), "resolved_on": _on(end)},
        "treatments": {"drug": f"d{hour}", "given_at": _on(start)},
        "follow_up": {"seen_on": _on(start), "death_on": _on(end), "status": "alive"},
    }
    return found.row(sheet, **cells[sheet])


def _on(day):
    return None if day is None else on(day)


@given(ROWS, st.integers(0, 70))
@settings(max_examples=100, deadline=None)
def test_every_fact_known_on_the_day_is_in_an_event(rows, day):
    found = filled(rows).assessed(day)
    cited = {(each.fact.origin.sheet, each.fact.origin.row) for event in events(found) for each in event.sources}
    known = {
        (fact.origin.sheet, fact.origin.row)
        for sheet in LANE_OF
        if sheet not in ("subjects", "follow_up")
        for fact in getattr(found.facts, sheet)
    }
    seen = [fact for fact in found.facts.follow_up if fact.record.seen_on is None or fact.record.seen_on <= on(day)]
    assert known | {(fact.origin.sheet, fact.origin.row) for fact in seen} <= cited


@given(ROWS, st.integers(0, 70))
@settings(max_examples=100, deadline=None)
def test_nothing_after_the_as_of_day_is_told(rows, day):
    for each in told(filled(rows), day):
        assert [when for when in (each.first, each.last) if when is not None and when > on(day)] == []


@given(ROWS)
@settings(max_examples=60, deadline=None)
def test_what_is_counted_is_what_is_cited(rows):
    for each in told(filled(rows), 70):
        assert each.count == len(each.sources)


@pytest.mark.parametrize(
    ("resolved", "day", "end", "open_end"), [(None, 40, None, True), (30, 40, 30, False), (40, 40, 40, False), (41, 40, None, True)]
)
def test_an_end_that_has_not_come_by_the_as_of_day_is_open_and_said(resolved, day, end, open_end):
    for patient in (subject().infused().infection(20, resolved), filled([("adverse_events", 0, 20, resolved)])):
        (found,) = [each for each in told(patient, day) if each.lane in ("infections", "adverse events")]
        assert (found.last, found.open_end) == (_on(end), open_end)
        assert (UNRESOLVED in found.what, UNRESOLVED in found.label) == (open_end, open_end)


def test_a_resolution_before_its_onset_ends_nothing_earlier():
    (found,) = [each for each in told(filled([("adverse_events", 0, 20, 10)])) if each.lane == "adverse events"]
    assert found.last in (None, on(20))


@pytest.mark.parametrize(("resolved", "words"), [(30, "resolved 2026-02-28"), (None, UNRESOLVED), (60, UNRESOLVED)])
def test_an_unknown_onset_has_no_day_and_is_said(resolved, words):
    (found,) = [each for each in told(subject().infused().infection(None, resolved)) if each.lane == "infections"]
    assert (found.first, found.open_end) == (None, False)
    assert f"onset not recorded, {words}" in found.what


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            {"status": "given", "infused_on": on(30)},
            [("in hospital after infusion 2, no discharge recorded", 30), ("infusion 2 given", 30)],
        ),
        ({"status": "given", "infused_on": on(36)}, []),
        ({"status": "planned", "infused_on": on(40)}, [("infusion 2 planned", 40)]),
        ({"status": "planned"}, [("infusion 2 planned", None)]),
        ({"status": "given"}, [("infusion 2 given", None)]),
        ({"status": "given", "infused_on": "2030-01-01"}, []),
        ({"infused_on": on(30)}, [("infusion 2, whether given not recorded", 30)]),
        ({"discharged_on": on(30)}, [("discharge, infusion 2", 30)]),
        ({"discharged_on": on(36)}, []),
        ({"lymphodepletion_on": on(30), "leukapheresis_on": on(36)}, [("start of lymphodepletion for infusion 2", 30)]),
    ],
)
def test_an_infusion_is_told_as_it_stood(cells, expected):
    patient = subject().infused(discharged_on=on(14)).row("infusions", number=2, **cells)
    assert [each for each in said(patient) if "infusion 2" in each[0]] == expected


@pytest.mark.parametrize(("discharged", "stay"), [(14, (14, False)), (40, (None, True)), (None, (None, True))])
def test_a_stay_in_hospital_lasts_to_the_discharge(discharged, stay):
    found = next(each for each in told(subject().infused(discharged_on=_on(discharged))) if "in hospital" in each.what)
    assert (None if found.last is None else (found.last - on(0)).days, found.open_end) == stay


def test_a_discharge_before_its_infusion_stands_alone():
    assert ("discharge, infusion 1", -2) in said(subject().infused(discharged_on=on(-2)))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"seen_on": on(20), "status": "alive"}, [("follow-up, alive", 20)]),
        ({"seen_on": on(20)}, [("follow-up, whether alive not recorded", 20)]),
        ({"seen_on": on(20), "status": "dead"}, [("follow-up, dead", 20)]),
        ({"seen_on": on(20), "status": "dead", "death_on": on(18)}, [("death, cause not recorded", 18), ("follow-up, dead", 20)]),
        ({"seen_on": on(40), "status": "dead", "death_on": on(18), "cause": "lymphoma"}, [("death, lymphoma", 18)]),
        ({"seen_on": on(40), "progression_on": on(18)}, []),
        ({"seen_on": on(20), "progression_on": on(18)}, [("progression", 18), ("follow-up, whether alive not recorded", 20)]),
        ({"seen_on": on(20), "progression_on": on(50)}, [("follow-up, whether alive not recorded", 20)]),
    ],
)
def test_a_follow_up_tells_of_death_by_its_own_day(cells, expected):
    found = [each for each in told(subject().infused().row("follow_up", **cells)) if each.lane == "follow-up"]
    assert [(each.what, (each.first - on(0)).days) for each in found] == expected


def test_a_death_at_the_bedside_is_told():
    assert ("death, crs", 9) in said(subject().infused().bedside(9, death="crs"))
    assert [each.kind for each in told(subject().infused().seen(20, "dead")) if each.lane == "follow-up"] == ["death"]


def test_consent_is_told_once_it_has_come():
    patient = subject().infused().person(consent_date=on(-10))
    assert ("consent", -10) in said(patient)
    assert [each for each in said(subject().person(consent_date=on(40)).infused()) if each[0] == "consent"] == []
    assert [each for each in said(subject().person(consent_date=None).infused()) if each[0] == "consent"] == []


def test_the_results_of_a_day_stand_together_with_their_number():
    patient = subject().infused().lab("hemoglobin", "100", 3).lab("platelets", "90", 3).lab("hemoglobin", "99", 4)
    assert [each for each in said(patient) if "result" in each[0]] == [("2 results", 3), ("result", 4)]


def test_a_bedside_day_tells_its_grades_and_how_many_rows():
    patient = subject().infused().graded(-1, 0, 0).graded(2, 2, 0).graded(2, 1, 1, hour=20)
    assert [each for each in said(patient) if "bedside" in each[0]] == [
        ("bedside row: not graded", -1),
        ("2 bedside rows: CRS 2, ICANS 1", 2),
    ]


def test_what_is_not_recorded_is_said_and_never_filled_in():
    patient = subject().infused().ctdna(10, None, None, value="3").pet(11, None, None).pet(12, "CR", deauville="2")
    patient = patient.row("treatments", given_at=on(13)).row("treatments", drug="x", dose="5", unit="mg", purpose="crs", given_at=on(14))
    patient = patient.row("adverse_events", onset_on=on(15)).row("adverse_events", term="fall", grade="3", serious="yes", onset_on=on(16))
    assert [what for what, day in said(patient) if day is not None and 10 <= day <= 16] == [
        "no call, 3 unit not recorded, assay not recorded",
        "modality not recorded: no response recorded",
        "PET/CT: CR, Deauville 2",
        "drug not recorded, dose not recorded, purpose not recorded",
        "x, 5 mg, for crs",
        "term not recorded, grade not recorded, not recorded as resolved",
        "fall, grade 3, serious, not recorded as resolved",
    ]


def test_a_record_dated_after_it_was_recorded_is_counted_without_that_day():
    patient = subject().infused().ctdna(28, "positive").row("ctdna", collected_on="2030-01-01", call="negative")
    patient = patient.row("infections", onset_on=on(20), resolved_on="2030-01-01")
    found = [(each.lane, each.what) for each in told(patient) if each.first is None]
    assert found == [("ctDNA", "ctdna: dated after it was recorded, not used until corrected")]
    assert [each.open_end for each in told(patient) if each.lane == "infections"] == [True]


def test_events_stand_in_order_of_day_and_those_without_one_last():
    days = [each.first for each in told(filled([("infections", 0, None, None), ("ctdna", 3, None, None), ("pet", -3, None, None)]))]
    assert days == [on(-3), on(0), on(0), on(3), None]
    assert Counter(each is None for each in days)[True] == 1
