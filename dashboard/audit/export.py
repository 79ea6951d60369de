"""The list of entries as a CSV file: who did what when, the newest first, as the page's filters leave it."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from core.ledger.entry import Entry
from core.reports.formula import formula_safe
from dashboard.audit.actions import ACTIONS, line

COLUMNS = ("entry", "recorded_at_utc", "by_unverified", "action", "what", "reason", "hash")


def audit_csv(entries: Iterable[Entry], set_by: Mapping[int, Sequence[str]]) -> str:
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        name = ACTIONS.get(entry.action, entry.action)
        told = [entry.by, name, line(entry, set_by.get(entry.seq, ())), str(entry.body.get("reason") or "")]
        writer.writerow([entry.seq, entry.at.isoformat(), *map(formula_safe, told), entry.hash])
    return out.getvalue()
