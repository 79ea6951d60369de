"""D1, the dose: 2×10⁶ cells/kg at each infusion, per the weight of that infusion (clinical reference 1.2, 1.4b)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.facts.fact import Cited, Fact
from core.facts.labs import exact, measured
from core.facts.records import Infusion
from core.facts.subject import SubjectFacts
from core.logic.rules import Statement
from core.protocol.choices import ABSOLUTE
from core.protocol.readings import REFERENCE, InForce

CELLS_PER_KG = Decimal(2_000_000)
LABEL_CAP = Decimal(200_000_000)  # the label's maximum; the trial text has none (reference 1.3, W_DOSE_CAP)
TOLERANCE = Decimal("0.1")  # [A] a given dose, or a weight, more than 10 % off is shown

STATED = (
    Statement(
        "D1",
        f"{CELLS_PER_KG:,} cells/kg at the first infusion; the second is the same dose.",
        "[P] NCT06902012; clinical reference 1.2, D1",
    ),
    Statement(
        "weight",
        "Per kilogram at the weight of that infusion. Infusion 1: its row, else the newest weight of sheet labs. Infusion 2: its row, else "
        "the newest weight of sheet labs, else that of infusion 1. No weight: not computable. Where the setting second_dose is "
        f"{ABSOLUTE}, infusion 2 is planned with the cells of infusion 1, by its weight.",
        "[A] clinical reference 1.2, D1; 1.4 A8; 1.4b",
    ),
    Statement(
        "tolerance",
        f"A weight that changed by more than {TOLERANCE * 100:.0f} % shows both doses; a given dose more than {TOLERANCE * 100:.0f} % off "
        "the planned one is flagged.",
        "[A] clinical reference 1.2, D1",
    ),
    Statement(
        "label maximum",
        f"A planned dose above {LABEL_CAP:,} cells is warned of (W_DOSE_CAP), nothing is cut off; the trial text has no cap.",
        "axi-cel label, verified: renalandurologynews.com/drug/yescarta; pipelineevidence.com/drugs/yescarta.html",
    ),
)


@dataclass(frozen=True, slots=True)
class Dose:
    """The planned total of one infusion and what was given. `None` is not computable or not recorded, never zero."""

    number: int
    weight_kg: Decimal | None
    weight_from: Cited | None
    planned_cells: Decimal | None
    given_cells: Decimal | None

    @property
    def over_cap(self) -> bool | None:
        return None if self.planned_cells is None else self.planned_cells > LABEL_CAP

    @property
    def off_plan(self) -> bool | None:
        """Whether the given dose is more than 10 % off the planned one."""
        if self.planned_cells is None or self.given_cells is None:
            return None
        return abs(self.given_cells - self.planned_cells) > TOLERANCE * self.planned_cells


def dose(facts: SubjectFacts, number: int, as_of: date, under: InForce = REFERENCE) -> Dose:
    """The weight of the infusion's row; blank, the newest `labs` weight up to that day; for infusion 2 then that of infusion 1. Where the
    same dose is read as the same number of cells, infusion 2 is planned by the weight of infusion 1."""
    weight, source = _weight(facts, 1 if under.second_dose == ABSOLUTE else number, as_of)
    if weight is None and number > 1:
        weight, source = _weight(facts, 1, as_of)
    row = facts.infusion(number)
    cells = row.record.total_cells if row is not None and _given(row, as_of) else None
    return Dose(number, weight, source, None if weight is None else weight * CELLS_PER_KG, cells)


def weight_changed(first: Dose, second: Dose) -> bool | None:
    """Whether the weight moved by more than 10 % between the infusions; then both doses are shown."""
    if first.weight_kg is None or second.weight_kg is None:
        return None
    return abs(second.weight_kg - first.weight_kg) > TOLERANCE * first.weight_kg


def _given(row: Fact[Infusion], as_of: date) -> bool:
    return row.record.status == "given" and row.record.infused_on is not None and row.record.infused_on.day <= as_of


def _weight(facts: SubjectFacts, number: int, as_of: date) -> tuple[Decimal | None, Cited | None]:
    row = facts.infusion(number)
    hidden = row is not None and row.record.status == "given" and not _given(row, as_of)  # given after the as-of day: not known yet
    if row is not None and row.record.weight_kg is not None and not hidden:
        return row.record.weight_kg, Cited(row, "weight_kg")
    infused = row.record.infused_on if row is not None else None
    until = min(infused.day, as_of) if infused is not None else as_of
    datum, _ = measured(facts.until(as_of).labs, "weight", until)
    weight = exact(datum)
    return weight, datum.evidence[0] if weight is not None else None
