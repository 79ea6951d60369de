"""What one session has on the page: the files dropped, the choices made, the plan in the making, and the last receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from core.intake.reader import Handed
from core.ledger.entry import Entry, Receipt
from core.ledger.plan import Plan
from dashboard.upload.preparing import Preparing

DESK = "upload desk"


@dataclass
class Desk:
    """`turn` numbers the fillings of the desk, so that no widget carries anything over; `files` are those dropped, by the uploader's own
    names, kept over a look at another page. `refusal` is why the last save did not happen, `since` what others did since the plan was
    made; `undoing` the plan of an undo by what it was asked for."""

    turn: int = 0
    files: Mapping[str, Handed] = field(default_factory=dict)
    leave_out: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    preparing: Preparing | None = None
    receipt: Receipt | None = None
    refusal: str = ""
    since: Sequence[Entry] = ()
    undoing: dict[tuple[int, str], Any] = field(default_factory=dict)

    def saved(self, receipt: Receipt) -> None:
        """The receipt takes the place of everything that led to it."""
        self.clear()
        self.receipt = receipt

    def clear(self) -> None:
        self.turn += 1
        self.files, self.leave_out, self.choices, self.receipt = {}, False, {}, None
        self.anew()

    def drop(self, files: Mapping[str, Handed]) -> None:
        """Other files lie on the desk; what was chosen for those before counts no more."""
        self.files, self.leave_out, self.choices, self.receipt = files, False, {}, None
        self.anew()

    def anew(self) -> None:
        """The plan is made once more, from what the ledger says now."""
        self.preparing, self.refusal, self.since, self.undoing = None, "", (), {}


def desk() -> Desk:
    """Of this session."""
    if DESK not in st.session_state:
        st.session_state[DESK] = Desk()
    return st.session_state[DESK]


def key_of(plan: Plan) -> str:
    """The key of the command that saves a plan: the same plan is saved once."""
    return f"{plan.action}-{plan.hash}"
