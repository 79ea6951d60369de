"""What stands of one subject as its facts: rows of one key made one, conflicts and future dates found, as for a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.facts.fact import Fact, Problem
from core.facts.record import Record
from core.facts.subject import Named, SubjectFacts, gather
from core.ledger.stored import LeftOut, Stored


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts of one subject, and what of its rows does not count and why."""

    facts: SubjectFacts
    problems: tuple[Problem, ...]


def gathered(subject_id: str, stored: Sequence[Stored]) -> Gathered:
    """The rows of one subject as its facts. Each is judged by the day it was told on, so the day of asking plays no part."""
    facts, named = told_of(subject_id, stored)
    subjects, between = gather(facts.values(), date.max, named)
    return Gathered(subjects.get(subject_id, SubjectFacts(subject_id)), (*_problems(stored), *between))


def told_of(subject_id: str, stored: Sequence[Stored]) -> tuple[dict[int, Fact[Record]], tuple[Named, ...]]:
    """The rows of one subject that can be read, by number, and those that only name it. A row that was left out makes its sheet refused;
    one that was left out without a problem merely names the subject."""
    facts = {each.id: each.held for each in stored if isinstance(each.held, Fact)}
    left_out = (each.held for each in stored if isinstance(each.held, LeftOut))
    return facts, tuple(Named(subject_id, held.sheet if held.problems else "") for held in left_out)


def _problems(stored: Sequence[Stored]) -> Iterator[Problem]:
    """What the rows themselves were told with."""
    for each in stored:
        if isinstance(held := each.held, LeftOut):
            yield from held.problems
        elif held.faults:
            yield from (Problem(held.cell(column), sentence) for column, sentence in held.faults.items())
