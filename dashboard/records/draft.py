"""A record that is being written: whose it is, which, and what stood when its form was opened. It lives in the session until stored."""

from dataclasses import dataclass, replace

import streamlit as st

from core.facts.records import SHEETS
from dashboard.records.form import REASON, columns_of
from dashboard.source import Source

DRAFT, FAULTS = "draft", "draft faults"


@dataclass(frozen=True)
class Draft:
    """`fact` is the number of the fact to be corrected, `None` for a new record; `entry` the newest that had touched the subject."""

    subject: str
    sheet: str
    fact: int | None
    entry: int

    @property
    def prefix(self) -> str:
        """What the keys of its fields begin with: the subject, the record, and what stood when it was opened."""
        return f"record-{self.subject}-{self.sheet}-{self.fact or 'new'}-{self.entry}"


def opened(files: Source, subject: str, sheet: str, fact: int | None) -> Draft:
    """The draft of this record, kept while one works on it."""
    found: Draft | None = st.session_state.get(DRAFT)
    if found is None or (found.subject, found.sheet, found.fact) != (subject, sheet, fact):
        found = Draft(subject, sheet, fact, files.case(subject).entry)
        st.session_state[DRAFT] = found
        st.session_state.pop(FAULTS, None)
    return found


def renewed(draft: Draft, entry: int) -> Draft:
    """The same draft on what stands now, with all that was typed."""
    fresh = replace(draft, entry=entry)
    for name in (*columns_of(SHEETS[draft.sheet]), REASON):
        st.session_state[f"{fresh.prefix}-{name}"] = st.session_state.get(f"{draft.prefix}-{name}", "")
    st.session_state[DRAFT] = fresh
    return fresh


def dropped() -> None:
    st.session_state.pop(DRAFT, None)
    st.session_state.pop(FAULTS, None)
