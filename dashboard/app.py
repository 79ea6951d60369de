"""The entry of the dashboard: its frame and its pages, one clinical question each."""

from pathlib import Path

import streamlit as st

from dashboard.boundary import guarded
from dashboard.frame import frame
from dashboard.look import icon_rules
from dashboard.markup import show, stylesheet, tag
from dashboard.selection import NothingToShow, source

HERE = Path(__file__).parent
PAGES = HERE.parent / "pages"


def main() -> None:
    st.set_page_config(page_title="reinfuse", layout="wide")
    patient = st.Page(PAGES / "patient.py", title="Patient", url_path="patient")
    # Streamlit gives the default page no path of its own, and a page that only hands on would catch the browser's Back: so the same
    # page stands behind the bare address too.
    door = st.Page(PAGES / "patient.py", title="Patient", url_path="start", default=True, visibility="hidden")
    page = st.navigation([door, patient], position="top")
    stylesheet(HERE / "style.css", icon_rules())
    guarded(lambda: framed(page.run))


def framed(page) -> None:
    try:
        found = source()
    except NothingToShow as fault:
        frame(None)
        show(tag("p", str(fault), cls="notice", role="status"))
        return
    frame(found)
    page()


main()
