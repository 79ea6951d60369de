"""What the dashboard looks at: the files, the site's settings, the day, and the subject that the address names."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import streamlit as st

from core.assessment import Assessment, assess
from core.facts.subject import SubjectFacts
from core.intake.load import Loaded, load
from core.intake.tables import Refused
from core.protocol.settings import Settings, SettingsRefused, load_settings

FILES, SETTINGS, AS_OF, DEMO = "REINFUSE_FILES", "REINFUSE_SETTINGS", "REINFUSE_AS_OF", "REINFUSE_DEMO"
SUBJECT, DAY = "subject", "as_of"  # the names in the address, and of the two widgets bound to it
EARLIEST = date(2000, 1, 1)
LONGEST_ECHO = 40  # characters of an address that a sentence repeats

Stamp = tuple[tuple[str, int, int], ...]
Version = tuple[Stamp, Stamp, date]  # of the files, of the settings, and the day they were read on


class NothingToShow(Exception):
    """There is nothing to look at; the sentence says why."""


@dataclass(frozen=True)
class Source:
    """The files read, the site's settings, and the first and the last day one may look at them."""

    loaded: Loaded
    settings: Settings
    start: date
    latest: date
    version: Version

    @property
    def subjects(self) -> Mapping[str, SubjectFacts]:
        return self.loaded.subjects


def source() -> Source:
    """The files as they stand now, read once for all sessions.

    Raises:
        NothingToShow: where none are named, or one is refused.
    """
    paths = [Path(name) for name in json.loads(os.environ.get(FILES, "[]"))]
    if not paths:
        raise NothingToShow("No files are named. Start the dashboard with: reinfuse serve FILE...")
    try:
        chosen = _stamp([Path(name) for name in [os.environ.get(SETTINGS)] if name])
        settings = _settings(chosen)
        today = datetime.now().astimezone(settings.zone).date()
        start = _day(os.environ.get(AS_OF, "")) or today
        version = (_stamp(paths), chosen, max(today, start))
        return Source(_loaded(version, settings), settings, start, version[2], version)
    except (Refused, SettingsRefused) as fault:
        raise NothingToShow(str(fault)) from None
    except OSError as fault:
        raise NothingToShow(f"{Path(str(fault.filename)).name}: {fault.strerror}; expected a file that can be read.") from None


def _stamp(paths: list[Path]) -> Stamp:
    """Which files, in which state: what was read is kept for exactly these."""
    found = ((path, path.stat()) for path in paths)
    return tuple((str(path), state.st_mtime_ns, state.st_size) for path, state in found)


@st.cache_resource(max_entries=2, show_spinner=False)
def _settings(stamp: Stamp) -> Settings:
    return load_settings(Path(stamp[0][0])) if stamp else Settings()


@st.cache_resource(max_entries=2, show_spinner="Reading the files")
def _loaded(version: Version, _settings: Settings) -> Loaded:
    files, _, today = version
    return load([Path(name) for name, _, _ in files], _settings, today)


@st.cache_resource(max_entries=2000, show_spinner=False)
def _assessed(version: Version, subject: str, as_of: date, _source: Source) -> Assessment:
    """Kept by subject, day and version of everything it rests on, never by session."""
    return assess(_source.subjects[subject], as_of, _source.settings)


def _day(text: str) -> date | None:
    """A day written like 2026-03-05, and in no other way."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def chosen_subject() -> str | None:
    """The subject chosen in the frame, `None` while nobody is."""
    found = st.session_state.get(SUBJECT)
    return found if isinstance(found, str) else None


def as_of_day(found: Source) -> date:
    """The day chosen in the frame; everything on the page is judged as of its end."""
    day = st.session_state.get(DAY)
    return day if isinstance(day, date) else found.start


def assessed(found: Source, subject: str) -> Assessment:
    """One subject judged on the chosen day."""
    return _assessed(found.version, subject, as_of_day(found), found)


def ignored(found: Source) -> list[str]:
    """One sentence for each part of the address that is not understood, read before the widgets clear it away."""
    sentences = []
    for name in st.query_params:
        values = st.query_params.get_all(name)
        echo = f"{values[-1][:LONGEST_ECHO]}{'…' if len(values[-1]) > LONGEST_ECHO else ''}"
        if name not in (SUBJECT, DAY):
            sentences.append(f"The address holds “{name[:LONGEST_ECHO]}”, which is unknown here and was ignored.")
        elif len(values) > 1:
            sentences.append(f"The address names {name} more than once; only one can count.")
        elif name == SUBJECT and values[-1] not in found.subjects:
            sentences.append(f"The address names the subject “{echo}”, who is in none of the files; it was ignored.")
        elif name == DAY and not ((day := _day(values[-1])) and EARLIEST <= day <= found.latest):
            sentences.append(f"The address names the as-of day “{echo}”, which is no day up to {found.latest}; it was ignored.")
    return sentences
