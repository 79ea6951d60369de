"""The ledger from its first entry on, each with every row it wrote: how it is verified and how it is copied."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import Any

from sqlalchemy import Connection, Table, func, select

from core.ledger.chain import TABLES
from core.ledger.schema import ENTRY, FACT, UPLOAD

ENTRIES, ROWS = 200, 500  # read in one transaction, so that whoever writes meanwhile waits little; fetched at once

Reads = Callable[[], AbstractContextManager[Connection]]
Written = Mapping[str, Sequence[Mapping[Any, Any]]]  # the rows by table


def walk(reads: Reads) -> Generator[tuple[Mapping[Any, Any], Written]]:
    """Every entry up to the one that is the newest now. What others add meanwhile is not looked at; what is there never changes.
    Who does not go to the end closes the walk."""
    with reads() as connection:
        last = connection.scalar(select(func.max(ENTRY.c.seq)))
        uploads: dict[int, list[str]] = {}
        for entry, content in connection.execute(select(UPLOAD.c.entry, UPLOAD.c.sha256)):
            uploads.setdefault(entry, []).append(content)
    after: int | None = None
    while last is not None:
        with reads() as connection, ExitStack() as cursors:
            some = select(ENTRY).where(ENTRY.c.seq <= last).order_by(ENTRY.c.seq).limit(ENTRIES)
            entries = connection.execute(some if after is None else some.where(ENTRY.c.seq > after)).mappings().all()
            if not entries:
                return
            first, after = entries[0]["seq"], entries[-1]["seq"]
            streams = {name: _Stream(connection, table, first, after) for name, table in TABLES.items() if table is not UPLOAD}
            for stream in streams.values():
                cursors.callback(stream.found.close)
            for entry in entries:
                rows: dict[str, Sequence[Mapping[Any, Any]]] = {name: stream.of(entry["seq"]) for name, stream in streams.items()}
                contents = select(UPLOAD).where(UPLOAD.c.sha256.in_(uploads.get(entry["seq"], ())))
                rows[UPLOAD.name] = connection.execute(contents).mappings().all() if entry["seq"] in uploads else ()
                yield entry, rows


class _Stream:
    """The rows of one table in the order of their entries, fetched as the walk comes to them."""

    def __init__(self, connection: Connection, table: Table, first: int, last: int) -> None:
        order = (FACT.c.id,) if table is FACT else ()
        statement = select(table).where(table.c.entry.between(first, last)).order_by(table.c.entry, *order)
        self.found = connection.execute(statement.execution_options(yield_per=ROWS)).mappings()
        self.rows = iter(self.found)
        self.ahead = next(self.rows, None)

    def of(self, seq: int) -> list[Mapping[Any, Any]]:
        """The rows of this entry. Those of a number that no entry has are passed over."""
        found: list[Mapping[Any, Any]] = []
        while self.ahead is not None and self.ahead["entry"] <= seq:
            if self.ahead["entry"] == seq:
                found.append(self.ahead)
            self.ahead = next(self.rows, None)
        return found
