"""Backup and restore: the whole ledger as one file, whichever database holds it, with its checkpoint inside. The file is a ledger in SQLite
that can be read as it is; to go on writing it is restored."""

import tempfile
from contextlib import closing, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Table, Text, func, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateTable

from core.ledger.chain import EMPTY, Head
from core.ledger.checkpoint import alone, begin, newest, place
from core.ledger.engine import engine_of, opened, prepare, writing
from core.ledger.refusals import refusal
from core.ledger.schema import ENTRY, METADATA
from core.ledger.verify import Verdict, examine, verify
from core.ledger.walk import Reads, walk

if TYPE_CHECKING:
    from core.ledger.ledger import Ledger

CHECKPOINT = Table(
    "checkpoint", MetaData(), Column("count", Integer, nullable=False), Column("head", Text, nullable=False), Column("at", Text),
    sqlite_strict=True,
)  # fmt: skip


class BackupFault(Exception):
    """Why a ledger was not backed up or not restored, for people. Nothing was left behind."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored ledger holds; `known` is the newest entry that the former checkpoint of that place knew, where that is more."""

    verdict: Verdict
    known: Head | None


def backup(ledger: "Ledger", out: Path) -> Verdict:
    """The whole ledger as a new file, while others go on working with it. It is there whole or not at all.

    Raises:
        BackupFault: where the ledger is not whole, the file is there already or cannot be written.
        NoLedger: where there is none.
    """
    if out.exists():
        raise BackupFault(f"{out.name}: is there already; expected a new file. Nothing was overwritten")
    found = verify(ledger)
    _whole(found, "the ledger")
    try:
        with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as folder:
            new = Path(folder) / "backup"
            prepare(str(new))
            source, target = engine_of(ledger.url), engine_of(str(new))
            try:
                with writing(target) as into:
                    head = _copy(source.connect, into)
                    into.execute(CreateTable(CHECKPOINT))
                    into.execute(insert(CHECKPOINT).values(count=head.seq, head=head.hash, at=head.at and head.at.isoformat()))
                written = examined(target)
            finally:
                source.dispose()
                target.dispose()
            _whole(written, "the backup as it was written")
            _move(new, out)
    except SQLAlchemyError as fault:
        raise BackupFault(f"{out.name}: {refusal(fault)}") from None
    except OSError as fault:
        raise BackupFault(f"{out.name}: cannot be written ({fault.strerror})") from None
    return written


def restore(file: Path, url: str) -> Restored:
    """A backup put into a ledger that is not there or holds nothing, in one transaction, and a new checkpoint for it.

    Raises:
        BackupFault: where the file is no whole backup, or there is something in the ledger.
        NoLedger: where no ledger can be made there.
    """
    source = opened(str(file))
    try:
        _whole(examined(source), file.name)
        known = newest(place(url))
        prepare(url)
        target = opened(url)
        try:
            with writing(target) as into:
                entries = into.scalar(select(func.count()).select_from(ENTRY))
                if entries:
                    raise BackupFault(f"the ledger holds {entries} entries; expected an empty one. Nothing was restored")
                head = _copy(source.connect, into)
                found = examine(lambda: nullcontext(into), {head.seq: head.hash})
                _whole(found, "the ledger as it was restored")
            begin(place(url), head)
        finally:
            target.dispose()
    except SQLAlchemyError as fault:
        raise BackupFault(f"{file.name}: {refusal(fault)}") from None
    except OSError as fault:
        raise BackupFault(f"{place(url).name}: the checkpoint cannot be written ({fault.strerror})") from None
    finally:
        source.dispose()
    return Restored(found, known if known is not None and known.seq > head.seq else None)


def examined(backup_file: Engine) -> Verdict:
    """A backup held against the checkpoint inside it.

    Raises:
        BackupFault: where it has none.
    """
    try:
        with backup_file.connect() as connection:
            count, hash_, at = connection.execute(select(CHECKPOINT)).one()
    except SQLAlchemyError:
        raise BackupFault(
            "the file holds no checkpoint; expected a backup. A copy of a store is put in place and accepted instead"
        ) from None
    known = Head(count, hash_, None if at is None else datetime.fromisoformat(at))
    found = examine(backup_file.connect, {known.seq: known.hash}, also=(CHECKPOINT.name,))
    if found.head.seq != known.seq and not found.broken:
        raise BackupFault(f"the backup holds {found.head.seq} entries; expected the {known.seq} of its checkpoint")
    return found


def _copy(reads: Reads, into: Connection) -> Head:
    """Every row, entry by entry, through the triggers of the new ledger; the newest entry copied."""
    head = EMPTY
    with closing(walk(reads)) as entries:
        for entry, rows in entries:
            into.execute(insert(ENTRY), dict(entry))
            for table in METADATA.sorted_tables:
                if rows.get(table.name):
                    into.execute(insert(table), [dict(row) for row in rows[table.name]])
            head = Head(entry["seq"], entry["hash"], datetime.fromisoformat(entry["at"]))
    return head


def _whole(found: Verdict, what: str) -> None:
    if found.broken:
        more = f" ({len(found.broken)} faults in all)" if found.broken[1:] else ""
        raise BackupFault(f"{what} is not whole: {found.broken[0]}{more}")


def _move(new: Path, out: Path) -> None:
    """Into its place under its own name, which nobody else may have taken meanwhile."""
    with alone(out.parent):
        out.touch(exist_ok=False)
        new.replace(out)
