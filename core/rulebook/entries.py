"""An entry of the rulebook: one rule in words, with its clauses, its source and the marks of its evidence. It holds no rule of its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.logic.clauses import Clause
from core.logic.rules import Criterion, Statement
from core.rulebook.marks import Mark, cited_in, marks_of
from core.scales.bedside import BedsideScale


@dataclass(frozen=True, slots=True)
class Entry:
    """`clauses` are what a chart is judged by, each under what it decides; `cells` stand in the section's own columns."""

    id: str
    words: str
    source: str
    clauses: tuple[tuple[str, Clause], ...] = ()
    cells: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        return marks_of(self.source)

    @property
    def cited(self) -> str:
        return cited_in(self.source)


@dataclass(frozen=True, slots=True)
class Section:
    """One question of the trial. `columns` name the entries' `cells`, `rule` what their words are."""

    key: str
    title: str
    lead: str
    entries: tuple[Entry, ...]
    columns: tuple[str, ...] = ()
    rule: str = "rule"


def stated(*groups: Iterable[Statement]) -> tuple[Entry, ...]:
    return tuple(Entry(each.id, each.words, each.source) for group in groups for each in group)


def judged(criterion: Criterion) -> Entry:
    """A criterion, with for whom it does not apply."""
    excused = () if criterion.excused is None else (("does not apply where", criterion.excused),)
    return Entry(criterion.id, criterion.text, criterion.source, (("met where", criterion.holds), *excused))


def graded(scale: BedsideScale) -> tuple[Entry, ...]:
    """The grades of a scale in its published words, each with the clause "at least this grade"."""
    return tuple(
        Entry(f"grade {grade}", scale.words[grade], scale.sources.get(grade, scale.source), ((f"at least {grade} where", clause),))
        for grade, clause in scale.grades.items()
    )
