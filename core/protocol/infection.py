"""Whether an uncontrolled infection is active, as the rule's holds ask it (clinical reference 1.3, W_INFECTION, W_SAFETY_UNKNOWN)."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.facts.fact import Cited
from core.facts.subject import SubjectFacts
from core.logic.rules import Statement

ANSWER_HOLDS = timedelta(days=14)  # [A] the 15th day is too old

STATED = (
    Statement(
        "infection",
        "Active and uncontrolled: the newest bedside answer is yes, or an infection without a resolution date is recorded as not "
        "controlled.",
        "[W] clinical reference 1.3, W_INFECTION",
    ),
    Statement(
        "infection unknown",
        f"Not answered at the bedside within {ANSWER_HOLDS.days} days before the as-of day, or an infection of whose control nothing is "
        "recorded and which did not begin before the newest answer: not decided (W_SAFETY_UNKNOWN).",
        "[A] clinical reference 1.3, W_SAFETY_UNKNOWN; 1.4b",
    ),
)


@dataclass(frozen=True, slots=True)
class InfectionStatus:
    """`active` with its evidence; `named` are the uncontrolled infections in words; `open` says what keeps a "no" from being relied on,
    and is empty where the question is settled."""

    active: bool
    named: tuple[str, ...]
    open: tuple[str, ...]
    evidence: tuple[Cited, ...]


def infection_status(facts: SubjectFacts, day: date) -> InfectionStatus:
    """The newest bedside answer, and infections that are neither resolved nor controlled, up to a day.

    An infection that did not begin before the day of the newest answer, and of whose control nothing is recorded, leaves the question open.
    """
    # An answer that cannot be read, or that another row contradicts, is the newest all the same: no older "no" stands in for it.
    answered = [fact for fact in facts.bedside if fact.record.active_infection is not None or "active_infection" in fact.faults]
    newest = max(answered, key=lambda fact: fact.record.assessed_at, default=None)
    ongoing = [fact for fact in facts.infections if fact.record.resolved_on is None or fact.record.resolved_on > day]
    uncontrolled = [fact for fact in ongoing if fact.record.controlled is False]
    said_yes = newest is not None and newest.record.active_infection is True
    answered_on = None if newest is None else newest.record.assessed_at.day
    unsettled = [
        fact
        for fact in ongoing
        if fact.record.controlled is None and (answered_on is None or fact.record.onset_on is None or fact.record.onset_on >= answered_on)
    ]
    open_ = [] if answered_on is not None and day - answered_on <= ANSWER_HOLDS else ["infection: not answered within 14 days"]
    open_ += ["infection: the newest answer counts as not recorded"] if newest is not None and "active_infection" in newest.faults else []
    open_ += ["infection: one whose control is not recorded"] if unsettled else []
    evidence = [Cited(fact, "controlled") for fact in (*uncontrolled, *unsettled)]
    if newest is not None:
        evidence.insert(0, Cited(newest, "active_infection"))
    words = (", ".join(filter(None, (fact.record.organism, fact.record.site))) for fact in uncontrolled)
    named = tuple(filter(None, words))
    return InfectionStatus(said_yes or bool(uncontrolled), named, tuple(open_), tuple(evidence))
