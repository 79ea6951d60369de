"""The entries, the newest first, of everybody and every action or of one; a page at a time is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from core.ledger.entry import Entry
from core.ledger.ledger import Ledger
from core.protocol.settings import UNSET
from dashboard.address import AUDIT, ENTRY, FIND, PAGE, SUBJECT, addressed, here
from dashboard.audit.actions import ACTIONS, action, line
from dashboard.kept import kept
from dashboard.look import table
from dashboard.markup import Html, tag
from dashboard.records.row import moment_words, signed
from dashboard.selection import clocks
from dashboard.settings.course import course
from dashboard.source import Source

ROWS = 60  # on one page
HEADS = ["entry", "when", "by", "action", "what", "reason"]
EVERYBODY, EVERYTHING = "every subject", "every action"


@dataclass(frozen=True)
class Chosen:
    """What the address leaves of the entries, and how many those are."""

    subject: str | None
    action: str | None
    last: int

    def total(self, ledger: Ledger) -> int:
        return len(_matching(ledger, self)) if self.subject or self.action else self.last

    def every(self, ledger: Ledger) -> Sequence[Entry]:
        """All of them, the newest first."""
        return _matching(ledger, self)

    def page(self, ledger: Ledger, first: int) -> Sequence[Entry]:
        """The entries of a page, the newest first; unfiltered, no other is read."""
        if self.subject or self.action:
            return _matching(ledger, self)[first : first + ROWS]
        newest = self.last - first
        return ledger.entries(max(1, newest - ROWS + 1), newest)[::-1] if newest > 0 else ()


@kept(8)
def _matching(ledger: Ledger, chosen: Chosen) -> tuple[Entry, ...]:
    found = ledger.entries(last=chosen.last, subject_id=chosen.subject)
    return tuple(entry for entry in reversed(found) if chosen.action in (None, entry.action))


def chosen(files: Source) -> Chosen:
    """The two filters, both kept in the address."""
    someone = addressed(SUBJECT, lambda name: name if name in files.subjects else None, "")
    subject = st.selectbox(
        "Subject", ("", *files.subjects), key=SUBJECT, on_change=someone, format_func=lambda name: name or EVERYBODY, width=200
    )
    something = addressed(FIND, lambda name: name if name in ACTIONS else None, "")
    kind = st.selectbox(
        "Action", ("", *ACTIONS), key=FIND, on_change=something, format_func=lambda name: ACTIONS.get(name, EVERYTHING), width=200
    )
    return Chosen(subject or None, kind or None, files.head.seq if files.known is None else files.known)


def page_of(pages: int) -> int:
    if pages <= 1:
        return 1
    known = {str(page): page for page in range(1, pages + 1)}
    turned = addressed(PAGE, known.get, 1)
    return st.pagination(pages, key=PAGE, on_change=turned)


def entries_table(files: Source, found: Sequence[Entry]) -> Html:
    set_by = set_in(files)
    rows = [_row(files, entry, set_by.get(entry.seq, ())) for entry in found]
    return tag("div", table(HEADS, rows, "entries", "Entries"), cls="scroll", role="region", aria_label="Entries", tabindex=0)


def set_in(files: Source) -> Mapping[int, Sequence[str]]:
    """By entry what it set, in words."""
    said: dict[int, list[str]] = {}
    for name, turns in course(files.ledger, files.version).items():
        for turn in turns:
            said.setdefault(turn.entry.seq, []).append(f"{name} = {UNSET if turn.chosen is None else turn.chosen.said}")
    return said


def _row(files: Source, entry: Entry, settings: Sequence[str]) -> Html:
    address = here(AUDIT, **{**clocks(files), ENTRY: entry.seq})
    return tag(
        "tr",
        tag("th", tag("a", f"{entry.seq}", href=address, data_follow=True, target="_self", aria_label=f"entry {entry.seq}"), scope="row"),
        tag("td", moment_words(entry.at), cls="nw"),
        tag("td", signed(entry.by)),
        tag("td", action(entry), cls="nw"),
        tag("td", line(entry, settings)),
        tag("td", entry.body.get("reason") or ""),
    )
