"""The chain's state: how many entries, the newest one's hash, what the checkpoint outside the store knows; and the whole walk on demand."""

import streamlit as st

from core.ledger.checkpoint import newest, place
from core.ledger.verify import Verdict, verify
from dashboard.look import verdict
from dashboard.markup import Html, show, tag
from dashboard.records.row import moment_words
from dashboard.source import Source
from dashboard.upload.counted import boxed, many

VERIFIED = "verified"  # where the session keeps what a walk found
SHORT = 16  # characters of a hash in view; the whole is there on demand


def chain(files: Source) -> None:
    """Draw the chain's state and the button that walks it."""
    with st.container(key="chain"):
        show(_state(files))
        if st.button("Verify now", key="verify"):
            with st.spinner("Walking the chain"):
                st.session_state[VERIFIED] = verify(files.ledger)
        found = st.session_state.get(VERIFIED)
        if found is not None:
            show(said(found, files.head.seq))


def _state(files: Source) -> Html:
    head = files.head
    cells = [
        ("entries", f"{head.seq:,}"),
        ("newest", moment_words(head.at) or "none"),
        ("its hash", hash_words(head.hash) if head.seq else "none"),
        ("checkpoint outside the store", _checkpoint(files)),
        ("may be written", verdict("not_met", f"no: {files.ledger.read_only}") if files.ledger.read_only else verdict("met", "yes")),
    ]
    pairs = (tag("div", tag("dt", name), tag("dd", value)) for name, value in cells)
    return tag("div", tag("dl", pairs, cls="state-of-chain"), role="region", aria_label="The chain")


def _checkpoint(files: Source) -> Html | str:
    try:
        known = newest(place(files.ledger.url))
    except OSError:
        return verdict("not_met", "cannot be read")
    if known is None:
        return verdict("unknown", "none")
    return f"{known.seq:,} entries, {moment_words(known.at) or 'no time'}"


def hash_words(found: str) -> Html:
    """The beginning of a hash, the whole on demand."""
    return tag("details", tag("summary", tag("code", f"{found[:SHORT]}…")), tag("code", found), cls="hash")


def said(found: Verdict, entries: int) -> Html:
    """What a walk along the chain found; the first broken entry first."""
    newer = f" {many(entries - found.count, 'entry', 'entries')} came since." if entries > found.count and not found.broken else ""
    if not found.broken:
        words = f" {many(found.count, 'entry', 'entries')} walked, every row is as it was recorded, the checkpoint agrees.{newer}"
        return tag("p", verdict("met", "the chain is whole"), words, cls="notice good", role="status")
    first = next((fault for fault in found.broken if fault.seq is not None), found.broken[0])
    lines = tag("ol", (tag("li", str(fault)) for fault in found.broken))
    return tag(
        "div",
        tag("p", verdict("not_met", "the chain is broken"), f": {first}. Do not rely on this store; restore a backup."),
        boxed(lines, "Faults of the chain") if len(found.broken) > 1 else None,
        cls="notice bad",
        role="alert",
    )
