"""The changes of a plan as a person reads them: which row, which cells, what stood before and what after, and where each is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.changes.past import past
from core.facts.cells import merged, origin_of, text, what
from core.facts.fact import Fact, Origin
from core.facts.record import Record
from core.ledger.ledger import Ledger
from core.ledger.plan import Change, Plan
from core.ledger.stored import LeftOut, Stored

UNREAD = "a row that could not be read"
PASSED_OVER = "a row that is not read"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell; `None` where it is blank, cannot be read or has no place."""

    column: str
    before: str | None
    after: str | None
    before_address: str | None
    after_address: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One change; `kind` is the plan's, `what` the event in words, `address` the row."""

    kind: str
    subject_id: str
    sheet: str
    what: str
    address: str
    cells: tuple[CellChange, ...]


def shown(changes: Sequence[Change], facts: Mapping[int, Stored]) -> tuple[Shown, ...]:
    """The changes in their order. `facts` are those that they end and restore, by number."""
    return tuple(_shown(change, facts) for change in changes)


def shown_of(ledger: Ledger, plan: Plan) -> tuple[Shown, ...]:
    """The changes of a plan of any kind."""
    return shown(plan.changes, {number: stored for one in plan.subjects for number, stored in past(ledger, one, plan.base).facts.items()})


def _shown(change: Change, facts: Mapping[int, Stored]) -> Shown:
    ended = [facts[number].held for number in change.ends]
    stated = [facts[number].held for number in change.restores] if change.states is None else [change.states]
    before, after = _one(ended), _one(stated)
    row = after or before
    if row is not None:
        return Shown(change.kind, change.subject_id, change.sheet, what(row.record), row.origin.cell(""), cell_changes(before, after))
    (row_left, *_) = [row for row in (*stated, *ended) if isinstance(row, LeftOut)]
    said = UNREAD if row_left.problems else PASSED_OVER
    return Shown(change.kind, change.subject_id, change.sheet, said, row_left.origin.cell(""), ())


def _one(rows: Sequence[Fact[Record] | LeftOut]) -> Fact[Record] | None:
    facts = [row for row in rows if isinstance(row, Fact)]
    return merged(facts) if facts else None


def cell_changes(before: Fact[Record] | None, after: Fact[Record] | None) -> tuple[CellChange, ...]:
    """The cells that two rows say different things in, or that were told anew, in the order of the contract."""
    row = after or before
    columns = [] if row is None else [column for column in type(row.record).model_fields if column != "subject_id"]
    pairs = [(column, _side(before, column), _side(after, column)) for column in columns]
    return tuple(
        CellChange(column, was[0], now[0], _address(was, column), _address(now, column)) for column, was, now in pairs if was != now
    )


Side = tuple[str | None, str, Origin | None]
NOTHING: Side = (None, "", None)


def _side(fact: Fact[Record] | None, column: str) -> Side:
    """The cell as text, why it cannot be read, and where it was told; nothing where it is blank."""
    if fact is None:
        return NOTHING
    said, fault = text(fact, column), fact.faults.get(column, "")
    return NOTHING if said is None and not fault else (said, fault, origin_of(fact, column))


def _address(side: Side, column: str) -> str | None:
    return None if side[2] is None else side[2].cell(column)
