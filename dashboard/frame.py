"""The frame round every page: the claim, the protocol's version, the subject and the as-of day, and that data are synthetic."""

import os

import streamlit as st

from core.protocol.trial import CLAIM, PROTOCOL
from dashboard.markup import Html, join, show, tag
from dashboard.selection import DAY, DEMO, EARLIEST, SUBJECT, Source, as_of_day, ignored


def frame(source: Source | None) -> None:
    """Draw the frame; without anything to look at there is nobody and no day to choose."""
    sentences = ignored(source) if source is not None else []
    with st.container(key="frame", horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        if source is not None:
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
            # No day is the default: one that is would be taken out of the address again, and Back would stumble over that.
            st.date_input(
                "Other as-of day",
                None,
                min_value=EARLIEST,
                max_value=source.latest,
                key=DAY,
                bind="query-params",
                format="YYYY-MM-DD",
                label_visibility="collapsed",
                width=152,
            )
            # Only now is the day known that the address names; the style puts it before the widget.
            show(tag("div", "as of ", tag("b", str(as_of_day(source))), cls="as-of"))
        show(_words())
    if sentences:
        show(tag("div", (tag("p", sentence) for sentence in sentences), cls="notice", role="status"))


def _words() -> Html:
    synthetic = tag("span", "Synthetic data", cls="synthetic") if os.environ.get(DEMO) == "1" else None
    return tag("div", join([tag("span", PROTOCOL), tag("span", CLAIM, cls="claim"), synthetic]), cls="words")
