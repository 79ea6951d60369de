"""The snapshots that were asked for last, with the rows they were made of. Neither ever changes: a snapshot is kept by its subject and the
entry that touched it last, and another snapshot of the subject needs only the rows that this one had not."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock

from core.ledger.snapshot import Gathered
from core.ledger.stored import Stored

Key = tuple[str, int]


class Kept:
    """As many snapshots as make up `most` rows; the one that was not asked for longest goes first. For several threads."""

    def __init__(self, most: int) -> None:
        self._most, self._rows, self._lock = most, 0, Lock()
        self._kept: OrderedDict[Key, tuple[Sequence[Stored], Gathered]] = OrderedDict()

    def get(self, key: Key) -> Gathered | None:
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][1]

    def rows_of(self, subject_id: str) -> Mapping[int, Stored]:
        """The rows, by number, of the snapshot of a subject that was asked for last; none where none is kept."""
        with self._lock:
            found = next((rows for (whose, _), (rows, _) in reversed(self._kept.items()) if whose == subject_id), ())
        return {row.id: row for row in found}

    def put(self, key: Key, rows: Sequence[Stored], found: Gathered) -> None:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = rows, found
                self._rows += len(rows)
            while self._rows > self._most and self._kept:
                _, (gone, _) = self._kept.popitem(last=False)
                self._rows -= len(gone)
