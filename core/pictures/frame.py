"""The axis of days that everything on the trajectory shares: days since infusion 1, and where one stands on the smallest drawing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import ceil
from typing import Any

from core.pictures.room import WIDTH
from core.response.window import days_since

Row = dict[str, Any]
Rows = dict[str, list[Row]]

AIR = 0.05  # of the days shown, before the first and after the last
LEAST_AIR = 4
STEP, LABELED_TICKS = 14, 8  # days between two ticks, or twice that, and again


@dataclass(frozen=True, slots=True)
class Frame:
    """`first` and `last` are the ends of the axis, in days since infusion 1; `again` is the day of infusion 2, once that is given: a second
    clock starts there."""

    infused_on: date
    first: int
    last: int
    again: int | None = None

    def day(self, on: date) -> int:
        return days_since(self.infused_on, on)

    def x(self, day: float) -> float:
        return (day - self.first) * self.pixels

    @property
    def pixels(self) -> float:
        """A day's width."""
        return WIDTH / (self.last - self.first)

    def named(self, day: int) -> str:
        """A day as the picture writes it, from infusion 2 on by both clocks."""
        return named(day) if self.again is None or day < self.again else f"{named(day)}, 2+{day - self.again}"

    def values(self, calendar: bool = False) -> dict[str, Any]:
        """The axis as the drawing's parameters; by the calendar the ticks are Mondays, else days counted from infusion 1."""
        step = STEP
        while (self.last - self.first) / step > LABELED_TICKS:
            step *= 2
        day = self.infused_on
        past = -day.weekday() if calendar else 0
        ticks = list(range(ceil((self.first - past) / step) * step + past, self.last + 1, step))
        start = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)
        return {"first": self.first, "last": self.last, "ticks": ticks, "infused": start, "calendar": calendar}


def frame_of(infused_on: date, days: Iterable[int], again: int | None = None) -> Frame:
    """The axis that holds all these days, with some air."""
    shown = sorted(days)
    air = max(LEAST_AIR, ceil(AIR * (shown[-1] - shown[0])))
    return Frame(infused_on, shown[0] - air, shown[-1] + air, again)


def named(day: int) -> str:
    """A day as the picture writes it."""
    return f"d{day}".replace("-", "−")
