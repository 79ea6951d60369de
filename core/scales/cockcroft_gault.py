"""Creatinine clearance by Cockcroft and Gault, mL/min, not normalized to body surface (clinical reference 7)."""

from decimal import Decimal

from core.facts.values import Amount, Span
from core.logic.rules import Statement

UMOL_PER_MG_DL = Decimal("88.4")
OLDEST = 140
FEMALE = Decimal("0.85")

STATED = (
    Statement(
        "clearance",
        f"({OLDEST} − age) × weight in kg / (72 × creatinine in mg/dL), × {FEMALE} in women; mL/min, not normalized to body surface. "
        f"Creatinine in µmol/L is divided by {UMOL_PER_MG_DL} first.",
        "verified: tabers.com; globalrph.com; clinical reference 7",
    ),
    Statement(
        "its inputs",
        "Actual body weight; age in completed years on the day of the sample. Age, sex, weight, creatinine or its unit missing: not "
        "computable, as is creatinine that is not above zero.",
        "[R] clinical reference 7, and 1.4 A12",
    ),
    Statement(
        "ideal weight",
        "Where ideal weight (Devine: 50 kg, women 45.5 kg, and 2.3 kg for each inch over 60) would put it on the other side of the limit, "
        "that is noted; it decides nothing.",
        "[R] clinical reference 7, and 1.4 A12",
    ),
)


def clearance(age: int, weight_kg: Amount, creatinine_umol_l: Amount, female: bool) -> Amount | None:
    """(140 − age) × weight / (72 × creatinine mg/dL), × 0.85 if female, with one rounding at the end.

    Age in completed years on the day of the sample. `None` where it cannot be computed: age from 140, creatinine not above zero.
    """
    if age >= OLDEST:
        return None

    def of(kg: Decimal | None, creatinine: Decimal | None) -> Decimal | None:
        if kg is None or creatinine is None or creatinine <= 0:
            return None
        return (OLDEST - age) * kg * (FEMALE if female else 1) * UMOL_PER_MG_DL / (72 * creatinine)

    if isinstance(weight_kg, Decimal) and isinstance(creatinine_umol_l, Decimal):
        return of(weight_kg, creatinine_umol_l)
    kg, found = _span(weight_kg), _span(creatinine_umol_l)  # clearance falls as creatinine rises, so its ends change places
    return Span(of(kg.low, found.high), of(kg.high, found.low), kg.low_open or found.high_open, kg.high_open or found.low_open)


def _span(found: Amount) -> Span:
    return found if isinstance(found, Span) else Span(found, found)


def ideal_weight_kg(height_cm: Decimal, female: bool) -> Decimal:
    """Devine: 50 kg (45.5 kg for women) and 2.3 kg for each inch over 60."""
    return (Decimal("45.5") if female else Decimal(50)) + Decimal("2.3") * (height_cm / Decimal("2.54") - 60)
