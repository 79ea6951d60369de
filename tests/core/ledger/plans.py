"""Plans written short, on what the ledger holds now."""

from hashlib import sha256
from itertools import count

from core.ledger.plan import CORRECTED, EXPORT, HAND, NEW, RESTORED, SETTING, UNDO, UPLOAD, WITHDRAWN, Change, Content, Plan

KEYS = count(1)
ME = "Dr. Wu"


def save(ledger, plan, by=ME, key=None):
    return ledger.commit(plan, by, key or f"key {next(KEYS)}")


def states(fact, ends=(), kind=None):
    record = getattr(fact, "record", fact)
    return Change(kind or (CORRECTED if ends else NEW), record.subject_id, record.sheet, fact, tuple(ends))


def upload(ledger, *facts, files=(), seen=()):
    return Plan(UPLOAD, ledger.head().seq, tuple(map(states, facts)), tuple(seen), tuple(files))


def correct(ledger, number, fact, reason="a slip of the pen"):
    return Plan(HAND, ledger.head().seq, (states(fact, (number,)),), reason=reason)


def withdraw(ledger, number, fact):
    return Plan(HAND, ledger.head().seq, (Change(WITHDRAWN, fact.record.subject_id, fact.record.sheet, None, (number,)),))


def undo(ledger, seq):
    """Ends what the entry stated and restores what it ended, as far as it still is so."""
    changes = []
    standing = {version.stored.id for who in ledger.touched_since(0) for version in ledger.history(who) if version.since[-1][1]}
    for recorded in ledger.changes_of(seq):
        if recorded.stands == (recorded.fact.id in standing):
            place = recorded.fact.subject_id, recorded.fact.sheet
            numbers = (recorded.fact.id,)
            changes.append(Change(WITHDRAWN, *place, None, numbers) if recorded.stands else Change(RESTORED, *place, None, (), numbers))
    return Plan(UNDO, ledger.head().seq, tuple(changes), undoes=seq)


def choose(ledger, name, value, **plan):
    said = None if value is None else {"value": value, "on": "2026-03-05", "reason": "agreed", "by": ME}
    return Plan(SETTING, ledger.head().seq, settings={name: said}, **plan)


def export(base=0):
    return Plan(EXPORT, base, body={"what": "table"})


def content(name, data):
    return Content(name, sha256(data).hexdigest(), data)
