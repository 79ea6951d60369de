"""The address says what is shown: a widget takes its value from it and writes its change back, as a step that Back undoes.

Streamlit's own binding keeps a widget's value over pages and puts it into the address once more, as a second step: the browser's Back
would then lead to a page that goes forward again by itself.
"""

from collections.abc import Callable
from urllib.parse import urlencode

import streamlit as st

# The names in the address, and of the widgets. `known_at` is the second clock: what had been told by then.
SUBJECT, DAY, KNOWN_AT, SHOW, FIND, PAGE, FILE = "subject", "as_of", "known_at", "show", "find", "page", "file"
ENTRY, FACT = "entry", "fact"  # one entry of the ledger, one fact
RECORDS, OPEN = "records", "open"
BLOCK, MARKS = "open", "marks"  # of the Patient page: a block that is drawn only when asked for, and what else the trajectory shows
# The pages by their path.
BOARD, PATIENT, COHORT, UPLOAD, RULEBOOK, SETTINGS, AUDIT = "", "patient", "cohort", "upload", "rulebook", "settings", "audit"
PAGES = {
    BOARD: "Tumor board",
    PATIENT: "Patient",
    COHORT: "Cohort",
    UPLOAD: "Upload",
    RULEBOOK: "Rulebook",
    SETTINGS: "Settings",
    AUDIT: "Audit",
}
CLOCKS = (DAY, KNOWN_AT)  # on every page, and carried along by every link
KNOWN = {  # what an address may name
    BOARD: (*CLOCKS, SHOW, FIND, PAGE),
    PATIENT: (*CLOCKS, SUBJECT, SHOW, FIND, PAGE, FILE, FACT, RECORDS, BLOCK, MARKS),
    COHORT: (*CLOCKS, PAGE),  # of the swimmer lanes
    UPLOAD: (*CLOCKS, ENTRY),
    RULEBOOK: CLOCKS,
    SETTINGS: CLOCKS,
    AUDIT: (*CLOCKS, SUBJECT, FIND, PAGE, ENTRY, FACT),
}


def addressed(name: str, read: Callable[[str], object], default: object = None) -> Callable[[], None]:
    """Give the widget of this name, which is drawn next, what the address says; `read` turns its text into a value, `None` where it is
    none. What comes back is the widget's `on_change`."""
    text = st.query_params.get(name)
    value = None if text is None else read(text)
    value = default if value is None else value
    if name not in st.session_state or st.session_state[name] != value:
        st.session_state[name] = value
    return lambda: _write(name, default)


def _write(name: str, default: object) -> None:
    value = st.session_state.get(name)
    if value is None or value in ("", default):
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = str(value)


def here(path: str, **named: object) -> str:
    """The address of a page; what is `None` is left out."""
    told = {name: str(value) for name, value in named.items() if value is not None}
    return f"{path or '.'}{'?' if told else ''}{urlencode(told)}"
