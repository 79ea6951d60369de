"""What the second-infusion rule said and what was given: followed, overridden, outside, or not over yet (reference 6, concordance).

Not giving infusion 2 where the rule is met is no deviation of the protocol (reference 1.4, A7): the table describes, it does not blame.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.assessment import Assessment, SecondInfusion
from core.cohort.estimate import Share
from core.cohort.response import Rate, at_three_months
from core.logic.rules import MET, NOT_MET, UNKNOWN
from core.protocol.second_infusion import BOARD_REVIEW

FEWEST = 5  # subjects of a group whose outcome is shown: of fewer one could be told from another
FOLLOWED_GIVEN = "rule met, infusion 2 given"
FOLLOWED_NOT = "rule not met, infusion 2 not given"
BOARD_GIVEN = "met on one reading, infusion 2 given"
BOARD_NOT = "met on one reading, infusion 2 not given"
OVERRIDDEN = "rule met, infusion 2 not given"
OUTSIDE = "rule not met, infusion 2 given"
UNDECIDED_GIVEN = "rule undecided, infusion 2 given"
UNDECIDED_NOT = "rule undecided, infusion 2 not given"
STILL_OPEN = "window still open"
GIVEN = {MET: FOLLOWED_GIVEN, BOARD_REVIEW: BOARD_GIVEN, NOT_MET: OUTSIDE, UNKNOWN: UNDECIDED_GIVEN}
NOT_GIVEN = {MET: OVERRIDDEN, BOARD_REVIEW: BOARD_NOT, NOT_MET: FOLLOWED_NOT, UNKNOWN: UNDECIDED_NOT}


@dataclass(frozen=True, slots=True)
class Concord:
    """One group and who is in it; `cr` is their 3-month CR rate, `None` of fewer than five."""

    name: str
    subjects: tuple[str, ...]
    cr: Share | None


def concordance(cohort: Sequence[Assessment]) -> tuple[Concord, ...]:
    """Every group, an empty one too; everybody infused exactly once."""
    groups: dict[str, list[Assessment]] = {name: [] for name in (*GIVEN.values(), *NOT_GIVEN.values(), STILL_OPEN)}
    for each in cohort:
        if each.second_infusion is not None:
            groups[_group(each.second_infusion)].append(each)
    return tuple(Concord(name, tuple(each.subject_id for each in found), _rate(found)) for name, found in groups.items())


def _group(second: SecondInfusion) -> str:
    """By the readings as they stood on the day of infusion 2, before the case was closed, or when the window had passed."""
    said = second.readings.state
    if second.standing.given_on is not None:
        return GIVEN[said]
    over = second.standing.closing is not None or second.standing.days_left < 0
    return NOT_GIVEN[said] if over else STILL_OPEN


def _rate(group: Sequence[Assessment]) -> Share | None:
    if len(group) < FEWEST:
        return None
    return Rate(tuple(at_three_months(each.facts, each.toxicity[1].infused_on, each.as_of) for each in group)).all_closed
