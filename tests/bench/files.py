"""The generated inputs of the benchmarks, seeded."""

import csv
import random
from datetime import date, datetime, timedelta
from pathlib import Path

import xlsxwriter

ANALYTES = {
    "hemoglobin": (70, 150, "g/L"), "neutrophils": (0, 9, "10^9/L"), "platelets": (20, 300, "10^9/L"), "creatinine": (40, 200, "umol/L"),
    "bilirubin": (5, 60, "umol/L"), "alt": (10, 200, "U/L"), "ast": (10, 200, "U/L"), "lvef": (40, 70, "%"),
}  # fmt: skip
LAB_COLUMNS = ("subject_id", "collected_at", "analyte", "value", "unit", "lower_limit", "upper_limit", "laboratory")


def labs_workbook(path: Path, rows: int) -> None:
    draw = random.Random(1)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("labs")
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, LAB_COLUMNS)
        for line in range(1, rows + 1):
            name, (low, high, unit) = draw.choice(list(ANALYTES.items()))
            sheet.write_string(line, 0, f"S-{line % 500:04d}")
            sheet.write_datetime(line, 1, datetime(2025, 1, 1) + timedelta(minutes=line * 5), moment)
            sheet.write_string(line, 2, name)
            sheet.write_number(line, 3, round(draw.uniform(low, high), 1))
            sheet.write_string(line, 4, unit)
            sheet.write_number(line, 5, low)
            sheet.write_number(line, 6, high)
            sheet.write_string(line, 7, "Central")


def wide_workbook(path: Path, rows: int, columns: int) -> None:
    """A row for each subject and day, a column for each analyte."""
    draw = random.Random(3)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Results")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["Patient", "Date", *(f"Analyte {number} (g/L)" for number in range(columns - 2))])
        for line in range(1, rows + 1):
            sheet.write_string(line, 0, f"S-{line % 50:03d}")
            sheet.write_datetime(line, 1, datetime(2025, 1, 1) + timedelta(days=line), day)
            sheet.write_row(line, 2, [round(draw.uniform(1, 150), 1) for _ in range(columns - 2)])


def bedside_csv(path: Path, rows: int) -> None:
    """Bedside rows of 1,000 subjects, a tenth of the cells blank."""
    draw = random.Random(2)
    answers = {
        "temperature": [f"{t / 10}" for t in range(360, 405)], "fever_other_cause": ["no", "yes"],
        "antipyretic_or_anticytokine": ["no", "yes"],
        "hypotension": ["no", "no", "yes"], "vasopressors": ["0", "0", "1", "2"], "vasopressin": ["no", "yes"],
        "oxygen_device": ["none", "none", "nasal_cannula", "high_flow_nasal_cannula", "cpap"], "oxygen_flow": ["2", "6", "7", "30"],
        "oxygen_reason": ["hypoxia", "other_cause"], "death": ["no"],
    }  # fmt: skip
    with path.open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream)
        out.writerow(["subject_id", "assessed_at", *answers])
        for line in range(rows):
            at = datetime.combine(date(2026, 1, 1), datetime.min.time()) + timedelta(hours=line // 1000 * 8)
            cells = [draw.choice(words) if draw.random() > 0.1 else "" for words in answers.values()]
            out.writerow([f"S-{line % 1000:04d}", at.isoformat(timespec="minutes"), *cells])
