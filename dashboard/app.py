"""The entry of the dashboard: its frame and its pages, one clinical question each."""

from pathlib import Path

import streamlit as st

from dashboard.address import BOARD, PAGES, PATIENT, RULEBOOK
from dashboard.boundary import guarded
from dashboard.frame import frame
from dashboard.markup import show, tag
from dashboard.sheets import stylesheet
from dashboard.source import NothingToShow, source

HERE = Path(__file__).parent
FILES = {BOARD: "board.py", PATIENT: "patient.py", RULEBOOK: "rulebook.py"}  # in `pages/`


def main() -> None:
    pages = [
        st.Page(HERE.parent / "pages" / FILES[path], title=title, url_path=path or None, default=path == BOARD)
        for path, title in PAGES.items()
    ]
    page = st.navigation(pages, position="hidden")  # the frame has links of its own, which carry the day along
    stylesheet()
    guarded(lambda: framed(page))


def framed(page) -> None:
    try:
        found = source()
    except NothingToShow as fault:
        frame(None, page.url_path)
        show(tag("p", str(fault), cls="notice", role="status"))
        return
    frame(found, page.url_path)
    page.run()


main()
