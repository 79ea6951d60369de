"""Verification: the whole chain walked from its first entry, every row held against the digest of the entry that wrote it, and the store
against the shape it was made in and the checkpoint outside it."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from core.ledger.chain import EMPTY, TABLES, Head, digest_of, link
from core.ledger.checkpoint import begin, compare, lost, newest, place, told
from core.ledger.engine import SQLITE, engine_of
from core.ledger.refusals import refusal
from core.ledger.schema import UPLOAD
from core.ledger.shape import misshapen
from core.ledger.walk import Reads, Written, walk

if TYPE_CHECKING:
    from core.ledger.ledger import Ledger

MOST = 100  # faults told: more say no more


@dataclass(frozen=True, slots=True)
class Break:
    """One fault: the number of the entry, `None` where it is of the store as a whole, and what it is in a sentence."""

    seq: int | None
    sentence: str

    def __str__(self) -> str:
        return self.sentence if self.seq is None else f"entry {self.seq}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many entries there are, the newest, and every fault: those of the store as a whole first, then by entry."""

    count: int
    head: Head
    broken: tuple[Break, ...]


class NotAccepted(Exception):
    """Why a store does not get a new checkpoint."""


def verify(ledger: "Ledger") -> Verdict:
    """The whole ledger as it is now; others may go on writing.

    Raises:
        NoLedger: where there is none.
    """
    engine, path = engine_of(ledger.url), place(ledger.url)
    try:
        verdict = examine(engine.connect, _known(path))
        against = compare(path, engine)
    except SQLAlchemyError:  # the comparison cannot read what the examination told already
        against = None
    finally:
        engine.dispose()
    return verdict if against is None else Verdict(verdict.count, verdict.head, (Break(None, against), *verdict.broken))


def accept(ledger: "Ledger") -> Verdict:
    """A new checkpoint in place of one that was lost, by the decision of a person; in all else the ledger must be whole.

    Raises:
        NotAccepted: where a checkpoint is there, or anything else is wrong.
        OSError: where the checkpoint cannot be written.
    """
    path = place(ledger.url)
    if newest(path) is not None:
        raise NotAccepted(f"{path.name}: there is a checkpoint; expected one that was lost")
    verdict = verify(ledger)
    others = [fault for fault in verdict.broken if fault.sentence != lost(path, verdict.count)]
    if others:
        raise NotAccepted(f"the ledger is not whole: {others[0]}")
    begin(path, verdict.head)
    return Verdict(verdict.count, verdict.head, ())


def examine(reads: Reads, known: Mapping[int, str], also: tuple[str, ...] = ()) -> Verdict:
    """The store behind these connections, held against the hashes `known` from outside by number; `also` names tables it may hold
    besides the ledger's own."""
    broken: list[Break] = []
    for search in (_damaged, lambda connection: misshapen(connection, also), _without_parent):
        try:
            with reads() as connection:
                broken += [Break(None, sentence) for sentence in search(connection)]
        except (SQLAlchemyError, TypeError, ValueError) as fault:
            broken.append(Break(None, _unreadable(fault)))
    count, head = 0, EMPTY
    try:
        with closing(walk(reads)) as entries:
            for entry, rows in entries:
                if len(broken) >= MOST:
                    break
                broken += [Break(seq, sentence) for seq, sentence in _faults(entry, rows, head, known.get(entry["seq"]))]
                count, head = count + 1, Head(entry["seq"], entry["hash"], datetime.fromisoformat(entry["at"]))
    except (SQLAlchemyError, TypeError, ValueError) as fault:
        broken.append(Break(head.seq + 1, _unreadable(fault)))
    return Verdict(count, head, tuple(broken[:MOST]))


def _faults(entry: Mapping[Any, Any], rows: Written, before: Head, known: str | None) -> Iterator[tuple[int, str]]:
    """What is wrong with one entry: its place in the chain, what it says itself, and its rows."""
    seq: int = entry["seq"]
    if seq != before.seq + 1:
        yield before.seq + 1, f"is missing; the next that is there is {seq}"
    if entry["previous"] != before.hash:
        yield seq, f"follows another entry than {before.seq or 'the beginning'}; expected the hash of that one"
    if entry["hash"] != link(entry["previous"], entry):
        yield seq, "what it says is not what its hash was made of; expected it as it was recorded"
    contents = [{**row, "bytes": {"sha256": sha256(row["bytes"]).hexdigest()}} for row in rows[UPLOAD.name]]
    for row in contents:
        if row["bytes"]["sha256"] != row["sha256"]:
            yield seq, f"the bytes of an upload are not those of its SHA-256; expected {row['sha256'][:12]}…"
    if entry["digest"] != digest_of({**rows, UPLOAD.name: contents}):
        counted = ", ".join(f"{name} {len(found)}" for name, found in sorted(rows.items()) if found) or "none"
        yield seq, f"its rows ({counted}) are not those it was recorded with; expected every one, unaltered, and no other"
    if known not in (None, entry["hash"]):
        yield seq, f"is not the one the checkpoint knows; expected hash {known[:12]}…"
    if before.at is not None and datetime.fromisoformat(entry["at"]) < before.at:
        yield seq, f"was recorded at {entry['at']}; expected no time before that of entry {before.seq}"


def _known(path: Path) -> dict[int, str]:
    """What the checkpoint says; that it cannot be read is told by the comparison."""
    try:
        return {head.seq: head.hash for head in told(path) if head.seq}
    except OSError:
        return {}


def _damaged(connection: Connection) -> Iterator[str]:
    """What SQLite itself finds wrong with its file."""
    if connection.dialect.name == SQLITE:
        for said in connection.scalars(text("PRAGMA integrity_check(5)")):
            if said != "ok":
                yield f"the file is damaged ({' '.join(said.split())}); restore a backup"


def _without_parent(connection: Connection) -> Iterator[str]:
    """Rows that name an entry or a fact which is not there."""
    for name, table in TABLES.items():
        for key in table.foreign_keys:
            child, parent = key.parent, key.column
            lonely = select(func.count(), func.min(child)).outerjoin_from(table, parent.table, child == parent).where(parent.is_(None))
            count, least = connection.execute(lonely).one()
            if count:
                yield f"{count} rows of {name} name {parent.table.name} {least}, which is not there; expected no row without it"


def _unreadable(fault: Exception) -> str:
    """Why reading ended there, without the database's own words."""
    return f"cannot be read: {refusal(fault) if isinstance(fault, SQLAlchemyError) else 'a value is not of its kind'}"
