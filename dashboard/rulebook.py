"""The rulebook as a page to read and to print: contents, the marks of evidence, and every rule with its words, clauses and source."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from core.protocol.holds import DATA_QUALITY, HOLD, INFORMATION, WARNING
from core.protocol.trial import PROTOCOL
from core.rulebook.entries import Entry, Section
from core.rulebook.marks import MEANING, Mark
from dashboard.look import icon, table, verdict
from dashboard.markup import Html, tag
from dashboard.rule_clauses import rule_tree

KINDS = (HOLD, WARNING, INFORMATION, DATA_QUALITY)
ANCHOR = "rules-{}"
AS_ABOVE = "source as above"
OPEN_READINGS = "open-readings"
_NOBODY: Mapping[str, Html] = {}


def book(sections: Sequence[Section], changed: Mapping[str, Html] = _NOBODY) -> Html:
    """`changed` says by the id of each open reading whom it changes."""
    entries = [entry for section in sections for entry in section.entries]
    return tag(
        "div",
        _contents(sections),
        tag(
            "div",
            _head(entries),
            (_section(section, changed if section.key == OPEN_READINGS else _NOBODY) for section in sections),
            cls="book",
        ),
        cls="rulebook",
    )


def _contents(sections: Sequence[Section]) -> Html:
    """The way to each section, with how many rules it holds."""
    links = (
        tag("li", tag("a", each.title, href=f"#{ANCHOR.format(each.key)}"), " ", tag("span", str(len(each.entries)), cls="dim"))
        for each in sections
    )
    return tag("nav", tag("ul", links), aria_label="Sections of the rulebook")


def _head(entries: Sequence[Entry]) -> Html:
    """Which rules these are, and what the marks mean with how many rules carry each."""
    carried = Counter(mark for entry in entries for mark in entry.marks)
    meanings = (tag("div", tag("dt", chip(mark), f" {carried[mark]}"), tag("dd", MEANING[mark])) for mark in Mark)
    return tag(
        "header",
        tag("h1", "Rulebook"),
        tag("p", "Rules in force: ", tag("b", PROTOCOL), f". {len(entries)} rules, printed from the rules themselves."),
        tag("dl", meanings, cls="marks"),
    )


def chip(mark: Mark) -> Html:
    sign = icon("warning") if mark is Mark.UNVERIFIED else None
    return tag("span", sign, mark.value, cls=f"mark {mark.name.lower()}")


def _section(section: Section, changed: Mapping[str, Html]) -> Html:
    whom = ["subjects it changes"] if changed else []
    heads = ["", section.rule, *(["clauses"] if _has_clauses(section) else []), *section.columns, *whom, "evidence and source"]
    title = tag("h2", section.title)
    lead = tag("p", section.lead, cls="dim")
    rows = [_row(entry, above, section, changed) for above, entry in pairwise((None, *section.entries)) if entry is not None]
    listed = tag(
        "div",
        table(heads, rows, f"rules of-{section.key}", section.title),
        cls="scroll",
        role="region",
        aria_label=section.title,
        tabindex=0,
    )
    return tag("section", title, lead, listed, id=ANCHOR.format(section.key))


def _has_clauses(section: Section) -> bool:
    return any(entry.clauses for entry in section.entries)


def _row(entry: Entry, above: Entry | None, section: Section, changed: Mapping[str, Html]) -> Html:
    """A rule that is no clause, or says nothing in a section's own columns, takes their room for its words. The source of the rule above
    is not written out again."""
    free = (_has_clauses(section) and not entry.clauses) + (len(section.columns) if not entry.cells else 0)
    cited = AS_ABOVE if above is not None and above.source == entry.source else entry.cited
    clauses = tag("td", map(_clause, entry.clauses), cls="clauses") if entry.clauses else None
    return tag(
        "tr",
        tag("th", entry.id, scope="row"),
        tag("td", entry.words, cls="words-of", colspan=free + 1 if free else None),
        clauses,
        (tag("td", _cell(text)) for text in entry.cells),
        tag("td", changed.get(entry.id)) if changed else None,
        tag("td", tag("div", map(chip, entry.marks), cls="chips"), tag("div", cited, cls="src"), cls="source"),
    )


def _clause(named) -> Html:
    name, clause = named
    return tag("div", tag("h3", name), rule_tree(clause))


def _cell(text: str) -> Html | str:
    return verdict(text) if text in KINDS else text
