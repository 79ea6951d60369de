"""One entry in full: who, when, why, its files and counts, what it undid, and every fact it stated, ended or brought back."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from core.ledger.entry import Entry, Recorded
from core.ledger.ledger import Ledger
from dashboard.address import AUDIT, ENTRY, FACT, PATIENT, SUBJECT, here
from dashboard.audit.actions import action, line
from dashboard.audit.chain import hash_words
from dashboard.audit.entries import set_in
from dashboard.kept import kept
from dashboard.look import table
from dashboard.markup import Html, join, show, tag
from dashboard.records.row import SHEET_NAMES, moment_words, row_day, row_source, row_words, signed
from dashboard.selection import clocks
from dashboard.source import Source
from dashboard.upload.counted import many

ROWS = 60  # on one page
HEADS = ["subject", "sheet", "day", "ended", "stated or restored", "source"]


def one_entry(files: Source, seq: int) -> None:
    """Draw the entry of a number, and the way back to all."""
    (entry,) = files.ledger.entries(seq, seq)
    show(_facts_of(files, entry))
    changes = _changes(files.ledger, seq)
    seen = len(files.ledger.seen_by(seq))
    pages = -(-len(changes) // ROWS)
    page = st.pagination(pages, key=f"changes-{seq}") if pages > 1 else 1
    first = ROWS * (page - 1)
    rows = [_change(files, group) for group in changes[first : first + ROWS]]
    told = f"Changes {first + 1} to {first + len(rows)} of {len(changes)}" if pages > 1 else many(len(changes), "change")
    again = f"; {many(seen, 'fact')} told once more" if seen else ""
    listed = tag("div", table(HEADS, rows, "changes", "Changes"), cls="scroll", tabindex=0, role="region", aria_label="Changes")
    show(tag("h2", f"{told}{again}"), listed if rows else None)


@kept(4)
def _changes(ledger: Ledger, seq: int) -> tuple[tuple[Recorded, ...], ...]:
    """What an entry changed, each change with all that belongs to it; it never changes again."""
    return tuple(tuple(group) for _, group in groupby(ledger.changes_of(seq), key=lambda each: each.change))


def _facts_of(files: Source, entry: Entry) -> Html:
    body = entry.body
    back = tag("a", "Back to all entries", href=here(AUDIT, **clocks(files)), data_follow=True, target="_self")
    pairs = [
        ("when", moment_words(entry.at)),
        ("by", signed(entry.by)),
        ("reason", body.get("reason") or "no reason recorded"),
        ("what", line(entry, set_in(files).get(entry.seq, ()))),
        ("files", join((tag("div", str(name), " ", tag("code", str(sha), cls="src")) for name, sha in body.get("files") or ()))),
        ("undoes", _entry_link(files, body["undoes"]) if body.get("undoes") else None),
        ("time zone then", body.get("time_zone")),
        ("its hash", hash_words(entry.hash)),
        ("hash of the plan", hash_words(str(body["plan"])) if body.get("plan") else None),
    ]
    rows = (tag("div", tag("dt", name), tag("dd", value)) for name, value in pairs if value)
    head = tag("div", tag("h1", f"Entry {entry.seq}"), action(entry), back, cls="line")
    return tag("section", head, tag("dl", rows, cls="pairs-of"), role="region", aria_label="This entry")


def _entry_link(files: Source, seq: int) -> Html:
    return tag("a", f"entry {seq}", href=here(AUDIT, **{**clocks(files), ENTRY: seq}), data_follow=True, target="_self")


def _change(files: Source, group: Sequence[Recorded]) -> Html:
    one = group[0].fact
    ended = [each for each in group if not each.stands]
    stated = [each for each in group if each.stands]
    return tag(
        "tr",
        tag("th", one.subject_id, scope="row"),
        tag("td", SHEET_NAMES[one.sheet]),
        tag("td", row_day(one.held), cls="nw"),
        tag("td", _facts(files, ended)),
        tag("td", _facts(files, stated)),
        tag("td", join(tag("div", row_source(each.fact.held)) for each in stated or ended), cls="src"),
    )


def _facts(files: Source, found: Sequence[Recorded]) -> Html | None:
    return join(_said(files, each) for each in found) if found else None


def _said(files: Source, each: Recorded) -> Html:
    address = here(PATIENT, **{SUBJECT: each.fact.subject_id, **clocks(files), FACT: each.fact.id})
    return tag("div", row_words(each.fact.held), " ", tag("a", "history", href=address, data_follow=True, target="_self", cls="nw"))
