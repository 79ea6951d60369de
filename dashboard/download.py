"""What leaves the building from a page: built when asked for, under a neutral name, recorded in the ledger, stamped with its head."""

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Protocol

import streamlit as st

from core.ledger.plan import EXPORT
from core.reports.stamped import stamped
from dashboard.acting import acting_name
from dashboard.boundary import incident
from dashboard.source import Source

KINDS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
LOG = logging.getLogger("reinfuse")
UNNAMED = "Say above under which name you act: every export is recorded."


class Bound(Protocol):
    """What becomes a file that is no text once the state of the ledger it was written by is known."""

    @property
    def lines(self) -> int: ...

    def stamped(self, columns: Mapping[str, str]) -> bytes: ...


class NotWritten(Exception):
    """A file could not be written; the number of its incident."""


@dataclass(frozen=True)
class Export:
    """A file of what a page shows: its neutral name, the day, and the subject where it is about one."""

    files: Source
    name: str
    as_of: date
    subject_id: str | None = None

    def told(self, lines: int) -> dict[str, object]:
        """What the ledger is told of it: no value of anybody."""
        found = {"file": self.name, "lines": lines, "as_of": str(self.as_of), "known": self.files.known}
        return found if self.subject_id is None else {**found, "subject": self.subject_id}


def download(label: str, export: Export, write: Callable[[], str | Bound], disabled: bool = False, key: str = "download") -> None:
    """A button for a file; `write` gives the text of a CSV file, or what another is made of. Without a name to record it under there is
    nothing to press."""
    by = acting_name()
    missing = export.files.ledger.read_only or (None if by else UNNAMED)
    st.download_button(
        label,
        partial(written, export, write, by or ""),
        export.name,
        KINDS[export.name.rpartition(".")[2]],
        on_click="ignore",
        type="tertiary",
        key=key,
        disabled=disabled or missing is not None,
        help=missing,
    )


def written(export: Export, write: Callable[[], str | Bound], by: str) -> bytes:
    """The file, with a byte order mark by which a spreadsheet knows the encoding. It is recorded before it leaves. What goes wrong is
    logged without anybody's data."""
    try:
        made = write()
        lines = made.count("\n") if isinstance(made, str) else made.lines
        entry = export.files.ledger.note(EXPORT, export.told(lines), by, secrets.token_hex()).entry
        state = {"ledger_entries": str(entry.seq), "ledger_head": entry.hash}
        data = stamped(made, state).encode("utf-8-sig") if isinstance(made, str) else made.stamped(state)
    except Exception as fault:  # noqa: BLE001 - whatever it is, Streamlit would write it into the log as it stands
        raise NotWritten(incident(fault)) from None
    LOG.warning("export: %s, %d lines", export.name, lines)  # at the level that is always written
    return data
