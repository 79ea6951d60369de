"""Flips: the smallest changes of what is recorded that would turn a criterion, and the missing items that would decide it.

Both are searched, not guessed: a criterion tells only finitely many regions of a variable apart (below, at and above each of its limits,
each of its words and any other, yes and no), so one value of each region stands for all of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import combinations, pairwise, product
from typing import TypeVar

from core.facts.chart import Chart, Datum, Value
from core.facts.values import Span, plain
from core.logic.clauses import Comparison, Variable
from core.logic.judgement import Judgement
from core.logic.rules import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Criterion, Finding

ANOTHER = "another word"  # stands for every word that a rule does not name
TURNS: Mapping[str, tuple[str, ...]] = {
    MET: (NOT_MET,),
    NOT_MET: (MET, NOT_APPLICABLE),
    NOT_APPLICABLE: (NOT_MET,),
    UNKNOWN: (MET, NOT_MET, NOT_APPLICABLE),
}
Items = frozenset[str]
_NONE: Mapping[str, str] = {}
T = TypeVar("T")
Box = tuple[tuple[T, ...], ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """One variable of a rule and its regions in order, a value for each. Of numbers the regions at the limits have odd places, those
    below, between and above them even ones. `apart` are the values that some comparison of the rule tells from all others: of `≥ 80` one
    below and one not."""

    variable: Variable
    limits: tuple[Decimal | str | bool, ...]
    values: tuple[Value, ...]
    apart: tuple[Value, ...]

    def place(self, value: Value) -> int | None:
        """The region of a value; `None` where it is known within bounds only, and may lie in several."""
        if isinstance(value, Span):
            return None
        if isinstance(value, Decimal | int) and self._numbers:
            return 2 * sum(limit < value for limit in self._numbers) + (value in self._numbers)
        return self.values.index(value) if value in self.values else len(self.values) - 1

    @property
    def _numbers(self) -> tuple[Decimal, ...]:
        return tuple(limit for limit in self.limits if isinstance(limit, Decimal))

    def words(self, places: Sequence[int]) -> str:
        """What lies in these regions and in no other, as a person reads it."""
        if len(places) == len(self.values):
            return f"{self.variable.label} recorded"
        if self._numbers:
            return " or ".join(self._range(run) for run in _runs(places))
        chosen = [self.values[place] for place in places]
        if isinstance(self.limits[0], bool):
            return f"{self.variable.label}: {' or '.join('yes' if value else 'no' for value in chosen)}"
        if ANOTHER in chosen:
            return f"{self.variable.label} other than {_listed(str(value) for value in self.values if value not in chosen)}"
        return f"{self.variable.label} {_listed(map(str, chosen))}"

    def _range(self, run: Sequence[int]) -> str:
        """Neighboring regions as a range: `≥ 80 g/L`, `> 2 and ≤ 5 × ULN`."""
        numbers, first, last = self._numbers, run[0], run[-1]
        low = "" if first == 0 else f"{'≥' if first % 2 else '>'} {plain(numbers[(first - 1) // 2])}"
        high = "" if last == 2 * len(numbers) else f"{'≤' if last % 2 else '<'} {plain(numbers[last // 2])}"
        exactly = f"= {plain(numbers[first // 2])}" if first == last and first % 2 else ""
        said = exactly or " and ".join(filter(None, (low, high)))
        return f"{self.variable.label} {said}{' ' if self.variable.unit else ''}{self.variable.unit}"


def _runs(places: Sequence[int]) -> Iterator[list[int]]:
    run = [places[0]]
    for before, place in pairwise(places):
        if place != before + 1:
            yield run
            run = []
        run.append(place)
    yield run


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


@cache
def axes(criterion: Criterion) -> tuple[Axis, ...]:
    """The variables a criterion reads, in the order of its text, each with what the criterion tells apart of it."""
    variables: dict[str, Variable] = {}
    compared: dict[str, list[Comparison]] = {}
    for leaf in _leaves(criterion.judge(Chart())):
        variable = next(leaf.clause.variables())
        variables.setdefault(variable.name, variable)
        compared.setdefault(variable.name, []).extend([leaf.clause] if isinstance(leaf.clause, Comparison) else [])
    return tuple(_axis(variable, compared[name]) for name, variable in variables.items())


def _axis(variable: Variable, compared: Sequence[Comparison]) -> Axis:
    limits, values = _regions({each.limit for each in compared})
    apart = {tuple(each.decide(value) for each in compared): value for value in values}
    return Axis(variable, limits, values, tuple(apart.values()))


def _leaves(found: Finding) -> Iterator[Judgement]:
    for judged in (found.holds, found.excused):
        if judged is not None:
            yield from judged.leaves()


def _regions(limits: set[Decimal | str | bool]) -> tuple[tuple[Decimal | str | bool, ...], tuple[Value, ...]]:
    if not limits:
        return (), (True,)  # the rule asks only whether it is recorded, so any value stands for all
    if any(isinstance(limit, bool) for limit in limits):  # never `True in limits`: a limit of 1 equals it
        return (True,), (False, True)
    words = sorted(limit for limit in limits if isinstance(limit, str))
    if words:
        return tuple(words), (*words, ANOTHER)
    numbers = sorted(limit for limit in limits if isinstance(limit, Decimal))
    inner = [value for low, high in pairwise(numbers) for value in (low, (low + high) / 2)]
    return tuple(numbers), (numbers[0] - 1, *inner, numbers[-1], numbers[-1] + 1)


@dataclass(frozen=True, slots=True)
class Part:
    """One variable of a change, and the regions any of which it may come to lie in."""

    axis: Axis
    places: tuple[int, ...]

    @property
    def values(self) -> tuple[Value, ...]:
        return tuple(self.axis.values[place] for place in self.places)

    @property
    def words(self) -> str:
        return self.axis.words(self.places)


@dataclass(frozen=True, slots=True)
class Change:
    """Variables that, each anywhere in its regions, together turn the verdict to `to`; without any one of them it does not come to that."""

    to: str
    parts: tuple[Part, ...]

    @property
    def words(self) -> str:
        return " and ".join(part.words for part in self.parts)


def read_by(found: Finding) -> Chart:
    """What a criterion read, as a chart of its own."""
    return Chart({next(leaf.clause.variables()).name: leaf.datum for leaf in _leaves(found) if leaf.datum is not None})


def smallest_changes(criterion: Criterion, chart: Chart, most: int = 2) -> tuple[Change, ...]:
    """Every smallest set of at most `most` variables whose change turns the verdict, fewest first: met to not met and back, unknown to
    either. Each variable is taken by itself, also where a record would change two at once."""
    now = criterion.judge(chart).status
    open_ = [(axis, _elsewhere(axis, chart[axis.variable.name])) for axis in axes(criterion)]
    found: list[Change] = []
    seen: dict[str, set[frozenset[tuple[str, int]]]] = {to: set() for to in TURNS[now]}
    for size in range(1, most + 1):
        for chosen in combinations([pair for pair in open_ if pair[1]], size):
            boxes: dict[str, list[Box[int]]] = {to: [] for to in TURNS[now]}
            for places in product(*(others for _, others in chosen)):
                changed = {axis.variable.name: Datum(axis.values[place]) for (axis, _), place in zip(chosen, places, strict=True)}
                to = criterion.judge(chart | changed).status
                key = frozenset((axis.variable.name, place) for (axis, _), place in zip(chosen, places, strict=True))
                if to in boxes and not any(smaller < key for smaller in seen[to]):
                    boxes[to].append(tuple((place,) for place in places))
                    seen[to].add(key)
            for to, each in boxes.items():
                found += [Change(to, tuple(map(Part, (axis for axis, _ in chosen), box))) for box in merged(each, size)]
    return tuple(found)


def _elsewhere(axis: Axis, datum: Datum) -> tuple[int, ...]:
    """The regions where the variable does not lie yet."""
    here = None if datum.value is None else axis.place(datum.value)
    return tuple(place for place in range(len(axis.values)) if place != here)


def merged(boxes: list[Box[T]], size: int) -> list[Box[T]]:
    """The same combinations in fewer boxes: those that differ along one of `size` sides only are one."""
    for at in reversed(range(size)):
        rows: dict[Box[T], tuple[T, ...]] = {}
        for box in boxes:
            others = (*box[:at], *box[at + 1 :])
            rows[others] = rows.get(others, ()) + box[at]
        boxes = [(*others[:at], side, *others[at:]) for others, side in rows.items()]
    return boxes


def ways(variable: Variable, datum: Datum) -> tuple[Items, ...]:
    """The sets of missing items any one of which makes a variable known: all that its datum lacks."""
    return (frozenset(datum.missing or variable.missing),)


def fewest_missing(
    criterion: Criterion,
    chart: Chart,
    cost: Callable[[str], int],
    known_by: Callable[[Variable, Datum], tuple[Items, ...]] = ways,
    follows: Mapping[str, str] = _NONE,
) -> tuple[Items, ...]:
    """The smallest sets of missing items that decide an open verdict, whatever they turn out to be: no part of one does. Fewest first,
    of equally many the cheapest. Empty where the verdict is decided, or where nothing that is missing decides it. An item that only
    narrows what the verdict may be is in none by itself. `follows`: a variable that turns out as another one does, by its name."""
    judged = criterion.judge(chart)
    if judged.status != UNKNOWN:
        return ()
    undecided = {next(leaf.clause.variables()).name for leaf in _leaves(judged) if leaf.truth is None}
    open_ = {axis: known_by(axis.variable, chart[axis.variable.name]) for axis in axes(criterion) if axis.variable.name in undecided}
    every = frozenset(name for sets in open_.values() for items in sets for name in items)

    def decides(chosen: Items) -> bool:
        known = [axis for axis, sets in open_.items() if any(items <= chosen for items in sets)]
        return all(criterion.judge(chart | outcome).status != UNKNOWN for outcome in _outcomes(known, follows))

    if not decides(every):
        return ()
    # Knowing more never opens a verdict again, so what cannot be left out of everything is in each set, and only the rest is searched.
    needed = frozenset(name for name in every if not decides(every - {name}))
    found: list[Items] = []
    for size in range(len(every - needed) + 1):
        for more in combinations(sorted(every - needed), size):
            chosen = needed.union(more)
            if not any(smaller < chosen for smaller in found) and decides(chosen):
                found.append(chosen)
    return tuple(sorted(found, key=lambda items: (len(items), sum(map(cost, items)), sorted(items))))


def _outcomes(known: Sequence[Axis], follows: Mapping[str, str]) -> Iterator[dict[str, Datum]]:
    """Everything that these variables may turn out to be."""
    for values in product(*(axis.apart for axis in known)):
        found = {axis.variable.name: Datum(value) for axis, value in zip(known, values, strict=True)}
        yield found | {name: found[other] for name, other in follows.items() if other in found}
