"""The empty study workbook to take away: it holds nobody's data, so its way out is not recorded."""

import tempfile
from pathlib import Path

import streamlit as st

from core.layouts.template import write_template
from dashboard.upload.marked_copy import WORKBOOK

NAME = "study_workbook.xlsx"


def template_button() -> None:
    st.download_button("Empty workbook", template, NAME, WORKBOOK, key="template", on_click="ignore", icon=":material/download:")


def template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        write_template(path)
        return path.read_bytes()
