"""The named override of the counts: an investigator accepts counts below the threshold, with a reason. The counts stay as they are."""

from collections.abc import Sequence

import streamlit as st

from core.changes.by_hand import Unfit, enter
from core.facts.fact import Fact
from core.facts.records import Screening
from dashboard.acting import acting_name
from dashboard.markup import show, tag
from dashboard.records.form import LONG, WIDTH, told_faults
from dashboard.records.lineage import Line
from dashboard.records.row import row_day
from dashboard.records.storing import hush, stage
from dashboard.source import Source

WHERE = "records"
TITLE = "Investigator accepts the counts"


def assessments(lines: Sequence[Line]) -> list[Line]:
    """The screening assessments that stand, the newest first."""
    found = [line for line in lines if line.stands and line.stored.sheet == Screening.sheet and isinstance(line.stored.held, Fact)]
    return sorted(found, key=lambda line: row_day(line.stored.held), reverse=True)


def toggle(subject: str, lines: Sequence[Line]) -> bool:
    """The button that opens the form; whether it is open."""
    if st.button(TITLE, key=f"counts-button-{subject}", disabled=not assessments(lines)):
        st.session_state[_open(subject)] = not st.session_state.get(_open(subject))
        hush(WHERE)
    return bool(st.session_state.get(_open(subject)))


def close(subject: str) -> None:
    st.session_state.pop(_open(subject), None)


def form(files: Source, subject: str, lines: Sequence[Line]) -> None:
    """Which assessment, who accepts and why; what follows is shown before it is stored."""
    there = {line.stored.id: line for line in assessments(lines)}
    prefix = f"counts-{subject}-{files.case(subject).entry}"
    if st.session_state.get(f"{prefix}-check"):
        _check(files, subject, there, prefix)
    told_faults(prefix, st.session_state.get(f"{prefix}-faults") or {})
    show(
        tag("h2", TITLE),
        tag("p", "For mononuclear cell collection (I6). The counts themselves stay as recorded and stay in view in the eligibility."),
    )
    with st.form(key=f"{prefix}-form", enter_to_submit=False):
        with st.container(horizontal=True):
            st.selectbox(
                "screening assessment of", list(there), key=f"{prefix}-fact", format_func=lambda fact: row_day(there[fact].stored.held)
            )
            st.session_state.setdefault(f"{prefix}-who", acting_name() or "")
            st.text_input("investigator who accepts (required)", key=f"{prefix}-who", autocomplete="off", width=WIDTH)
        st.text_input("reason (required)", key=f"{prefix}-reason", autocomplete="off", width=LONG)
        st.form_submit_button("Check what this would change", key=f"{prefix}-check")


def _check(files: Source, subject: str, there: dict[int, Line], prefix: str) -> None:
    hush(WHERE)
    st.session_state.pop(f"{prefix}-faults", None)
    line = there.get(st.session_state.get(f"{prefix}-fact") or 0)
    who, reason = (" ".join(str(st.session_state.get(f"{prefix}-{part}") or "").split()) for part in ("who", "reason"))
    faults = {name: "is blank; expected text" for name, text in (("who", who), ("reason", reason)) if not text}
    if line is None or faults:
        st.session_state[f"{prefix}-faults"] = faults
        return
    accepted = {"counts_acceptable": "yes", "counts_acceptable_reason": reason, "counts_acceptable_by": who}
    by = acting_name() or ""
    try:
        plan = enter(files.ledger, subject, Screening.sheet, accepted, by, reason, line.stored.id)
    except Unfit as unfit:
        st.session_state[f"{prefix}-faults"] = dict(unfit.faults)
        return
    stage(WHERE, subject, files.ledger, plan, by, f"{who} accepts the counts: Screening, {subject}", files.day)


def _open(subject: str) -> str:
    return f"counts-open-{subject}"
