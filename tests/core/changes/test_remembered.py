"""A laboratory's sheet is asked about once: what was answered is kept in the ledger, can be looked at and forgotten."""

import pytest

from core.changes.remembered import forget, keep, name_of, remembered
from core.changes.undo import undo
from core.changes.upload import prepare
from core.intake.reader import Handed
from core.layouts.layout import AnalyteColumn, Layout, LayoutRefused, Written
from core.layouts.question import IGNORED, UNIT
from core.ledger.plan import LAYOUT, REMEMBER
from core.ledger.verify import verify
from tests.core.changes.telling import csv, plan, store, told

HEAD = "Patient ID,Date,Creatinine,Hb (g/L),Albumin"
FIRST = Handed("february.csv", f"{HEAD}\nS-003,2026-02-05,88,81,30\n".encode())
NEXT = Handed("march.csv", f"{HEAD}\nS-003,2026-03-02,91,84,31\n".encode())
EXPORT = Layout(name="mine", sheet="ctdna", laboratory="Central", columns={"subject_id": "P", "collected_on": "D"}, others="ask")


def answers(found):
    """The creatinine in umol/L, and each tick."""
    return {one.id: "umol/L" if one.kind == UNIT else one.ways[0].value for one in found.questions}


def asked_once(ledger, laboratory="Central", by="Dr A"):
    found = prepare(ledger, [FIRST])
    return store(ledger, plan(prepare(ledger, [FIRST], choices=answers(found), remember=laboratory)), by)


def test_what_was_answered_for_a_laboratory_is_not_asked_of_its_next_sheet(ledger):
    first = prepare(ledger, [FIRST])
    assert sorted(one.kind for one in first.questions) == [IGNORED, UNIT]
    assert (first.plan, first.changes) == (None, ())
    asked_once(ledger)
    found = prepare(ledger, [NEXT])
    assert found.questions == ()
    assert [(str(each.states.record.value), each.states.record.unit) for each in plan(found).changes] == [("91", "umol/L"), ("84", "g/L")]
    (layout,) = [each.layout for each in remembered(ledger)]
    assert (found.recognized[0].layout, found.recognized[0].laboratory) == (layout.name, "Central")
    assert plan(found).body["layouts"] == [layout.name]


def test_it_is_kept_in_the_entry_of_the_upload_with_who_and_when(ledger, clock):
    receipt = asked_once(ledger, by="Dr B")
    (kept,) = remembered(ledger)
    assert (kept.layout.laboratory, kept.layout.sheet, kept.entry, kept.by, kept.at) == ("Central", "labs", 1, "Dr B", clock.now)
    assert kept.layout.name == name_of(prepare(ledger, [FIRST]).understood[0], "Central")
    assert receipt.entry.body[REMEMBER] == [kept.layout.model_dump(mode="json", exclude_defaults=True)]
    assert verify(ledger).broken == ()


def test_without_a_laboratory_and_without_an_answer_nothing_is_remembered(ledger):
    store(ledger, plan(prepare(ledger, [FIRST], choices=answers(prepare(ledger, [FIRST])))))
    contract = csv("labs", "collected_at,analyte,value,unit", "S-003,2026-02-06,hemoglobin,80,g/L")
    store(ledger, plan(prepare(ledger, [contract], remember="Central")))
    assert remembered(ledger) == ()
    asked_once(ledger)
    assert REMEMBER not in plan(prepare(ledger, [NEXT], remember="Central")).body


def test_the_same_answers_make_the_same_plan_and_no_answer_none(ledger):
    choices = answers(prepare(ledger, [FIRST]))
    plans = [plan(prepare(ledger, [FIRST], choices=choices, remember="Central")) for _ in range(2)]
    assert plans[0].hash == plans[1].hash
    for asked in choices:
        assert prepare(ledger, [FIRST], choices={one: way for one, way in choices.items() if one != asked}).plan is None


def test_what_is_shown_is_what_is_stored(ledger):
    shown = plan(prepare(ledger, [FIRST], choices=answers(prepare(ledger, [FIRST]))))
    store(ledger, shown)
    assert [each.held.record for each in ledger.standing("S-003")] == [each.states.record for each in shown.changes]


def test_an_undo_takes_back_the_facts_and_forgets_no_layout(ledger):
    seq = asked_once(ledger).entry.seq
    store(ledger, undo(ledger, seq, "the wrong file").plan)
    assert (ledger.standing("S-003"), len(remembered(ledger))) == ((), 1)
    assert prepare(ledger, [NEXT]).questions == ()


def test_what_is_forgotten_is_asked_again_and_was_known_before(ledger):
    asked_once(ledger)
    (kept,) = remembered(ledger)
    receipt = forget(ledger, kept, "Dr A", "forget")
    assert (receipt.entry.action, remembered(ledger), remembered(ledger, 1)) == (LAYOUT, (), (kept,))
    assert len(prepare(ledger, [NEXT]).questions) == 2
    asked_once_more = prepare(ledger, [NEXT])
    store(ledger, plan(prepare(ledger, [NEXT], choices=answers(asked_once_more), remember="Central")))
    assert [each.entry for each in remembered(ledger)] == [3]


def test_one_brought_as_a_file_is_used_and_the_newest_of_a_name_counts(ledger):
    keep(ledger, EXPORT, "Dr A", "one")
    keep(ledger, EXPORT.model_copy(update={"name": "other"}), "Dr A", "two")
    keep(ledger, EXPORT.model_copy(update={"ignored": ["Lot"]}), "Dr B", "three")
    assert [(each.layout.name, each.layout.ignored, each.entry) for each in remembered(ledger)] == [("mine", ["Lot"], 3), ("other", [], 2)]
    assert ledger.version() == 0  # no fact and no setting was touched


def test_of_two_laboratories_each_has_its_own(ledger):
    keep(ledger, EXPORT, "Dr A", "one")
    keep(ledger, EXPORT.model_copy(update={"laboratory": "North"}), "Dr A", "two")
    (north, central) = remembered(ledger)
    forget(ledger, north, "Dr A", "three")
    assert remembered(ledger) == (central,)


def form(laboratory, order, *analytes):
    heads = {"hemoglobin": "Hb (g/L)", "platelets": "PLT (10*9/L)"}
    return Layout(
        name=f"{laboratory} {len(analytes)}",
        sheet="labs",
        laboratory=laboratory,
        columns={"subject_id": "Patient ID", "collected_at": "Date"},
        analytes={heads[each]: AnalyteColumn(analyte=each) for each in analytes},
        notation={"Date": Written(dates=order)},
        others="ask",
    )


def test_where_two_laboratories_write_the_same_heads_and_mean_different_days_it_is_asked_whose_a_sheet_is(ledger):
    keep(ledger, form("North", "day-first", "hemoglobin"), "Dr A", "one")
    keep(ledger, form("South", "month-first", "hemoglobin", "platelets"), "Dr A", "two")
    file = Handed("lab.csv", b"Patient ID,Date,Hb (g/L),PLT (10*9/L)\nS-1,02/03/2026,80,100\n")
    (asked,) = prepare(ledger, [file]).questions
    assert asked.sentence == "has the heads of 2 remembered layouts; expected whose it is"
    found = prepare(ledger, [file], choices={asked.id: "South 2"})
    assert {str(each.states.record.collected_at) for each in plan(found).changes} == {"2026-02-03"}


def test_of_one_laboratory_the_layout_that_names_most_is_used_and_the_newest_of_those_alike(ledger):
    keep(ledger, form("North", "day-first", "hemoglobin", "platelets"), "Dr A", "one")
    keep(ledger, form("North", "day-first", "hemoglobin"), "Dr A", "two")
    for row, used in ((b"Hb (g/L)\nS-1,02/03/2026,80", "North 1"), (b"Hb (g/L),PLT (10*9/L)\nS-1,02/03/2026,80,100", "North 2")):
        assert plan(prepare(ledger, [Handed("lab.csv", b"Patient ID,Date," + row + b"\n")])).body["layouts"] == [used]


@pytest.mark.parametrize("said", [{"name": "old", "sheet": "gone", "columns": {}}, {}])
def test_a_layout_that_cannot_be_used_any_more_is_none(ledger, said):
    ledger.note(LAYOUT, {REMEMBER: [said]}, "Dr A", "old")
    assert remembered(ledger) == ()


def test_a_body_that_only_speaks_the_word_tells_of_no_layout(ledger):
    told(ledger, csv("labs", "collected_at,analyte,value,unit", "S-003,2026-02-06,hemoglobin,80,g/L"))
    ledger.note("export", {"what": {"remember": []}}, "Dr A", "export")
    assert ledger.layouts() == ()


@pytest.mark.parametrize("nobody", [None, " "])
def test_a_layout_of_no_laboratory_is_not_kept(ledger, nobody):
    with pytest.raises(LayoutRefused, match=r"^the layout 'mine' names no laboratory; expected one, whose tables it is for$"):
        keep(ledger, EXPORT.model_copy(update={"laboratory": nobody}), "Dr A", "one")
    assert ledger.head().seq == 0


def test_of_two_laboratories_that_say_the_same_the_one_that_was_trusted_is_named(ledger):
    keep(ledger, form("North", "day-first", "hemoglobin"), "Dr A", "one")
    keep(ledger, form("South", "day-first", "hemoglobin"), "Dr A", "two")
    found = prepare(ledger, [Handed("lab.csv", b"Patient ID,Date,Hb (g/L)\nS-1,02/03/2026,80\n")])
    assert (found.questions, found.recognized[0].laboratory, found.recognized[0].layout) == ((), "South", "South 1")
    assert {each.how for each in found.recognized[0].columns} >= {"remembered for South; day-first: remembered for South"}


def test_an_order_that_is_remembered_and_gives_days_to_come_is_asked_about(ledger):
    keep(ledger, form("North", "day-first", "hemoglobin"), "Dr A", "one")
    (asked,) = prepare(ledger, [Handed("lab.csv", b"Patient ID,Date,Hb (g/L)\nS-1,02/03/2026,80\nS-1,03/04/2026,81\n")]).questions
    assert str(asked) == (
        "lab.csv · lab!B1: 2 texts like '02/03/2026' (lab.csv · lab!B2) are dates by day first and by month first, "
        "and day-first, remembered for North, would give 1 day that cannot be; expected the order of the dates"
    )
