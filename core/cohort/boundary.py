"""How far the cohort is from the stopping boundaries that the site has set. It stops nothing: the board decides.

An exact binomial boundary: no prior has to be chosen and defended, and it is the one-sided Clopper–Pearson bound that the page's other
shares rest on. The tail is summed in whole numbers, so that no rounding decides at the limit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate, count
from math import comb

from core.assessment import Assessment, InfusionToxicity
from core.cohort.times import Unplaced, overall
from core.logic.rules import Statement
from core.protocol.boundaries import DEATH, Boundary
from core.scales.episodes import worst_of

REACHED, PERHAPS, BELOW = "reached", "may be reached", "not reached"
YES, OPEN, NO, PENDING = "yes", "cannot be told", "no", "pending"

STATED = (
    Statement(
        "stopping boundary",
        "Reached at x of n where so many events or more would, at the tolerated rate, happen with less than 1 − confidence: the exact "
        "one-sided lower limit of x of n lies above that rate. n are those with the event, and those whose days have passed by the "
        "cut-off; who is within them without an event is pending. Never assessed, a range of grades, a death without a day, or not seen "
        "alive up to the last day is possible, never absent.",
        "[A] exact binomial (Clopper–Pearson); clinical reference 6 names no boundary, the site sets it",
    ),
)


@dataclass(frozen=True, slots=True)
class Distance:
    """One boundary: who had the event, of whom it cannot be told, who had none, and whose days have not passed."""

    boundary: Boundary
    certain: tuple[str, ...]
    possible: tuple[str, ...]
    without: tuple[str, ...]
    pending: tuple[str, ...]

    @property
    def n(self) -> int:
        return len(self.certain) + len(self.possible) + len(self.without)

    @property
    def most(self) -> int:
        """How many had it at most."""
        return len(self.certain) + len(self.possible)

    @property
    def stops_at(self) -> int | None:
        """How many of n reach it; `None` where not even all of them do."""
        return stops_at(self.n, self.boundary)

    @property
    def more(self) -> tuple[int, int]:
        """How many further subjects would reach it if each had the event: at most, and at least where what cannot be told was one."""
        return more(len(self.certain), self.n, self.boundary), more(self.most, self.n, self.boundary)

    @property
    def state(self) -> str:
        at_most, at_least = self.more
        return REACHED if at_most == 0 else PERHAPS if at_least == 0 else BELOW


def distances(cohort: Sequence[Assessment], as_of: date, boundaries: Sequence[Boundary]) -> tuple[Distance, ...]:
    """Each boundary, on everybody given its infusion."""
    return tuple(_distance(cohort, as_of, each) for each in boundaries)


def stops_at(n: int, boundary: Boundary) -> int | None:
    """The least number of events of n that the tolerated rate would bring with a probability below 1 − confidence."""
    rate, allowed = Fraction(boundary.limit) / 100, 1 - Fraction(boundary.confidence) / 100
    top, whole = rate.numerator, rate.denominator
    numbers = range(n, -1, -1)
    tails = accumulate(comb(n, x) * top**x * (whole - top) ** (n - x) for x in numbers)
    likely = next(x for x, tail in zip(numbers, tails, strict=True) if Fraction(tail, whole**n) >= allowed)
    return None if likely == n else likely + 1


def more(x: int, n: int, boundary: Boundary) -> int:
    """How many further subjects, each with the event, would reach the boundary; 0 where it is reached."""
    return next(k for k in count() if (needed := stops_at(n + k, boundary)) is not None and x + k >= needed)


def _distance(cohort: Sequence[Assessment], as_of: date, boundary: Boundary) -> Distance:
    said: dict[str, list[str]] = {YES: [], OPEN: [], NO: [], PENDING: []}
    for who, answer in _answers(cohort, as_of, boundary):
        said[answer].append(who)
    return Distance(boundary, *map(tuple, said.values()))


def _answers(cohort: Sequence[Assessment], as_of: date, boundary: Boundary) -> Iterator[tuple[str, str]]:
    for each in cohort:
        after = each.toxicity.get(boundary.number)
        if after is None:
            continue
        had = _died(each, after, as_of, boundary) if boundary.event == DEATH else _graded(after, boundary)
        open_ = as_of <= after.infused_on + timedelta(boundary.day)
        yield each.subject_id, had if had == YES or not open_ else PENDING


def _graded(after: InfusionToxicity, boundary: Boundary) -> str:
    course = {"CRS": after.crs, "ICANS": after.icans}[boundary.event]
    rows = [row for row in course.rows if (row.day - after.infused_on).days <= boundary.day]
    worst = worst_of(rows) if rows else course.scale.undecided
    return YES if worst.at_least >= boundary.grade else OPEN if worst.at_most >= boundary.grade else NO


def _died(found: Assessment, after: InfusionToxicity, as_of: date, boundary: Boundary) -> str:
    told = overall(found.facts, after.infused_on, as_of)
    if isinstance(told, Unplaced):
        return OPEN
    if told.days > boundary.day:
        return NO
    if told.event:
        return YES
    return NO if told.days == boundary.day else OPEN
