"""A rule's clauses in words, before anybody is judged by them: parts under what joins them."""

from core.logic.clauses import AllOf, AnyOf, Clause, Comparison, Not, Proved, Recorded
from dashboard.markup import Html, tag


def rule_tree(clause: Clause) -> Html:
    return tag("ul", _branch(clause), cls="tree")


def _branch(clause: Clause) -> Html:
    """A clause that fits on a line stands there in its own words."""
    if isinstance(clause, AllOf | AnyOf) and not _short(clause):
        return tag("li", _joined(clause), tag("ul", map(_branch, clause.parts)))
    if isinstance(clause, Not | Proved) and not _short(clause.part):
        return tag("li", "not" if isinstance(clause, Not) else "proved", tag("ul", _branch(clause.part)))
    return tag("li", clause.words())


def _joined(clause: AllOf | AnyOf) -> str:
    if isinstance(clause, AllOf):
        return "all of"
    return "any of, a later one asked for only where the earlier fail" if clause.in_turn else "any of"


def _short(clause: Clause) -> bool:
    """A single statement, two that are joined, or a list of one variable's words."""
    if isinstance(clause, Comparison | Recorded):
        return True
    if isinstance(clause, Not | Proved):
        return _short(clause.part)
    parts = clause.parts if isinstance(clause, AllOf | AnyOf) else ()
    single = all(isinstance(part, Comparison | Recorded) for part in parts)
    return single and (len(parts) <= 2 or len({variable.name for variable in clause.variables()}) == 1)
