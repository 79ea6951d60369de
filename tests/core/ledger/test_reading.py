"""What the ledger held at any entry, and what it tells of its own entries."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.facts.fact import Origin, Problem
from core.ledger.ledger import Recorded, Version
from core.ledger.stored import LeftOut
from tests.core.facts.notation import fact, lab
from tests.core.ledger.plans import ME, choose, correct, export, save, undo, upload, withdraw

LOST = LeftOut("S-001", "labs", (Problem("a.csv · labs!C3", "is no date; expected one"),), Origin("a.csv", "labs", 3, {"value": 2}))


def values(ledger, known=None):
    return [(stored.id, str(stored.held.record.value)) for stored in ledger.standing("S-001", known)]


def test_an_empty_ledger_knows_nobody(ledger):
    assert (ledger.head().seq, ledger.version(), ledger.subject_ids(), ledger.entries()) == (0, 0, (), ())
    assert (list(ledger.every()), ledger.standing("S-001"), ledger.history("S-001")) == ([], (), ())
    found = ledger.facts("S-001")
    assert (found.facts.subject_id, found.facts.labs, found.problems) == ("S-001", (), ())
    assert ledger.settings().in_words()["time_zone"] == "unset"


def test_a_correction_ends_one_fact_and_states_another_from_its_entry_on(ledger):
    save(ledger, upload(ledger, lab(value="100")))
    save(ledger, correct(ledger, 1, lab(value="90")))
    save(ledger, withdraw(ledger, 2, lab()))
    save(ledger, undo(ledger, 3))
    assert [values(ledger, known) for known in (0, 1, 2, 3, 4, 99)] == [
        [], [(1, "100")], [(2, "90")], [], [(2, "90")], [(2, "90")],
    ]  # fmt: skip
    assert values(ledger) == [(2, "90")]


def test_the_history_tells_every_fact_and_from_when_it_stood(ledger):
    save(ledger, upload(ledger, lab(value="100"), lab(subject_id="S-002")))
    save(ledger, correct(ledger, 1, lab(value="90")))
    save(ledger, undo(ledger, 2))
    found = ledger.history("S-001")
    assert [(version.stored.id, version.since) for version in found] == [
        (1, ((1, True), (2, False), (3, True))),
        (3, ((2, True), (3, False))),
    ]
    assert ledger.history("S-001", 2) == (
        Version(found[0].stored, ((1, True), (2, False))),
        Version(found[1].stored, ((2, True),)),
    )


def test_an_entry_tells_what_it_changed_in_the_order_of_its_changes(ledger):
    save(ledger, upload(ledger, lab(value="100"), lab(at="2026-03-04", value="80")))
    save(ledger, correct(ledger, 2, lab(at="2026-03-04", value="90")))
    old, new = ledger.history("S-001")[1:]
    assert ledger.changes_of(2) == (Recorded(1, old.stored, False), Recorded(1, new.stored, True))
    assert [(recorded.change, recorded.fact.id) for recorded in ledger.changes_of(1)] == [(1, 1), (2, 2)]
    assert ledger.changes_of(9) == ()


def test_subjects_stand_in_the_order_they_were_first_told_of_while_anything_of_them_stands(ledger):
    save(ledger, upload(ledger, lab(subject_id="S-2"), lab(subject_id="S-10")))
    save(ledger, upload(ledger, lab(subject_id="S-1"), lab(subject_id="S-2", at="2026-03-04")))
    save(ledger, withdraw(ledger, 2, lab(subject_id="S-10")))
    assert ledger.subject_ids() == ("S-2", "S-1")
    assert ledger.subject_ids(2) == ("S-2", "S-10", "S-1")
    assert ledger.subject_ids(1) == ("S-2", "S-10")


def test_one_pass_gives_every_subject_what_asking_for_it_gives(ledger, monkeypatch):
    monkeypatch.setattr("core.ledger.ledger.SUBJECTS_AT_ONCE", 2)
    save(ledger, upload(ledger, *(lab(subject_id=f"S-{number % 5}", at=f"2026-03-{number + 1:02}") for number in range(13))))
    save(ledger, correct(ledger, 3, lab(subject_id="S-2", value="90")))
    for known in (1, 2):
        assert list(ledger.every(known)) == [(subject_id, ledger.standing(subject_id, known)) for subject_id in ledger.subject_ids(known)]


def test_a_pass_does_not_see_what_is_told_meanwhile_and_keeps_nobody_waiting(ledger, monkeypatch):
    monkeypatch.setattr("core.ledger.ledger.SUBJECTS_AT_ONCE", 1)
    save(ledger, upload(ledger, lab(subject_id="S-1", value="100"), lab(subject_id="S-2", value="100")))
    found = []
    for subject_id, rows in ledger.every():
        save(ledger, upload(ledger, lab(subject_id="S-2", at="2026-03-04"), lab(subject_id="S-3")))
        found.append((subject_id, len(rows)))
    assert found == [("S-1", 1), ("S-2", 1)]


def test_who_told_a_fact_and_when_stands_in_its_origin(ledger, clock):
    save(ledger, upload(ledger, lab(value="100")), by="Wu")
    clock.step(days=1)
    save(ledger, correct(ledger, 1, lab(value="90")), by="Li")
    (stored,) = ledger.standing("S-001")
    told = stored.held.origin.told
    assert (told.entry, told.by, str(told.on), told.at) == (2, "Li", "2026-03-06", clock.now)


def test_a_cell_kept_from_an_older_fact_keeps_its_origin(ledger):
    save(ledger, upload(ledger, fact("subjects", sex="male", row=7)), by="Wu")
    (old,) = ledger.standing("S-001")
    overlaid = fact("subjects", sex="male", site="01", row=9)
    merged = replace(overlaid, origins={"sex": old.held.origin, "site": overlaid.origin})
    save(ledger, correct(ledger, 1, merged), by="Li")
    (new,) = ledger.standing("S-001")
    assert new.held.origins["sex"] == old.held.origin
    assert (new.held.cell("sex"), new.held.cell("site")) == ("study.xlsx · subjects!B7", "study.xlsx · subjects!E9")
    assert (new.held.origins["site"].told.by, new.held.origin.told.entry) == ("Li", 2)


def test_a_fact_told_again_as_of_an_older_entry_keeps_who_told_it_first(ledger):
    save(ledger, upload(ledger, lab()), by="Wu")
    (old,) = ledger.standing("S-001")
    save(ledger, correct(ledger, 1, replace(lab(), origin=old.held.origin)), by="Li")
    assert ledger.standing("S-001")[0].held.origin == old.held.origin


def test_a_fault_of_a_cell_stays_with_its_fact_and_is_a_problem(ledger):
    save(ledger, upload(ledger, lab(value="", faults={"value": "is not a number; expected a number in g/L"})))
    found = ledger.facts("S-001")
    assert found.facts.labs[0].faults == {"value": "is not a number; expected a number in g/L"}
    assert [str(problem) for problem in found.problems] == ["study.xlsx · labs!D2: is not a number; expected a number in g/L"]


def test_a_row_left_out_makes_its_sheet_refused_while_it_stands(ledger):
    save(ledger, upload(ledger, LOST))
    (stored,) = ledger.standing("S-001")
    assert (stored.held.problems, stored.held.origin[:4], stored.sheet) == (LOST.problems, LOST.origin[:4], "labs")
    found = ledger.facts("S-001")
    assert (found.facts.refused, found.problems) == ({"labs"}, LOST.problems)
    save(ledger, undo(ledger, 1))
    assert ledger.facts("S-001").facts.refused == frozenset()


def test_a_row_left_out_without_a_problem_names_its_subject_and_refuses_nothing(ledger):
    save(ledger, upload(ledger, replace(LOST, problems=())))
    assert ledger.subject_ids() == ("S-001",)
    assert ledger.facts("S-001").facts.refused == frozenset()


def test_the_snapshot_finds_what_lies_between_rows(ledger):
    save(ledger, upload(ledger, fact("subjects", sex="male"), fact("subjects", sex="female", row=3)))
    assert "are in conflict" in str(ledger.facts("S-001").problems[0])


def test_a_snapshot_is_read_once_until_its_subject_is_touched(ledger):
    save(ledger, upload(ledger, lab()))
    first = ledger.facts("S-001")
    save(ledger, upload(ledger, lab(subject_id="S-002")))
    assert ledger.facts("S-001") is first
    save(ledger, correct(ledger, 1, lab(value="90")))
    assert str(ledger.facts("S-001").facts.labs[0].record.value) == "90"
    assert ledger.facts("S-001", 2) is first


def test_a_setting_holds_from_its_entry_until_it_is_set_anew_or_unset(ledger):
    for value in ("yes", "no", None):
        save(ledger, choose(ledger, "pr_requires_ctdna", value))
    said = [ledger.settings(known).pr_requires_ctdna for known in (0, 1, 2, 3)]
    assert [chosen and (chosen.value, chosen.by, str(chosen.on)) for chosen in said] == [
        None, (True, ME, "2026-03-05"), (False, ME, "2026-03-05"), None,
    ]  # fmt: skip


def test_the_version_counts_what_changes_an_answer(ledger):
    save(ledger, upload(ledger, lab()))
    save(ledger, export())
    save(ledger, choose(ledger, "pr_requires_ctdna", "yes"))
    save(ledger, upload(ledger, seen=[1]))
    assert [ledger.version(known) for known in (None, 0, 1, 2, 3, 4)] == [3, 0, 1, 1, 3, 3]


def test_the_entry_of_a_moment_is_the_newest_recorded_by_then(ledger, clock):
    start = clock.now
    save(ledger, export())
    save(ledger, export(1))
    clock.step(hours=1)
    save(ledger, export(2))
    tick = timedelta(microseconds=1)
    asked = [start - tick, start, start + timedelta(hours=1) - tick, start + timedelta(hours=1), datetime(2030, 1, 1, tzinfo=UTC)]
    assert [ledger.entry_at(moment) for moment in asked] == [0, 2, 2, 3, 3]
    with pytest.raises(ValueError, match="has no offset"):
        ledger.entry_at(datetime(2026, 3, 5))


def test_entries_are_told_by_number_and_by_the_subject_they_touched(ledger):
    save(ledger, upload(ledger, lab()))
    save(ledger, export())
    save(ledger, upload(ledger, lab(subject_id="S-002"), lab(at="2026-03-04")))

    def numbers(**asked):
        return [entry.seq for entry in ledger.entries(**asked)]

    assert numbers() == [1, 2, 3]
    assert (numbers(first=2), numbers(last=2), numbers(first=2, last=2)) == ([2, 3], [1, 2], [2])
    assert (numbers(subject_id="S-001"), numbers(subject_id="S-002"), numbers(subject_id="S-003")) == ([1, 3], [3], [])
    assert ledger.touched_since(0) == {"S-001": 3, "S-002": 3}
    assert (ledger.touched_since(1), ledger.touched_since(3)) == ({"S-001": 3, "S-002": 3}, {})


def test_the_supporters_of_a_fact_are_whoever_told_it(ledger):
    save(ledger, upload(ledger, lab(), lab(at="2026-03-04")))
    save(ledger, upload(ledger, seen=[2]))
    save(ledger, upload(ledger, seen=[2, 1]))
    assert [ledger.supporters(number) for number in (1, 2, 9)] == [(1, 3), (1, 2, 3), ()]
    assert [ledger.seen_by(seq) for seq in (1, 2, 3)] == [(), (2,), (1, 2)]


def test_the_day_of_a_site_without_a_time_zone_is_the_machines(ledger, clock):
    assert ledger.today() == clock.now.astimezone().date()


def test_more_values_than_one_question_may_name_are_asked_in_parts(ledger, monkeypatch):
    monkeypatch.setattr("core.ledger.reading.MOST_AT_ONCE", 2)
    rows = [lab(subject_id=f"S-{number}") for number in range(5)]
    save(ledger, upload(ledger, *rows))
    save(ledger, upload(ledger, seen=range(1, 6)))
    found = undo(ledger, 1)
    assert len(found.changes) == 5
    save(ledger, found)
    assert ledger.subject_ids() == ()
