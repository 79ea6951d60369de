"""A course by days: the worst grade of each day, and of every sign the worst that was recorded, with the rows that recorded it.

Recorded values only: an answer held from an earlier row belongs to the day on which it was given. What no row of a day records is absent.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.facts.fact import Fact
from core.facts.records import Treatment
from core.logic.rules import Grade
from core.scales.assessed import CONTRADICTION, Assessed
from core.scales.crs import FEVER_NOT_NEEDED
from core.scales.episodes import Course, Episode, worst_of
from core.scales.signs import SIGNS, TEMPERATURE, DaySign, Rank

PURPOSES = ("crs", "icans")


@dataclass(frozen=True, slots=True)
class Worst:
    """The worst of one sign: the rows that recorded it, in time order; `raised`, whether it is a sign at all; `counted`, the first row with
    the worst that counts to the grade, `None` where every one is put down to another cause."""

    rows: tuple[Assessed, ...]
    raised: bool
    counted: Assessed | None

    @property
    def counts(self) -> bool:
        return any(row is self.counted for row in self.rows)


@dataclass(frozen=True, slots=True)
class Day:
    """The rows of one day, or of several taken together, that assess a scale. `opened` are those which leave a grade above the proved one
    possible: `missing` are their blank cells that would narrow it, `invalid` those that were filled and gave no value. `masked` are the
    rows with a temperature below 38 °C while CRS goes on and therapy takes fever away."""

    rows: tuple[Assessed, ...]
    grade: Grade
    worst: Mapping[DaySign, Worst]
    opened: tuple[Assessed, ...]
    missing: tuple[str, ...]
    invalid: tuple[str, ...]
    masked: tuple[Assessed, ...]

    @property
    def contradicted(self) -> bool:
        return any(CONTRADICTION in row.flags for row in self.opened)

    def open(self, sign: DaySign) -> bool:
        """Whether more of this sign would narrow the grade of the day."""
        return any(column in self.missing or column in self.invalid for column in sign.columns)


@dataclass(frozen=True, slots=True)
class Daily:
    """A course by days since its infusion, and what lies after the last day taken by itself, together."""

    days: Mapping[int, Day]
    later: Day | None

    @property
    def all(self) -> tuple[Day, ...]:
        return (*self.days.values(), *(() if self.later is None else (self.later,)))


def daily(course: Course, infused_on: date, last: int) -> Daily:
    """Each day from the infusion to day `last`; what comes after stands together."""
    grouped: dict[int, list[Assessed]] = defaultdict(list)
    for row in course.rows:
        grouped[min((row.day - infused_on).days, last + 1)].append(row)
    days = {number: _day(rows, SIGNS[course.scale]) for number, rows in grouped.items()}
    later = days.pop(last + 1, None)
    return Daily(days, later)


def _day(rows: Sequence[Assessed], signs: Iterable[DaySign]) -> Day:
    grade = worst_of(rows)
    worst = {sign: found for sign in signs if (found := _worst(rows, sign)) is not None}
    opened = () if grade.decided else tuple(row for row in rows if row.grade.at_most > grade.at_least)
    hottest = worst.get(TEMPERATURE)
    masked = () if hottest is None or hottest.raised else tuple(row for row in rows if is_masked(row))
    return Day(tuple(rows), grade, worst, opened, _flagged(opened, "missing:"), _flagged(opened, "invalid:"), masked)


def _flagged(rows: Iterable[Assessed], kind: str) -> tuple[str, ...]:
    flags = (flag for row in rows for flag in row.flags if flag.startswith(kind))
    return tuple(dict.fromkeys(flag.removeprefix(kind) for flag in flags))


def _worst(rows: Sequence[Assessed], sign: DaySign) -> Worst | None:
    ranked: list[tuple[Rank, Assessed]] = [(rank, row) for row in rows if (rank := sign.rank(row.fact.record)) is not None]
    if not ranked:
        return None
    top = max(rank for rank, _ in ranked)
    found = tuple(row for rank, row in ranked if rank == top)
    counted = next((row for row in found if sign.counts(row.seen.row)), None)
    if counted is None:
        counting = [(rank, row) for rank, row in ranked if sign.counts(row.seen.row)]
        counted = max(counting, key=lambda each: each[0])[1] if counting else None
    return Worst(found, sign.raised(found[0].fact.record), counted)


def is_masked(row: Assessed) -> bool:
    """Whether a temperature below fever says nothing: CRS goes on, and therapy takes fever away."""
    record = row.fact.record
    if record.temperature is None or not record.antipyretic_or_anticytokine or TEMPERATURE.raised(record):
        return False
    return FEVER_NOT_NEEDED.judge(row.chart()).truth is True


def lasted(episode: Episode) -> int | None:
    """The days on which it was seen, first and last included, where a resolution was recorded; else unknown."""
    if episode.resolved_at is None or episode.free_since is None:
        return None
    last = max(row.at for row in episode.rows if row.at < episode.free_since)
    return (last.day - episode.onset.day).days + 1


def clocked(episode: Episode) -> timedelta | None:
    """The time from the onset to the first assessment free of signs, where a resolution was recorded and both have their hour."""
    end = episode.free_since
    if episode.resolved_at is None or end is None or not (end.timed and episode.onset.timed):
        return None
    return end.at - episode.onset.at


def treated(facts: Iterable[Fact[Treatment]], infused_on: date, until: date) -> tuple[Fact[Treatment], ...]:
    """What was given for CRS or ICANS from the day of an infusion to `until`, in time order, and what may have been: of which the purpose
    is not recorded. Of a day that is not recorded it is unknown after which infusion: it stands last, and with each."""
    given = [fact for fact in facts if fact.record.purpose in (None, *PURPOSES)]
    dated = [(fact.record.given_at, fact) for fact in given if fact.record.given_at is not None]
    within = sorted(((when, fact) for when, fact in dated if infused_on <= when.day <= until), key=lambda each: each[0])
    return (*(fact for _, fact in within), *(fact for fact in given if fact.record.given_at is None))
