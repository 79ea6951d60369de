"""An upload taken back, or an undo of it: what that would change and do, what stays although it came with it, and the reason."""

from collections.abc import Sequence

import streamlit as st

from core.changes.consequences import Consequence, consequences
from core.changes.shown import shown_of
from core.changes.undo import Kept, Undoing, undo
from core.ledger.entry import Entry
from dashboard.markup import Html, show, tag
from dashboard.source import Source
from dashboard.upload import changes
from dashboard.upload.counted import headed, listed, many
from dashboard.upload.desk import Desk
from dashboard.upload.effects import effects
from dashboard.upload.history import files_of
from dashboard.upload.saving import closed, save

KEPT_HEADS = ["subject", "sheet", "what", "source cell", "why it stays"]
FIRST = "Give the reason first; then you see what the undo would change, what it would do and what stays, before anything is stored."
LONGEST_REASON = 200


def undoing(files: Source, on: Desk, entry: Entry) -> None:
    """Draw the way to take one entry back: the reason, then what the undo would do, then the click."""
    show(_title(entry))
    reason = (st.text_input("Reason for the undo", key=f"reason {on.turn} {entry.seq}", max_chars=LONGEST_REASON) or "").strip()
    if not reason:
        show(tag("p", FIRST, cls="notice", role="status"))
        return
    asked = (entry.seq, reason)
    if asked not in on.undoing:
        on.undoing = {asked: _found(files, entry.seq, reason)}
    found, effect = on.undoing[asked]
    left, right = st.columns([62, 38])
    with left:
        show(headed("What would change", many(len(found.plan.changes), "row")))
        if found.plan.changes:
            listed("What the undo would change", changes.HEADS, shown_of(files.ledger, found.plan), changes.change, "changing")
        _kept(found.kept)
    with right:
        effects(effect, files.day)
        nothing = [] if found.plan.changes else ["nothing of it is left to take back"]
        label = f"Undo {many(len(found.plan.changes), 'change')}, all or nothing"
        save(files, on, found.plan, label, [*nothing, *closed(files)], "Close")


def _found(files: Source, entry: int, reason: str) -> tuple[Undoing, Sequence[Consequence]]:
    """The undo and what it would do, found once and stored as it was shown."""
    found = undo(files.ledger, entry, reason)
    return found, consequences(files.ledger, found.plan, files.day)


def _title(entry: Entry) -> Html:
    said = tag("span", "nothing is deleted: the undo is an entry of its own and can be undone", cls="dim")
    return tag("div", tag("div", tag("h2", f"Undo of entry {entry.seq}"), said, cls="title"), files_of(entry))


def _kept(kept: Sequence[Kept]) -> None:
    """What was changed since by a person or another upload stays, and is named."""
    if not kept:
        show(headed("What stays", "nothing: nobody changed or confirmed any of it since"))
        return
    show(headed("What stays, changed or confirmed since", f"{len(kept):,}"))
    listed("What stays", KEPT_HEADS, kept, _stays, "staying")


def _stays(kept: Kept) -> Html:
    return tag(
        "tr",
        tag("th", kept.subject_id, scope="row"),
        tag("td", kept.sheet, cls="dim"),
        tag("td", kept.what),
        tag("td", kept.address, cls="src"),
        tag("td", kept.sentence),
    )
