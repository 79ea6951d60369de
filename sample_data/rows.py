"""The rows of the synthetic cohort, sheet by sheet, filled subject by subject. No person stands behind any row."""

from datetime import date, datetime, timedelta
from typing import Any

from core.facts.records import SHEETS

AS_OF = date(2026, 3, 5)
Row = dict[str, Any]

LIMITS = {"creatinine": 104, "bilirubin": 21, "alt": 40, "ast": 40, "ldh": 250}
SCREENED = {
    "hemoglobin": (108, "g/L"),
    "neutrophils": (2.4, "10^9/L"),
    "platelets": (151, "10^9/L"),
    "creatinine": (78, "umol/L"),
    "bilirubin": (12, "umol/L"),
    "alt": (24, "U/L"),
    "ast": (21, "U/L"),
    "ldh": (231, "U/L"),
    "weight": (71.4, "kg"),
    "height": (172, "cm"),
    "lvef": (61, "%"),
    "oxygen_saturation": (97, "%"),
}
CALM: Row = {
    "temperature": 36.7,
    "fever_other_cause": "no",
    "antipyretic_or_anticytokine": "no",
    "hypotension": "no",
    "vasopressors": 0,
    "vasopressin": "no",
    "oxygen_device": "none",
    "ice_total": 10,
    "consciousness": "alert",
    "consciousness_other_cause": "no",
    "seizure": "none",
    "motor": "none",
    "edema": "none",
    "pressure_signs": "none",
    "hemorrhage_only": "no",
    "active_infection": "no",
    "death": "no",
}
ASSAY = {"assay": "IgH-NGS v2", "unit": "hGE/mL", "limit_of_detection": 1.0}


class Cohort:
    """The rows of all sheets, filled subject by subject."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {name: [] for name in SHEETS}

    def add(self, sheet: str, subject: str, **cells: Any) -> None:
        self.rows[sheet].append({"subject_id": subject, **cells})

    def enrolled(
        self, subject: str, sex: str, born: str, screened: date, labs: dict[str, tuple[Any, str]] | None = None, **answers: Any
    ) -> None:
        """Identity, screening, lesions and screening laboratory of one subject."""
        self.add(
            "subjects",
            subject,
            sex=sex,
            birth_date=date.fromisoformat(born),
            consent_date=screened - timedelta(days=2),
            site="01",
            product="axi-cel",
        )
        self.add(
            "screening",
            subject,
            assessed_on=screened,
            **(
                {
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
                | answers
            ),
        )
        self.add("lesions", subject, assessed_on=screened, lesion="axillary left", site="node", longest_cm=3.2, shortest_cm=2.1)
        self.add("lesions", subject, assessed_on=screened, lesion="none", site="extranodal", longest_cm=0)
        for analyte, (value, unit) in (SCREENED | (labs or {})).items():
            qualifier = "room air" if analyte == "oxygen_saturation" else None
            self.add(
                "labs",
                subject,
                collected_at=screened,
                analyte=analyte,
                value=value,
                unit=unit,
                upper_limit=LIMITS.get(analyte),
                qualifier=qualifier,
                laboratory="Central",
            )

    def infused(self, subject: str, day0: date, **second: Any) -> None:
        """Infusion 1, and the second where `second` gives its cells."""
        self.add(
            "infusions",
            subject,
            number=1,
            status="given",
            leukapheresis_on=day0 - timedelta(days=21),
            lymphodepletion_on=day0 - timedelta(days=5),
            infused_on=day0,
            product="axi-cel",
            total_cells=142_800_000,
            weight_kg=71.4,
            discharged_on=day0 + timedelta(days=16),
        )
        if second:
            self.add("infusions", subject, number=2, **{"status": "planned", "product": "axi-cel", "weight_kg": 71.4} | second)

    def sample(self, subject: str, on: date, call: str, value: Any = None, **cells: Any) -> None:
        self.add(
            "ctdna", subject, **{"collected_on": on, "reported_on": on + timedelta(days=3), "call": call, "value": value} | ASSAY | cells
        )

    def scan(self, subject: str, on: date, response: str | None, deauville: str | None, **cells: Any) -> None:
        self.add(
            "pet",
            subject,
            **{
                "scanned_on": on,
                "reported_on": on + timedelta(days=1),
                "modality": "PET/CT",
                "deauville": deauville,
                "new_lesion": "no",
                "marrow_uptake": "no",
                "response": response,
                "reader": "Reader A",
            }
            | cells,
        )

    def bedside(self, subject: str, day0: date, day: float, **cells: Any) -> None:
        at = datetime.combine(day0, datetime.min.time()) + timedelta(days=day, hours=8)
        self.add("bedside", subject, assessed_at=at, **(CALM | cells))

    def course(self, subject: str, day0: date, signs: dict[int, Row], until: date) -> None:
        """Daily bedside rows to day 14 with the signs given, then one row on the day before `until`."""
        for day in range(15):
            if day0 + timedelta(days=day) <= until:
                self.bedside(subject, day0, day, **signs.get(day, {}))
        if (until - day0).days > 15:
            self.bedside(subject, day0, (until - day0).days - 1)
