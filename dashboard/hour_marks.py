"""The marks of a row of the hour-true strip: each lies at its time, and is named where its word has room before the next."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from typing import NamedTuple

from core.facts.values import Moment
from dashboard.hour_axis import DAY, HOUR, Axis
from dashboard.markup import Html, tag
from dashboard.words import since

PIXELS = 3  # the least width of an hour
LETTER, AIR = 5.5, 3  # pixels of a letter, and beside a word


class Mark(NamedTuple):
    """One entry: from when to when it is drawn, how, its word and what it says in full. `height` is there for a curve, in percent."""

    start: datetime
    end: datetime
    cls: str
    text: str
    title: str
    height: float | None = None


class Lane(NamedTuple):
    """A row: its name, what is said beside the name, its marks, the style of the row, and where a line goes across it, in percent."""

    name: str
    beside: str
    marks: Sequence[Mark]
    cls: str = ""
    line: float | None = None


def until_next(times: Sequence[Moment]) -> Iterator[tuple[datetime, datetime]]:
    """From when to when each is drawn: an hour, or to the next where that comes sooner; of a day without an hour, the day."""
    for one, other in pairwise([*times, None]):
        assert one is not None, "only the last has no next"
        end = one.at + (HOUR if one.timed else DAY)
        yield one.at, min(end, other.at) if one.timed and other is not None and other.at > one.at else end


def plane(lanes: Iterable[Lane], axis: Axis, begun: Moment | None) -> Html:
    """The lanes one below the other, with the days, the cuts and, where its hour is recorded, the infusion behind them."""
    style = f"min-width:{axis.hours * PIXELS:.0f}px;--hour:{100 / axis.hours:.3f}%"
    line = None
    if begun is not None and begun.timed:
        line = tag("i", cls="h-infused", style=f"left:{axis.at(begun.at):.2f}%", title=f"infusion, {begun}")
    return tag("div", _behind(axis), line, [_lane(each, axis) for each in lanes], cls="h-plane", style=style)


def _behind(axis: Axis) -> list[Html]:
    first = axis.start.date()
    lines, names = [], []
    for (day, at), following in zip(axis.days, [*(at for _, at in axis.days[1:]), 100.0], strict=True):
        wide = _pixels(at, following, axis) > LETTER * len(str(day))
        lines.append(tag("i", cls="h-day", style=f"left:{at:.2f}%"))
        said = tag("b", since(day, first)), tag("span", str(day)) if wide else None
        names.append(tag("div", said, title=str(day), style=f"left:{at:.2f}%"))
    cuts = [
        tag("i", tag("span", f"{cut.hours} h"), cls="h-cut", title=_cut(cut.hours), style=_place(cut.start, cut.end, axis))
        for cut in axis.cuts
    ]
    return [tag("div", names, cls="h-days"), *lines, *cuts]


def _cut(hours: int) -> str:
    return f"{hours} h in which nothing was entered are not drawn"


def _lane(lane: Lane, axis: Axis) -> Html:
    marks = [_mark(mark, axis) for mark in lane.marks]
    line = None if lane.line is None else tag("i", cls="h-line", style=f"bottom:{lane.line:.0f}%")
    return tag("div", line, marks, _words(lane.marks, axis), cls=f"h-lane {lane.cls}".rstrip())


def _mark(mark: Mark, axis: Axis) -> Html:
    place = _place(mark.start, mark.end, axis)
    return tag("i", cls=mark.cls, style=place if mark.height is None else f"{place};bottom:{mark.height:.0f}%", title=mark.title)


def _place(start: datetime, end: datetime, axis: Axis) -> str:
    left = axis.at(start)
    if end - start == HOUR:
        return f"left:{left:.2f}%"  # an hour is as wide as the style says
    return f"left:{left:.2f}%;width:{axis.at(end) - left:.2f}%"


def _words(marks: Sequence[Mark], axis: Axis) -> list[Html]:
    """The word of each run of marks that say the same, where it has room before the next word."""
    firsts = [next(run) for _, run in groupby((mark for mark in marks if mark.text), key=_word)]
    starts = [axis.at(mark.start) for mark in firsts]
    found = []
    for mark, left, following in zip(firsts, starts, [*starts[1:], 100.0], strict=True):
        if _pixels(left, following, axis) >= LETTER * len(mark.text) + AIR:
            raised = "" if mark.height is None else f";bottom:{mark.height:.0f}%"
            found.append(tag("b", mark.text, cls=mark.cls, style=f"left:{left:.2f}%{raised}"))
    return found


def _word(mark: Mark) -> str:
    return mark.text


def _pixels(left: float, right: float, axis: Axis) -> float:
    return (right - left) / 100 * axis.hours * PIXELS
