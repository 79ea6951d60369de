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
    names, kept over a look at another page. `choices` are the decided conflicts and the answered questions by their ids, `laboratory` the
    one for which the answers are to be remembered, `called_off` says that the last plan was. `refusal` is why the last save did not happen,
    `since` what others did since the plan was made; `undoing` the plan of an undo by what it was asked for;
    `told_of_layouts` what was last done to a remembered layout, `brought_in` how many were brought in."""

    turn: int = 0
    files: Mapping[str, Handed] = field(default_factory=dict)
    leave_out: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    laboratory: str = ""
    called_off: bool = False
    preparing: Preparing | None = None
    receipt: Receipt | None = None
    refusal: str = ""
    since: Sequence[Entry] = ()
    told_of_layouts: str = ""
    brought_in: int = 0
    undoing: dict[tuple[int, str], Any] = field(default_factory=dict)

    def saved(self, receipt: Receipt) -> None:
        """The receipt takes the place of everything that led to it."""
        self.clear()
        self.receipt = receipt

    def clear(self) -> None:
        self.turn += 1
        self.drop({})

    def drop(self, files: Mapping[str, Handed]) -> None:
        """Other files lie on the desk; what was chosen for those before counts no more."""
        self.files, self.leave_out, self.choices, self.laboratory = files, False, {}, ""
        self.receipt, self.called_off = None, False
        self.anew()

    def call_off(self) -> None:
        """Nobody wants the plan in the making any more; the files that led to it are put away."""
        self.clear()
        self.called_off = True

    def choose(self, found: Mapping[str, str | None]) -> bool:
        """Take over answers by their ids, `None` for one taken back; whether any is another than before."""
        before = dict(self.choices)
        self.choices = {key: way for key, way in {**before, **found}.items() if way is not None}
        return self.choices != before

    def anew(self) -> None:
        """The plan is made once more, from what the ledger says now."""
        if self.preparing is not None:
            self.preparing.stop()
        self.preparing, self.refusal, self.since, self.undoing = None, "", (), {}


def desk() -> Desk:
    """Of this session."""
    if DESK not in st.session_state:
        st.session_state[DESK] = Desk()
    return st.session_state[DESK]


def key_of(plan: Plan) -> str:
    """The key of the command that saves a plan: the same plan is saved once."""
    return f"{plan.action}-{plan.hash}"
