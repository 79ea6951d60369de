"""A record as text and back: each value is written as a cell that the reading of its own column understands."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from core.facts.record import Record, readings
from core.facts.values import Moment, Span


def written(record: Record) -> dict[str, str]:
    """The filled columns of a record but its subject, in the order of the contract."""
    values = ((name, getattr(record, name)) for name in readings(type(record)) if name != "subject_id")
    return {name: cell(value) for name, value in values if value is not None}


def cell(value: object) -> str:
    """One value as text.

    Raises:
        TypeError: for what no column holds.
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Moment):
        return value.at.isoformat() if value.timed else value.day.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Span | Decimal | int | str):
        return str(value)
    raise TypeError(f"no column holds {type(value).__name__}")


def record_of(model: type[Record], subject_id: str, cells: Mapping[str, str]) -> Record:
    """The record that `written` gave the text of."""
    found = {name: reads.value(cells.get(name), None) for name, reads in readings(model).items() if name != "subject_id"}
    return model.of({"subject_id": subject_id, **found})
