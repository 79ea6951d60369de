"""What of one subject counts as not recorded, and why: the count in view, every problem on demand."""

from collections.abc import Sequence

from core.facts.fact import Problem
from dashboard.look import verdict
from dashboard.markup import Html, tag


def problems(found: Sequence[Problem]) -> Html | None:
    """`None` where everything could be read."""
    if not found:
        return None
    count = f"{len(found)} {'problem' if len(found) == 1 else 'problems'}"
    told = tag("div", tag("p", "Each counts as not recorded."), tag("ol", (tag("li", str(each)) for each in found)))
    return tag("details", tag("summary", verdict("warning", count)), told, cls="problems")
