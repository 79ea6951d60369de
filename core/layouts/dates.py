"""How the texts of a column write dates: what each order makes of them, what the cells prove, and the contract's own writing of one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from core.facts.reading import ISO as CONTRACT
from core.intake.tables import Cell
from core.layouts.role import DAY_FIRST, ISO, MONTH_FIRST, YEAR_FIRST

_TIME = (
    r"(?:(?:\s*[,，T ]\s*|\s*)(?P<hour>\d{1,2})(?:[:：时](?P<minute>\d{2})分?)(?:[:：]?(?P<second>\d{2})(?:\.\d+)?秒?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?"
)
_TURNED = re.compile(rf"(?P<one>\d{{1,2}})(?P<by>[/.\-])(?P<two>\d{{1,2}})(?P=by)(?P<year>\d{{4}})(?=\D|$){_TIME}", re.ASCII)
_YEAR = re.compile(
    rf"(?P<year>\d{{4}})(?:(?P<by>[/.\-])(?P<month>\d{{1,2}})(?P=by)(?P<day>\d{{1,2}})(?=\D|$)"
    rf"|\s*年\s*(?P<m>\d{{1,2}})\s*月\s*(?P<d>\d{{1,2}})\s*日?|(?P<mm>\d\d)(?P<dd>\d\d)(?=\D|$)){_TIME}",
    re.ASCII,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = ("january", "february", "march", "april", "june", "july", "august", "september", "sept", "october", "november", "december")
_WORD = rf"(?P<name>{'|'.join((*_LONG, *_MONTHS))})\.?"
_NAMED = tuple(
    re.compile(rf"{form}(?=\D|$){_TIME}", re.ASCII | re.IGNORECASE)
    for form in (
        rf"(?P<day>\d{{1,2}})[\s\-/.]*{_WORD}[\s\-/.,]*(?P<year>\d{{4}})",
        rf"{_WORD}[\s\-/.]*(?P<day>\d{{1,2}})[\s,]+(?P<year>\d{{4}})",
    )
)
NOON = 12

# What the text of a cell is, as far as the order of its date goes.
EITHER, NAMED, NEITHER, REAL = "either", "named", "neither", "real"


@lru_cache(maxsize=65536)
def to_iso(text: str, order: str) -> str | None:
    """A date or date-time as the contract writes it, where the text is one in this order; `None` where it is not. A month that is written
    as a name and a contract's date are read in every order; a year of two digits in none."""
    said = text.strip()
    if CONTRACT.fullmatch(said):
        return said
    if named := next((match for form in _NAMED if (match := form.fullmatch(said))), None):
        month = _MONTHS.index(named["name"][:3].lower()) + 1
        return _written(named, month, int(named["day"]))
    if order == YEAR_FIRST and (match := _YEAR.fullmatch(said)):
        return _written(match, int(match["month"] or match["m"] or match["mm"]), int(match["day"] or match["d"] or match["dd"]))
    if order in (DAY_FIRST, MONTH_FIRST) and (match := _TURNED.fullmatch(said)):
        first, second = int(match["one"]), int(match["two"])
        return _written(match, second, first) if order == DAY_FIRST else _written(match, first, second)
    return None


def to_time(text: str) -> str | None:
    """A time of day as `08:05` or `08:05:30`; `None` where the text is none."""
    match = re.fullmatch(_TIME, text.strip(), re.ASCII)
    return _clock(match) if match and match["hour"] is not None else None


def _written(match: re.Match[str], month: int, day: int) -> str | None:
    try:
        found = date(int(match["year"]), month, day).isoformat()
    except ValueError:
        return None
    if match["hour"] is None:
        return found
    clock = _clock(match)
    return None if clock is None else f"{found}T{clock}"


def _clock(match: re.Match[str]) -> str | None:
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"]:
        if not 1 <= hour <= NOON:
            return None
        hour = hour % NOON + (NOON if match["half"][0] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return f"{hour:02}:{minute:02}" + (f":{second:02}" if match["second"] else "")


def date_text(cell: Cell) -> str | None:
    """The text of a cell for the purposes of its date; a spreadsheet's bare number 20260305 is its digits. `None` where it is no text."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell == cell // 1 and 10**7 <= cell < 10**8:
        return str(int(cell))
    return None


def kind_of(cell: Cell) -> str | None:
    """What a cell is: a real date, or the orders in which its text is one; `None` for a blank."""
    if isinstance(cell, date):
        return REAL
    text = date_text(cell)
    if text is None or not text:
        return NEITHER if text is None and cell is not None else None
    if CONTRACT.fullmatch(text):
        return ISO
    if to_iso(text, ISO) is not None:
        return NAMED
    if to_iso(text, YEAR_FIRST) is not None:
        return YEAR_FIRST
    day, month = to_iso(text, DAY_FIRST), to_iso(text, MONTH_FIRST)
    if day is None or month is None:
        return DAY_FIRST if day else MONTH_FIRST if month else NEITHER
    return EITHER


@dataclass(frozen=True, slots=True)
class Dates:
    """The cells of a column counted by `kind_of`, with the position of the first cell of each kind, and the distinct texts that fit both
    orders, each with the positions at which it stands."""

    counts: Mapping[str, int]
    first: Mapping[str, int]
    either: Mapping[str, Sequence[int]]


def dates_of(cells: Iterable[Cell]) -> Dates:
    counts: dict[str, int] = {}
    first: dict[str, int] = {}
    either: dict[str, list[int]] = {}
    known: dict[tuple[type, Cell], str | None] = {}
    for at, cell in enumerate(cells):
        key = (type(cell), cell)
        if key not in known:
            known[key] = kind_of(cell)
        kind = known[key]
        if kind is None:
            continue
        counts[kind] = counts.get(kind, 0) + 1
        first.setdefault(kind, at)
        if kind == EITHER:
            either.setdefault(str(date_text(cell)), []).append(at)
    return Dates(counts, first, either)


def day_in(text: str, order: str) -> date | None:
    """The day of a text in an order."""
    found = to_iso(text, order)
    return None if found is None else datetime.fromisoformat(found[:10]).date()
