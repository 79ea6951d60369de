"""The timeline block of the Patient page: every event and visit on one axis, and each of them in a table with its cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.assessment import Assessment
from core.facts.fact import Cited
from core.pictures.timeline import TITLES
from core.pictures.timeline import timeline as pictured
from core.pictures.timeline_events import Event, events
from core.protocol.schedule import (
    ASSUMED_SCHEDULE,
    DONE,
    DUE,
    ENDED,
    MISSED,
    OPEN,
    PARTLY,
    UNTOLD,
    UPCOMING,
    Item,
    Planned,
    Schedule,
    schedule,
)
from core.protocol.settings import Settings
from dashboard.address import SETTINGS, here
from dashboard.chart import Picture, chart, drawn
from dashboard.kept import kept
from dashboard.look import row, table, verdict
from dashboard.markup import Html, join, show, tag
from dashboard.selection import clocks, judged
from dashboard.source import Case, Source
from dashboard.words import days_words, since, sources

EVENTS = ["day", "date", "until", "kind", "what", "source cells"]
VISITS = ["visit", "day", "window", "state", "planned, and where it is recorded"]
NO_DAY = "no day recorded"
STATES = {
    DONE: "met",
    PARTLY: "warning",
    DUE: "information",
    UPCOMING: "not_applicable",
    MISSED: "not_met",
    OPEN: "unknown",
    UNTOLD: "unknown",
    ENDED: "closed",
}


@dataclass(frozen=True)
class Drawn:
    """The picture with its height in pixels, and the tables below it."""

    picture: Picture
    height: int
    tables: Html


def timeline(files: Source, subject: str) -> None:
    """The block: the picture and its tables, on the chosen day."""
    found = _drawn(files.case(subject), files.settings, files.day, tuple(clocks(files).items()))
    chart(found.picture, found.height)
    show(found.tables)


@kept(12)
def _drawn(case: Case, settings: Settings, day: date, carried: tuple[tuple[str, object], ...]) -> Drawn:
    found = judged(case, settings, day)
    visits = None if settings.visit_schedule is None else schedule(found.facts, day, settings.visit_schedule.value)
    spec = pictured(found, visits)
    return Drawn(drawn(spec), spec["height"], join([visits_block(found, visits, dict(carried)), events_block(found)]))


def visits_block(found: Assessment, visits: Schedule | None, carried: Mapping[str, object]) -> Html:
    """The visits with what was found of each; unset, what the site may take over as its schedule."""
    said = _unset(carried) if visits is None else _visits(found, visits)
    return tag("div", tag("h3", "Visits of the schedule"), said, role="region", aria_label="Visits of the schedule")


def _unset(carried: Mapping[str, object]) -> Html:
    link = tag("a", "Settings", href=here(SETTINGS, **carried), data_follow=True, target="_self")
    return join(
        [
            tag("p", verdict("unknown", "visit schedule unset"), ": no visit is called due or missed. The protocol's text says only ",
                "“scheduled intervals up to 12 months”. A proposal, assumed, to copy into ", link, ":"),
            tag("pre", ASSUMED_SCHEDULE, cls="proposal"),
        ]
    )  # fmt: skip


def _visits(found: Assessment, visits: Schedule) -> Html:
    if not visits.visits:
        return tag("p", "No visit is expected before infusion 1.")
    counts = {state: sum(each.state == state for each in visits.visits) for state in STATES}
    summary = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    ended = visits.ended
    notes = [] if ended is None else [f"Nothing more is expected from {ended.day} on: {ended.reason} ({ended.evidence.address})."]
    notes += [f"{cited.address}: a death or a new therapy of unknown day; what was missed cannot be told." for cited in visits.doubts]
    return join(
        [
            tag("p", f"{summary}.", (tag("span", f" {note}") for note in notes)),
            table(VISITS, [_visit(each, found.as_of) for each in visits.visits], caption="Visits"),
        ]
    )


def _visit(each: Planned, as_of: date) -> Html:
    left = f", {days_words((each.last - as_of).days)} left" if each.state == DUE else ""
    state = verdict(STATES[each.state], f"{each.state}{left}")
    when = (tag("td", str(each.day), cls="nw"), tag("td", f"{each.first} – {each.last}", cls="nw"))
    return row(each.name, *when, state, join((_item(item) for item in each.items), "; "))


def _item(item: Item) -> Html:
    if item.sheet is None:
        return tag("span", item.words, tag("span", " not looked for", cls="dim"))
    if item.records:
        return tag("span", tag("b", item.words), " ", sources([Cited(fact, fact.record.dated or "") for fact in item.records]))
    return tag("span", f"{item.words} ", tag("span", item.doubt or "none recorded", cls="dim"))


def events_block(found: Assessment) -> Html:
    """Every event in order of day, those without a day last."""
    told = events(found)
    start = None if found.second_infusion is None else found.second_infusion.standing.infused_on
    rows = [_event(each, start) for each in told]
    undated = sum(each.count for each in told if each.first is None)
    said = f"{len(rows)} events from {sum(each.count for each in told)} records and dates, {undated} without a day"
    if not rows:
        return tag("p", "No event is recorded by this day.")
    return tag("details", tag("summary", said), table(EVENTS, rows, "events", "Events"), cls="all-events")


def _event(each: Event, start: date | None) -> Html:
    day = NO_DAY if each.first is None else since(each.first, start) if start is not None else "no infusion 1"
    until = str(each.last) if each.last is not None else "open" if each.open_end else ""
    when = (tag("td", str(each.first or ""), cls="nw"), tag("td", until, cls="nw"))
    return row(day, *when, TITLES[each.lane], each.what, tag("td", sources(each.sources), cls="src"))
