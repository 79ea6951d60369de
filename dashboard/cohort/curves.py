"""Survival in numbers: events, medians, 1-year estimates and follow-up of each curve, the landmark with its caption, and every step."""

from collections.abc import Mapping

from core.cohort.as_text import YEAR, days_words, step_words
from core.cohort.survival import FEW, Curve, reverse
from core.cohort.timed import IMMORTAL_TIME, Estimate
from dashboard.cohort.listed import Carried, listed
from dashboard.look import row, table
from dashboard.markup import Html, join, tag

HEADS = ["", "followed", "events", "median (95 %)", "at 1 year (95 %)", "median follow-up", "cannot be placed"]
NAMES = {
    "os": "OS from infusion 1",
    "pfs": "PFS from infusion 1",
    "pfs, new therapy as event": "PFS, a new therapy counted as an event",
    "dor": "duration of response, from the first CR or PR",
    "os from infusion 2": "OS from infusion 2",
    "pfs from infusion 2": "PFS from infusion 2",
}
LANDMARKS = {
    "os from day 60, infused once": "OS from day 60, infused once by then",
    "os from day 60, infused twice": "OS from day 60, infused twice by then",
    "pfs from day 60, infused once": "PFS from day 60, infused once by then",
    "pfs from day 60, infused twice": "PFS from day 60, infused twice by then",
}


def curves(found: Mapping[str, Estimate], carried: Carried) -> Html:
    """The numbers below the pictures."""
    how = f"Product limit, log–log intervals at 95 %, months of 30.4375 days; gray where fewer than {FEW} are at risk; no p-values."
    return tag(
        "section",
        tag("p", how, cls="dim sm"),
        table(HEADS, [_row(words, found[name], carried) for name, words in NAMES.items()], "curves", "Survival"),
        tag("h3", "Infused once and twice"),
        tag("p", IMMORTAL_TIME, cls="sm"),
        table(HEADS, [_row(words, found[name], carried) for name, words in LANDMARKS.items()], "curves", "Survival from day 60"),
        (_steps(NAMES[name], found[name].curve, carried) for name in ("os", "pfs")),
        aria_label="Survival",
    )


def _row(words: str, found: Estimate, carried: Carried) -> Html:
    curve = found.curve
    low, high = curve.median_interval()
    ends = f" ({days_words(low)} to {days_words(high)})" if curve.events else ""
    told = {each.subject_id: f"day {each.days}, {each.why}" for each in curve.followed}
    unplaced = {each.subject_id: each.why for each in found.unplaced}
    return row(
        words,
        tag("td", listed([each.subject_id for each in curve.followed], carried, told)),
        tag("td", listed([each.subject_id for each in curve.followed if each.event], carried, told)),
        tag("td", tag("b", days_words(curve.median()) if curve.followed else "–"), tag("span", ends, cls="dim")),
        tag("td", step_words(curve.at(YEAR)) if curve.followed else "–"),
        tag("td", days_words(reverse(curve).median()) if curve.followed else "–"),
        tag("td", listed(unplaced, carried, unplaced)),
    )


def _steps(name: str, curve: Curve, carried: Carried) -> Html | None:
    """Every step of a curve as a table, for who does not see the picture."""
    if not curve.steps:
        return None
    rows = [
        row(str(step.day), str(step.at_risk), str(step.events), str(step.censored), step_words(step), _who(curve, step.day, carried))
        for step in curve.steps
    ]
    heads = ["day", "at risk", "events", "censored", "free of the event (95 %)", "who"]
    return tag("details", tag("summary", f"{name}: every step"), table(heads, rows, "steps", f"{name}, every step"), cls="every-step")


def _who(curve: Curve, day: int, carried: Carried) -> Html:
    return tag("td", join([listed([each.subject_id for each in curve.followed if each.days == day], carried)]))
