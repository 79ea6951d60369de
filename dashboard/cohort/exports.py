"""What leaves the Cohort page: one table as CSV, or all of them as one workbook."""

from functools import partial

import streamlit as st

from core.cohort.as_csv import table_csv
from core.cohort.as_xlsx import Workbook
from core.cohort.tables import KINDS, stamp, table
from dashboard.cohort.everybody import everybody
from dashboard.download import Export, download
from dashboard.source import Source


def exports(files: Source) -> None:
    """The buttons; everything is counted once more when it is asked for."""
    day = files.day
    with st.container(key="exports", horizontal=True, vertical_alignment="center"):
        name = st.selectbox("Table", tuple(KINDS), key="exported", label_visibility="collapsed", width=260)
        download("CSV of this table", Export(files, f"cohort_{name}_{day}.csv", day), partial(_csv, files, name), key="cohort_csv")
        download("XLSX of all tables", Export(files, f"cohort_{day}.xlsx", day), partial(_xlsx, files), key="cohort_xlsx")


def _csv(files: Source, name: str) -> str:
    found = everybody(files.ledger, files.register, files.day)
    return table_csv(table(found, name), stamp(found, _known(files)))


def _xlsx(files: Source) -> Workbook:
    found = everybody(files.ledger, files.register, files.day)
    return Workbook([table(found, name) for name in KINDS], stamp(found, _known(files)))


def _known(files: Source) -> str:
    return files.told_by or "everything told"
