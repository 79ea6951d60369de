"""The time axis of the hour-true strip: each hour drawn is equally wide; a long stretch in which nothing was entered is cut, and said."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from core.facts.values import Moment

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONGEST_QUIET = DAY  # between two entries; a longer stretch is cut
BESIDE = 2 * HOUR  # that stay on either side of a cut
CUT = 5.0  # hours' width that a cut takes


class Cut(NamedTuple):
    """A stretch that is not drawn, from and to a full hour."""

    start: datetime
    end: datetime

    @property
    def hours(self) -> int:
        return (self.end - self.start) // HOUR


@dataclass(frozen=True)
class Axis:
    """From 00:00 of the first day to the end of the last, but for the cuts."""

    start: datetime
    end: datetime
    cuts: tuple[Cut, ...]

    @cached_property
    def _saved(self) -> list[float]:
        """How many hours' width the cuts up to each have saved."""
        found = [0.0]
        for cut in self.cuts:
            found.append(found[-1] + cut.hours - CUT)
        return found

    @cached_property
    def _starts(self) -> list[datetime]:
        return [cut.start for cut in self.cuts]

    @cached_property
    def hours(self) -> float:
        """The hours' widths that are drawn."""
        return (self.end - self.start) / HOUR - self._saved[-1]

    def at(self, when: datetime) -> float:
        """Where a time lies, in percent of the width; within a cut in proportion, before the first day or after the last at the edge."""
        when = min(max(when, self.start), self.end)
        before = bisect_right(self._starts, when)
        drawn = (when - self.start) / HOUR - self._saved[before]
        if before and when < (cut := self.cuts[before - 1]).end:
            passed = (when - cut.start) / (cut.end - cut.start)
            drawn = (cut.start - self.start) / HOUR - self._saved[before - 1] + passed * CUT
        return 100 * drawn / self.hours

    @cached_property
    def days(self) -> tuple[tuple[date, float], ...]:
        """Each day of which an hour is drawn, and where it begins to be."""
        found: list[tuple[date, float]] = []
        midnight = self.start
        while midnight < self.end:
            cut = next((cut for cut in self.cuts if cut.start <= midnight < cut.end), None)
            shown = midnight if cut is None else cut.end
            if shown < midnight + DAY:
                found.append((midnight.date(), self.at(shown)))
            midnight += DAY
        return tuple(found)


def axis(entered: Iterable[Moment], first: date, last: date) -> Axis:
    """The axis of the days of an infusion, `first` to `last`, on which something was entered at these moments. Of one without a clock time
    the whole day is drawn."""
    start, end = datetime.combine(first, time()), datetime.combine(last, time()) + DAY
    points = {start, end}
    for moment in entered:
        points |= {moment.at} if moment.timed else {moment.at, moment.at + DAY}
    inside = sorted(point for point in points if start <= point <= end)
    found = (_between(one, other) for one, other in pairwise(inside) if other - one > LONGEST_QUIET)
    return Axis(start, end, tuple(found))


def _between(one: datetime, other: datetime) -> Cut:
    passed, begun = (timedelta(minutes=at.minute, seconds=at.second, microseconds=at.microsecond) for at in (one, other))
    return Cut(one - passed + (HOUR if passed else timedelta()) + BESIDE, other - begun - BESIDE)
