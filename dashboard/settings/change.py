"""The form that changes one setting: its value, from when and why; what would follow is shown before it is stored."""

import streamlit as st

from core.changes.choose import choose
from core.facts.reading import Unreadable
from core.protocol.settings import NAMES, reads_of
from core.protocol.settings_file import SettingsRefused
from dashboard.acting import acting_name
from dashboard.look import verdict
from dashboard.markup import show, tag
from dashboard.moment import day_of_text
from dashboard.records.form import LONG
from dashboard.records.storing import hush, offer, say, settle, stage
from dashboard.records.writable import barred
from dashboard.source import Source

WHERE, SITE = "settings", "this site"
UNSET = "unset it"
BLANK = "is blank; expected text"


def change(files: Source) -> None:
    """Draw the form; nothing can be set while looking at the past, or on a store that can only be read."""
    if settle(WHERE, SITE, files.ledger):
        st.session_state["setting"] = ""
        st.rerun()
    say(WHERE)
    show(tag("h2", "Change a setting"))
    reason = barred(files)
    if reason is not None:
        show(tag("p", reason, cls="notice", role="status"))
        return
    name = st.selectbox(
        "Setting", ("", *NAMES), key="setting", format_func=lambda each: NAMES.get(each, "choose one"), width=320, on_change=_let_go
    )
    if name:
        with st.container(key="change"):
            _form(files, name)
        offer(WHERE)


def _let_go() -> None:
    hush(WHERE)


def _form(files: Source, name: str) -> None:
    prefix = f"setting-{name}-{files.version}"
    if st.session_state.get(f"{prefix}-check"):
        _check(files, name, prefix)
    reads, now = reads_of(name), files.settings.chosen(name)
    with st.form(key=f"{prefix}-form", enter_to_submit=False):
        with st.container(horizontal=True):
            if reads.words:
                st.selectbox(
                    "value", ("", *reads.words, UNSET), key=f"{prefix}-value", format_func=lambda word: word or "choose one", width=260
                )
            else:
                expected = f"Expected {reads.expected}; empty leaves it unset."
                placeholder = "unset" if now is None else now.said
                st.text_input(
                    "value, empty for unset", key=f"{prefix}-value", help=expected, placeholder=placeholder, autocomplete="off", width=260
                )
            st.text_input("decided on (required)", key=f"{prefix}-on", placeholder="YYYY-MM-DD", autocomplete="off", width=160)
        st.text_input("reason (required)", key=f"{prefix}-reason", autocomplete="off", width=LONG)
        st.form_submit_button("Check what this would change", key=f"{prefix}-check")


def _check(files: Source, name: str, prefix: str) -> None:
    """Read what was typed, and let it wait with what would follow; every fault at once."""
    hush(WHERE)
    value, on, reason = (" ".join(str(st.session_state.get(f"{prefix}-{part}") or "").split()) for part in ("value", "on", "reason"))
    day, told, by = day_of_text(on), None if value in ("", UNSET) else value, acting_name() or ""
    faults = [*_faults(name, value, told), *([f"reason {BLANK}"] if not reason else [])]
    faults += [f"decided on: '{on}' is not a date; expected a date like 2026-03-05"] if day is None else []
    if day is not None and not faults:
        try:
            plan = choose(files.ledger, name, told, day, reason, by)
        except SettingsRefused as refused:
            faults += str(refused).splitlines()
        else:
            stage(WHERE, SITE, files.ledger, plan, by, f"{NAMES[name]}: {told if told is not None else 'unset'}", files.day)
            return
    head = tag("p", verdict("not_met", "cannot be stored"), "; nothing was stored.")
    show(tag("div", head, tag("ul", (tag("li", each) for each in faults)), cls="notice bad", role="alert"))


def _faults(name: str, value: str, told: str | None) -> list[str]:
    """What is wrong with the value as typed."""
    reads = reads_of(name)
    if reads.words and not value:
        return [f"value is not chosen; expected {reads.expected}, or to unset it"]
    try:
        reads.value(told, None)
    except Unreadable as fault:
        return [f"value: '{told}' {fault}"]
    return []
