"""Follow-up: every visit that is owed, the most urgent first, with what it still needs."""

from datetime import date

from core.cohort.as_text import owed_words
from core.cohort.follow_up import DUE, MISSED, OPEN, OVERDUE, FollowUp, Owed
from dashboard.address import SETTINGS, here
from dashboard.cohort.listed import Carried, link, listed
from dashboard.look import row, table, verdict
from dashboard.markup import Html, join, tag
from dashboard.words import days_words, sources

HEADS = ["subject", "visit", "day", "window", "state", "still needs"]
LOOKS = {OVERDUE: "hold", DUE: "information", OPEN: "unknown", MISSED: "not_met"}


def follow_up(found: FollowUp | None, as_of: date, carried: Carried) -> Html:
    said = _unset(carried) if found is None else _owed(found, as_of, carried)
    return tag("section", tag("h2", "Follow-up"), said, aria_label="Follow-up")


def _unset(carried: Carried) -> Html:
    way = tag("a", "Settings", href=here(SETTINGS, **carried), data_follow=True, target="_self")
    return tag("p", verdict("unknown", "visit schedule unset"), ": no visit is called due or missed. It is chosen in ", way, ".")


def _owed(found: FollowUp, as_of: date, carried: Carried) -> Html:
    rows = [_row(each, as_of, carried) for each in found.visits]
    undecided = (" Infusion 1 left open by a cell: ", listed(found.undecided, carried)) if found.undecided else None
    return join(
        [
            tag("p", f"{owed_words(found)}.", undecided, cls="dim sm"),
            table(HEADS, rows, "owed", "Visits owed") if rows else tag("p", "No visit is owed."),
        ]
    )


def _row(owed: Owed, as_of: date, carried: Carried) -> Html:
    visit = owed.visit
    away = (visit.last - as_of).days
    left = f", {days_words(away)} left" if owed.state == DUE else f", window closed {days_words(-away)} ago" if away < 0 else ""
    doubts = (" may have ended: ", sources(owed.doubts)) if owed.doubts else None
    return row(
        link(owed.subject_id, carried),
        visit.name,
        tag("td", str(visit.day), cls="nw"),
        tag("td", f"{visit.first} – {visit.last}", cls="nw"),
        tag("td", verdict(LOOKS[owed.state], f"{owed.state}{left}")),
        tag("td", "; ".join(owed.needs), doubts),
    )
