"""Whether results sit at a factor between two units from what is known of the same subjects, or biology may well have moved them.

A ratio alone proves nothing: C-reactive protein truly rises tenfold overnight. So a factor is named only where the middle of all ratios is
close to it, and too far from 1 for the analyte's own restlessness. Two habits are witnesses too: in which unit results of these subjects
were always written, and how finely. A slipped decimal point leaves numbers coarser than any before.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from core.facts.analytes import Analyte, canonical, plausible

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
FITS = Decimal("0.95")  # [A] the share of results that must be plausible in a unit
CLEAR = math.log(100)  # how much likelier one reading must be than another, as a logarithm
LEAST = 3  # numbers that tell how finely results are written


class Firmness(NamedTuple):
    """What asks for a unit. `alone` are the standard deviations that ratios must lie from 1 by themselves, `finer` those where a number is
    finer than a slipped decimal point can leave it. `coarse` is how unlikely coarse numbers must be to count, as a logarithm, and
    `together` what they and the ratios must come to."""

    alone: float
    finer: float
    coarse: float
    together: float


# [A] Weighed on drawn courses, see the campaign of any sheet: few false alarms, and none to speak of where a person confirmed the unit.
OPEN = Firmness(UNLIKELY, 4.5, 1.2, 2.5)
CONFIRMED = Firmness(8.0, math.inf, 1.5, 3.5)
EVERYWHERE = (Decimal(10), Decimal(100), Decimal(1000))  # 88.4 and 17.1 are factors of one analyte's units
Habit = Mapping[str, Sequence[Decimal]]  # the numbers known of some subjects, as written, by the UCUM code they were written in
NO_HABIT: Habit = {}


@dataclass(frozen=True, slots=True)
class Factor:
    """`ratio` is the middle of the ratios now : before, over `results` of them; it is close to `factor` and not to 1. `units` are the
    codes in which these results, written in another unit, would go on from what was known. Where `habit` has units, nothing but these
    speaks against the written one: what was known is in them."""

    ratio: Decimal
    factor: Decimal
    results: int
    units: tuple[str, ...]
    habit: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        if self.habit:
            return f"what is known of the same subjects was written in {', '.join(self.habit)}"
        times, factor = f"{float(self.ratio):.3g}", f"{float(self.factor):.4g}"
        of = "the result is" if self.results == 1 else f"the middle of {self.results} results is"
        return f"{of} {times} times what was known, close to the factor {factor}"


def factor_evidence(
    pairs: Sequence[tuple[Decimal, Decimal]],
    analyte: Analyte,
    written: str | None = None,
    habit: Habit = NO_HABIT,
    numbers: Sequence[Decimal] = (),
    confirmed: bool = False,
) -> Factor | None:
    """The factor at which results sit from what was known of their subjects, `None` where nothing says so. `pairs` are (known, new) in the
    canonical unit, the new one as it is written; `written` is the UCUM code it is written in, where only its factors matter; `numbers` are
    all new ones as written. Of a unit that was `confirmed` no habit is asked, and only what is beyond doubt."""
    logs = [math.log(now / before) for before, now in pairs if before > 0 and now > 0]
    middle = median(logs) if logs else 0.0
    spread = RESTLESS[analyte.name] / math.sqrt(max(1, min(1 + TOGETHER * (len(logs) - 1), MOST_TOGETHER)))
    if not confirmed and (unused := _never_used(analyte, written, habit, numbers, (middle, spread) if logs else None)):
        factor = _scales(analyte)[written or ""] / _scales(analyte)[unused[0]]
        return Factor(_short(math.exp(middle)), factor, len(logs), unused, unused)
    if not logs:
        return None
    away = {factor: abs(middle - math.log(factor)) for factor in _factors(analyte, written)}
    firm = CONFIRMED if confirmed else OPEN
    coarse = {each: _coarse(analyte, written, habit, numbers, each) for each in away}
    both = {
        each: (middle**2 - away[each] ** 2) / (2 * spread**2) + coarse[each]
        for each in away
        if coarse[each] >= firm.coarse and away[each] <= max(UNLIKELY * spread, abs(math.log(each)) / 2)
    }
    factor = max(both, key=lambda each: (both[each], each)) if both else min(away, key=lambda each: (away[each], each))
    if both:
        found = both[factor] >= firm.together
    else:
        least = firm.finer if coarse[factor] < 0 else firm.alone
        found = abs(middle) >= least * spread and away[factor] <= min(UNLIKELY * spread, abs(math.log(factor)) / 2)
    return Factor(_short(math.exp(middle)), factor, len(logs), _units(analyte, written, factor)) if found else None


def _never_used(
    analyte: Analyte, written: str | None, habit: Habit, numbers: Sequence[Decimal], ratios: tuple[float, float] | None
) -> tuple[str, ...]:
    """The units in which these results were always written, where the one they are written in now is another and nothing clears it: neither
    are they implausible in the older ones, nor do the ratios, by their middle and spread, clearly go on in the written one."""
    scales = _scales(analyte)
    if written not in scales or any(scales.get(code) == scales[written] for code in habit):
        return ()
    found = []
    for code in habit:
        if code not in scales or sum(plausible(analyte, canonical(analyte, number, code)) for number in numbers) < FITS * len(numbers):
            continue
        if ratios is not None:
            middle, spread = ratios
            if ((middle - math.log(scales[written] / scales[code])) ** 2 - middle**2) / (2 * spread**2) >= CLEAR:
                continue
        found.append(code)
    return tuple(found)


def _coarse(analyte: Analyte, written: str | None, habit: Habit, numbers: Iterable[Decimal], factor: Decimal) -> float:
    """How unlikely it is, as a logarithm, that all numbers would be as coarse as a decimal point that slipped by this factor makes them;
    below zero where one is finer, and zero where nobody can tell."""
    scales, places = _scales(analyte), factor.log10()
    known = [number for code, them in habit.items() if scales.get(code) == scales.get(written or "") for number in them if number]
    filled = [number for number in numbers if number]
    if factor not in EVERYWHERE or len(known) < LEAST or not filled:
        return 0.0
    finest = min(map(_place, known))
    least = finest + int(places)
    if any(_place(number) < least for number in filled):
        return -1.0
    if len(filled) == 1 and finest >= 0:
        return 0.0  # one round number among whole ones is no surprise
    usual = (sum(_place(number) >= least for number in known) + 0.5) / (len(known) + 1)
    return -len(filled) * math.log(usual)


def _place(number: Decimal) -> int:
    """The place of the last digit that is no zero: -1 of 8.40."""
    exponent = number.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent


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
