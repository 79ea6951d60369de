"""The hypotheses of one subject while its what-if is looked at. They live in the session alone, and only as long as it is in view."""

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.address import BLOCK, PATIENT, SUBJECT

if TYPE_CHECKING:  # every page asks whether there is a sandbox to be left, and most have no use for what may be supposed
    from core.outlook.what_if import Hypothesis

NAME = "what-if"  # of the block in the address; every key of the session that belongs to it begins so
BOX = f"{NAME} sandbox"


@dataclass
class Sandbox:
    """The hypotheses by a number of their own, in the order in which they were made."""

    subject: str
    supposed: "dict[int, Hypothesis]" = field(default_factory=dict)
    numbers: count = field(default_factory=lambda: count(1))

    def add(self, hypothesis: "Hypothesis") -> None:
        self.supposed[next(self.numbers)] = hypothesis


def opened(subject: str) -> Sandbox:
    """The sandbox of this subject, a new one where there is none."""
    found: Sandbox | None = st.session_state.get(BOX)
    if found is None or found.subject != subject:
        left_behind()
        found = st.session_state[BOX] = Sandbox(subject)
    return found


def leave(path: str) -> None:
    """Let go of everything, unless the address still shows the what-if of the same subject. To be called at each run of any page."""
    found: Sandbox | None = st.session_state.get(BOX)
    here = path == PATIENT and st.query_params.get(BLOCK) == NAME
    if found is not None and not (here and st.query_params.get(SUBJECT) == found.subject):
        left_behind()


def left_behind() -> None:
    """Forget the hypotheses and all that was typed."""
    for key in [key for key in st.session_state if str(key).startswith(NAME)]:
        del st.session_state[key]
