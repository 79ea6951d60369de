"""A scale graded at the bedside: the variables it reads off a row of sheet `bedside`, and the grade that they give.

A domain's variable is the grade the domain alone would give, as the lowest and the highest that its cells allow. The rule
itself stands once, as clauses; a combination of values that was judged before is looked up, never judged by other code.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from core.facts.chart import Chart, Datum, Value
from core.facts.records import Bedside
from core.facts.values import between
from core.logic.clauses import Clause, Comparison, Variable
from core.logic.judgement import Truth
from core.logic.rules import Grade, Scale, Statement

Level = tuple[int, int]  # lowest and highest grade that one domain's cells allow
Answer = tuple[str, ...]  # columns that are answered, and held, together
Ended = Callable[[Answer, Bedside, Bedside], bool]

STANDS = Statement(
    "a sign stands",
    "It keeps an episode from resolving, even at grade 0; free of signs is where none stands.",
    "[A] clinical reference 2.1, resolution; 1.4b, bedside",
)
STATED = (
    Statement(
        "range",
        "A grade is the highest grade proved and the highest not ruled out: it runs over every possible value of what is not recorded, and "
        "is one grade where they all agree. Grade 5 only where death says so; a blank there does not widen the range.",
        "[R] clinical reference 2.1, not recorded",
    ),
    Statement(
        "no other scale",
        "Grades of ASTCT 2019 are not interchangeable with those of Lee 2014, Penn or CTCAE: organ toxicity does not change them.",
        "from knowledge; clinical reference 2.1",
    ),
)


class Reading(NamedTuple):
    """What one row says of one variable. `missing`: the blank columns to fill, so that it is narrowed; `invalid`: filled, yet no
    value; `note`: why it reads so, where the cells alone do not show it."""

    value: Value | Level | None
    missing: tuple[str, ...] = ()
    contradiction: bool = False
    invalid: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """A variable of the scale, the columns it is read from, and how."""

    variable: Variable
    columns: tuple[str, ...]
    read: Callable[[Bedside], Reading]


def cell(variable: Variable) -> Sign:
    """A variable that is one cell."""
    name = variable.name
    blank = Reading(None, (name,))

    def read(row: Bedside) -> Reading:
        value = getattr(row, name)
        return blank if value is None else Reading(value)

    return Sign(variable, (name,), read)


def level(name: str, label: str) -> Variable:
    """A domain's variable. It has no column of its own: each reading says what it lacks."""
    return Variable(name, label, missing=())


def listed(levels: Mapping[str, int]) -> str:
    """The words of a column with the grade each gives."""
    return ", ".join(f"{word.replace('_', ' ')} {grade}" for word, grade in levels.items())


def _death(row: Bedside) -> Reading:
    """A blank cell reads as no (contract of sheet `bedside`): a grade of death is never open."""
    return Reading("no" if row.death is None else row.death)


DEATH = Variable("death", "death from")
DEATH_CELL = Sign(DEATH, ("death",), _death)


class Verdict(NamedTuple):
    """What a scale finds on one combination of values. `standing`: whether a sign stands; `lacking`: where, among the scale's
    variables, those lie whose missing cells would narrow the grade."""

    grade: Grade
    standing: Truth
    remarks: tuple[str, ...]
    lacking: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class BedsideScale(Scale):
    """A scale with its variables. `id` is the scale's word in column `death`; `words` the published table, grade by grade.

    `assessing`: the columns of which one at least is filled where a row assesses this scale at all; `context`: the others it reads.
    `answers` are held for `holds` from row to row, unless `ended(answer, row, earlier row)`. `standing` is true where a sign stands,
    which keeps an episode from resolving even at grade 0; a flag of `remarks` is raised where its clause is true.
    """

    __hash__ = object.__hash__  # a scale is itself and no other

    words: Mapping[int, str]
    signs: tuple[Sign, ...]
    assessing: tuple[str, ...]
    context: tuple[str, ...]
    recorded: str
    answers: tuple[Answer, ...]
    holds: timedelta
    standing: Clause
    ended: Ended = lambda answer, row, earlier: False
    remarks: Mapping[str, Clause] = field(default_factory=dict)
    sources: Mapping[int, str] = field(default_factory=dict)  # of a grade that is not in the table `source` names
    history: Variable | None = None  # known from the rows before, not from the row
    judged: dict[tuple[object, ...], Verdict] = field(default_factory=dict, repr=False)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every column the scale looks at."""
        return (*self.assessing, *self.context, self.recorded, "death")

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        signs = tuple(sign.variable for sign in self.signs)
        return signs if self.history is None else (*signs, self.history)

    @cached_property
    def undecided(self) -> Grade:
        """What an empty row proves: nothing."""
        return self.judge(Chart({DEATH.name: Datum("no")})).grade

    @cached_property
    def _limits(self) -> tuple[tuple[Comparison, ...], ...]:
        """The comparisons that each variable stands in, in the order of `variables`."""
        clauses = (*self.grades.values(), self.standing, *self.remarks.values())
        leaves = dict.fromkeys(leaf.clause for clause in clauses for leaf in clause.judge(Chart()).leaves())
        comparisons = [leaf for leaf in leaves if isinstance(leaf, Comparison)]
        return tuple(tuple(limit for limit in comparisons if limit.variable is variable) for variable in self.variables)

    def has_signs(self, row: Bedside) -> bool:
        """Whether a sign of this scale is recorded, or death by it."""
        return row.death == self.id or any(getattr(row, column) is not None for column in self.assessing)

    def is_assessed(self, row: Bedside, faults: Mapping[str, str]) -> bool:
        """Whether a row says anything of this scale: a sign, death by it or a recorded grade. What merely goes with signs does not.
        A cell that was filled and cannot be read does: what it said is unknown, and unknown is not blank."""
        filled = (*self.assessing, self.recorded)
        return self.has_signs(row) or getattr(row, self.recorded) is not None or any(column in faults for column in filled)

    def verdict(self, readings: Sequence[Reading]) -> Verdict:
        """The verdict on the values of `variables`, in that order."""
        values = [found.value for found in readings]
        key = tuple(self._bearing(at, value) if isinstance(value, Decimal) else value for at, value in enumerate(values))
        known = self.judged.get(key)
        if known is None:
            known = self.judged[key] = self._judge(readings)
        return known

    def _bearing(self, at: int, value: Decimal) -> tuple[Truth, ...]:
        """All that a measured number can bear on: which of the limits it meets."""
        return tuple(limit.decide(value) for limit in self._limits[at])

    def _judge(self, readings: Sequence[Reading]) -> Verdict:
        # Each variable names itself as what is missing, so that the verdict serves every row with these values.
        pairs = zip(self.variables, readings, strict=True)
        chart = Chart({v.name: Datum(as_value(found.value), missing=(v.name,)) for v, found in pairs})
        graded = self.judge(chart)
        lacking = graded.missing()
        return Verdict(
            graded.grade,
            self.standing.judge(chart).truth,
            tuple(flag for flag, clause in self.remarks.items() if clause.judge(chart).truth),
            tuple(at for at, v in enumerate(self.variables) if v.name in lacking),
        )


def as_value(found: Value | Level | None) -> Value | None:
    """A reading's value as the chart holds it: a level is the number, or the span, of its grades."""
    return between(*found) if isinstance(found, tuple) else found
