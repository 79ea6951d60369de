"""A plan in the making, beside the page: whoever clicks elsewhere meanwhile loses nothing, and finds it on return."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import date

import streamlit as st

from core.changes.consequences import Consequence, consequences
from core.changes.upload import Prepared, prepare
from core.intake.reader import Handed
from core.intake.watched import Watched
from core.ledger.ledger import Ledger
from dashboard.literal import literal

MOST_AT_ONCE = 2  # plans in the making; others wait
TICK = 0.2  # seconds between two looks
WAITING, READING = "Waiting for its turn", "Reading the files and comparing them with the store"
JUDGING = "Judging everybody before and after"

_WORKERS = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="plan")


@dataclass(frozen=True)
class Asked:
    """What a plan was asked for: the files by the uploader's own names, the choices and answers, the laboratory for which the answers are
    remembered, and the day that the consequences are judged on."""

    files: tuple[str, ...]
    leave_out: bool
    choices: tuple[tuple[str, str], ...]
    laboratory: str
    as_of: date


@dataclass(frozen=True)
class Made:
    """The plan and what it would do; nothing is known of that while there is no plan."""

    prepared: Prepared
    consequences: tuple[Consequence, ...] | None


class Preparing:
    """One plan in the making; `refusal_told` once the audit has heard that its files are refused."""

    def __init__(self, ledger: Ledger, asked: Asked, files: Sequence[Handed]) -> None:
        self.asked, self.began, self._watched = asked, time.monotonic(), Watched()
        self.refusal_told = False
        self._found: Future[Made] = _WORKERS.submit(self._make, ledger, files, dict(asked.choices))

    def _make(self, ledger: Ledger, files: Sequence[Handed], choices: Mapping[str, str]) -> Made:
        self._watched.at(READING)
        prepared = prepare(
            ledger,
            files,
            leave_out=self.asked.leave_out,
            choices=choices,
            watched=self._watched,
            remember=self.asked.laboratory or None,
        )
        if prepared.plan is None:
            return Made(prepared, None)
        self._watched.at(JUDGING)
        prepared.plan.hash  # noqa: B018 - found here and kept, so that the click that stores the plan need not wait for it
        return Made(prepared, tuple(consequences(ledger, prepared.plan, self.asked.as_of)))

    def stop(self) -> None:
        """Nobody waits for it any more: it ends at its next stage, or is never begun."""
        self._watched.stop()
        self._found.cancel()

    def awaited(self, cancel: Callable[[], None]) -> Made:
        """The plan; its stage, the time it takes and a button that calls it off are on the page until it is there."""
        if not self._found.done() and not wait([self._found], TICK).done:
            place = st.empty()
            with place, st.container(key="waiting", horizontal=True, vertical_alignment="center"):
                with st.status(WAITING, type="compact") as status:
                    pass
                st.button("Cancel and store nothing", key=f"cancel {id(self)}", on_click=cancel)
                while not wait([self._found], TICK).done:
                    status.update(
                        label=f"{literal(self._watched.stage or WAITING)}: {time.monotonic() - self.began:.0f} s", state="running"
                    )
            place.empty()
        return self._found.result()
