"""The Records block of the Patient page. It is closed until somebody opens it, or an address names a fact; closed, it loads nothing."""

import streamlit as st

from dashboard.address import FACT
from dashboard.sheets import more
from dashboard.source import Source

TITLE = "Records: every fact, its versions and its source; one fact by hand"


def records(files: Source, subject: str) -> None:
    """Draw the block of one subject."""
    named, opened, seen = st.query_params.get(FACT), f"records-{subject}", f"records-named-{subject}"
    if named is not None and st.session_state.get(seen) != named:
        st.session_state[opened] = True
    st.session_state[seen] = named
    block = st.expander(TITLE, key=opened, on_change="rerun")
    if block.open:
        from dashboard.records.opened import opened_records

        with block:
            more("records", "audit")
            opened_records(files, subject, named)
