"""How fast large files are read: bedside rows to grades, a workbook to facts."""

from datetime import date
from pathlib import Path

import openpyxl

from core.layouts.load import load
from core.protocol.settings import Settings
from core.reports.graded import grade_file
from tests.bench.clock import report, spent
from tests.bench.files import bedside_csv, labs_workbook


def grade_rows(folder: Path) -> None:
    path = folder / "bedside.csv"
    bedside_csv(path, 100_000)
    report("grade crs on 100,000 rows, file to grades, CPU", spent(lambda: grade_file("crs", path)), 30, "s")


def workbook(folder: Path) -> None:
    path = folder / "labs.xlsx"
    labs_workbook(path, 100_000)

    def bare() -> None:
        for row in openpyxl.load_workbook(path, read_only=True)["labs"].iter_rows(values_only=True):
            assert row

    ours, theirs = spent(lambda: load([path], Settings(), date(2026, 3, 6))), spent(bare)
    print(f"  100,000-row workbook: file to facts {ours:.2f} s CPU, openpyxl merely reading it {theirs:.2f} s CPU")
    report("100,000-row workbook, file to facts, against openpyxl's bare read", ours / theirs, 0.5, "x")
