"""The snapshots asked for last are kept, those asked for longest ago go first."""

from core.facts.fact import Origin
from core.facts.subject import SubjectFacts
from core.ledger.kept import Kept
from core.ledger.snapshot import Gathered
from core.ledger.stored import LeftOut, Stored


def snapshot(subject_id):
    return Gathered(SubjectFacts(subject_id), ())


def rows(many, first=0):
    return tuple(Stored(number, LeftOut("S", "labs", (), Origin("labs.xlsx", "labs", number, {}))) for number in range(first, first + many))


def filled(most, *sizes):
    kept = Kept(most)
    for number, size in enumerate(sizes):
        kept.put((f"S-{number}", 1), rows(size), snapshot(f"S-{number}"))
    return kept


def known(kept, *numbers):
    return [number for number in numbers if kept.get((f"S-{number}", 1)) is not None]


def test_as_many_are_kept_as_make_up_the_rows():
    assert known(filled(10, 4, 3, 3), 0, 1, 2) == [0, 1, 2]
    assert known(filled(10, 4, 3, 4), 0, 1, 2) == [1, 2]


def test_the_one_not_asked_for_longest_goes_first():
    kept = filled(10, 5, 5)
    kept.get(("S-0", 1))
    kept.put(("S-2", 1), rows(5), snapshot("S-2"))
    assert known(kept, 0, 1, 2) == [0, 2]


def test_one_larger_than_all_is_not_kept():
    kept = filled(10, 11)
    assert known(kept, 0) == []
    kept.put(("S-1", 1), rows(10), snapshot("S-1"))
    assert known(kept, 1) == [1]


def test_the_same_is_counted_once_and_the_first_stays():
    kept = filled(10, 5)
    first = kept.get(("S-0", 1))
    kept.put(("S-0", 1), rows(5), snapshot("S-0"))
    kept.put(("S-1", 1), rows(5), snapshot("S-1"))
    assert kept.get(("S-0", 1)) is first
    assert known(kept, 0, 1) == [0, 1]


def test_another_entry_is_another_snapshot():
    assert filled(10, 5).get(("S-0", 2)) is None


def test_the_rows_of_the_snapshot_asked_for_last_are_known():
    kept = filled(20, 5)
    kept.put(("S-0", 2), rows(3, first=7), snapshot("S-0"))
    assert list(kept.rows_of("S-0")) == [7, 8, 9]
    kept.get(("S-0", 1))
    assert list(kept.rows_of("S-0")) == [0, 1, 2, 3, 4]
    assert not kept.rows_of("S-1")
