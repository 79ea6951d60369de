"""What a setting is: a value with its date, reason and name, and the kinds of value a site may choose."""

import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, field_validator

from core.facts import reading as r
from core.facts.values import Cell, plain
from core.facts.written import cell

WORDS = {"yes": True, "no": False, "true": True, "false": False}
NONE = "none"  # a list that is known to be empty; not the same as unset
LONGEST = 365  # days, of a turnaround and of a window: what is longer is a slip of the pen
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@cache
def _zones() -> frozenset[str]:
    """The names of the tz database; looking them up takes longer than anything else here."""
    return frozenset(available_timezones())


def _zone_name(found: Cell, zone: ZoneInfo | None) -> str:
    name = r.text(found, zone)
    if name not in _zones():
        raise ValueError("is not a time zone")
    return name


def _answer(found: Cell, zone: ZoneInfo | None) -> bool:
    known = WORDS.get(found.lower()) if isinstance(found, str) else found
    if not isinstance(known, bool):
        raise ValueError("is neither yes nor no")  # pydantic turns only ValueError into a fault
    return known


def _days(found: Cell, zone: ZoneInfo | None) -> tuple[date, ...]:
    """Each day once, in order: a list of days, or their text with commas or blanks between."""
    if isinstance(found, str):
        found = () if found.lower() == NONE else found.replace(",", " ").split()
    if not isinstance(found, list | tuple):
        raise ValueError("is no list of dates")
    return tuple(sorted({r.day(each, zone) for each in found}))


def _weekdays(found: Cell, zone: ZoneInfo | None) -> tuple[str, ...]:
    """Each day of the week once, in the week's order; its first three letters are enough."""
    if isinstance(found, str):
        found = () if found.lower() == NONE else found.replace(",", " ").split()
    if not isinstance(found, list | tuple):
        raise ValueError("is no list of days of the week")
    known = {day[:letters].lower(): day for day in WEEK for letters in (3, len(day))}
    if strange := [each for each in found if str(each).lower() not in known]:
        raise ValueError(f"names “{strange[0]}”, which is no day of the week")
    named = {known[str(each).lower()] for each in found}
    return tuple(day for day in WEEK if day in named)


class Setting(BaseModel):
    """A value, and who chose it, when and why. `reads` says what it may be, as text or as a settings file has it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    reads: ClassVar[r.Reads]
    value: Any
    on: date | None = None
    reason: str | None = None
    by: str | None = None

    @field_validator("value", mode="before")
    @classmethod
    def _read(cls, found: Cell) -> object:
        value = cls.reads.value(found, None)
        if value is None:
            raise ValueError(cls.reads.blank)
        return value

    @property
    def signed(self) -> bool:
        return bool(self.on and self.by)

    @property
    def said(self) -> str:
        """The value as text that is read back as the same value."""
        return cell(self.value)


class TimeZone(Setting):
    """The site's time zone, by its name in the tz database."""

    reads = r.Reads(_zone_name, "a name like Asia/Shanghai")
    value: str


class Answer(Setting):
    """Yes or no."""

    reads = r.Reads(_answer, "yes or no", ("yes", "no"))
    value: bool


class PrRequiresCtdna(Answer):
    """Whether a PET/CT partial response needs a positive ctDNA as well: the open reading of the second-infusion rule (reference 1.3)."""


class Days(Setting):
    """A number of days."""

    reads = r.Reads(r.whole(0, LONGEST), f"a whole number of days from 0 to {LONGEST}")
    value: int


class ClosedDays(Setting):
    """Days of the calendar."""

    reads = r.Reads(_days, f"dates like 2026-02-16, 2026-02-17, or the word {NONE}")
    value: tuple[date, ...]

    @property
    def said(self) -> str:
        return ", ".join(map(cell, self.value)) or NONE


class DemoDay(Setting):
    """The day of a synthetic store."""

    reads = r.DAY
    value: date


class ClosedWeekdays(Setting):
    """Days of the week."""

    reads = r.Reads(_weekdays, f"days like Saturday, Sunday, or the word {NONE}")
    value: tuple[str, ...]

    @property
    def said(self) -> str:
        return ", ".join(self.value) or NONE


class Imprecision(NamedTuple):
    """How far two results of one assay, by its exact name, may lie apart by measurement alone, in log₁₀."""

    assay: str
    log10: Decimal


_IMPRECISION = re.compile(r"\s*(?P<assay>[^:;]+?)\s*:\s*(?P<log10>\d+(?:\.\d+)?)\s*")
MOST_IMPRECISE = Decimal(3)  # log₁₀: an assay that cannot tell a value from a thousandfold one is a slip of the pen


def _imprecisions(found: Cell, zone: ZoneInfo | None) -> tuple[Imprecision, ...]:
    """Each assay once, by its name: a list, or a text like "IgH-NGS v2: 0.3; CAPP-Seq: 0.5"."""
    parts = [part for part in found.split(";") if part.strip()] if isinstance(found, str) else found
    if not isinstance(parts, list | tuple) or not parts:
        raise ValueError("names no assay")
    told = [_imprecision(each if isinstance(each, str) else ": ".join(map(str, each))) for each in parts]
    if len({each.assay for each in told}) < len(told):
        raise ValueError("names one assay twice")
    return tuple(sorted(told))


def _imprecision(text: str) -> Imprecision:
    found = _IMPRECISION.fullmatch(text)
    if found is None or not 0 < (log10 := Decimal(found["log10"])) <= MOST_IMPRECISE:
        raise ValueError(f"says “{text.strip()}”")
    return Imprecision(found["assay"], Decimal(plain(log10)))


class AssayImprecision(Setting):
    """The imprecision of each assay."""

    reads = r.Reads(_imprecisions, "each assay with its log₁₀, above 0 and up to 3, like IgH-NGS v2: 0.3; CAPP-Seq: 0.5")
    value: tuple[Imprecision, ...]

    @property
    def said(self) -> str:
        return "; ".join(f"{each.assay}: {plain(each.log10)}" for each in self.value)


class Visit(NamedTuple):
    """A visit of the schedule: its day after infusion 1, how many days it may lie earlier or later, and what is done."""

    day: int
    margin: int
    items: str


_VISIT = re.compile(r"\s*d(?P<day>\d{1,3})\s*(?:\+-|±)\s*(?P<margin>\d{1,2})\s*:\s*(?P<items>[^;]+?)\s*")


def _visits(found: Cell, zone: ZoneInfo | None) -> tuple[Visit, ...]:
    """The visits in order of their day: a list, or a text like "d28 ±3: PET/CT, ctDNA; d56 ±4: PET/CT, ctDNA"."""
    if isinstance(found, str):
        found = [part for part in found.split(";") if part.strip()]
    if not isinstance(found, list | tuple) or not found:
        raise ValueError("names no visit")
    told = tuple(sorted(_visit(each) for each in found))
    if len({each.day for each in told}) < len(told):
        raise ValueError("names one day twice")
    return told


def _visit(found: Any) -> Visit:
    if isinstance(found, list | tuple):
        return Visit(*found)
    read = _VISIT.fullmatch(str(found))
    if read is None or int(read["day"]) > LONGEST:
        raise ValueError(f"says “{str(found).strip()}”")
    return Visit(int(read["day"]), int(read["margin"]), read["items"])


class VisitSchedule(Setting):
    """The visits after infusion 1."""

    reads = r.Reads(_visits, "each visit with its day and margin, like d28 ±3: PET/CT, ctDNA; d90 ±14: PET/CT, ctDNA")
    value: tuple[Visit, ...]

    @property
    def said(self) -> str:
        return "; ".join(f"d{each.day} ±{each.margin}: {each.items}" for each in self.value)
