"""ctDNA by time point: how many were negative of those with an evaluable call (reference 5 and 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from core.assessment import Assessment
from core.cohort.estimate import Share, share
from core.facts.fact import Cited, Fact
from core.facts.records import Ctdna

POINTS = {7: 1, 14: 2, 21: 2, 28: 3, 56: 4, 90: 14}  # days after infusion 1, and how far a sample may lie apart (reference 8)


@dataclass(frozen=True, slots=True)
class Point:
    """One time point: the evaluable call of each subject nearest to it, and the subjects without one whose window has closed."""

    day: int
    around: int
    calls: tuple[tuple[str, str, tuple[Cited, ...]], ...]  # subject, negative or positive, the cells
    without: tuple[str, ...]

    @property
    def cleared(self) -> Share:
        return share(sum(call == "negative" for _, call, _ in self.calls), len(self.calls))


def clearance(cohort: Sequence[Assessment]) -> tuple[Point, ...]:
    """Every time point in order; who is not there yet is in neither list."""
    return tuple(_point(cohort, day, around) for day, around in POINTS.items())


def _point(cohort: Sequence[Assessment], day: int, around: int) -> Point:
    calls: list[tuple[str, str, tuple[Cited, ...]]] = []
    without: list[str] = []
    for each in cohort:
        if 1 not in each.toxicity:
            continue
        if found := _call(each, day, around):
            calls.append((each.subject_id, found[0].record.call or "", tuple(Cited(sample, "call") for sample in found)))
        elif each.as_of > each.toxicity[1].infused_on + timedelta(days=day + around):
            without.append(each.subject_id)
    return Point(day, around, tuple(calls), tuple(without))


def _call(found: Assessment, day: int, around: int) -> Sequence[Fact[Ctdna]]:
    """The evaluable samples nearest the time point, the later day of two; none where their calls differ."""
    infused_on = found.toxicity[1].infused_on
    near: dict[int, list[Fact[Ctdna]]] = {}
    for sample in found.facts.ctdna:
        apart = (sample.record.collected_on - infused_on).days - day
        if sample.record.call in ("positive", "negative") and abs(apart) <= around:
            near.setdefault(apart, []).append(sample)
    of_day = near[min(near, key=lambda apart: (abs(apart), -apart))] if near else []
    return of_day if len({sample.record.call for sample in of_day}) == 1 else ()
