"""The rows of one scale in the hour-true strip: the signs as they were recorded or held over, and beneath them the grade or its range."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from core.facts.values import plain
from core.scales import signs
from core.scales.assessed import AS_RECORDED, RECORDED_DIFFERS, Assessed
from core.scales.crs import CRS, HOT
from core.scales.days import is_masked
from core.scales.episodes import Course
from dashboard.course import method
from dashboard.hour_marks import Lane, Mark, until_next
from dashboard.signs import CRS_ROWS, ICANS_ROWS, UNITS, Row, instant
from dashboard.strip import grade_color

COOLEST, HOTTEST = Decimal("35.5"), Decimal("41.0")  # of the curve, where nothing recorded lies beyond

When = tuple[datetime, datetime]


class Block(NamedTuple):
    """One scale: its rows, and the names of those of which nothing was ever recorded."""

    lanes: list[Lane]
    never: list[str]


def block(name: str, course: Course) -> Block:
    """The signs of a scale, and beneath them its grade and, where the site wrote one, the site's."""
    if not course.rows:
        return Block([], [])
    times = list(until_next([row.at for row in course.rows]))
    found = {row.name.partition(",")[0]: _lane(row, course.rows, times) for row in (CRS_ROWS if course.scale is CRS else ICANS_ROWS)}
    lanes = [lane for lane in found.values() if lane.marks]
    lanes.append(Lane(f"{name} grade", method(course), [_grade(*each) for each in zip(course.rows, times, strict=True)], "h-grade"))
    written = [each for each in zip(course.rows, times, strict=True) if each[0].recorded is not None]
    if written:
        apart = sum(RECORDED_DIFFERS in row.flags for row, _ in written)
        compared = any(AS_RECORDED not in row.flags for row, _ in written)
        said = f"{apart} of {len(written)} differ" if apart else "none differs" if compared else ""
        lanes.append(Lane("graded by the site", said, [_recorded(*each) for each in written]))
    return Block(lanes, [each for each, lane in found.items() if not lane.marks])


def _lane(row: Row, rows: Sequence[Assessed], times: Sequence[When]) -> Lane:
    if signs.TEMPERATURE in row.signs:
        return _curve(row, rows)
    seen = [(instant(row, each), when) for each, when in zip(rows, times, strict=True)]
    marks = [
        Mark(*when, f"{'held ' if one.held else ''}{_weight(one.raised, one.counts, one.open)}", one.text, one.source)
        for one, when in seen
        if one is not None
    ]
    return Lane(row.name, "", marks)


def _weight(raised: bool, counts: bool, open_: bool) -> str:
    """The style of a sign: whether it is one, whether it counts, whether more is needed."""
    return f"{'lo' if not raised else 'hi' if counts else 'else'}{' q' if open_ else ''}"


def _curve(row: Row, rows: Sequence[Assessed]) -> Lane:
    """Each temperature at its time and height; the highest of a day is written beside it. The line is where fever begins."""
    read = [(each, value) for each in rows if (value := each.fact.record.temperature) is not None]
    low, high = min([COOLEST, *(value for _, value in read)]), max([HOTTEST, *(value for _, value in read)])

    def height(value: Decimal) -> float:
        return float(100 * (value - low) / (high - low))

    tops: dict[date, tuple[Decimal, Assessed]] = {}
    for each, value in read:
        if each.day not in tops or value > tops[each.day][0]:
            tops[each.day] = value, each
    times = until_next([each.at for each, _ in read])
    marks = [
        Mark(*when, *_temperature(each, value, tops[each.day][1] is each), height(value))
        for (each, value), when in zip(read, times, strict=True)
    ]
    assert isinstance(HOT.limit, Decimal), "fever begins at a number"
    return Lane(row.name, f"line: {HOT.limit:.1f}", marks, "h-curve", height(HOT.limit))


def _temperature(row: Assessed, value: Decimal, top: bool) -> tuple[str, str, str]:
    """The style of one temperature, its word and what it says in full."""
    said = f"{plain(value)}{UNITS['temperature']}, {row.at} ({row.fact.cell('temperature')})"
    word = plain(value) if top else ""
    if signs.TEMPERATURE.raised(row.fact.record):
        counts = signs.TEMPERATURE.counts(row.seen.row)
        return ("hi", word, said) if counts else ("else", word, f"{said}; fever of another cause, not counted")
    if is_masked(row):
        return "mask", word, f"{said}; fever masked: antipyretic or anticytokine therapy"
    return "lo", word, said


def _grade(row: Assessed, when: When) -> Mark:
    """The grade of an assessment, or the range of it and what that lacks."""
    wanting = [flag.partition(":") for flag in row.flags if ":" in flag]
    said = [f"{row.scale.id.upper()} {row.grade}, {row.at} ({row.fact.cell('assessed_at')})"]
    if AS_RECORDED in row.flags:
        said.append(f"as the site recorded it by {scale_of(row)}")
    said += [f"{name.replace('_', ' ')} {'not readable' if kind == 'invalid' else 'not recorded'}" for kind, _, name in wanting]
    said += [flag.replace("_", " ") for flag in row.flags if ":" not in flag and flag not in (AS_RECORDED, RECORDED_DIFFERS)]
    recorded = " site" if AS_RECORDED in row.flags else ""
    return Mark(*when, f"{grade_color(row.grade)}{recorded}", str(row.grade), "; ".join(said))


def _recorded(row: Assessed, when: When) -> Mark:
    differs = RECORDED_DIFFERS in row.flags
    said = f"recorded {row.recorded} by {scale_of(row)}, {row.at} ({row.fact.cell(row.scale.recorded)})"
    text = f"{row.recorded}{'≠' if differs else ''}"
    return Mark(*when, "else q" if differs else "lo", text, f"{said}; computed {row.grade}, which counts" if differs else said)


def scale_of(row: Assessed) -> str:
    return row.fact.record.grading_scale or "a scale that is not recorded"
