"""The stopping boundaries a site may set: an event by a day after an infusion, the rate that is tolerated, and how sure one must be."""

import re
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core.facts import reading as r
from core.facts.values import Cell, plain
from core.protocol.setting import LONGEST, Setting

CRS, ICANS, DEATH = "CRS", "ICANS", "death"
EVENTS = {each.lower(): each for each in (CRS, ICANS, DEATH)}


class Boundary(NamedTuple):
    """`grade` is the least that counts, 0 for death; `day` the last after infusion `number`; `limit` and `confidence` are in %."""

    event: str
    grade: int
    day: int
    number: int
    limit: Decimal
    confidence: Decimal

    @property
    def name(self) -> str:
        graded = f" ≥{self.grade}" if self.grade else ""
        return f"{self.event}{graded} by day {self.day} after infusion {self.number}"

    @property
    def said(self) -> str:
        return f"{self.name}: {self.limit} %, {self.confidence} %"


_PERCENT = r"\d{1,2}(?:\.\d{1,2})?"
_BOUNDARY = re.compile(
    r"\s*(?:(?P<scale>CRS|ICANS)\s*(?:≥|>=)\s*(?P<grade>[1-4])|(?P<death>death))\s+by\s+day\s+(?P<day>\d{1,3})\s+after\s+infusion\s+"
    rf"(?P<number>[12])\s*:\s*(?P<limit>{_PERCENT})\s*%\s*,\s*(?P<confidence>{_PERCENT})\s*%\s*",
    re.IGNORECASE | re.ASCII,
)
LEAST_SURE = 50  # %: below it a boundary would be crossed more likely than not by chance


def _boundaries(found: Cell, zone: ZoneInfo | None) -> tuple[Boundary, ...]:
    """Each event once: a list, or their text with semicolons between."""
    parts = [part for part in found.split(";") if part.strip()] if isinstance(found, str) else found
    if not isinstance(parts, list | tuple) or not parts:
        raise ValueError("names no boundary")
    told = tuple(sorted(map(_boundary, parts)))
    if len({each.name for each in told}) < len(told):
        raise ValueError("names one event twice")
    return told


def _boundary(found: object) -> Boundary:
    """One of them as text, or as its parts."""
    text = Boundary(*found).said if isinstance(found, list | tuple) and len(found) == len(Boundary._fields) else str(found)
    read = _BOUNDARY.fullmatch(text)
    if read is None:
        raise ValueError(f"says “{text.strip()}”")
    event = EVENTS[(read["scale"] or read["death"]).lower()]
    limit, confidence = (Decimal(plain(Decimal(read[name]))) for name in ("limit", "confidence"))
    if int(read["day"]) > LONGEST or not limit or confidence < LEAST_SURE:
        raise ValueError(f"says “{text.strip()}”")
    return Boundary(event, int(read["grade"] or 0), int(read["day"]), int(read["number"]), limit, confidence)


class StoppingBoundaries(Setting):
    """When the site would stop to think."""

    reads = r.Reads(
        _boundaries,
        "each event with the tolerated rate and the confidence (50 % or more), like CRS ≥3 by day 30 after infusion 2: 20 %, 90 %; death "
        "by day 30 after infusion 1: 10 %, 90 %",
    )
    value: tuple[Boundary, ...]

    @property
    def said(self) -> str:
        return "; ".join(each.said for each in self.value)
