"""The Records block of the Patient page. It is closed until the address asks for it, or names a fact; closed, it loads nothing."""

import streamlit as st

from dashboard.address import FACT, OPEN, PATIENT, RECORDS, SUBJECT, here
from dashboard.markup import show, tag
from dashboard.selection import clocks
from dashboard.sheets import more
from dashboard.source import Source


def records(files: Source, subject: str) -> None:
    """Draw the block of one subject, where it is open."""
    named = st.query_params.get(FACT)
    if named is None and st.query_params.get(RECORDS) != OPEN:
        return
    from dashboard.records.opened import opened_records

    more("records", "audit")
    close = tag("a", "close", href=here(PATIENT, **{SUBJECT: subject, **clocks(files)}), data_follow=True, target="_self")
    with st.container(key="records"):
        show(tag("div", tag("h2", "Records"), tag("p", close), cls="over"))
        opened_records(files, subject, named)
