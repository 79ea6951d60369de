"""What the file and the store say differently and no rule decides: a choice each, and none is made beforehand."""

from collections.abc import Mapping, Sequence

import streamlit as st

from core.changes.shown import CellChange
from core.changes.upload import Conflict
from dashboard.literal import literal
from dashboard.look import table, verdict
from dashboard.markup import Html, show, tag
from dashboard.upload.counted import headed, many
from dashboard.words import name_of

AT_ONCE = 20  # on one page
HEADS = ["", "stands", "the file says"]
WAYS = {
    "keep": "keep what is stored",
    "take": "take what the file says",
    "beside": "keep both: two events",
}


def choosing(conflicts: Sequence[Conflict], turn: int) -> Mapping[str, str] | None:
    """Draw the conflicts; the choices where they were just given, with those given before, else `None`."""
    if not conflicts:
        return None
    open_ = sum(each.chosen is None for each in conflicts)
    said = f"{many(open_, 'conflict')} to decide" if open_ else "every conflict is decided"
    show(headed("Conflicts", f"{len(conflicts):,}", tag("p", verdict("conflicting" if open_ else "met", said, "chip"), cls="said")))
    pages = -(-len(conflicts) // AT_ONCE)
    page = 1 if pages == 1 else st.pagination(pages, key=f"page of conflicts {turn}")
    here = conflicts[AT_ONCE * (page - 1) : AT_ONCE * page]
    found = {each.id: each.chosen for each in conflicts if each.chosen is not None}
    with st.container(key="conflicts"), st.form(f"conflicts {turn}", border=False):
        for each in here:
            show(_conflict(each))
            at = None if each.chosen is None else each.ways.index(each.chosen)
            label = f"{literal(each.subject_id)}, {each.sheet}: which counts?"
            way = st.radio(label, each.ways, at, WAYS.get, key=f"choice {turn} {each.id}", horizontal=True, label_visibility="collapsed")
            found |= {} if way is None else {each.id: way}
        given = st.form_submit_button(f"Apply {'the choice' if len(here) == 1 else 'these choices'}")
    return found if given else None


def _conflict(found: Conflict) -> Html:
    """One conflict: whose, what, and both entries with their cells."""
    head = tag("div", tag("b", found.subject_id), " ", tag("span", found.sheet), " ", tag("span", found.address, cls="src"))
    words = tag("details", tag("summary", "in words"), found.sentence, cls="dim")
    asked = words if any(cell.before is not None for cell in found.cells) else tag("div", found.sentence)
    return tag("div", head, table(HEADS, [_cell(each) for each in found.cells], "cells", "Conflict"), asked, cls="conflict")


def _cell(found: CellChange) -> Html:
    """One cell in question: what stands, and what the file says, each with its place."""
    sides = ((found.before, found.before_address), (found.after, found.after_address))
    both = (tag("td", tag("b", text or "not recorded"), " ", tag("span", at or "", cls="src")) for text, at in sides)
    return tag("tr", tag("th", name_of(found.column), scope="row"), both)
