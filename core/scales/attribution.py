"""To which infusion a toxicity belongs: the newest one given by the day of its onset (clinical reference 6)."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.facts.values import Moment
from core.logic.rules import Statement
from core.scales.episodes import Course

BELONGS = Statement(
    "belongs to an infusion",
    "A toxicity or infection belongs to infusion 2 where its onset lies on the day of infusion 2 or later, else to infusion 1. The "
    "bedside rows from the day of an infusion to the day before the next are judged together; what was diagnosed before that day is not "
    "diagnosed after it. The days decide, not the hours: a sign seen before the infusion on its very day belongs to it, and that is said.",
    "[R] clinical reference 6, AE table, and 1.3, already_given; [A] that the day decides: contract of the command line, toxicity",
)
STATED = (BELONGS,)


@dataclass(frozen=True, slots=True)
class Attribution:
    """`infused` is when that infusion was given; `earlier_that_day`: both have their hour, and the onset's lies before the infusion's."""

    number: int
    infused: Moment
    earlier_that_day: bool


def attributed(onset: Moment, infusions: Mapping[int, Moment]) -> Attribution | None:
    """The infusion, of those given, to which what began at `onset` belongs; `None` where it began before the first."""
    begun = [(infused.day, number) for number, infused in infusions.items() if infused.day <= onset.day]
    if not begun:
        return None
    day, number = max(begun)
    infused = infusions[number]
    return Attribution(number, infused, onset.timed and infused.timed and day == onset.day and onset.at < infused.at)


def left_open(course: Course) -> bool:
    """Whether its newest episode is not recorded as resolved: what goes on of it after a next infusion is told as of that one."""
    return bool(course.episodes) and course.resolved_at is None
