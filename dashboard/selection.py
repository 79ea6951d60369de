"""The subject and the day that the address names, and what in an address is not understood."""

from datetime import date

import streamlit as st

from core.assessment import Assessment, assess
from core.board.worklist import NAMES
from dashboard.address import DAY, KNOWN, SHOW, SUBJECT
from dashboard.kept import kept
from dashboard.source import Source, day_of_text

ALL = "All"  # every group of the worklist
EARLIEST = date(2000, 1, 1)
LONGEST_ECHO = 40  # characters of an address that a sentence repeats


def chosen_subject(found: Source) -> str | None:
    """The subject that the address names, `None` while it names nobody of these."""
    name = st.query_params.get(SUBJECT)
    return name if name in found.subjects else None


def as_of_day(found: Source) -> date:
    """The day that the address names; everything on the page is judged as of its end. What is no day leaves the one it opens with."""
    return _within(found, written_day()) or found.start


def written_day() -> str:
    """What the address names as the day, day or not."""
    return st.query_params.get(DAY, "").strip()


def other_day(found: Source) -> date | None:
    """The as-of day, where it is another than the one the dashboard opens with."""
    day = as_of_day(found)
    return None if day == found.start else day


def _within(found: Source, text: str) -> date | None:
    day = day_of_text(text)
    return day if day is not None and EARLIEST <= day <= found.latest else None


@kept(2000)
def assessed(found: Source, subject: str, as_of: date) -> Assessment:
    """One subject judged on a day."""
    return assess(found.subjects[subject], as_of, found.settings)


def ignored(found: Source, path: str) -> list[str]:
    """One sentence for each part of a page's address that is not understood."""
    sentences = []
    for name in st.query_params:
        values = st.query_params.get_all(name)
        if name not in KNOWN[path]:
            sentences.append(f"The address holds “{name[:LONGEST_ECHO]}”, which is unknown here and was ignored.")
        elif len(values) > 1:
            sentences.append(f"The address names {name} more than once; only one can count.")
        elif name == SHOW and values[-1] not in (ALL, *NAMES.values()):
            sentences.append(f"The address names the group “{_echo(values[-1])}”, which is none of the worklist's; it was ignored.")
        elif name == DAY and _within(found, written_day()) is None:
            expected = f"Expected a day from {EARLIEST} to {found.latest}, written like {found.start}."
            sentences.append(f"The as-of day “{_echo(values[-1])}” is none that can be looked at; it was ignored. {expected}")
        elif name == SUBJECT and values[-1] not in found.subjects:
            sentences.append(f"The address names the subject “{_echo(values[-1])}”, who is in none of the files; it was ignored.")
    return sentences


def _echo(text: str) -> str:
    return f"{text[:LONGEST_ECHO]}{'…' if len(text) > LONGEST_ECHO else ''}"
