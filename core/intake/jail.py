"""The process in which a file is taken apart: it has little memory, little time, no secrets, and answers with plain data only.

A hostile file can end this process and nothing else. `core.intake.reader` starts it; nobody else imports it.
"""

import gc
import marshal
import sys
from collections.abc import Callable

from core.intake.columns import Grid, message
from core.intake.csv_text import read_csv_text
from core.intake.limits import COMPUTING_SECONDS, MEMORY, MOST_BYTES, SHEET_OR_TEXT, Fault
from core.intake.prescan import TEXT, ZIP, content, misnamed
from core.intake.workbook import read_workbook

TEXT_ENDINGS = (".csv", ".txt", ".tsv")
FORMAT = 2  # of marshal: the newest without references between values, which cost time and say nothing here
LIMITS = (  # with the second number the system kills, with the first the process hears of it and the caller learns why
    ("RLIMIT_AS", MEMORY, MEMORY),
    ("RLIMIT_CPU", COMPUTING_SECONDS, COMPUTING_SECONDS + 1),
    ("RLIMIT_FSIZE", 0, 0),
    ("RLIMIT_CORE", 0, 0),
    ("RLIMIT_NPROC", 0, 0),
)


def run() -> None:
    """What the child process does: reads one file from its standard input and answers once."""
    gc.disable()  # it ends long before garbage matters
    try:
        import resource
    except ImportError:  # a system without limits; the caller's clock remains
        pass
    else:
        confine(resource.setrlimit, resource)
    suffix, encoding, delimiter, header_row = sys.argv[1:]
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    sys.stdout.buffer.write(answer(data, suffix, encoding or None, delimiter or None, int(header_row) or None))
    sys.stdout.flush()


def confine(limit: Callable[[int, tuple[int, int]], None], known: object) -> None:
    """Sets the limits this system knows, for good. `known` has their numbers by name, as the resource module does."""
    for name, soft, hard in LIMITS:
        number = getattr(known, name, None)
        if number is not None:
            limit(number, (soft, hard))


def answer(data: bytes, suffix: str, encoding: str | None, delimiter: str | None, header_row: int | None) -> bytes:
    """The file's sheets, or why it is refused, as marshaled plain data: ('tables', messages), ('refused', found, expected), ('memory',)."""
    try:
        grids = sheets(data, suffix, encoding, delimiter, header_row)
        return marshal.dumps(("tables", [message(grid) for grid in grids]), FORMAT)
    except Fault as fault:
        return marshal.dumps(("refused", fault.found, fault.expected), FORMAT)
    except MemoryError:
        return marshal.dumps(("memory",), FORMAT)


def sheets(data: bytes, suffix: str, encoding: str | None, delimiter: str | None, header_row: int | None) -> list[Grid]:
    """The file's sheets as cells. Raises Fault."""
    if not data:
        raise Fault("the file is empty", SHEET_OR_TEXT)
    if len(data) > MOST_BYTES:
        raise Fault(f"the file is larger than {MOST_BYTES >> 20} MB", "a smaller file")
    kind = content(data)
    if suffix == ".xlsx" and kind == ZIP:
        return read_workbook(data)
    if kind == TEXT and suffix in TEXT_ENDINGS:
        return [read_csv_text(data, encoding, delimiter, header_row)]
    raise misnamed(data, suffix)
