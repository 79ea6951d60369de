"""What a ledger holds of one row: a record that stands, or a row that was left out."""

from dataclasses import dataclass

from core.facts.fact import Fact, Origin, Problem
from core.facts.record import Record


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that could not be read and was left out by choice: what it said of its subject is unknown. `problems` are why."""

    subject_id: str
    sheet: str
    problems: tuple[Problem, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Stored:
    """One row by its number in the ledger; its origin says who told it and when."""

    id: int
    held: Fact[Record] | LeftOut

    @property
    def subject_id(self) -> str:
        return self.held.record.subject_id if isinstance(self.held, Fact) else self.held.subject_id

    @property
    def sheet(self) -> str:
        return self.held.record.sheet if isinstance(self.held, Fact) else self.held.sheet
