"""The frame round every page: the way to the others, the subject and the as-of day, the claim, the protocol's version, synthetic data."""

import os

import streamlit as st

from core.protocol.trial import CLAIM, PROTOCOL
from dashboard.address import DAY, PAGES, PATIENT, SUBJECT, here
from dashboard.markup import Html, controls, join, place, show, tag
from dashboard.problems import problems
from dashboard.selection import as_of_day, chosen_subject, ignored, other_day, written_day
from dashboard.source import DEMO, Source

LAST = "last subject"  # of this session, so that the way back to a subject is one step


def frame(source: Source | None, path: str) -> None:
    """Draw the frame of the page at `path`; without anything to look at there is nobody and no day to choose."""
    subjects = source.subjects if source is not None and path == PATIENT else None
    place(tag("div", _pages(source, path), _words(source), cls="u frame"))
    controls(subjects, chosen_subject(source) if source else None, written_day() if source else None)
    if source is not None:
        sentences = [tag("p", sentence) for sentence in ignored(source, path)]
        show(tag("div", sentences, cls="notice", role="status") if sentences else None, problems(source.loaded))


def _pages(source: Source | None, path: str) -> Html:
    """The pages as links that carry the day along, and the subject last looked at."""
    named: dict[str, dict[str, object]] = {page: {} for page in PAGES}
    if source is not None:
        subject = chosen_subject(source) if path == PATIENT else st.session_state.get(LAST)
        st.session_state[LAST] = subject if subject in source.subjects else None
        named = {page: {DAY: other_day(source)} for page in PAGES}
        named[PATIENT] = {SUBJECT: st.session_state[LAST], **named[PATIENT]}
    links = (
        tag("a", name, href=here(page, **named[page]), data_follow=True, target="_self", aria_current="page" if page == path else None)
        for page, name in PAGES.items()
    )
    return tag("nav", links, cls="pages", aria_label="Pages")


def _words(source: Source | None) -> Html:
    day = tag("span", "as of ", tag("b", str(as_of_day(source))), cls="as-of") if source is not None else None
    synthetic = tag("span", "Synthetic data", cls="synthetic") if os.environ.get(DEMO) == "1" else None
    return tag("div", join([day, tag("span", PROTOCOL), tag("span", CLAIM, cls="claim"), synthetic]), cls="words")
