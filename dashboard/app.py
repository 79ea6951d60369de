"""The entry of the dashboard: its frame and its pages, one clinical question each."""

from functools import partial

import streamlit as st

from dashboard.address import BOARD, PAGES, PATIENT, RULEBOOK
from dashboard.boundary import guarded
from dashboard.frame import frame
from dashboard.markup import show, tag
from dashboard.sheets import stylesheet
from dashboard.source import NothingToShow, source
from pages import board, patient, rulebook

SHOWN = {BOARD: board.page, PATIENT: patient.page, RULEBOOK: rulebook.page}


def main() -> None:
    pages = [st.Page(partial(framed, path), title=title, url_path=path or None, default=path == BOARD) for path, title in PAGES.items()]
    page = st.navigation(pages, position="hidden")  # the frame has links of its own, which carry the day along
    stylesheet()
    guarded(page.run)


def framed(path: str) -> None:
    """The page at a path in its frame; both look at one state of the files."""
    try:
        found = source()
    except NothingToShow as fault:
        frame(None, path)
        show(tag("p", str(fault), cls="notice", role="status"))
        return
    frame(found, path)
    SHOWN[path](found)


main()
