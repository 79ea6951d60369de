"""What the ledger would hold of a subject once a plan is committed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from core.changes.past import Past
from core.facts.fact import Fact, Origin, Told
from core.facts.record import Record
from core.ledger.plan import Change
from core.ledger.stored import LeftOut, Stored

NOBODY = ""  # who will have told it is not known before the commit


def outcome(past: Past, changes: Sequence[Change], base: int, today: date) -> tuple[Stored, ...]:
    """What would stand of one subject after these changes of a plan made at entry `base`, told `today`."""
    ended = {number for change in changes for number in change.ends}
    restored = {number for change in changes for number in change.restores}
    told = Told(datetime.combine(today, time(), UTC), today, NOBODY, base + 1)
    stated = [_told(change.states, told) for change in changes if change.states is not None]
    first = max(past.facts, default=0) + 1
    kept = (past.facts[number] for number in sorted((past.stands - ended) | restored))
    return (*kept, *(Stored(number, held) for number, held in enumerate(stated, first)))


def _told(held: Fact[Record] | LeftOut, told: Told) -> Fact[Record] | LeftOut:
    """A row as it will have been told; a cell that an older entry told stays so."""
    if isinstance(held, LeftOut):
        return replace(held, origin=held.origin._replace(told=told))
    others = {column: _at(origin, told) for column, origin in held.origins.items()}
    return replace(held, origin=_at(held.origin, told), origins=others)


def _at(origin: Origin, told: Told) -> Origin:
    return origin._replace(told=told) if origin.told is None else origin
