"""Everybody's visits that are owed: due, overdue or missed by the site's schedule, and what each still needs (reference 8).

Whether a visit was done is `core.protocol.schedule`'s to say; here stands only what that means for who has to act.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.assessment import Assessment
from core.facts.fact import Cited
from core.logic.rules import Statement
from core.protocol import schedule as by_schedule
from core.protocol.schedule import Planned, Schedule, schedule
from core.protocol.setting import Visit

CATCH_UP = 14  # days after its window in which a visit is overdue rather than missed [A]
OVERDUE, DUE, OPEN, MISSED = "overdue", "due", "cannot be told", "missed"
ORDER = (OVERDUE, DUE, OPEN, MISSED)  # the most urgent first

STATED = (
    Statement(
        "visits overdue",
        f"A visit that lacks something is due while its window lasts, overdue for {CATCH_UP} days after it and missed from then on. Where "
        "the records leave open what was done, or whether anything more is expected, it cannot be told and is neither.",
        f"[A] {CATCH_UP} days; clinical reference 8",
    ),
)


@dataclass(frozen=True, slots=True)
class Owed:
    """One visit of one subject that still needs something: the words of its items without a record, with the reason where a missing record
    does not mean that it was not done. `doubts` are the cells that leave open whether anything more is expected."""

    subject_id: str
    visit: Planned
    state: str
    needs: tuple[str, ...]
    doubts: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is owed, the most urgent first. `followed` are those given infusion 1; `undecided` those of whom a cell leaves that open."""

    followed: tuple[str, ...]
    visits: tuple[Owed, ...]
    undecided: tuple[str, ...]

    def of(self, state: str) -> tuple[Owed, ...]:
        return tuple(each for each in self.visits if each.state == state)


def follow_up(cohort: Sequence[Assessment], as_of: date, visits: Sequence[Visit]) -> FollowUp:
    """The visits of everybody given infusion 1 by the schedule of the site."""
    infused = [each for each in cohort if 1 in each.toxicity]
    owed = (one for each in infused for one in _owed(each.subject_id, schedule(each.facts, as_of, visits), as_of))
    undecided = tuple(each.subject_id for each in cohort if each.infusion_1_open)
    return FollowUp(tuple(each.subject_id for each in infused), tuple(sorted(owed, key=_urgency)), undecided)


def _urgency(owed: Owed) -> tuple[int, int, str]:
    """What ends first comes first; of what is missed, the latest."""
    last = owed.visit.last.toordinal()
    return ORDER.index(owed.state), -last if owed.state == MISSED else last, owed.subject_id


def _owed(subject_id: str, found: Schedule, as_of: date) -> Iterator[Owed]:
    for visit in found.visits:
        state = _state(visit, found, as_of)
        if state is not None:
            yield Owed(subject_id, visit, state, tuple(_needs(visit)), found.doubts)


def _state(visit: Planned, found: Schedule, as_of: date) -> str | None:
    if visit.state in (by_schedule.DONE, by_schedule.UPCOMING, by_schedule.ENDED):
        return None
    if visit.state == by_schedule.PARTLY and found.ended is not None and visit.last >= found.ended.day:
        return None
    closed = visit.last < as_of
    if visit.state in (by_schedule.OPEN, by_schedule.UNTOLD) or found.doubts or (closed and any(item.doubt for item in visit.items)):
        return OPEN
    if not closed:
        return DUE
    return OVERDUE if (as_of - visit.last).days <= CATCH_UP else MISSED


def _needs(visit: Planned) -> Iterable[str]:
    for item in visit.items:
        if item.sheet is None:
            yield f"{item.words} (not looked for)"
        elif not item.records:
            yield f"{item.words} ({item.doubt})" if item.doubt else item.words
