"""The layouts that were remembered for a laboratory: seen, taken away as TOML, forgotten, or brought in from a file."""

import secrets
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from core.changes.remembered import Remembered, forget, keep, remembered
from core.layouts.layout import Layout, LayoutRefused, load_layout, written_layout
from core.ledger.ledger import Ledger
from core.ledger.plan import EXPORT
from core.ledger.refusals import Busy, ReadOnly, StoreFault
from dashboard.acting import acting_name
from dashboard.boundary import incident
from dashboard.download import UNNAMED, NotWritten
from dashboard.look import table, verdict
from dashboard.markup import Html, join, show, tag
from dashboard.records.row import moment_words, signed
from dashboard.source import Source
from dashboard.upload.counted import boxed, headed, many
from dashboard.upload.desk import Desk
from dashboard.upload.saving import closed

HEADS = ["laboratory", "layout", "read as", "columns", "since", "by"]
TITLE = "Remembered layouts"
NONE = "Answer the questions about a laboratory's sheet once, name the laboratory beside the commit, and its next sheet asks nothing."
NAME = "layout.toml"


def remembered_layouts(files: Source, on: Desk) -> None:
    """Draw them, the actions on the one that is chosen, and the way to bring one in."""
    found = remembered(files.ledger, files.head.seq)
    rows = [_row(each) for each in found]
    shown = boxed(table(HEADS, rows, "layouts", TITLE), TITLE) if rows else tag("p", NONE, cls="dim")
    show(headed(TITLE, f"{len(found):,}" if found else "none", shown))
    if on.told_of_layouts:
        show(tag("p", on.told_of_layouts, cls="notice", role="status"))
    reasons = closed(files)
    with st.container(key="layouts", horizontal=True, vertical_alignment="bottom"):
        if found:
            _one(files.ledger, on, found, reasons)
        _bring(files.ledger, on, reasons)


def _row(found: Remembered) -> Html:
    layout = found.layout
    columns = [tag("div", tag("b", theirs), f" → {read}") for theirs, read in columns_of(layout)]
    ignored = [tag("div", tag("b", theirs), " is not imported") for theirs in layout.ignored]
    every = tag("details", tag("summary", many(len(columns), "column")), columns, ignored, cls="columns")
    return tag(
        "tr",
        tag("th", layout.laboratory, scope="row"),
        tag("td", layout.name),
        tag("td", layout.sheet),
        tag("td", every),
        tag("td", moment_words(found.at), " ", tag("span", f"entry {found.entry}", cls="src")),
        tag("td", signed(found.by)),
    )


def columns_of(layout: Layout) -> list[tuple[str, str]]:
    """Each column that a layout reads: its header, and what it says."""
    named = [(theirs, ours) for ours, theirs in layout.columns.items()]
    analytes = [(theirs, ", ".join(filter(None, (each.analyte, each.unit)))) for theirs, each in layout.analytes.items()]
    checks = [(theirs, f"{what}, compared only") for what, theirs in layout.checks.items()]
    times = [(theirs, f"time of {what}") for what, theirs in layout.times.items()]
    units = [(theirs, f"unit of {what}") for theirs, what in layout.unit_columns.items()]
    found = [*named, *analytes, *checks, *times, *units]
    written = {theirs: each.dates or each.decimal for theirs, each in layout.notation.items()}
    return [(theirs, ", ".join(filter(None, (read.replace("_", " "), written.get(theirs))))) for theirs, read in found]


def _one(ledger: Ledger, on: Desk, found: Sequence[Remembered], reasons: Sequence[str]) -> None:
    """What can be done with one layout."""
    names = [f"{each.layout.laboratory}: {each.layout.name}" for each in found]
    at = st.selectbox(
        "One layout", range(len(found)), None, names.__getitem__, key=f"layout {on.turn} {len(found)}", placeholder="choose one"
    )
    if at is None:
        return
    chosen, by = found[at], acting_name()
    missing = ledger.read_only or (None if by else UNNAMED)
    st.download_button(
        "Take away as TOML",
        partial(exported, ledger, chosen.layout, by or ""),
        NAME,
        "application/toml",
        key=f"export {at}",
        on_click="ignore",
        icon=":material/download:",
        disabled=missing is not None,
        help=missing,
    )
    if st.button("Forget it", key=f"forget {at}", disabled=bool(reasons), help=reasons[0] if reasons else None) and by:
        _do(on, f"Forgotten: {names[at]}. What was stored by it stands.", partial(forget, ledger, chosen, by, secrets.token_hex()))


def _bring(ledger: Ledger, on: Desk, reasons: Sequence[str]) -> None:
    """The way in for a layout that somebody keeps as a file."""
    with st.popover("Bring in a layout", icon=":material/upload_file:"):
        file = st.file_uploader("A layout as TOML, with its laboratory", ["toml"], key=f"layout file {on.turn} {on.brought_in}")
        if file is None:
            return
        try:
            layout = read_layout(file.name, file.getvalue())
        except LayoutRefused as fault:
            show(
                tag(
                    "div",
                    (tag("p", verdict("not_met", "refused"), " ", line) for line in str(fault).splitlines()),
                    cls="notice bad",
                    role="alert",
                )
            )
            return
        show(join([tag("p", tag("b", layout.laboratory), f": {layout.name}, read as {layout.sheet}"), _listed(layout)]))
        by = acting_name()
        if st.button("Remember it", key=f"remember {on.turn}", disabled=bool(reasons), help=reasons[0] if reasons else None) and by:
            on.brought_in += 1
            _do(on, f"Remembered for {layout.laboratory}: {layout.name}.", partial(keep, ledger, layout, by, secrets.token_hex()))


def _listed(layout: Layout) -> Html:
    return tag("ul", (tag("li", tag("b", theirs), f" → {read}") for theirs, read in columns_of(layout)))


def _do(on: Desk, said: str, act: partial) -> None:
    try:
        act()
    except (Busy, ReadOnly, StoreFault) as fault:
        on.told_of_layouts = f"NOT saved: {fault}."
    else:
        on.told_of_layouts = said
        on.anew()
    st.rerun()


def read_layout(name: str, content: bytes) -> Layout:
    """The layout of an uploaded file.

    Raises:
        LayoutRefused: where it cannot be read, or does not say whose tables it is for.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        path.write_bytes(content)
        layout = load_layout(path)
    if not layout.laboratory:
        raise LayoutRefused(f"{name}: names no laboratory; expected one, whose tables it is for")
    return layout


def exported(ledger: Ledger, layout: Layout, by: str) -> bytes:
    """A layout as a file, recorded before it leaves. What goes wrong here is logged without anybody's data."""
    try:
        text = written_layout(layout)
        entry = ledger.note(EXPORT, {"file": NAME, "lines": text.count("\n")}, by, secrets.token_hex()).entry
        return f"# ledger entry {entry.seq}, head {entry.hash}\n{text}".encode()
    except Exception as fault:  # noqa: BLE001 - whatever it is, Streamlit would write it into the log as it stands
        raise NotWritten(incident(fault)) from None
