"""A course of CRS or ICANS in words: how it stands, why a grade is a range, and what the grades rest on."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from core.assessment import InfusionToxicity
from core.protocol.trial import GRADING
from core.scales.assessed import AS_RECORDED, Assessed, recorded_by
from core.scales.days import Daily, Day, lasted
from core.scales.episodes import DEATH, Course, Episode, worst_of
from core.scales.signs import SIGNS
from dashboard.markup import Html, join, tag
from dashboard.words import day_of, days_words, name_of, since, sources, value_of

SEPARATOR = "\u00a0· "  # a line never begins with it
NAMES = {
    "fever_other_cause": "cause of fever",
    "antipyretic_or_anticytokine": "antipyretic or anticytokine therapy",
    "hypotension_other_cause": "cause of hypotension",
    "consciousness_other_cause": "cause of depressed consciousness",
    "hemorrhage_only": "whether hemorrhage only",
}


def state(course: Course, each: InfusionToxicity, died: date | None) -> Html:
    """Worst, now or of the dead on the day of death, onset, duration and whether it is recorded as resolved."""
    worst = course.worst
    if worst is None:
        return tag("b", "not entered")
    parts = [
        tag("span", "worst seen ", tag("b", str(worst))),
        tag("span", "now " if died is None else "at death ", tag("b", str(course.now(died or each.day)))),
        *_episodes(course, each.infused_on),
        tag("span", f"last seen {since(course.rows[-1].day, each.infused_on)}", cls="dim"),
    ]
    return join(parts, SEPARATOR)


def method(*courses: Course) -> str:
    """By what the grades were told: ASTCT, or, where not one rests on signs, as the site recorded them by its own scale."""
    found = [f"as recorded, {', '.join(scales)}" if (scales := recorded_by(course.rows)) else GRADING for course in courses if course.rows]
    return "; ".join(dict.fromkeys(found)) or GRADING


def _episodes(course: Course, infused_on: date) -> list[Html]:
    found = course.episodes
    if not found:
        return [tag("span", "no onset recorded" if worst_of(course.rows).at_most else "no sign so far")]
    count = [tag("span", f"{len(found)} episodes")] if len(found) > 1 else []
    return [*count, *(part for episode in found for part in _episode(episode, infused_on))]


def _episode(episode: Episode, infused_on: date) -> list[Html]:
    late = tag("b", ", unusually late: look for another cause") if episode.is_late(infused_on) else None
    onset = tag("span", f"onset {since(episode.onset.day, infused_on)}", late, title=str(episode.onset))
    if episode.resolved_at is None:
        return [onset, tag("span", "ended by death" if episode.worst.at_least == DEATH else "not recorded as resolved")]
    days = lasted(episode)
    long = None if days is None else tag("span", days_words(days), title=f"days with signs; free of them from {episode.free_since}")
    resolved = tag("span", f"resolved {since(episode.resolved_at.day, infused_on)}", title=str(episode.resolved_at))
    return [part for part in (onset, long, resolved) if part is not None]


def open_days(course: Course, found: Daily) -> list[str]:
    """Which days are a range and what they lack, days that lack the same together."""
    grouped: dict[str, list[int]] = defaultdict(list)
    for number, day in found.days.items():
        if day.opened:
            grouped[_lacking(course, day)].append(number)
    said = [f"{_runs(days)} {lacking}" for lacking, days in grouped.items()]
    if found.later is not None and found.later.opened:
        said.append(f"later {_lacking(course, found.later)}")
    return said


def _lacking(course: Course, day: Day) -> str:
    """What a day lacks, by signs where nothing of one is recorded, else by cells."""
    unread, names = set(day.invalid), []
    for sign in SIGNS[course.scale]:
        blank = [column for column in sign.columns if column in day.missing]
        whole = sign not in day.worst and unread.isdisjoint(sign.cells)
        names += [sign.name] if whole and not set(blank).isdisjoint(sign.cells) else [_name(column) for column in blank]
    return _reasons(names, day)


def _reasons(missing: Sequence[str], day: Day) -> str:
    said = []
    if missing:
        said.append(f"{', '.join(dict.fromkeys(missing))} not recorded")
    if day.invalid:
        said.append(f"{', '.join(map(_name, day.invalid))} not readable")
    if day.contradicted:
        said.append("the records contradict each other")
    return ", ".join(said) or "not decided by what is recorded"


def _name(column: str) -> str:
    if column.startswith("ice_"):
        return f"ICE {name_of(column.removeprefix('ice_'))}"
    return NAMES.get(column) or name_of(column)


def _runs(days: Iterable[int]) -> str:
    """Days in a row as one stretch."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] + 1 == day:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(day_of(run[0]) if len(run) == 1 else f"{day_of(run[0])}–{day_of(run[-1])}" for run in runs)


def ranges(name: str, found: Daily, infused_on: date) -> Html | None:
    """On demand, why each day is a range: the cells that it lacks."""
    days = [day for day in found.all if day.opened]
    if not days:
        return None
    said = [
        tag("div", f"{name} {span(day.opened, infused_on)} is {day.grade}: {_reasons(list(map(_name, day.missing)), day)}") for day in days
    ]
    count = "a day is a range" if len(days) == 1 else f"{len(days)} days are ranges"
    return tag("details", tag("summary", f"{name}: why {count}"), said)


def span(rows: Sequence[Assessed], infused_on: date) -> str:
    first, last = since(rows[0].day, infused_on), since(rows[-1].day, infused_on)
    return first if first == last else f"{first} to {last}"


def evidence(name: str, course: Course, infused_on: date) -> Html | None:
    """On demand, the signs and cells that the worst grade and the grade now rest on."""
    if not course.deciding:
        return None
    rows = [tag("div", f"{what} ", _signs(row, infused_on)) for what, row in course.deciding.items()]
    return tag("details", tag("summary", f"{name}: what the grades rest on"), rows)


def _signs(row: Assessed, infused_on: date) -> Html:
    """One row in words: its grade, each sign that it read, and the cells."""
    chart = row.chart()
    known = [(variable, chart[variable.name].value) for variable in row.scale.variables]
    signs = [f"{variable.label}: {value_of(value, variable.unit)}" for variable, value in known if value is not None]
    read = "as the site recorded it" if AS_RECORDED in row.flags else ", ".join(signs)
    return join([tag("b", str(row.grade)), f", {since(row.day, infused_on)} ({row.at}): {read} ", sources(row.evidence())])
