"""The last safe days on the proof card: to draw, to scan, to start lymphodepletion, and how many days are left of each."""

from collections.abc import Mapping
from datetime import date

from core.assessment import Assessment, SecondInfusion
from core.pictures.rules import depletions
from core.protocol.last_safe_days import (
    CHAIN,
    DEPLETE,
    DRAW,
    NEVER,
    PASSED,
    PLANNED,
    SCAN,
    SOON,
    TODAY,
    LastDay,
    Told,
    closed_among,
    last_safe_days,
    start_for,
    still_needed,
    told,
)
from core.protocol.settings import Settings
from dashboard.address import SETTINGS, here
from dashboard.look import icon, verdict
from dashboard.markup import Html, join, tag
from dashboard.words import days_words, since

STEPS = {  # after "Last safe day to", in few words and in full, and what follows that day
    DRAW: ("draw ctDNA", "to draw", "result out on {}"),
    SCAN: ("scan PET/CT", "to scan", "report out on {}"),
    CHAIN: (
        "do both in time",
        "for both in time",
        "both results out in time for infusion 2 within the window; lymphodepletion starts on {}",
    ),
    DEPLETE: ("start LD", "to start lymphodepletion", "lymphodepletion, with infusion 2 on {}"),
    PLANNED: ("start LD as planned", "to start it for the planned infusion 2", "lymphodepletion for infusion 2, planned on {}"),
}
ASKED = {
    "ctdna_turnaround_days": "ctDNA turnaround",
    "pet_turnaround_days": "PET/CT turnaround",
    "lymphodepletion_lead_days": "days from lymphodepletion to infusion",
    "closed_days": "closed days",
    "closed_weekdays": "closed days of the week",
}
HEAD = "Last safe day to"
ICONS = {SOON: "old", TODAY: "warning", PASSED: "warning", NEVER: "warning"}  # of what alarms


def planner(found: Assessment, settings: Settings, carried: Mapping[str, object]) -> Html | None:
    """Nothing before infusion 1, and nothing once infusion 2 is given or the case is closed. `carried` are the clocks that links keep."""
    second = found.second_infusion
    if second is None or second.standing.given_on is not None or second.standing.closing is not None:
        return None
    standing = second.standing
    plan = told(last_safe_days(standing.infused_on, settings), found.as_of, _needed(second))
    if standing.planned is not None and standing.planned.record.infused_on is not None:
        plan += told([start_for(standing.planned.record.infused_on.day, settings)], found.as_of, _to_start(found, standing.infused_on))
    rows = [_row(each, standing.infused_on, settings) for each in plan if not each.last.unset]
    days = [tag("h3", HEAD), tag("table", tag("tbody", rows), aria_label=f"{HEAD}, counted to day {standing.last_day}")] if rows else None
    return tag("div", days, _asked([each.last for each in plan if each.last.unset], not rows, carried), cls="plan")


def _needed(second: SecondInfusion) -> frozenset[str]:
    decided = second.ctdna.status != "unknown", second.pet.response is not None
    return still_needed(second.state, *decided, second.standing.planned is not None)


def _to_start(found: Assessment, infused_on: date) -> tuple[str, ...]:
    """A planned infusion still needs lymphodepletion while none is recorded after infusion 1."""
    return () if any(day > infused_on for day in depletions(found)) else (PLANNED,)


def _row(each: Told, infused_on: date, settings: Settings) -> Html:
    name, _, then = STEPS[each.last.step]
    said = tag("b", name) if each.needed else name
    state = verdict(ICONS[each.state] if each.alarms else "information", in_words(each))
    if each.last.on is None or each.last.by is None:
        return tag("tr", tag("th", said, scope="row", cls="nw"), tag("td", state, colspan=2))
    closed = closed_among((each.last.on, each.last.by), settings)
    note = tag("span", f" closed: {', '.join(map(str, closed))}", cls="dim") if closed else None
    when = [tag("b", str(each.last.on)), tag("span", f" {since(each.last.on, infused_on)}", cls="dim")]
    return tag(
        "tr", tag("th", said, scope="row", cls="nw"), tag("td", when, title=then.format(each.last.by), cls="nw"), tag("td", state, note)
    )


def in_words(each: Told) -> str:
    """How a last safe day stands, in words."""
    if each.days_left is None:
        return "no day of the window is safe"
    if each.state == TODAY:
        return each.state
    if each.state == PASSED:
        return f"passed {days_words(-each.days_left)} ago"
    return f"{'soon: ' if each.state == SOON else ''}{days_words(each.days_left)} left"


def _asked(unset: list[LastDay], all_: bool, carried: Mapping[str, object]) -> Html | None:
    """What the site has not set, and what therefore cannot be told."""
    if not unset:
        return None
    names = dict.fromkeys(ASKED[name] for each in unset for name in each.unset)
    said = "Last safe days" if all_ else f"Last safe day {', '.join(STEPS[each.step][1] for each in unset)}"
    link = tag("a", "Settings", href=here(SETTINGS, **carried), data_follow=True, target="_self")
    words = join([f" {said}: cannot be told. Unset: ", tag("b", ", ".join(names)), ". ", link])
    return tag("div", tag("span", icon("unknown"), cls="v unknown"), words, cls="asked")
