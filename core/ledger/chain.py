"""The chain of the audit: each entry holds the hash of the one before and the digest of every row it wrote, so nothing can be altered,
removed, added or exchanged afterwards without a trace."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Table

from core.ledger.canonical import canonical, digest
from core.ledger.schema import ENTRY, METADATA

GENESIS = "0" * 64  # what the first entry holds in place of a hash before it
TABLES: Mapping[str, Table] = {table.name: table for table in METADATA.sorted_tables if table is not ENTRY}


class Head(NamedTuple):
    """The newest entry: its number, its hash and when it was recorded (UTC). Number 0 and no time where nothing was recorded yet."""

    seq: int
    hash: str
    at: datetime | None


EMPTY = Head(0, GENESIS, None)


def digest_of(rows: Mapping[str, Sequence[Mapping[str, object]]]) -> str:
    """The SHA-256 over all rows of one entry, by table; in which order they come, and from which database, is the same.

    Raises:
        KeyError: for a table that is none of the ledger's, or a row without one of its columns.
    """
    found = sha256()
    for name in sorted(rows):
        columns = [column.name for column in TABLES[name].columns]
        for line in sorted(canonical([name, {column: _plain(row[column]) for column in columns}]) for row in rows[name]):
            found.update(line.encode() + b"\n")
    return found.hexdigest()


def link(previous: str, entry: Mapping[str, object]) -> str:
    """The hash of an entry that follows the one with the hash `previous`: over every column but the hash itself."""
    columns = [column.name for column in ENTRY.columns if column.name != "hash"]
    return digest({**{column: _plain(entry[column]) for column in columns}, "previous": previous})


def _plain(value: object) -> object:
    """What JSON knows: bytes as their own SHA-256, and a number for yes and no, as a database gives them back."""
    if isinstance(value, bytes | bytearray | memoryview):
        return {"sha256": sha256(value).hexdigest()}
    return int(value) if isinstance(value, bool) else value
