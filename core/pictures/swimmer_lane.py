"""One subject's lane of the swimmer picture: from infusion 1 to death or the last day known alive, with what happened on it (reference 6).

Nothing is carried over a scan that decides nothing: from there to the next one the response is open.
"""

from dataclasses import dataclass
from datetime import date

from core.assessment import Assessment
from core.cohort.survival import Followed
from core.cohort.times import alive_on, overall, progression
from core.pictures.toxicity_lane import SCALES
from core.response.pet import evaluated, of_day
from core.response.series import EVALUABLE

OPEN = "open"  # the response from a scan on that decides none
PROGRESSION = "PD"
FOLLOWED, DEAD, DEATH_OPEN = "still followed", "death", "death without a day"


@dataclass(frozen=True, slots=True)
class Segment:
    """What a scan, or a recorded progression, says from its day up to the next one; `why` in words."""

    first: int
    last: int
    response: str
    why: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something on one day: what kind of mark it is, and its words."""

    day: int
    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class Lane:
    """`last` is the day the lane ends on, counted from infusion 1, `reach` that of its last mark, which contradicts it where it is later;
    `end` one of the words above; `worst` the worst CRS and ICANS after each infusion, in words."""

    subject_id: str
    last: int
    reach: int
    end: str
    again: int | None
    segments: tuple[Segment, ...]
    samples: tuple[Event, ...]
    toxicity: tuple[Event, ...]
    worst: dict[str, str]


def lane_of(found: Assessment) -> Lane | None:
    """The lane of one subject; `None` before infusion 1."""
    if 1 not in found.toxicity:
        return None
    start, facts = found.toxicity[1].infused_on, found.facts
    told = overall(facts, start, found.as_of)
    if isinstance(told, Followed):
        last, end = told.days, DEAD if told.event else FOLLOWED
    else:
        last, end = max((seen.day - start).days for seen in alive_on(facts, start, found.as_of)), DEATH_OPEN
    samples = tuple(
        Event(
            (each.record.collected_on - start).days,
            each.record.call if each.record.call in EVALUABLE else "no call",
            f"{each.record.call or 'no call recorded'}{f', {each.record.assay}' if each.record.assay else ''}",
        )
        for each in facts.ctdna
        if start <= each.record.collected_on
    )
    toxicity = tuple(event for scale in SCALES for event in _worst_days(found, scale, start))
    days = _said(found, start)
    reach = max([last, *(each.day for each in (*samples, *toxicity)), *days])
    again = (found.toxicity[2].infused_on - start).days if 2 in found.toxicity else None
    worst = {each: _worst(found, each) for each in SCALES}
    return Lane(facts.subject_id, last, reach, end, again, _segments(days, last), samples, toxicity, worst)


def _said(found: Assessment, start: date) -> dict[int, tuple[str, str]]:
    """By day after infusion 1, in order: the response its scans, or a recorded progression, tell, and why."""
    scans = [each for each in evaluated(found.facts.pet) if each.record.scanned_on > start]
    days: dict[int, tuple[str, str]] = {}
    for on in dict.fromkeys(each.record.scanned_on for each in scans):
        read = of_day([each for each in scans if each.record.scanned_on == on], start)
        days[(on - start).days] = (read.response or OPEN, read.reason)
    ended = progression(found.facts, start, found.as_of)
    if ended is not None:
        day = (ended.day - start).days
        read_as, why = days.get(day, (PROGRESSION, f"{ended.what}, day {day}"))
        days[day] = (read_as, why) if read_as == PROGRESSION else (OPEN, f"{why}; progression recorded on the same day")
    return dict(sorted(days.items()))


def _segments(days: dict[int, tuple[str, str]], last: int) -> tuple[Segment, ...]:
    ends = [*list(days)[1:], last]
    return tuple(Segment(first, max(first, end), *said) for (first, said), end in zip(days.items(), ends, strict=False))


def _worst_days(found: Assessment, scale: str, start: date) -> list[Event]:
    """The first day of the worst grade proved after each infusion; none of grade 0."""
    events = []
    for after in found.toxicity.values():
        course = after.crs if scale == "CRS" else after.icans
        if course.worst is not None and course.worst.at_least:
            on = min(row.day for row in course.rows if row.grade.at_least == course.worst.at_least)
            events.append(Event((on - start).days, scale, f"worst {scale} grade {course.worst} after infusion {after.number}"))
    return events


def _worst(found: Assessment, scale: str) -> str:
    """The worst grade after each infusion, in words: what was never assessed is not known."""
    courses = [after.crs if scale == "CRS" else after.icans for after in found.toxicity.values()]
    return ", ".join("not known" if course.worst is None else str(course.worst) for course in courses)
