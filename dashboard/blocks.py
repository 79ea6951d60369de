"""The blocks of the Patient page that are drawn only when the address asks for one: the ways there, and the one that is open."""

from collections.abc import Mapping

import streamlit as st

from dashboard.address import BLOCK, PATIENT, SUBJECT, here
from dashboard.markup import Html, show, tag
from dashboard.selection import clocks
from dashboard.sheets import more
from dashboard.source import Source

HOURS, TIMELINE, WHAT_IF = "hours", "timeline", "what-if"
TITLES = {
    HOURS: "CRS and ICANS hour by hour",
    TIMELINE: "Timeline: every event and visit on one axis",
    WHAT_IF: "What if: change a value and watch the verdicts, nothing is stored",
}
SHEETS = {HOURS: "hours", TIMELINE: "timeline", WHAT_IF: "what_if"}


def block_links(subject: str, carried: Mapping[str, object]) -> Html:
    """The way to each block."""
    named = {SUBJECT: subject, **carried}
    links = (
        tag("a", title, href=here(PATIENT, **named, **{BLOCK: each}), data_follow=True, target="_self") for each, title in TITLES.items()
    )
    return tag("p", links, cls="file ways")


def block(files: Source, subject: str) -> None:
    """Draw the block that the address names, where it names one."""
    named = st.query_params.get(BLOCK)
    if named not in TITLES:
        return
    if named == HOURS:
        from dashboard.hours import hours as shown
    elif named == TIMELINE:
        from dashboard.timeline import timeline as shown
    else:
        from dashboard.what_if.block import what_if as shown
    more(SHEETS[named])
    close = tag("a", "close", href=here(PATIENT, **{SUBJECT: subject, **clocks(files)}), data_follow=True, target="_self")
    with st.container(key=named):
        show(tag("div", tag("h2", TITLES[named]), tag("p", close), cls="over"))
        shown(files, subject)
