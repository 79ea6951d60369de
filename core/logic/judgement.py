"""A judgement: the truth of one clause on one chart, with the judgements of its parts and the datum at each leaf."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.facts.chart import Datum

if TYPE_CHECKING:
    from core.logic.clauses import Clause

Truth = bool | None


@dataclass(frozen=True, slots=True)
class Judgement:
    clause: "Clause"
    truth: Truth
    datum: Datum | None
    parts: tuple["Judgement", ...] = ()
    in_turn: bool = False

    def leaves(self) -> Iterator["Judgement"]:
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()

    @property
    def contradiction(self) -> bool:
        """Whether a record that excludes itself stands in what was read."""
        return any(leaf.datum is not None and leaf.datum.contradiction for leaf in self.leaves())

    def missing(self) -> tuple[str, ...]:
        """The analytes and workbook columns this verdict still lacks, in the order of the rule; empty once it is decided."""
        return tuple(dict.fromkeys(self._missing()))

    def _missing(self) -> Iterator[str]:
        if self.truth is not None:
            return
        if self.datum is not None:
            yield from self.datum.missing or next(self.clause.variables()).missing
        for part in self.parts:
            yield from part._missing()
            if self.in_turn and not part.failed:
                return  # an exemption is not asked for while the rule itself may still hold

    @property
    def failed(self) -> bool:
        """Whether something recorded, and not mere absence, keeps this from holding."""
        return any(
            leaf.truth is False or (leaf.truth is None and leaf.datum is not None and leaf.datum.value is not None)
            for leaf in self.leaves()
        )
