"""What the site has chosen: each setting a value with its date, reason and name. Unset stays unset and shows as such."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from core.logic.rules import Statement

WORDS = {"yes": True, "no": False, "true": True, "false": False}
UNSET = "unset"
FORM = {"value": "a value", "on": "a date like 2026-03-05", "reason": "text", "by": "a name"}

STATED = (
    Statement(
        "time_zone",
        "Date-times with an offset need it; without an offset they are the site's own time. Unset: a date-time with an offset cannot be "
        "placed, and the computer's own clock says what day it is.",
        "[A] site setting; the protocol's text names none",
    ),
    Statement(
        "pr_requires_ctdna",
        "Whether a partial response on PET/CT needs a positive ctDNA as well. Unset: met only where both readings are, else the tumor "
        "board decides; yes: the strict reading; no: the literal reading.",
        "[R] clinical reference 1.3, and 1.4 A1; the principal investigator must confirm the reading",
    ),
)


class _Setting(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    on: date | None = None
    reason: str | None = None
    by: str | None = None

    @property
    def signed(self) -> bool:
        return bool(self.on and self.by)


class TimeZone(_Setting):
    """The site's time zone, by its name in the tz database."""

    value: str

    @field_validator("value")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError("is not a time zone; expected a name like Asia/Shanghai")
        return name


class PrRequiresCtdna(_Setting):
    """Whether a PET/CT partial response needs a positive ctDNA as well: the open reading of the second-infusion rule (reference 1.3)."""

    value: bool

    @field_validator("value", mode="before")
    @classmethod
    def _answer(cls, found: object) -> object:
        known = WORDS.get(found.strip().lower()) if isinstance(found, str) else found
        if not isinstance(known, bool):
            raise ValueError("is neither yes nor no; expected yes or no")  # pydantic turns only ValueError into a fault
        return known


class Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    time_zone: TimeZone | None = None
    pr_requires_ctdna: PrRequiresCtdna | None = None

    @property
    def zone(self) -> ZoneInfo | None:
        return None if self.time_zone is None else ZoneInfo(self.time_zone.value)

    def in_words(self) -> dict[str, str]:
        """Each setting as it is in force, for whoever reads the answers it led to."""
        return {"time_zone": _in_words(self.time_zone), "pr_requires_ctdna": _in_words(self.pr_requires_ctdna)}


def _in_words(chosen: TimeZone | PrRequiresCtdna | None) -> str:
    if chosen is None:
        return UNSET
    value = chosen.value if isinstance(chosen, TimeZone) else "yes" if chosen.value else "no"
    return f"{value}, signed by {chosen.by} on {chosen.on}" if chosen.signed else f"{value}, not signed"


class SettingsRefused(ValueError):
    """The settings file cannot be used; one line a fault, for people."""


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
        raise SettingsRefused("\n".join(_sentence(path.name, error["loc"], error["msg"]) for error in faults.errors())) from None


def _table(entry: object) -> dict[str, object]:
    """A setting as a table; a table without a value says nothing, not "unset"."""
    return {"value": None, **entry} if isinstance(entry, Mapping) else {"value": entry}


def _sentence(file: str, where: tuple[int | str, ...], message: str) -> str:
    """Who reads it wrote a settings file, so the words are ours; only the value's own fault is told as it was found."""
    name, *inside = map(str, where)
    if name not in Settings.model_fields:
        said = f"is no setting; expected one of: {', '.join(Settings.model_fields)}"
    elif inside[0] not in FORM:
        said = f"is no part of a setting; expected one of: {', '.join(FORM)}"
    else:
        said = (
            message.removeprefix("Value error, ") if message.startswith("Value error, ") else f"cannot be used; expected {FORM[inside[0]]}"
        )
    return f"{file}: {'.'.join((name, *inside))} {said}"
