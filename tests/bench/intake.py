"""How fast large files are read: bedside rows to grades, a workbook to facts and to what it would change, an ordinary file to tables."""

import resource
import time
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl

from core.changes.upload import prepare
from core.intake.reader import Handed, read
from core.layouts.load import load
from core.ledger.engine import prepare as make
from core.ledger.ledger import Ledger
from core.protocol.settings import Settings
from core.reports.graded import grade_file
from tests.bench.clock import report, spent
from tests.bench.files import bedside_csv, labs_workbook, wide_workbook

ROWS = 100_000
ORDINARY_READS = 40


def grade_rows(folder: Path) -> None:
    path = folder / "bedside.csv"
    bedside_csv(path, ROWS)
    report("grade crs on 100,000 rows, file to grades, CPU", spent(lambda: grade_file("crs", path)), 30, "s")


def workbook(folder: Path) -> None:
    path = folder / "labs.xlsx"
    labs_workbook(path, ROWS)

    def bare() -> None:
        for row in openpyxl.load_workbook(path, read_only=True)["labs"].iter_rows(values_only=True):
            assert row

    theirs = spent(bare)
    ours = spent(lambda: load([path], Settings(), date(2026, 3, 6)))
    print(f"  100,000-row workbook: file to facts {ours:.2f} s CPU, openpyxl merely reading it {theirs:.2f} s CPU")
    report("100,000-row workbook, file to facts, against openpyxl's bare read", ours / theirs, 0.5, "x")
    ours = _dropped(folder / "new.db", Handed(path.name, path.read_bytes()))
    print(f"  100,000-row workbook: bytes to preview {ours:.2f} s CPU")
    report("100,000-row workbook, bytes to preview, against openpyxl's bare read", ours / theirs, 0.5, "x")


def ordinary(folder: Path) -> None:
    """The time on the wall is what a person waits."""
    path = folder / "ordinary.xlsx"
    wide_workbook(path, 2_000, 20)
    took = []
    for _ in range(ORDINARY_READS):
        began = time.monotonic()
        read(path)
        took.append(time.monotonic() - began)
    report("an ordinary file of 2,000 x 20 cells read, 95 % of the times", sorted(took)[int(0.95 * ORDINARY_READS)], 1, "s")


def _dropped(store: Path, file: Handed) -> float:
    """CPU of an upload up to its preview, on a store that knows nothing yet; the memory of all processes is told too."""
    make(str(store))
    ledger = Ledger.open(f"sqlite:///{store}", lambda: datetime(2026, 3, 6, 8, tzinfo=UTC))
    used = spent(lambda: prepare(ledger, [file]))
    ledger.close()
    most = sum(resource.getrusage(whose).ru_maxrss for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    report("100,000-row workbook, bytes to preview, memory of all processes", most / 1024, 600, "MB")
    return used
