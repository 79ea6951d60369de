"""Cells translated before they are read: a word into the contract's, a date of another order into ISO, a number with a comma into one
with a point. A text that the notation of its column cannot read stays what it is, or is a fault; it is never read another way."""

from collections.abc import Mapping

from core.facts.reading import Unreadable
from core.facts.record import Record, days, readings
from core.facts.values import Cell
from core.layouts.dates import date_text, to_iso
from core.layouts.decimals import to_number
from core.layouts.heading import as_text
from core.layouts.lines import Turn
from core.layouts.role import COMMA, Notation

NUMBERLESS = "is not a number"  # what every reading of a number says of a text


def is_number(model: type[Record], field: str) -> bool:
    """Whether a column of the contract holds numbers."""
    try:
        readings(model)[field].value("x", None)
    except Unreadable as fault:
        return fault.fault == NUMBERLESS
    return False


def turn_of(model: type[Record], field: str, words: Mapping[str, str], notation: Notation) -> Turn | None:
    """How the cells of a column of the contract are translated; `None` where they are read as they stand."""
    order = notation.dates if field in days(model) else None
    decimal = notation.decimal if is_number(model, field) else None
    if not words and order is None and decimal is None:
        return None

    def turn(cell: Cell) -> Cell:
        text = as_text(cell)
        if text in words:
            return words[text]
        if order is not None and isinstance(cell, str | int | float) and (said := date_text(cell)) is not None:
            return to_iso(said, order) or cell
        return number_in(cell, decimal) if decimal is not None else cell

    return turn


def number_in(cell: Cell, decimal: str) -> Cell:
    """A number as the contract writes it, where the cell is a text; a blank stays one.

    Raises:
        Unreadable: for a text that is no number with this decimal sign.
    """
    if not isinstance(cell, str) or not cell.strip():
        return cell
    found = to_number(cell, decimal)
    if found is None:
        raise Unreadable(NUMBERLESS if decimal != COMMA else f"{NUMBERLESS} with a decimal comma", "a number")
    return found
