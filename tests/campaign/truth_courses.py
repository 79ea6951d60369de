"""The truth of the truth test: who the subjects are, what was measured in them and when, before anything is written down.

Courses run around lymphodepletion and the infusion: counts fall and come back, CRP, ferritin and IL-6 surge, creatinine drifts. They are
log-normal, correlated from visit to visit, with a jump now and then, and rounded as a laboratory prints them in its unit.
"""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import NamedTuple

from core.facts.analytes import ANALYTES, canonical
from core.facts.values import Amount, Span


class Course(NamedTuple):
    """`level` is the middle before the infusion in the canonical unit, `apart` the spread of the logarithm between subjects, `noise` the
    one between visits, `swing` what the infusion adds to the logarithm at its peak, at least and at most, `least` what a laboratory can
    still measure (0 where everything is printed)."""

    level: float
    apart: float
    noise: float
    swing: tuple[float, float] = (0.0, 0.0)
    least: str = "0"


COURSES: Mapping[str, Course] = {
    "hemoglobin": Course(105, 0.15, 0.05, (-0.3, 0)),
    "neutrophils": Course(3.2, 0.4, 0.25, (-5, -1.5), "0.01"),
    "platelets": Course(160, 0.4, 0.12, (-2.2, -0.3)),
    "leukocytes": Course(0.6, 0.4, 0.2, (-2, -0.5)),  # the monocytes and others of them: see `courses`
    "lymphocytes": Course(0.9, 0.4, 0.25, (-4, -1), "0.01"),
    "creatinine": Course(75, 0.25, 0.08, (-0.1, 0.4)),
    "bilirubin": Course(9, 0.35, 0.15, (-0.1, 0.6), "2"),
    "alt": Course(24, 0.4, 0.2, (-0.1, 1.2)),
    "ast": Course(24, 0.35, 0.2, (-0.1, 1.2)),
    "ldh": Course(240, 0.35, 0.12, (0, 0.6)),
    "crp": Course(6, 0.8, 0.4, (0.5, 3.2), "0.5"),
    "ferritin": Course(500, 0.8, 0.2, (0.3, 2.5)),
    "fibrinogen": Course(3.2, 0.2, 0.12, (-0.8, 0.3)),
    "triglycerides": Course(1.6, 0.35, 0.2, (-0.1, 0.5)),
    "il6": Course(6, 0.7, 0.5, (0.5, 5), "1.5"),
    "weight": Course(72, 0.18, 0.01),
    "temperature": Course(36.8, 0.005, 0.005, (0, 0.05)),
}
DECIMALS: Mapping[str, Mapping[str, int]] = {  # how many a laboratory prints
    "hemoglobin": {"g/L": 0, "g/dL": 1, "mmol/L": 1},
    "creatinine": {"umol/L": 0, "mg/dL": 2, "mmol/L": 3},
    "bilirubin": {"umol/L": 1, "mg/dL": 2},
    "ldh": {"U/L": 0, "[IU]/L": 0, "ukat/L": 2},
    "crp": {"mg/L": 1, "mg/dL": 2, "ug/mL": 1},
    "ferritin": {"ug/L": 0, "ng/mL": 0, "mg/L": 3},
    "fibrinogen": {"g/L": 2, "mg/dL": 0, "g/dL": 3},
    "triglycerides": {"mmol/L": 2, "mg/dL": 0},
    "il6": {"ng/L": 1, "pg/mL": 1},
    "weight": {"kg": 1, "[lb_av]": 1},
    "temperature": {"Cel": 1, "[degF]": 1},
    "alt": {"U/L": 0, "[IU]/L": 0, "ukat/L": 2},
    "ast": {"U/L": 0, "[IU]/L": 0, "ukat/L": 2},
    "platelets": {"10*9/L": 0, "10*3/uL": 0, "/nL": 0, "10*4/uL": 1},
} | {
    name: {"10*9/L": 2, "10*3/uL": 2, "/nL": 2, "/uL": 0, "10*6/L": 0, "10*4/uL": 3}
    for name in ("neutrophils", "leukocytes", "lymphocytes")
}
PARTS = ("neutrophils", "lymphocytes")
JUMPS = 0.02  # of the visits begin a new level
SPARSE = 0.07  # of the results of a visit were not asked for


@dataclass(frozen=True)
class Subject:
    id: str
    birth_date: date
    sex: str
    infused_on: date


@dataclass(frozen=True)
class Result:
    """One result as the laboratory holds it: `digits` in its own unit, with `<` in front where it lay below what can be measured."""

    subject_id: str
    at: datetime
    analyte: str
    digits: str
    unit: str

    @property
    def amount(self) -> Amount:
        """In the canonical unit."""
        number = Decimal(self.digits.removeprefix("<"))
        found = canonical(ANALYTES[self.analyte], number, self.unit)
        assert isinstance(found, Decimal)
        return Span(None, found, high_open=True) if self.digits.startswith("<") else found

    def scaled(self, factor: int) -> "Result":
        sign = "<" if self.digits.startswith("<") else ""
        return replace(self, digits=f"{sign}{Decimal(self.digits.removeprefix('<')) * factor:f}")


def subject(random: Random, number: int, shape: str, days: int, today: date) -> Subject:
    """A subject whose last visit is `days` after the infusion."""
    infused_on = today - timedelta(days + random.randint(0, 3))
    born = date(random.randint(1940, 2004), random.randint(1, 12), random.randint(1, 28))
    return Subject(shape.format(number), born, random.choice(("female", "male")), infused_on)


def visits(random: Random, count: int, after: int) -> list[int]:
    """Days after the infusion, each later than the one before."""
    days = [after + random.randint(1, 6)]
    while len(days) < count:
        days.append(days[-1] + random.choice((1, 1, 2, 3, 7, 7, 14)))
    return days


def course(random: Random, analyte: str, days: Sequence[int]) -> Iterator[float]:
    """The level on each of these days, in the canonical unit and within what is plausible."""
    shape = COURSES[analyte]
    low, high = (float(bound) for bound in ANALYTES[analyte].plausible)
    level = math.log(shape.level) + random.gauss(0, shape.apart)
    swing, peak, width = random.uniform(*shape.swing), random.uniform(3, 9), random.uniform(3, 8)
    drift, jump, before = 0.0, 0.0, days[0]
    for day in days:
        kept = 0.85 ** (day - before)
        drift, before = drift * kept + random.gauss(0, shape.noise), day
        jump += random.gauss(0, 4 * shape.noise) if random.random() < JUMPS else 0
        bump = swing * math.exp(-(((day - peak) / width) ** 2))
        yield min(max(math.exp(level + bump + drift + jump), low * 1.01), high * 0.99)


def courses(random: Random, analytes: Collection[str], days: Sequence[int]) -> Mapping[str, Sequence[float]]:
    """The levels of these analytes; the white cells are the sum of their kinds."""
    parts = PARTS if "leukocytes" in analytes else ()
    found = {each: list(course(random, each, days)) for each in dict.fromkeys((*analytes, *parts))}
    if parts:
        found["leukocytes"] = [sum(levels) for levels in zip(*(found[each] for each in (*parts, "leukocytes")), strict=True)]
    return {each: found[each] for each in analytes}


def printed(analyte: str, level: float, unit: str, bounds: bool) -> str:
    """A level as it is printed in a unit; with `bounds` what is too little to be measured is written `<0.5`."""
    least = Decimal(COURSES[analyte].least)
    exact = Decimal(f"{level:.6g}")
    if bounds and 0 < exact < least:
        return "<" + _rounded(analyte, least, unit)
    return _rounded(analyte, exact, unit)


def _rounded(analyte: str, exact: Decimal, unit: str) -> str:
    there = exact * 9 / 5 + 32 if unit == "[degF]" else exact / ANALYTES[analyte].units[unit]
    step = Decimal(1).scaleb(-DECIMALS[analyte][unit])
    return f"{there.quantize(step, ROUND_HALF_UP):f}"


def results(random: Random, subjects: Mapping[Subject, Sequence[int]], units: Mapping[str, str], bounds: bool) -> list[Result]:
    """Everything measured in these subjects on these days after their infusions, a result now and then lacking."""
    found: list[Result] = []
    for person, days in subjects.items():
        times = {
            day: datetime.combine(person.infused_on, datetime.min.time()) + timedelta(day, minutes=random.randint(6 * 60, 20 * 60))
            for day in days
        }
        for analyte, levels in courses(random, units, days).items():
            for day, level in zip(days, levels, strict=True):
                if random.random() >= SPARSE:
                    text = printed(analyte, level, units[analyte], bounds)
                    found.append(Result(person.id, times[day], analyte, text, units[analyte]))
    return found
