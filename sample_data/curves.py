"""Courses as curves over days since an infusion: anchors joined on a log scale, a bump of inflammation, a temperature hour by hour.

Every curve takes its own seeded generator, so that a change of one subject leaves the others as they were.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, exp, log, pi, sin
from random import Random

Anchors = Sequence[tuple[float, float]]  # days since the infusion and values above zero

HOUR = 1 / 24


def joined(anchors: Anchors, day: float) -> float:
    """The value on a day: straight on a log scale between two anchors, level before the first and after the last."""
    at = bisect_right([when for when, _ in anchors], day)
    if at == 0 or at == len(anchors):
        return anchors[min(at, len(anchors) - 1)][1]
    (start, low), (end, high) = anchors[at - 1], anchors[at]
    return exp(log(low) + (log(high) - log(low)) * (day - start) / (end - start))


def bump(day: float, start: float, peak: float, lasting: float) -> float:
    """From 0 at the start to 1 at the peak, then falling to a third within each `lasting` days."""
    if day <= start:
        return 0.0
    return (day - start) / (peak - start) if day < peak else exp((peak - day) / lasting)


def raised(base: float, top: float, share: float) -> float:
    """Between base and top on a log scale."""
    return base * (top / base) ** share


def noisy(value: float, random: Random, spread: float) -> float:
    """A measured value: the true one times a factor near one."""
    return value * exp(random.gauss(0, spread))


@dataclass(frozen=True)
class Fever:
    """A fever of 38 °C or more from one day to another; before it the temperature climbs, after it the temperature falls for hours."""

    start: float
    end: float
    peak: float
    wave: float = 0.42  # days from crest to crest

    def at(self, day: float) -> float:
        """The fever itself: waves under an envelope that opens and closes over some hours."""
        envelope = min(1.0, (day - self.start) / 0.3, (self.end - day) / 0.3)
        crest = 0.72 + 0.28 * sin(2 * pi * (day - self.start) / self.wave - pi / 2)
        return 38.2 + (self.peak - 38.2) * envelope * crest


class Thermometer:
    """Temperatures of one stay in the order of time: a daily rhythm, slow noise, and fevers on top."""

    CLIMB, FALL = 5 * HOUR, 9 * HOUR

    def __init__(self, fevers: Sequence[Fever], random: Random) -> None:
        self.fevers, self.random, self.drift = fevers, random, 0.0

    def reading(self, day: float) -> float:
        """One reading to a tenth of a degree. Within a fever never below 38.1, outside one never above 37.9."""
        self.drift = 0.6 * self.drift + self.random.gauss(0, 0.09)
        rhythm = 36.55 + 0.3 * cos(2 * pi * ((day % 1) * 24 - 17) / 24)
        calm = rhythm + self.drift
        for fever in self.fevers:
            if fever.start <= day <= fever.end:
                return round(min(40.4, max(38.1, fever.at(day) + self.drift)), 1)
            if fever.start - self.CLIMB < day < fever.start:
                calm += (37.9 - rhythm) * (1 - (fever.start - day) / self.CLIMB)
            if fever.end < day < fever.end + self.FALL:
                calm += (38.0 - rhythm) * (1 - (day - fever.end) / self.FALL)
        return round(min(37.9, max(35.8, calm)), 1)
