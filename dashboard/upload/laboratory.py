"""For which laboratory the answers of an upload are remembered, in the same entry that stores it; nobody's where nothing is said."""

from collections.abc import Sequence

import streamlit as st

from core.layouts.role import Understood
from dashboard.upload.desk import Desk

LABEL = "Remember these answers for the laboratory (left empty, nothing is remembered)"
LONGEST = 80  # characters of its name


def laboratory(on: Desk, understood: Sequence[Understood]) -> None:
    """Draw the field, once a question about a sheet was answered."""
    if not any(asked.chosen is not None for found in understood for asked in found.questions):
        return
    key = f"laboratory {on.turn}"

    def named() -> None:
        on.laboratory = " ".join("".join(each for each in st.session_state[key] if each.isprintable()).split())

    st.text_input(LABEL, on.laboratory, LONGEST, key, on_change=named, placeholder="for example Central laboratory")
