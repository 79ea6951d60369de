"""The trajectory of one subject: ctDNA on a log axis over PET/CT, CRS and ICANS, the infusions and the window, on one axis of days.

The drawing is authored once (`layers.py`, kept in `trajectory.json`); here a subject's rows take the place of its data. Only what was
known on the as-of day is drawn, and every known sample is drawn exactly once.
"""

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

from core.assessment import Assessment, SecondInfusion
from core.pictures import ribbon, rules, samples, toxicity_lane
from core.pictures.frame import Rows, frame_of
from core.pictures.marks import by_series, main_series, mark_of
from core.pictures.room import HEIGHT, Room
from core.pictures.toxicity_lane import SCALES
from core.pictures.words import words

AXES = ("window", "decade")  # the layers that bear the axes, also without a row


def trajectory(found: Assessment) -> dict[str, Any] | None:
    """The Vega-Lite specification of the picture; `None` before infusion 1, from which its days are counted."""
    if found.second_infusion is None:
        return None
    rows, values = drawn(found, found.second_infusion)
    spec = _drawing()
    named = [(layer, layer["data"]["name"]) for layer in spec["layer"]]
    layers = [{**layer, "data": {"values": rows[name]}} for layer, name in named if rows[name] or name in AXES]
    params = [{**param, "value": values[param["name"]]} for param in spec["params"]]
    return {**spec, "description": words(found), "layer": layers, "params": params}


@cache
def _drawing() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(Path(__file__).with_name("trajectory.json").read_text(encoding="utf-8"))
    return kept


def drawn(found: Assessment, second: SecondInfusion) -> tuple[Rows, dict[str, Any]]:
    """The rows of every layer by its name, and the values of the parameters."""
    rows: Rows = defaultdict(list)
    start = second.standing.infused_on
    series = by_series(found.facts.ctdna)
    main = main_series(series, second.ctdna.deciding)
    marks = {key: [mark_of(sample, key[1]) for sample in own] for key, own in series.items()}
    graded = {scale: toxicity_lane.daily(found, scale) for scale in SCALES}
    ends = rules.ended(found, second)
    reads = ribbon.reads(found.facts.pet, start)

    recorded = [*(each.record.collected_on for each in found.facts.ctdna), *(on for days in graded.values() for on in days)]
    frame = frame_of(start, [*rules.days_of(found, second, ends), *(read.day for read in reads), *((on - start).days for on in recorded)])
    room = Room()
    rules.add_rules(rows, found, second, ends, frame, room)

    base = 0.0
    for scale in reversed(SCALES):
        toxicity_lane.add_lane(rows, scale, graded[scale], frame, base, "bedside" in found.facts.refused)
        base += toxicity_lane.height(graded[scale])
    placed = ribbon.rows_of(reads, frame, room.strokes)
    ribbon.add_ribbon(rows, reads, placed, base)
    base += ribbon.height(placed)
    for lane in reversed(samples.lanes_of(marks, main)):
        samples.add_lane(rows, lane, frame, base, room)
        base += samples.LANE

    on_axis = [mark for mark in marks[main] if mark.on_axis] if main else []
    levels = samples.levels_of(on_axis, HEIGHT - base)
    if main and on_axis:
        samples.add_axis(rows, main, marks[main], levels, frame, room)
    else:
        said = "no ctDNA sample has a number that a log axis can show" if main else "no ctDNA sample was known on this day"
        rows["nothing"].append({"day": 0, "t": said})
    return rows, frame.values() | levels.values() | {"lanes": base, "decades": [row["v"] for row in rows["decade"]]}
