"""What the site has chosen: each setting a value with its date, reason and name. Unset stays unset and shows as such."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, get_args
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from core.facts import reading as r
from core.facts.values import Cell
from core.facts.written import cell
from core.logic.rules import Statement

WORDS = {"yes": True, "no": False, "true": True, "false": False}
UNSET = "unset"
NONE = "none"  # a list that is known to be empty; not the same as unset
FRESH_TESTS, FRESH_IMAGING = 14, 28  # days before the screening anchor, where the site has set none (clinical reference 1.4, A13)
LONGEST = 365  # days, of a turnaround and of a window: what is longer is a slip of the pen
FORM = {"value": "a value", "on": "a date like 2026-03-05", "reason": "text", "by": "a name"}

_SITE = "[A] site setting; the protocol's text names none"
_FRESH = "[A] clinical reference 1.4, A13"
_LATER = "Not used by any rule yet."

STATED = (
    Statement(
        "time_zone",
        "Date-times with an offset need it; without an offset they are the site's own time. Unset: a date-time with an offset cannot be "
        "placed, and the computer's own clock says what day it is.",
        _SITE,
    ),
    Statement(
        "pr_requires_ctdna",
        "Whether a partial response on PET/CT needs a positive ctDNA as well. Unset: met only where both readings are, else the tumor "
        "board decides; yes: the strict reading; no: the literal reading.",
        "[R] clinical reference 1.3, and 1.4 A1; the principal investigator must confirm the reading",
    ),
    Statement(
        "fresh_tests_days",
        "How many days before the screening anchor a laboratory value or a test may lie without being labeled old; it counts either way. "
        f"Unset: {FRESH_TESTS} days.",
        _FRESH,
    ),
    Statement(
        "fresh_imaging_days",
        "How many days before the screening anchor LVEF and imaging may lie without being labeled old; they count either way. "
        f"Unset: {FRESH_IMAGING} days.",
        _FRESH,
    ),
    Statement("ctdna_turnaround_days", f"Days from drawing a ctDNA sample to its result. {_LATER}", _SITE),
    Statement("pet_turnaround_days", f"Days from a PET/CT scan to its report. {_LATER}", _SITE),
    Statement("closed_days", f"Days on which nothing can be drawn, scanned or infused. {_LATER}", _SITE),
    Statement(
        "demo_day",
        "Marks a store of synthetic data, and is the day such a store opens with. Unset: nothing is marked synthetic, and the store opens "
        "with today.",
        _SITE,
    ),
)


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


class PrRequiresCtdna(Setting):
    """Whether a PET/CT partial response needs a positive ctDNA as well: the open reading of the second-infusion rule (reference 1.3)."""

    reads = r.Reads(_answer, "yes or no", ("yes", "no"))
    value: bool


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


class Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    time_zone: TimeZone | None = None
    pr_requires_ctdna: PrRequiresCtdna | None = None
    fresh_tests_days: Days | None = None
    fresh_imaging_days: Days | None = None
    ctdna_turnaround_days: Days | None = None
    pet_turnaround_days: Days | None = None
    closed_days: ClosedDays | None = None
    demo_day: DemoDay | None = None

    @property
    def zone(self) -> ZoneInfo | None:
        return None if self.time_zone is None else ZoneInfo(self.time_zone.value)

    def chosen(self, name: str) -> Setting | None:
        """The setting of a name, `None` where it is unset."""
        found: Setting | None = getattr(self, name)
        return found

    def in_words(self) -> dict[str, str]:
        """Each setting as it is in force, for whoever reads the answers it led to."""
        return {name: _in_words(self.chosen(name)) for name in Settings.model_fields}


def _in_words(chosen: Setting | None) -> str:
    if chosen is None:
        return UNSET
    return f"{chosen.said}, signed by {chosen.by} on {chosen.on}" if chosen.signed else f"{chosen.said}, not signed"


def reads_of(name: str) -> r.Reads:
    """What the setting of a name may be."""
    kind: type[Setting] = get_args(Settings.model_fields[name].annotation)[0]
    return kind.reads


class SettingsRefused(ValueError):
    """A setting, or a file of them, cannot be used; one line a fault, for people."""


def stated_as(name: str, value: str, on: date, reason: str, by: str) -> dict[str, Any]:
    """One setting as a person typed it, in plain JSON that `Settings.model_validate` takes.

    Raises:
        SettingsRefused: where there is no such setting, or its value cannot be read.
    """
    try:
        found = Settings.model_validate({name: {"value": value, "on": on, "reason": reason, "by": by}})
    except ValidationError as faults:
        raise SettingsRefused("\n".join(_sentence("settings", error) for error in faults.errors())) from None
    told: dict[str, Any] = found.model_dump(mode="json")[name]
    return told


def load_settings(path: Path) -> Settings:
    """The settings of a TOML file. A setting is a bare value or a table of value, on, reason, by; the word "unset" leaves it so.

    Raises:
        SettingsRefused: where the file cannot be read or names what is no setting.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as fault:
        raise SettingsRefused(f"{path.name}: {fault.strerror or 'cannot be read'}; expected a settings file in TOML") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise SettingsRefused(f"{path.name}: {fault}; expected a settings file in TOML") from None
    try:
        return Settings.model_validate({name: table for name, entry in found.items() if (table := _table(entry))["value"] != UNSET})
    except ValidationError as faults:
        raise SettingsRefused("\n".join(_sentence(path.name, error) for error in faults.errors())) from None


def _table(entry: object) -> dict[str, object]:
    """A setting as a table; a table without a value says nothing, not "unset"."""
    return {"value": None, **entry} if isinstance(entry, Mapping) else {"value": entry}


def _sentence(file: str, error: Mapping[str, Any]) -> str:
    """Who reads it wrote a settings file, so the words are ours; only the value's own fault is told as it was found."""
    name, *inside = map(str, error["loc"])
    if name not in Settings.model_fields:
        said = f"is no setting; expected one of: {', '.join(Settings.model_fields)}"
    elif inside[0] not in FORM:
        said = f"is no part of a setting; expected one of: {', '.join(FORM)}"
    elif error["type"] == "value_error":
        said = str(error["ctx"]["error"])
    else:
        said = f"cannot be used; expected {FORM[inside[0]]}"
    return f"{file}: {'.'.join((name, *inside))} {said}"
