"""Swimmer lanes of everybody infused, the longest on top: response from scan to scan, ctDNA calls, worst CRS and ICANS, infusion 2, death.

The drawing is authored once (`swimmer_layers.py`, kept in `swimmer.json`); here the lanes take the place of its data.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from core.assessment import Assessment
from core.cohort.survival import MONTH
from core.pictures.frame import Row, Rows
from core.pictures.survival import month_ticks
from core.pictures.swimmer_lane import DEAD, DEATH_OPEN, FOLLOWED, OPEN, Lane, lane_of

MOST = 40  # lanes a picture
LANE, HEAD = 30, 6  # pixels of a lane, and above the first
FOOT = 34  # pixels of the axis
AXES = ("lane",)
ENDS = {FOLLOWED: "arrow", DEAD: "death", DEATH_OPEN: "death-open"}
BELOW, OVER = 9, -9  # pixels from the middle of a lane: ctDNA, toxicity
TIED = {"positive": "ctdna-positive", "negative": "ctdna-negative", "no call": "ctdna-no-call", "CRS": "crs", "ICANS": "icans"}


def lanes_of(cohort: Iterable[Assessment]) -> list[Lane]:
    """Everybody given infusion 1, by how long they are followed, the longest first."""
    lanes = [lane for each in cohort if (lane := lane_of(each)) is not None]
    return sorted(lanes, key=lambda lane: -lane.last)


def pages_of(lanes: Sequence[Lane]) -> list[Sequence[Lane]]:
    """The lanes picture by picture; one picture where there is none."""
    return [lanes[at : at + MOST] for at in range(0, len(lanes), MOST)] or [()]


def height(lanes: Sequence[Lane]) -> int:
    """How high the picture is, in pixels."""
    return HEAD + LANE * max(len(lanes), 1) + FOOT


def swimmer(lanes: Sequence[Lane], last: int, address: Callable[[str], str]) -> dict[str, Any]:
    """The Vega-Lite specification of some lanes on an axis up to day `last`; `address` is where a subject is shown: every mark leads
    there."""
    rows: Rows = defaultdict(list)
    for at, lane in enumerate(lanes):
        _add(rows, lane, HEAD + LANE * at + LANE / 2, address(lane.subject_id))
    if not lanes:
        rows["nobody"] = [{"t": "nobody infused yet"}]
    spec = _drawing()
    named = [(layer, layer["data"]["name"]) for layer in spec["layer"]]
    layers = [{**layer, "data": {"values": rows[name]}} for layer, name in named if rows[name] or name in AXES]
    values = {"last": max(last, 1), "ticks": month_ticks(max(last, 1)), "month": MONTH}
    params = [{**param, "value": values[param["name"]]} for param in spec["params"]]
    return {**spec, "description": words(lanes), "layer": layers, "params": params}


def words(lanes: Sequence[Lane]) -> str:
    """The picture in a sentence."""
    if not lanes:
        return "Swimmer lanes: nobody infused yet."
    dead = sum(lane.end != FOLLOWED for lane in lanes)
    return f"Swimmer lanes of {len(lanes)} subjects up to day {last_day(lanes)}, {dead} died; every lane stands in the table."


def last_day(lanes: Sequence[Lane]) -> int:
    """The last day of any mark."""
    return max((lane.reach for lane in lanes), default=0)


@cache
def _drawing() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(Path(__file__).with_name("swimmer.json").read_text(encoding="utf-8"))
    return kept


def _add(rows: Rows, lane: Lane, y: float, href: str) -> None:
    """The marks of one lane, its middle `y` pixels from the top."""
    who = {"Subject": lane.subject_id}

    def mark(layer: str, day: float, off: float = 0, said: Row | None = None, **more: object) -> None:
        rows[layer].append({"day": day, "y": y + off, "href": href, "tip": who | (said or {}), **more})

    worst = " · ".join(f"{scale} {grade}" for scale, grade in lane.worst.items())
    ends = {"Followed": f"{lane.last} days, {lane.end}", "Worst grades": worst}
    mark("lane", 0, -LANE / 2, ends, end=lane.last, y2=y + LANE / 2, t=lane.subject_id, note=worst, label=_label(lane, worst))
    mark("followed", 0, -2, ends, end=lane.last, y2=y + 2)
    for each in lane.segments:
        said = {"Response": f"{each.response}, days {each.first}–{each.last}", "By": each.why}
        mark(f"response-{each.response}", each.first, -5, said, end=each.last, y2=y + 5)
        layer, letters = ("letter-open", "?") if each.response == OPEN else ("letter", each.response)
        mark(layer, each.first, 0, said, end=each.last, t=letters)
    for sample in lane.samples:
        mark(TIED[sample.kind], sample.day, BELOW, {"ctDNA": f"day {sample.day}, {sample.said}"})
    for worst_day in lane.toxicity:
        mark(TIED[worst_day.kind], worst_day.day, OVER, {"Toxicity": f"day {worst_day.day}, {worst_day.said}"})
    if lane.again is not None:
        mark("again", lane.again, -LANE / 2 + 2, {"Infusion 2": f"day {lane.again}"}, y2=y + LANE / 2 - 2)
    mark(ENDS[lane.end], lane.last, 0, ends)


def _label(lane: Lane, worst: str) -> str:
    again = "" if lane.again is None else f", infusion 2 on day {lane.again}"
    return f"{lane.subject_id}: {lane.last} days, {lane.end}{again}; {worst}"
