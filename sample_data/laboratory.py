"""Blood after an infusion: counts after lymphodepletion, inflammation with the CRS, organs and LDH, day by day and then at visits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from sample_data.curves import Anchors, bump, joined, noisy, raised
from sample_data.rows import NOON, Person

WARD = (*range(-5, 15), 16)
VISITS = (*WARD, 19, 21, 24, 28, 35, 42, 49, 56, 63, 70, 80, 90, 120, 150, 180, 210, 240, 270, 300, 330, 365)
COUNT = "10^9/L"
MORNING = 0.25  # when blood is drawn

# Counts after lymphodepletion: quick recovery, a second dip in week four, or a long aplasia. Neutrophils are absolute, from the nadir on
# by days since it up to LATER and by days since the infusion then; the others are shares of the value before.
LATER = 22
RECOVERY: Mapping[str, Anchors] = {
    "quick": ((2, 0.6), (4, 1.9), (8, 2.6), (24, 1.8), (35, 1.9), (60, 2.3), (180, 2.8)),
    "biphasic": ((2, 0.5), (4, 2.2), (7, 3.1), (22, 1.1), (27, 0.42), (34, 0.9), (48, 1.6), (120, 2.3)),
    "aplastic": ((6, 0.02), (13, 0.06), (28, 0.3), (35, 0.6), (48, 0.9), (70, 1.3), (150, 1.8)),
}
PLATELETS: Mapping[str, Anchors] = {
    "quick": ((4, 0.7), (9, 0.47), (13, 0.42), (20, 0.62), (28, 0.8), (60, 0.95), (180, 1.05)),
    "biphasic": ((4, 0.55), (9, 0.28), (14, 0.21), (20, 0.42), (28, 0.27), (36, 0.38), (60, 0.66), (120, 0.85), (240, 0.95)),
    "aplastic": ((4, 0.4), (8, 0.16), (12, 0.09), (24, 0.1), (34, 0.13), (48, 0.25), (75, 0.42), (150, 0.6), (300, 0.7)),
}
HEMOGLOBIN: Mapping[str, Anchors] = {
    "quick": ((-5, 1.0), (4, 0.88), (11, 0.8), (20, 0.86), (35, 0.95), (90, 1.08), (365, 1.15)),
    "biphasic": ((-5, 1.0), (4, 0.84), (11, 0.75), (20, 0.8), (30, 0.79), (60, 0.9), (120, 1.02), (365, 1.12)),
    "aplastic": ((-5, 1.0), (4, 0.8), (10, 0.71), (24, 0.7), (40, 0.74), (70, 0.82), (150, 0.93), (365, 1.04)),
}

# By grade of the CRS, the peak of each; of the organs, how many times the value before.
PEAKS: Mapping[str, tuple[float, ...]] = {
    "crp": (21, 74, 138, 196, 262, 318),
    "ferritin": (690, 1350, 3100, 8200, 23500, 41000),
    "il6": (16, 140, 620, 2100, 5400, 9800),
}
ORGANS: Mapping[str, tuple[float, ...]] = {
    "creatinine": (1.0, 1.05, 1.1, 1.35, 1.85, 5.2),
    "bilirubin": (1.0, 1.05, 1.15, 1.5, 2.4, 3.4),
    "alt": (1.1, 1.3, 1.7, 2.8, 5.5, 9.0),
    "ast": (1.1, 1.3, 1.8, 3.2, 6.5, 12.0),
    "ldh": (1.05, 1.1, 1.25, 1.6, 2.4, 2.3),
}


@dataclass(frozen=True)
class Blood:
    """How a subject's blood goes after one infusion. `crs`: its worst grade; `onset` and `peak` its days. `ldh`: anchors of the tumor's
    share; `expansion`: the lymphocytes' peak; `since` and `until`: the days of this course."""

    pattern: str = "quick"
    crs: int = 1
    onset: float = 2
    peak: float = 4
    ldh: Anchors = ((28, 205), (90, 190))
    expansion: float = 1.3
    since: int = -5
    until: int = 365
    flares: Anchors = ()  # days and peaks of CRP in later infections

    def crp(self, day: float, base: float) -> float:
        found = raised(base, PEAKS["crp"][self.crs], bump(day, self.onset - 0.7, self.peak + 0.6, 2.6))
        settled = found if day < 14 else raised(4, found, bump(day, 13, 14, 12))
        return max(settled, *(raised(4, top, bump(day, when - 1, when + 1, 2.2)) for when, top in self.flares), 0.6)


def bled(person: Person, blood: Blood, start: int = 0) -> None:
    """The results of one infusion's course; `start` is the infusion's day. A stay ends where the record does."""
    random = person.random(f"blood {start}")
    neutrophils = _neutrophils(blood.pattern, person.random(f"neutrophils {start}"))
    blockade = _blockade(person, start)
    for day in VISITS:
        when = person.at(start + day + MORNING) + timedelta(minutes=random.randrange(5, 55, 5))
        if blood.since <= day <= blood.until and when <= NOON:
            for analyte, value, unit in _results(person, blood, day, random, neutrophils, blockade):
                later = when + timedelta(days=1, hours=4) if analyte == "il6" else None
                if later is None or later <= NOON:
                    person.result(analyte, when, value, unit, reported_at=later)


def _neutrophils(pattern: str, random: Random) -> Anchors:
    """The fall to a nadir of the subject's own day and depth, and the recovery from it."""
    nadir = random.uniform(9, 12) if pattern == "aplastic" else random.uniform(5, 11.5)
    depth = 0.01 if pattern == "aplastic" else raised(0.012, 0.5, random.random())
    early, late = ((nadir + day, value) for day, value in RECOVERY[pattern] if day < LATER), RECOVERY[pattern]
    return ((2, raised(depth, 1.2, 0.55)), (nadir - 2, depth * 1.3), (nadir, depth), *early, *(at for at in late if at[0] >= LATER))


def _blockade(person: Person, start: int) -> Anchors:
    """IL-6 stays in the blood while tocilizumab holds its receptor: twice to four times as much for one to three days after each dose."""
    random, doses = person.random(f"il6 {start}"), [day - start for day in person.blocked if start <= day < start + 28]
    if not doses:
        return ()
    rise, ends = random.uniform(2, 4), doses[-1] + random.uniform(1.2, 3)
    return ((doses[0], 1), (doses[0] + 0.1, rise), (ends, rise), (ends + 1.5, 0.6))


def _results(person: Person, blood: Blood, day: int, random: Random, shape: Anchors, blockade: Anchors) -> Iterator[tuple[str, float, str]]:
    before = {analyte: float(person.screened[analyte][0]) for analyte in ("hemoglobin", "neutrophils", "platelets", "ldh", "alt", "ast")}
    neutrophils = noisy(_count(before["neutrophils"], shape, day, False), random, 0.14)
    lymphocytes = noisy(joined(_lymphocytes(blood.expansion), day), random, 0.12)
    others = noisy(0.06 + 0.12 * neutrophils, random, 0.25)
    yield "leukocytes", round(neutrophils + lymphocytes + others, 2), COUNT
    yield "neutrophils", round(neutrophils, 2), COUNT
    yield "lymphocytes", round(lymphocytes, 2), COUNT
    hemoglobin = noisy(before["hemoglobin"] * joined(HEMOGLOBIN[blood.pattern], day), random, 0.025)
    yield "hemoglobin", round(max(hemoglobin, random.uniform(69, 81))), "g/L"
    platelets = noisy(_count(before["platelets"], PLATELETS[blood.pattern], day, True), random, 0.08)
    yield "platelets", round(max(platelets, random.uniform(8, 27))), COUNT
    yield "crp", round(noisy(blood.crp(day, 9 + before["ldh"] / 30), random, 0.12), 1), "mg/L"
    ferritin = raised(120 + before["ldh"], PEAKS["ferritin"][blood.crs], bump(day, blood.onset - 0.5, blood.peak + 1.5, 11))
    yield "ferritin", round(noisy(ferritin, random, 0.08)), "ug/L"
    yield "ldh", round(noisy(_tumor(before["ldh"], blood.ldh, day) * _hit(blood, "ldh", day), random, 0.06)), "U/L"
    yield "creatinine", round(noisy(_creatinine(person) * _hit(blood, "creatinine", day), random, 0.05)), "umol/L"
    if day % 2 == 0 or day > 14:
        yield "alt", round(noisy(before["alt"] * _hit(blood, "alt", day), random, 0.1)), "U/L"
        yield "ast", round(noisy(before["ast"] * _hit(blood, "ast", day), random, 0.1)), "U/L"
        yield "bilirubin", round(noisy(_bilirubin(person) * _hit(blood, "bilirubin", day), random, 0.1)), "umol/L"
        fall = 0.24 if blood.crs >= 4 else 0.5 if blood.crs == 3 else 0.85
        yield "fibrinogen", round(noisy(3.6 * raised(1, fall, bump(day, blood.peak, blood.peak + 4, 6)), random, 0.06), 1), "g/L"
    if 0 <= day <= 10 and blood.crs:
        il6 = raised(9, PEAKS["il6"][blood.crs], bump(day, blood.onset - 0.8, blood.peak, 7 if blockade else 1.8))
        il6 *= joined(blockade, day + MORNING) if blockade else 1
        yield "il6", round(noisy(il6, random, 0.2)), "ng/L"
    if day in (0, 28, 56, 90, 180, 270, 365):
        yield "weight", round(person.weight * (1 - 0.0009 * max(0, min(day, 40))) + random.uniform(-0.4, 0.4), 1), "kg"


def _count(before: float, anchors: Anchors, day: float, shares: bool) -> float:
    """A count: before lymphodepletion as at screening, then along the anchors, which may be shares of that."""
    own = tuple((when, value * before if shares else value) for when, value in anchors)
    return joined(((-5, before), (-2, before * 0.85 if shares else before * 0.8), *own), day)


def _lymphocytes(expansion: float) -> Anchors:
    low = ((-5, 0.7), (-2, 0.12), (0, 0.03), (3, 0.02), (6, 0.12))
    return (*low, (8, 0.5 * expansion), (10, expansion), (13, 0.7 * expansion), (18, 0.55), (28, 0.48), (60, 0.6), (180, 0.9), (365, 1.2))


def _tumor(before: float, anchors: Anchors, day: float) -> float:
    return joined(((-5, before), (0, before * 0.92), *anchors), day)


def _hit(blood: Blood, organ: str, day: float) -> float:
    """How many times its own value an organ's marker is, some days after the CRS and then less."""
    return raised(1, ORGANS[organ][blood.crs], bump(day, blood.onset, blood.peak + 1.5, 4.5))


def _creatinine(person: Person) -> float:
    return float(person.screened["creatinine"][0])


def _bilirubin(person: Person) -> float:
    value, unit, *_ = person.screened["bilirubin"]
    return float(value) * (17.1 if unit == "mg/dL" else 1)
