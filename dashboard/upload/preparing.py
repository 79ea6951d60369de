"""A plan in the making, beside the page: whoever clicks elsewhere meanwhile loses nothing, and finds it on return."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import date

import streamlit as st

from core.changes.consequences import Consequence, consequences
from core.changes.upload import Prepared, prepare
from core.intake.reader import Handed
from core.ledger.ledger import Ledger

MOST_AT_ONCE = 2  # plans in the making; others wait
TICK = 0.2  # seconds between two looks
READING, JUDGING, DONE = "Reading the files and comparing them with the store", "Judging everybody before and after", "Done"

_WORKERS = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="plan")


@dataclass(frozen=True)
class Asked:
    """What a plan was asked for: the files by the uploader's own names, the choices, and the day that the consequences are judged on."""

    files: tuple[str, ...]
    leave_out: bool
    choices: tuple[tuple[str, str], ...]
    as_of: date


@dataclass(frozen=True)
class Made:
    """The plan and what it would do; nothing is known of that while there is no plan."""

    prepared: Prepared
    consequences: tuple[Consequence, ...] | None


class Preparing:
    """One plan in the making."""

    def __init__(self, ledger: Ledger, asked: Asked, files: Sequence[Handed]) -> None:
        self.asked, self.stage, self.began = asked, READING, time.monotonic()
        self._found: Future[Made] = _WORKERS.submit(self._make, ledger, files, dict(asked.choices))

    def _make(self, ledger: Ledger, files: Sequence[Handed], choices: Mapping[str, str]) -> Made:
        prepared = prepare(ledger, files, leave_out=self.asked.leave_out, choices=choices)
        if prepared.plan is None:
            return Made(prepared, None)
        self.stage = JUDGING
        prepared.plan.hash  # noqa: B018 - found here and kept, so that the click that stores the plan need not wait for it
        return Made(prepared, tuple(consequences(ledger, prepared.plan, self.asked.as_of)))

    def awaited(self) -> Made:
        """The plan; its stage and the time it takes are on the page until it is there."""
        if not self._found.done():
            place = st.empty()
            with place, st.status(self.stage, type="compact") as status:
                while not wait([self._found], TICK).done:
                    status.update(label=f"{self.stage}: {time.monotonic() - self.began:.0f} s")
            place.empty()
        return self._found.result()
