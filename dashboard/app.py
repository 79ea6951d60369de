"""The entry of the dashboard: its frame and its pages, one clinical question each."""

from pathlib import Path

import streamlit as st

from dashboard.boundary import guarded
from dashboard.frame import frame
from dashboard.look import icon_rules
from dashboard.markup import show, stylesheet, tag
from dashboard.source import NothingToShow, source
from dashboard.sparkline import pet_rules

HERE = Path(__file__).parent
PAGES = HERE.parent / "pages"
SHEETS = ("tokens", "frame", "type", "states", "board", "patient", "toxicity", "eligibility", "rulebook")


def main() -> None:
    st.set_page_config(page_title="reinfuse", layout="wide")
    board = st.Page(PAGES / "board.py", title="Tumor board", default=True)
    patient = st.Page(PAGES / "patient.py", title="Patient", url_path="patient")
    rulebook = st.Page(PAGES / "rulebook.py", title="Rulebook", url_path="rulebook")
    page = st.navigation([board, patient, rulebook], position="top")
    stylesheet([HERE / "style" / f"{name}.css" for name in SHEETS], icon_rules(), pet_rules())
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
