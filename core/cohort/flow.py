"""From enrolled to infused twice: every subject in exactly one box at each step, and each box its list (NCT06902012, flow).

Not receiving infusion 2 is no deviation: the conditional of the protocol wins (reference 1.4, A7).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.assessment import BEFORE_INFUSION_1, Assessment, state_of
from core.logic.rules import MET, NOT_MET, UNKNOWN
from core.protocol.second_infusion import ALREADY_GIVEN, BOARD_REVIEW, CLOSED

ENROLLED, APHERESED, INFUSED, TWICE = "enrolled", "apheresed", "infused once or more", "infused twice"
NOT_APHERESED, NOT_INFUSED, LEFT_OPEN = "leukapheresis not recorded", "not infused", "infusion 1 left open by a cell"
STATES: Mapping[str, str] = {  # of those infused once: what the second-infusion rule says
    MET: "rule met, infusion 2 not given",
    BOARD_REVIEW: "board review",
    NOT_MET: "rule not met",
    UNKNOWN: "undecided",
    CLOSED: "case closed",
}
COMES_FROM: Mapping[str, str | None] = {
    ENROLLED: None,
    APHERESED: ENROLLED,
    NOT_APHERESED: ENROLLED,
    INFUSED: APHERESED,
    NOT_INFUSED: APHERESED,
    LEFT_OPEN: APHERESED,
    TWICE: INFUSED,
    **dict.fromkeys(STATES.values(), INFUSED),
}


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the flow and who is in it, in the order of the cohort; `comes_from` names the box above."""

    name: str
    subjects: tuple[str, ...]
    comes_from: str | None


def flow(cohort: Iterable[Assessment]) -> tuple[Box, ...]:
    """All boxes from the top, an empty one too. Those of one box are exactly those of the boxes that come from it."""
    found: dict[str, list[str]] = {name: [] for name in COMES_FROM}
    for each in cohort:
        for name in way(each):
            found[name].append(each.subject_id)
    return tuple(Box(name, tuple(found[name]), above) for name, above in COMES_FROM.items())


def way(found: Assessment) -> tuple[str, ...]:
    """The boxes of one subject from the top to where it is now."""
    state = state_of(found)
    if state == ALREADY_GIVEN:
        return ENROLLED, APHERESED, INFUSED, TWICE
    if state == BEFORE_INFUSION_1:
        return (ENROLLED, APHERESED, NOT_INFUSED) if _apheresed(found) else (ENROLLED, NOT_APHERESED)
    if found.second_infusion is None:
        return ENROLLED, APHERESED, LEFT_OPEN
    return ENROLLED, APHERESED, INFUSED, STATES[state]


def _apheresed(found: Assessment) -> bool:
    """Infusion rows are known whole: a leukapheresis that is still to come is none yet."""
    days = (row.record.leukapheresis_on for row in found.facts.infusions)
    return any(day is not None and day <= found.as_of for day in days)
