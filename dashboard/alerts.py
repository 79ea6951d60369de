"""The holds, apart and loud, and the other warnings of the second-infusion rule. None of them changes its state."""

from collections.abc import Sequence

from core.protocol.holds import Raised
from dashboard.look import verdict
from dashboard.markup import Html, tag
from dashboard.words import sources


def holds(items: Sequence[Raised]) -> Html | None:
    """The holds in their own band; `None` where none stands."""
    return tag("section", map(_line, items), cls="holds", role="region", aria_label="Holds") if items else None


def warnings(items: Sequence[Raised]) -> Html | None:
    return tag("section", map(_line, items), cls="warnings") if items else None


def _line(item: Raised) -> Html:
    words = f"{item.code.words}{f' ({item.detail})' if item.detail else ''}"
    said = tag("div", tag("span", words, cls="what"), " ", tag("span", item.code.code, cls="code"), " ", sources(item.evidence))
    return tag("div", verdict(item.code.kind), said, cls="item")
