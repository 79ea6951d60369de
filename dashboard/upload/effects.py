"""What an upload or an undo would do: which recommendations, verdicts and grades change, for whom and by which cells."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from core.changes.consequences import SUBJECT, Consequence
from core.protocol.holds import CODES
from dashboard.look import WORDS, verdict
from dashboard.markup import Html, join, show, tag
from dashboard.recommendation import STATES
from dashboard.upload.counted import headed, listed, many

HEADS = ["subject", "what", "now → then", "why"]
TITLE = "What it would do"
NOBODY_ELSE = "everybody whom it touches was judged before and after"
NAMED = 3  # cells in view
RECOMMENDATION = "second infusion"
READINGS = ("literal reading", "strict reading", "ctDNA", "PET/CT")
SCALES = ("CRS", "ICANS")
ORDER = ("subject that appears or vanishes", "recommendation", "grade", "eligibility verdict", "warning", "reading")


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
    if found.what == SUBJECT:
        return ORDER[0]
    if found.what == RECOMMENDATION:
        return "recommendation"
    if found.what in READINGS:
        return "reading"
    if found.what in CODES:
        return "warning"
    return "grade" if found.what.startswith(SCALES) else "eligibility verdict"


def _plural(kind: str, count: int) -> str:
    if count == 1:
        return kind
    return kind.replace("subject that appears or vanishes", "subjects that appear or vanish") if kind == ORDER[0] else f"{kind}s"


def effect(found: Consequence) -> Html:
    way = join(
        [_side(found, found.before), " ", tag("span", "→", role="img", aria_label="becomes"), " ", _side(found, found.after, "chip")]
    )
    return tag(
        "tr", tag("th", found.subject_id, scope="row"), tag("td", _what(found)), tag("td", way), tag("td", _why(found.why), cls="src")
    )


def _what(found: Consequence) -> Html | str:
    if found.what in CODES:
        return join([CODES[found.what].words, " ", tag("span", found.what, cls="code")])
    return f"eligibility {found.what}" if kind_of(found) == "eligibility verdict" and found.what != "eligibility" else found.what


def _side(found: Consequence, state: str, extra: str = "") -> Html:
    word = STATES.get(state) if found.what == RECOMMENDATION else WORDS.get(state)
    return verdict(state, word, extra) if word is not None else tag("b", state, cls="graded" if extra else None)


def _why(cells: Sequence[str]) -> Html | None:
    if len(cells) <= NAMED:
        return join(tag("div", each) for each in cells)
    return tag("details", tag("summary", f"{cells[0]} and {len(cells) - 1} more"), (tag("div", each) for each in cells[1:]))
