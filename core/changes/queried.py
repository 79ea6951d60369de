"""How a data query stands: who owns it, and whether it is open, answered or closed. Said in entries of the ledger; the newest counts. What
is queried is found anew each time, so a query whose cause is gone is resolved, whatever was said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.cohort.queries import Query
from core.ledger.ledger import Ledger, Receipt
from core.ledger.plan import QUERY, Plan

OPEN, ANSWERED, CLOSED = "open", "answered", "closed"
STATES = (OPEN, ANSWERED, CLOSED)


class QueryRefused(ValueError):
    """What was said of a query cannot be kept; one line a fault, for people."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a query last, and by whom."""

    query: Query
    owner: str
    state: str
    reason: str
    by: str
    at: datetime


def queried(ledger: Ledger, known: int | None = None) -> Mapping[str, Said]:
    """What was said last of each query that anything was said of, by its id; the sentence is the one it had then."""
    found = {}
    for entry in ledger.queries(known):
        body = entry.body
        query = Query(body["subject"], body["kind"], body["place"], body["sentence"])
        found[query.id] = Said(query, body["owner"], body["state"], body["reason"], entry.by, entry.at)
    return found


def say(ledger: Ledger, query: Query, said: tuple[str, str, str], by: str, key: str) -> Receipt:
    """`said` are the owner, the state and the reason.

    Raises:
        QueryRefused: where the owner or the state is not said, or no reason for a query that is answered or closed.
    """
    owner, state, reason = (" ".join(each.split()) for each in said)
    faults = ["owner is blank; expected a name"] if not owner else []
    faults += [f"state '{state}' is none; expected one of: {', '.join(STATES)}"] if state not in STATES else []
    faults += ["reason is blank; expected why it is answered or closed"] if state in (ANSWERED, CLOSED) and not reason else []
    if faults:
        raise QueryRefused("\n".join(faults))
    body = {"subject": query.subject_id, "kind": query.kind, "place": query.place, "sentence": query.sentence}
    return ledger.commit(Plan(QUERY, 0, reason=reason, body={**body, "owner": owner, "state": state}), by, key)
