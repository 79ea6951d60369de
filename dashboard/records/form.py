"""One record as a form: each column of its sheet as the contract reads it, words to choose from, dates and numbers as text."""

import re
from collections.abc import Mapping, Sequence

import streamlit as st

from core.facts.record import Record, readings
from dashboard.look import verdict
from dashboard.markup import Html, show, style, tag
from dashboard.records.row import column_name

BLANK = "not recorded"
REASON = "reason"
WIDTH, LONG = 232, 720  # pixels
_OF_THE_WHOLE = ("by", "sheet", "fact", "replaces", "subject_id")  # faults that are of no field


def columns_of(model: type[Record]) -> list[str]:
    """The columns that a person fills in."""
    return [column for column in readings(model) if column != "subject_id"]


def fields(prefix: str, model: type[Record], filled: Mapping[str, str], columns: Sequence[str] = ()) -> None:
    """A field for each column, or for those that are named, first filled with what is recorded; `prefix` makes the keys of this subject,
    record and version."""
    with st.container(horizontal=True, key=f"{prefix}-fields"):
        for column in columns or columns_of(model):
            _field(f"{prefix}-{column}", model, column, filled.get(column, ""))


def _field(key: str, model: type[Record], column: str, text: str) -> None:
    reads = readings(model)[column]
    label = f"{column_name(column)}{' (required)' if reads.required else ''}"
    st.session_state.setdefault(key, text)
    if reads.words:
        st.selectbox(label, ("", *reads.words), key=key, format_func=lambda word: word or BLANK, width=WIDTH)
    else:
        st.text_input(label, key=key, help=f"Expected {reads.expected}. Leave it empty for {BLANK}.", autocomplete="off", width=WIDTH)


def reason_field(prefix: str) -> None:
    why = "Why this is entered or changed; it is stored with it."
    st.text_input("reason (required)", key=f"{prefix}-{REASON}", help=why, autocomplete="off", width=LONG)


def entered(prefix: str, model: type[Record], filled: Mapping[str, str], columns: Sequence[str] = ()) -> dict[str, str]:
    """What the fields say that differs from what they were first filled with; an emptied one is empty text."""
    typed = {column: str(st.session_state.get(f"{prefix}-{column}") or "").strip() for column in columns or columns_of(model)}
    return {column: text for column, text in typed.items() if text != filled.get(column, "")}


def reason(prefix: str) -> str:
    return " ".join(str(st.session_state.get(f"{prefix}-{REASON}") or "").split())


def told_faults(prefix: str, faults: Mapping[str, str], cannot: str = "be stored") -> None:
    """Every fault at once, by field, and the fields marked; `cannot` is what cannot be done with them."""
    if not faults:
        return
    last = sorted(faults, key=lambda column: column in (REASON, *_OF_THE_WHOLE))
    lines = (tag("li", tag("b", column_name(column)), f": {faults[column]}") for column in last)
    count = f"{'1 field' if len(faults) == 1 else f'{len(faults)} fields'} cannot {cannot}"
    show(tag("div", tag("p", verdict("not_met", count), "; nothing was stored."), tag("ul", lines), cls="notice bad", role="alert"))
    marked = ", ".join(f".st-key-{re.sub('[^a-zA-Z0-9_-]', '-', f'{prefix}-{column}')} label + div" for column in faults)
    style(Html(f"{marked} {{ outline: 2px solid var(--not_met); border-radius: 4px; }}"))
