"""The Records block of the Patient page. It is closed until the address asks for it, or names a fact; closed, it loads nothing."""

from collections.abc import Mapping

import streamlit as st

from dashboard.address import FACT, OPEN, PATIENT, RECORDS, SUBJECT, here
from dashboard.markup import Html, show, tag
from dashboard.selection import clocks
from dashboard.sheets import more
from dashboard.source import Source

TITLE = "Records: every fact, its versions and its source; one fact by hand"


def records_link(subject: str, carried: Mapping[str, object]) -> Html:
    """The way to the open block."""
    address = here(PATIENT, **{SUBJECT: subject, **carried, RECORDS: OPEN})
    return tag("p", tag("a", TITLE, href=address, data_follow=True, target="_self"), cls="file")


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
