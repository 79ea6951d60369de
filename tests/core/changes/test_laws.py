"""Laws of uploads on real files: a ledger says what its files say, the same file twice changes nothing, the order of rows plays no part."""

from random import Random

import pytest

from core.changes.by_hand import withdraw
from core.changes.conflict import KEEP, TAKE
from core.changes.undo import NotUndone, undo
from core.changes.upload import prepare
from core.layouts.load import load
from core.ledger.canonical import canonical
from core.ledger.plan import row_told
from core.protocol.settings import Settings
from tests.core.changes.generated import book, rows, shuffled
from tests.core.changes.telling import bare, everything, plan, store, told, untold

SEEDS = range(3)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_empty_ledger_told_a_file_says_what_the_file_says(ledger, tmp_path, seed):
    file = book("study.xlsx", rows(Random(seed), 12))
    (tmp_path / file.name).write_bytes(file.data)
    said = load([tmp_path / file.name], Settings(), ledger.today()).subjects
    told(ledger, file, leave_out=True)
    assert {one: untold(ledger.facts(one).facts) for one in said} == {one: untold(facts) for one, facts in said.items()}
    assert sorted(ledger.subject_ids()) == sorted(said)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_file_again_changes_nothing_and_says_when_it_came(ledger, seed):
    file = book("study.xlsx", rows(Random(seed)))
    first = told(ledger, file, leave_out=True)
    again = prepare(ledger, [file], leave_out=True)
    assert (again.changes, again.conflicts) == ((), ())
    assert plan(again).seen == tuple(sorted(each.id for one in ledger.subject_ids() for each in ledger.standing(one)))
    assert [entry and entry.seq for entry in again.earlier] == [first]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_is_the_same_however_often_it_is_made_and_rows_may_stand_in_any_order(fresh, seed):
    random, plain, mixed = Random(seed), fresh(), fresh()
    for number in range(3):
        found = rows(random)
        choices = random.choice([KEEP, TAKE])
        file = book(f"{number}.xlsx", found)
        plans = [decided(plain, file, choices) for _ in range(2)]
        assert plans[0].hash == plans[1].hash
        other = decided(mixed, book(f"{number}.xlsx", shuffled(random, found)), choices)
        assert said(other) == said(plans[0])
        store(plain, plans[0])
        store(mixed, other)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_undo_brings_back_what_stood_and_its_undo_what_stood_then(ledger, seed):
    random = Random(seed)
    for number in range(3):
        before = everything(ledger)
        entry = store(ledger, decided(ledger, book(f"{number}.xlsx", rows(random)), TAKE)).entry.seq
        after = everything(ledger)
        undone = undo(ledger, entry, "wrong file")
        assert undone.kept == ()
        taken_back = store(ledger, undone.plan).entry.seq
        assert everything(ledger) == before
        store(ledger, undo(ledger, taken_back, "it was right").plan)
        assert everything(ledger) == after


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_known_at_an_entry_stays_as_it_was_whatever_is_told_later(ledger, seed):
    random, known = Random(seed), {}
    for number in range(4):
        entry = store(ledger, decided(ledger, book(f"{number}.xlsx", rows(random)), random.choice([KEEP, TAKE]))).entry.seq
        known[entry] = everything(ledger)
        if random.random() < 0.5:
            entry = store(ledger, undo(ledger, random.randint(max(1, entry), entry), "a try").plan).entry.seq
            known[entry] = everything(ledger)
    assert known == {entry: everything(ledger, entry) for entry in known}


def decided(ledger, file, way):
    """The plan of a file with every conflict answered in one way, as far as there is that way."""
    choices = {one.id: way if way in one.ways else KEEP for one in prepare(ledger, [file], leave_out=True).conflicts}
    return prepare(ledger, [file], leave_out=True, choices=choices).plan


def said(plan):
    """The changes without where their rows stand."""
    return sorted(canonical([change.kind, change.subject_id, len(change.ends), content(change.states)]) for change in plan.changes)


def content(row):
    found = row_told(bare(row))
    return [found.get("record"), sorted(found["faults"]), [sentence for _, sentence in found.get("left_out", ())]]


@pytest.mark.parametrize("seed", SEEDS)
def test_in_any_history_an_undo_is_itself_taken_back_whole(ledger, seed):
    random = Random(seed)
    for number in range(5):
        store(ledger, decided(ledger, book(f"{number % 2}.xlsx", rows(random, 3)), random.choice([KEEP, TAKE])))
        for _ in range(3):
            withdrawn(ledger, random)
            before = everything(ledger)
            try:
                entry = store(ledger, undo(ledger, random.randint(1, ledger.head().seq), "a try").plan).entry.seq
            except NotUndone:
                continue
            if random.random() < 0.5:
                store(ledger, undo(ledger, entry, "it was right").plan)
                assert everything(ledger) == before


def withdrawn(ledger, random):
    """A row that stands, withdrawn by hand."""
    standing = [each.id for one in ledger.subject_ids() for each in ledger.standing(one)]
    if standing:
        store(ledger, withdraw(ledger, random.choice(standing), "Dr B", "a try"))
