"""The Audit page: the chain's state, the entries with their filters and their file, or the one entry that the address names."""

from functools import partial

import streamlit as st

from dashboard.address import ENTRY
from dashboard.audit.chain import chain
from dashboard.audit.entries import ROWS, Chosen, chosen, entries_table, page_of, set_in
from dashboard.audit.export import audit_csv
from dashboard.audit.one_entry import one_entry
from dashboard.download import Export, download
from dashboard.markup import show, tag
from dashboard.source import Source
from dashboard.upload.counted import many


def audit(files: Source) -> None:
    last = files.head.seq if files.known is None else files.known
    named = st.query_params.get(ENTRY)
    if named is not None:
        if named.isdecimal() and 1 <= int(named) <= last:
            one_entry(files, int(named))
            return
        show(tag("p", "The address names an entry that is not there by now; it was ignored.", cls="notice", role="status"))
    show(tag("h1", "Audit"))
    chain(files)
    with st.container(key="audit-filters", horizontal=True, vertical_alignment="bottom"):
        found = chosen(files)
        total = found.total(files.ledger)
        write = partial(_written, files, found)
        download(f"CSV of {many(total, 'entry', 'entries')}", Export(files, "audit.csv", files.day), write, disabled=not total)
        page = page_of(-(-total // ROWS))
    first = ROWS * (page - 1)
    shown = found.page(files.ledger, first)
    of_all = "" if total == last else f" of {last:,}"
    range_ = (
        f"Entries {first + 1:,} to {first + len(shown):,} of {total:,}, the newest first"
        if total > len(shown)
        else f"{many(total, 'entry', 'entries')}{of_all}"
    )
    show(tag("p", tag("b", range_), ". Times are UTC. Names are as given, nobody verified them.", role="status"))
    show(entries_table(files, shown) if shown else tag("p", "No entry is left by these filters.", cls="notice", role="status"))


def _written(files: Source, found: Chosen) -> str:
    return audit_csv(found.every(files.ledger), set_in(files))
