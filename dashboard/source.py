"""What the dashboard looks at: the files as they stand now and the site's settings, read once for all sessions.

What is found from them is kept beside them and falls away with them: nothing is ever shown that rests on an older file.
"""

import gc
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TypeVar

import streamlit as st

from core.facts.subject import SubjectFacts
from core.intake.load import Loaded, load
from core.intake.tables import Refused
from core.protocol.settings import Settings, SettingsRefused, load_settings

FILES, SETTINGS, AS_OF, DEMO = "REINFUSE_FILES", "REINFUSE_SETTINGS", "REINFUSE_AS_OF", "REINFUSE_DEMO"

Stamp = tuple[tuple[str, int, int], ...]
Found = TypeVar("Found", bound=Callable)

_READING = Lock()
_KEPT: list = []


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
    paths = [Path(name) for name in json.loads(os.environ.get(FILES, "[]"))]
    if not paths:
        raise NothingToShow("No files are named. Start the dashboard with: reinfuse serve FILE...")
    try:
        with _READING:
            chosen = _stamp([Path(name) for name in [os.environ.get(SETTINGS)] if name])
            settings = _settings(chosen)
            today = datetime.now().astimezone(settings.zone).date()
            start = day_of_text(os.environ.get(AS_OF, "")) or today
            return _read(_stamp(paths), chosen, start, max(today, start))
    except (Refused, SettingsRefused) as fault:
        raise NothingToShow(str(fault)) from None
    except OSError as fault:
        raise NothingToShow(f"{Path(str(fault.filename)).name}: {fault.strerror}; expected a file that can be read.") from None


def kept(most: int) -> Callable[[Found], Found]:
    """Keep what a function of the source gives, for every session, until there is another source. It keeps the `most` newest answers;
    Streamlit's own cache would hash the whole key at each look."""

    def keep(function):
        cached = lru_cache(maxsize=most)(function)
        _KEPT.append(cached)
        return cached

    return keep


def _stamp(paths: list[Path]) -> Stamp:
    """Which files, in which state: what was read is kept for exactly these."""
    found = ((path, path.stat()) for path in paths)
    return tuple((str(path), state.st_mtime_ns, state.st_size) for path, state in found)


@lru_cache(maxsize=1)
def _settings(stamp: Stamp) -> Settings:
    return load_settings(Path(stamp[0][0])) if stamp else Settings()


@lru_cache(maxsize=1)
def _read(files: Stamp, settings: Stamp, start: date, latest: date) -> Source:
    for each in _KEPT:
        each.cache_clear()
    site = _settings(settings)
    with st.spinner("Reading the files"):
        found = Source(load([Path(name) for name, _, _ in files], site, latest), site, start, latest)
    gc.unfreeze()
    gc.collect()
    gc.freeze()  # the records live as long as the files: the collector need not walk all of them again and again
    return found


def day_of_text(text: str) -> date | None:
    """A day written like 2026-03-05, and in no other way."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
