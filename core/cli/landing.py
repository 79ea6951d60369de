"""A folder in which files land: which of them are whole, why others stay where they are, and where each goes when it is dealt with."""

import os
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import NamedTuple

from core.intake.places import label

LOADED, REFUSED = "loaded", "refused"  # the folders in it
REASONS, NOTICES = ".reasons.txt", ".notices.txt"  # what lies beside a file that was refused, or loaded with something to be told
KINDS = (".xlsx", ".csv", ".txt", ".tsv")
HIDDEN = (".", "~")  # what a system or a program that writes puts before the name of a file that is not one's own
UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart")
LOCK = ".reinfuse-watch"
STAYS = "left where it is"


class Taken(Exception):
    """Somebody else is at work in the folder."""


class Stamp(NamedTuple):
    """By what a file is known to be the same and unchanged: its number on the disk, its bytes, and when it was written, in ns."""

    number: int
    size: int
    written: int


class Landed(NamedTuple):
    path: Path
    stamp: Stamp

    @property
    def unchanged(self) -> bool:
        return stamp_of(self.path) == self.stamp


class Landing:
    """`look` again and again; between two looks a file that is still being written changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.unfinished: list[str] = []  # what the last look found new or changed
        self._before: dict[str, Stamp] = {}

    def look(self) -> tuple[list[Landed], dict[str, str]]:
        """The files that are as they were at the look before, those written first at the front; and by name why others stay."""
        now: dict[str, Stamp] = {}
        stays: dict[str, str] = {}
        with os.scandir(self.folder) as found:
            for one in found:
                if one.name.startswith(HIDDEN) or one.name.lower().endswith(UNFINISHED):
                    continue
                stamp = stamp_of(Path(one.path))
                if one.is_symlink():
                    stays[one.name] = "is a link; expected the file itself"
                elif stamp is None:
                    if one.name not in (LOADED, REFUSED):
                        stays[one.name] = "is no file; expected one"
                elif PurePath(one.name).suffix.lower() not in KINDS:
                    stays[one.name] = f"is of another kind; expected one of: {', '.join(KINDS)}"
                elif one.name.endswith((REASONS, NOTICES)):
                    stays[one.name] = "is named like what is written beside a file; expected another name"
                else:
                    now[one.name] = stamp
        whole = [Landed(self.folder / name, stamp) for name, stamp in now.items() if self._before.get(name) == stamp]
        self.unfinished = [name for name, stamp in now.items() if self._before.get(name) != stamp]
        self._before = now
        return sorted(whole, key=lambda each: (each.stamp.written, each.path.name)), stays

    def place(self, name: str, kind: str) -> Path:
        """Where a file of this name goes among those loaded or refused: nothing that lies there is written over."""
        folder, plain = self.folder / kind, PurePath(name)
        folder.mkdir(exist_ok=True)
        number = 1
        while os.path.lexists(found := folder / (name if number == 1 else f"{plain.stem} ({number}){plain.suffix}")):
            number += 1
        return found


def beside(place: Path, kind: str) -> Path:
    return place.with_name(f"{place.name}{kind}")


@contextmanager
def told_beside(file: Landed, place: Path, kind: str, lines: Collection[str]) -> Iterator[str]:
    """What is to be told of a file, a line each, lies beside the place it goes to, where there is anything and it does go there; whoever
    may read the file may read that. Gives the words for how much lies where."""
    told = beside(place, kind)
    if not lines:
        yield ""
        return
    new = told.with_name(f".{told.name}.tmp")
    new.unlink(missing_ok=True)
    new.touch(0o600)
    new.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", errors="backslashreplace")
    new.chmod(stat.S_IMODE(file.path.stat().st_mode))
    new.replace(told)
    try:
        yield f"{len(lines)} in {place.parent.name}/{label(told.name)}"
    except BaseException:
        told.unlink()
        raise


def move(file: Landed, place: Path) -> bool:
    """Put a file away; `False` where it is another one by now, which then stays: only what was read is put away."""
    if not file.unchanged:
        return False
    file.path.replace(place)
    if stamp_of(place) == file.stamp:
        return True
    place.replace(file.path)  # another file came under this name in the very moment
    return False


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a file; `None` where there is none, or what is there is no file or a link."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return Stamp(found.st_ino, found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Nobody else who asks is at work in this folder meanwhile. The system gives the lock back however the one who has it ends.

    Raises:
        Taken: where somebody is.
        OSError: where nothing may be written there.
    """
    door = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(door)
        yield
    finally:
        os.close(door)


def _lock(door: int) -> None:
    try:
        import fcntl
    except ImportError:  # a system that does not lock: what two do at once is stored once all the same
        return
    try:
        fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Taken from None
