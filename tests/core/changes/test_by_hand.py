"""One record by hand: read as a cell of a file is, every fault at once, and what stood before stays in the history."""

import pytest

from core.changes.by_hand import EMPTIED, Unfit, enter, withdraw
from core.ledger.plan import CORRECTED, NEW, WITHDRAWN
from tests.core.changes.telling import cells, csv, store, told

WHY = "as told on the phone"
LAB = {"collected_at": "2026-03-01T08:00", "analyte": "hemoglobin", "value": "80", "unit": "g/L"}
FILE = csv("labs", "collected_at,analyte,value,unit,upper_limit", "S-1,2026-03-01T08:00,hemoglobin,80,g/L,160")


def entered(ledger, typed, sheet="labs", **options):
    return enter(ledger, "S-1", sheet, typed, "Dr B", WHY, **options)


def faults(ledger, typed, subject_id="S-1", sheet="labs", by="Dr B", reason=WHY, **options):
    with pytest.raises(Unfit) as found:
        enter(ledger, subject_id, sheet, typed, by, reason, **options)
    return found.value.faults


def test_a_new_record_stands_and_says_who_entered_it(ledger):
    plan = entered(ledger, LAB | {"value": " 80 ", "upper_limit": ""})
    assert ([change.kind for change in plan.changes], plan.reason, plan.base) == ([NEW], WHY, 0)
    store(ledger, plan, "Dr B")
    (fact,) = ledger.facts("S-1").facts.labs
    assert (str(fact.record.value), fact.cell("value"), fact.origin.told.by) == ("80", "by hand, Dr B · labs.value", "Dr B")


UNFIT = {
    "not a number": ({"value": "8,4"}, {"value": "'8,4' is not a number; expected a number in g/L"}),
    "no unit": ({"unit": ""}, {"unit": "is blank; expected one of: "}),
    "not plausible": ({"value": "8000"}, {"value": "'8000' is not plausible in g/L; expected "}),
    "in the future": ({"collected_at": "2026-04-01"}, {"collected_at": "'2026-04-01' lies in the future; expected a day up to 2026-03-05"}),
    "no day": ({"collected_at": ""}, {"collected_at": "is blank; expected a date"}),
    "no column": ({"lot": "7"}, {"lot": "is no column of sheet labs"}),
    "another subject": ({"subject_id": "S-2"}, {"subject_id": "is no column of sheet labs"}),
    "several at once": (
        {"value": "8,4", "upper_limit": "-1", "reported_at": "2026-04-01"},
        {"value": "'8,4' is not a number", "upper_limit": "'-1' is not above zero", "reported_at": "'2026-04-01' lies in the future"},
    ),
}


@pytest.mark.parametrize(("typed", "expected"), UNFIT.values(), ids=UNFIT)
def test_what_cannot_be_a_record_is_refused_with_every_fault(ledger, typed, expected):
    found = faults(ledger, LAB | typed)
    assert found.keys() == expected.keys()
    assert all(found[name].startswith(said) for name, said in expected.items())
    assert ledger.head().seq == 0


@pytest.mark.parametrize(
    ("options", "name", "said"),
    [
        ({"subject_id": " "}, "subject_id", "is blank; expected an identifier"),
        ({"subject_id": "S-\u200b1"}, "subject_id", "'S-\\u200b1' holds a character that cannot be seen; expected an identifier"),
        ({"reason": " "}, "reason", "is blank; expected why it is entered by hand"),
        ({"by": ""}, "by", "is blank; expected the name you act under"),
        ({"sheet": "blood"}, "sheet", "'blood' is no sheet; expected one of: subjects, screening"),
        ({"replaces": 7}, "replaces", "does not stand any more; look at it again"),
    ],
)
def test_who_why_and_of_whom_must_be_said(ledger, options, name, said):
    assert faults(ledger, LAB, **options)[name].startswith(said)


def test_a_record_of_which_nothing_is_entered_is_none(ledger):
    assert faults(ledger, {"site": " "}, sheet="infections") == {"cells": "nothing is entered; expected at least one cell"}
    store(ledger, entered(ledger, {}, sheet="subjects"))
    assert ledger.subject_ids() == ("S-1",)


def test_a_second_record_of_a_key_is_refused_and_a_second_event_is_not(ledger):
    told(ledger, FILE, csv("pet", "scanned_on,response", "S-1,2026-02-20,CR"))
    found = faults(ledger, LAB)
    assert found == {"collected_at": "a record of this key stands already (labs.csv · labs!2); expected that one corrected"}
    assert [change.kind for change in entered(ledger, {"scanned_on": "2026-02-20", "response": "CR"}, "pet").changes] == [NEW]


def test_a_correction_changes_the_cells_given_and_keeps_where_the_others_were_told(ledger):
    told(ledger, FILE)
    plan = entered(ledger, {"value": "90", "unit": "g/L"}, replaces=1)
    assert [(change.kind, change.ends) for change in plan.changes] == [(CORRECTED, (1,))]
    store(ledger, plan, "Dr B")
    (fact,) = ledger.facts("S-1").facts.labs
    assert (fact.cell("value"), fact.cell("unit")) == ("by hand, Dr B · labs.value", "labs.csv · labs!E2")
    assert [(str(each.stored.held.record.value), each.since) for each in ledger.history("S-1")] == [
        ("80", ((1, True), (2, False))),
        ("90", ((2, True),)),
    ]


def test_an_emptied_cell_counts_as_not_recorded_and_says_so(ledger):
    told(ledger, FILE)
    store(ledger, entered(ledger, {"value": ""}, replaces=1))
    (fact,) = ledger.facts("S-1").facts.labs
    assert (fact.record.value, fact.faults) == (None, {"value": f"{EMPTIED}: {WHY}"})


@pytest.mark.parametrize("typed", [{}, {"value": "80.0"}, {"qualifier": ""}])
def test_a_correction_that_changes_nothing_is_refused(ledger, typed):
    told(ledger, FILE)
    assert faults(ledger, typed, replaces=1) == {"cells": "nothing is changed; expected another entry"}


def test_a_cell_that_cannot_be_read_is_set_right(ledger):
    told(ledger, csv("labs", "collected_at,analyte,value,unit", "S-1,2026-03-01,hemoglobin,8.4x,g/L"), leave_out=True)
    assert faults(ledger, {"value": ""}, replaces=1) == {"cells": "nothing is changed; expected another entry"}
    store(ledger, entered(ledger, {"value": "84"}, replaces=1))
    assert ledger.facts("S-1").problems == ()


def test_a_required_cell_cannot_be_emptied_nor_a_key_become_anothers(ledger):
    told(ledger, csv("labs", "collected_at,analyte,value,unit", *(f"S-1,2026-03-0{day},hemoglobin,80,g/L" for day in (1, 2))))
    assert faults(ledger, {"analyte": ""}, replaces=1)["analyte"].startswith("is blank")
    assert faults(ledger, {"collected_at": "2026-03-02"}, replaces=1)["collected_at"].startswith("a record of this key stands already")
    store(ledger, entered(ledger, {"collected_at": "2026-03-03"}, replaces=1))
    assert [row["collected_at"] for row in cells(ledger, "S-1", "labs")] == ["2026-03-02", "2026-03-03"]


def test_what_was_wrong_before_does_not_hinder_another_cell(ledger):
    told(ledger, csv("labs", "collected_at,analyte,value,unit", "S-1,2026-03-01,hemoglobin,8000,g/L"), leave_out=True)
    assert [change.kind for change in entered(ledger, {"laboratory": "North"}, replaces=1).changes] == [CORRECTED]
    assert faults(ledger, {"unit": "g/dL"}, replaces=1)["value"].startswith("'8000' is not plausible in g/dL")


def test_the_rows_of_one_key_are_corrected_together(ledger):
    told(
        ledger,
        csv("labs", "collected_at,analyte,value,unit", *(f"S-1,2026-03-01,hemoglobin,{value},g/L" for value in (80, 90))),
        leave_out=True,
    )
    (change,) = entered(ledger, {"value": "90"}, replaces=2).changes
    assert change.ends == (1, 2)
    store(ledger, entered(ledger, {"value": "90"}, replaces=2))
    assert cells(ledger, "S-1", "labs")[0]["value"] == "90"


def test_a_record_withdrawn_counts_no_more_and_stays_in_the_history(ledger):
    told(ledger, FILE)
    for name, by, reason in (("by", " ", WHY), ("reason", "Dr B", "")):
        with pytest.raises(Unfit) as found:
            withdraw(ledger, 1, by, reason)
        assert [*found.value.faults] == [name]
    plan = withdraw(ledger, 1, "Dr B", WHY)
    assert [(change.kind, change.ends) for change in plan.changes] == [(WITHDRAWN, (1,))]
    store(ledger, plan)
    assert (cells(ledger, "S-1", "labs"), len(ledger.history("S-1"))) == ([], 1)
    for number in (1, 99):
        with pytest.raises(Unfit, match="does not stand any more"):
            withdraw(ledger, number, "Dr B", WHY)
