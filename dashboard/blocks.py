"""The blocks of the Patient page that are drawn only when the address asks for one: the ways there, and the one that is open."""

from collections.abc import Mapping

import streamlit as st

from core.pictures.trajectory import CALENDAR, PAIRS
from dashboard.address import BLOCK, FACT, FILE, MARKS, OPEN, PATIENT, RECORDS, SUBJECT, here
from dashboard.markup import Html, show, tag
from dashboard.measurements import NAME
from dashboard.selection import clocks
from dashboard.sheets import more
from dashboard.source import Source, written

HOURS, TIMELINE, WHAT_IF = "hours", "timeline", "what-if"
TITLES = {
    HOURS: "CRS and ICANS hour by hour",
    TIMELINE: "Timeline",
    WHAT_IF: "What if",
}
SHEETS = {HOURS: "hours", TIMELINE: "timeline", WHAT_IF: "what_if"}
SHOWN = {PAIRS: "Pairs of PET/CT and ctDNA", CALENDAR: "Calendar dates first"}  # on the trajectory, where asked for


def shown_marks() -> frozenset[str]:
    """What else the trajectory is to show."""
    return frozenset(each for each in written(MARKS).split(",") if each in SHOWN)


def record_address(subject: str, carried: Mapping[str, object], marks: frozenset[str]) -> str:
    """The address of a record, up to its number."""
    return here(PATIENT, **{SUBJECT: subject, **carried, MARKS: _said(marks), FACT: ""})


def ways(subject: str, carried: Mapping[str, object], marks: frozenset[str] | None) -> Html:
    """The ways from one screen to what is shown only on demand; `marks` are those the trajectory shows, `None` where there is none."""
    shown = marks or frozenset[str]()
    named = {SUBJECT: subject, **carried, MARKS: _said(shown)}
    opened = [_way(title, {**named, BLOCK: each}) for each, title in TITLES.items() if each != HOURS]  # the strip leads there
    opened += [_way("Records, one fact by hand", {**named, RECORDS: OPEN}), _way("Numbers as CSV", {**named, FILE: NAME})]
    toggles = [
        _way(f"{'✓ ' if each in shown else ''}{title}", {**named, MARKS: _said(shown ^ {each})}, pressed=each in shown)
        for each, title in SHOWN.items()
    ]
    on_chart = [tag("span", "On the chart:", cls="dim"), *toggles] if marks is not None else []
    return tag("nav", on_chart, tag("span", "Open:", cls="dim"), opened, cls="file ways", aria_label="More of this subject")


def _said(marks: frozenset[str]) -> str | None:
    return ",".join(sorted(marks)) or None


def _way(title: str, named: Mapping[str, object], pressed: bool | None = None) -> Html:
    current = "true" if pressed else None
    return tag("a", title, href=here(PATIENT, **named), data_follow=True, target="_self", aria_current=current)


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
    close = _way("close", {SUBJECT: subject, **clocks(files), MARKS: _said(shown_marks())})
    with st.container(key=named):
        show(tag("div", tag("h2", TITLES[named]), tag("p", close), cls="over"))
        shown(files, subject)
