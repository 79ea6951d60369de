"""An entry taken back by new facts; what was changed or told since is kept and named."""

import pytest

from core.changes.by_hand import enter, withdraw
from core.changes.choose import choose
from core.changes.conflict import TAKE
from core.changes.shown import shown_of
from core.changes.undo import Kept, NotUndone, undo
from core.changes.upload import prepare
from core.ledger.plan import RESTORED, UNDO, WITHDRAWN
from tests.core.changes.telling import cells, csv, everything, store, told

LAB = "collected_at,analyte,value,unit"
HB = "S-1,2026-03-01T08:00,hemoglobin,{},g/L"
PET = "scanned_on,response"


def taken_back(ledger, entry):
    """What an undo keeps, in its words, and the number of its entry once it is stored."""
    found = undo(ledger, entry, "wrong file")
    assert (found.plan.action, found.plan.undoes, found.plan.reason) == (UNDO, entry, "wrong file")
    return [kept.sentence for kept in found.kept], store(ledger, found.plan, "Dr C").entry.seq


def values(ledger, subject_id="S-1"):
    return [row.get("value") for row in cells(ledger, subject_id, "labs")]


def labs(*values, name="labs.csv"):
    return csv("labs", LAB, *(HB.format(value) for value in values), name=name)


def test_a_correction_taken_back_leaves_what_stood_before(ledger):
    told(ledger, labs(80))
    second = told(ledger, labs(90))
    found = undo(ledger, second, "wrong file")
    assert [(change.kind, change.ends, change.restores) for change in found.plan.changes] == [(RESTORED, (2,), (1,))]
    (change,) = shown_of(ledger, found.plan)
    assert [(cell.column, cell.before, cell.after) for cell in change.cells] == [("value", "90", "80")]
    assert (taken_back(ledger, second), values(ledger)) == (([], 3), ["80"])


def test_what_a_person_corrected_since_is_kept_and_named(ledger):
    first = told(ledger, labs(80), csv("pet", PET, "S-1,2026-02-20,CR"))
    store(ledger, enter(ledger, "S-1", "labs", {"value": "90"}, "Dr B", "typing error", replaces=1), "Dr B")
    found = undo(ledger, first, "wrong file")
    sentence = "was changed since, hand 2 by Dr B on 2026-03-05; it stays as it is"
    assert found.kept == (Kept("S-1", "labs", "2026-03-01 08:00, hemoglobin", "labs.csv · labs!2", sentence),)
    assert found.plan.body == {"kept": [["S-1", "labs", "labs.csv · labs!2", sentence]]}
    store(ledger, found.plan)
    assert (values(ledger), cells(ledger, "S-1", "pet")) == (["90"], [])


def test_an_entry_by_hand_is_taken_back_too(ledger):
    told(ledger, labs(80))
    hand = store(ledger, enter(ledger, "S-1", "labs", {"value": "90"}, "Dr B", "typing error", replaces=1)).entry.seq
    _, undone = taken_back(ledger, hand)
    assert values(ledger) == ["80"]
    taken_back(ledger, undone)
    assert values(ledger) == ["90"]


def test_what_another_upload_told_too_stays_until_that_is_taken_back_as_well(ledger):
    first, second = (
        told(ledger, labs(80)),
        told(
            ledger,
            csv("labs", LAB, HB.format(80), HB.format(70).replace("hemoglobin", "albumin"), name="b.csv")._replace(name="b/labs.csv"),
            leave_out=True,
        ),
    )
    before = everything(ledger)
    assert taken_back(ledger, first)[0] == ["was told again, upload 2 by Dr A on 2026-03-05; it stays"]
    assert everything(ledger) == before
    kept, last = taken_back(ledger, second)
    assert (kept, values(ledger)) == ([], [])
    taken_back(ledger, last)
    assert everything(ledger) == before


def both_taken_back(ledger, *later):
    """Two uploads that told the same, both taken back, the first one first."""
    first, second = told(ledger, labs(80)), told(ledger, labs(80, *later))
    return taken_back(ledger, first)[1], taken_back(ledger, second)[1]


def test_what_an_undo_left_to_another_upload_comes_back_with_it(ledger):
    first, second = both_taken_back(ledger)
    assert values(ledger) == []
    assert (taken_back(ledger, first)[0], values(ledger)) == ([], ["80"])
    taken_back(ledger, second)
    assert values(ledger) == ["80"]


def test_what_an_undo_left_to_another_upload_does_not_come_back_beside_what_was_told_anew(ledger):
    first, _ = both_taken_back(ledger)
    told(ledger, labs(90))
    said = "was told anew, upload 5 by Dr A on 2026-03-05; the older row does not come back"
    assert (taken_back(ledger, first)[0], values(ledger)) == ([said], ["90"])


def test_a_correction_that_an_undo_left_to_another_upload_ends_what_it_had_ended(ledger):
    told(ledger, labs(80))
    second, third = told(ledger, labs(90)), told(ledger, labs(90))
    undone = taken_back(ledger, second)[1]
    taken_back(ledger, third)
    assert values(ledger) == ["80"]
    assert (taken_back(ledger, undone)[0], values(ledger)) == ([], ["90"])


def test_only_what_an_upload_held_goes_with_it(ledger):
    first = told(ledger, labs(80), csv("pet", PET, "S-1,2026-02-20,CR"))
    second = told(ledger, labs(80))
    taken_back(ledger, first)
    assert [change.ends for change in undo(ledger, second, "wrong file").plan.changes] == [(1,)]


def test_a_correction_that_only_a_later_upload_held_goes_with_it(ledger):
    told(ledger, labs(80))
    second = told(ledger, labs(90))
    third = told(ledger, labs(90, name="labs.csv"))
    taken_back(ledger, second)
    assert values(ledger) == ["90"]
    taken_back(ledger, third)
    assert values(ledger) == ["80"]


def test_an_upload_taken_back_holds_nothing(ledger):
    first, second = told(ledger, labs(80)), told(ledger, labs(80))
    taken_back(ledger, second)
    assert values(ledger) == ["80"]
    assert (taken_back(ledger, first)[0], values(ledger)) == ([], [])


ANEW = {
    "a row of a key": ("labs", LAB, [HB.format(80)]),
    "an event": ("pet", PET, ["S-1,2026-02-20,CR"]),
    "a row left out": ("labs", LAB, ["S-1,never,hemoglobin,80,g/L"]),
    "a row, and one left out": ("labs", LAB, ["S-1,never,hemoglobin,80,g/L", HB.format(80)]),
}


@pytest.mark.parametrize(("sheet", "columns", "rows"), ANEW.values(), ids=ANEW)
def test_what_was_told_anew_since_does_not_come_back_a_second_time(ledger, sheet, columns, rows):
    file = csv(sheet, columns, *rows)
    first = told(ledger, file, leave_out=True)
    _, undone = taken_back(ledger, first)
    told(ledger, file, leave_out=True)
    said = "was told anew, upload 3 by Dr A on 2026-03-05; the older row does not come back"
    assert taken_back(ledger, undone)[0] == [said] * len(rows)
    assert len(ledger.standing("S-1")) == len(rows)


def test_a_row_that_could_not_be_read_keeps_no_other_from_coming_back(ledger):
    _, undone = taken_back(ledger, told(ledger, labs(80)))
    told(ledger, csv("labs", LAB, "S-1,never,hemoglobin,80,g/L"), leave_out=True)
    assert (taken_back(ledger, undone)[0], values(ledger)) == ([], ["80"])


def test_a_twin_withdrawn_comes_back_beside_its_twin(ledger):
    told(ledger, csv("pet", PET, "S-1,2026-02-20,CR", "S-1,2026-02-20,CR"))
    entry = store(ledger, withdraw(ledger, 2, "Dr B", "a copy")).entry.seq
    assert (taken_back(ledger, entry)[0], len(cells(ledger, "S-1", "pet"))) == ([], 2)


def test_rows_left_out_are_taken_back_and_named_like_others(ledger):
    bad = csv("labs", LAB, "S-1,never,hemoglobin,80,g/L")
    first = told(ledger, bad, leave_out=True)
    told(ledger, bad, leave_out=True)
    (kept,) = undo(ledger, first, "wrong file").kept
    assert (kept.what, kept.address) == ("a row that could not be read", "labs.csv · labs!2")
    third = told(ledger, labs(80))
    assert ledger.facts("S-1").facts.refused == frozenset()
    assert [change.kind for change in undo(ledger, third, "x").plan.changes] == [WITHDRAWN, RESTORED]
    taken_back(ledger, third)
    assert ledger.facts("S-1").facts.refused == {"labs"}


def test_a_setting_is_taken_back_unless_it_was_chosen_anew(ledger):
    chosen = [
        store(ledger, choose(ledger, "pr_requires_ctdna", value, ledger.today(), "as agreed", "Dr B")).entry.seq for value in ("yes", "no")
    ]
    assert taken_back(ledger, chosen[0])[0] == ["was chosen anew since; it stays as it is"]
    _, undone = taken_back(ledger, chosen[1])
    assert ledger.settings().pr_requires_ctdna.value is True
    taken_back(ledger, undone)
    assert ledger.settings().pr_requires_ctdna.value is False


def test_what_cannot_be_taken_back_says_why(ledger):
    first = told(ledger, labs(80))
    exported = ledger.note("export", {}, "Dr A", "an export").entry.seq
    taken_back(ledger, first)
    for entry, reason, said in (
        (first, " ", "is blank; expected why"),
        (99, "x", "there is no entry 99; expected one from 1 to 3"),
        (exported, "x", r"entry 2 \(export\) changed nothing"),
        (first, "x", "entry 1 was taken back already"),
    ):
        with pytest.raises(NotUndone, match=said):
            undo(ledger, entry, reason)


def test_an_undo_that_was_taken_back_takes_nothing_back(ledger):
    first = told(ledger, labs(80))
    _, undone = taken_back(ledger, first)
    taken_back(ledger, undone)
    assert (taken_back(ledger, first)[0], values(ledger)) == ([], [])


def test_a_conflict_decided_for_the_file_is_taken_back(ledger):
    told(ledger, csv("pet", PET, "S-1,2026-02-20,CR"))
    file = csv("pet", PET, "S-1,2026-02-20,PR")
    entry = told(ledger, file, choices={one.id: TAKE for one in prepare(ledger, [file]).conflicts})
    taken_back(ledger, entry)
    assert cells(ledger, "S-1", "pet")[0]["response"] == "CR"
