"""The trajectory of one subject: ctDNA on a log axis over PET/CT, the infusions and the window of days 1 to 60, on one axis of days.

The drawing is authored once (`layers.py`, kept in `trajectory.json`); here a subject's rows take the place of its data. Only what was
known on the as-of day is drawn, and every known sample is drawn exactly once.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from math import ceil, floor, log10
from pathlib import Path
from typing import Any

from core.assessment import Assessment, SecondInfusion
from core.facts.values import plain
from core.pictures import marks as m
from core.pictures.marks import Key, Mark, by_series, joined, main_series, mark_of, shown
from core.response.pet import Assessment as Scan
from core.response.pet import evaluated, of_day
from core.response.window import WINDOW, days_since

Rows = dict[str, list[dict[str, Any]]]

LANE, PET_LANE = 32, 50  # pixels
BEFORE, AFTER = 5, 9  # days of air, the latter for a label
LABELED_TICKS = 7
ROOM = 14  # days that a label beside a rule takes
STEP = 14  # days between two ticks, or twice that, and again
ON_LANE = {
    m.QUANTIFIED: "lane-positive",
    m.AT_LIMIT: "lane-not-detected",
    m.NO_LIMIT: "lane-not-detected",
    m.NO_NUMBER: "lane-no-number",
    m.NOT_EVALUABLE: "lane-not-evaluable",
    m.NO_CALL: "lane-no-call",
}


def trajectory(found: Assessment) -> dict[str, Any] | None:
    """The Vega-Lite specification of the picture; `None` before infusion 1, from which its days are counted."""
    if found.second_infusion is None:
        return None
    rows, values = drawn(found, found.second_infusion)
    spec = _drawing()
    layers = [
        {**layer, "data": {"values": rows[layer["data"]["name"]]}}
        for layer in spec["layer"]
        if rows[layer["data"]["name"]] or _quiet(layer)
    ]
    params = [{**param, "value": values[param["name"]]} for param in spec["params"]]
    return {**spec, "layer": layers, "params": params}


@cache
def _drawing() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(Path(__file__).with_name("trajectory.json").read_text(encoding="utf-8"))
    return kept


def _quiet(layer: dict[str, Any]) -> bool:
    """Whether a screen reader passes over the layer; any other one without a row would be a picture without a name."""
    return layer["mark"].get("aria") is False


def drawn(found: Assessment, second: SecondInfusion) -> tuple[Rows, dict[str, Any]]:
    """The rows of every layer by its name, and the values of the parameters."""
    infused_on = second.standing.infused_on
    rows: Rows = defaultdict(list)
    series = by_series(found.facts.ctdna)
    main = main_series(series, second.ctdna.deciding)
    marks = {key: [mark_of(sample, key[1]) for sample in samples] for key, samples in series.items()}
    lanes = _lanes(marks, main)
    height = PET_LANE + LANE * len(lanes)
    for at, (name, members) in enumerate(lanes):
        base = height - LANE * (at + 0.5)
        rows["lanes"].append({"base": base if isinstance(name, str) else base + 8, "roof": base + LANE / 2, "t": name})
        _on_lane(rows, members, infused_on, base)
    rows["lanes"].append({"base": PET_LANE - 15, "roof": PET_LANE, "t": ["PET/CT", "Lugano 2014"]})
    _scans(rows, found.facts.pet, infused_on)
    _rules(rows, second)
    on_axis = [mark for mark in marks.get(main, []) if mark.on_axis] if main else []
    axis = _axis(rows, on_axis, infused_on)
    if main:
        rows["axis-name"].append({"t": [f"ctDNA {main[0] or 'assay not recorded'}", *_scale(main[1])]})
        _joined(rows, marks[main], infused_on)
    if not on_axis:
        rows["nothing"].append({"day": 0, "t": "no ctDNA sample that a log axis can show"})
    days = [row["day"] for layer in rows.values() for row in layer if "day" in row]
    return rows, {**axis, **_days(days), "lanes": height + 6, "infused": _milliseconds(infused_on)}


def _scale(unit: str | None) -> list[str]:
    """What the axis counts; a logarithm is turned back into its number, and that is said."""
    if unit in m.LOG_UNITS:
        return [f"{m.LOG_UNITS[unit]}, log scale", "drawn as 10 to the log₁₀"]
    return [f"{unit or 'unit not recorded'}, log scale"]


def _lanes(marks: Mapping[Key, Sequence[Mark]], main: Key | None) -> list[tuple[str | list[str], list[Mark]]]:
    """What stands under the axis, from the top: kinds of the main series that have no height, then each other assay or unit."""
    own = marks[main] if main else ()
    lanes: list[tuple[str | list[str], list[Mark]]] = []
    for name, kinds in (
        ("positive, no number", {m.NO_NUMBER}),
        (["not detected,", "no LOD recorded"], {m.NO_LIMIT}),
        ("not evaluable", {m.NOT_EVALUABLE, m.NO_CALL}),
    ):
        members = [mark for mark in own if not mark.on_axis and mark.kind in kinds]
        if members:
            lanes.append((name, members))
    lanes += [
        ([f"ctDNA {key[0] or 'assay not recorded'}", key[1] or "unit not recorded"], list(others))
        for key, others in marks.items()
        if key != main
    ]
    return lanes


def _told(mark: Mark, infused_on: date) -> dict[str, Any]:
    """A sample's row: where it stands, its label, and what its tooltip says."""
    record = mark.sample.record
    day = days_since(infused_on, record.collected_on)
    value = "" if record.value is None else f"{shown(record.value, record.unit)} {record.unit or 'unit not recorded'}"
    limit = record.limit_of_detection
    return {
        "day": day,
        "t": mark.label,
        "Day": f"d{day}".replace("-", "−"),
        "Date": record.collected_on.isoformat(),
        "Call": record.call or m.NO_CALL,
        "Value": value or "no number",
        "LOD": plain(limit) if limit is not None else "not recorded",
        "Assay": record.assay or "not recorded",
        "Source": mark.sample.cell("call"),
    }


def _on_lane(rows: Rows, members: Sequence[Mark], infused_on: date, base: float) -> None:
    told = [_told(mark, infused_on) | {"base": base} for mark in members]
    for mark, row, following in zip(members, told, [*told[1:], None], strict=True):
        rows[ON_LANE[mark.kind]].append(row)
        crowded = following is not None and following["day"] - row["day"] < len(row["t"])
        rows["lane-name-left" if crowded else "lane-name-right"].append({key: row[key] for key in ("day", "base", "t")})


def _joined(rows: Rows, marks: Sequence[Mark], infused_on: date) -> None:
    for left, right in joined(marks):
        start, end = days_since(infused_on, left.sample.record.collected_on), days_since(infused_on, right.sample.record.collected_on)
        line = "joined" if left.kind == right.kind == m.QUANTIFIED else "joined-to-limit"
        rows[line].append({"day": start, "to": end, "v": left.height, "v2": right.height})


def _axis(rows: Rows, marks: Sequence[Mark], infused_on: date) -> dict[str, Any]:
    """The samples that have a height, the band below the limit of detection where all share one, and the ends of the axis."""
    for at, mark in enumerate(marks):
        row = _told(mark, infused_on) | {"v": mark.height}
        name = {key: row[key] for key in ("day", "v", "t")}
        if mark.kind == m.AT_LIMIT:
            rows["not-detected"].append(row)
            rows["not-detected-name"].append(name)
            continue
        rows["positive"].append(row)
        rows[_room(marks, at)].append(name)
    heights = [mark.height for mark in marks if mark.height is not None]
    limits = {mark.limit for mark in marks if mark.limit is not None}
    lowest, highest = min([*heights, *limits], default=1.0) * 0.42, max([*heights, *limits], default=1.0) * 2.2
    if len(limits) == 1:
        limit = limits.pop()
        rows["limit"].append({"v": limit, "floor": lowest})
        rows["limit-line"].append({"v": limit})
        rows["limit-name"].append({"v": limit, "t": f"LOD {limit:,g}"})
    return {"lowest": lowest, "highest": highest, "decades": _decades(lowest, highest) if heights else []}


def _room(marks: Sequence[Mark], at: int) -> str:
    """Where a number stands free of the line: right above its point, left above one that the line rises from, below a low point."""
    here = marks[at].height or 0
    before, after = (marks[side].height or 0 if 0 <= side < len(marks) else 0 for side in (at - 1, at + 1))
    if after <= here:
        return "positive-right"
    return "positive-below" if before > here else "positive-left"


def _decades(lowest: float, highest: float) -> list[float]:
    powers = range(ceil(log10(lowest)), floor(log10(highest)) + 1)
    steps = (1,) if len(powers) > 1 else (1, 2, 5)
    return [
        value for power in range(powers.start - 1, powers.stop + 1) for step in steps if lowest <= (value := step * 10.0**power) <= highest
    ]


def _scans(rows: Rows, scans: Sequence[Scan], infused_on: date) -> None:
    """One mark a day: the letters of the response, `?` where none is decided, `B` for a scan before infusion 1 that gives none."""
    by_day: dict[date, list[Scan]] = defaultdict(list)
    for scan in scans:
        by_day[scan.record.scanned_on].append(scan)
    for scanned_on, of_one_day in sorted(by_day.items()):
        read = evaluated(of_one_day)
        result = of_day(read or of_one_day, infused_on)
        response = result.response if read else None
        day = days_since(infused_on, scanned_on)
        before = response is None and day < WINDOW[0]
        layer = f"pet-{response}" if response else "pet-before" if before else "pet-open"
        recorded = "/".join(dict.fromkeys(scan.record.response or "" for scan in of_one_day)).strip("/")
        below = f"DS {result.deauville}" if result.deauville else recorded if not response else ""
        at = {"day": day, "base": PET_LANE - 18}
        reason = result.reason if read else "not evaluable"
        rows[layer].append(at | {
            "Day": f"d{day}".replace("-", "−"), "Date": scanned_on.isoformat(), "Response": response or f"not decided: {reason}",
            "Deauville": result.deauville or "not recorded", "Source": ", ".join(scan.cell("response") for scan in of_one_day),
        })  # fmt: skip
        letters = "pet-letter-PD" if response == "PD" else "pet-letter" if response else "pet-letter-open"
        rows[letters].append(at | {"t": response or ("B" if before else "?")})
        rows["pet-score"].append(at | {"t": below or ("" if response else "before infusion" if before else "not read")})


def _rules(rows: Rows, second: SecondInfusion) -> None:
    """What stands upright: the infusions, given or planned, the as-of day, the last day of the window."""
    standing = second.standing
    last, as_of = WINDOW[-1], standing.day
    plan = standing.planned.record.infused_on if standing.planned else None
    again_on = standing.given_on or (plan.day if plan else None)
    again = None if again_on is None else days_since(standing.infused_on, again_on)
    rows["window"].append({"day": WINDOW[0], "end": last})
    rows["last-day"].append({"day": last})
    beside = "last-day-name-left" if any(last < day <= last + ROOM for day in (as_of, again) if day is not None) else "last-day-name"
    rows[beside].append({"day": last, "t": [f"day {last}", str(standing.last_day_of_window)]})
    rows["as-of"].append({"day": as_of})
    rows[_side("as-of-name", as_of, (last, again))].append({"day": as_of, "t": f"as of day {as_of}"})
    rows["infusion"].append({"day": 0})
    rows["infusion-name"].append({"day": 0, "t": f"infusion 1, {standing.infused_on}"})
    if again is not None:
        rows["infusion" if standing.given_on else "planned"].append({"day": again})
        rows[_side("infusion-name", again, (last, as_of))].append(
            {"day": again, "t": "infusion 2" if standing.given_on else "infusion 2 planned"}
        )


def _side(name: str, day: int, others: Sequence[int | None]) -> str:
    """A label stands right of its rule, but left of one that another rule follows closely."""
    return f"{name}-left" if any(other is not None and 0 < other - day < ROOM for other in others) else name


def _days(days: Sequence[int]) -> dict[str, Any]:
    """The ends of the axis of days, and its ticks: every two weeks, or coarser where there are many."""
    first, last = min(days) - BEFORE, max(days) + AFTER
    step = STEP
    while (last - first) / step > LABELED_TICKS:
        step *= 2
    return {"first": first, "last": last, "ticks": list(range(ceil(first / step) * step, last + 1, step))}


def _milliseconds(day: date) -> int:
    """The start of a day as the drawing counts it."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)
