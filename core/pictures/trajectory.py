"""The trajectory of one subject: ctDNA on a log axis over PET/CT, CRS and ICANS, what was given for them, infections, the infusions and the
window, on one axis of days.

The drawing is authored once (`layers.py`, kept in `trajectory.json`); here a subject's rows take the place of its data. Only what was
known on the as-of day is drawn, and every known sample is drawn exactly once.
"""

import json
from collections import defaultdict
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

from core.assessment import Assessment, SecondInfusion
from core.pictures import given_lane, infection_lane, pair_lines, ribbon, rules, samples, second_clock, toxicity_lane, tracks
from core.pictures.changes import changes_of
from core.pictures.frame import Frame, Row, Rows, frame_of
from core.pictures.marks import Key, Mark, by_series, main_series, mark_of
from core.pictures.room import AXIS, HEIGHT, TOP, Room
from core.pictures.toxicity_lane import SCALES
from core.pictures.words import words
from core.protocol.settings import Settings

AXES = ("window", "decade")  # the layers that bear the axes, also without a row
PAIRS, CALENDAR = "pairs", "calendar"  # what it shows only where asked for: pairs of PET/CT and ctDNA; the calendar's dates before the days


def trajectory(found: Assessment, marks: Collection[str] = (), settings: Settings | None = None, record: str = "") -> dict[str, Any] | None:
    """The Vega-Lite specification of the picture; `None` before infusion 1, from which its days are counted. `marks` are what else to show;
    `record` is the address of a record up to its number: a mark whose record has one leads there."""
    if found.second_infusion is None:
        return None
    rows, values = drawn(found, found.second_infusion, marks, settings)
    values["record"] = record
    spec = _drawing()
    named = [(layer, layer["data"]["name"]) for layer in spec["layer"]]
    layers = [{**layer, "data": {"values": [_tipped(row) for row in rows[name]]}} for layer, name in named if rows[name] or name in AXES]
    params = [param if "expr" in param else {**param, "value": values[param["name"]]} for param in spec["params"]]
    return {**spec, "description": words(found), "layer": layers, "params": params}


def _tipped(row: Row) -> Row:
    """A row with what its tooltip says, which are the names that begin with a capital, in one piece."""
    tip = {name: said for name, said in row.items() if name[0].isupper()}
    return {**{name: said for name, said in row.items() if name not in tip}, "tip": tip} if tip else row


@cache
def _drawing() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(Path(__file__).with_name("trajectory.json").read_text(encoding="utf-8"))
    return kept


def drawn(
    found: Assessment, second: SecondInfusion, shown: Collection[str] = (), settings: Settings | None = None
) -> tuple[Rows, dict[str, Any]]:
    """The rows of every layer by its name, and the values of the parameters."""
    rows: Rows = defaultdict(list)
    series = by_series(found.facts.ctdna)
    main = main_series(series, second.ctdna.deciding)
    marks = {key: [mark_of(sample, key[1]) for sample in own] for key, own in series.items()}
    frame = _frame(found, second)
    changed = changes_of(found, settings)
    told = {id(each.sample): samples.told_of(each, frame, changed.get(id(each.sample))) for own in marks.values() for each in own}
    room = Room()
    rules.add_rules(rows, found, second, rules.ended(found, second), frame, room)

    base = _under(rows, found, frame, room)
    reads = ribbon.reads(found.facts.pet, second.standing.infused_on)
    placed = ribbon.rows_of(reads, frame, room.strokes)
    pairs = PAIRS in shown
    ribbon_base = base + pair_lines.height(found.pairs) if pairs else base
    scans = ribbon.add_ribbon(rows, reads, placed, frame, ribbon_base)
    foot = _ctdna(rows, marks, main, told, frame, ribbon_base + ribbon.height(placed), room)
    if pairs:
        pair_lines.add_pairs(rows, found.pairs, told, scans, frame, base)
    decades = [row["v"] for row in rows["decade"]]
    return rows, frame.values(CALENDAR in shown) | foot | {"decades": decades}


def _frame(found: Assessment, second: SecondInfusion) -> Frame:
    """The days of everything that stands on one; an infection may have begun before them."""
    start, given_on = second.standing.infused_on, second.standing.given_on
    graded = [on for scale in SCALES for on in toxicity_lane.daily(found, scale)]
    given = [fact.day for each in found.toxicity.values() for fact in each.given if fact.day is not None]
    recorded = [*(each.record.collected_on for each in found.facts.ctdna), *(each.record.scanned_on for each in found.facts.pet)]
    days = [(on - start).days for on in (*recorded, *graded, *given)]
    again = None if given_on is None else (given_on - start).days
    return frame_of(start, [*rules.days_of(found, second, rules.ended(found, second)), *days], again)


def _under(rows: Rows, found: Assessment, frame: Frame, room: Room) -> float:
    """The lanes under PET/CT, from the bottom: the second clock, infections, what was given, ICANS, CRS; and how high they reach."""
    base = 0.0
    if frame.again is not None:
        second_clock.add_clock(rows, frame, frame.again, base)
        base += second_clock.LANE
    infections = infection_lane.infections_of(found, frame)
    if infections is not None:
        infection_lane.add_lane(rows, infections, frame, base, room.strokes)
        base += infections.height
    for lane in reversed(given_lane.lanes_of(found)):
        given_lane.add_lane(rows, lane, frame, base)
        base += given_lane.LANE
    for scale in reversed(SCALES):
        days = toxicity_lane.daily(found, scale)
        toxicity_lane.add_lane(rows, scale, days, frame, base, "bedside" in found.facts.refused)
        base += toxicity_lane.height(days)
    return base


def _ctdna(
    rows: Rows, marks: dict[Key, list[Mark]], main: Key | None, told: samples.Told, frame: Frame, base: float, room: Room
) -> dict[str, Any]:
    """The tracks and lanes of ctDNA above `base`, and over them the axis; its ends as parameters, and how high all lanes reach."""
    for track in reversed(tracks.tracks_of(marks, main)):
        tracks.add_track(rows, track, told, frame, base, room)
        base += track.height
    own = marks[main] if main else []
    for lane in reversed(samples.lanes_of(own)):
        samples.add_lane(rows, lane, told, frame, base, room)
        base += samples.LANE
    on_axis = [mark for mark in own if mark.on_axis]
    levels = samples.levels_of(on_axis, max(HEIGHT - base, TOP + AXIS))
    if main and on_axis:
        samples.add_axis(rows, main, own, told, levels, frame, room)
    else:
        said = "no ctDNA sample has a number that a log axis can show" if main else "no ctDNA sample was known on this day"
        rows["nothing"].append({"day": 0, "t": said})
    return levels.values() | {"lanes": base}
