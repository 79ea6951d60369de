"""The name one acts under: asked once a session in the frame, stored with every action, and never verified."""

import streamlit as st

ACTING = "acting_as"  # where the session keeps it
LONGEST_NAME = 60  # characters


def acting_name() -> str | None:
    """Who acts; `None` until a name was given."""
    return st.session_state.get(ACTING) or None


def act_as(name: object) -> None:
    """Keep a name for the session as one reads it, without signs that do not show; an empty one is none."""
    shown = "".join(each for each in " ".join(str(name or "").split()) if each.isprintable())
    st.session_state[ACTING] = shown[:LONGEST_NAME]
