"""The snapshots that were asked for last. One never changes: it is kept by its subject and the entry that touched it last."""

from collections import OrderedDict
from threading import Lock

from core.ledger.snapshot import Gathered

Key = tuple[str, int]


class Kept:
    """As many snapshots as make up `most` rows; the one that was not asked for longest goes first. For several threads."""

    def __init__(self, most: int) -> None:
        self._most, self._rows, self._lock = most, 0, Lock()
        self._kept: OrderedDict[Key, tuple[int, Gathered]] = OrderedDict()

    def get(self, key: Key) -> Gathered | None:
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][1]

    def put(self, key: Key, rows: int, found: Gathered) -> None:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = rows, found
                self._rows += rows
            while self._rows > self._most and self._kept:
                _, (gone, _) = self._kept.popitem(last=False)
                self._rows -= gone
