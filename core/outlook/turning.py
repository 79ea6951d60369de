"""What would turn the second-infusion rule: the smallest sets of records still to come, or of blank cells to be filled, that change it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from core.assessment import Assessment, SecondInfusion, state_of
from core.logic.flips import merged
from core.logic.rules import MET, NOT_MET, UNKNOWN
from core.outlook.course import state_of_rule
from core.outlook.steps import MEASURED, RULED, Step, said, steps, taken
from core.protocol.second_infusion import BOARD_REVIEW
from core.protocol.standing import Standing
from core.response import ctdna, pet
from core.response.ctdna import CtdnaResult
from core.response.pet import PetResult
from core.response.window import in_words

MOST = 2  # steps together: single and paired changes
_ORDER = (MET, BOARD_REVIEW, NOT_MET, UNKNOWN)
_NOTHING = "nothing that can be measured changes this"


@dataclass(frozen=True, slots=True)
class Turn:
    """Steps that together lead to the state `to`; no part of them does."""

    to: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Turning:
    """The state now, every smallest set of steps that changes it, and, where no measurement does, the sentence that says so and why."""

    now: str
    changes: tuple[Turn, ...]
    nothing: str

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """The changes in words with where they lead; those that differ in one answer only are one."""
        return tuple(_told(self.changes))


class Outcomes:
    """The state of the rule once steps are taken. Each pattern and each response is computed once, by the rule's own functions."""

    def __init__(self, second: SecondInfusion) -> None:
        self.where = second.standing
        self._samples: dict[frozenset[Step], CtdnaResult] = {}
        self._scans: dict[frozenset[Step], PetResult] = {}
        self._states: dict[tuple[object, ...], str] = {}

    def state(self, chosen: Sequence[Step]) -> str:
        """As of the day of the last new record, or the as-of day."""
        where, under = self.where, self.where.under
        day = max(filter(None, (where.as_of, *(step.on for step in chosen))))
        samples, scans = self._results([step for step in chosen if step.kind != RULED])
        reading = next((step.answer is True for step in chosen if step.kind == RULED), under.pr_requires_ctdna)
        key = (samples.status, scans.response, reading, day > where.last_day_of_window)
        if key not in self._states:
            then = replace(where, as_of=day, counted_to=day)
            self._states[key] = state_of_rule(then, samples, scans, replace(under, pr_requires_ctdna=reading))
        return self._states[key]

    def _results(self, chosen: Sequence[Step]) -> tuple[CtdnaResult, PetResult]:
        where = self.where
        drawn = frozenset(step for step in chosen if step.of_ctdna)
        scanned = frozenset(chosen) - drawn
        if drawn not in self._samples:
            self._samples[drawn] = ctdna.pattern(taken(where.facts, [*drawn]).ctdna, where.infused_on, where.under)
        if scanned not in self._scans:
            self._scans[scanned] = pet.newest(taken(where.facts, [*scanned]).pet, where.infused_on, where.under)
        return self._samples[drawn], self._scans[scanned]


def turns(found: Assessment) -> Turning:
    """What would turn the state of the second-infusion rule, by the readings that the assessment was made under."""
    second = found.second_infusion
    if second is None:
        return Turning(state_of(found), (), "the second-infusion rule starts with infusion 1, which is not recorded as given")
    changes = tuple(sorted(_changes(second), key=lambda turn: (len(turn.steps), _ORDER.index(turn.to))))
    measured = any(step.kind == MEASURED for turn in changes for step in turn.steps)
    return Turning(second.state, changes, "" if measured else f"{_NOTHING}: {_reason(second.standing)}")


def _changes(second: SecondInfusion) -> Iterator[Turn]:
    open_, outcomes = steps(second), Outcomes(second)
    alone = {step: outcomes.state((step,)) for step in open_}
    for step, to in alone.items():
        if to != second.state and not step.after:
            yield Turn(to, (step,))
    for pair in combinations(open_, MOST):
        to = outcomes.state(pair) if together(pair) else second.state
        if to not in (second.state, *(alone[step] for step in pair)):
            yield Turn(to, pair)


def together(chosen: Sequence[Step]) -> bool:
    """Whether these can all be taken: one answer to each item, at most two new samples of ctDNA, and the second only after a first."""
    drawn = [step.after for step in chosen if step.of_ctdna and step.kind == MEASURED]
    return len({step.item for step in chosen}) == len(chosen) and drawn.count(False) <= 1 and drawn.count(True) <= drawn.count(False)


def _reason(where: Standing) -> str:
    if where.given_on is not None:
        return f"infusion 2 was given on {where.given_on}"
    if where.undated:
        cells = "; ".join(cited.address for cited in where.undated)
        return f"whether infusion 2 was given or the case is closed is open ({cells})"
    if where.closing is not None:
        return f"the case is closed by {where.closing.reason} on {where.closing.day}"
    if where.day > where.last_day:
        return f"day {where.day}{_late(where)}"
    return f"day {where.day}; no sample or scan up to day {where.last_day} leads elsewhere"


def _late(where: Standing) -> str:
    """What was measured in time and is entered late is no measurement still to come; it counts all the same."""
    days = in_words(where.under.window)
    return "" if where.under.window_binds_infusion else f"; what was drawn or scanned on {days} and is not recorded yet would count"


def _told(changes: Sequence[Turn]) -> Iterator[tuple[str, str]]:
    rows: dict[tuple[str, tuple[str, ...]], list[Turn]] = {}
    for turn in changes:
        rows.setdefault((turn.to, tuple(step.item for step in turn.steps)), []).append(turn)
    for (to, items), alike in rows.items():
        boxes = merged([tuple((step.answer,) for step in turn.steps) for turn in alike], len(items))
        for box in boxes:
            yield to, " and ".join(said(step, side) for step, side in zip(alike[0].steps, box, strict=True))
