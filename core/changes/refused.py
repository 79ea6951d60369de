"""An upload that was refused leaves one entry in the audit: which contents, and how much was wrong, without a value of any of them."""

from core.changes.upload import Prepared
from core.ledger.canonical import digest
from core.ledger.ledger import Ledger, Receipt
from core.ledger.plan import REFUSED


def refuse_upload(ledger: Ledger, prepared: Prepared, by: str, key: str | None = None) -> Receipt:
    """Note that an upload without a plan was given up. Without a key, the same contents refused for as much by the same person on one day
    are one entry.

    Raises:
        NoName, ReadOnly, Busy, StoreFault: see `Ledger.commit`.
    """
    body = {"contents": [[each.name, each.sha256] for each in prepared.files], "problems": open_in(prepared)}
    return ledger.note(REFUSED, body, by, key or digest([REFUSED, body, by.strip(), ledger.today().isoformat()]))


def open_in(prepared: Prepared) -> int:
    """How many things keep an upload from being stored."""
    problems = 0 if prepared.left_out else len(prepared.problems)
    asked = [*(each.chosen for each in prepared.questions), *(each.chosen for each in prepared.conflicts)]
    return len(prepared.refused) + problems + asked.count(None)
