"""Whether results sit at a factor between two units from what is known of the same subjects, or biology may well have moved them.

A ratio alone proves nothing: C-reactive protein truly rises tenfold overnight. So a factor is named only where the middle of all ratios is
close to it, and too far from 1 for the analyte's own restlessness.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from core.facts.analytes import Analyte

# [A] How far the natural logarithm of an analyte usually moves between two neighboring results after a CAR-T infusion (one standard
# deviation). Assumed from knowledge: what is held steady hardly moves, cells fall and return by orders of magnitude, acute-phase
# proteins and cytokines move more than anything else.
RESTLESS = {
    "height": 0.01, "weight": 0.04, "temperature": 0.03, "oxygen_saturation": 0.05, "lvef": 0.15,
    "hemoglobin": 0.13, "creatinine": 0.25, "fibrinogen": 0.4, "triglycerides": 0.4,
    "bilirubin": 0.45, "ldh": 0.45, "alt": 0.6, "ast": 0.6, "platelets": 0.7,
    "leukocytes": 1.1, "lymphocytes": 1.5, "neutrophils": 1.5, "ferritin": 0.7, "crp": 0.9, "il6": 2.0,
}  # fmt: skip
UNLIKELY = 2.6  # standard deviations beyond which one result in a hundred lies
TOGETHER = 0.5  # how much another ratio of the same column adds to the first: they are not independent
MOST_TOGETHER = 12.0
EVERYWHERE = (Decimal(10), Decimal(100), Decimal(1000))  # 88.4 and 17.1 are factors of one analyte's units


@dataclass(frozen=True, slots=True)
class Factor:
    """`ratio` is the middle of the ratios now : before, over `results` of them; it is close to `factor` and not to 1. `units` are the
    codes in which these results, written in another unit, would go on from what was known."""

    ratio: Decimal
    factor: Decimal
    results: int
    units: tuple[str, ...]

    @property
    def words(self) -> str:
        times, factor = f"{float(self.ratio):.3g}", f"{float(self.factor):.4g}"
        of = "the result is" if self.results == 1 else f"the middle of {self.results} results is"
        return f"{of} {times} times what was known, close to the factor {factor}"


def factor_evidence(pairs: Sequence[tuple[Decimal, Decimal]], analyte: Analyte, written: str | None = None) -> Factor | None:
    """The factor at which results sit from what was known of their subjects, `None` where nothing says so. `pairs` are (known, new) in the
    canonical unit, the new one as it is written; `written` is the UCUM code it is written in, where only its factors matter."""
    logs = [math.log(now / before) for before, now in pairs if before > 0 and now > 0]
    if not logs:
        return None
    middle = median(logs)
    spread = RESTLESS[analyte.name] / math.sqrt(min(1 + TOGETHER * (len(logs) - 1), MOST_TOGETHER))
    if abs(middle) < UNLIKELY * spread:
        return None
    away = {factor: abs(middle - math.log(factor)) for factor in _factors(analyte, written)}
    factor = min(away, key=lambda each: (away[each], each))
    if away[factor] > min(UNLIKELY * spread, abs(math.log(factor)) / 2):
        return None
    return Factor(_short(math.exp(middle)), factor, len(logs), _units(analyte, written, factor))


def _factors(analyte: Analyte, written: str | None) -> set[Decimal]:
    """By how much a result is off that was written in one unit and made in another, and by a slipped decimal point."""
    scales = _scales(analyte)
    from_ = scales.values() if written is None else [scales[written]] if written in scales else []
    between = {ours / theirs for ours in from_ for theirs in scales.values() if ours != theirs}
    return between | set(EVERYWHERE) | {1 / each for each in EVERYWHERE}


def _units(analyte: Analyte, written: str | None, factor: Decimal) -> tuple[str, ...]:
    scales = _scales(analyte)
    if written not in scales:
        return ()
    return tuple(code for code, scale in scales.items() if abs(math.log(scales[written] / scale / factor)) < 0.01)


def _scales(analyte: Analyte) -> dict[str, Decimal]:
    """The units that differ by a factor alone; Fahrenheit does not."""
    return {code: scale for code, scale in analyte.units.items() if code != "[degF]"}


def _short(number: float) -> Decimal:
    return Decimal(f"{number:.4g}")
