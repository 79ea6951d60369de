"""Every rule of the core, wherever it stands, and charts on which it can be tried: at, below and above each of its limits."""

import importlib
import pkgutil
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from inspect import getmembers, isfunction, signature
from itertools import product
from typing import Any

import core
from core.facts.chart import Chart, Datum
from core.facts.values import Span
from core.logic.arms import Arm
from core.logic.clauses import AllOf, AnyOf, Clause, Comparison, Not, Proved, Recorded, Variable
from core.logic.rules import Criterion, Scale

BY_ALEMBIC = "core.ledger.migrations.env"  # a script of the migrations: run by alembic, imported by nobody
LITTLE = Decimal("0.000001")
ANOTHER = "another word"
TRUTHS = (True, False, None)
Arms = tuple[Arm, ...]


@dataclass(frozen=True)
class Found:
    """A rule and where it stands. `clauses` are all that it judges by, each with its name."""

    place: str
    rule: Any
    clauses: tuple[tuple[str, Clause], ...]

    def __str__(self) -> str:
        return self.place

    @property
    def variables(self) -> dict[str, Variable]:
        return {variable.name: variable for _, clause in self.clauses for variable in clause.variables()}


@cache
def modules() -> tuple[Any, ...]:
    names = (found.name for found in pkgutil.walk_packages(core.__path__, "core."))
    return tuple(importlib.import_module(name) for name in names if name != BY_ALEMBIC)


@cache
def rules() -> tuple[Found, ...]:
    """All criteria, scales and tuples of arms, each once, by the module that defines it first."""
    seen: dict[int, Found] = {}
    for module in modules():
        for name, value in vars(module).items():
            for place, rule in _within(f"{module.__name__}.{name}", value):
                seen.setdefault(id(rule), Found(place, rule, tuple(_clauses(rule))))
    return tuple(seen.values()) + tuple(_made())


def of_kind(kind: type) -> list[Found]:
    return [found for found in rules() if isinstance(found.rule, kind)]


def _within(place: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Criterion | Scale) or _are_arms(value):
        yield f"{place}:{value.id}" if isinstance(value, Criterion | Scale) else place, value
    elif isinstance(value, tuple | list):
        for at, item in enumerate(value):
            yield from _within(f"{place}[{at}]", item)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _within(f"{place}[{key}]", item)


def _are_arms(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(item, Arm) for item in value)


def _made() -> Iterator[Found]:
    """Arms that a function makes of a site's answers: of every answer there is, the open one included."""
    for module in modules():
        for name, function in getmembers(module, isfunction):
            if function.__module__ != module.__name__ or "Arm" not in str(function.__annotations__.get("return")):
                continue
            hints = typing.get_type_hints(function)
            assert [hints[parameter] for parameter in signature(function).parameters] == [bool | None] * (len(hints) - 1), (
                f"{name}: new kind"
            )
            for answers in product(TRUTHS, repeat=len(hints) - 1):
                arms = function(*answers)
                yield Found(f"{module.__name__}.{name}{answers}", arms, tuple(_clauses(arms)))


def _clauses(rule: Any) -> Iterator[tuple[str, Clause]]:
    parts = (
        {str(at): arm.when for at, arm in enumerate(rule)}
        if isinstance(rule, tuple)
        else {f.name: getattr(rule, f.name) for f in fields(rule)}
    )
    for name, part in parts.items():
        if isinstance(part, Clause):
            yield name, part
        elif isinstance(part, Mapping):
            yield from ((f"{name}[{key}]", item) for key, item in part.items() if isinstance(item, Clause))


def leaves(clause: Clause) -> list[Comparison | Recorded]:
    return [typing.cast(Comparison | Recorded, leaf.clause) for leaf in clause.judge(Chart()).leaves()]


def thresholds(clause: Clause) -> list[Comparison]:
    return [leaf for leaf in leaves(clause) if isinstance(leaf, Comparison) and isinstance(leaf.limit, Decimal)]


def exact_values(clauses: list[Clause]) -> dict[str, list[Any]]:
    """For each variable the values that can make a difference: around every limit, every word and another, both answers."""
    limits: dict[str, set[Any]] = {}
    for clause in clauses:
        for leaf in leaves(clause):
            limits.setdefault(leaf.variable.name, set()).update([leaf.limit] if isinstance(leaf, Comparison) else [])
    return {name: _around(found) for name, found in limits.items()}


def _around(limits: set[Any]) -> list[Any]:
    if limits and all(isinstance(limit, Decimal) for limit in limits):
        return sorted({limit + step for limit in limits for step in (-LITTLE, Decimal(0), LITTLE)})
    if limits & {True, False}:
        return [True, False]
    return [*sorted(limits), ANOTHER]


def all_values(found: Found) -> dict[str, list[Datum]]:
    """The same with what a chart can hold besides: nothing, a record that excludes itself, and amounts known within bounds."""
    values = exact_values([clause for _, clause in found.clauses])
    return {
        name: [Datum(), Datum(None, contradiction=True), *map(Datum, known), *(Datum(span) for span in _spans(known))]
        for name, known in values.items()
    }


def _spans(known: list[Any]) -> list[Span]:
    numbers = [value for value in known if isinstance(value, Decimal)]
    ends = [(low, high) for low in (None, *numbers) for high in (*numbers, None) if low is None or high is None or low < high]
    return [Span(low, high, *open_) for low, high in (ends if numbers else []) for open_ in ((False, False), (True, True))]


def charts(clause: Clause) -> Iterator[Chart]:
    """Every chart of exact values on which a clause may change its mind."""
    values = exact_values([clause])
    for chosen in product(*values.values()):
        yield Chart({name: Datum(value) for name, value in zip(values, chosen, strict=True)})


def with_leaf(clause: Clause, old: Comparison, new: Comparison) -> Clause:
    """The clause with one of its leaves, and only that one, exchanged."""
    if clause is old:
        return new
    if isinstance(clause, AllOf | AnyOf):
        return replace(clause, parts=tuple(with_leaf(part, old, new) for part in clause.parts))
    if isinstance(clause, Not | Proved):
        return replace(clause, part=with_leaf(clause.part, old, new))
    assert is_dataclass(clause), clause
    return clause
