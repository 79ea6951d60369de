"""Where a subject stands on a day: infusion 1, infusion 2 given or planned, or the case closed by death or a new therapy.

It also says up to which day facts count for the second-infusion rule: once infusion 2 is given or the case is closed, the readings
and warnings stay those of that day (clinical reference 1.3 and 1.4b).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.facts.fact import Cited, Fact
from core.facts.records import FollowUp, Infusion
from core.facts.subject import FUTURE, SubjectFacts, in_conflict
from core.logic.rules import Statement
from core.protocol.readings import REFERENCE, InForce

CLOSED_BY_DEATH = "death"
DEATHS = ("crs", "icans", "other")  # the words of column `death` that say so

STATED = (
    Statement(
        "already given",
        "Infusion 2 recorded as given on or before the as-of day. Readings and warnings are then those of the facts up to that day, that "
        "day included; later toxicity belongs to infusion 2. It wins over closed.",
        "[A] clinical reference 1.3",
    ),
    Statement(
        "closed",
        "Death, or a new therapy against the lymphoma, after infusion 1, on or before the as-of day and before infusion 2. Readings and "
        "warnings are those of the facts dated before it.",
        "[R] clinical reference 1.3",
    ),
    Statement(
        "unknown",
        "A blank or impossible cell leaves open whether infusion 2 was given or the case is closed: the state is unknown, never “not”.",
        "[R] clinical reference, golden rule: unknown never turns into met or not met",
    ),
    Statement(
        "known from",
        "A sample or scan with a report date counts only from that date on: on an earlier as-of day it was not known.",
        "[R] clinical reference 1.3",
    ),
)


@dataclass(frozen=True, slots=True)
class Closing:
    """What closed a case, and when."""

    day: date
    reason: str
    evidence: Cited


@dataclass(frozen=True, slots=True)
class Standing:
    """`facts` are those that count for the rule; `counted_to` is the day to which staleness is counted. `undated` are the cells, blank or
    impossible, that leave open whether infusion 2 is given or the case is closed by the as-of day; `under` are the readings in force."""

    as_of: date
    infusion_1: Fact[Infusion]
    infused_on: date
    given_on: date | None
    planned: Fact[Infusion] | None
    closing: Closing | None
    facts: SubjectFacts
    counted_to: date
    undated: tuple[Cited, ...] = ()
    under: InForce = REFERENCE

    @property
    def day(self) -> int:
        """Days from infusion 1 to the as-of day; day 0 is the infusion."""
        return (self.as_of - self.infused_on).days

    @property
    def last_day(self) -> int:
        """The last day since infusion 1 that counts."""
        return self.under.window[-1]

    @property
    def last_day_of_window(self) -> date:
        return self.infused_on + timedelta(days=self.last_day)

    @property
    def days_left(self) -> int:
        """Days from the as-of day to the last day of the window: 0 on that day itself, below zero once it has passed."""
        return (self.last_day_of_window - self.as_of).days


def given(facts: SubjectFacts, number: int, as_of: date) -> tuple[Fact[Infusion], date] | None:
    """The infusion of a number and its day, where it was given on or before the as-of day."""
    fact = facts.infusion(number)
    if fact is None or fact.record.status != "given" or fact.record.infused_on is None or fact.record.infused_on.day > as_of:
        return None
    return fact, fact.record.infused_on.day


def standing(facts: SubjectFacts, as_of: date, under: InForce = REFERENCE) -> Standing | None:
    """`None` before infusion 1 is given."""
    found = _standing(facts, as_of)
    return found if found is None or under is REFERENCE else replace(found, under=under)


def _standing(facts: SubjectFacts, as_of: date) -> Standing | None:
    first = given(facts, 1, as_of)
    if first is None:
        return None
    infusion_1, infused_on = first
    second = given(facts, 2, as_of)
    row = facts.infusion(2)
    planned = row if row is not None and row.record.status == "planned" else None
    if second is not None and second[1] < infused_on:
        return Standing(as_of, infusion_1, infused_on, None, None, None, facts.until(as_of), as_of, (Cited(second[0], "infused_on"),))
    if second is not None:
        return Standing(as_of, infusion_1, infused_on, second[1], None, None, facts.until(second[1]), second[1])
    doubts = tuple(undated(facts, 2, as_of))
    closing = min(closings(facts, infused_on, as_of), key=lambda found: (found.day, found.reason, found.evidence.address), default=None)
    if closing is not None:
        before = closing.day - timedelta(days=1)
        return Standing(as_of, infusion_1, infused_on, None, planned, closing, facts.until(before, closing.day), before, doubts)
    doubts += tuple(undated_closings(facts, infused_on, as_of))
    return Standing(as_of, infusion_1, infused_on, None, planned, None, facts.until(as_of), as_of, doubts)


def closings(facts: SubjectFacts, infused_on: date, as_of: date) -> Iterator[Closing]:
    """Death, or a new therapy against the lymphoma, after infusion 1 and on or before the as-of day."""
    for seen in facts.follow_up:
        column = "seen_on" if seen.record.death_on is None else "death_on"
        day = seen.record.death_on or (seen.record.seen_on if seen.record.status == "dead" else None)
        if day is not None and infused_on <= day <= as_of:
            yield Closing(day, CLOSED_BY_DEATH, Cited(seen, column))
    for row in facts.bedside:
        day = row.record.assessed_at.day
        if row.record.death in DEATHS and infused_on <= day <= as_of:
            yield Closing(day, CLOSED_BY_DEATH, Cited(row, "death"))
    for treatment in facts.treatments:
        at = treatment.record.given_at
        if treatment.record.purpose == "lymphoma" and at is not None and infused_on < at.day <= as_of:
            yield Closing(
                at.day, f"new lymphoma therapy{f', {treatment.record.drug}' if treatment.record.drug else ''}", Cited(treatment, "given_at")
            )


def undated(facts: SubjectFacts, number: int, as_of: date) -> Iterator[Cited]:
    """The cell of an infusion that would say whether it is given by the as-of day: its day, or its status. A day that lies in the future
    is none: it leaves the record unused until corrected."""
    row = facts.infusion(number)
    if row is None:
        return
    day = row.record.infused_on
    if row.record.status == "given" and day is None and row.faults.get("infused_on") != FUTURE:
        yield Cited(row, "infused_on")
    settled_by_day = day is not None and day.day > as_of
    if row.record.status is None and not settled_by_day and (day is not None or {"status", "infused_on"} & row.faults.keys()):
        yield Cited(row, "status")


def undated_closings(facts: SubjectFacts, infused_on: date, as_of: date) -> Iterator[Cited]:
    """A death of which no day, or a day that cannot be, is recorded: before infusion 1, or after the subject was seen dead; an entry of
    death in conflict with another; a therapy against the lymphoma without a day. Each may have closed the case."""
    for seen in facts.follow_up:
        column = _doubtful(seen, infused_on, as_of)
        if column:
            yield Cited(seen, column)
    for row in facts.bedside:
        day = row.record.assessed_at.day
        if (row.record.death in DEATHS and day < infused_on) or (day <= as_of and in_conflict(row, "death")):
            yield Cited(row, "death")
    for treatment in facts.treatments:
        if treatment.record.purpose == "lymphoma" and treatment.record.given_at is None:
            yield Cited(treatment, "given_at")


def _doubtful(seen: Fact[FollowUp], infused_on: date, as_of: date) -> str:
    """The cell of a follow-up that leaves a death open; empty where none does."""
    died, at, dead = seen.record.death_on, seen.record.seen_on, seen.record.status == "dead"
    day = died or at
    if (dead or died is not None) and (day is None or day < infused_on) and FUTURE not in seen.faults.values():
        return "death_on"
    if at is None or at > as_of:
        return ""
    if dead and died is not None and died > as_of:
        return "death_on"
    return "status" if in_conflict(seen, "status") else ""
