"""Every other assay or unit as a track of its own under the axis of the trajectory: its own small log scale, its own lines, never joined
with another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10

from core.pictures import marks as m
from core.pictures.frame import Frame, Rows
from core.pictures.marks import Key, Mark, joined
from core.pictures.room import Room, Spot, around
from core.pictures.samples import BESIDE, HALF, LANE, Told, decades, lane_layer, name_mark

TALL, ALL = 62, 180  # pixels: a track with a scale; all of them together, as far as each keeps a lane's height
FOOT = 22  # of a track, where what has no height stands
EDGE = 10  # free above the highest and below the lowest
ALONE = 3  # times a single level that its scale reaches up and down
BY = [*BESIDE, *(Spot(align, dx, dy) for dy in (-9, 9) for align, dx in (("left", 7), ("right", -7)))]


@dataclass(frozen=True, slots=True)
class Track:
    """One series. `scaled` are its marks with a height; `height` is in pixels."""

    key: Key
    marks: Sequence[Mark]
    height: float

    @property
    def scaled(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.on_axis]

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest level of the scale."""
        levels = [level for mark in self.scaled for level in (mark.height, mark.limit) if level is not None]
        low, high = min(levels), max(levels)
        return (low / ALONE, high * ALONE) if low == high else (low, high)

    def above(self, level: float) -> float:
        """How many pixels a level stands above the foot of the track."""
        low, high = self.ends
        foot = FOOT if len(self.scaled) < len(self.marks) else 0
        return foot + EDGE + (self.height - foot - 2 * EDGE) * log10(level / low) / log10(high / low)


def tracks_of(marks: Mapping[Key, Sequence[Mark]], main: Key | None) -> list[Track]:
    """The series that are not on the axis, in the order of their first sample."""
    others = [(key, own) for key, own in marks.items() if key != main]
    tall = max(LANE, min(TALL, ALL / max(1, len(others))))
    return [Track(key, own, _height(own, tall)) for key, own in others]


def _height(marks: Sequence[Mark], tall: float) -> float:
    """As high as its scale, and a lane for what has no height."""
    scaled = [mark for mark in marks if mark.on_axis]
    return LANE if not scaled else tall if len(scaled) == len(marks) else tall + FOOT


def add_track(rows: Rows, track: Track, told: Told, frame: Frame, base: float, room: Room) -> None:
    """A track above `base`: its name, the decades of its scale, limits, lines, marks, and their words where there is room."""
    assay, unit = track.key
    name = [f"ctDNA {assay or 'assay not recorded'}", unit or "unit not recorded"]
    if track.scaled and unit in m.LOG_UNITS:
        name = [name[0], f"{m.LOG_UNITS[unit]}, from log₁₀"]
    rows["lanes"].append({"base": base + track.height / 2 + 8, "roof": base + track.height, "t": name})
    if track.scaled:
        _scale(rows, track, frame, base)
    for left, right in joined(track.marks):
        start, end = (frame.day(each.sample.record.collected_on) for each in (left, right))
        ends = {"base": base + track.above(left.height or 1), "base2": base + track.above(right.height or 1)}
        rows["track-line" if left.kind == right.kind == m.QUANTIFIED else "track-line-to-limit"].append({"day": start, "to": end} | ends)
    lane = base + (FOOT if track.scaled else LANE) / 2
    for mark in track.marks:
        row = told[id(mark.sample)]
        row["base"] = lane if mark.height is None else round(base + track.above(mark.height), 1)
        rows[lane_layer(mark)].append(row)
        room.taken.append(around(frame.x(row["day"]), -row["base"], HALF))
    for mark in track.marks:
        name_mark(rows, told[id(mark.sample)], frame, room, BY)


def _scale(rows: Rows, track: Track, frame: Frame, base: float) -> None:
    """The lowest and the highest decade of the scale, and a tick at each sample's own limit."""
    within = decades(*track.ends)
    shown = dict.fromkeys((*within[:1], *within[-1:]))
    rows["track-decade"] += [{"base": base + track.above(level), "t": f"{level:,g}"} for level in shown]
    limits = [(frame.day(mark.sample.record.collected_on), mark.limit) for mark in track.scaled if mark.limit is not None]
    rows["track-limit"] += [{"day": day, "base": base + track.above(limit)} for day, limit in limits]
