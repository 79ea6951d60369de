"""Whether anything may be entered, and if not, why."""

from dashboard.acting import acting_name
from dashboard.source import Source


def barred(files: Source) -> str | None:
    """Why nothing may be entered on what is looked at; `None` where somebody who has a name may."""
    if files.known is not None:
        return f"This is what had been told by {files.told_by}: nothing can be entered while looking at the past."
    if files.ledger.read_only is not None:
        return f"Nothing can be entered: {files.ledger.read_only}"
    if acting_name() is None:
        return "To enter anything, say above under which name you act. It is stored with what you do, and shown as unverified."
    return None
