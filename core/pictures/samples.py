"""ctDNA as rows of the trajectory: one series on the log axis with its lines and its limits, what of it has no height on lanes under it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

from core.facts.values import plain
from core.pictures import marks as m
from core.pictures.changes import told_change
from core.pictures.frame import Frame, Row, Rows
from core.pictures.marks import Key, Mark, joined, shown
from core.pictures.room import CROSSED, TOP, WIDTH, Room, Spot, around
from core.response.kinetics import Change

LANE = 32  # pixels: a lane's height
NUMBER, WORD = 13.0, 12.0  # font sizes
HALF = 6.5  # of a mark
BELOW, ABOVE = 0.42, 2.2  # how far the axis goes past its lowest and highest number
LEAST = 30  # times the lowest that the axis reaches at least: one number alone still stands between decades
ON_LANE = {
    m.QUANTIFIED: "lane-positive",
    m.AT_LIMIT: "lane-not-detected",
    m.NO_LIMIT: "lane-not-detected",
    m.NO_NUMBER: "lane-not-quantified",
    m.NO_CALL: "lane-no-call",
    "failed": "lane-failed",
    "indeterminate": "lane-indeterminate",
}
ON_AXIS = {m.QUANTIFIED: "positive", m.AT_LIMIT: "not-detected", m.NO_NUMBER: "not-quantified"}
# Where a number hangs best: right above its point, where a falling line leaves room, then the other sides.
HIGH, LOW = ([Spot("left", 9, dy), Spot("right", -9, dy)] for dy in (-8, 10))
NUMBERED = [*HIGH, Spot("center", 0, 18), *LOW, Spot("center", 0, -17)]
WORDED = [Spot("center", 0, 18), *LOW, *HIGH]
BESIDE = [Spot("left", 10), Spot("right", -10)]
OF_LIMIT = [Spot("right", -6, 9), Spot("right", -6, -8)]

Lane = tuple[str | list[str], list[Mark]]
Told = Mapping[int, Row]  # the row of each sample by its `id`: what its mark says, and once it is placed, where it stands


@dataclass(frozen=True, slots=True)
class Levels:
    """The log axis: its ends, and its foot in pixels from the top on the smallest drawing."""

    lowest: float
    highest: float
    foot: float

    def y(self, level: float) -> float:
        share = log10(level / self.lowest) / log10(self.highest / self.lowest)
        return self.foot - share * (self.foot - TOP)

    def values(self) -> dict[str, Any]:
        return {"lowest": self.lowest, "highest": self.highest}


def lanes_of(marks: Sequence[Mark]) -> list[Lane]:
    """What of the series on the axis has no height stands under it, from the top, each kind on a lane."""
    lanes: list[Lane] = []
    for name, kinds in (
        (["detected,", "not quantified"], {m.NO_NUMBER}),
        (["not detected,", "no LOD recorded"], {m.NO_LIMIT}),
        ("not evaluable", {m.NOT_EVALUABLE, m.NO_CALL}),
    ):
        members = [mark for mark in marks if not mark.on_axis and mark.kind in kinds]
        if members:
            lanes.append((name, members))
    return lanes


def lane_layer(mark: Mark) -> str:
    """The layer of a mark that stands at so many pixels."""
    return ON_LANE[mark.label if mark.kind == m.NOT_EVALUABLE else mark.kind]


def levels_of(marks: Sequence[Mark], foot: float) -> Levels:
    """The ends of the axis: around every height and every limit of detection."""
    levels = [level for mark in marks for level in (mark.height, mark.limit) if level is not None]
    lowest, highest = min(levels, default=1.0), max(levels, default=1.0)
    return Levels(lowest * BELOW, max(highest * ABOVE, lowest * LEAST), foot)


def add_axis(rows: Rows, main: Key, every: Sequence[Mark], told: Told, levels: Levels, frame: Frame, room: Room) -> None:
    """The series on the axis: decades, limits, lines, marks, and the numbers there is room for."""
    marks = [mark for mark in every if mark.on_axis]
    rows["decade"] += [{"v": value} for value in decades(levels.lowest, levels.highest)]
    name = [f"ctDNA {main[0] or 'assay not recorded'}", *_scale(main[1])]
    rows["axis-name"].append({"t": name})
    _limits(rows, marks, levels, frame)
    for left, right in joined(every):
        start, end = frame.day(left.sample.record.collected_on), frame.day(right.sample.record.collected_on)
        line = "joined" if left.kind == right.kind == m.QUANTIFIED else "joined-to-limit"
        rows[line].append({"day": start, "to": end, "v": left.height, "v2": right.height})
        room.strokes.append((frame.x(start), levels.y(left.height or 1), frame.x(end), levels.y(right.height or 1)))
    for mark in marks:
        row = told[id(mark.sample)]
        row["v"] = mark.height
        rows[ON_AXIS[mark.kind]].append(row)
        room.taken.append(around(frame.x(row["day"]), levels.y(row["v"]), HALF))
    _name_limit(rows, levels, frame, room)
    for at in _in_turn(marks):
        row, censored = told[id(marks[at].sample)], marks[at].kind != m.QUANTIFIED
        spots, size = (WORDED, WORD) if censored else (NUMBERED, NUMBER)
        spot = room.hang(frame.x(row["day"]), levels.y(row["v"]), row["t"], size, spots)
        if spot is not None:
            label = {key: row[key] for key in ("day", "v", "t")} | spot._asdict()
            rows["word" if censored else "number"].append(label)


def add_lane(rows: Rows, lane: Lane, told: Told, frame: Frame, base: float, room: Room) -> None:
    """One lane above `base`: its name, its marks, and their words where there is room."""
    name, members = lane
    middle = base + LANE / 2
    rows["lanes"].append({"base": middle if isinstance(name, str) else middle + 8, "roof": base + LANE, "t": name})
    for mark in members:
        row = told[id(mark.sample)]
        row["base"] = middle
        rows[lane_layer(mark)].append(row)
        room.taken.append(around(frame.x(row["day"]), -middle, HALF))
    for mark in members:
        name_mark(rows, told[id(mark.sample)], frame, room, BESIDE)


def name_mark(rows: Rows, row: Row, frame: Frame, room: Room, spots: Sequence[Spot]) -> None:
    """The words of a mark that stands at so many pixels, where they have room."""
    spot = room.hang(frame.x(row["day"]), -row["base"], row["t"], WORD, spots)
    if spot is not None:
        rows["lane-name"].append({key: row[key] for key in ("day", "base", "t")} | spot._asdict())


def decades(lowest: float, highest: float) -> list[float]:
    powers = range(ceil(log10(lowest)), floor(log10(highest)) + 1)
    steps = (1,) if len(powers) > 1 else (1, 2, 5)
    return [
        value for power in range(powers.start - 1, powers.stop + 1) for step in steps if lowest <= (value := step * 10.0**power) <= highest
    ]


def _scale(unit: str | None) -> list[str]:
    """What the axis counts; a logarithm is turned back into its number, and that is said."""
    if unit in m.LOG_UNITS:
        return [f"{m.LOG_UNITS[unit]}, log scale", "drawn as 10 to the log₁₀"]
    return [f"{unit}, log scale"] if unit else ["unit not recorded,", "log scale"]


def _limits(rows: Rows, marks: Sequence[Mark], levels: Levels, frame: Frame) -> None:
    """The band below the limit of detection where all share one; else a tick at each sample's own, and their range in words."""
    limits = {mark.limit for mark in marks if mark.limit is not None}
    if len(limits) == 1:
        limit = limits.pop()
        rows["limit"].append({"v": limit, "floor": levels.lowest})
        rows["limit-line"].append({"v": limit})
    elif limits:
        rows["limit-tick"] += [{"day": frame.day(mark.sample.record.collected_on), "v": mark.limit} for mark in marks if mark.limit]
        rows["axis-name"][0]["t"].append(f"LOD {min(limits):,g} to {max(limits):,g}, ticks")


def _name_limit(rows: Rows, levels: Levels, frame: Frame, room: Room) -> None:
    """Its name ends at the axis's own end, or else left of the newest rule where it has room."""
    upright = sorted({x1 for x1, _, x2, _ in room.strokes if x1 == x2}, reverse=True)
    for limit in [row["v"] for row in rows["limit"]]:
        text = f"LOD {limit:,g}"
        places = ((x, room.hang(x, levels.y(limit), text, WORD, OF_LIMIT, CROSSED)) for x in (WIDTH, *upright))
        found = next(((x, spot) for x, spot in places if spot is not None), None)
        x, spot = found or (WIDTH, room.force(WIDTH, levels.y(limit), text, WORD, OF_LIMIT))
        rows["limit-name"].append({"day": frame.first + x / frame.pixels, "v": limit, "t": text} | spot._asdict())


def _in_turn(marks: Sequence[Mark]) -> list[int]:
    """The order in which samples get their label: the newest, the first, then those with a number, then the others."""
    last = len(marks) - 1
    return sorted(range(len(marks)), key=lambda at: (at != last, at != 0, marks[at].kind == m.AT_LIMIT, at))


def told_of(mark: Mark, frame: Frame, change: Change | None) -> Row:
    """A sample's row: its day, its label, its record, and what its tooltip says."""
    record = mark.sample.record
    day = frame.day(record.collected_on)
    value = "" if record.value is None else f"{shown(record.value, record.unit)} {record.unit or 'unit not recorded'}"
    limit = record.limit_of_detection
    row = {
        "day": day,
        "t": mark.label,
        "fact": mark.sample.number,
        "Day": frame.named(day),
        "Date": f"{record.collected_on}, reported {record.reported_on or 'not recorded'}",
        "Call": record.call or m.NO_CALL,
        "Value": value or "no number",
        "LOD": plain(limit) if limit is not None else "not recorded",
        "Assay": record.assay or "not recorded",
        "Source": mark.sample.cell("call"),
    }
    if mark.kind not in (record.call, m.NO_CALL, m.NOT_EVALUABLE):
        row["Call"] = f"{row['Call']}: {mark.kind}"
    row["Change"] = "" if change is None else told_change(change)
    return row
