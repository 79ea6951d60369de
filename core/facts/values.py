"""The values a fact can hold: a moment in the site's time, an amount, and an amount known only within bounds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

Cell = str | int | float | bool | date | datetime | object | None


class Moment(NamedTuple):
    """When something was true, in the site's time zone and without an offset. `timed` is false where only the day was recorded."""

    at: datetime
    timed: bool

    @property
    def day(self) -> date:
        return self.at.date()

    def __str__(self) -> str:
        return self.at.isoformat(" ", "minutes") if self.timed else self.at.date().isoformat()


@dataclass(frozen=True, slots=True)
class Span:
    """An amount known only to lie between two bounds; `None` is no bound. A laboratory's `<0.5` is `Span(None, 0.5, high_open=True)`."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    def map(self, change: Callable[[Decimal], Decimal]) -> "Span":
        """The span of `change`, a rising function, over this one."""
        return Span(
            None if self.low is None else change(self.low),
            None if self.high is None else change(self.high),
            self.low_open,
            self.high_open,
        )

    def __str__(self) -> str:
        if self.low is None:
            return f"{'<' if self.high_open else '≤'}{self.high}"
        if self.high is None:
            return f"{'>' if self.low_open else '≥'}{self.low}"
        return f"{self.low}–{self.high}"


Amount = Decimal | Span


def between(low: int, high: int) -> Amount:
    """The whole number where both ends agree, else the span, ends included."""
    return Decimal(low) if low == high else Span(Decimal(low), Decimal(high))


def plain(amount: Amount) -> str:
    """An amount in digits, without an exponent and without the zeros a conversion leaves."""
    if isinstance(amount, Span):
        return str(amount.map(lambda bound: Decimal(plain(bound))))
    text = f"{amount:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text
