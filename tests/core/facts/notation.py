"""Facts written short: one line a row, `column=cell` apart by commas."""

from datetime import datetime

from core.facts.fact import Fact, Origin
from core.facts.records import SHEETS
from core.facts.values import Moment


def fact(sheet, row=2, faults=None, **cells):
    """A fact of the sheet, read from `cells` as a file would hold them; its columns stand in the order of the contract."""
    model = SHEETS[sheet]
    columns = {name: at for at, name in enumerate(model.model_fields, 1)}
    record = model.model_validate({"subject_id": "S-001"} | cells)
    return Fact(record, Origin("study.xlsx", sheet, row, columns), faults or {})


def lab(analyte="hemoglobin", at="2026-03-05", value="100", unit="g/L", row=2, faults=None, **cells):
    return fact("labs", row, faults, collected_at=at, analyte=analyte, value=value, unit=unit, **cells)


def moment(text):
    return Moment(datetime.fromisoformat(text), "T" in text)
