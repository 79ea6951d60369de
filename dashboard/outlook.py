"""What may come, for the proof card: what would turn the rule, what alone is missing to decide it, and its course by day."""

from collections.abc import Collection, Sequence
from itertools import groupby

from core.assessment import Assessment
from core.facts.fact import Cited
from core.logic.flips import read_by, smallest_changes
from core.logic.rules import MET, NOT_MET, Finding
from core.outlook.course import Stretch, course
from core.outlook.deciding import cost, needed_for_eligibility, needed_for_rule
from core.outlook.turning import Turning, turns
from core.protocol.settings import Settings
from dashboard.course import SEPARATOR
from dashboard.look import WORDS, verdict
from dashboard.markup import Child, Html, join, tag
from dashboard.words import name_of

SHOWN = 4  # turns in view; the others are counted and stand behind a click


def outlook(found: Assessment, settings: Settings) -> Html | None:
    """The section of the proof card; `None` before infusion 1, when there is no rule to turn."""
    if found.second_infusion is None:
        return None
    turning = turns(found)
    wanted = [list(each.items) for each in needed_for_rule(found)]
    lines = [
        _line("would turn", _turns(turning)),
        _line("to decide", _missing(wanted)) if wanted else None,
        _line("course", _course(course(found.facts, found.as_of, settings))),
    ]
    return tag("section", lines, cls="outlook", role="region", aria_label="Outlook")


def _line(label: str, *said: Child) -> Html:
    return tag("div", tag("span", label, cls="dim"), tag("div", said), cls="item")


def _turns(turning: Turning) -> Html:
    """The smallest changes, fewest first, those in view in one run of text under the state that they lead to, the rest on demand."""
    told = turning.told
    shown = join([*([turning.nothing] if turning.nothing else []), *_by_state(told[:SHOWN])], SEPARATOR)
    rest = [tag("div", each) for each in _by_state(told[SHOWN:])]
    return join([shown, _more(f"{len(told) - SHOWN} more", rest)])


def _more(count: str, rest: Sequence[Html]) -> Html | None:
    """What does not stand in view, behind its count."""
    return join([" ", tag("details", tag("summary", count), rest)]) if rest else None


def _by_state(told: Sequence[tuple[str, str]]) -> list[Html]:
    groups = groupby(told, key=lambda each: each[0])
    return [join([tag("span", "→ ", verdict(to), cls="nw"), f" with {'; or '.join(words for _, words in alike)}"]) for to, alike in groups]


def _missing(sets: Sequence[Sequence[str]]) -> Html:
    """The fewest items, and on demand what else would do as well."""
    first, *others = sets
    ways = f"or {len(others)} other {'way' if len(others) == 1 else 'ways'}"
    return join([_counted(first), _more(ways, [tag("div", _listed(items)) for items in others])])


def _counted(items: Sequence[str]) -> Html:
    if len(items) == 1:
        return tag("span", f"only {items[0]} is missing")
    if len(items) <= SHOWN:
        return tag("span", f"{_listed(items)} are missing")
    return tag("details", tag("summary", f"{len(items)} items are missing"), _listed(items))


def _listed(items: Sequence[str]) -> str:
    *first, last = items
    return f"{', '.join(first)} and {last}" if first else last


def _course(stretches: Sequence[Stretch]) -> Html:
    """The last two stretches are in view, those before them behind their count."""
    said = [_stretch(each, last=each is stretches[-1]) for each in stretches]
    before, shown = said[:-2], said[-2:]
    return join([join(shown, ", "), _more(f"{len(before)} earlier", [tag("div", each) for each in before])])


def _stretch(each: Stretch, last: bool) -> Html:
    word = "since" if last else "from"
    return tag("span", f"{WORDS[each.state]} {word} day {each.day}", _cells(each.began) if each.day else None)


def _cells(began: Sequence[Cited]) -> Html | None:
    addresses = list(dict.fromkeys(cited.address for cited in began))
    return tag("span", f" ({'; '.join(addresses)})", cls="src") if addresses else None


def eligibility_outlook(found: Assessment) -> Html | None:
    """One line: what is missing to decide eligibility overall, or what would turn the criteria that are not met."""
    failed = [finding for finding in found.eligibility.findings.values() if finding.status == NOT_MET]
    if failed:
        return _line("would turn", map(_flips, failed))
    sets = needed_for_eligibility(found)
    if not sets:
        return None
    asked = {name for finding in found.eligibility.findings.values() for name in finding.missing}
    return _line("to decide", _missing([_in_turn(items, asked) for items in sets]))


def _in_turn(items: Collection[str], asked: Collection[str]) -> list[str]:
    """The items in words, the cheapest first; last what is asked for only where the others leave a criterion open."""
    names = sorted(items, key=lambda name: (name not in asked, cost(name), name))
    return [name_of(name) if name in asked else f"{name_of(name)} (where the rest leaves it open)" for name in names]


def _flips(finding: Finding) -> Html:
    """The smallest changes by which one criterion would be met."""
    changes = smallest_changes(finding.criterion, read_by(finding))
    words = "; or ".join(change.words for change in changes if change.to == MET)
    said = f" with {words}" if words else " takes more than two changes"
    return tag("div", f"{finding.criterion.id} → ", verdict(MET), said)
