"""The curves of the trial: PFS, OS and duration of response from infusion 1, from infusion 2, and from a landmark (reference 6).

Who was infused twice lived long enough to be: comparing "twice" with "once" from infusion 1 credits that time to the second infusion
(immortal-time bias). So the two are compared from day 60 on only, among those followed and free of the event that long.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.assessment import Assessment
from core.cohort.survival import Curve, Followed, product_limit
from core.cohort.times import CENSORED, Told, Unplaced, duration_of_response, overall, progression_free
from core.facts.subject import SubjectFacts
from core.response.window import WINDOW

LANDMARK = WINDOW[-1]  # the last day of the window of the second infusion
IMMORTAL_TIME = (
    f"Compared from day {LANDMARK} on, among those followed that long without the event, by what was given up to then: whoever received "
    "infusion 2 had to live to receive it, and counting that time for it would favor it (immortal-time bias). The groups were not "
    "randomized."
)
Times = Callable[[SubjectFacts, date, date], Told | None]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A curve, and who could not be placed on it and why."""

    curve: Curve
    unplaced: tuple[Unplaced, ...]


def from_infusion(cohort: Sequence[Assessment], times: Times, number: int = 1) -> Estimate:
    """Everybody given an infusion, from its day; whom `times` says nothing of is not among them."""
    told = (times(each.facts, each.toxicity[number].infused_on, each.as_of) for each in cohort if number in each.toxicity)
    return estimate(one for one in told if one is not None)


def estimate(told: Iterable[Told]) -> Estimate:
    all_of_them = tuple(told)
    return Estimate(
        product_limit([one for one in all_of_them if isinstance(one, Followed)]),
        tuple(one for one in all_of_them if isinstance(one, Unplaced)),
    )


def survival(facts: SubjectFacts, start: date, as_of: date) -> Told:
    return overall(facts, start, as_of)


def without_progression(therapy: str = CENSORED) -> Times:
    """PFS, with a new therapy as the analysis has it."""
    return lambda facts, start, as_of: progression_free(facts, start, as_of, therapy)


def of_response(therapy: str = CENSORED) -> Times:
    """DOR: of those with a response only."""
    return lambda facts, start, as_of: duration_of_response(facts, start, as_of, therapy)


def landmark(cohort: Sequence[Assessment], times: Times) -> tuple[Estimate, Estimate]:
    """Once and twice infused by day 60, from day 60 on: those followed to it without the event."""
    once: list[Told] = []
    twice: list[Told] = []
    for each in cohort:
        if 1 not in each.toxicity:
            continue
        told = times(each.facts, each.toxicity[1].infused_on, each.as_of)
        group = twice if _twice_by_landmark(each) else once
        if isinstance(told, Unplaced):
            group.append(told)
        elif told is not None and (told.days > LANDMARK or (told.days == LANDMARK and not told.event)):
            group.append(replace(told, days=told.days - LANDMARK))
    return estimate(once), estimate(twice)


def _twice_by_landmark(found: Assessment) -> bool:
    return 2 in found.toxicity and (found.toxicity[2].infused_on - found.toxicity[1].infused_on).days <= LANDMARK
