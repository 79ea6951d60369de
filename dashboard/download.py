"""What leaves the building from a page: built when it is asked for, under a neutral name, and logged with nobody's data."""

import logging
from collections.abc import Callable
from functools import partial

import streamlit as st

LOG = logging.getLogger("reinfuse")


def download(label: str, name: str, write: Callable[[], str], disabled: bool = False) -> None:
    """A button for a CSV file of that name; `write` gives its text."""
    data = partial(written, name, write)
    st.download_button(label, data, name, "text/csv", on_click="ignore", type="tertiary", key="download", disabled=disabled)


def written(name: str, write: Callable[[], str]) -> bytes:
    """The file, with a byte order mark by which a spreadsheet knows the encoding."""
    text = write()
    LOG.warning("export: %s, %d lines", name, text.count("\n"))  # at the level that is always written
    return text.encode("utf-8-sig")
