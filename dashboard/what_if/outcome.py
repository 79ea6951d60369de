"""What the hypotheses would do: every verdict that moves on top, marked as a what-if in each row, the others counted and on demand."""

from collections.abc import Iterable, Sequence

from core.outlook.what_if import Outcome, Verdict
from core.protocol.settings import Settings
from dashboard.look import icon, table, verdict
from dashboard.markup import Child, Html, tag
from dashboard.recommendation import recommendation
from dashboard.verdicts import RECOMMENDATION, answer, kind_of, verdict_name

NOTHING_STORED = "What if: nothing here is stored"
ORDER = ("recommendation", "reading", "warning", "grade", "eligibility verdict")
MARK = tag("span", "what if", cls="hyp")
ARROW = tag("span", "→", role="img", aria_label="becomes")


def outcome_table(found: Outcome, settings: Settings) -> Html:
    """The verdicts before and after, and the proof card as it would be."""
    ranked = sorted(found.verdicts, key=lambda each: ORDER.index(kind_of(each.name)))
    moved = [each for each in ranked if each.moved]
    aged = [each for each in ranked if each.aged and not each.moved]
    still = [each for each in ranked if not (each.moved or each.aged)]
    return tag(
        "div",
        tag("h3", _headline(ranked)),
        _problems(found),
        _table(found, (*moved, *aged), "Verdicts that move") if moved or aged else None,
        tag("details", tag("summary", f"{_many(len(still))} as before"), _table(found, still, "Verdicts that do not move")),
        tag("details", tag("summary", "The proof card as it would be"), _card(found, settings)),
        cls="outcome",
        role="region",
        aria_label=f"{NOTHING_STORED}. What would follow",
    )


def _headline(ranked: Sequence[Verdict]) -> list[Child]:
    """How many move; of the recommendation, where it does not, that it stays."""
    moved = sum(each.moved for each in ranked)
    said = f"{_many(moved)} would move" if moved else "No verdict would move"
    second = next((each for each in ranked if each.name == RECOMMENDATION and not each.moved), None)
    return [said] if second is None else [f"{said}; second infusion stays ", answer(second.name, second.after)]


def _many(count: int) -> str:
    return f"{count} verdict" if count == 1 else f"{count} verdicts"


def _problems(found: Outcome) -> Html | None:
    """What a hypothesis contradicts: such a cell counts for nothing."""
    if not found.problems:
        return None
    lines = (tag("li", str(each)) for each in found.problems)
    return tag("div", verdict("warning", "does not count as it stands"), tag("ul", lines), cls="notice", role="status")


def _table(found: Outcome, verdicts: Iterable[Verdict], name: str) -> Html:
    waits = found.day != found.as_of
    heads = ["", "verdict", f"now, {found.as_of}", *([f"without it, {found.day}"] if waits else []), f"what if, {found.day}", "rests on"]
    return table(heads, [_row(each, waits) for each in verdicts], "supposed", name)


def _row(each: Verdict, waits: bool) -> Html:
    sides = [answer(each.name, each.before), *([answer(each.name, each.waited)] if waits else [])]
    then = tag("td", ARROW, " ", MARK, " ", answer(each.name, each.after), cls="then")
    rests = ", ".join(each.cells) if each.moved else None
    cells = [tag("td", _sign(each)), tag("th", verdict_name(each.name), scope="row"), *(tag("td", side) for side in sides)]
    return tag("tr", cells, then, tag("td", rests, cls="src"), cls="moves" if each.moved else None)


def _sign(each: Verdict) -> Html:
    """Whether it moves, in a word with its sign."""
    if each.moved:
        return _marked("corrected", "moves")
    return _marked("old", "by the days alone") if each.aged else _marked("same", "as before")


def _marked(sign: str, word: Child) -> Html:
    return tag("span", icon(sign), tag("b", word), cls="v quiet")


def _card(found: Outcome, settings: Settings) -> Html:
    said = tag("p", MARK, f" As of {found.day}, with all hypotheses. ", tag("b", f"{NOTHING_STORED}."))
    return tag("div", said, recommendation(found.after, settings, {}))
