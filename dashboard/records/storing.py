"""What one action would change, shown before it is stored. One button stores it: one plan, one core call, one receipt.

The plan waits in the session with a key of its own, so that a double click, or a click whose answer was lost, gives one entry.
"""

import secrets
from dataclasses import dataclass
from datetime import date

import streamlit as st

from core.changes.consequences import Consequence, consequences
from core.ledger.entry import Receipt
from core.ledger.ledger import Ledger
from core.ledger.plan import Plan
from core.ledger.refusals import Busy, KeyUsed, NoName, ReadOnly, Stale, StoreFault, Unsound
from dashboard.address import AUDIT, ENTRY, here
from dashboard.look import verdict
from dashboard.markup import Html, show, tag
from dashboard.records.row import moment_words, signed
from dashboard.upload.effects import effects

REFUSALS = (Busy, KeyUsed, NoName, ReadOnly, Stale, StoreFault, Unsound)


@dataclass(frozen=True)
class Staged:
    """A plan that waits for its click: of whom, in whose name, under which key, what it is in words, what would follow as of a day."""

    plan: Plan
    of: str
    by: str
    key: str
    what: str
    follows: tuple[Consequence, ...]
    as_of: date


def stage(where: str, of: str, ledger: Ledger, plan: Plan, by: str, what: str, as_of: date) -> None:
    """Let a plan wait to be stored, with what would follow from it."""
    hush(where)
    with st.spinner("Judging before and after"):
        follows = consequences(ledger, plan, as_of)
    st.session_state[_slot(where)] = Staged(plan, of, by, secrets.token_hex(16), what, follows, as_of)


def settle(where: str, of: str, ledger: Ledger) -> bool:
    """Do what was clicked, before anything is drawn; whether something was stored. What waits for another than `of` is never stored."""
    waiting = st.session_state.get(_slot(where))
    if waiting is None:
        return False
    clicked = st.session_state.get(_store(waiting))
    if waiting.of != of or st.session_state.get(_discard(waiting)):
        hush(where)
        if clicked:
            st.session_state[_said(where)] = _another(waiting.of, of)
        return False
    if not clicked:
        return False
    try:
        receipt = ledger.commit(waiting.plan, waiting.by, waiting.key)
    except REFUSALS as fault:
        if not isinstance(fault, Busy | StoreFault):
            hush(where)
        st.session_state[_said(where)] = refused(fault)
        return False
    hush(where)
    st.session_state[_said(where)] = received(receipt)
    return True


def say(where: str) -> None:
    """What became of the last click."""
    show(st.session_state.get(_said(where)))


def hush(where: str) -> None:
    """What became of an earlier click is no longer told, and what waits is let go."""
    st.session_state.pop(_said(where), None)
    st.session_state.pop(_slot(where), None)


def offer(where: str) -> None:
    """What waits to be stored: what it is, what follows, and the two buttons."""
    waiting = st.session_state.get(_slot(where))
    if waiting is None:
        return
    with st.container(key="waiting"):
        head = tag("h2", waiting.what)
        reason = tag("p", tag("b", "Not stored yet."), " By ", signed(waiting.by), ", reason: ", tag("b", waiting.plan.reason))
        show(tag("div", head, reason, role="region", aria_label="What would be stored"))
        effects(waiting.follows, waiting.as_of)
        with st.container(horizontal=True):
            st.button("Store this", key=_store(waiting), type="primary")
            st.button("Discard", key=_discard(waiting))


def received(receipt: Receipt) -> Html:
    """What was stored, as the store tells it."""
    entry = receipt.entry
    counts = ", ".join(f"{count} {kind}" for kind, count in receipt.counts.items() if count)
    again = " It was asked for twice and stored once." if receipt.repeated else ""
    link = tag("a", f"entry {entry.seq}", href=here(AUDIT, **{ENTRY: entry.seq}), data_follow=True, target="_self")
    said = [" Stored as ", link, f", {moment_words(entry.at)}, by ", signed(entry.by), f"{': ' if counts else ''}{counts}.{again}"]
    return tag("p", verdict("met", "stored"), said, cls="notice good", role="status")


def refused(fault: Exception) -> Html:
    """Why nothing was stored; of what changed meanwhile, who changed it."""
    since = getattr(fault, "since", ())
    lines = [tag("li", f"entry {entry.seq}, {moment_words(entry.at)}, {entry.action}, by ", signed(entry.by)) for entry in since]
    sentence = f" {str(fault)[:1].upper()}{str(fault)[1:]}."
    return tag(
        "div", tag("p", verdict("not_met", "not stored"), sentence), tag("ul", lines) if lines else None, cls="notice bad", role="alert"
    )


def _another(waiting: str, shown: str) -> Html:
    said = f" What waited was for {waiting}, and the page shows {shown}. Nothing was stored."
    return tag("p", verdict("not_met", "not stored"), said, cls="notice bad", role="alert")


def _slot(where: str) -> str:
    return f"waiting {where}"


def _said(where: str) -> str:
    return f"said {where}"


def _store(waiting: Staged) -> str:
    return f"store-{waiting.key}"


def _discard(waiting: Staged) -> str:
    return f"discard-{waiting.key}"
