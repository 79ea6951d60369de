"""What the ledger tells of itself: its entries, the receipt of one, what an entry changed, and the history of a fact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.ledger.stored import Stored


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that one person did: its number, when (UTC), under which name (unverified), and what the audit tells of it."""

    seq: int
    at: datetime
    by: str
    action: str
    key: str
    body: Mapping[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was stored, read back from the store. `counts` by kind; `repeated` where the same command had been done before."""

    entry: Entry
    counts: Mapping[str, int]
    plan: str
    repeated: bool


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact that an entry made stand or not; those of one `change` belong together."""

    change: int
    fact: Stored
    stands: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One fact as it was ever told: from which entries on it stood and did not."""

    stored: Stored
    since: tuple[tuple[int, bool], ...]
