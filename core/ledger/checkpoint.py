"""The checkpoint: how many entries the ledger had and the hash of the newest, in a small file outside the store. A chain cannot know that
its own end was cut off or that an older copy of it was put back; this file does. The ledger adds a line after each commit, and one of
count 0 before its very first, so that a missing file always means a lost one."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.engine import make_url

from core.ledger.canonical import canonical
from core.ledger.chain import EMPTY, Head
from core.ledger.schema import ENTRY

PLACE = "REINFUSE_CHECKPOINT"  # names the file of a ledger that is no file itself
LONGEST, KEPT = 64 * 1024, 100  # bytes at which the file is written anew, and with how many of its newest lines


def place(url: str) -> Path:
    """Where the checkpoint of a ledger stands: beside its file; for a server where the environment says, else with the user's own data,
    by a name that is the same whoever logs in and holds no password."""
    if "://" not in url:
        return Path(f"{url}.checkpoint")
    found = make_url(url)
    if found.get_backend_name() == "sqlite":
        return Path(f"{found.database}.checkpoint")
    if named := os.environ.get(PLACE):
        return Path(named)
    secret = {"password", "passfile", "user"}
    known = [found.get_backend_name(), found.host, found.port, found.database, {k: v for k, v in found.query.items() if k not in secret}]
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "reinfuse" / f"{sha256(canonical(known).encode()).hexdigest()[:16]}.checkpoint"


def write(path: Path, head: Head) -> None:
    """Adds a line, which is on the disk when this returns. Several processes may do so at once, in whatever order.

    Raises:
        OSError: where the file cannot be written; what the ledger holds is not touched by that.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with alone(path.parent):
        with path.open("ab+") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - 1, 0))
            torn = file.read(1) not in (b"", b"\n")  # a line that a failing machine did not end stays a line of its own
            file.write(b"\n" * torn + _line(head))
            file.flush()
            os.fsync(file.fileno())
        if size > LONGEST:
            last = path.read_bytes().splitlines(keepends=True)[-KEPT:]
            _replace(path, _line(max(told(path), key=lambda head: head.seq)) + b"".join(last))  # a slow writer's line may not push it out


def begin(path: Path, head: Head) -> None:
    """A checkpoint that knows of nothing but this head, whatever stood there before: for a store just restored, or accepted by a person.

    Raises:
        OSError: where the file cannot be written; what stood there stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with alone(path.parent):
        _replace(path, _line(head))


def newest(path: Path) -> Head | None:
    """The head with the most entries that the file tells, `None` where there is no file or it tells none.

    Raises:
        OSError: where the file is there but cannot be read.
    """
    return max(told(path), key=lambda head: head.seq, default=None)


def told(path: Path) -> Iterator[Head]:
    """Every head the file tells, oldest first. A line that is not whole tells nothing.

    Raises:
        OSError: where the file is there but cannot be read.
    """
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            found = json.loads(line)
            yield Head(int(found["count"]), str(found["head"]), None if found["at"] is None else datetime.fromisoformat(found["at"]))
        except (ValueError, KeyError, TypeError):
            continue


def compare(path: Path, engine: Engine) -> str | None:
    """Why the store must not be written, `None` where it and the checkpoint agree.

    A store may be ahead: its last writer ended between the commit and the checkpoint. It may not be behind, differ, or have lost its
    checkpoint; only a store without entries needs none.
    """
    try:
        known = newest(path)
        with engine.connect() as connection:
            count = connection.scalar(select(func.max(ENTRY.c.seq))) or 0
            here = None if known is None else connection.scalar(select(ENTRY.c.hash).where(ENTRY.c.seq == known.seq))
        begun = known is None and newest(path) is not None  # by another process, between the two looks
    except OSError as fault:
        return f"{path.name}: the checkpoint cannot be read ({fault.strerror}); expected a readable file"
    if known is None:
        return compare(path, engine) if begun else lost(path, count)
    since = "" if known.at is None else f" on {known.at:%Y-%m-%d %H:%M} UTC"
    if count < known.seq:
        return (
            f"{path.name}: the store holds {count} entries where {known.seq} were recorded{since}; expected at least as many. "
            "An older file was put back, or the newest entries were cut off"
        )
    if known.seq and here != known.hash:
        return (
            f"{path.name}: entry {known.seq} of the store is not the one that was recorded{since}; expected hash {known.hash[:12]}…. "
            "Another store was put in its place, or its entries were written anew"
        )
    return None


def ready(path: Path, engine: Engine) -> str | None:
    """Why the store must not be written, as `compare` says; one that holds nothing yet gets the checkpoint of nothing, before its first
    entry: whoever finds entries and no checkpoint knows that it was lost."""
    against = compare(path, engine)
    if against is None and not path.exists():
        try:
            write(path, EMPTY)
        except OSError as fault:
            return f"{path.name}: the checkpoint cannot be written ({fault.strerror}); expected a folder that can be written"
    return against


def lost(path: Path, count: int) -> str | None:
    """What a missing or illegible checkpoint means for a store with so many entries."""
    if path.exists():
        return f"{path.name}: the checkpoint is illegible; expected lines with count, head and time"
    if count:
        return f"{path.name}: the checkpoint is missing beside a store of {count} entries; expected the one written with the newest entry"
    return None


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else puts a checkpoint or a backup into this folder meanwhile; in the end the folder itself is on the disk."""
    try:
        import fcntl
    except ImportError:  # a system that neither locks nor syncs a folder
        yield
        return
    door = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield
        os.fsync(door)
    finally:
        os.close(door)


def _line(head: Head) -> bytes:
    return f"{canonical({'count': head.seq, 'head': head.hash, 'at': None if head.at is None else head.at.isoformat()})}\n".encode()


def _replace(path: Path, content: bytes) -> None:
    """The file with this content, whole or not at all."""
    with tempfile.NamedTemporaryFile(prefix=f"{path.name}.", dir=path.parent, delete=False) as file:
        new = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            new.replace(path)
        except OSError:
            new.unlink()
            raise
