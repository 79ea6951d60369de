"""The Records block once it is open: every fact of the subject with its versions and its source, and the ways to enter one by hand."""

from collections.abc import Mapping

import streamlit as st

from core.facts.records import SHEETS
from core.ledger.entry import Entry
from dashboard.address import FACT, OPEN, PATIENT, RECORDS, SUBJECT, here
from dashboard.kept import kept
from dashboard.markup import Html, show, tag
from dashboard.records import counts
from dashboard.records.draft import dropped
from dashboard.records.hand import hand
from dashboard.records.lineage import Line, ended_in, lineage
from dashboard.records.listing import ROWS, listing, shown_lines
from dashboard.records.one import one_fact
from dashboard.records.row import SHEET_NAMES, row_day
from dashboard.records.storing import offer, say, settle
from dashboard.records.writable import barred
from dashboard.selection import clocks
from dashboard.source import Case, Source

WHERE = "records"
EVERY = "every sheet"


def opened_records(files: Source, subject: str, named: str | None) -> None:
    """Draw what the open block holds; `named` is the fact that the address names."""
    if settle(WHERE, subject, files.ledger):
        dropped()
        counts.close(subject)
        st.query_params.pop(FACT, None)
        st.query_params[RECORDS] = OPEN
        st.session_state[_adding(subject)] = ""
        st.rerun()
    say(WHERE)
    reason = barred(files)
    if reason is not None:
        show(tag("p", reason, cls="notice", role="status"))
    lines, entries = _lines(files.case(subject))
    line = next((each for each in lines if str(each.stored.id) == named), None)
    if line is not None:
        one_fact(files, subject, line, entries, _back(files, subject), writable=reason is None)
        return
    if named is not None:
        show(tag("p", "The address names a fact that this subject does not have by now; it was ignored.", cls="notice", role="status"))
    if reason is None and _add(files, subject, lines):
        return
    _list(files, subject, lines, entries, writable=reason is None)


def _add(files: Source, subject: str, lines: tuple[Line, ...]) -> bool:
    """The ways to enter something; whether a form is open."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="adding"):
        sheet = st.selectbox(
            "Add a record", ("", *SHEETS), key=_adding(subject), format_func=lambda name: SHEET_NAMES.get(name, "choose what"), width=232
        )
        accepts = counts.toggle(subject, lines)
    if accepts:
        counts.form(files, subject, lines)
    elif sheet:
        hand(files, subject, sheet, None, {})
    else:
        return False
    offer(WHERE)
    return True


def _list(files: Source, subject: str, lines: tuple[Line, ...], entries: Mapping[int, Entry], writable: bool) -> None:
    own = shown_lines(lines, None)
    there = [sheet for sheet in SHEETS if any(line.stored.sheet == sheet for line in own)]
    numbers: dict[str | None, int] = {None: len(own), **{sheet: len(shown_lines(lines, sheet)) for sheet in there}}
    with st.container(horizontal=True, vertical_alignment="bottom", key="listed"):
        sheet = st.selectbox(
            "Show",
            list(numbers),
            key=f"sheet-{subject}",
            format_func=lambda name: f"{SHEET_NAMES[name] if name else EVERY} · {numbers.get(name, 0)}",
            width=232,
        )
        found = shown_lines(lines, sheet)
        pages = -(-len(found) // ROWS)
        page = st.pagination(pages, key=f"page-{subject}-{sheet}") if pages > 1 else 1
    gone = sum(not line.stands for line in own)
    head = tag(
        "p", tag("b", f"{len(own) - gone} facts stand"), f", {gone} withdrawn. Times are UTC; names are as given, unverified.", cls="dim"
    )

    def link(line: Line) -> Html | None:
        word = "correct or withdraw" if writable and line.stands else "history"
        address = here(PATIENT, **{SUBJECT: subject, **clocks(files), FACT: line.stored.id})
        which = f"{word}: {SHEET_NAMES[line.stored.sheet]} {row_day(line.stored.held)}, fact {line.stored.id}"
        return tag("a", word, href=address, data_follow=True, target="_self", cls="nw", aria_label=which)

    show(head, listing(found, ROWS * (page - 1), entries, link) if found else tag("p", "Nothing is recorded."))


@kept(8)
def _lines(case: Case) -> tuple[tuple[Line, ...], Mapping[int, Entry]]:
    """Every fact of a subject as told up to an entry, and the entries that touched it by their number."""
    history = case.ledger.history(case.subject_id, case.entry)
    entries = {entry.seq: entry for entry in case.ledger.entries(last=case.entry, subject_id=case.subject_id)}
    changes = {entry: case.ledger.changes_of(entry) for entry in ended_in(history)}
    return lineage(history, changes), entries


def _back(files: Source, subject: str) -> Html:
    address = here(PATIENT, **{SUBJECT: subject, **clocks(files), RECORDS: OPEN})
    return tag("a", "Back to all records", href=address, data_follow=True, target="_self")


def _adding(subject: str) -> str:
    return f"adding-{subject}"
