"""Incoming rows of one subject matched with what stands: new, told once more, corrected, or in conflict. Nothing is guessed.

A row with a whole key is compared with the row of that key. A row of a sheet where two rows alike are two events is matched by all it
says, as often as it stands; of the rest a pair is compared only where nothing else could be meant.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from core.changes.conflict import BESIDE, KEEP, TAKE, Questions
from core.changes.past import Past
from core.changes.shown import cell_changes
from core.facts.cells import Content, by_hand, changed, content, identity, key_of, merged, origin_of, overlaid, text, what
from core.facts.fact import Fact
from core.facts.record import Record
from core.facts.records import Subject
from core.ledger.plan import CORRECTED, NEW, Change

PERSON = ("sex", "birth_date")  # what tells two people with one identifier apart
Row = tuple[int, Fact[Record]]  # with its place among the incoming rows


class Stands(NamedTuple):
    """A fact that stands, by its number."""

    id: int
    fact: Fact[Record]


@dataclass
class Matching:
    """The rows of one subject as they are matched: `changes` with the place of the row that led to each, `seen` the facts told once more,
    `same` how many rows changed nothing."""

    past: Past
    today: date
    questions: Questions
    changes: list[tuple[int, Change]] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    same: int = 0

    def match(self, rows: Iterable[Row]) -> None:
        keyed: dict[Content, list[Row]] = {}
        events: dict[str, list[Row]] = {}
        for place, fact in rows:
            if (key := key_of(fact)) is None:
                events.setdefault(fact.record.sheet, []).append((place, fact))
            else:
                keyed.setdefault(key, []).append((place, fact))
        stands: dict[Content, list[Stands]] = defaultdict(list)
        loose: dict[str, list[Stands]] = defaultdict(list)
        for stored in self.past.standing:
            if isinstance(stored.held, Fact):
                key = key_of(stored.held)
                (loose[stored.sheet] if key is None else stands[key]).append(Stands(stored.id, stored.held))
        for key, group in keyed.items():
            if key in stands or len(group) > 1 or self.past.corrected:
                self._keyed(group, stands.get(key, ()))
            else:
                self.changes.append((group[0][0], _stating(NEW, group[0][1])))  # most rows of a first file: nothing to compare with
        for sheet, group in events.items():
            self._events(self._counted_once(group), loose[sheet])

    def _keyed(self, rows: Sequence[Row], stored: Sequence[Stands]) -> None:
        """Rows of one key beside the facts of that key: compared cell by cell."""
        apart = _apart(rows)
        if not stored:
            self.same += len(rows) - len(apart)
            for place, fact in apart:
                self._new(place, fact)
            return
        ours, theirs = merged([one.fact for one in stored]), merged([fact for _, fact in apart])
        columns = changed(ours, theirs, self.today)
        if not columns:
            self.same += len(rows)
            told = [one.id for one in stored if any(not changed(one.fact, fact, self.today) for _, fact in apart)]
            self.seen |= set(told or [one.id for one in stored])
            return
        doubtful = [column for column in columns if self._doubtful(ours, theirs, column)]
        chosen = self._asked(ours, theirs, doubtful, stored, (KEEP, TAKE)) if doubtful else TAKE
        self._corrected(rows[0][0], ours, theirs, columns if chosen == TAKE else [each for each in columns if each not in doubtful], stored)

    def _events(self, rows: Sequence[Row], stored: Sequence[Stands]) -> None:
        """Rows of a sheet without keys beside what stands of it."""
        pool: dict[Content, list[Stands]] = defaultdict(list)
        for one in stored:
            pool[content(one.fact)].append(one)
        rest: list[Row] = []
        for place, fact in rows:
            alike = pool[content(fact)]
            if alike:
                self._pair(place, fact, alike.pop(0))
            else:
                rest.append((place, fact))
        left = sorted((one for each in pool.values() for one in each), key=lambda one: one.id)
        groups: dict[Content | None, list[Row]] = {}
        for place, fact in rest:
            groups.setdefault(identity(fact.record), []).append((place, fact))
        for event, group in groups.items():
            self._event(group, [one for one in left if event is not None and identity(one.fact.record) == event])

    def _event(self, rows: list[Row], stored: list[Stands]) -> None:
        """Rows that speak of one event, none of which stands as it is. A row that says less than one that stands tells that once more."""
        for place, fact in sorted(rows, key=lambda row: (len(self._saying(row[1], stored)), repr(content(row[1])))):
            if saying := self._saying(fact, stored):
                self._pair(place, fact, saying[0])
                stored = [one for one in stored if one is not saying[0]]
                rows = [row for row in rows if row[0] != place]
        if len(rows) == len(stored) == 1:
            self._pair(*rows[0], stored[0])
            return
        for place, fact in rows:
            if not stored:
                self._new(place, fact)
            elif self._beside(fact, stored) == BESIDE:
                self.changes.append((place, _stating(NEW, fact)))

    def _saying(self, fact: Fact[Record], stored: Iterable[Stands]) -> list[Stands]:
        return [one for one in stored if not changed(one.fact, fact, self.today)]

    def _pair(self, place: int, fact: Fact[Record], stored: Stands) -> None:
        """One row beside the one fact that can be meant. Only what was blank is filled without asking."""
        ours = stored.fact
        columns = changed(ours, fact, self.today)
        if not columns:
            self.same += 1
            self.seen.add(stored.id)
            return
        open_ = [column for column in columns if text(ours, column) is None and not by_hand(ours, column)]
        doubtful = [column for column in columns if column not in open_ and text(ours, column) != text(fact, column)]
        chosen = self._asked(ours, fact, doubtful, [stored], (KEEP, TAKE, BESIDE)) if doubtful else TAKE
        if chosen == BESIDE:
            self.changes.append((place, _stating(NEW, fact)))
        else:
            self._corrected(place, ours, fact, columns if chosen == TAKE else [each for each in columns if each not in doubtful], [stored])

    def _new(self, place: int, fact: Fact[Record]) -> None:
        """A row of which nothing stands; what was corrected away before does not come back unasked."""
        gone = [one.id for one in self.past.corrected if isinstance(one.held, Fact) and content(one.held) == content(fact)]
        said = "the file says once more what was corrected or withdrawn before"
        if not gone or self.questions.ask(fact, gone, said, cell_changes(None, fact), (KEEP, TAKE)) == TAKE:
            self.changes.append((place, _stating(NEW, fact)))

    def _corrected(self, place: int, ours: Fact[Record], theirs: Fact[Record], columns: Sequence[str], stored: Sequence[Stands]) -> None:
        if columns:
            row = overlaid(ours, theirs, columns)
            self.changes.append((place, _stating(CORRECTED, row, tuple(one.id for one in stored))))

    def _doubtful(self, ours: Fact[Record], theirs: Fact[Record], column: str) -> bool:
        """Whether a person set what stands, a correction ended what is said again, or it may be another person's."""
        if text(ours, column) == text(theirs, column):
            return False  # told anew, now that it no longer lies in the future
        if by_hand(ours, column) or _another_person(ours, column):
            return True
        key, value = key_of(ours), getattr(theirs.record, column)
        gone = (one.held for one in self.past.corrected)
        return value is not None and any(
            isinstance(one, Fact) and key_of(one) == key and getattr(one.record, column) == value for one in gone
        )

    def _asked(
        self, ours: Fact[Record], theirs: Fact[Record], columns: Sequence[str], stored: Sequence[Stands], ways: tuple[str, ...]
    ) -> str | None:
        said = "; ".join(_sentence(ours, theirs, column) for column in columns)
        cells = tuple(each for each in cell_changes(ours, overlaid(ours, theirs, columns)) if each.column in columns)
        return self.questions.ask(theirs, [one.id for one in stored], said, cells, ways)

    def _beside(self, fact: Fact[Record], stored: Sequence[Stands]) -> str | None:
        known = ", ".join(one.fact.origin.cell("") for one in stored)
        sentence = f"which of the rows of {what(fact.record)} it corrects cannot be told; stored: {known}"
        return self.questions.ask(fact, [one.id for one in stored], sentence, cell_changes(None, fact), (KEEP, BESIDE))

    def _counted_once(self, rows: Sequence[Row]) -> list[Row]:
        """The rows of all files, one that several of them bring as often as the file that has it most often."""
        kept: list[Row] = []
        total: Counter[Content] = Counter()
        within: Counter[tuple[str, Content]] = Counter()
        for place, fact in rows:
            said = content(fact)
            within[fact.origin.file, said] += 1
            if within[fact.origin.file, said] > total[said]:
                total[said] += 1
                kept.append((place, fact))
        self.same += len(rows) - len(kept)
        return kept


def _apart(rows: Sequence[Row]) -> Sequence[Row]:
    """Of rows that say the same the first."""
    if len(rows) == 1:
        return rows
    found: dict[Content, Row] = {}
    for place, fact in rows:
        found.setdefault(content(fact), (place, fact))
    return list(found.values())


def _stating(kind: str, fact: Fact[Record], ends: tuple[int, ...] = ()) -> Change:
    return Change(kind, fact.record.subject_id, fact.record.sheet, fact, ends)


def _another_person(ours: Fact[Record], column: str) -> bool:
    """Whether another entry there may mean that the identifier is right and the person is not."""
    return isinstance(ours.record, Subject) and column in PERSON and getattr(ours.record, column) is not None


def _sentence(ours: Fact[Record], theirs: Fact[Record], column: str) -> str:
    """What of one cell stands against what."""
    was, now, origin = text(ours, column), text(theirs, column), origin_of(ours, column)
    stands = "is blank" if was is None else f"{was!r} stands"
    who = "" if origin.told is None else f" by {origin.told.by} on {origin.told.on}"
    how = f"set by hand{who}" if not origin.row else f"from {origin.cell(column)}"
    doubt = "; is it the same person" if _another_person(ours, column) else ""
    return f"{column}: {stands}, {how}; the file says {now!r}{doubt}"
