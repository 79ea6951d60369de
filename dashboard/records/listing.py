"""The list of a subject's facts: sheet by sheet, the standing one first, its earlier versions and what became of them on demand."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from dashboard.look import icon
from dashboard.markup import Html, tag
from dashboard.records.lineage import Line
from dashboard.records.row import SHEET_NAMES, moment_words, row_day, row_source, row_words, signed, told_words

ROWS = 60  # on one page
HEADS = ("", "what it says", "state", "source", "told (UTC, names unverified)", "versions")
Link = Callable[[Line], Html | None]


def shown_lines(lines: Sequence[Line], sheet: str | None) -> list[Line]:
    """The lines that stand in the list on their own: those whose place nobody took, of one sheet or of all."""
    return [line for line in lines if not line.later and sheet in (None, line.stored.sheet)]


def listing(lines: Sequence[Line], first: int, entries: Mapping[int, Any], link: Link) -> Html:
    """One page of the lines, from the `first` on; a sheet's head says how many it has in all."""
    page = lines[first : first + ROWS]
    bodies = []
    for sheet, rows in groupby(page, lambda line: line.stored.sheet):
        all_of = sum(line.stored.sheet == sheet for line in lines)
        here = list(rows)
        count = str(all_of) if len(here) == all_of else f"{len(here)} of {all_of}"
        head = tag("th", SHEET_NAMES[sheet], " ", tag("span", f"· {count}", cls="dim"), colspan=len(HEADS), scope="rowgroup")
        bodies.append(tag("tbody", tag("tr", head, cls="group"), (_row(line, entries, link) for line in here)))
    heads = tag("thead", tag("tr", (tag("th", name, scope="col") if name else tag("td") for name in HEADS)))
    listed = tag("table", heads, bodies, cls="facts", aria_label="Facts of this subject")
    told = f"Rows {first + 1} to {first + len(page)} of {len(lines)}" if len(lines) > len(page) else None
    return tag(
        "div",
        tag("p", told, cls="dim sm") if told else None,
        tag("div", listed, cls="scroll", tabindex=0, role="region", aria_label="Records"),
    )


def _row(line: Line, entries: Mapping[int, Any], link: Link) -> Html:
    held = line.stored.held
    told = held.origin.told
    return tag(
        "tr",
        tag("th", row_day(held) or SHEET_NAMES[line.stored.sheet], scope="row", cls="nw"),
        tag("td", row_words(held)),
        tag("td", state(line), cls="nw"),
        tag("td", row_source(held), cls="src"),
        tag("td", None if told is None else told_words(told), cls="sm"),
        tag("td", versions(line, entries), link(line)),
        cls=None if line.stands else "gone",
    )


def state(line: Line) -> Html:
    """Whether a fact stands, as a word with its sign."""
    if line.stands:
        word, sign, color = ("corrected", "information", "quiet") if line.earlier else ("stands", "met", "met")
    else:
        word, sign, color = ("replaced", "old", "quiet") if line.later else ("withdrawn", "not_met", "not_met")
    return tag("span", icon(sign), tag("b", word), cls=f"v {color}")


def versions(line: Line, entries: Mapping[int, Any]) -> Html | None:
    """What a fact took the place of, and when and why facts of this line ended or came back; `None` where there was nothing else."""
    told = [*_ends(line, entries), *(_earlier(each, entries) for each in _all_earlier(line))]
    if not told:
        return None
    return tag("details", tag("summary", "1 change" if len(told) == 1 else f"{len(told)} changes"), told, cls="versions")


def _all_earlier(line: Line) -> list[Line]:
    return [each for old in line.earlier for each in (old, *_all_earlier(old))]


def _earlier(line: Line, entries: Mapping[int, Any]) -> Html:
    """An older version: what it said, who told it, and what ended it."""
    told = line.stored.held.origin.told
    by = None if told is None else told_words(told)
    return tag(
        "div", state(line), " ", row_day(line.stored.held), " ", row_words(line.stored.held), " ", by, _ends(line, entries), cls="version"
    )


def _ends(line: Line, entries: Mapping[int, Any]) -> list[Html]:
    """Each entry that ended a fact or brought it back, the newest first."""
    return [
        tag("div", "stands again" if stands else "ended", " ", _why(entry, entries), cls="version")
        for entry, stands in reversed(line.since[1:])
    ]


def _why(entry: int, entries: Mapping[int, Any]) -> Html:
    """Who did an entry, when and for what reason."""
    found = entries.get(entry)
    if found is None:
        return tag("span", f"in entry {entry}")
    reason = found.body.get("reason") or "no reason recorded"
    return tag("span", moment_words(found.at), " by ", signed(found.by), f", entry {entry}: ", tag("b", reason))
