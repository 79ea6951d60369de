"""The last door of a page: what goes wrong there becomes a sentence with an incident number, and no data of a subject is logged."""

import logging
import secrets
import traceback
from collections.abc import Callable

from dashboard.markup import Html, show, tag

LOG = logging.getLogger("reinfuse")


def guarded(page: Callable[[], None]) -> None:
    """Run a page. Streamlit's own signals to stop or rerun are no `Exception` and pass."""
    try:
        page()
    except Exception as fault:  # noqa: BLE001 - whatever it is, a person sees a sentence and the log sees no data
        show(said(incident(fault)))


def incident(fault: Exception) -> str:
    """Log what went wrong without the values that stood there; the number by which it is found again."""
    number = secrets.token_hex(4)
    LOG.error("incident %s: %s in %s", number, type(fault).__name__, place(fault))
    return number


def place(fault: Exception) -> str:
    """Where it was raised, without the values that stood there."""
    last = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{last.name}, {last.filename.rpartition('/')[2]}:{last.lineno}"


def said(number: str) -> Html:
    text = f"Something went wrong while this page was drawn; do not rely on what it shows. Incident {number}."
    return tag("p", text, cls="notice bad", role="alert")
