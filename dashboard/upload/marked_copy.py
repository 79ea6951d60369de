"""The uploaded workbooks back with their problems marked in place: a button each, written and recorded only when it is asked for."""

import secrets
from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from core.facts.fact import Problem
from core.intake.places import visible
from core.intake.tables import Table
from core.ledger.ledger import Ledger
from core.ledger.plan import EXPORT
from core.reports.marked import Sheet, marked_workbook
from dashboard.acting import acting_name
from dashboard.boundary import incident
from dashboard.download import UNNAMED, NotWritten
from dashboard.literal import literal
from dashboard.source import Source

BETWEEN = " · "  # the file and the sheet, in an address
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def marked_copies(files: Source, tables: Sequence[Table], problems: Sequence[Problem], turn: int) -> None:
    """A button for every file in which something is wrong."""
    wrong: dict[str, list[Problem]] = {table.file: [] for table in tables}
    for problem in problems:
        wrong.setdefault(problem.address.partition(BETWEEN)[0], []).append(problem)
    by = acting_name()
    missing = files.ledger.read_only or (None if by else UNNAMED)
    with st.container(horizontal=True, key="copies"):
        for number, (file, found) in enumerate(wrong.items(), 1):
            sheets = [table for table in tables if table.file == file]
            if found and sheets:
                name = f"marked_copy_{number}.xlsx"
                st.download_button(
                    f"Marked-up copy of {literal(file)}",
                    partial(written, files.ledger, name, sheets, found, by or ""),
                    name,
                    WORKBOOK,
                    key=f"copy {turn} {number}",
                    on_click="ignore",
                    icon=":material/download:",
                    disabled=missing is not None,
                    help=missing,
                )


def written(ledger: Ledger, name: str, tables: Sequence[Table], problems: Sequence[Problem], by: str) -> bytes:
    """The sheets of one file with what is wrong in them. What goes wrong here is logged without anybody's data."""
    try:
        sheets = [
            Sheet(f"{table.file}{BETWEEN}{visible(table.sheet)}", table.sheet, table.rows, table.first_row, table.first_column, table.flaws)
            for table in tables
        ]
        told: Mapping[str, object] = {"file": name, "problems": len(problems)}
        entry = ledger.note(EXPORT, told, by, secrets.token_hex()).entry
        return marked_workbook(sheets, problems, f"ledger entry {entry.seq}, head {entry.hash}")
    except Exception as fault:  # noqa: BLE001 - whatever it is, Streamlit would write it into the log as it stands
        raise NotWritten(incident(fault)) from None
