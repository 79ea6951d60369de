"""Settings as a person writes them, on the page or in a file of TOML."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from core.protocol.settings import UNSET, Settings

FORM = {"value": "a value", "on": "a date like 2026-03-05", "reason": "text", "by": "a name"}


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
