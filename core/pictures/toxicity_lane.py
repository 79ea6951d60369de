"""CRS and ICANS as lanes of the trajectory: the worst of each day, the height of a bar is the grade proved, a dashed box above it what is
not ruled out. A thin line along the bottom is grade 0; where nothing was assessed, nothing stands.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.assessment import Assessment
from core.logic.rules import Grade
from core.pictures.frame import Frame, Row, Rows
from core.pictures.room import Box, Room, Spot
from core.protocol.trial import GRADING
from core.scales.assessed import Assessed, recorded_by
from core.scales.episodes import worst_of

SCALES = ("CRS", "ICANS")
PIXELS = 8  # a grade
NUMBER, ABOVE = 11.5, Spot("center", 0, -7)  # font size, and how a number stands on its bar
HEAD, CALM, FOOT = 17, 22, 2  # pixels above the highest bar; the height of a lane without one; what is free under the bars
HALF = 0.42  # of a day, left and right of it


@dataclass(frozen=True, slots=True)
class Day:
    """The worst of a day, and the rows that it was assessed in."""

    grade: Grade
    rows: Sequence[Assessed]

    @property
    def proving(self) -> tuple[Assessed, ...]:
        """The rows that prove its lower end."""
        return tuple(row for row in self.rows if row.grade.at_least == self.grade.at_least)

    @property
    def method(self) -> str:
        """By what the grade was told: ASTCT, or the site's own grade and its scale where nothing else proves it."""
        scales = recorded_by(self.proving)
        return f"as recorded, {', '.join(scales)}" if scales else GRADING


def daily(found: Assessment, scale: str) -> dict[date, Day]:
    """The days on which a scale was assessed, after either infusion, in order."""
    days: dict[date, list[Assessed]] = defaultdict(list)
    for after in found.toxicity.values():
        for row in (after.crs if scale == "CRS" else after.icans).rows:
            days[row.day].append(row)
    return {on: Day(worst_of(rows), rows) for on, rows in sorted(days.items())}


def height(days: Mapping[date, Day]) -> int:
    """How high the lane is, in pixels: as high as its worst day, so that a calm course takes little."""
    highest = max((day.grade.at_most for day in days.values()), default=0)
    return FOOT + highest * PIXELS + HEAD if highest else CALM


def add_lane(rows: Rows, scale: str, days: Mapping[date, Day], frame: Frame, base: float, refused: bool) -> None:
    """The bars of one scale, or what there is to say without one. `refused`: a bedside row of the subject could not be read."""
    graded = {frame.day(on): day.grade for on, day in days.items()}
    methods = {frame.day(on): day.method for on, day in days.items() if day.grade.at_most}
    top = base + height(days)
    rows["lanes"].append({"base": base + min(CALM, height(days)) / 2, "roof": top, "t": f"{scale} grade"})
    ground = base + FOOT
    free = {day: grade for day, grade in graded.items() if not grade.at_most}
    rows["grade-0"] += [{"day": first, "end": last, "base": ground} for first, last in _runs(free)]
    signs = {day: grade for day, grade in graded.items() if grade.at_most}
    if not signs:
        seen = f"no sign so far, {len(days)} {'day' if len(days) == 1 else 'days'} assessed" if days else "not entered"
        rows["calm"].append({"day": 1, "base": base + CALM / 2, "t": f"{seen}{'; a row could not be read' if refused else ''}"})
        return
    for day, grade in signs.items():
        foot = ground + grade.at_least * PIXELS
        told = {"day": day, "Scale": f"{scale}, {methods[day]}", "Grade": str(grade), "Day": frame.named(day)}
        if grade.at_least:
            rows["grade"].append(told | {"foot": ground, "top": foot})
        if not grade.decided:
            rows["grade-open"].append(told | {"foot": foot, "top": ground + grade.at_most * PIXELS})
    rows["grade-number"] += _numbers(signs, frame, ground)


def _numbers(signs: Mapping[int, Grade], frame: Frame, base: float) -> list[Row]:
    """One number over each unbroken run of a grade, where it has room: the highest first."""
    half = HALF * frame.pixels
    room = Room([Box(frame.x(day) - half, -grade.at_most * PIXELS, frame.x(day) + half, 0) for day, grade in signs.items()])
    found = []
    for first, last in sorted(_runs(signs), key=lambda run: (-signs[run[0]].at_most, -signs[run[0]].at_least, run)):
        grade, middle = signs[first], (first + last) / 2
        top = grade.at_most * PIXELS
        if room.hang(frame.x(middle), -top, str(grade), NUMBER, [ABOVE]) is not None:
            found.append({"day": middle, "top": base + top, "t": str(grade)})
    return found


def _runs(signs: Mapping[int, Grade]) -> list[tuple[int, int]]:
    """The first and the last day of each unbroken run of one grade."""
    starts = [day for day, grade in signs.items() if signs.get(day - 1) != grade]
    ends = [day for day, grade in signs.items() if signs.get(day + 1) != grade]
    return list(zip(starts, ends, strict=True))
