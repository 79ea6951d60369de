"""Time to an event by the product limit, with log–log intervals and the number at risk (reference 6).

Ties: events before censorings. The curve ends at the last follow-up: nothing is said of a later day. The median is the first day on which
the estimate is at or below one half (R gives a midpoint where it is exactly one half).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from warnings import catch_warnings, simplefilter

from core.cohort.estimate import LEVEL
from core.facts.fact import Cited

MONTH = 30.4375  # days (reference 6)
FEW = 10  # at risk: the curve beyond is shown gray (reference 6)
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Followed:
    """How long one subject was followed: to the event, or to where it is censored, and why. Days count from the start of the curve."""

    subject_id: str
    days: int
    event: bool
    why: str
    evidence: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """The curve from a day on, up to the next step: `survival` with its interval, `None` where it has none (survival 0 or 1). `at_risk`
    were followed up to this day."""

    day: int
    at_risk: int
    events: int
    censored: int
    survival: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Curve:
    """One product-limit estimate of those who were `followed`, in the order of their days."""

    followed: tuple[Followed, ...]
    steps: tuple[Step, ...]

    @property
    def last_day(self) -> int | None:
        """Of all follow-up; `None` of nobody."""
        return self.followed[-1].days if self.followed else None

    @property
    def events(self) -> int:
        return sum(each.event for each in self.followed)

    @cached_property
    def few_from(self) -> int | None:
        """The first day with fewer than ten at risk; `None` where there is none."""
        return next((day for day in range((self.last_day or 0) + 1) if self.at_risk(day) < FEW), None)

    def at_risk(self, day: int) -> int:
        """How many were followed to this day, events and censorings of the day itself included."""
        return len(self.followed) - bisect_left(self.followed, day, key=lambda each: each.days)

    def at(self, day: int) -> Step | None:
        """The estimate on a day; `None` beyond the last follow-up."""
        if self.last_day is None or day > self.last_day:
            return None
        found = bisect_right(self.steps, day, key=lambda each: each.day)
        return self.steps[found - 1] if found else Step(0, len(self.followed), 0, 0, 1.0, None, None)

    def median(self) -> int | None:
        """In days; `None` where it is not reached."""
        return self._first(lambda step: step.survival)

    def median_interval(self) -> tuple[int | None, int | None]:
        """Where the interval's own ends come down to one half: `None` is not reached."""
        return self._first(lambda step: 0.0 if step.survival == 0 else step.low), self._first(lambda step: step.high)

    def _first(self, of: Callable[[Step], float | None]) -> int | None:
        return next((step.day for step in self.steps if (found := of(step)) is not None and found <= HALF), None)


def product_limit(followed: Sequence[Followed]) -> Curve:
    """The curve of any number of subjects, none included."""
    ordered = tuple(sorted(followed, key=lambda each: (each.days, not each.event, each.subject_id)))
    return Curve(ordered, tuple(_steps(ordered)) if ordered else ())


def reverse(curve: Curve) -> Curve:
    """The follow-up itself as the event: its median is the median follow-up (reverse Kaplan–Meier)."""
    return product_limit([Followed(each.subject_id, each.days, not each.event, each.why, each.evidence) for each in curve.followed])


def _steps(ordered: Sequence[Followed]) -> Sequence[Step]:
    from scipy.stats import CensoredData, ecdf  # half a second, for whom asks

    found = ecdf(CensoredData.right_censored([each.days for each in ordered], [not each.event for each in ordered])).sf
    with catch_warnings():  # where the estimate is 1 or 0 there is no interval, and none is given
        simplefilter("ignore", RuntimeWarning)
        interval = found.confidence_interval(confidence_level=LEVEL, method="log-log")
    lows, highs = (end.probabilities.tolist() for end in (interval.low, interval.high))
    steps = []
    risk = len(ordered)
    for at, day in enumerate(found.quantiles):
        of_day = [each for each in ordered if each.days == day]
        events = sum(each.event for each in of_day)
        low, high = lows[at], highs[at]
        given = isfinite(low) and isfinite(high) and 0 < found.probabilities[at] < 1
        ends = (low, high) if given else (None, None)
        steps.append(Step(int(day), risk, events, len(of_day) - events, float(found.probabilities[at]), *ends))
        risk -= len(of_day)
    return steps
