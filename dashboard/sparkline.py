"""ctDNA on a log axis over the letters of PET/CT, small enough for a row of the worklist, with every value in words.

The axis of days is the same in every row, so that day 60 is one line down the list. What lies before or after it stands beyond a
break, in order but not to scale: nothing is cut.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from math import log10

from core.assessment import Assessment, SecondInfusion
from core.pictures import marks as m
from core.pictures.marks import Key, Mark, by_series, joined, main_series, mark_of
from core.response.pet import Assessment as Scan
from core.response.pet import evaluated, of_day
from core.response.window import WINDOW, days_since
from dashboard.look import PEN, drawing
from dashboard.markup import Html, join, tag
from dashboard.words import MINUS, value_of

WIDTH, HEIGHT, STRIP = 240, 38, 12  # pixels; the strip holds marks that no log axis can show
FIRST, LAST = WINDOW[0] - 9, WINDOW[-1] + 2
GUTTER, EDGE, LETTERS = 26, 11, 21  # pixels beyond a break, from the outer edge, and of a PET/CT mark
CENSORED, SOLID = 'stroke-dasharray="3 2"', ""

Place = Callable[[int], float]
Point = tuple[int, str, str]  # of a PET/CT: its day, its shape, its letters

_SHAPES = {
    "CR": '<circle cx="9" cy="9" r="8.4"/>',
    "PR": '<path d="M9 0L18 9 9 18 0 9z"/>',
    "SD": '<rect x="1.2" y="1.2" width="15.6" height="15.6" rx="1.5"/>',
    "PD": '<path d="M9 .4L18 17H0z"/>',
    "open": f'<circle cx="9" cy="9" r="8" {PEN} stroke-width="1.5" stroke-dasharray="2.8 1.9"/>',
    "before": f'<rect x="1.5" y="1.5" width="15" height="15" {PEN} stroke-width="1.3"/>',
}


@cache
def pet_rules() -> Html:
    """The drawn part of the style sheet for PET/CT letters: one rule a shape."""
    return Html("".join(f".pet-{name}::before{{--m:{drawing(body, 18, 18)}}}" for name, body in _SHAPES.items()))


def sparkline(found: Assessment) -> Html:
    second = found.second_infusion
    if second is None:
        drawn, scanned = len(found.facts.ctdna), len({scan.record.scanned_on for scan in found.facts.pet})
        said = f"{_count(drawn, 'ctDNA sample')} and {_count(scanned, 'PET/CT scan')} so far; the days are counted from infusion 1"
        return tag("span", said, cls="dim sm")
    series = by_series(found.facts.ctdna)
    main = main_series(series, second.ctdna.deciding)
    marks = [mark_of(sample, main[1]) for sample in series[main]] if main else []
    scans = _scans(found, second)
    start = second.standing.infused_on
    days = [second.standing.day, *(_day(mark, start) for mark in marks), *(day for day, _, _ in scans)]
    place = _place(days)
    lane = [tag("span", word, cls=f"pet pet-{shape}", style=f"left:{at:.0f}px") for at, (_, shape, word) in _lane(scans, place)]
    words = _words(found, second, main, marks, scans)
    others = sum(len(each) for key, each in series.items() if key != main)
    notes = [f"+ {_count(others, 'sample')} by another assay or unit"] if others else []
    piled = {f"before {_at(FIRST)}": sum(day < FIRST for day, _, _ in scans), f"after {_at(LAST)}": sum(day > LAST for day, _, _ in scans)}
    notes += [f"{count} PET/CT {where}, the newest on top" for where, count in piled.items() if count > 1]
    return tag(
        "span",
        tag("span", _ground(marks, second, place, days), cls="spark"),
        tag("span", lane or tag("span", "no PET/CT", cls="dim sm"), cls="lane"),
        (tag("span", note, cls="dim sm") for note in notes),
        cls="track",
        role="img",
        aria_label=words,
        title=words,
    )


def _count(number: int, name: str) -> str:
    return f"{number or 'no'} {name}{'' if number == 1 else 's'}"


def _day(mark: Mark, start: date) -> int:
    return days_since(start, mark.sample.record.collected_on)


def _place(days: Sequence[int]) -> Place:
    """Where a day stands: to scale between the breaks, in order beyond them."""
    earliest, latest = min([*days, FIRST - 1]), max([*days, LAST + 1])
    room = GUTTER - 4 - EDGE

    def place(day: int) -> float:
        if day < FIRST:
            return GUTTER - 4 - room * (FIRST - day) / (FIRST - earliest)
        if day > LAST:
            return WIDTH - GUTTER + 4 + room * (day - LAST) / (latest - LAST)
        return GUTTER + (WIDTH - 2 * GUTTER) * (day - FIRST) / (LAST - FIRST)

    return place


def _lane(scans: Sequence[Point], place: Place) -> list[tuple[float, Point]]:
    """Where the letters stand. Between the breaks, those that would cover each other stand side by side around the middle of their days;
    beyond a break they are piled, the newest on top: moved any further they would tell another day."""
    rows: list[list[tuple[float, Point]]] = []
    for scan in scans:
        if not FIRST <= scan[0] <= LAST:
            continue
        rows.append([(place(scan[0]), scan)])
        while len(rows) > 1 and _start(rows[-1]) - _start(rows[-2]) < LETTERS * len(rows[-2]):
            last = rows.pop()
            rows[-1] += last
    inside = [(_start(row) + LETTERS * at, scan) for row in rows for at, (_, scan) in enumerate(row)]
    return sorted([*inside, *((place(scan[0]), scan) for scan in scans if not FIRST <= scan[0] <= LAST)], key=lambda each: each[1][0])


def _start(row: Sequence[tuple[float, Point]]) -> float:
    return sum(at for at, _ in row) / len(row) - LETTERS * (len(row) - 1) / 2


def _scans(found: Assessment, second: SecondInfusion) -> list[Point]:
    """One mark a day, as the trajectory draws them."""
    start = second.standing.infused_on
    by_day: dict[date, list[Scan]] = defaultdict(list)
    for scan in found.facts.pet:
        by_day[scan.record.scanned_on].append(scan)
    marks = []
    for on, rows in sorted(by_day.items()):
        day, read = days_since(start, on), evaluated(rows)
        response = of_day(read, start).response if read else None
        shape = response or ("before" if day < WINDOW[0] else "open")
        marks.append((day, shape, {"before": "B", "open": "?"}.get(shape, shape)))
    return marks


def _ground(marks: Sequence[Mark], second: SecondInfusion, place: Place, days: Sequence[int]) -> Html:
    """Window, limit of detection, infusions and as-of day, and over them the samples."""
    standing = second.standing
    start = standing.infused_on
    off = any(not mark.on_axis for mark in marks)
    height = _height(marks, HEIGHT - STRIP if off else HEIGHT)
    limits = {mark.limit for mark in marks if mark.limit is not None}
    rules = [0] + ([days_since(start, standing.given_on)] if standing.given_on is not None else [])
    edges = [at for at, used in ((GUTTER - 1, min(days) < FIRST), (WIDTH - GUTTER, max(days) > LAST)) if used]
    ink = [_lines(marks, start, place, height), *(_mark(mark, place(_day(mark, start)), height) for mark in marks)]
    now = f'<path d="M{place(standing.day):.1f} 0V{HEIGHT}" {PEN} stroke-width="1.1" stroke-dasharray="3 2"/>'
    grey = [now, *(_mark(mark, place(_day(mark, start)), height, grey=True) for mark in marks)]
    return join(
        [
            _box("win", left=place(WINDOW[0]), width=place(WINDOW[-1]) - place(WINDOW[0])),
            _box("band", top=height(limits.pop()), bottom=STRIP if off else 0) if len(limits) == 1 else None,
            *(_box("inf", left=place(day)) for day in rules),
            *(_box("break", left=at) for at in edges),
            _layer(ink, "accent"),
            _layer(grey, "ink2"),
            None if marks else tag("span", "no ctDNA sample", cls="nothing dim sm"),
        ]
    )


def _box(name: str, **at: float) -> Html:
    return tag("i", cls=name, style=";".join(f"{side}:{pixels:.1f}px" for side, pixels in at.items()))


def _layer(parts: Iterable[str], token: str) -> Html:
    drawn = drawing("".join(parts), WIDTH, HEIGHT)
    return tag("i", cls="mk", style=f"--m:{drawn};background:var(--{token})")


def _height(marks: Sequence[Mark], room: int) -> Callable[[float], float]:
    """Where a value stands from the top, on a log axis of a decade at least."""
    seen = [each for mark in marks for each in (mark.height, mark.limit) if each is not None] or [1.0]
    low = log10(min(seen)) - 0.35
    top = max(log10(max(seen)), low + 1)
    return lambda value: 4 + (room - 8) * (top - log10(value)) / (top - low)


def _lines(marks: Sequence[Mark], start: date, place: Place, height: Callable[[float], float]) -> str:
    """Solid between two numbers, dashed where one end is only a limit."""
    drawn = []
    for left, right in joined(marks):
        ends = [f"{place(_day(mark, start)):.1f} {height(mark.height or 0):.1f}" for mark in (left, right)]
        dashes = SOLID if left.kind == right.kind == m.QUANTIFIED else CENSORED
        drawn.append(f'<path d="M{"L".join(ends)}" {PEN} stroke-width="1.2" {dashes}/>')
    return "".join(drawn)


def _mark(mark: Mark, x: float, height: Callable[[float], float], grey: bool = False) -> str:
    """A sample: what is no evaluable call is grey; what has no height stands in the strip."""
    y = height(mark.height) if mark.height is not None else HEIGHT - STRIP / 2
    if grey != (mark.kind in (m.NOT_EVALUABLE, m.NO_CALL)):
        return ""
    if mark.kind == m.QUANTIFIED:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.1"/>'
    if mark.kind in (m.AT_LIMIT, m.NO_LIMIT):
        return f'<path d="M{x - 4:.1f} {y - 3:.1f}h8l-4 6.6z" {PEN} stroke-width="1.5"/>'
    if mark.kind == m.NO_NUMBER:
        return f'<path d="M{x:.1f} {y - 4.6:.1f}l4.6 4.6 -4.6 4.6 -4.6 -4.6z" {PEN} stroke-width="1.5"/>'
    if mark.kind == m.NOT_EVALUABLE:
        return f'<path d="M{x - 3:.1f} {y - 3:.1f}l6 6m0 -6l-6 6" {PEN} stroke-width="1.6"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.4" {PEN} stroke-width="1.4" stroke-dasharray="2 1.6"/>'


def _words(found: Assessment, second: SecondInfusion, main: Key | None, marks: Sequence[Mark], scans: Sequence[Point]) -> str:
    """Every value of the drawing, as it is read aloud."""
    standing = second.standing
    assay, unit = main or (None, None)
    head = f"ctDNA, {assay or 'assay not recorded'}, {unit or 'unit not recorded'}: "
    said = [head + ", ".join(_said(mark, standing.infused_on) for mark in marks) if marks else "no ctDNA sample"]
    letters = {"B": "before infusion 1", "?": "not decided"}
    said.append("PET/CT: " + ", ".join(f"{_at(day)} {letters.get(word, word)}" for day, _, word in scans) if scans else "no PET/CT")
    if standing.given_on is not None:
        said.append(f"infusion 2 on {_at(days_since(standing.infused_on, standing.given_on))}")
    others = len(found.facts.ctdna) - len(marks)
    said += [f"not drawn here: {_count(others, 'sample')} by another assay or unit"] if others else []
    return "; ".join([*said, f"as of {_at(standing.day)}"])


def _said(mark: Mark, start: date) -> str:
    limit = mark.sample.record.limit_of_detection
    lod = f", LOD {value_of(limit)}" if mark.kind == m.AT_LIMIT and limit is not None else ""
    return f"{_at(_day(mark, start))} {mark.label}{lod}"


def _at(day: int) -> str:
    return f"day {day}".replace("-", MINUS)
