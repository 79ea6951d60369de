"""CRS and ICANS after the newest infusion, as the tumor board's list tells them: what runs now, and what stood when a case ended."""

from datetime import date

from core.assessment import Assessment, InfusionToxicity
from core.protocol.holds import CRS_HOLDS_FROM, ICANS_HOLDS_FROM
from core.protocol.second_infusion import CLOSED
from core.protocol.standing import CLOSED_BY_DEATH, closings
from core.scales.assessed import Assessed, recorded_by
from core.scales.episodes import DEATH, Course


def newest_toxicity(found: Assessment) -> InfusionToxicity | None:
    return found.toxicity[max(found.toxicity)] if found.toxicity else None


def died_on(found: Assessment) -> date | None:
    """The first day of which a death is recorded, also after infusion 2; a grade 5 is one."""
    second = found.second_infusion
    if second is None:
        return None
    closed = closings(found.facts, second.standing.infused_on, found.as_of)
    rows = [row for after in found.toxicity.values() for course in (after.crs, after.icans) for row in course.rows]
    days = [*(each.day for each in closed if each.reason == CLOSED_BY_DEATH), *(row.day for row in rows if row.grade.at_least == DEATH)]
    return min(days, default=None)


def ended_on(found: Assessment) -> date | None:
    """The last day of which CRS and ICANS are told: of the dead that of death, of a closed case the last day that counts for the rule;
    `None` where they are told of now."""
    second, died = found.second_infusion, died_on(found)
    if second is None or died is not None:
        return died
    return second.standing.counted_to if second.state == CLOSED else None


def running(found: Assessment) -> tuple[str, ...]:
    """What is proved to run now as severely as holds an infusion, after the newest infusion; nothing of the dead."""
    after = newest_toxicity(found)
    if after is None or died_on(found) is not None:
        return ()
    scales = (("CRS", after.crs.now(after.day), CRS_HOLDS_FROM), ("ICANS", after.icans.now(after.day), ICANS_HOLDS_FROM))
    return tuple(f"{name} {now} now" for name, now, limit in scales if now is not None and now.at_least >= limit)


def as_recorded(course: Course, day: date, when: str) -> str:
    """Which grades rest on the site's recorded grade alone, and by what scale: that of `day`, called `when`, the worst, or both; empty
    where neither does."""
    told = {when: recorded_by(_deciding(course, day)), "worst": recorded_by(_worst(course))}
    whose = [name for name, scales in told.items() if scales]
    scales = dict.fromkeys(scale for each in told.values() for scale in each)
    return "" if not whose else ", ".join([f"{'' if len(whose) > 1 else f'{whose[0]} '}as recorded", *scales])


def _deciding(course: Course, day: date) -> list[Assessed]:
    """The row that the grade of a day rests on; none where nothing was assessed by then or the last row is too old to say."""
    past, now = [row for row in course.rows if row.day <= day], course.now(day)
    return [row for row in [*(row for row in past if row.grade.at_least == DEATH), *past[-1:]] if row.grade == now][:1]


def _worst(course: Course) -> list[Assessed]:
    """The rows of the highest grade proved."""
    worst = course.worst
    return [] if worst is None else [row for row in course.rows if row.grade.at_least == worst.at_least]
