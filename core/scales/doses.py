"""What was given for CRS or ICANS, added up by drug and by unit: nothing is converted, and no dose that is not recorded is guessed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.facts.fact import Fact
from core.facts.records import Treatment
from core.logic.rules import Statement

ANTICYTOKINES = ("tocilizumab", "siltuximab", "anakinra")
CORTICOSTEROIDS = ("dexamethasone", "methylprednisolone", "prednisolone", "prednisone", "hydrocortisone")
_NAMED = (ANTICYTOKINES, CORTICOSTEROIDS)

STATED = (
    Statement(
        "cumulative dose",
        "Of each drug the doses given after an infusion, added up by unit as written: different units are never added, and no "
        f"corticosteroid ({', '.join(CORTICOSTEROIDS)}) is converted into another. A dose or unit that is not recorded leaves the sum “at "
        "least”. What has no purpose or no day recorded is counted apart: it may not belong here.",
        "[R] clinical reference, golden rule: unknown never turns into a number; 1.3, checklist: steroid exposure",
    ),
)


@dataclass(frozen=True, slots=True)
class Cumulative:
    """One drug as it was first written. `sums` are its recorded doses by unit, in the order of the first of each; `unmeasured` are the
    doses of which amount or unit is not recorded. `certain`: each has a purpose and a day, and so belongs to this infusion."""

    drug: str | None
    certain: bool
    doses: tuple[Fact[Treatment], ...]
    sums: Mapping[str, Decimal]
    unmeasured: int

    @property
    def summed(self) -> bool:
        """Whether its cumulative dose is told wherever the drug is named: it takes cytokines away, or is a corticosteroid."""
        return _rank(self.drug or "") < len(_NAMED)

    def up_to(self, dose: int) -> "Cumulative":
        """What was given with the dose of this number, the first is 1."""
        return _added(list(self.doses[:dose]), self.certain)


def cumulative(given: Iterable[Fact[Treatment]]) -> tuple[Cumulative, ...]:
    """The doses added up: what takes cytokines away first, then corticosteroids, then the rest, each in the order of its first dose."""
    grouped: dict[tuple[str, bool], list[Fact[Treatment]]] = defaultdict(list)
    for fact in given:
        record = fact.record
        grouped[(record.drug or "").casefold(), record.purpose is not None and record.given_at is not None].append(fact)
    ordered = sorted(grouped.items(), key=lambda each: (_rank(each[0][0]), not each[0][1]))
    return tuple(_added(facts, certain) for (_, certain), facts in ordered)


def _rank(drug: str) -> int:
    return next((rank for rank, names in enumerate(_NAMED) if drug.casefold() in names), len(_NAMED))


def _added(facts: list[Fact[Treatment]], certain: bool) -> Cumulative:
    sums: dict[str, Decimal] = {}
    unmeasured = 0
    for fact in facts:
        dose, unit = fact.record.dose, fact.record.unit
        if dose is None or unit is None:
            unmeasured += 1
        else:
            sums[unit] = sums.get(unit, Decimal(0)) + dose
    return Cumulative(facts[0].record.drug, certain, tuple(facts), sums, unmeasured)
