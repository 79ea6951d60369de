"""The visits of the schedule against what is recorded: done, partly done, due, upcoming, missed, and where it cannot be told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.protocol.schedule import (
    ASSUMED_SCHEDULE,
    DONE,
    DUE,
    ENDED,
    MISSED,
    OPEN,
    PARTLY,
    SHEET_OF,
    UNTOLD,
    UPCOMING,
    schedule,
)  # fmt: skip
from core.protocol.setting import Visit, VisitSchedule
from tests.core.patient import INFUSED_ON, on, subject

D28 = Visit(28, 3, "PET/CT, ctDNA")


def visits(patient, day, *planned):
    """The states by name on a day since infusion 1."""
    found = schedule(patient.facts().until(on(day)), on(day), planned)
    return {each.name: each for each in found.visits}


def state(patient, day, visit=D28):
    (found,) = visits(patient, day, visit).values()
    return found.state


@pytest.mark.parametrize(("day", "expected"), [(1, UPCOMING), (24, UPCOMING), (25, DUE), (28, DUE), (31, DUE), (32, MISSED), (300, MISSED)])
def test_a_visit_without_a_record_is_upcoming_due_then_missed(day, expected):
    assert state(subject().infused(), day) == expected


@pytest.mark.parametrize(("day", "there"), [(24, False), (25, True), (31, True), (32, False)])
def test_a_record_counts_within_the_days_of_the_visit_both_ends_included(day, there):
    patient = subject().infused().ctdna(day, "positive").pet(day, "CR")
    assert state(patient, 60) == (DONE if there else MISSED)


@pytest.mark.parametrize("day", [30, 60])
def test_a_visit_with_some_of_its_records_is_partly_done_and_names_the_rest(day):
    (found,) = visits(subject().infused().ctdna(28, "failed"), day, D28).values()
    assert (found.state, found.missing) == (PARTLY, ("PET/CT",))
    assert [[fact.record.sheet for fact in item.records] for item in found.items] == [[], ["ctdna"]]


@pytest.mark.parametrize(
    ("words", "sheet"),
    [("ctDNA", "ctdna"), ("PET/CT", "pet"), ("Labs", "labs"), ("counts", "labs"), ("survival", "follow_up"), ("bedside", "bedside")],
)
def test_the_words_of_an_item_name_a_sheet(words, sheet):
    assert SHEET_OF[words.casefold()] == sheet


@pytest.mark.parametrize(
    ("items", "patient"),
    [
        ("labs", subject().infused().lab("hemoglobin", "100", 28)),
        ("counts", subject().infused().lab("neutrophils", "1.2", 27)),
        ("survival", subject().infused().seen(29)),
        ("bedside", subject().infused().bedside(28, temperature=37)),
    ],
)
def test_each_sheet_can_tell_that_a_visit_was_done(items, patient):
    assert state(patient, 60, Visit(28, 3, items)) == DONE


def test_words_that_name_no_sheet_are_shown_and_never_missed():
    patient = subject().infused()
    only, both = Visit(28, 3, "B cells, IgG"), Visit(56, 4, "ctDNA, IgG")
    assert [state(patient, day, only) for day in (20, 28, 60)] == [UPCOMING, UNTOLD, UNTOLD]
    found = visits(patient.ctdna(56, "negative"), 70, only, both)
    assert found["d56"].state == DONE
    assert [(item.words, item.sheet) for item in found["d56"].items] == [("ctDNA", "ctdna"), ("IgG", None)]


@pytest.mark.parametrize(
    ("patient", "doubt"),
    [
        (subject().infused().pet(28, "NE"), "a scan not evaluable or not done"),
        (subject().infused().row("pet", scanned_on="2030-01-01", response="CR"), "a record bears a day in the future"),
    ],
)
def test_a_record_that_may_be_the_visit_leaves_it_unknown(patient, doubt):
    found = visits(patient, 60, Visit(28, 3, "PET/CT"))["d28"]
    assert (found.state, found.items[0].doubt) == (OPEN, doubt)
    assert state(patient, 30, Visit(28, 3, "PET/CT")) == DUE


def test_a_record_without_a_day_leaves_a_visit_unknown():
    assert state(subject().infused().seen(None), 60, Visit(28, 3, "survival")) == OPEN


def test_a_row_that_could_not_be_read_leaves_a_visit_unknown():
    facts = subject().infused().facts()
    object.__setattr__(facts, "refused", frozenset({"ctdna"}))
    found = schedule(facts, on(60), (Visit(28, 3, "ctDNA"), Visit(29, 0, "PET/CT")))
    assert [(each.state, each.items[0].doubt) for each in found.visits] == [(OPEN, "a row could not be read"), (MISSED, "")]


def test_after_infusion_2_the_schedule_is_counted_from_it_as_well():
    patient = subject().infused().infused(40, 2).ctdna(28, "positive").pet(28, "CR").ctdna(68, "negative")
    found = visits(patient, 70, D28, Visit(56, 4, "ctDNA"))
    assert {name: each.state for name, each in found.items()} == {"d28": DONE, "d56": MISSED, "2+28": PARTLY, "2+56": UPCOMING}
    assert (found["2+28"].day, found["2+28"].first, found["2+28"].last) == (on(68), on(65), on(71))
    assert list(visits(patient, 39, D28)) == ["d28"]


@pytest.mark.parametrize("patient", [subject().infused().seen(30, "dead"), subject().infused().treated(30)])
def test_what_ends_the_case_ends_what_is_expected(patient):
    found = visits(patient, 60, Visit(7, 1, "labs"), D28, Visit(56, 4, "ctDNA"))
    assert [each.state for each in found.values()] == [MISSED, ENDED, ENDED]
    assert [each.state for each in visits(patient, 29, Visit(7, 1, "labs"), D28).values()] == [MISSED, DUE]
    (partly,) = visits(patient.ctdna(28, "positive"), 60, D28).values()
    assert partly.state == PARTLY


def test_a_death_of_unknown_day_leaves_it_open_whether_anything_was_missed():
    patient = subject().infused().seen(None, "dead")
    found = schedule(patient.facts(), on(60), (Visit(28, 3, "ctDNA"), Visit(60, 3, "ctDNA"), Visit(90, 3, "ctDNA")))
    assert [each.state for each in found.visits] == [OPEN, OPEN, UPCOMING]
    assert [cited.column for cited in found.doubts] == ["death_on"]


def test_before_infusion_1_no_visit_is_expected():
    assert schedule(subject().ctdna(-6, "positive").facts(), on(0), (D28,)).visits == ()


def test_the_assumed_schedule_reads_as_a_schedule():
    read = VisitSchedule.model_validate({"value": ASSUMED_SCHEDULE})
    assert read.said == ASSUMED_SCHEDULE
    last = next(each for each in read.value if each.day == 56)
    assert last.day + last.margin == 60


@given(st.lists(st.tuples(st.integers(-5, 60), st.sampled_from(("ctdna", "pet", "seen"))), max_size=6), st.integers(0, 60))
@settings(max_examples=60, deadline=None)
def test_what_comes_after_the_as_of_day_changes_no_visit(records, day):
    def told(rows):
        patient = subject().infused()
        for at, sheet in rows:
            patient = patient.seen(at) if sheet == "seen" else getattr(patient, sheet)(at, None)
        planned = (Visit(7, 1, "ctDNA"), D28, Visit(40, 5, "survival, PET/CT"))
        return [(name, each.state, each.missing) for name, each in visits(patient, day, *planned).items()]

    assert told(records) == told([row for row in records if row[0] <= day])


def test_the_days_of_a_visit_are_counted_from_the_infusion():
    (found,) = visits(subject().infused(), 1, D28).values()
    assert (found.day - INFUSED_ON).days == 28
