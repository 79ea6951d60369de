"""Clauses: a rule's text as a value. A comparison of a named variable with a limit, or all-of, any-of, not.

One clause serves one chart (`judge`: a tree of three-valued judgements, the explanation *is* the evaluation) and a frame of any
number of subjects (`over`: the same operators applied to columns). Truth is `True`, `False` or `None`, unknown, by Kleene's tables.
"""

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.facts.chart import Chart, Value
from core.facts.values import Span, plain
from core.logic.judgement import Judgement, Truth

Columns = Mapping[str, Any]
UNDECIDED = "?"  # the name under which a frame's columns carry an all-unknown column of truths


class Clause(ABC):
    """A statement that a chart makes true, false or unknown."""

    @abstractmethod
    def judge(self, chart: Chart) -> Judgement:
        """The tree of truths, with the datum at each leaf."""

    @abstractmethod
    def over(self, columns: Columns) -> Any:
        """The same statement over columns: a nullable boolean column."""

    @abstractmethod
    def words(self) -> str:
        """The clause as a person reads it."""

    @abstractmethod
    def variables(self) -> Iterator["Variable"]:
        """The variables it reads, in the order of its text."""

    def __bool__(self) -> bool:
        raise TypeError("a clause is neither true nor false before it is judged; combine clauses with all_of, any_of and not_")


class Variable:
    """A named quantity, answer or word of the chart. `missing` names the analytes or workbook columns it is read from."""

    __hash__ = object.__hash__

    def __init__(self, name: str, label: str, unit: str = "", missing: tuple[str, ...] | None = None) -> None:
        self.name, self.label, self.unit = name, label, unit
        self.missing = (name,) if missing is None else missing

    def __ge__(self, limit: Decimal | int | str) -> "Comparison":
        return Comparison(self, "≥", Decimal(limit))

    def __gt__(self, limit: Decimal | int | str) -> "Comparison":
        return Comparison(self, ">", Decimal(limit))

    def __le__(self, limit: Decimal | int | str) -> "Comparison":
        return Comparison(self, "≤", Decimal(limit))

    def __lt__(self, limit: Decimal | int | str) -> "Comparison":
        return Comparison(self, "<", Decimal(limit))

    def __eq__(self, word: object) -> "Comparison":  # type: ignore[override]  # an equality is a clause here, as in any expression language
        if not isinstance(word, str | bool):
            raise TypeError("equality is for words and answers; compare a number with <= or >=")
        return Comparison(self, "=", word)

    def __ne__(self, word: object) -> "Not":  # type: ignore[override]  # see __eq__
        return Not(self == word)

    def __bool__(self) -> bool:
        raise TypeError(f"{self.name} is a variable; say {self.name}.is_true")

    @property
    def is_true(self) -> "Comparison":
        return self == True  # noqa: E712  # builds a clause, compares nothing

    @property
    def is_recorded(self) -> "Recorded":
        return Recorded(self)

    def one_of(self, *words: str) -> "AnyOf":
        """Equal to one of the words: an any-of of equalities, because membership of a null is false in pandas."""
        return any_of(*(self == word for word in words))


def _above(low: Decimal | None, is_open: bool, limit: Decimal, strictly: bool) -> bool:
    """Whether everything from `low` up lies above the limit."""
    return low is not None and (low > limit or (low == limit and (is_open or not strictly)))


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Clause):
    """A variable against a limit. A span is true or false only where every value it allows is."""

    variable: Variable
    sign: str
    limit: Decimal | str | bool

    def judge(self, chart: Chart) -> Judgement:
        datum = chart[self.variable.name]
        return Judgement(self, None if datum.value is None else self.decide(datum.value), datum)

    def decide(self, value: Value) -> Truth:
        if not isinstance(value, Span):
            return bool(_EXACT[self.sign](value, self.limit))
        assert isinstance(self.limit, Decimal), "a span is compared with numbers only"
        if self.sign in "≤<":
            truth = Comparison(self.variable, ">" if self.sign == "≤" else "≥", self.limit).decide(value)
            return None if truth is None else not truth
        strictly = self.sign == ">"
        if _above(value.low, value.low_open, self.limit, strictly):
            return True
        # Everything lies below: the mirror image, where the other kind of limit is the strict one.
        high = None if value.high is None else -value.high
        return False if _above(high, value.high_open, -self.limit, not strictly) else None

    def over(self, columns: Columns) -> Any:
        name = self.variable.name
        if f"{name}.low" in columns:
            return self._over_span(columns, name)
        limit = float(self.limit) if isinstance(self.limit, Decimal) else self.limit
        return _EXACT[self.sign](columns[name], limit)

    def _over_span(self, columns: Columns, name: str) -> Any:
        """True where even the low end lies above the limit, false where even the high end lies below it, else undecided."""
        if self.sign in "≤<":
            return ~Comparison(self.variable, ">" if self.sign == "≤" else "≥", self.limit).over(columns)
        limit = float(self.limit)
        low, high = columns[f"{name}.low"], columns[f"{name}.high"]
        if self.sign == ">":
            above, below = (low > limit) | ((low >= limit) & columns[f"{name}.low_open"]), high <= limit
        else:
            above, below = low >= limit, (high < limit) | ((high <= limit) & columns[f"{name}.high_open"])
        return above | (columns[UNDECIDED] & ~below)

    def words(self) -> str:
        if self.limit is True:
            return self.variable.label
        limit = plain(self.limit) if isinstance(self.limit, Decimal) else str(self.limit)
        return f"{self.variable.label} {self.sign} {limit}{' ' if self.variable.unit else ''}{self.variable.unit}"

    def variables(self) -> Iterator[Variable]:
        yield self.variable


_EXACT: dict[str, Callable[[Any, Any], Any]] = {
    "≥": operator.ge,
    ">": operator.gt,
    "≤": operator.le,
    "<": operator.lt,
    "=": operator.eq,
}


@dataclass(frozen=True, slots=True, eq=False)
class Recorded(Clause):
    """True where the variable has a value; otherwise unknown. Never false: what is not recorded may yet be."""

    variable: Variable

    def judge(self, chart: Chart) -> Judgement:
        datum = chart[self.variable.name]
        return Judgement(self, None if datum.value is None else True, datum)

    def over(self, columns: Columns) -> Any:
        name = self.variable.name
        column = columns[f"{name}.low" if f"{name}.low" in columns else name]
        return column == column  # noqa: PLR0124  # null compared with itself is null

    def words(self) -> str:
        return f"{self.variable.label} recorded"

    def variables(self) -> Iterator[Variable]:
        yield self.variable


@dataclass(frozen=True, slots=True, eq=False)
class AllOf(Clause):
    parts: tuple[Clause, ...]

    def judge(self, chart: Chart) -> Judgement:
        parts = tuple(part.judge(chart) for part in self.parts)
        truths = [part.truth for part in parts]
        return Judgement(self, False if False in truths else None if None in truths else True, None, parts)

    def over(self, columns: Columns) -> Any:
        result = self.parts[0].over(columns)
        for part in self.parts[1:]:
            result = result & part.over(columns)
        return result

    def words(self) -> str:
        return " and ".join(_bracketed(part) for part in self.parts)

    def variables(self) -> Iterator[Variable]:
        for part in self.parts:
            yield from part.variables()


@dataclass(frozen=True, slots=True, eq=False)
class AnyOf(Clause):
    """At least one part holds. With `in_turn` a part is asked for only once the parts before it can no longer hold on what is
    recorded (an exemption, an investigator's override): it changes what is missing, never the truth."""

    parts: tuple[Clause, ...]
    in_turn: bool = False

    def judge(self, chart: Chart) -> Judgement:
        parts = tuple(part.judge(chart) for part in self.parts)
        truths = [part.truth for part in parts]
        return Judgement(self, True if True in truths else None if None in truths else False, None, parts, self.in_turn)

    def over(self, columns: Columns) -> Any:
        result = self.parts[0].over(columns)
        for part in self.parts[1:]:
            result = result | part.over(columns)
        return result

    def words(self) -> str:
        return (", or else " if self.in_turn else " or ").join(_bracketed(part) for part in self.parts)

    def variables(self) -> Iterator[Variable]:
        for part in self.parts:
            yield from part.variables()


@dataclass(frozen=True, slots=True, eq=False)
class Not(Clause):
    part: Clause

    def judge(self, chart: Chart) -> Judgement:
        part = self.part.judge(chart)
        return Judgement(self, None if part.truth is None else not part.truth, None, (part,))

    def over(self, columns: Columns) -> Any:
        return ~self.part.over(columns)

    def words(self) -> str:
        return f"not {_bracketed(self.part)}"

    def variables(self) -> Iterator[Variable]:
        yield from self.part.variables()


@dataclass(frozen=True, slots=True, eq=False)
class Proved(Clause):
    """True where the part is true, false where it is false or open: what an arm asks when an open answer has a name of its own."""

    part: Clause

    def judge(self, chart: Chart) -> Judgement:
        part = self.part.judge(chart)
        return Judgement(self, part.truth is True, None, (part,))

    def over(self, columns: Columns) -> Any:
        found = self.part.over(columns)
        return found.isin([True]).astype(found.dtype)

    def words(self) -> str:
        return f"{_bracketed(self.part)} proved"

    def variables(self) -> Iterator[Variable]:
        yield from self.part.variables()


def _bracketed(part: Clause) -> str:
    return f"({part.words()})" if isinstance(part, AllOf | AnyOf) else part.words()


def all_of(*parts: Clause) -> AllOf:
    return AllOf(parts)


def any_of(*parts: Clause) -> AnyOf:
    return AnyOf(parts)


def first_of(*parts: Clause) -> AnyOf:
    """Any of the parts, a later one asked for only where the earlier ones fail."""
    return AnyOf(parts, in_turn=True)


def proved(part: Clause) -> Proved:
    return Proved(part)


def not_(part: Clause) -> Not:
    return Not(part)
