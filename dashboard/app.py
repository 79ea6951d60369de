"""The entry of the dashboard: its frame and its pages, one clinical question each."""

from functools import partial

import streamlit as st

from dashboard.address import AUDIT, BOARD, COHORT, PAGES, PATIENT, RULEBOOK, SETTINGS, UPLOAD
from dashboard.boundary import guarded
from dashboard.frame import frame
from dashboard.markup import show, tag
from dashboard.sheets import stylesheet
from dashboard.source import NothingToShow, Source, source
from dashboard.what_if.sandbox import leave


def main() -> None:
    pages = [st.Page(partial(framed, path), title=title, url_path=path or None, default=path == BOARD) for path, title in PAGES.items()]
    page = st.navigation(pages, position="hidden")  # the frame has links of its own, which carry the clocks along
    stylesheet(page.url_path)
    guarded(page.run)


def framed(path: str) -> None:
    """The page at a path in its frame; both look at one state of the ledger."""
    leave(path)
    try:
        found = source()
    except NothingToShow as fault:
        frame(None, path)
        show(tag("p", str(fault), cls="notice", role="status"))
        return
    frame(found, path)
    shown(found, path)


def shown(found: Source, path: str) -> None:
    """The page itself. Each is loaded when it is first opened: who only looks needs nothing of what reads and stores files."""
    if path == BOARD:
        from pages.board import page
    elif path == PATIENT:
        from pages.patient import page
    elif path == COHORT:
        from pages.cohort import page
    elif path == UPLOAD:
        from pages.upload import page
    elif path == RULEBOOK:
        from pages.rulebook import page
    elif path == SETTINGS:
        from pages.settings import page
    else:
        assert path == AUDIT
        from pages.audit import page
    page(found)


main()
