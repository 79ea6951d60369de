"""How far ctDNA has moved in everybody since before infusion 1, in log₁₀, each subject a line: within one assay and unit, never across.

What is known only up to the limit of detection is hollow and its line dashed; no line runs through a sample that tells no change. The
drawing is authored once (`spider_layers.py`, kept in `spider.json`); here the rows take the place of its data.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from core.assessment import Assessment
from core.cohort.survival import MONTH
from core.facts.values import Span
from core.pictures.frame import Rows
from core.pictures.survival import month_ticks
from core.response.kinetics import Change, by_series, changes

AXES = ("zero",)
EXACT, AT_LEAST, AT_MOST = "exact", "at-least", "at-most"
BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class Point:
    """One sample after infusion 1: its day, and how far ctDNA has risen, in log₁₀, below zero for a fall. `kind`: exact, or the fall is at
    least or at most that; `None` where no change can be drawn, with the `reason`."""

    day: int
    kind: str | None
    rise: float
    reason: str


@dataclass(frozen=True, slots=True)
class Series:
    """One subject's samples of one assay and unit; `start` is the baseline's day, `None` without one."""

    subject_id: str
    assay: str | None
    start: int | None
    points: tuple[Point, ...]


def series_of(cohort: Iterable[Assessment]) -> list[Series]:
    """Every series with a sample after infusion 1, in the order of the cohort."""
    return [series for each in cohort if 1 in each.toxicity for series in _series(each)]


def _series(found: Assessment) -> list[Series]:
    start, told = found.toxicity[1].infused_on, []
    for (assay, _), own in by_series(found.facts.ctdna).items():
        moved = changes(own, start, {})
        if moved:
            base = next((each.baseline for each in moved if each.baseline is not None), None)
            began = None if base is None else (base.record.collected_on - start).days
            points = tuple(_point(each, (each.sample.record.collected_on - start).days) for each in moved)
            told.append(Series(found.subject_id, assay, began, points))
    return told


def _point(change: Change, day: int) -> Point:
    fall = change.fall
    if fall is None:
        return Point(day, None, 0, change.reason)
    if not isinstance(fall, Span):
        return Point(day, EXACT, -float(fall), "")
    if fall.low is not None:
        return Point(day, AT_LEAST, -float(fall.low), "")
    return Point(day, AT_MOST, -float(fall.high or 0), "")


def spider(all_of_them: Sequence[Series], address: Callable[[str], str]) -> dict[str, Any]:
    """The Vega-Lite specification; `address` is where a subject is shown: every point leads there."""
    rows: Rows = defaultdict(list)
    for each in all_of_them:
        _add(rows, each, address(each.subject_id))
    points = [row for kind in (EXACT, AT_LEAST, AT_MOST) for row in rows[kind]]
    last = max((row["day"] for row in points), default=1)
    first = min((row["day"] for row in rows[BASELINE]), default=0)
    if not points:
        rows["nobody"] = [{"t": "no change of ctDNA can be told yet"}]
    rows["zero"] = [{"day": first, "rise": 0}]
    rows["infusion"] = [{"day": 0}]
    heights = [row["rise"] for row in points]
    values = {
        "first": first, "last": last, "ticks": month_ticks(last), "month": MONTH,
        "lowest": min([-1, *heights]) - 0.2, "highest": max([1, *heights]) + 0.2,
    }  # fmt: skip
    spec = _drawing()
    named = [(layer, layer["data"]["name"]) for layer in spec["layer"]]
    layers = [{**layer, "data": {"values": rows[name]}} for layer, name in named if rows[name] or name in AXES]
    params = [{**param, "value": values[param["name"]]} for param in spec["params"]]
    return {**spec, "description": words(all_of_them), "layer": layers, "params": params}


def words(all_of_them: Sequence[Series]) -> str:
    """The picture in a sentence."""
    drawn = [point for each in all_of_them for point in each.points if point.kind is not None]
    apart = sum(len(each.points) for each in all_of_them) - len(drawn)
    who = len({each.subject_id for each in all_of_them})
    return f"ctDNA change from baseline, {who} subjects: {len(drawn)} samples drawn, {apart} tell no change; all stand in the table."


@cache
def _drawing() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(Path(__file__).with_name("spider.json").read_text(encoding="utf-8"))
    return kept


def _add(rows: Rows, series: Series, href: str) -> None:
    told = {"Subject": series.subject_id, "Assay": series.assay or "not recorded"}
    line: list[list[tuple[int, float, str | None]]] = []
    if series.start is not None and any(point.kind is not None for point in series.points):
        rows[BASELINE].append({"day": series.start, "rise": 0, "href": href, "tip": told | {"Day": f"{series.start}, baseline"}})
        line.append([(series.start, 0, EXACT)])
    days: dict[int, list[tuple[int, float, str | None]]] = defaultdict(list)
    for point in series.points:
        days[point.day].append((point.day, point.rise, point.kind))
        if point.kind is not None:
            tip = told | {"Day": str(point.day), "log₁₀ change": change_words(point)}
            label = f"{series.subject_id}, day {point.day}: {change_words(point)}"
            rows[point.kind].append({"day": point.day, "rise": point.rise, "href": href, "tip": tip, "label": label})
    for left, right in pairwise([*line, *days.values()]):
        if len(left) == len(right) == 1 and {left[0][2], right[0][2]} <= {EXACT, AT_LEAST}:
            layer = "joined" if left[0][2] == right[0][2] == EXACT else "joined-to-limit"
            rows[layer].append({"day": left[0][0], "rise": left[0][1], "to": right[0][0], "rise2": right[0][1]})


def change_words(point: Point) -> str:
    """A change in words: a fall below the limit is at least that."""
    if point.kind is None:
        return point.reason
    bound = {EXACT: "", AT_LEAST: "≤ ", AT_MOST: "≥ "}[point.kind]
    return f"{bound}{point.rise:+.2f}".replace("-", "−")
