"""One subject's rows as a clinic would write them, so that a case fits on a line.

`subject().infused().ctdna(28, "positive").pet(28, "CR").assessed(35)`. Days count from infusion 1 on 2026-01-29; cells are read as those of
a file are. `changed(eligible(), "hemoglobin=79.9; ecog=3")` changes cells, `hemoglobin=` blanks one.
"""

import csv
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from core.assessment import Assessment, SecondInfusion, assess
from core.facts.analytes import ANALYTES
from core.facts.fact import Fact, Origin
from core.facts.records import SHEETS, Record
from core.facts.subject import SubjectFacts, gather
from core.protocol.setting import PrRequiresCtdna
from core.protocol.settings import Settings

INFUSED_ON = date(2026, 1, 29)
TODAY = date(2026, 12, 31)  # the day the rows are recorded on
SCREENED = -20
SPEC = Path(__file__).resolve().parents[1] / "spec"

Cells = dict[str, Any]
Row = tuple[str, Cells]


def on(day: int) -> date:
    return INFUSED_ON + timedelta(day)


@dataclass(frozen=True)
class Patient:
    subject_id: str = "S-001"
    rows: tuple[Row, ...] = ()

    def row(self, sheet: str, **cells: object) -> "Patient":
        return replace(self, rows=(*self.rows, (sheet, cells)))

    def person(self, **cells: object) -> "Patient":
        return self.row("subjects", **{"sex": "male", "birth_date": "1970-01-01", "consent_date": "2025-12-20", **cells})

    def screened(self, day: int = SCREENED, **cells: object) -> "Patient":
        return self.row("screening", assessed_on=on(day), **cells)

    def lab(self, analyte: str, value: object, day: Any = SCREENED, hour: Any = None, **cells: Any) -> "Patient":
        when = on(day) if hour is None else at(day, hour)
        return self.row("labs", **{"collected_at": when, "analyte": analyte, "value": value, "unit": ANALYTES[analyte].unit, **cells})

    def lesion(self, site: str | None, longest_cm: object, day: int = SCREENED, **cells: object) -> "Patient":
        return self.row("lesions", assessed_on=on(day), site=site, longest_cm=longest_cm, **cells)

    def ctdna(self, day: int, call: str | None, assay: str | None = "A", **cells: object) -> "Patient":
        return self.row("ctdna", collected_on=on(day), call=call, assay=assay, **cells)

    def pet(self, day: int, response: str | None, modality: str | None = "PET/CT", **cells: object) -> "Patient":
        return self.row("pet", scanned_on=on(day), response=response, modality=modality, **cells)

    def infused(self, day: int = 0, number: int = 1, status: str = "given", **cells: object) -> "Patient":
        return self.row("infusions", number=number, status=status, infused_on=on(day), **cells)

    def planned(self, day: int, **cells: object) -> "Patient":
        return self.infused(day, 2, "planned", **cells)

    def bedside(self, day: int, hour: int = 8, **cells: object) -> "Patient":
        return self.row("bedside", assessed_at=at(day, hour), **cells)

    def graded(self, day: int, crs: int | None = 0, icans: int | None = 0, hour: int = 8) -> "Patient":
        return self.bedside(day, hour, crs_grade_recorded=crs, icans_grade_recorded=icans)

    def infection(self, onset: int | None, resolved: int | None = None, controlled: str | None = None) -> "Patient":
        days = {"onset_on": onset, "resolved_on": resolved}
        return self.row("infections", controlled=controlled, **{name: None if day is None else on(day) for name, day in days.items()})

    def treated(self, day: int, purpose: str = "lymphoma", **cells: object) -> "Patient":
        return self.row("treatments", given_at=on(day), purpose=purpose, **cells)

    def seen(self, day: int | None, status: str = "alive", died: int | None = None) -> "Patient":
        return self.row("follow_up", seen_on=None if day is None else on(day), status=status, death_on=None if died is None else on(died))

    def but(self, sheet: str, where: Cells | None = None, **cells: object) -> "Patient":
        """The same rows with other cells in one sheet, in the rows `where` says."""
        wanted = (where or {}).items()
        rows = ((name, {**row, **cells} if name == sheet and wanted <= row.items() else row) for name, row in self.rows)
        return replace(self, rows=tuple(rows))

    def without(self, sheet: str, **where: object) -> "Patient":
        return replace(self, rows=tuple((name, row) for name, row in self.rows if name != sheet or not where.items() <= row.items()))

    def read(self) -> list[Fact[Record]]:
        """Each row as the fact that a file's row becomes; a cell that cannot be read is not recorded and leaves its reason."""
        return [fact(SHEETS[sheet], {"subject_id": self.subject_id, **cells}, number) for number, (sheet, cells) in enumerate(self.rows, 2)]

    def facts(self, today: date = TODAY) -> SubjectFacts:
        return gather(self.read(), today)[0].get(self.subject_id, SubjectFacts(self.subject_id))

    def assessed(self, day: int = 35, pr_requires_ctdna: bool | None = None, today: date = TODAY) -> Assessment:
        """The assessment on a day since infusion 1."""
        chosen = None if pr_requires_ctdna is None else PrRequiresCtdna(value=pr_requires_ctdna)
        return assess(self.facts(today), on(day), Settings(pr_requires_ctdna=chosen))

    def second(self, day: int = 35, pr_requires_ctdna: bool | None = None) -> SecondInfusion:
        """The second-infusion rule on a day since infusion 1, which has been given."""
        found = self.assessed(day, pr_requires_ctdna).second_infusion
        assert found is not None, "infusion 1 is not given"
        return found


def subject(subject_id: str = "S-001") -> Patient:
    return Patient(subject_id)


def at(day: int, hour: int) -> datetime:
    return datetime.combine(on(day), datetime.min.time()) + timedelta(hours=hour)


def fact(model: type[Record], cells: Cells, number: int) -> Fact[Record]:
    origin = Origin("study.xlsx", model.sheet, number, {name: place for place, name in enumerate(model.model_fields, 1)})
    try:
        return Fact(model.model_validate(cells), origin)
    except ValidationError as found:
        faults = {str(error["loc"][0]): error["msg"] for error in found.errors()}
    return Fact(model.model_validate(cells | dict.fromkeys(faults)), origin, faults)


ULN = {"creatinine": "104", "bilirubin": "21", "alt": "40", "ast": "40"}
NORMAL = {
    "hemoglobin": "110",
    "neutrophils": "2.5",
    "platelets": "160",
    "creatinine": "80",
    "weight": "70",
    "lvef": "60",
    "oxygen_saturation": "97",
    "bilirubin": "12",
    "alt": "25",
    "ast": "22",
}
ANSWERS: Cells = {
    "life_expectancy_over_12_weeks": "yes",
    "ecog": "1",
    "histology": "DLBCL",
    "tissue_confirmed": "yes",
    "prior_relapse": "yes",
    "no_pr_after_2_3_cycles": "no",
    "no_cr_after_4_6_cycles": "no",
    "primary_refractory": "no",
    "secondary_refractory": "no",
    "progression_after_last_line": "no",
    "venous_access": "yes",
}


def eligible() -> Patient:
    """A man who meets every criterion; what is not needed to show it is blank."""
    found = subject().person().screened(**ANSWERS).lesion("node", "3.0")
    for analyte, value in NORMAL.items():
        qualifier = "room air" if analyte == "oxygen_saturation" else None
        found = found.lab(analyte, value, upper_limit=ULN.get(analyte), qualifier=qualifier)
    return found


def changed(patient: Patient, changes: str) -> Patient:
    """`ecog=3; hemoglobin=7.9 g/dL; alt.upper_limit=; node=1.5; extranodal=0`: cells of the eligible subject. Any lesion named replaces
    those there are; `site?=3.0` is one without a site, `lesions=` leaves none."""
    pairs = [change.strip().split("=", 1) for change in changes.split(";") if change.strip()]
    if any(name in ("node", "extranodal", "site?", "lesions") for name, _ in pairs):
        patient = patient.without("lesions")
    for name, cell in pairs:
        patient = _changed(patient, name, cell)
    return patient


def _changed(patient: Patient, name: str, cell: str) -> Patient:
    analyte, _, column = name.partition(".")
    if name in SHEETS["subjects"].model_fields:
        return patient.but("subjects", None, **{name: cell})
    if name in SHEETS["screening"].model_fields:
        return patient.but("screening", None, **{name: cell})
    if name in ("node", "extranodal", "site?"):
        return patient.lesion(None if name == "site?" else name, cell)
    if name == "lesions":
        return patient
    assert analyte in ANALYTES, f"{name} is no column and no analyte"
    value, _, unit = cell.partition(" ")
    cells = {column: cell} if column else {"value": value, **({"unit": unit} if unit else {})}
    return patient.but("labs", {"analyte": analyte}, **cells)


def table(name: str) -> list[dict[str, str]]:
    """The rows of one table of the specification."""
    with (SPEC / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
