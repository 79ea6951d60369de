"""The subject and the two clocks that the address names, and what in an address is not understood."""

from datetime import date

import streamlit as st

from core.assessment import Assessment, assess
from core.board.worklist import NAMES
from core.protocol.settings import Settings
from dashboard.address import DAY, KNOWN, KNOWN_AT, SHOW, SUBJECT
from dashboard.kept import kept
from dashboard.source import EARLIEST, SUBJECTS_AT_HAND, Case, Source, day_within, gathered, written

ALL = "All"  # every group of the worklist
LONGEST_ECHO = 40  # characters of an address that a sentence repeats


def chosen_subject(found: Source) -> str | None:
    """The subject that the address names, `None` while it names nobody of these."""
    name = st.query_params.get(SUBJECT)
    return name if name in found.subjects else None


def clocks(found: Source) -> dict[str, object]:
    """What a link carries along: the as-of day, where it is another than the one the dashboard opens with, and an earlier moment."""
    return {DAY: None if found.day == found.start else found.day, KNOWN_AT: found.told_by}


def assessed(found: Source, subject: str, as_of: date) -> Assessment:
    """One subject judged on a day."""
    return judged(found.case(subject), found.settings, as_of)


@kept(SUBJECTS_AT_HAND)
def judged(case: Case, settings: Settings, as_of: date) -> Assessment:
    return assess(gathered(case).facts, as_of, settings)


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
        elif name == DAY and day_within(written(DAY), found.latest) is None:
            expected = f"Expected a day from {EARLIEST} to {found.latest}, written like {found.start}."
            sentences.append(f"The as-of day “{_echo(values[-1])}” is none that can be looked at; it was ignored. {expected}")
        elif name == KNOWN_AT and found.told_by is None:
            expected = f"Expected a day or a time up to {found.latest}, written like {found.start} or {found.start} 18:00."
            sentences.append(f"The moment “{_echo(values[-1])}” is none by which anything was told; it was ignored. {expected}")
        elif name == SUBJECT and values[-1] not in found.subjects:
            sentences.append(f"The address names the subject “{_echo(values[-1])}”, who is in no record; it was ignored.")
    return sentences


def _echo(text: str) -> str:
    return f"{text[:LONGEST_ECHO]}{'…' if len(text) > LONGEST_ECHO else ''}"
