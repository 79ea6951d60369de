"""One record by hand: its form, its faults all at once, and what it would change, before one button stores it."""

from collections.abc import Mapping

import streamlit as st

from core.changes.by_hand import Unfit, enter
from core.facts.records import SHEETS
from dashboard.acting import acting_name
from dashboard.look import verdict
from dashboard.markup import show, tag
from dashboard.records import form
from dashboard.records.draft import FAULTS, Draft, opened, renewed
from dashboard.records.row import SHEET_NAMES, moment_words, signed
from dashboard.records.storing import hush, stage
from dashboard.source import Source

WHERE = "records"


def hand(files: Source, subject: str, sheet: str, fact: int | None, filled: Mapping[str, str]) -> None:
    """The form of a new record, or of the correction of a fact."""
    draft = opened(files, subject, sheet, fact)
    entry = files.case(subject).entry
    if draft.entry != entry and st.session_state.get(f"{draft.prefix}-renew"):
        draft = renewed(draft, entry)
    stale = draft.entry != entry
    if st.session_state.get(f"{draft.prefix}-check"):
        _check(files, draft, stale, filled)
    model = SHEETS[sheet]
    if stale:
        _changed(files, draft)
    form.told_faults(draft.prefix, st.session_state.get(FAULTS) or {})
    with st.form(key=f"{draft.prefix}-form", enter_to_submit=False):
        form.fields(draft.prefix, model, filled)
        form.reason_field(draft.prefix)
        st.form_submit_button("Check what this would change", key=f"{draft.prefix}-check", disabled=stale)


def _check(files: Source, draft: Draft, stale: bool, filled: Mapping[str, str]) -> None:
    """Read what was typed; where it can be stored, let it wait with what would follow."""
    hush(WHERE)
    st.session_state.pop(FAULTS, None)
    if stale:
        return
    model, by, reason = SHEETS[draft.sheet], acting_name() or "", form.reason(draft.prefix)
    try:
        plan = enter(files.ledger, draft.subject, draft.sheet, form.entered(draft.prefix, model, filled), by, reason, draft.fact)
    except Unfit as unfit:
        st.session_state[FAULTS] = dict(unfit.faults)
        return
    what = f"{'Correction' if draft.fact else 'New record'}: {SHEET_NAMES[draft.sheet]}, {draft.subject}"
    stage(WHERE, draft.subject, files.ledger, plan, by, what, files.day)


def _changed(files: Source, draft: Draft) -> None:
    """What changed of the subject since the form was opened. What was typed stays."""
    since = files.ledger.entries(first=draft.entry + 1, subject_id=draft.subject)
    lines = (tag("li", f"entry {each.seq}, {moment_words(each.at)}, {each.action}, by ", signed(each.by)) for each in since)
    said = f" {draft.subject} was changed since this form was opened. Look at it again; what you typed stays."
    show(tag("div", tag("p", verdict("warning", "changed"), said), tag("ul", lines), cls="notice", role="alert"))
    st.button("Go on with what stands now", key=f"{draft.prefix}-renew")
