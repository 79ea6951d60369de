"""The subject and the day that the address names, and what in an address is not understood."""

from datetime import date

import streamlit as st

from core.assessment import Assessment, assess
from core.board.worklist import NAMES
from dashboard.source import Source, day_of_text, kept

SUBJECT, DAY, SHOW, FIND, PAGE = "subject", "as_of", "show", "find", "page"  # the names in the address, and of the widgets bound to it
BOARD, PATIENT, RULEBOOK = "", "patient", "rulebook"  # the pages by their path
KNOWN = {BOARD: (DAY, SHOW, FIND, PAGE), PATIENT: (SUBJECT, DAY), RULEBOOK: (DAY,)}  # what the address of a page may name
ALL = "All"  # every group of the worklist
EARLIEST = date(2000, 1, 1)
LONGEST_ECHO = 40  # characters of an address that a sentence repeats


def chosen_subject() -> str | None:
    """The subject chosen in the frame, `None` while nobody is."""
    found = st.session_state.get(SUBJECT)
    return found if isinstance(found, str) else None


def as_of_day(found: Source) -> date:
    """The day written in the frame; everything on the page is judged as of its end. What is no day leaves the one it opens with."""
    return _within(found, _written()) or found.start


def _written() -> str:
    found = st.session_state.get(DAY)
    return found.strip() if isinstance(found, str) else ""


def _within(found: Source, text: str) -> date | None:
    day = day_of_text(text)
    return day if day is not None and EARLIEST <= day <= found.latest else None


def assessed(found: Source, subject: str) -> Assessment:
    """One subject judged on the chosen day."""
    return _assessed(found, subject, as_of_day(found))


@kept(2000)
def _assessed(found: Source, subject: str, as_of: date) -> Assessment:
    return assess(found.subjects[subject], as_of, found.settings)


def ignored(found: Source, path: str) -> list[str]:
    """One sentence for each part of a page's address that is not understood, read before the widgets clear it away. What another page
    knows is passed over: the browser's Back may leave it in the address."""
    sentences = []
    for name in st.query_params:
        values = st.query_params.get_all(name)
        if name not in KNOWN[path]:
            if any(name in others for others in KNOWN.values()):
                continue
            sentences.append(f"The address holds “{name[:LONGEST_ECHO]}”, which is unknown here and was ignored.")
        elif len(values) > 1:
            sentences.append(f"The address names {name} more than once; only one can count.")
        elif name == SHOW and values[-1] not in (ALL, *NAMES.values()):
            sentences.append(f"The address names the group “{_echo(values[-1])}”, which is none of the worklist's; it was ignored.")
        elif name == SUBJECT and values[-1] not in found.subjects:
            sentences.append(f"The address names the subject “{_echo(values[-1])}”, who is in none of the files; it was ignored.")
    return sentences


def no_day(found: Source) -> list[str]:
    """A sentence where what is written as the as-of day is none that one may look at."""
    text = _written()
    if not text or _within(found, text):
        return []
    return [f"The as-of day “{_echo(text)}” is no day up to {found.latest}; it was ignored. Expected a day like {found.start}."]


def _echo(text: str) -> str:
    return f"{text[:LONGEST_ECHO]}{'…' if len(text) > LONGEST_ECHO else ''}"
