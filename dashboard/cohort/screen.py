"""The Cohort page: everybody judged at one data cut-off, and every number drawn once for all sessions."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from core.cohort.cohort import Cohort
from core.cohort.queries import Query
from core.ledger.ledger import Ledger
from core.pictures.survival import survival_curve
from core.protocol.trial import PROTOCOL
from dashboard.chart import Picture, chart, drawn
from dashboard.cohort.boundary import boundaries
from dashboard.cohort.curves import NAMES, curves
from dashboard.cohort.everybody import everybody
from dashboard.cohort.exports import exports
from dashboard.cohort.flow import flow
from dashboard.cohort.follow_up import follow_up
from dashboard.cohort.harm import harm
from dashboard.cohort.pictures import Pictures, pictures, pictures_of
from dashboard.cohort.queries import queries
from dashboard.cohort.rates import best_response, rates
from dashboard.cohort.who import concord, who
from dashboard.kept import kept
from dashboard.markup import Html, show, tag
from dashboard.selection import clocks
from dashboard.source import Register, Source

HEIGHT = 260  # of a curve, in pixels
CURVES = ("pfs", "os")


@dataclass(frozen=True)
class Drawn:
    """The page in its parts."""

    head: Html
    top: Html
    curves: dict[str, Picture]
    everybody: Pictures
    below: Html
    queries: tuple[Query, ...]


def cohort(files: Source) -> None:
    """Draw the page."""
    found = _drawn(files.ledger, files.register, files.day, tuple(clocks(files).items()))
    show(found.head)
    exports(files)
    show(found.top)
    with st.container(key="curves", horizontal=True):
        for name, picture in found.curves.items():
            with st.container(key=f"curve-{name}"):
                show(tag("h2", NAMES[name]))
                chart(picture, HEIGHT)
    pictures(found.everybody)
    show(found.below)
    queries(files, found.queries)


@kept(4, "Counting everybody")
def _drawn(ledger: Ledger, register: Register, day: date, carried: tuple[tuple[str, object], ...]) -> Drawn:
    found = everybody(ledger, register, day)
    along = dict(carried)
    by_infusion = {number: found.three_months(number) for number in (1, 2)}
    top = tag(
        "div",
        tag("div", flow(found.flow, along), best_response(found.best, along)),
        rates(by_infusion, found.clearance, along),
        cls="halves",
    )
    halves = tag("div", who(found.baseline, along), concord(found.concordance, along), cls="halves")
    return Drawn(
        _head(found),
        top,
        {name: drawn(survival_curve(found.curves[name].curve, NAMES[name])) for name in CURVES},
        pictures_of(found, along),
        tag(
            "div",
            curves(found.curves, along),
            harm(found.toxicity, along),
            halves,
            boundaries(found.boundaries, along),
            follow_up(found.follow_up, day, along),
        ),
        found.queries,
    )


def _head(found: Cohort) -> Html:
    said = f"data cut-off {found.as_of}, {len(found.subjects)} enrolled, {PROTOCOL}"
    return tag("div", tag("h1", "Cohort"), tag("span", said, cls="dim", role="status"), cls="title")
