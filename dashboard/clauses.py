"""A rule's clauses as a reader meets them: the tree with its truths, and one line for each variable it reads."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from core.facts.chart import Datum
from core.logic.clauses import AllOf, AnyOf, Comparison, Not, Proved, Recorded, Variable
from core.logic.judgement import Judgement, Truth
from dashboard.look import truth
from dashboard.markup import Html, tag


@dataclass
class Line:
    """One variable of a criterion: each limit it is held against with its truth, and what is known of it."""

    variable: Variable
    datum: Datum
    tests: list[tuple[str, Truth]] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)

    @property
    def limits(self) -> list[Decimal]:
        return [each.limit for each in self.comparisons if isinstance(each.limit, Decimal)]


def lines_of(found: Judgement) -> list[Line]:
    """The variables in the order of the rule. What an exemption would ask is left out while the rule itself may still hold."""
    lines: dict[str, Line] = {}
    for variable, words, judged, datum in _tests(found):
        line = lines.setdefault(variable.name, Line(variable, datum))
        if words and (words, judged.truth) not in line.tests:
            line.tests.append((words, judged.truth))
        if isinstance(judged.clause, Comparison) and isinstance(judged.clause.limit, Decimal):
            line.comparisons.append(judged.clause)
    return list(lines.values())


def _tests(found: Judgement) -> Iterator[tuple[Variable, str, Judgement, Datum]]:
    one = _one_of(found)
    if one is not None and found.parts[0].datum is not None:
        yield one[0], one[1], found, found.parts[0].datum
    elif isinstance(found.clause, Comparison) and found.datum is not None:
        yield found.clause.variable, limit_words(found.clause), found, found.datum
    elif isinstance(found.clause, Recorded) and found.datum is not None:
        yield found.clause.variable, "", found, found.datum
    for part in () if one is not None else found.parts:
        # What a limb asks further, once it has failed, is of no account: no ruling makes a histology outside the list one of it.
        moot = found.in_turn and part.truth is False
        yield from (each for each in _tests(part) if not (moot and each[2].truth is None))
        if found.in_turn and (part.truth is True or not part.failed):
            return


def limit_words(clause: Comparison) -> str:
    """The limit alone; an answer that has to be yes is its own limit."""
    if clause.limit is True:
        return "yes"
    return clause.words().removeprefix(f"{clause.variable.label} ").removeprefix("= ")


def _one_of(found: Judgement) -> tuple[Variable, str] | None:
    """The variable and the words of an any-of that only lists words of one variable."""
    parts = [part.clause for part in found.parts]
    if not isinstance(found.clause, AnyOf) or not all(isinstance(part, Comparison) and isinstance(part.limit, str) for part in parts):
        return None
    compared = [part for part in parts if isinstance(part, Comparison)]
    if len({part.variable.name for part in compared}) != 1:
        return None
    return compared[0].variable, " or ".join(str(part.limit) for part in compared)


def tree(found: Judgement) -> Html:
    """The clauses with true, false or unknown in words, parts under what joins them."""
    return tag("ul", _branch(found), cls="tree")


def _branch(found: Judgement) -> Html:
    one = _one_of(found)
    if one is not None:
        words = f"{one[0].label} {one[1]}"
    elif isinstance(found.clause, AllOf | AnyOf):
        words = "all of" if isinstance(found.clause, AllOf) else "any of"
    elif isinstance(found.clause, Not | Proved):
        words = "not" if isinstance(found.clause, Not) else "proved"
    else:
        words = found.clause.words().replace(" = ", " ")
    inner = tag("ul", map(_branch, found.parts)) if found.parts and one is None else None
    return tag("li", tag("span", tag("span", words), truth(found.truth), cls="leaf"), inner)
