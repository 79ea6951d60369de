"""How the cell of each column is read: what it may hold, what it becomes, and what is said where it cannot be read.

A blank cell is `None`, not recorded. Nothing here guesses: a text that is not exactly one of the readings is a fault.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from core.facts.values import Amount, Cell, Moment, Span

YES_NO = {"yes": True, "y": True, "true": True, "1": True, "是": True, "no": False, "n": False, "false": False, "0": False, "否": False}
# ASCII digits only: full-width and other digits are refused, not translated.
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
SURE = 10**15  # from here on a spreadsheet may have rounded a whole number
EPOCH_YEARS = {1900, 1904}  # what a spreadsheet shows for a bare small number formatted as a date


class Unreadable(ValueError):
    """A cell that is filled and cannot be read; the text continues what was found: *is fault; expected what*."""

    def __init__(self, fault: str, expected: str) -> None:
        super().__init__(f"{fault}; expected {expected}")
        self.fault, self.expected = fault, expected


@dataclass(frozen=True, slots=True)
class Reads:
    """One kind of cell: `value` gives what it says, or raises Unreadable; `expected` is said beside the fault."""

    parse: Callable[[Any, ZoneInfo | None], object]
    expected: str
    words: tuple[str, ...] = ()
    required: bool = False

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self.read)

    @property
    def blank(self) -> str:
        """What is said of a blank cell that is required."""
        return f"is blank; expected {self.expected}"

    def value(self, cell: Cell, zone: ZoneInfo | None) -> object:
        """What a cell says, `None` where it is blank. The blanks around a text, of whatever kind, are no part of it."""
        if isinstance(cell, str):
            cell = cell.strip()
        if cell is None or cell == "":
            return None
        try:
            return self.parse(cell, zone)
        except ValueError as fault:
            raise Unreadable(str(fault), self.expected) from fault

    def read(self, cell: Cell, info: ValidationInfo) -> object:
        try:
            found = self.value(cell, info.context)
        except Unreadable as fault:
            raise PydanticCustomError("cell", "{fault}", {"fault": str(fault)}) from fault
        if found is None and self.required:
            raise PydanticCustomError("cell", "{fault}", {"fault": self.blank})
        return found


def text(cell: Cell, zone: ZoneInfo | None) -> str:
    """The text as written. A whole number typed into a spreadsheet is its digits; other cells are no text."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < SURE:
        return str(int(cell))
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        return str(decimal(cell))
    if isinstance(cell, bool | date):
        return str(cell)
    raise ValueError("is not text")


def identifier(cell: Cell, zone: ZoneInfo | None) -> str:
    """An identifier is text: zeros in front stay. A number that a spreadsheet has rounded or may have is refused, and so is a
    character that nobody sees, which would make two subjects of one."""
    if isinstance(cell, bool | date) or (isinstance(cell, int | float) and not (cell == cell // 1 and abs(cell) < SURE)):
        raise ValueError("is not an identifier")
    found = text(cell, zone)
    if not found.isprintable():
        raise ValueError("holds a character that cannot be seen")
    return found


def decimal(cell: Cell) -> Decimal:
    """An exact number. A spreadsheet's number counts with the 15 digits a spreadsheet shows, so that 0.30000000000000004 is 0.3."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | Decimal):
        raise ValueError("is not a number")
    if isinstance(cell, str):
        if not NUMBER.fullmatch(cell):
            raise ValueError("is not a number")
    elif not math.isfinite(cell):
        raise ValueError("is not a finite number")
    found = Decimal(f"{cell:.15g}") if isinstance(cell, float) else Decimal(cell)
    if not found and found.is_signed():
        raise ValueError("is zero with a minus sign")
    return found


def number(cell: Cell, zone: ZoneInfo | None) -> Decimal:
    return decimal(cell)


def amount(cell: Cell, zone: ZoneInfo | None) -> Amount:
    """A number, or a laboratory's `<0.5` or `>100` with its sign kept as a bound."""
    if isinstance(cell, str) and cell[:1] in "<>":
        bound = decimal(cell[1:].strip())
        return Span(None, bound, high_open=True) if cell[0] == "<" else Span(bound, None, low_open=True)
    return decimal(cell)


def whole(low: int, high: int | None) -> Callable[[Cell, ZoneInfo | None], int]:
    """A whole number from `low` to `high`, both allowed."""

    def parse(cell: Cell, zone: ZoneInfo | None) -> int:
        found = decimal(cell)
        if found != found.to_integral_value():
            raise ValueError("is not a whole number")
        if found < low or (high is not None and found > high):
            raise ValueError("is outside the scale")
        return int(found)

    return parse


_NEGATIVE = Span(None, Decimal(0), high_open=True)


def size(cell: Cell, zone: ZoneInfo | None) -> Amount:
    """An amount that cannot be below zero."""
    found = amount(cell, zone)
    bounds = (found.low, found.high) if isinstance(found, Span) else (found,)
    if any(bound is not None and bound < 0 for bound in bounds) or found == _NEGATIVE:
        raise ValueError("is below zero")
    return found


def within(low: Decimal, high: Decimal | None) -> Callable[[Cell, ZoneInfo | None], Decimal]:
    """A number from `low` to `high`, both plausible; anything else is a fault, never a value."""

    def parse(cell: Cell, zone: ZoneInfo | None) -> Decimal:
        found = decimal(cell)
        if found < low or (high is not None and found > high):
            raise ValueError("is not plausible")
        return found

    return parse


def yes_no(cell: Cell, zone: ZoneInfo | None) -> bool:
    if isinstance(cell, bool):
        return cell
    known = YES_NO.get(text(cell, zone).lower())
    if known is None:
        raise ValueError("is neither yes nor no")
    return known


def _whole_digits(said: str) -> str:
    """The digits of a whole number written with zeros after its point; any other text is as it is."""
    return said.rstrip("0").rstrip(".") if NUMBER.fullmatch(said) and "." in said else said


def one_of(words: tuple[str, ...], also: dict[str, str]) -> Callable[[Cell, ZoneInfo | None], str]:
    """One of the allowed words, whatever the case; `also` names the few other texts that mean one of them."""
    known = {word.lower(): word for word in words} | also

    def parse(cell: Cell, zone: ZoneInfo | None) -> str:
        said = text(cell, zone).lower()
        found = known.get(said) or known.get(_whole_digits(said))  # a score written 4.0 is 4
        if found is None:
            raise ValueError("is not one of the allowed words")
        return found

    return parse


def moment(cell: Cell, zone: ZoneInfo | None) -> Moment:
    """A real spreadsheet date, or ISO text; with an offset it is turned into the site's time zone."""
    if isinstance(cell, datetime):
        found, timed = cell, True
    elif isinstance(cell, date):
        found, timed = datetime.combine(cell, time()), False
    else:
        found, timed = _iso(cell)
    if found.tzinfo is not None:
        if zone is None:
            raise ValueError("carries an offset and the site's time zone is not set")
        found = found.astimezone(zone).replace(tzinfo=None)
    if found.year in EPOCH_YEARS or not 1900 < found.year < 2200:
        raise ValueError("is not a plausible date")
    return Moment(found, timed)


def date_time(cell: Cell, zone: ZoneInfo | None) -> Moment:
    """A moment of a column that holds date-times: there a spreadsheet's bare date is midnight, which it cannot tell from a date."""
    found = moment(cell, zone)
    return Moment(found.at, True) if isinstance(cell, date) else found


def _iso(cell: Cell) -> tuple[datetime, bool]:
    match = ISO.fullmatch(cell) if isinstance(cell, str) else None
    if match is None:
        raise ValueError("is not a date")
    try:
        return datetime.fromisoformat(match[0].replace(" +", "+").replace(" -", "-").replace(" Z", "Z")), match[4] is not None
    except ValueError:
        raise ValueError("is not a date of the calendar") from None


def day(cell: Cell, zone: ZoneInfo | None) -> date:
    return moment(cell, zone).day


def reads_number(expected: str = "a number") -> Reads:
    return Reads(number, expected)


def reads_whole(low: int, high: int | None) -> Reads:
    return Reads(whole(low, high), f"a whole number {low}-{high}" if high is not None else f"a whole number from {low}")


def reads_words(*words: str, also: dict[str, str] | None = None) -> Reads:
    return Reads(one_of(words, also or {}), f"one of: {', '.join(words)}", words)


def reads_within(low: Decimal, high: Decimal | None, unit: str) -> Reads:
    return Reads(within(low, high), f"a number from {low} to {high} {unit}" if high is not None else f"a number from {low}, in {unit}")


IDENTIFIER = Reads(identifier, "an identifier", required=True)
TEXT = Reads(text, "text")
UNIT = Reads(text, "a UCUM unit like g/L; a result without one is refused")
DAY = Reads(day, "a date like 2026-03-05")
MOMENT = Reads(moment, "a date or date-time like 2026-03-05T08:00")
AMOUNT = Reads(amount, "a number, or a bound like <0.5")
SIZE = Reads(size, "a number from 0, or a bound like <0.5")
ANSWER = Reads(yes_no, "yes or no", ("yes", "no"))
REQUIRED_DAY = Reads(day, "a date like 2026-03-05", required=True)
REQUIRED_MOMENT = Reads(moment, "a date or date-time like 2026-03-05T08:00", required=True)
REQUIRED_DATE_TIME = Reads(date_time, "a date-time like 2026-03-05T08:00", required=True)
