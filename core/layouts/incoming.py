"""What came in with files: facts, the rows that gave none, what the files say of who somebody is, and every problem, all at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.facts.fact import Fact, Origin, Problem
from core.facts.record import Record
from core.facts.subject import Named


@dataclass(frozen=True, slots=True)
class Lost:
    """A row that gave no fact, or of a refused sheet all rows of one subject: whose it is, where that can be read, and why. Without a
    sheet and a problem it was passed over, because a layout does not read it."""

    subject_id: str | None
    sheet: str
    problems: tuple[Problem, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Claim:
    """A second identifier of a subject as a sheet of results gives it, to be compared and never imported: `what` is a column of the sheet
    subjects (birth_date, sex), `value` what that column would hold, `address` the first cell that says so."""

    subject_id: str
    what: str
    value: object
    address: str


@dataclass(slots=True)
class Intake:
    """What came in: facts, the rows that gave none and the subjects these name, problems that cost something, notices that cost nothing,
    claims, each distinct one once, and why nothing of the files may be used, whatever is chosen."""

    facts: list[Fact[Record]] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    stops: list[str] = field(default_factory=list)

    def __iadd__(self, other: "Intake") -> "Intake":
        self.facts += other.facts
        self.named += other.named
        self.lost += other.lost
        self.problems += other.problems
        self.notices += other.notices
        self.claims += other.claims
        self.stops += other.stops
        return self

    def name_lost(self) -> None:
        """The subjects that only lost rows may name, each once a sheet."""
        self.named += dict.fromkeys(Named(row.subject_id, row.sheet) for row in self.lost if row.subject_id is not None)


def together(intakes: Iterable[Intake]) -> Intake:
    total = Intake()
    for intake in intakes:
        total += intake
    return total
