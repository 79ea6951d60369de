"""What leaves the building from a page: built when it is asked for, under a neutral name, and logged with nobody's data."""

import logging
from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard.boundary import incident

LOG = logging.getLogger("reinfuse")


class NotWritten(Exception):
    """A file could not be written; the number of its incident."""


def download(label: str, name: str, write: Callable[[], str], disabled: bool = False) -> None:
    """A button for a CSV file of that name; `write` gives its text."""
    data = partial(written, name, write)
    st.download_button(label, data, name, "text/csv", on_click="ignore", type="tertiary", key="download", disabled=disabled)


def written(name: str, write: Callable[[], str]) -> bytes:
    """The file, with a byte order mark by which a spreadsheet knows the encoding. What goes wrong is logged without anybody's data."""
    try:
        text = write()
    except Exception as fault:  # noqa: BLE001 - whatever it is, Streamlit would write it into the log as it stands
        raise NotWritten(incident(fault)) from None
    LOG.warning("export: %s, %d lines", name, text.count("\n"))  # at the level that is always written
    return text.encode("utf-8-sig")
