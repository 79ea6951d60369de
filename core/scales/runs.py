"""A count followed day by day: the lowest of each day, days without a count bridged or left open, and the days it stayed low, as runs.

A day is low, not low or open. What is open may yet lengthen a run: it is never taken for recovered.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from core.facts.values import Amount, Span
from core.logic.clauses import Comparison
from core.logic.judgement import Truth

LONGEST_BRIDGE = 7  # days without a count that are bridged
LONGEST_RECOVERY = 2  # days above a limit that do not end a run


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `first` to `last`, both included."""

    first: int
    last: int

    @property
    def days(self) -> int:
        return self.last - self.first + 1

    def __contains__(self, day: int) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"d{self.first}" if self.days == 1 else f"d{self.first}-d{self.last}"


@dataclass(frozen=True, slots=True)
class Course:
    """A count on the days of a window. `counted` holds the lowest of each day with a count, `between` what lies on the line between two
    counts; `carried` are the days of the window's edges that the nearest count speaks for, each edge with that count; `open` are those of
    which nothing is known."""

    window: Stretch
    counted: Mapping[int, Amount]
    between: Mapping[int, Amount]
    carried: tuple[tuple[Stretch, Amount], ...]
    open: tuple[Stretch, ...]

    def low(self, limit: Comparison) -> dict[int, Truth]:
        """Whether the count met a limit from above, by day. The nearest count can rule a day of the edges out, and never proves one."""
        found: dict[int, Truth] = {day: limit.decide(amount) for day, amount in (*self.counted.items(), *self.between.items())}
        for stretch, nearest in self.carried:
            found |= dict.fromkeys(_days(stretch), False if limit.decide(nearest) is False else None)
        for stretch in self.open:
            found |= dict.fromkeys(_days(stretch), None)
        return found


def lowest(amounts: Iterable[Amount]) -> Amount:
    """The lowest of several amounts, each known exactly or within bounds."""
    spans = [_span(each) for each in amounts]
    low, low_open = min((each.low or Decimal(0), each.low_open) for each in spans)
    highs = [(each.high, not each.high_open) for each in spans if each.high is not None]
    if not highs:
        return Span(low, None, low_open)
    high, closed = min(highs)
    return low if low == high else Span(low, high, low_open, not closed)


def highest(amount: Amount) -> Decimal:
    """The highest value that an amount allows; infinity where nothing bounds it."""
    high = _span(amount).high
    return Decimal("Infinity") if high is None else high


def course(counts: Mapping[int, Amount], window: Stretch) -> Course | None:
    """The days of a window; `None` where none of them has a count. `counts` by day may reach beyond it on either side: a line to a count
    outside it says what lies on its days inside."""
    counted = {day: amount for day, amount in sorted(counts.items()) if day in window}
    if not counted:
        return None
    known = sorted(counts)
    between: dict[int, Amount] = {}
    open_: list[Stretch] = []
    for one, next_ in pairwise(known):
        gap = Stretch(one + 1, next_ - 1)
        inside = _within(gap, window)
        if inside.days > 0 and gap.days > LONGEST_BRIDGE:
            open_.append(inside)
        elif inside.days > 0:
            between |= {day: _on_line((one, counts[one]), (next_, counts[next_]), day) for day in _days(inside)}
    edges = ((Stretch(window.first, known[0] - 1), known[0]), (Stretch(known[-1] + 1, window.last), known[-1]))
    carried = tuple((edge, counts[at]) for edge, at in edges if 0 < edge.days <= LONGEST_BRIDGE)
    open_ += [edge for edge, _ in edges if edge.days > LONGEST_BRIDGE]
    return Course(window, counted, between, carried, tuple(sorted(open_, key=lambda each: each.first)))


def proved(truth: Truth) -> bool:
    return truth is True


def possible(truth: Truth) -> bool:
    return truth is not False


def runs(low: Mapping[int, Truth], counts: Callable[[Truth], bool]) -> list[Stretch]:
    """The runs of low days in order; a recovery too short to end one is part of it. `counts` says which days count as low."""
    found: list[Stretch] = []
    for day in sorted(day for day, truth in low.items() if counts(truth)):
        if found and day - found[-1].last - 1 <= LONGEST_RECOVERY:
            found[-1] = replace(found[-1], last=day)
        else:
            found.append(Stretch(day, day))
    return found


def _within(found: Stretch, window: Stretch) -> Stretch:
    return Stretch(max(found.first, window.first), min(found.last, window.last))


def _days(found: Stretch) -> Iterator[int]:
    yield from range(found.first, found.last + 1)


def _span(found: Amount) -> Span:
    """Its bounds; a count is never below zero."""
    return found if isinstance(found, Span) else Span(found, found)


def _on_line(one: tuple[int, Amount], other: tuple[int, Amount], day: int) -> Amount:
    """What lies on the line between two counts, with the bounds they leave."""
    (start, first), (end, last) = one, other
    left, right = _span(first), _span(last)

    def at(a: Decimal, b: Decimal) -> Decimal:
        return a + (b - a) * (day - start) / (end - start)

    low = at(left.low or Decimal(0), right.low or Decimal(0))
    if left.high is None or right.high is None:
        return Span(low, None, left.low_open or right.low_open)
    high = at(left.high, right.high)
    exact = isinstance(first, Decimal) and isinstance(last, Decimal)
    return low if exact else Span(low, high, left.low_open or right.low_open, left.high_open or right.high_open)
