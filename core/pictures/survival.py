"""A product-limit curve as a picture: steps with their interval, a stroke at each censoring, the numbers at risk below, and gray from where
fewer than ten are at risk.

The drawing is authored once (`survival_layers.py`, kept in `survival.json`); here a curve's rows take the place of its data.
"""

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

from core.cohort.survival import FEW, MONTH, Curve, Step
from core.pictures.frame import Rows

AXES = ("interval",)  # the layer that bears the axes, also without a row
TICKS = (1, 2, 3, 6, 12, 24, 60)  # months between two ticks: the first that leaves at most so many
MOST_TICKS = 9


def survival_curve(curve: Curve, title: str) -> dict[str, Any]:
    """The Vega-Lite specification of one curve; `title` begins its description for who does not see it."""
    spec = _drawing()
    rows, last, ticks = _rows(curve)
    named = [(layer, layer["data"]["name"]) for layer in spec["layer"]]
    layers = [{**layer, "data": {"values": rows[name]}} for layer, name in named if rows[name] or name in AXES]
    values = {"last": last, "ticks": ticks, "month": MONTH}
    params = [{**param, "value": values[param["name"]]} for param in spec["params"]]
    return {**spec, "description": words(curve, title), "layer": layers, "params": params}


def words(curve: Curve, title: str) -> str:
    """The picture in a sentence."""
    if not curve.followed:
        return f"{title}: nobody yet."
    return f"{title}: {len(curve.followed)} followed, {curve.events} events, up to day {curve.last_day}; every step stands in the table."


@cache
def _drawing() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(Path(__file__).with_name("survival.json").read_text(encoding="utf-8"))
    return kept


def _rows(curve: Curve) -> tuple[Rows, int, list[float]]:
    rows: Rows = defaultdict(list)
    last = max(curve.last_day or 0, 1)
    ticks = month_ticks(last)
    if not curve.followed:
        rows["nobody"] = [{"t": "nobody yet"}]
        return rows, last, ticks
    few = curve.few_from
    shares = [(0, 1.0), *((step.day, step.survival) for step in curve.steps)]
    rows["curve"] = _line(shares, 0, last if few is None else min(few, last))
    if few is not None and few < last:
        rows["tail"] = _line(shares, few, last)
    rows["interval"] = [
        {"day": day, "share": step.low, "high": step.high}
        for at, step in enumerate(curve.steps)
        if step.low is not None
        for day in (step.day, curve.steps[at + 1].day if at + 1 < len(curve.steps) else last)
    ]
    rows["censored"] = [{"day": step.day, "share": step.survival} for step in curve.steps if step.censored]
    rows["step"] = [{"day": step.day, "share": step.survival, "tip": _told(step)} for step in curve.steps]
    rows["at-risk"] = [{"day": tick, "t": str(curve.at_risk(int(tick)))} for tick in ticks]
    rows["at-risk-name"] = [{"t": "at risk"}]
    return rows, last, ticks


def _line(shares: list[tuple[int, float]], first: int, last: int) -> list[dict[str, float]]:
    """The steps of a part of the curve, from its first to its last day."""
    before = [share for day, share in shares if day <= first]
    inside = [(day, share) for day, share in shares if first < day <= last]
    end = inside[-1][1] if inside else before[-1]
    return [{"day": day, "share": share} for day, share in ((first, before[-1]), *inside, (last, end))]


def month_ticks(last: int) -> list[float]:
    """The days of an axis' ticks, whole months apart."""
    step = next((months for months in TICKS if last / (months * MONTH) <= MOST_TICKS), TICKS[-1]) * MONTH
    return [at * step for at in range(int(last / step) + 1)]


def _told(step: Step) -> dict[str, str]:
    interval = "" if step.low is None else f" ({step.low:.0%} to {step.high:.0%})"
    few = f", fewer than {FEW} at risk" if step.at_risk < FEW else ""
    return {
        "Day": str(step.day),
        "Free of the event": f"{step.survival:.0%}{interval}{few}",
        "Events, censored": f"{step.events}, {step.censored}",
        "At risk": str(step.at_risk),
    }
