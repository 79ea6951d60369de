"""What a ledger holds of one subject: what stands, and what somebody corrected away and a file may bring back."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from core.ledger.ledger import Entry, Ledger
from core.ledger.plan import UNDO
from core.ledger.stored import Stored


@dataclass(frozen=True)
class Past:
    """`standing` in the order it was told; `corrected` are facts that a correction or a withdrawal ended. What an undo took back is
    neither: it may be told again like anything new. `since` has for every fact the entries that spoke of it, and whether it stood."""

    standing: tuple[Stored, ...]
    corrected: tuple[Stored, ...]
    since: Mapping[int, tuple[tuple[int, bool], ...]]
    facts: Mapping[int, Stored]

    @cached_property
    def stands(self) -> frozenset[int]:
        return frozenset(stored.id for stored in self.standing)


NOTHING = Past((), (), {}, {})  # of whom nobody ever told


def past(ledger: Ledger, subject_id: str, known: int) -> Past:
    """A subject's facts as an entry left them."""
    versions = sorted(ledger.history(subject_id, known), key=lambda version: version.stored.id)
    last = {version.stored.id: version.since[-1] for version in versions}
    return Past(
        tuple(version.stored for version in versions if last[version.stored.id][1]),
        tuple(
            version.stored for version in versions if not last[version.stored.id][1] and not _taken_back(ledger, last[version.stored.id][0])
        ),
        {version.stored.id: tuple(version.since) for version in versions},
        {version.stored.id: version.stored for version in versions},
    )


def entry_of(ledger: Ledger, seq: int) -> Entry:
    return ledger.entries(seq, seq)[0]


def _taken_back(ledger: Ledger, seq: int) -> bool:
    """Whether what an entry ended was taken back rather than corrected. An undo of an undo does once more what had been undone."""
    entry = entry_of(ledger, seq)
    if entry.action != UNDO:
        return False
    undone = entry_of(ledger, int(entry.body["undoes"]))
    return undone.action != UNDO or _taken_back(ledger, int(undone.body["undoes"]))
