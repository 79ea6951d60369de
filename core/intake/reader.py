"""A file as tables of raw cells, read in a process of its own, so that no file can take the caller down."""

import marshal
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from typing import NamedTuple

from core.intake.collecting import collector_paused
from core.intake.columns import Message, unpack
from core.intake.limits import COMPUTING_SECONDS, MEMORY, MOST_ANSWER_BYTES, MOST_BYTES, SHEET_OR_TEXT, WALL_SECONDS
from core.intake.places import label, visible
from core.intake.tables import Refused, Table, TextForm
from core.intake.watched import Watched

CHUNK = 1 << 20
# The child looks for modules where the caller found them, and ends at once when it has answered: taking its cells down again costs time.
START = "import os, sys; sys.path += sys.argv.pop(1).split(os.pathsep); from core.intake.jail import run; run(); os._exit(0)"
ENVIRONMENT = ("SYSTEMROOT", "LD_LIBRARY_PATH")  # what an interpreter may need to start; no secrets
KEEP_MEMORY = {  # glibc's words: what is freed will be used again, and giving it back in between costs a tenth of the time
    "MALLOC_TRIM_THRESHOLD_": "1000000000",
    "MALLOC_MMAP_THRESHOLD_": "33554432",
}
OUT_OF_MEMORY = f"reading it takes more than {MEMORY >> 20} MB of memory"
ENDINGS = {  # by the number of the signal
    6: f"its reader gave up, as it does when it needs more than {MEMORY >> 20} MB of memory",
    9: "the system ended its reader, as it does when memory or time are used up",
    24: f"reading it takes more than {COMPUTING_SECONDS} seconds of computing",
}


class Handed(NamedTuple):
    """A file that somebody handed in. Its name is a label and never a path; its bytes never lie in a file of that name."""

    name: str
    data: bytes


def read(
    source: Path | Handed,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
    watched: Watched | None = None,
) -> list[Table]:
    """Every sheet of a workbook, or the one table of a CSV file. Raises Refused, and for no content of the file anything else.

    The second to fourth are what a layout or a person says of a CSV file: how the text is written, what stands between two columns, and the
    row whose columns the others must keep to. What is not said is found in the file, and the table's `text` says how surely. Raises Stopped
    where `watched` asks for it.
    """
    watched = watched or Watched()
    name, given = label(source.name), PurePath(source.name.replace("\\", "/"))
    try:
        if isinstance(source, Path):
            _check(source, name)
        watched.at(f"Reading {name}")
        words = given.suffix.lower(), encoding or "", delimiter or "", str(header_row or 0)
        answer, ending = _ask(source, words, watched)
    except (OSError, ValueError) as fault:
        raise _unopened(name, fault) from fault
    if ending:
        raise _unsafe(name, ending)
    return _tables(answer, name, visible(given.stem))


def taken(path: Path) -> Handed:
    """A file of this machine as one handed in. Raises Refused."""
    name = label(path.name)
    try:
        _check(path, name)
        return Handed(path.name, path.read_bytes())
    except (OSError, ValueError) as fault:
        raise _unopened(name, fault) from fault


def _unopened(name: str, fault: OSError | ValueError) -> Refused:
    """No file, no right to read it, a name no system has."""
    reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
    return Refused(f"{name}: the file cannot be opened ({visible(reason)}); expected {SHEET_OR_TEXT}")


def _check(path: Path, name: str) -> None:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise Refused(f"{name}: is no file; expected {SHEET_OR_TEXT}")
    if found.st_size > MOST_BYTES:
        raise Refused(f"{name}: the file is larger than {MOST_BYTES >> 20} MB; expected a smaller file")


def _ask(source: Path | Handed, words: tuple[str, ...], watched: Watched) -> tuple[bytes, str]:
    """What the process that read the file answered, and why it came to no good end, or an empty text."""
    places = [str(Path(__file__).resolve().parents[2]), *(place for place in sys.path if Path(place).is_absolute())]
    command = [sys.executable, "-I", "-S", "-c", START, os.pathsep.join(places), *words]
    environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ} | KEEP_MEMORY
    late = threading.Event()
    with (
        _opened(source) as file,
        subprocess.Popen(command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as child,
        watched.ending(child.kill),
    ):
        clock = threading.Timer(WALL_SECONDS, _end, (child, late))
        clock.start()
        try:
            answer = _heard(child)
            code = child.wait()
        finally:
            clock.cancel()
            child.kill()
    return answer, _ending(code, late.is_set(), len(answer))


@contextmanager
def _opened(source: Path | Handed) -> Iterator[int]:
    """What the process reads its file from. Bytes go through a pipe, poured by a thread: the process may end before it has read them."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield file.fileno()
        return
    ours, theirs = os.pipe()
    pouring = threading.Thread(target=_pour, args=(theirs, source.data))
    pouring.start()
    try:
        yield ours
    finally:
        os.close(ours)  # whoever still pours into it hears that nobody reads
        pouring.join()


def _pour(pipe: int, data: bytes) -> None:
    with suppress(BrokenPipeError), os.fdopen(pipe, "wb", buffering=0) as stream:
        rest = memoryview(data)
        while rest:
            rest = rest[stream.write(rest) :]


def _end(child: "subprocess.Popen[bytes]", late: threading.Event) -> None:
    late.set()
    child.kill()


def _heard(child: "subprocess.Popen[bytes]") -> bytes:
    chunks: list[bytes] = []
    size = 0
    while child.stdout is not None and size <= MOST_ANSWER_BYTES and (chunk := child.stdout.read(CHUNK)):
        chunks.append(chunk)
        size += len(chunk)
    if size > MOST_ANSWER_BYTES:
        child.kill()
    return b"".join(chunks)


def _ending(code: int, late: bool, size: int) -> str:
    if size > MOST_ANSWER_BYTES:
        return f"it holds more than {MOST_ANSWER_BYTES >> 20} MB of cells"
    if late:
        return f"reading it takes longer than {WALL_SECONDS} seconds"
    if code < 0:
        return ENDINGS.get(-code, f"its reader was ended by signal {-code}")
    return f"its reader failed with status {code}" if code else ""


def _tables(answer: bytes, name: str, stem: str) -> list[Table]:
    try:
        with collector_paused():
            kind, *rest = marshal.loads(answer)
            if kind == "tables":
                return [_table(name, stem, message) for message in rest[0]]
    except Exception as nonsense:
        raise _unsafe(name, "its reader answered nonsense") from nonsense
    if kind == "refused":
        found, expected = rest
        raise Refused(f"{name}: {found}; expected {expected}")
    raise _unsafe(name, OUT_OF_MEMORY)


def _table(file: str, stem: str, message: Message) -> Table:
    name, hidden, top, left, height, columns, (places, notices, merged, concealed, text) = message
    flaws = {(row, column): text for text, found in places.items() for row, column in found}
    form = None if text is None else TextForm(*text)
    rows = unpack(columns, height)
    return Table(file, name or stem, rows, top, left, hidden, flaws, notices, tuple(merged), tuple(concealed), form)


def _unsafe(name: str, why: str) -> Refused:
    return Refused(f"{name}: could not be read safely: {why}; expected {SHEET_OR_TEXT}")
