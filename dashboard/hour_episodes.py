"""What the hour-true strip shows, in words: each episode with onset, worst, duration and end, and the infusion it belongs to by a rule."""

from collections.abc import Mapping
from datetime import date, timedelta

from core.assessment import Assessment, InfusionToxicity
from core.board.toxicity import died_on
from core.facts.values import Moment
from core.scales.assessed import Assessed, recorded_by
from core.scales.attribution import BELONGS, attributed, left_open
from core.scales.days import clocked, is_masked, lasted
from core.scales.episodes import DEATH, Course, Episode
from dashboard.course import state
from dashboard.look import row, table
from dashboard.markup import Html, tag
from dashboard.words import days_words, since

HEADS = ["Scale", "onset", "worst", "duration", "end", "belongs to"]
HOUR = timedelta(hours=1)


def episodes_of(found: Assessment, each: InfusionToxicity) -> Html:
    """One row an episode; of a scale without one, how it stands."""
    died = died_on(found)
    rows = []
    for name, course in (("CRS", each.crs), ("ICANS", each.icans)):
        many = len(course.episodes) > 1
        for number, episode in enumerate(course.episodes, 1):
            rows.append(_episode(f"{name}, episode {number}" if many else name, episode, course, found, each))
        if not course.episodes:
            rows.append(row(name, tag("td", state(course, each, died), colspan=len(HEADS) - 1)))
    return tag("div", table(HEADS, rows, "h-episodes", "Episodes"), _before(found, each))


def _episode(name: str, episode: Episode, course: Course, found: Assessment, each: InfusionToxicity) -> Html:
    return row(
        name,
        _onset(episode, each),
        _worst(episode, each),
        _duration(episode),
        _end(episode, course, each, died_on(found)),
        _belongs(episode, found),
    )


def _onset(episode: Episode, each: InfusionToxicity) -> Html:
    late = tag("b", ", unusually late: look for another cause") if episode.is_late(each.infused_on) else None
    first = episode.rows[0]
    return tag("span", tag("b", since(first.day, each.infused_on)), f" {first.at}", late, _cell(first))


def _worst(episode: Episode, each: InfusionToxicity) -> Html:
    """The highest grade proved, where first, and the highest that is not ruled out."""
    worst = episode.worst
    first = next(each for each in episode.rows if each.grade.at_least == worst.at_least)
    where = f" first {since(first.day, each.infused_on)} {first.at}"
    return tag("span", tag("b", str(worst)), f"{where if worst.decided else f', {worst.at_least} proved{where}'}", _cell(first))


def _duration(episode: Episode) -> Html | str:
    days, time = lasted(episode), clocked(episode)
    if days is None:
        return "not known"
    hours = "" if time is None else f", {time / HOUR:.4g} h from onset to the first assessment free of signs"
    return tag("span", tag("b", days_words(days)), f" with signs{hours}")


def _end(episode: Episode, course: Course, each: InfusionToxicity, died: date | None) -> Html:
    if episode.resolved_at is not None:
        said = f"resolved {since(episode.resolved_at.day, each.infused_on)}"
        return tag("span", tag("b", said), f" {episode.resolved_at}, free of signs from {episode.free_since}")
    if episode.worst.at_least == DEATH:
        return tag("span", tag("b", "ended by death"), f" from {course.scale.id.upper()}")
    last = course.rows[-1]
    since_last = f", free of signs from {episode.free_since}" if episode.free_since else ""
    by = "" if died is None else f" by death on {died}"
    return tag("span", tag("b", f"not recorded as resolved{by}"), f"{since_last}; last seen {since(last.day, each.infused_on)} {last.at}")


def _belongs(episode: Episode, found: Assessment) -> Html:
    """The infusion, and the rule that says so."""
    belongs = attributed(episode.onset, given_at(found))
    assert belongs is not None, "a course begins on the day of its infusion"
    why = f": onset on or after its day, {belongs.infused.day}"
    earlier = f"; that hour lies before the infusion's own, {belongs.infused}: the day decides" if belongs.earlier_that_day else ""
    return tag("span", tag("b", f"infusion {belongs.number}"), f"{why}{earlier} ", _rule())


def _rule() -> Html:
    return tag("span", f"rule “{BELONGS.id}”", cls="dim", title=f"{BELONGS.words} {BELONGS.source}")


def given_at(found: Assessment) -> Mapping[int, Moment]:
    """When each infusion was given that is judged."""
    moments = ((number, found.facts.infusion(number)) for number in found.toxicity)
    return {number: at for number, fact in moments if fact is not None and (at := fact.record.infused_on) is not None}


def _before(found: Assessment, each: InfusionToxicity) -> Html | None:
    """What went on of an earlier infusion when this one was given: from that day on it is told as of this one."""
    earlier = found.toxicity.get(each.number - 1)
    courses = (("CRS", earlier.crs), ("ICANS", earlier.icans)) if earlier is not None else ()
    open_ = [name for name, course in courses if left_open(course)]
    if not open_:
        return None
    said = f"{' and '.join(open_)} of infusion {each.number - 1} not recorded as resolved when infusion {each.number} was given: "
    return tag("p", tag("b", said), f"signs from {each.infused_on} on are told as of infusion {each.number} ", _rule(), cls="h-note")


def masked(course: Course, each: InfusionToxicity) -> Html | None:
    """Fever that therapy took away, said: from when to when, and how many temperatures say nothing."""
    rows = [each for each in course.rows if is_masked(each)]
    if not rows:
        return None
    first, last = rows[0], rows[-1]
    count = "1 temperature" if len(rows) == 1 else f"{len(rows)} temperatures"
    when = f"{since(first.day, each.infused_on)} {first.at}"
    span = when if len(rows) == 1 else f"{when} to {since(last.day, each.infused_on)} {last.at}"
    said = f": {count} below fever, {span}, while CRS was not resolved and antipyretic or anticytokine therapy had been given. "
    return tag("p", tag("b", "Fever masked"), said, tag("span", "Fever is not required then (rule “fever”)", cls="dim"), cls="h-note")


def _cell(found: Assessed) -> Html:
    site = f", as recorded, {', '.join(scales)}" if (scales := recorded_by([found])) else ""
    return tag("span", f" {found.fact.cell('assessed_at')}{site}", cls="src")
