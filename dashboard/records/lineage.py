"""How the facts of one subject follow one another: which stand, what each took the place of, and which were withdrawn."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.facts.records import SHEETS
from core.ledger.stored import Stored

Since = tuple[tuple[int, bool], ...]  # from which entry on a fact stands, or not


@dataclass(frozen=True)
class Line:
    """One fact ever told. `earlier` are those whose place it took, the newest first; `later` says that another took its own place."""

    stored: Stored
    since: Since
    earlier: tuple["Line", ...]
    later: bool

    @property
    def stands(self) -> bool:
        return bool(self.since[-1][1])

    @property
    def stated(self) -> int:
        """The entry that stated it first."""
        return self.since[0][0]

    @property
    def ended(self) -> int | None:
        """The entry that ended it, `None` while it stands."""
        return None if self.stands else self.since[-1][0]


def lineage(history: Iterable, changes: Mapping[int, Sequence]) -> tuple[Line, ...]:
    """Every fact of a history, the newest version of each first told first, in the order of the sheets and of their own days.

    `changes` are, for each entry that ended something, what belonged together in it.
    """
    since: dict[int, Since] = {}
    stored: dict[int, Stored] = {}
    for version in history:
        since[version.stored.id], stored[version.stored.id] = tuple(version.since), version.stored
    before = _before(since, changes)
    later = {old for olds in before.values() for old in olds if not since[old][-1][1]}
    made: dict[int, Line] = {}

    def line(fact: int) -> Line:
        if fact not in made:
            earlier = sorted((line(old) for old in before.get(fact, ())), key=lambda found: -found.stored.id)
            made[fact] = Line(stored[fact], since[fact], tuple(earlier), fact in later)
        return made[fact]

    return tuple(sorted(map(line, stored), key=_order))


def ended_in(history: Iterable) -> set[int]:
    """The entries that ended a fact."""
    return {entry for version in history for entry, stands in version.since if not stands}


def _before(since: Mapping[int, Since], changes: Mapping[int, Sequence]) -> dict[int, tuple[int, ...]]:
    """The facts whose place each took: those that the change ended which stated it."""
    found: dict[int, tuple[int, ...]] = {}
    for entry, rows in changes.items():
        together: dict[int, list] = defaultdict(list)
        for row in rows:
            together[row.change].append(row)
        for group in together.values():
            ends = tuple(row.fact.id for row in group if not row.stands and row.fact.id in since)
            for row in group:
                if row.stands and ends and row.fact.id in since and since[row.fact.id][0][0] == entry:
                    found[row.fact.id] = ends
    return found


def _order(line: Line) -> tuple:
    held = line.stored.held
    day = getattr(held, "day", None)
    return list(SHEETS).index(line.stored.sheet), day is None, str(day), line.stored.id
