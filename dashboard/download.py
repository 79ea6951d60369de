"""What leaves the building from a page: built when asked for, under a neutral name, recorded in the ledger, stamped with its head."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

import streamlit as st

from core.ledger.plan import EXPORT
from core.reports.stamped import stamped
from dashboard.acting import acting_name
from dashboard.boundary import incident
from dashboard.source import Source

LOG = logging.getLogger("reinfuse")
UNNAMED = "Say above under which name you act: every export is recorded."


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


def download(label: str, export: Export, write: Callable[[], str], disabled: bool = False) -> None:
    """A button for a CSV file; `write` gives its text. Without a name to record it under there is nothing to press."""
    by = acting_name()
    missing = export.files.ledger.read_only or (None if by else UNNAMED)
    st.download_button(
        label,
        partial(written, export, write, by or ""),
        export.name,
        "text/csv",
        on_click="ignore",
        type="tertiary",
        key="download",
        disabled=disabled or missing is not None,
        help=missing,
    )


def written(export: Export, write: Callable[[], str], by: str) -> bytes:
    """The file, with a byte order mark by which a spreadsheet knows the encoding. It is recorded before it leaves. What goes wrong is
    logged without anybody's data."""
    try:
        text = write()
        lines = text.count("\n")
        entry = export.files.ledger.note(EXPORT, export.told(lines), by, secrets.token_hex()).entry
        text = stamped(text, {"ledger_entries": str(entry.seq), "ledger_head": entry.hash})
    except Exception as fault:  # noqa: BLE001 - whatever it is, Streamlit would write it into the log as it stands
        raise NotWritten(incident(fault)) from None
    LOG.warning("export: %s, %d lines", export.name, lines)  # at the level that is always written
    return text.encode("utf-8-sig")
