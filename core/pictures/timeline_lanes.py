"""The lanes of the timeline, one below the other: within a lane, what would overlap stands in rows of its own, so that nothing is hidden.

Counted in pixels of the smallest drawing, a laptop's: on a larger one everything stands further apart.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.facts.fact import Cited
from core.pictures.frame import Frame, Row, Rows, named
from core.pictures.room import Spot, written
from core.pictures.timeline_events import DRUG, Event
from core.protocol.schedule import DONE, DUE, ENDED, MISSED, OPEN, PARTLY, UNTOLD, UPCOMING, Planned

SPACE = 1050.0  # pixels between the ends of the axis on a laptop
ROW, EDGE, HALF = 19, 4, 6  # pixels: a row, what is free above and below all rows of a lane, half a mark
SIZE, BESIDE, ARROW = 12.0, 8, 10  # font size of a label, how far from its mark it hangs, how long an arrow is
ABOVE = Spot("left", 2)
HIGHEST, LEAST, PER_GRADE = 22.0, 3.0, 5  # pixels: the busiest day of a lane of ticks, the calmest, a grade
HALF_DAY = 0.42
BAR, UNDER = (-4.0, 4.0), (6.0, 10.0)  # pixels below the middle of its row that a bar takes, and one whose label stands above it

# How a kind is marked: shape, fill, stroke. What lasts is a bar of the stroke's ink.
MARKS: Mapping[str, tuple[str, str, str]] = {
    "infusion": ("circle", "accent", "accent"),
    "planned": ("circle", "bg", "accent"),
    "leukapheresis": ("diamond", "ink2", "ink2"),
    "lymphodepletion": ("triangle-up", "ink2", "ink2"),
    "stay": ("square", "edge", "edge"),
    "discharge": ("square", "bg", "ink2"),
    "day": ("circle", "ink3", "ink3"),
    "positive": ("circle", "accent", "accent"),
    "negative": ("triangle-down", "bg", "accent"),
    "indeterminate": ("cross", "ink3", "ink3"),
    "failed": ("cross", "ink3", "ink3"),
    "CR": ("circle", "pet-c", "pet-c"),
    "PR": ("diamond", "pet-p", "pet-p"),
    "SD": ("square", "pet-s", "pet-s"),
    "PD": ("triangle-up", "pet-x", "pet-x"),
    "infection": ("square", "hold", "hold"),
    "adverse": ("square", "tox", "tox"),
    "progression": ("triangle-up", "not_met", "not_met"),
    "death": ("cross", "ink", "ink"),
    DONE: ("circle", "met", "met"),
    PARTLY: ("diamond", "bg", "hold"),
    DUE: ("circle", "bg", "accent"),
    UPCOMING: ("circle", "bg", "ink3"),
    MISSED: ("cross", "not_met", "not_met"),
    OPEN: ("square", "bg", "unknown"),
    UNTOLD: ("circle", "bg", "edge"),
    ENDED: ("stroke", "ink3", "ink3"),
}
UNMARKED = ("square", "bg", "ink3")  # no call, no response


@dataclass
class Stack:
    """The lanes drawn so far, from the top; `bottom` is where the next begins. `taken` are the pixels taken in each row of the lane. What
    has no end reaches to the day `until`: the as-of day, or a death before it."""

    rows: Rows
    frame: Frame
    until: int
    bottom: float
    taken: list[list[tuple[float, float]]] = field(default_factory=list)

    def x(self, day: float) -> float:
        return (day - self.frame.first) * SPACE / (self.frame.last - self.frame.first)

    def _inside(self, day: float, spot: Spot, label: str) -> bool:
        box = written(self.x(day), 0, label, SIZE, spot)
        return box.left >= 0 and box.right <= SPACE

    def place(self, first: float, last: float, label: str, open_end: bool = False) -> tuple[int, dict[str, Any]]:
        """The first row with room for a mark from day to day and its label, and how the label hangs: on its right, else on its left, as the
        drawing has room, else above it."""
        right, left = Spot("left", BESIDE + (ARROW if open_end else 0)), Spot("right", -BESIDE)
        beside = (each for each in ((last, right), (first, left)) if self._inside(*each, label))
        day, spot = next(beside, (first, ABOVE))
        box = written(self.x(day), 0, label, SIZE, spot)
        span = min(box.left, self.x(first) - HALF), max(box.right, self.x(last) + HALF)
        row = next((row for row, taken in enumerate(self.taken) if all(span[1] <= a or b <= span[0] for a, b in taken)), len(self.taken))
        self.taken += [[]] if row == len(self.taken) else []
        self.taken[row].append(span)
        return row, {"day": day, "align": spot.align, "dx": spot.dx}

    def middle(self, row: int) -> float:
        return self.bottom + EDGE + ROW * (row + 0.5)

    def close(self, title: str, count: int, note: str = "", height: float | None = None) -> None:
        """The lane's line, its name and how much it holds; the next begins below it, with no row taken."""
        height = 2 * EDGE + ROW * max(1, len(self.taken)) if height is None else height
        self.rows["lanes"].append({"y": self.bottom + EDGE + ROW / 2, "roof": self.bottom, "t": f"{title} {count}", "note": note})
        self.bottom += height
        self.taken = []

    def calm(self, text: str) -> None:
        self.rows["calm"].append({"y": self.middle(0), "t": text})

    def undated(self, told: Sequence[Event], titles: Mapping[str, str], refused: AbstractSet[str]) -> None:
        """What bears no day, by lane and number, and the sheets with rows that could not be read: in words, since it has no place."""
        counts = [(title, sum(each.count for each in told if each.lane == lane)) for lane, title in titles.items()]
        said = [f"{title.lower()} {count}" for title, count in counts if count]
        said += [f"rows of {sheet} that could not be read" for sheet in sorted(refused)]
        self.calm(", ".join(said) or "none")
        self.close("No day recorded", sum(each.count for each in told))


def _told(what: str, on: date, day: int, sources: Sequence[Cited]) -> Row:
    source = f"{sources[0].address}{f' and {len(sources) - 1} more' if len(sources) > 1 else ''}" if sources else "the visit schedule"
    return {"Day": named(day), "Date": on.isoformat(), "What": what, "Source": source}


def add_events(stack: Stack, title: str, told: Sequence[Event]) -> None:
    """Marks and bars; the same drug again stands in the row of its first."""
    groups: dict[object, list[Event]] = {}
    for number, each in enumerate(told):
        groups.setdefault(each.label.casefold() if each.kind == DRUG else number, []).append(each)
    for group in groups.values():
        label = group[0].label if len(group) == 1 else f"{group[0].label} ×{len(group)}"
        days = [day for each in group for day in _ends(stack, each)]
        row, hang = stack.place(min(days), max(days), label, group[0].open_end)
        y = stack.middle(row)
        stack.rows["label"].append({"y": y - (2 if hang["dx"] == ABOVE.dx else 0), "t": label} | hang)
        for each in group:
            _add_event(stack, each, y, UNDER if hang["dx"] == ABOVE.dx else BAR)
    if not told:
        stack.calm("none by this day")
    stack.close(title, sum(each.count for each in told))


def _ends(stack: Stack, event: Event) -> tuple[float, float]:
    """Where an event that has a day begins and ends on the axis: a mark has no width; without an end it reaches on."""
    assert event.first is not None, "what has no day is not drawn"
    first = stack.frame.day(event.first)
    if event.open_end:
        return first - HALF_DAY, max(first, stack.until) + HALF_DAY
    if event.last is None and event.kind != DRUG:
        return first, first
    return first - HALF_DAY, HALF_DAY + (first if event.last is None else stack.frame.day(event.last))


def _add_event(stack: Stack, event: Event, y: float, bar: tuple[float, float]) -> None:
    assert event.first is not None, "what has no day is not drawn"
    day, (start, end) = stack.frame.day(event.first), _ends(stack, event)
    shape, fill, stroke = MARKS.get(event.kind, UNMARKED)
    told = _told(event.what, event.first, day, event.sources)
    if event.kind == DRUG:
        stack.rows["tick"].append(_tall(day, y + HALF, 2 * HALF) | told)
    elif start == end:
        stack.rows["mark"].append({"day": day, "y": y, "shape": shape, "fill": f"var(--{fill})", "ink": f"var(--{stroke})"} | told)
    else:
        own = {"ink": f"var(--{stroke})"} | told
        stack.rows["bar"].append({"day": start, "end": end, "y": y + bar[0], "y2": y + bar[1]} | own)
        stack.rows["arrow"] += [{"day": end, "y": y + sum(bar) / 2} | own] if event.open_end else []


def add_ticks(stack: Stack, title: str, told: Sequence[Event]) -> None:
    """One tick a day, the higher the more results that day has."""
    most = max((each.count for each in told), default=1)
    foot = stack.bottom + 2 * EDGE + HIGHEST
    for each in told:
        assert each.first is not None, "what has no day is not drawn"
        day = stack.frame.day(each.first)
        height = LEAST + (HIGHEST - LEAST) * each.count / most
        stack.rows["tick"].append(_tall(day, foot, height) | _told(each.what, each.first, day, each.sources))
    if not told:
        stack.calm("none by this day")
    stack.close(title, sum(each.count for each in told), _on_days(told), 3 * EDGE + HIGHEST)


def _on_days(told: Sequence[Event]) -> str:
    return "" if not told else "on 1 day" if len(told) == 1 else f"on {len(told)} days"


def _tall(day: int, foot: float, height: float) -> Row:
    return {"day": day - HALF_DAY, "end": day + HALF_DAY, "y": foot - height, "y2": foot}


def add_grades(stack: Stack, title: str, told: Sequence[Event]) -> None:
    """CRS above ICANS: a bar as high as the grade proved, a dashed box for what is not ruled out, a flat one for grade 0 or none."""
    foots = {"CRS": stack.bottom + EDGE + 5 * PER_GRADE, "ICANS": stack.bottom + 2 * EDGE + 10 * PER_GRADE}
    for each in told:
        assert each.first is not None, "what has no day is not drawn"
        day = stack.frame.day(each.first)
        said = _told(each.what, each.first, day, each.sources)
        grades = dict(each.grades)
        for scale, foot in foots.items():
            grade = grades.get(scale)
            proved, perhaps = (0, 0) if grade is None else (grade.at_least * PER_GRADE, grade.at_most * PER_GRADE)
            if proved:
                stack.rows["grade"].append(_tall(day, foot, proved) | said)
            if perhaps > proved:
                stack.rows["grade-open"].append(_tall(day, foot - proved, perhaps - proved) | said)
            if not perhaps:
                stack.rows["grade-0"].append(_tall(day, foot, 1.5) | said)
    if not told:
        stack.calm("none by this day")
        stack.close(title, 0)
        return
    stack.rows["row-name"] += [{"y": foot - 5, "t": scale} for scale, foot in foots.items()]
    stack.close(title, sum(each.count for each in told), f"rows {_on_days(told)}", 3 * EDGE + 10 * PER_GRADE)


def add_visits(stack: Stack, title: str, planned: Sequence[Planned], beyond: int, none: str) -> None:
    """Each visit at its day, its window as a bar under it, its state by shape and, unless done, by word; `beyond` the axis are more."""
    for each in planned:
        first, day, last = (stack.frame.day(on) for on in (each.first, each.day, each.last))
        label = each.name if each.state in (DONE, UPCOMING) else f"{each.name} {each.state}"
        row, hang = stack.place(first - HALF_DAY, last + HALF_DAY, label)
        y = stack.middle(row)
        shape, fill, stroke = MARKS[each.state]
        cells = [Cited(fact, fact.record.dated or "") for item in each.items for fact in item.records]
        lacking = f", lacking {', '.join(each.missing)}" if each.missing else ""
        told = _told(f"visit {each.name} ±{each.visit.margin}: {each.visit.items}: {each.state}{lacking}", each.day, day, cells)
        stack.rows["visit-window"].append({"day": first - HALF_DAY, "end": last + HALF_DAY, "y": y - 3, "y2": y + 3} | told)
        stack.rows["mark"].append({"day": day, "y": y, "shape": shape, "fill": f"var(--{fill})", "ink": f"var(--{stroke})"} | told)
        stack.rows["label"].append({"y": y, "t": label} | hang)
    if not planned:
        stack.calm(none)
    stack.close(title, len(planned) + beyond, f"{beyond} lie beyond" if beyond else "")
