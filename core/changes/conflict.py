"""A question that only a person can answer: what is stored and what a file says exclude each other, and neither is newer by itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.changes.shown import CellChange
from core.facts.cells import what
from core.facts.fact import Fact
from core.facts.record import Record
from core.ledger.canonical import digest

KEEP, TAKE, BESIDE = "keep", "take", "beside"  # what is stored; what the file says; both, as two events
LENGTH = 16  # of an id; a person never sees it


@dataclass(frozen=True, slots=True)
class Conflict:
    """`cells` are those in question, `ways` the answers there are, `chosen` the one given, `None` while there is none. The id is the
    question's own: the same rows asked about again have the same."""

    id: str
    subject_id: str
    sheet: str
    address: str
    sentence: str
    cells: tuple[CellChange, ...]
    ways: tuple[str, ...]
    chosen: str | None


@dataclass(slots=True)
class Questions:
    """The conflicts found so far and the answers given: those of this upload, else what was answered to the same question before."""

    choices: Mapping[str, str]
    before: Callable[[], Mapping[str, str]]
    asked: list[Conflict] = field(default_factory=list)
    times: dict[str, int] = field(default_factory=dict)

    def ask(
        self, row: Fact[Record], about: Sequence[int], sentence: str, cells: tuple[CellChange, ...], ways: tuple[str, ...]
    ) -> str | None:
        """The answer to one question, `None` while there is none. `about` are the facts in question by number."""
        record = row.record
        said = [[cell.column, cell.before, cell.after] for cell in cells]
        question = [record.subject_id, record.sheet, what(record), sorted(about), said, list(ways)]
        alike = self.times.setdefault(digest(question), 0)  # two rows alike are two questions
        self.times[digest(question)] += 1
        found = digest([*question, alike])[:LENGTH]
        chosen = self.choices.get(found) or self.before().get(found)
        one = Conflict(found, record.subject_id, record.sheet, row.origin.cell(""), sentence, cells, ways, chosen)
        self.asked.append(one if chosen in ways else replace(one, chosen=None))
        return self.asked[-1].chosen

    @property
    def answers(self) -> dict[str, str]:
        return {one.id: one.chosen for one in self.asked if one.chosen is not None}
