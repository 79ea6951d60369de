"""Shifting all times shifts the strip only: grades, episodes and durations stay, and what goes by days where whole days are shifted."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.scales.crs import CRS
from core.scales.days import clocked, daily, lasted
from core.scales.episodes import episodes
from core.scales.icans import ICANS
from tests.core.scales.notation import INFUSED_ON, WORDS, fact

SCALES = {"CRS": CRS, "ICANS": ICANS}
LAST = 14


@st.composite
def told(draw):
    """A scale, and some of its words by the hour since 00:00 of the infusion, up to three weeks later."""
    scale = SCALES[draw(st.sampled_from(sorted(SCALES)))]
    words = st.sampled_from(sorted(WORDS[scale])).map(WORDS[scale].get)
    return scale, draw(st.dictionaries(st.integers(0, 21 * 24), words, min_size=1, max_size=12))


def course(scale, rows, shift=timedelta(), days=0):
    start = datetime.combine(INFUSED_ON, datetime.min.time()) + shift
    facts = [fact(cells, at=(start + timedelta(hours=hour)).isoformat(), row=row) for row, (hour, cells) in enumerate(rows.items(), 2)]
    return episodes(facts, scale, INFUSED_ON + timedelta(days))


def when(moment, shift):
    return None if moment is None else moment.at - shift


def graded(found, shift=timedelta()):
    return [(when(row.at, shift), row.grade, row.flags, row.past.before, row.standing, sorted(row.seen.held)) for row in found.rows]


def episodes_of(found, shift=timedelta()):
    return [
        (len(each.rows), each.worst, when(each.onset, shift), when(each.free_since, shift), when(each.resolved_at, shift), clocked(each))
        for each in found.episodes
    ]


@given(told(), st.integers(-48, 48))
def test_by_whole_hours_grades_episodes_and_their_hours_stay(found, hours):
    scale, rows = found
    shift = timedelta(hours=hours)
    before, after = course(scale, rows), course(scale, rows, shift)
    assert graded(after, shift) == graded(before)
    assert episodes_of(after, shift) == episodes_of(before)
    assert after.worst == before.worst


@given(told(), st.integers(-40, 400), st.integers(0, 30))
def test_by_whole_days_with_the_infusion_and_the_day_that_is_asked_everything_stays(found, days, asked):
    scale, rows = found
    before, after = course(scale, rows), course(scale, rows, timedelta(days), days)
    infused_on = INFUSED_ON + timedelta(days)
    assert after.now(infused_on + timedelta(asked)) == before.now(INFUSED_ON + timedelta(asked))
    assert [lasted(each) for each in after.episodes] == [lasted(each) for each in before.episodes]
    assert [each.is_late(infused_on) for each in after.episodes] == [each.is_late(INFUSED_ON) for each in before.episodes]
    strips = daily(before, INFUSED_ON, LAST), daily(after, infused_on, LAST)
    one, other = ({number: (day.grade, day.missing, len(day.masked)) for number, day in strip.days.items()} for strip in strips)
    assert one == other
