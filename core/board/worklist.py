"""The tumor board's list: everybody, grouped by what the board must do. Nobody vanishes.

In each group those whose CRS or ICANS runs now as severely as holds an infusion come first, then the fewest days left.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from core.assessment import BEFORE_INFUSION_1, Assessment, state_of
from core.board.entry import Entry, Urgency, newest_sample, newest_scan
from core.board.reasons import why
from core.logic.rules import MET, NOT_MET, UNKNOWN
from core.protocol.second_infusion import ALREADY_GIVEN, BOARD_REVIEW, CLOSED

# In the order of the list; each state of the rule leads to one of them.
NAMES = {
    BOARD_REVIEW: "To decide",
    MET: "To decide",
    UNKNOWN: "Something is missing",
    NOT_MET: "Rule not met",
    ALREADY_GIVEN: "Infusion 2 given",
    CLOSED: "Case closed",
    BEFORE_INFUSION_1: "Before infusion 1",
}


class Placed(Protocol):
    """What has a place in the list."""

    @property
    def group(self) -> str: ...

    @property
    def urgency(self) -> Urgency: ...


P = TypeVar("P", bound=Placed)


@dataclass(frozen=True, slots=True)
class Group(Generic[P]):
    """What the board must do, and for whom."""

    name: str
    entries: tuple[P, ...]


def worklist(assessments: Iterable[Assessment]) -> tuple[Group[Entry], ...]:
    """Every group in its order, an empty one too; every assessment exactly once."""
    return arranged(map(entry_of, assessments))


def arranged(placed: Iterable[P]) -> tuple[Group[P], ...]:
    """Whatever has a place in the list, by group and urgency."""
    entries = sorted(placed, key=lambda each: each.urgency)
    return tuple(Group(name, tuple(each for each in entries if each.group == name)) for name in dict.fromkeys(NAMES.values()))


def entry_of(found: Assessment) -> Entry:
    infused_on = None if found.second_infusion is None else found.second_infusion.standing.infused_on
    facts, unclear = found.facts, bool(found.infusion_1_open)
    sample, scan = newest_sample(facts.ctdna, infused_on), newest_scan(facts.pet, infused_on, unclear)
    return Entry(found, NAMES[state_of(found)], why(found), sample, scan)
