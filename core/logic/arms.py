"""Arms: a recommendation as an ordered list of states. It stops at the first arm it cannot decide, never sliding past an unknown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.facts.chart import Chart
from core.logic.clauses import Clause, Columns, all_of, any_of, not_
from core.logic.rules import UNKNOWN


@dataclass(frozen=True, slots=True)
class Arm:
    state: str
    when: Clause


def choose(arms: Sequence[Arm], chart: Chart) -> str:
    """The state of the first arm that holds; unknown where an arm before it is undecided, or where none holds."""
    for arm in arms:
        truth = arm.when.judge(chart).truth
        if truth is None:
            return UNKNOWN
        if truth:
            return arm.state
    return UNKNOWN


def over(arms: Sequence[Arm], columns: Columns) -> dict[str, Any]:
    """For each state the nullable boolean column "an arm of this state is chosen"."""
    chosen: dict[str, list[Clause]] = {}
    for index, arm in enumerate(arms):
        before = [not_(earlier.when) for earlier in arms[:index]]
        chosen.setdefault(arm.state, []).append(all_of(*before, arm.when))
    return {state: any_of(*clauses).over(columns) for state, clauses in chosen.items()}
