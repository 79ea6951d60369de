"""One record entered, corrected or withdrawn by hand: read and checked as a cell of a file is, with a name and a reason."""

from collections.abc import Mapping

from core.changes.past import past
from core.facts.fact import Fact, Origin
from core.facts.reading import IDENTIFIER, Unreadable
from core.facts.typed import GONE, Typing, model_of, typed
from core.facts.typed import Unfit as Unfit
from core.ledger.ledger import Ledger
from core.ledger.plan import CORRECTED, HAND, NEW, WITHDRAWN, Change, Plan

EMPTIED = "was emptied by hand"  # how the fault of such a cell begins


def enter(ledger: Ledger, subject_id: str, sheet: str, cells: Mapping[str, str], by: str, reason: str, replaces: int | None = None) -> Plan:
    """A new record of a sheet, or the stored row `replaces` with these cells laid over it; a cell that is emptied counts as not recorded.
    The cells are text as it was typed.

    Raises:
        Unfit: with every fault at once.
    """
    base, whose = ledger.head().seq, subject_id.strip()
    model = model_of(sheet)
    faults = _signed(by, reason) | _subject_faults(subject_id)
    rows = {one.id: one.held for one in past(ledger, whose, base).standing if isinstance(one.held, Fact)}
    origin = Origin(f"by hand, {by.strip()}", sheet, 0, {})
    how = Typing(origin, ledger.settings(base).zone, ledger.today(), f"{EMPTIED}: {reason.strip()}")
    found = typed(how, whose, model, cells, rows, replaces, faults)
    kind = NEW if replaces is None else CORRECTED
    return Plan(HAND, base, (Change(kind, whose, sheet, found.row, found.ends),), reason=reason.strip())


def withdraw(ledger: Ledger, fact: int, by: str, reason: str) -> Plan:
    """A stored row that is to count no more. It stays in the history.

    Raises:
        Unfit: where it does not stand, or no reason is given.
    """
    base = ledger.head().seq
    faults = _signed(by, reason)
    told = ledger.supporters(fact)[:1]
    stored = next((each.fact for seq in told for each in ledger.changes_of(seq) if each.fact.id == fact), None)
    if stored is None or fact not in past(ledger, stored.subject_id, base).stands:
        raise Unfit(faults | {"fact": GONE})
    if faults:
        raise Unfit(faults)
    return Plan(HAND, base, (Change(WITHDRAWN, stored.subject_id, stored.sheet, ends=(fact,)),), reason=reason.strip())


def _signed(by: str, reason: str) -> dict[str, str]:
    found = {"by": (by, "the name you act under"), "reason": (reason, "why it is entered by hand")}
    return {name: f"is blank; expected {expected}" for name, (said, expected) in found.items() if not said.strip()}


def _subject_faults(subject_id: str) -> dict[str, str]:
    try:
        found = IDENTIFIER.value(subject_id, None)
    except Unreadable as fault:
        return {"subject_id": f"{subject_id!r} {fault}"}
    return {} if found is not None else {"subject_id": IDENTIFIER.blank}
