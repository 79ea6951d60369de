"""Rows that could not be read and are left out by choice: what they said of their subject is unknown until a file says it readably.

A row that a layout passes over is kept as such where nothing else names its subject: nobody vanishes.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from core.changes.past import Past
from core.facts.fact import Fact, Origin
from core.facts.record import Record
from core.layouts.incoming import Lost
from core.ledger.plan import NEW, WITHDRAWN, Change
from core.ledger.stored import LeftOut

Place = tuple[str, str]  # the names of a file and of a sheet in it
Said = tuple[str, str, str, tuple[str, ...]]


def match_lost(
    subject_id: str, rows: Sequence[Lost], facts: Iterable[Fact[Record]], past: Past, unread: Iterable[Lost]
) -> tuple[list[Change], set[int]]:
    """What the rows of one subject without a fact change, and which rows left out before are told once more. `facts` are those that the
    subject's other rows gave, `unread` the rows of whoever could not be told."""
    known: dict[Said, list[int]] = defaultdict(list)
    for stored in past.standing:
        if isinstance(stored.held, LeftOut):
            known[said_of(stored.held)].append(stored.id)
    changes: list[Change] = []
    seen: set[int] = set()
    for row in (row for row in rows if row.sheet):
        left = LeftOut(subject_id, row.sheet, row.problems, row.origin)
        if alike := known[said_of(left)]:
            seen.add(alike.pop(0))
        else:
            changes.append(Change(NEW, subject_id, row.sheet, left))
    if len(rows) > sum(bool(row.sheet) for row in rows):
        seen |= {stored.id for stored in past.standing if isinstance(stored.held, LeftOut) and not stored.held.problems}
    readable = {_place(fact.origin) for fact in facts} - {_place(row.origin) for row in (*rows, *unread) if row.sheet}
    for stored in past.standing:
        held = stored.held
        if isinstance(held, LeftOut) and held.problems and _place(held.origin) in readable:
            changes.append(Change(WITHDRAWN, subject_id, held.sheet, ends=(stored.id,)))
    if not changes and not past.standing and not any(True for _ in facts):
        changes += [Change(NEW, subject_id, "", LeftOut(subject_id, "", (), row.origin)) for row in rows[:1]]
    return changes, seen


def said_of(left: LeftOut) -> Said:
    """All that is known of a row left out; where in its sheet it stands may differ from file to file."""
    return left.origin.file, left.origin.sheet, left.sheet, tuple(problem.sentence for problem in left.problems)


def _place(origin: Origin) -> Place:
    return origin.file, origin.sheet
