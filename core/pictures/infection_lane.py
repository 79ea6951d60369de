"""Infections as bars of the trajectory: from onset to resolution, open ends as arrows; what has no day is counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.assessment import Assessment
from core.facts.fact import Fact
from core.facts.records import Infection
from core.pictures.frame import Frame, Rows
from core.pictures.room import Box, Room, Spot, Stroke

ROW, EDGE = 15, 3  # pixels: a bar with its words, what is free above and below all
HALF, SIZE = 5.0, 12.0  # of an arrow; the font size of the words
CONTROLLED = {True: "controlled", False: "not controlled", None: "control not recorded"}


@dataclass(frozen=True, slots=True)
class Course:
    """One infection that has a day: the days its bar reaches from and to, and whether an end of it is open."""

    fact: Fact[Infection]
    first: int
    last: int
    since_unknown: bool
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Infections:
    """Those to draw, each with its row from the top, and how many have no day, or ended before the days shown."""

    courses: Sequence[tuple[Course, int]]
    undated: int
    earlier: int

    @property
    def height(self) -> float:
        return (max((row for _, row in self.courses), default=0) + 1) * ROW + 2 * EDGE


def infections_of(found: Assessment, frame: Frame) -> Infections | None:
    """The infections known on the day; `None` where there is none."""
    if not found.facts.infections:
        return None
    dated = [fact for fact in found.facts.infections if fact.record.onset_on or fact.record.resolved_on]
    courses = sorted((_course(fact, found, frame) for fact in dated), key=lambda each: (each.first, each.last))
    shown = [each for each in courses if each.last >= frame.first]
    rows: list[int] = []
    ends: list[int] = []
    for each in shown:
        row = next((at for at, end in enumerate(ends) if end < each.first), len(ends))
        ends = [*ends[:row], each.last + 1, *ends[row + 1 :]]
        rows.append(row)
    return Infections(list(zip(shown, rows, strict=True)), len(found.facts.infections) - len(dated), len(courses) - len(shown))


def _course(fact: Fact[Infection], found: Assessment, frame: Frame) -> Course:
    """An end that is not known by the as-of day is open there."""
    onset, resolved = fact.record.onset_on, fact.record.resolved_on
    last = resolved if resolved is not None and resolved <= found.as_of else None
    end = frame.day(last or found.as_of)
    start = end if onset is None else frame.day(onset)
    return Course(fact, start, end, onset is None, last is None)


def add_lane(rows: Rows, lane: Infections, frame: Frame, base: float, strokes: Sequence[Stroke]) -> None:
    """The bars above `base`; a bar that begins before the days shown has an arrow there too."""
    top = base + lane.height
    rows["lanes"].append({"base": (base + top) / 2, "roof": top, "t": "infections"})
    room = Room(strokes=list(strokes))
    placed = []
    for course, row in lane.courses:
        first, y = max(course.first, frame.first), top - EDGE - ROW * (row + 0.5)
        room.taken.append(Box(frame.x(first) - HALF, -y - HALF, frame.x(course.last) + HALF, -y + HALF))
        placed.append((course, first, y))
    for course, first, y in placed:
        record = course.fact.record
        ink = "var(--hold)" if record.controlled is False else "var(--ink3)"
        words = ", ".join(filter(None, (record.organism, record.site))) or "infection"
        at = {"base": y, "ink": ink, "fact": course.fact.number}
        told = {
            "Infection": words, "Onset": str(record.onset_on or "not recorded"), "Control": CONTROLLED[record.controlled],
            "Resolved": "not known on this day" if course.goes_on else str(record.resolved_on), "Source": course.fact.cell("onset_on"),
        }  # fmt: skip
        rows["infection"].append({"day": first, "end": course.last} | at | told)
        if course.goes_on:
            rows["infection-on"].append({"day": course.last} | at | told)
        if course.since_unknown or course.first < frame.first:
            rows["infection-since"].append({"day": first} | at | told)
        _name(rows, room, frame, (first, course.last, y), words)
    _count(rows, lane, frame, base + EDGE + ROW / 2)


def _name(rows: Rows, room: Room, frame: Frame, at: tuple[int, int, float], words: str) -> None:
    """Beside the bar's end, else before its start."""
    first, last, y = at
    for day, spot in ((last, Spot("left", 10)), (first, Spot("right", -10))):
        if room.hang(frame.x(day), -y, words, SIZE, [spot]) is not None:
            rows["lane-name"].append({"day": day, "base": y, "t": words} | spot._asdict())
            return


def _count(rows: Rows, lane: Infections, frame: Frame, y: float) -> None:
    """What the lane does not draw, at its end."""
    said = [f"{lane.undated} without a day"] if lane.undated else []
    said += [f"{lane.earlier} earlier"] if lane.earlier else []
    if said:
        rows["lane-name"].append({"day": frame.last, "base": y, "t": ", ".join(said), "align": "right", "dx": -4, "dy": 0})
