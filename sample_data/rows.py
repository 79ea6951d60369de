"""The rows of the synthetic cohort, sheet by sheet, and one subject who fills them. No person stands behind any row."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from core.facts.records import SHEETS

AS_OF = date(2026, 3, 5)
NOON = datetime(2026, 3, 5, 14)  # nothing was charted after this hour of the demo's day
Row = dict[str, Any]
Lesion = tuple[str, str, float | None, float | None]  # name, kind of site, longest and shortest diameter in cm
Result = tuple[Any, ...]  # value, unit, and a limit of the laboratory's own

LIMITS = {"creatinine": 104, "bilirubin": 21, "alt": 40, "ast": 40, "ldh": 250, "crp": 5, "ferritin": 300, "il6": 7}
ASSAY = {"assay": "IgH-NGS v2", "unit": "hGE/mL", "limit_of_detection": 1.0}
ND, FAILED, INDETERMINATE = "negative", "failed", "indeterminate"
CELLS_PER_KG, MOST_CELLS = 2_000_000, 200_000_000
ANSWERS: Row = {
    "life_expectancy_over_12_weeks": "yes",
    "ecog": 1,
    "histology": "DLBCL",
    "tissue_confirmed": "yes",
    "prior_relapse": "yes",
    "no_pr_after_2_3_cycles": "no",
    "no_cr_after_4_6_cycles": "no",
    "primary_refractory": "no",
    "secondary_refractory": "no",
    "progression_after_last_line": "yes",
    "venous_access": "yes",
    "gilbert": "no",
    "hepatic_involvement": "no",
    "prior_lines": 2,
    "stage": "III",
    "ipi": 2,
}
NODES = (
    "cervical left",
    "supraclavicular right",
    "axillary left",
    "mediastinal",
    "mesenteric",
    "para-aortic",
    "iliac right",
    "inguinal left",
)
NODE, NO_EXTRANODAL = ("axillary left", "node", 3.2, 2.1), ("none", "extranodal", 0, None)


class Cohort:
    """The rows of all sheets, filled subject by subject."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {name: [] for name in SHEETS}

    def named(self, subject_id: str) -> None:
        """A subject of whom nothing but the identifier is known."""
        self.rows["subjects"].append({"subject_id": subject_id})


class Person:
    """One synthetic subject. Days count from infusion 1 (`day0`), or from screening where none was given."""

    def __init__(self, cohort: Cohort, subject_id: str, day0: date, weight: float = 71.4) -> None:
        self.cohort, self.subject_id, self.day0, self.weight = cohort, subject_id, day0, weight
        self.screened: dict[str, Result] = {}
        self.screened_on = 0
        self.home: dict[int, int] = {}  # by the day of each infusion: how many days after it the patient goes home
        self.blocked: list[float] = []  # days on which tocilizumab was given

    def random(self, purpose: str) -> Random:
        """A generator of its own for each subject and purpose."""
        return Random(f"{self.subject_id} {purpose}")

    def on(self, day: int) -> date:
        return self.day0 + timedelta(days=day)

    def at(self, day: float) -> datetime:
        """The moment, to the hour, that lies this many days after midnight of day 0."""
        return datetime.combine(self.day0, datetime.min.time()) + timedelta(hours=round(day * 24))

    def add(self, sheet: str, **cells: Any) -> None:
        self.cohort.rows[sheet].append({"subject_id": self.subject_id, **cells})

    def enrolled(
        self,
        sex: str,
        born: str,
        day: int,
        labs: Mapping[str, Result | None] | None = None,
        lesions: Sequence[Lesion] = (),
        site: str = "01",
        **answers: Any,
    ) -> None:
        """Identity, screening assessment, lesions and laboratory; a result of `None` was not taken, an answer of `None` not given."""
        self.add(
            "subjects",
            sex=sex,
            birth_date=date.fromisoformat(born),
            consent_date=self.on(day - 2),
            site=site,
            product="axi-cel",
        )
        self.screened_on = day
        self.add("screening", assessed_on=self.on(day), **(ANSWERS | answers))
        for lesion, kind, longest, shortest in lesions or (*self._nodes(), NO_EXTRANODAL):
            self.add("lesions", assessed_on=self.on(day), lesion=lesion, site=kind, longest_cm=longest, shortest_cm=shortest)
        for analyte, result in (self._screening(sex) | dict(labs or {})).items():
            if result is not None:
                self.screened[analyte] = result
                self.result(analyte, self.at(day + 9 / 24), *result)

    def _nodes(self) -> list[Lesion]:
        """One to three measurable nodes."""
        random = self.random("nodes")
        places = random.sample(NODES, random.randint(1, 3))
        sizes = [round(random.uniform(2.1, 6.8), 1) for _ in places]
        return [(place, "node", size, round(size * random.uniform(0.55, 0.9), 1)) for place, size in zip(places, sizes, strict=True)]

    def _screening(self, sex: str) -> dict[str, Result]:
        """What a screening laboratory finds in somebody fit for the trial."""
        random = self.random("screening")
        height = random.randint(156, 168) if sex == "female" else random.randint(167, 183)
        return {
            "hemoglobin": (random.randint(98, 126), "g/L"),
            "neutrophils": (round(random.uniform(1.9, 4.3), 1), "10^9/L"),
            "platelets": (random.randint(118, 236), "10^9/L"),
            "creatinine": (random.randint(58, 92), "umol/L"),
            "bilirubin": (random.randint(7, 16), "umol/L"),
            "alt": (random.randint(14, 37), "U/L"),
            "ast": (random.randint(15, 36), "U/L"),
            "ldh": (random.randint(190, 460), "U/L"),
            "weight": (self.weight, "kg"),
            "height": (height, "cm"),
            "lvef": (random.randint(57, 66), "%"),
            "oxygen_saturation": (random.randint(95, 99), "%"),
        }

    def result(self, analyte: str, when: datetime | date, value: Any, unit: str, limit: Any = None, **cells: Any) -> None:
        """One result with the upper limit of its laboratory; a saturation was measured on room air unless said otherwise."""
        qualifier = "room air" if analyte == "oxygen_saturation" else None
        limits = {"upper_limit": LIMITS.get(analyte) if limit is None else limit, "laboratory": "Central", "qualifier": qualifier}
        self.add("labs", **{"collected_at": when, "analyte": analyte, "value": value, "unit": unit, **limits, **cells})

    def infused(self, share: float | None = None, leukapheresis: int | None = None, home: int | None = None, **cells: Any) -> None:
        """Leukapheresis, lymphodepletion and infusion 1; `share` is what was given of the planned cells. Leukapheresis follows screening
        within two weeks and the patient goes `home` after two or three, each on a day of the subject's own unless one is given."""
        kg = self.weight
        days = max(-28, self.screened_on + 2), min(-19, self.screened_on + 13)
        collected = leukapheresis or self.random("collection").randint(*days)
        self._infusion(1, 0, kg, share, home, leukapheresis_on=self.on(collected), lymphodepletion_on=self.on(-5), **cells)
        self._lymphodepletion(-5, kg)

    def infused_again(self, day: int, weight: float, depleted: bool = True, **cells: Any) -> None:
        self._infusion(2, day, weight, None, None, lymphodepletion_on=self.on(day - 5) if depleted else None, **cells)
        if depleted:
            self._lymphodepletion(day - 5, weight)

    def planned(self, day: int, weight: float | None = None, number: int = 2, **cells: Any) -> None:
        self.add("infusions", number=number, status="planned", infused_on=self.on(day), product="axi-cel", weight_kg=weight, **cells)

    def _infusion(self, number: int, day: int, kg: float, share: float | None, home: int | None, **cells: Any) -> None:
        share = share or self.random(f"dose {number}").uniform(0.97, 1.02)
        given = min(MOST_CELLS, round(CELLS_PER_KG * kg * share, -5))
        self.home[day] = home or self.random(f"leaving {number}").randint(14, 22)
        left = self.on(day + self.home[day])
        row = {"product": "axi-cel", "total_cells": int(given), "weight_kg": kg, "discharged_on": left if left <= AS_OF else None}
        self.add("infusions", **{"number": number, "status": "given", "infused_on": self.on(day), **row, **cells})

    def _lymphodepletion(self, first: int, kg: float) -> None:
        """Fludarabine 30 mg/m² and cyclophosphamide 500 mg/m² on three days."""
        surface = round((kg * 1.7 / 36) ** 0.5, 2)
        for day in range(first, first + 3):
            self.treated(day + 9 / 24, "fludarabine", round(30 * surface), "mg", "lymphodepletion")
            self.treated(day + 11 / 24, "cyclophosphamide", round(500 * surface, -1), "mg", "lymphodepletion")

    def samples(self, values: Mapping[int, Any], **cells: Any) -> None:
        """ctDNA by day: a number was found positive, a word is the laboratory's call. Reports come three or four days later."""
        random = self.random(f"ctdna {cells.get('assay', '')}")
        for day, found in values.items():
            call, value = (found, None) if isinstance(found, str) else ("positive", found)
            reported = self.on(day + random.choice((3, 3, 4)))
            self.add("ctdna", **{"collected_on": self.on(day), "reported_on": reported, "call": call, "value": value} | ASSAY | cells)

    def scan(self, day: int, response: str | None, deauville: str | None, **cells: Any) -> None:
        row = {"modality": "PET/CT", "deauville": deauville, "new_lesion": "no", "marrow_uptake": "no", "response": response}
        dates = {"scanned_on": self.on(day), "reported_on": self.on(day + 1)}
        self.add("pet", **dates | row | {"reader": "Reader A"} | cells)

    def baseline_scan(self, day: int) -> None:
        """The scan before treatment: active disease, nothing yet to compare it with."""
        self.scan(day, None, "5", new_lesion=None, marrow_uptake=None)

    def treated(self, day: float, drug: str, dose: float | None, unit: str | None, purpose: str | None) -> None:
        if self.at(day) <= NOON:
            self.add("treatments", given_at=self.at(day), drug=drug, dose=dose, unit=unit, purpose=purpose)

    def tocilizumab(self, *days: float) -> None:
        """8 mg/kg in whole vials of 80 mg, 800 mg at most."""
        for day in days:
            self.treated(day, "tocilizumab", min(800, self.weight * 8 // 80 * 80), "mg", "crs")
            self.blocked.append(day)

    def dexamethasone(self, start: float, end: float, purpose: str, dose: int = 10, hours: int = 6) -> None:
        self.repeated(start, end, hours, "dexamethasone", dose, "mg", purpose)

    def repeated(self, start: float, end: float, hours: int, drug: str, dose: float | None, unit: str | None, purpose: str | None) -> None:
        """One dose each so many hours, from one day to another, the end not included."""
        day = start
        while day < end:
            self.treated(day, drug, dose, unit, purpose)
            day += hours / 24

    def infection(
        self, onset: int, resolved: int | None, site: str, organism: str | None, grade: int | None, controlled: str | None
    ) -> None:
        ended = None if resolved is None else self.on(resolved)
        self.add("infections", onset_on=self.on(onset), resolved_on=ended, site=site, organism=organism, grade=grade, controlled=controlled)

    def event(self, term: str, onset: int, resolved: int | None, grade: int, related: str = "yes", serious: str = "no") -> None:
        ended = None if resolved is None else self.on(resolved)
        self.add("adverse_events", term=term, onset_on=self.on(onset), resolved_on=ended, grade=grade, related=related, serious=serious)

    def seen(self, *days: int, **cells: Any) -> None:
        """Follow-up visits, alive; `cells` stand in the last one."""
        for day in days:
            self.add("follow_up", **{"seen_on": self.on(day), "status": "alive"} | (cells if day == days[-1] else {}))
