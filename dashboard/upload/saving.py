"""The one click that stores a plan, and why it cannot be clicked; a refusal in words, with what others changed since."""

from collections.abc import Sequence

import streamlit as st

from core.ledger.entry import Entry
from core.ledger.ledger import Ledger
from core.ledger.plan import Plan
from core.ledger.refusals import Busy, KeyUsed, NoName, ReadOnly, Stale, StoreFault
from dashboard.acting import acting_name
from dashboard.address import ENTRY
from dashboard.look import table, verdict
from dashboard.markup import Html, show, tag
from dashboard.records.row import moment_words, signed
from dashboard.source import Source
from dashboard.upload.counted import boxed
from dashboard.upload.desk import Desk, key_of
from dashboard.upload.history import counts_of, files_of

HEADS = ["entry", "when, who", "what", "counts"]
NAMELESS = "nobody acts: give the name you act under in the frame above"


def closed(files: Source) -> list[str]:
    """Why nothing may be stored now, whatever the plan."""
    if files.ledger.read_only is not None:
        return [f"the store can only be read: {files.ledger.read_only}"]
    if files.known is not None:
        return [f"you look at what had been told by {files.told_by}: come back to now first"]
    return [] if acting_name() else [NAMELESS]


def save(files: Source, on: Desk, plan: Plan | None, label: str, why_not: Sequence[str], discard: str) -> None:
    """Draw the box with the button that stores the plan; whoever clicks twice gets one result."""
    with st.container(key="save"):
        show(_why_not(why_not) if why_not else tag("p", "Nothing is stored yet. All of it is stored, or nothing.", cls="dim"))
        if on.refusal:
            _refused(on)
        with st.container(horizontal=True, vertical_alignment="center"):
            name = acting_name()
            clicked = st.button(label, type="primary", disabled=bool(why_not) or plan is None, key=f"save {on.turn}")
            if clicked and plan is not None and name is not None and not why_not:
                _save(files.ledger, on, plan, name)
            if st.button(discard, key=f"discard {on.turn}"):
                on.clear()
                st.query_params.pop(ENTRY, None)
                st.rerun()


def _save(ledger: Ledger, on: Desk, plan: Plan, name: str) -> None:
    on.refusal, on.since = "", ()
    try:
        receipt = ledger.commit(plan, name, key_of(plan))
    except Stale as stale:
        on.refusal, on.since = "others changed what this rests on", stale.since
    except (Busy, KeyUsed, NoName, ReadOnly, StoreFault) as fault:
        on.refusal = str(fault)
    else:
        on.saved(receipt)  # before any call of Streamlit: a second click may end this run at the first one
        st.query_params.pop(ENTRY, None)
    st.rerun()


def _why_not(reasons: Sequence[str]) -> Html:
    return tag(
        "ul", (tag("li", verdict("not_met" if at == 0 else "information", reason)) for at, reason in enumerate(reasons)), cls="why-not"
    )


def _refused(on: Desk) -> None:
    head = tag("p", verdict("not_met", "NOT saved"), f" {on.refusal}.")
    rows = [_since(entry) for entry in on.since]
    told = boxed(table(HEADS, rows, "uploads", "What changed since"), "What changed since") if rows else None
    show(tag("div", head, told, cls="notice bad", role="alert"))
    if on.since and st.button("Make the plan anew", key=f"anew {on.turn}"):
        on.anew()
        st.rerun()


def _since(entry: Entry) -> Html:
    who = tag("td", tag("div", moment_words(entry.at), cls="nw"), tag("div", signed(entry.by)))
    what = files_of(entry) if entry.action in ("upload", "undo") else entry.action
    return tag("tr", tag("th", str(entry.seq), scope="row"), who, tag("td", what), tag("td", counts_of(entry.body.get("counts", {}))))
