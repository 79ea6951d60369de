"""What the dashboard looks at: the files as they stand now and the site's settings, read once for all sessions.

What is found from them is kept beside them and falls away with them: nothing is ever shown that rests on an older file.
"""

import gc
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from core.facts.subject import SubjectFacts
from core.intake.load import Loaded, load
from core.intake.tables import Refused
from core.protocol.settings import Settings, SettingsRefused, load_settings
from dashboard.kept import forget, kept

FILES, SETTINGS, AS_OF, DEMO = "REINFUSE_FILES", "REINFUSE_SETTINGS", "REINFUSE_AS_OF", "REINFUSE_DEMO"

SMALLEST_GARBAGE = 20_000  # objects made and not given back before the collector looks; its own choice is 700
Stamp = tuple[tuple[str, int, int], ...]


class NothingToShow(Exception):
    """There is nothing to look at; the sentence says why."""


@dataclass(frozen=True, eq=False)
class Source:
    """The files read, the site's settings, and the first and the last day one may look at them. No two readings are equal."""

    loaded: Loaded
    settings: Settings
    start: date
    latest: date

    @property
    def subjects(self) -> Mapping[str, SubjectFacts]:
        return self.loaded.subjects


def source() -> Source:
    """The files as they stand now.

    Raises:
        NothingToShow: where none are named, or one is refused.
    """
    names = json.loads(os.environ.get(FILES, "[]"))
    if not names:
        raise NothingToShow("No files are named. Start the dashboard with: reinfuse serve FILE...")
    try:
        chosen = _stamp(name for name in [os.environ.get(SETTINGS)] if name)
        settings = _settings(chosen)
        today = datetime.now().astimezone(settings.zone).date()
        start = day_of_text(os.environ.get(AS_OF, "")) or today
        return _read(_stamp(names), chosen, start, max(today, start))
    except (Refused, SettingsRefused) as fault:
        raise NothingToShow(str(fault)) from None
    except OSError as fault:
        raise NothingToShow(f"{Path(str(fault.filename)).name}: {fault.strerror}; expected a file that can be read.") from None


def _stamp(names: Iterable[str]) -> Stamp:
    """Which files, in which state: what was read is kept for exactly these."""
    found = ((name, os.stat(name)) for name in names)  # noqa: PTH116 - at every look, where a path object costs more than the look
    return tuple((name, state.st_mtime_ns, state.st_size) for name, state in found)


@lru_cache(maxsize=1)
def _settings(stamp: Stamp) -> Settings:
    return load_settings(Path(stamp[0][0])) if stamp else Settings()


@kept(1, "Reading the files")
def _read(files: Stamp, settings: Stamp, start: date, latest: date) -> Source:
    site = _settings(settings)
    found = Source(load([Path(name) for name, _, _ in files], site, latest), site, start, latest)
    forget()
    _spare_the_collector()
    return found


def _spare_the_collector() -> None:
    """The records live as long as the files, and a run of the page leaves little: the collector need not walk all of it at each click."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(SMALLEST_GARBAGE)


def day_of_text(text: str) -> date | None:
    """A day written like 2026-03-05, and in no other way."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
