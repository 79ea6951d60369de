"""What an upload or an undo would do: which recommendations, verdicts and grades change, for whom and by which cells."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from core.changes.consequences import SUBJECT, Consequence
from dashboard import verdicts
from dashboard.markup import Html, join, show, tag
from dashboard.upload.counted import headed, listed, many

HEADS = ["subject", "what", "now → then", "why"]
TITLE = "What it would do"
NOBODY_ELSE = "everybody whom it touches was judged before and after"
NAMED = 3  # cells in view
ORDER = ("subject that appears or vanishes", *verdicts.KINDS)


def effects(found: Sequence[Consequence] | None, as_of: date) -> None:
    """Draw every verdict that changes, those that a board asks for first; `None` while there is no plan that could change any."""
    if found is None:
        show(headed(TITLE, "not judged yet", tag("p", "Everybody is judged before and after, once nothing blocks the commit.", cls="said")))
        return
    if not found:
        said = f"No recommendation, eligibility verdict or grade changes, as of {as_of}: {NOBODY_ELSE}."
        show(headed(TITLE, "nothing", tag("p", said, cls="said")))
        return
    kinds = Counter(kind_of(each) for each in found)
    lead = join((join([tag("b", f"{kinds[kind]:,}"), f" {_plural(kind, kinds[kind])}"]) for kind in ORDER if kinds[kind]), ", ")
    people = len({each.subject_id for each in found})
    count = f"{many(len(found), 'change')} for {many(people, 'subject')}, as of {as_of}"
    show(headed(TITLE, count, tag("p", lead, cls="said")))
    listed(TITLE, HEADS, sorted(found, key=lambda each: ORDER.index(kind_of(each))), effect, "effects")
    show(tag("p", f"No other recommendation, verdict or grade moves: {NOBODY_ELSE}.", cls="dim"))


def kind_of(found: Consequence) -> str:
    """What kind of verdict it is, for the count above the list."""
    return ORDER[0] if found.what == SUBJECT else verdicts.kind_of(found.what)


def _plural(kind: str, count: int) -> str:
    if count == 1:
        return kind
    return kind.replace("subject that appears or vanishes", "subjects that appear or vanish") if kind == ORDER[0] else f"{kind}s"


def effect(found: Consequence) -> Html:
    arrow = tag("span", "→", role="img", aria_label="becomes")
    way = join([_answer(found, found.before), " ", arrow, " ", _answer(found, found.after, "chip")])
    what = found.what if found.what == SUBJECT else verdicts.verdict_name(found.what)
    return tag("tr", tag("th", found.subject_id, scope="row"), tag("td", what), tag("td", way), tag("td", _why(found.why), cls="src"))


def _answer(found: Consequence, said: str, extra: str = "") -> Html:
    return verdicts.answer(found.what, said, extra)


def _why(cells: Sequence[str]) -> Html | None:
    if len(cells) <= NAMED:
        return join(tag("div", each) for each in cells)
    return tag("details", tag("summary", f"{cells[0]} and {len(cells) - 1} more"), (tag("div", each) for each in cells[1:]))
