"""One record entered, corrected or withdrawn by hand: read and checked as a cell of a file is, with a name and a reason."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from core.changes.cells import changed, key_of, merged, overlaid, text
from core.changes.past import Past, past
from core.facts.checks import faults_between
from core.facts.fact import Fact, Origin
from core.facts.reading import IDENTIFIER, Unreadable
from core.facts.record import Record, readings
from core.facts.records import SHEETS, Subject
from core.facts.subject import FUTURE, early_days
from core.ledger.ledger import Ledger
from core.ledger.plan import CORRECTED, HAND, NEW, WITHDRAWN, Change, Plan
from core.protocol.settings import Settings

EMPTIED = "was emptied by hand"  # how the fault of such a cell begins
GONE = "does not stand any more; look at it again"


class Unfit(ValueError):
    """What was entered cannot be a record: `faults` by column, each continuing the words of its field, and all as `sentences`."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        self.sentences = tuple(f"{column}: {fault}" for column, fault in self.faults.items())
        super().__init__("\n".join(self.sentences))


def enter(ledger: Ledger, subject_id: str, sheet: str, cells: Mapping[str, str], by: str, reason: str, replaces: int | None = None) -> Plan:
    """A new record of a sheet, or the stored row `replaces` with these cells laid over it; a cell that is emptied counts as not recorded.
    The cells are text as it was typed.

    Raises:
        Unfit: with every fault at once.
    """
    base = ledger.head().seq
    model = SHEETS.get(sheet)
    if model is None:
        raise Unfit({"sheet": f"{sheet!r} is no sheet; expected one of: {', '.join(SHEETS)}"})
    faults = _signed(by, reason) | _subject_faults(subject_id)
    values, unread = _read(model, cells, ledger.settings(base))
    faults |= unread
    whose, known, today = subject_id.strip(), past(ledger, subject_id.strip(), base), ledger.today()
    told = Fact(model.of({**values, "subject_id": whose}), Origin(f"by hand, {by.strip()}", sheet, 0, {}))
    ours, ends = (None, ()) if replaces is None else _stored(known, replaces, sheet)
    row = told if ours is None else _corrected(ours, told, [name for name in cells if name not in unread], reason, today)
    lacking = {name: mark.blank for name, mark in readings(model).items() if mark.required and getattr(row.record, name) is None}
    faults = lacking | faults
    if not faults and row is ours:
        faults["cells"] = "nothing is changed; expected another entry"
    if not faults and model is not Subject and not any(value is not None for value in values.values()) and ours is None:
        faults["cells"] = "nothing is entered; expected at least one cell"
    if not lacking:
        faults = _wrong(row, ours, today) | _taken(row, known, ends) | faults
    if faults:
        raise Unfit(faults)
    return Plan(HAND, base, (Change(NEW if ours is None else CORRECTED, whose, sheet, row, ends),), reason=reason.strip())


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


def _read(model: type[Record], cells: Mapping[str, str], settings: Settings) -> tuple[dict[str, object], dict[str, str]]:
    """What the cells say, blank where they are not given, and why those that cannot be read cannot."""
    values: dict[str, object] = {}
    faults = {name: f"is no column of sheet {model.sheet}" for name in cells if name not in readings(model) or name == "subject_id"}
    unread: dict[str, Unreadable] = {}
    for name, reads in readings(model).items():
        try:
            values[name] = reads.value(cells.get(name), settings.zone) if name != "subject_id" else None
        except Unreadable as fault:
            values[name], unread[name] = None, fault
    for name, why in unread.items():
        faults[name] = f"{cells[name]!r} {why.fault}; expected {model.expects(name, values) or why.expected}"
    return values, faults


def _stored(known: Past, number: int, sheet: str) -> tuple[Fact[Record], tuple[int, ...]]:
    """The row that is corrected, which several rows of one key may make up, and these by number."""
    facts = {one.id: one.held for one in known.standing if isinstance(one.held, Fact) and one.sheet == sheet}
    if number not in facts:
        raise Unfit({"replaces": GONE})
    key = key_of(facts[number])
    same = {each: fact for each, fact in facts.items() if each == number or (key is not None and key_of(fact) == key)}
    return merged(list(same.values())), tuple(same)


def _corrected(ours: Fact[Record], told: Fact[Record], given: Collection[str], reason: str, today: date) -> Fact[Record]:
    """The stored row with what was typed laid over it; the stored row itself where that changes nothing."""
    emptied = [name for name in given if getattr(told.record, name) is None and getattr(ours.record, name) is not None]
    said = replace(told, faults=dict.fromkeys(emptied, f"{EMPTIED}: {reason.strip()}"))
    columns = [*changed(ours, said, today), *emptied]
    return overlaid(ours, said, columns) if columns else ours


def _wrong(row: Fact[Record], ours: Fact[Record] | None, today: date) -> dict[str, str]:
    """What is wrong between the cells, and the days that lie in the future. What was wrong before with a cell that stays is no fault of
    who changes another."""
    before = {} if ours is None else _found(ours, today)
    return {name: said for name, said in _found(row, today).items() if before.get(name) != said}


def _found(row: Fact[Record], today: date) -> dict[str, str]:
    faults = faults_between(row.record) | dict.fromkeys(early_days(row, today), f"{FUTURE}; expected a day up to {today}")
    return {name: said if (entry := text(row, name)) is None else f"{entry!r} {said}" for name, said in faults.items()}


def _taken(row: Fact[Record], known: Past, ends: Collection[int]) -> dict[str, str]:
    """Whether another row of the same key stands."""
    key = key_of(row)
    others = [one.held for one in known.standing if one.id not in ends and isinstance(one.held, Fact)]
    same = None if key is None else next((one for one in others if key_of(one) == key), None)
    if same is None:
        return {}
    name = next(iter(type(row.record).key), "subject_id")
    return {name: f"a record of this key stands already ({same.origin.cell('')}); expected that one corrected"}
