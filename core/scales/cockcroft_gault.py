"""Creatinine clearance by Cockcroft and Gault, mL/min, not normalized to body surface (clinical reference 7)."""

from decimal import Decimal

from core.facts.values import Amount, Span

UMOL_PER_MG_DL = Decimal("88.4")
OLDEST = 140
FEMALE = Decimal("0.85")


def clearance(age: int, weight_kg: Decimal, creatinine_umol_l: Amount, female: bool) -> Amount | None:
    """(140 − age) × weight / (72 × creatinine mg/dL), × 0.85 if female, with one rounding at the end.

    Age in completed years on the day of the sample. `None` where it cannot be computed: age from 140, creatinine not above zero.
    """
    if age >= OLDEST:
        return None

    def of(creatinine: Decimal | None) -> Decimal | None:
        if creatinine is None or creatinine <= 0:
            return None
        return (OLDEST - age) * weight_kg * (FEMALE if female else 1) * UMOL_PER_MG_DL / (72 * creatinine)

    if not isinstance(creatinine_umol_l, Span):
        return of(creatinine_umol_l)
    found = creatinine_umol_l  # clearance falls as creatinine rises, so the ends change places
    return Span(of(found.high), of(found.low), found.high_open, found.low_open)


def ideal_weight_kg(height_cm: Decimal, female: bool) -> Decimal:
    """Devine: 50 kg (45.5 kg for women) and 2.3 kg for each inch over 60."""
    return (Decimal("45.5") if female else Decimal(50)) + Decimal("2.3") * (height_cm / Decimal("2.54") - 60)
