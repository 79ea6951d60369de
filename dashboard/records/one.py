"""One fact with its whole history; and, where it stands and something may be entered, the forms to correct and to withdraw it."""

from collections.abc import Mapping

import streamlit as st

from core.changes.by_hand import Unfit, withdraw
from core.facts.fact import Fact
from core.facts.written import written
from core.ledger.entry import Entry
from dashboard.acting import acting_name
from dashboard.markup import Html, show, tag
from dashboard.records import form
from dashboard.records.hand import hand
from dashboard.records.lineage import Line
from dashboard.records.listing import state, versions
from dashboard.records.row import SHEET_NAMES, row_day, row_source, row_words, told_words
from dashboard.records.storing import hush, offer, stage
from dashboard.source import Source

WHERE = "records"


def one_fact(files: Source, subject: str, line: Line, entries: Mapping[int, Entry], back: Html, writable: bool) -> None:
    held = line.stored.held
    told = held.origin.told
    name = f"{SHEET_NAMES[line.stored.sheet]} {row_day(held)}".strip()
    history = versions(line, entries)
    show(
        tag(
            "section",
            tag("div", tag("h2", name), state(line), back, cls="line"),
            tag("p", row_words(held)),
            tag("p", tag("span", row_source(held), cls="src"), " · ", None if told is None else told_words(told)),
            history or tag("p", "It has no earlier version.", cls="dim"),
            cls="one",
            role="region",
            aria_label="This fact",
        )
    )
    if not writable or not line.stands:
        return
    if isinstance(held, Fact):
        show(tag("h3", "Correct it"))
        hand(files, subject, line.stored.sheet, line.stored.id, written(held.record))
    _withdraw(files, subject, line, name)
    offer(WHERE)


def _withdraw(files: Source, subject: str, line: Line, name: str) -> None:
    prefix = f"withdraw-{subject}-{line.stored.id}"
    show(tag("h3", "Or withdraw it: it stays in the history and no longer counts"))
    if st.session_state.get(f"{prefix}-check"):
        _check(files, subject, line, name, prefix)
    with st.form(key=f"{prefix}-form", enter_to_submit=False):
        st.text_input("reason to withdraw (required)", key=f"{prefix}-reason", autocomplete="off", width=form.LONG)
        st.form_submit_button("Check what a withdrawal would change", key=f"{prefix}-check")


def _check(files: Source, subject: str, line: Line, name: str, prefix: str) -> None:
    """Let the withdrawal wait with what would follow, or say why it cannot be."""
    hush(WHERE)
    reason, by = " ".join(str(st.session_state.get(f"{prefix}-reason") or "").split()), acting_name() or ""
    try:
        plan = withdraw(files.ledger, line.stored.id, by, reason)
    except Unfit as unfit:
        form.told_faults(prefix, unfit.faults)
        return
    stage(WHERE, subject, files.ledger, plan, by, f"Withdrawal: {name}, {subject}", files.day)
