"""The ledger's clock: when something was told, and which day it was at the site then."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]


def machine() -> datetime:
    """The time by the clock of this machine, in UTC."""
    return datetime.now(UTC)


def day_at(moment: datetime, zone: ZoneInfo | None) -> date:
    """The day of a moment at the site; where no time zone is chosen, by this machine's own."""
    return moment.astimezone(zone).date()


def stamp(moment: datetime) -> str:
    """A moment in UTC, always equally long, so that texts sort as moments do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
