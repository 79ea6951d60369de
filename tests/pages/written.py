"""Subjects as the files a clinic hands over: one CSV file a sheet."""

import csv
from pathlib import Path

from tests.core.patient import Patient


def write(folder: Path, *patients: Patient) -> list[Path]:
    """The rows of these subjects, each sheet a file of its name."""
    sheets: dict[str, list[dict[str, object]]] = {}
    for patient in patients:
        for sheet, cells in patient.rows:
            sheets.setdefault(sheet, []).append({"subject_id": patient.subject_id, **cells})
    return [_sheet(folder / f"{sheet}.csv", rows) for sheet, rows in sheets.items()]


def _sheet(path: Path, rows: list[dict[str, object]]) -> Path:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows({column: "" if cell is None else cell for column, cell in row.items()} for row in rows)
    return path
