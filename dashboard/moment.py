"""Days and moments as an address and a field write them: ISO, and in no other way."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)", re.ASCII)


def day_of_text(text: str) -> date | None:
    """A day written like 2026-03-05."""
    if not DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def moment_of_text(text: str, zone: tzinfo | None) -> datetime | None:
    """The UTC moment of a time in the site's zone, written like 2026-03-05 18:00 or 2026-03-05 18:00:07, to the end of that minute or
    second; of a day, its end. `zone` is `None` for the machine's own. An hour that a clock set back shows twice is the first."""
    if not (DAY.fullmatch(text) or MOMENT.fullmatch(text)):
        return None
    try:
        last = datetime.fromisoformat(text) + _length(text) - timedelta(microseconds=1)
        return (last.astimezone() if zone is None else last.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _length(text: str) -> timedelta:
    """How long the written day, minute or second lasts."""
    return timedelta(days=1) if DAY.fullmatch(text) else timedelta(seconds=1) if text.count(":") > 1 else timedelta(minutes=1)
