"""The frame round every page: the claim, the protocol's version, the subject and the as-of day, and that data are synthetic."""

import os

import streamlit as st

from core.protocol.trial import CLAIM, PROTOCOL
from dashboard.markup import Html, join, show, tag
from dashboard.selection import DAY, PATIENT, SUBJECT, as_of_day, ignored, no_day
from dashboard.source import DEMO, Source


def frame(source: Source | None, path: str) -> None:
    """Draw the frame of the page at `path`; without anything to look at there is nobody and no day to choose."""
    sentences = ignored(source, path) if source is not None else []
    with st.container(key="frame", horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        if source is None:
            show(_words(None))
        else:
            if path == PATIENT:
                _subject(source)
            # Empty is the default: a day that is would be taken out of the address again, and Back would stumble over that.
            st.text_input(
                "Other as-of day",
                key=DAY,
                bind="query-params",
                max_chars=10,
                placeholder="YYYY-MM-DD",
                label_visibility="collapsed",
                width=112,
            )
            show(_words(source))
    sentences += no_day(source) if source is not None else []
    if sentences:
        show(tag("div", (tag("p", sentence) for sentence in sentences), cls="notice", role="status"))


def _subject(source: Source) -> None:
    st.selectbox(
        "Subject",
        list(source.subjects),
        index=None,
        key=SUBJECT,
        bind="query-params",
        placeholder="Choose a subject",
        label_visibility="collapsed",
        width=150,
    )


def _words(source: Source | None) -> Html:
    """Only after the widget is the day known that the address names; the style puts it before the widget."""
    day = tag("span", "as of ", tag("b", str(as_of_day(source))), cls="as-of") if source is not None else None
    synthetic = tag("span", "Synthetic data", cls="synthetic") if os.environ.get(DEMO) == "1" else None
    return tag("div", join([day, tag("span", PROTOCOL), tag("span", CLAIM, cls="claim"), synthetic]), cls="words")
