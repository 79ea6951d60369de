"""Cytokine release syndrome, ASTCT 2019: fever, and the more severe of hypotension and hypoxia.

The grade needs an attributable fever, or CRS diagnosed before and a drug since that takes fever away. Fine points where the
consensus is silent: clinical reference 2.1 and 1.4b, marked [A].
"""

from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from core.facts.records import Bedside
from core.logic.clauses import AllOf, AnyOf, Clause, Variable, all_of, any_of, not_
from core.logic.rules import Statement
from core.scales.bedside import DEATH, DEATH_CELL, Answer, BedsideScale, Level, Reading, Sign, cell, level, listed

TEMPERATURE = Variable("temperature", "temperature", "°C")
OTHER_CAUSE = Variable("fever_other_cause", "fever of another cause")
DRUG = Variable("antipyretic_or_anticytokine", "antipyretic or anticytokine therapy given")
FEVER_NOT_REQUIRED = Variable("fever_not_required", "therapy given that takes fever away", missing=())
CRS_BEFORE = Variable("crs_before", "CRS diagnosed before", missing=())
PRESSURE = level("pressure_level", "grade by hypotension")
OXYGEN = level("oxygen_level", "grade by hypoxia")

LOW_FLOW = 6  # L/min, still low
COUNTED = "hypoxia"  # the only reason for oxygen that counts
SUPPORT = {"none": 0, "blow_by": 2, "simple_mask": 3, "venturi": 3, "non_rebreather": 3, "cpap": 4, "bipap": 4, "ventilator": 4}

HYPOTENSION: Answer = ("hypotension", "hypotension_other_cause")
PRESSORS: Answer = ("vasopressors",)
VASOPRESSIN: Answer = ("vasopressin",)
SUPPLY: Answer = ("oxygen_device", "oxygen_flow", "oxygen_reason")

_SOURCE = "clinical reference 2.1"

STATED = (
    Statement(
        "fever",
        "A patient who has CRS and then gets antipyretic or anticytokine therapy (tocilizumab, steroids) needs no fever any more: "
        "hypotension and hypoxia alone are graded. Fever must have been present at onset: without it and without CRS before there is no "
        "CRS, whatever the pressor.",
        f"[R] {_SOURCE}, fever rule; that therapy takes the fever away, verified: PMC8021214 footnote; jitc.bmj.com markup 13993",
    ),
    Statement(
        "interpretation",
        "CRS diagnosed and not resolved, afebrile without such therapy, yet hypotension or hypoxia: the text does not say. Both stay "
        "possible, 0 to the grade of the sign.",
        f"[R] {_SOURCE}, fever rule",
    ),
    Statement("look_for_another_cause", "Hypotension or hypoxia without fever and without CRS before.", f"[R] {_SOURCE}, fever rule"),
    Statement(
        PRESSURE.label,
        "Without pressors 2; one pressor, with or without vasopressin, 3; more 4. Vasopressin is not counted as the second pressor; "
        "alone it is 3. A recorded pressor counts against “no hypotension”, flagged as a contradiction. Hypotension of another cause is "
        "not counted, nor are its pressors; that cell blank counts as no other cause.",
        f"[R] {_SOURCE}, vasopressin; table verified: PMC8021214 Tab1",
    ),
    Statement(
        OXYGEN.label,
        f"Nasal cannula up to {LOW_FLOW} L/min 2, above 3; high-flow nasal cannula 3; "
        f"{listed(SUPPORT)}, masks whatever their flow. A high-flow "
        f"device at {LOW_FLOW} L/min or less: 2 to 3, a contradiction. A cannula with flow 0 is invalid: no oxygen, low and high flow stay "
        f"possible. Only {COUNTED} as the reason counts; no reason entered, both stay possible.",
        f"[R] {_SOURCE}, low flow; table verified: PMC8021214 Tab1; intubation for the airway and home CPAP are not counted: from "
        "knowledge",
    ),
)


def _fever_not_required(row: Bedside) -> Reading:
    """True after such a drug. Without it unknown, never false: afebrile CRS before with a sign is not in the text [A]."""
    if row.antipyretic_or_anticytokine is None:
        return Reading(None, DRUG.missing)
    return Reading(True) if row.antipyretic_or_anticytokine else Reading(None, note="no such therapy: the consensus does not say")


def on_pressor(row: Bedside) -> bool:
    return bool(row.vasopressors or row.vasopressin)


def pressure(row: Bedside) -> Reading:
    """One pressor 3, with or without vasopressin; more 4; vasopressin alone 3 [A]. A pressor against "no hypotension" counts."""
    count, vasopressin, low = row.vasopressors, row.vasopressin, row.hypotension
    against = low is False and on_pressor(row)
    note = "a pressor is recorded beside no hypotension: it counts" if against else ""
    if row.hypotension_other_cause:
        return Reading((0, 0), contradiction=against, note="hypotension of another cause is not counted, nor are its pressors")
    if count is not None and count >= 2:
        return Reading((4, 4), contradiction=against, note=note)
    if count == 1 or (count == 0 and vasopressin):
        return Reading((3, 3), contradiction=against, note=note)
    if vasopressin:
        return Reading((3, 4), PRESSORS, against, note=note)
    if low is False:
        return Reading((0, 0))
    at_least = 2 if low else 0
    at_most = 4 if count is None else 3 if vasopressin is None else 2
    return Reading((at_least, at_most), _blank(row, "hypotension", "vasopressors", "vasopressin") if at_least < at_most else ())


def oxygen(row: Bedside) -> Reading:
    """What the device and its flow give, counted where hypoxia is the reason; where no reason is entered, both stay possible."""
    (least, most), missing, against, invalid, note = supply(row.oxygen_device, row.oxygen_flow)
    if row.oxygen_reason == COUNTED:
        return Reading((least, most), missing, against, invalid, note)
    if row.oxygen_reason is None:
        return Reading((0, most), (*missing, "oxygen_reason") if most else (), against, invalid, note)
    return Reading((0, 0), (), against, invalid, "oxygen for another reason than hypoxia is not counted")


class Supply(NamedTuple):
    """The grade of an oxygen supply, whatever its reason."""

    level: Level
    missing: tuple[str, ...] = ()
    contradiction: bool = False
    invalid: tuple[str, ...] = ()
    note: str = ""


def supply(device: str | None, flow: Decimal | None) -> Supply:
    """A cannula is low flow up to 6 L/min; a flow of 0 there is no flow, and oxygen may be off. Masks count whatever the flow."""
    if device is None:
        return Supply((0, 4), ("oxygen_device",))
    if device == "none" and flow:
        return Supply((0, 4), contradiction=True, note="a flow is recorded beside no oxygen device")
    if device == "nasal_cannula":
        if flow is None:
            return Supply((2, 3), ("oxygen_flow",))
        if not flow:
            return Supply((0, 3), invalid=("oxygen_flow",), note="a nasal cannula without flow: oxygen may be off")
        return Supply((2, 2) if flow <= LOW_FLOW else (3, 3))
    if device == "high_flow_nasal_cannula":
        if flow is not None and flow <= LOW_FLOW:
            return Supply((2, 3), contradiction=True, note="a high-flow device is recorded with a low flow")
        return Supply((3, 3))
    return Supply((SUPPORT[device], SUPPORT[device]))


def _blank(row: Bedside, *columns: str) -> tuple[str, ...]:
    return tuple(column for column in columns if getattr(row, column) is None)


def _ended(answer: Answer, row: Bedside, earlier: Bedside) -> bool:
    """No hypotension ends a held pressor; a pressor ends a held "no hypotension", which would only contradict it."""
    if answer in (PRESSORS, VASOPRESSIN):
        return row.hypotension is False
    return answer == HYPOTENSION and earlier.hypotension is False and on_pressor(row)


HOT = TEMPERATURE >= 38
FEVER: Clause = all_of(HOT, not_(OTHER_CAUSE.is_true))
FEVER_NOT_NEEDED: Clause = all_of(CRS_BEFORE.is_true, FEVER_NOT_REQUIRED.is_true)
COUNTS: Clause = any_of(FEVER, FEVER_NOT_NEEDED)


def sign(grade: int) -> AnyOf:
    """Hypotension or hypoxia of at least this grade."""
    return any_of(*(domain >= grade for domain in (PRESSURE, OXYGEN)))


def at_least(grade: int) -> AllOf:
    return all_of(COUNTS, sign(grade))


CRS = BedsideScale(
    id="crs",
    name="CRS, ASTCT 2019",
    source="ASTCT 2019 (Lee DW et al., Biol Blood Marrow Transplant 2019;25:625-638), CRS grading table, verified: PMC8021214 Tab1, "
    "PMC9327779 t0002, PMC9368621 t001; clinical reference 2.1",
    grades={1: any_of(FEVER, at_least(2)), 2: at_least(2), 3: at_least(3), 4: at_least(4), 5: DEATH == "crs"},
    words={
        1: "Fever ≥38.0 °C, not attributable to another cause; no hypotension, no hypoxia",
        2: "Hypotension not requiring vasopressors, and/or low-flow nasal cannula (≤6 L/min) or blow-by",
        3: "One vasopressor with or without vasopressin, and/or high-flow nasal cannula, facemask, non-rebreather or Venturi mask",
        4: "Multiple vasopressors (excluding vasopressin), and/or positive pressure: CPAP, BiPAP, intubation and mechanical ventilation",
        5: "Death due to CRS, with no other principal cause",
    },
    sources={5: f"from knowledge; {_SOURCE}"},
    signs=(
        cell(TEMPERATURE),
        cell(OTHER_CAUSE),
        cell(DRUG),
        Sign(FEVER_NOT_REQUIRED, DRUG.missing, _fever_not_required),
        Sign(PRESSURE, (*HYPOTENSION, *PRESSORS, *VASOPRESSIN), pressure),
        Sign(OXYGEN, SUPPLY, oxygen),
        DEATH_CELL,
    ),
    assessing=("temperature", "hypotension", "vasopressors", "vasopressin", "oxygen_device", "oxygen_flow"),
    context=("fever_other_cause", "antipyretic_or_anticytokine", "hypotension_other_cause", "oxygen_reason"),
    recorded="crs_grade_recorded",
    answers=(HYPOTENSION, PRESSORS, VASOPRESSIN, SUPPLY),
    holds=timedelta(hours=12),
    ended=_ended,
    standing=any_of(FEVER, sign(2), DEATH == "crs"),
    remarks={
        "interpretation": all_of(not_(FEVER), CRS_BEFORE.is_true, not_(DRUG.is_true), sign(2)),
        "look_for_another_cause": all_of(not_(FEVER), not_(CRS_BEFORE.is_true), sign(2)),
    },
    history=CRS_BEFORE,
)
