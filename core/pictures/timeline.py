"""The timeline of one subject: every event on one axis, a lane a kind, what lasts as a bar, what has no end as an arrow to the as-of day,
or to a death before it.

The drawing is authored once (`timeline_layers.py`, kept in `timeline.json`); here a subject's rows take the place of its data.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from core.assessment import Assessment
from core.pictures.frame import Frame, Rows, frame_of
from core.pictures.rules import DEATH, again_on, ended
from core.pictures.timeline_events import (
    ADVERSE,
    BEDSIDE,
    CTDNA,
    FOLLOW_UP,
    INFECTIONS,
    INFUSIONS,
    LABS,
    PET,
    SCREENING,
    TREATMENTS,
    Event,
    events,
)  # fmt: skip
from core.pictures.timeline_lanes import Stack, add_events, add_grades, add_ticks, add_visits
from core.protocol.schedule import ENDED, UPCOMING, Planned, Schedule
from core.response.window import WINDOW, days_since

VISITS = "visits"
TITLES = {
    INFUSIONS: "Infusions", VISITS: "Visits", SCREENING: "Screening", CTDNA: "ctDNA", PET: "PET/CT", LABS: "Laboratory", BEDSIDE: "Bedside",
    INFECTIONS: "Infections", ADVERSE: "Adverse events", TREATMENTS: "Treatments", FOLLOW_UP: "Follow-up",
}  # fmt: skip
TOP, LINE, AXIS = 8, 16, 52  # pixels: above the names of the rules, a line of them, the axis under the last lane
AXES = ("window",)  # the layer that bears the axis, also without a row


def timeline(found: Assessment, visits: Schedule | None) -> dict[str, Any]:
    """The Vega-Lite specification of the picture, as high as its lanes; `visits` is `None` where the site has set no schedule."""
    told = events(found)
    rows, values, height = drawn(found, told, visits)
    spec = _drawing()
    named = [(layer, layer["data"]["name"]) for layer in spec["layer"]]
    layers = [{**layer, "data": {"values": rows[name]}} for layer, name in named if rows[name] or name in AXES]
    params = [{**param, "value": values[param["name"]]} for param in spec["params"]]
    return {**spec, "description": words(found, told, visits), "height": height, "layer": layers, "params": params}


@cache
def _drawing() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(Path(__file__).with_name("timeline.json").read_text(encoding="utf-8"))
    return kept


def drawn(found: Assessment, told: Sequence[Event], visits: Schedule | None) -> tuple[Rows, dict[str, Any], int]:
    """The rows of every layer by its name, the values of the parameters, and how many pixels high it is."""
    start = found.as_of if found.second_infusion is None else found.second_infusion.standing.infused_on
    planned, beyond = ((), 0) if visits is None else _within(visits.visits)
    frame = frame_of(start, [days_since(start, day) for day in _days(found, told, planned)])
    rows: Rows = defaultdict(list)
    stack = Stack(rows, frame, frame.day(_until(found)), _rules(rows, found, frame))
    for lane, title in TITLES.items():
        own = [each for each in told if each.lane == lane]
        dated = [each for each in own if each.first is not None]
        if lane == VISITS:
            add_visits(stack, title, planned, beyond, "schedule unset: none due or missed" if visits is None else "none before infusion 1")
        elif lane == LABS:
            add_ticks(stack, title, dated)
        elif lane == BEDSIDE:
            add_grades(stack, title, dated)
        else:
            add_events(stack, title, dated)
    stack.undated([each for each in told if each.first is None], TITLES, found.facts.refused)
    rows["window"] += [] if found.second_infusion is None else [{"day": WINDOW[0], "end": found.second_infusion.standing.last_day}]
    values = frame.values() | {"counted": int(found.second_infusion is not None)}
    return rows, values, int(stack.bottom) + AXIS


def _until(found: Assessment) -> date:
    """How far what has no recorded end is drawn: to the as-of day, never past a death."""
    deaths = [] if found.second_infusion is None else [each.day for each in ended(found, found.second_infusion) if each.reason == DEATH]
    return min(deaths, default=found.as_of)


def _within(visits: Sequence[Planned]) -> tuple[list[Planned], int]:
    """The visits up to the next that is not due yet, which the axis holds, and how many lie beyond: a year ahead would leave the past no
    room."""
    ahead = [at for at, each in enumerate(visits) if each.state in (UPCOMING, ENDED)]
    shown = [each for at, each in enumerate(visits) if at not in ahead[1:]]
    return shown, len(visits) - len(shown)


def _days(found: Assessment, told: Sequence[Event], planned: Sequence[Planned]) -> list[date]:
    """Every day the axis must hold."""
    days = [found.as_of, *(day for each in told for day in (each.first, each.last) if day is not None)]
    if found.second_infusion is not None:
        days.append(found.second_infusion.standing.last_day_of_window)
    return [*days, *(day for each in planned for day in (each.first, each.last))]


def _rules(rows: Rows, found: Assessment, frame: Frame) -> float:
    """What stands upright, with its names above; where the lanes may begin."""
    second, as_of = found.second_infusion, frame.day(found.as_of)
    names = [(as_of, "as of" if second is None else f"as of day {as_of}", "ink")]
    rows["as-of"].append({"day": as_of})
    if second is not None:
        rows["infusion"].append({"day": 0})
        last = second.standing.last_day
        rows["last-day"].append({"day": last})
        names += [(0, "infusion 1", "accent"), (last, f"day {last}", "ink2")]
        if (again := again_on(second)) is not None:
            given = second.standing.given_on is not None
            rows["infusion" if given else "planned"].append({"day": frame.day(again)})
            names.append((frame.day(again), "infusion 2" if given else "infusion 2 planned", "accent"))
        for each in ended(found, second):
            rows["closing"].append({"day": frame.day(each.day)})
            names.append((frame.day(each.day), each.reason, "ink"))
    stack = Stack(rows, frame, as_of, TOP)
    lines = [(stack.place(day, day, text), day, text, ink) for day, text, ink in sorted(names)]
    for (line, hang), day, text, ink in lines:
        rows["rule-name"].append(hang | {"day": day, "y": TOP + LINE * line, "t": text, "ink": f"var(--{ink})"})
    return TOP + LINE * (1 + max(line for (line, _), *_ in lines))


def words(found: Assessment, told: Sequence[Event], visits: Schedule | None) -> str:
    """The picture in words, for those who do not see it: how much each lane holds, and what is open."""
    parts = [f"Timeline of every event as of {found.as_of}"]
    for lane, title in TITLES.items():
        own = [each for each in told if each.lane == lane]
        if own:
            parts.append(f"{title}: {sum(each.count for each in own)}")
    parts.append(_visits_in_words(visits))
    open_ = [each.label for each in told if each.open_end]
    parts += [f"Open ends: {'; '.join(open_)}"] if open_ else []
    parts.append(f"Without a day: {sum(each.count for each in told if each.first is None)}")
    return f"{'. '.join(parts)}. Each event stands in the table."


def _visits_in_words(visits: Schedule | None) -> str:
    if visits is None:
        return "Visit schedule unset"
    return f"Visits: {'; '.join(f'{each.name} {each.state}' for each in visits.visits) or 'none before infusion 1'}"
