"""An entry taken back by new facts: what it stated ends, what it ended stands again. What was changed or told since is kept and named."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from core.changes.left_out import said_of
from core.changes.past import Past, past
from core.changes.shown import PASSED_OVER, UNREAD
from core.facts.cells import content, key_of, what
from core.facts.fact import Fact
from core.facts.record import Record
from core.ledger.ledger import Entry, Ledger
from core.ledger.plan import HAND, RESTORED, SETTING, UNDO, UPLOAD, WITHDRAWN, Change, Plan
from core.ledger.stored import LeftOut, Stored

UNDOABLE = (UPLOAD, HAND, UNDO, SETTING)


class NotUndone(ValueError):
    """Why an entry cannot be taken back, in a sentence for people."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that stays as it is, and why."""

    subject_id: str
    sheet: str
    what: str
    address: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Undoing:
    """The plan of an undo, and what it leaves as it is."""

    plan: Plan
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """What one entry changed together: the facts that stand since, and those that do not."""

    entry: int
    states: tuple[Stored, ...]
    ended: tuple[Stored, ...]

    @property
    def facts(self) -> tuple[Stored, ...]:
        return (*self.states, *self.ended)


def undo(ledger: Ledger, entry: int, reason: str) -> Undoing:
    """Raises:
    NotUndone: where there is no such entry, it changed nothing that can be taken back, or it was taken back already.
    """
    base = ledger.head().seq
    entries = {each.seq: each for each in ledger.entries(1, base)}
    undone = _undone(entries.values())
    _check(entries, entry, undone, reason)
    ground = _Ground(ledger, entry, entries, undone)
    changes: list[Change] = []
    settings, kept = _settings(ledger, entry, base)
    for group in (*_groups(ledger, entry), *ground.held_by_this_alone()):
        if sentence := ground.keeps(group):
            kept += [_kept(one, sentence) for one in group.states or group.ended]
        else:
            changes.append(_flipped(group))
    for group in ground.given_back():
        if sentence := ground.told_anew(group):
            kept += [_kept(one, sentence) for one in group.ended]
        else:
            changes.append(_flipped(group))
    body = {"kept": [[one.subject_id, one.sheet, one.address, one.sentence] for one in kept]}
    plan = Plan(UNDO, base, tuple(changes), settings=settings, reason=reason.strip(), undoes=entry, body=body)
    return Undoing(plan, tuple(kept))


def _check(entries: Mapping[int, Entry], entry: int, undone: frozenset[int], reason: str) -> None:
    if not reason.strip():
        raise NotUndone("reason: is blank; expected why it is taken back")
    if entry not in entries:
        raise NotUndone(f"there is no entry {entry}; expected one from 1 to {len(entries)}")
    if (action := entries[entry].action) not in UNDOABLE:
        raise NotUndone(f"entry {entry} ({action}) changed nothing; expected an upload, an entry by hand, a setting or an undo")
    if entry in undone:
        raise NotUndone(f"entry {entry} was taken back already; to have it stand again, take back the entry that did so")


def _undone(entries: Iterable[Entry]) -> frozenset[int]:
    """The entries that are taken back: an undo that was itself taken back takes nothing back."""
    found: set[int] = set()
    for entry in sorted(entries, key=lambda one: -one.seq):
        if entry.action == UNDO and entry.seq not in found:
            found.add(int(entry.body["undoes"]))
    return frozenset(found)


def _groups(ledger: Ledger, entry: int) -> list[_Group]:
    changes: dict[int, tuple[list[Stored], list[Stored]]] = defaultdict(lambda: ([], []))
    for recorded in ledger.changes_of(entry):
        changes[recorded.change][0 if recorded.stands else 1].append(recorded.fact)
    return [_Group(entry, tuple(states), tuple(ended)) for states, ended in changes.values()]


class _Ground:
    """What was said since of the facts that an undo speaks of."""

    def __init__(self, ledger: Ledger, entry: int, entries: Mapping[int, Entry], undone: frozenset[int]) -> None:
        self.ledger, self.entry, self.entries, self.undone = ledger, entry, entries, undone
        self.known: dict[str, Past] = {}

    @cached_property
    def seen(self) -> dict[int, list[int]]:
        """By fact the uploads in force that told it once more."""
        found: dict[int, list[int]] = defaultdict(list)
        for entry in self.entries.values():
            if entry.action == UPLOAD and entry.seq not in self.undone | {self.entry}:
                for fact in self.ledger.seen_by(entry.seq):
                    found[fact].append(entry.seq)
        return found

    def past(self, subject_id: str) -> Past:
        if subject_id not in self.known:
            self.known[subject_id] = past(self.ledger, subject_id, max(self.entries))
        return self.known[subject_id]

    def held_by_this_alone(self) -> Iterator[_Group]:
        """What entries that are taken back had stated, and stands only because the entry told it once more."""
        seen = set(self.ledger.seen_by(self.entry))
        for entry in sorted(self.undone) if seen else ():
            for group in _groups(self.ledger, entry):
                if self.entries[entry].action != UNDO and any(one.id in seen and self._stands(one) for one in group.states):
                    yield group

    def given_back(self) -> Iterator[_Group]:
        """What the entry that is in force again had stated and no undo of it ended, because another upload held it then; that one is
        taken back too by now."""
        again = self.entries[self.entry].body["undoes"]
        if again is None or self.entries[again].action == UNDO:
            return
        own = {one.id for group in _groups(self.ledger, self.entry) for one in group.facts}
        undone = self.undone - {again}
        for group in _groups(self.ledger, again):
            gone = [not self._stands(one) and self._last(one, again, undone) == again for one in group.states]
            if any(gone) and all(gone) and own.isdisjoint(one.id for one in group.facts):
                yield _Group(self.entry, tuple(one for one in group.ended if self._stands(one)), group.states)

    def keeps(self, group: _Group) -> str:
        """Why what a group changed stays as it is; empty where it can be taken back."""
        for one in group.facts:
            said_last = self._last(one, group.entry, self.undone) == group.entry
            if not said_last or self._stands(one) != (one.id in {each.id for each in group.states}):
                return f"was changed since, {self._told(self.past(one.subject_id).since[one.id][-1][0])}; it stays as it is"
        for one in group.states:
            if later := [entry for entry in self.seen.get(one.id, ()) if entry > group.entry]:
                return f"was told again, {self._told(later[0])}; it stays"
        return self.told_anew(group)

    def told_anew(self, group: _Group) -> str:
        """Why what a group ended does not come back; empty where it may."""
        for one in group.ended:
            if (again := self._again(one, group)) is not None:
                return f"was told anew, {self._told(again)}; the older row does not come back"
        return ""

    def _last(self, stored: Stored, own: int, undone: frozenset[int]) -> int:
        """The last entry in force that spoke of a fact. One that was taken back, and the undo that did so, leave nothing behind."""

        def in_force(seq: int) -> bool:
            undoes = self.entries[seq].body["undoes"]
            return seq == own or not {seq, undoes} & undone

        return [seq for seq, _ in self.past(stored.subject_id).since[stored.id] if in_force(seq)][-1]

    def _again(self, gone: Stored, group: _Group) -> int | None:
        """The entry since the group's that told anew what `gone` said, or its key."""
        known, stated = self.past(gone.subject_id), {one.id for one in group.states}
        for one in known.standing:
            then = [stands for seq, stands in known.since[one.id] if seq <= group.entry]
            if one.id not in stated and not any(then[-1:]) and _alike(gone.held, one.held):
                return known.since[one.id][-1][0]
        return None

    def _stands(self, stored: Stored) -> bool:
        return stored.id in self.past(stored.subject_id).stands

    def _told(self, seq: int) -> str:
        entry = self.entries[seq]
        return f"{entry.action} {seq} by {entry.by} on {entry.body['day']}"


def _alike(one: Fact[Record] | LeftOut, other: Fact[Record] | LeftOut) -> bool:
    """Whether two rows speak of one key, or say the same of one event; of rows that could not be read, whether they are one."""
    if isinstance(one, LeftOut):
        return isinstance(other, LeftOut) and said_of(one) == said_of(other)
    if isinstance(other, LeftOut):
        return False
    key = key_of(one)
    return content(one) == content(other) if key is None else key == key_of(other)


def _flipped(group: _Group) -> Change:
    first = group.facts[0]
    ends, restores = tuple(one.id for one in group.states), tuple(one.id for one in group.ended)
    return Change(RESTORED if restores else WITHDRAWN, first.subject_id, first.sheet, None, ends, restores)


def _kept(stored: Stored, sentence: str) -> Kept:
    held = stored.held
    if isinstance(held, Fact):
        return Kept(stored.subject_id, stored.sheet, what(held.record), held.origin.cell(""), sentence)
    return Kept(stored.subject_id, stored.sheet, UNREAD if held.problems else PASSED_OVER, held.origin.cell(""), sentence)


def _settings(ledger: Ledger, entry: int, base: int) -> tuple[dict[str, Any], list[Kept]]:
    """The settings as they were before an entry, of those that it set; what was chosen anew since is kept."""
    before, after, now = (ledger.settings(known).model_dump(mode="json") for known in (entry - 1, entry, base))
    chosen = [name for name in after if after[name] != before[name]]
    kept = [Kept("", SETTING, name, "", "was chosen anew since; it stays as it is") for name in chosen if now[name] != after[name]]
    return {name: before[name] for name in chosen if now[name] == after[name]}, kept
