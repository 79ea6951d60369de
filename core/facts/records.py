"""The records of the study workbook: one model a sheet, one row one record. Blank is `None`, and `None` is "not recorded".

The sheet names, column names and words are the contract of the workbook; `SHEETS` is the list of them all.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated

from core.facts import reading as r
from core.facts.analytes import ANALYTES, analyte_of, unit_of
from core.facts.record import Record as Record
from core.facts.values import Amount, Cell, Moment

Text = Annotated[str | None, r.TEXT]
Day = Annotated[date | None, r.DAY]
Time = Annotated[Moment | None, r.MOMENT]
Number = Annotated[Decimal | None, r.reads_number()]
YesNo = Annotated[bool | None, r.ANSWER]
Grade = Annotated[int | None, r.reads_whole(0, 5)]
CtcaeGrade = Annotated[int | None, r.reads_whole(1, 5)]
Item = Annotated[int | None, r.reads_whole(0, 1)]


def _analyte(cell: Cell, zone: object) -> str:
    """The analyte's own name, from a label, a synonym or a LOINC code."""
    found = analyte_of(r.text(cell, None))
    if found is None:
        raise ValueError("is not an analyte of the dictionary")
    return found.name


Weight = Annotated[Decimal | None, r.reads_within(*ANALYTES["weight"].plausible, "kg")]


class Subject(Record):
    sheet = "subjects"

    sex: Annotated[str | None, r.reads_words("female", "male")] = None
    birth_date: Day = None
    consent_date: Day = None
    site: Text = None
    product: Text = None


class Screening(Record):
    sheet = "screening"
    key = ("assessed_on",)
    dated = "assessed_on"

    assessed_on: Annotated[date, r.REQUIRED_DAY]
    life_expectancy_over_12_weeks: YesNo = None
    life_expectancy_weeks: Annotated[Amount | None, r.SIZE] = None
    ecog: Grade = None
    histology: Text = None
    tissue_confirmed: YesNo = None
    prior_relapse: YesNo = None
    no_pr_after_2_3_cycles: YesNo = None
    no_cr_after_4_6_cycles: YesNo = None
    primary_refractory: YesNo = None
    secondary_refractory: YesNo = None
    progression_after_last_line: YesNo = None
    venous_access: YesNo = None
    counts_acceptable: YesNo = None
    counts_acceptable_reason: Text = None
    counts_acceptable_by: Text = None
    gilbert: YesNo = None
    hepatic_involvement: YesNo = None
    months_since_last_menses: Annotated[Amount | None, r.SIZE] = None
    surgically_sterile: YesNo = None
    histology_accepted: YesNo = None
    histology_accepted_by: Text = None
    prior_lines: Annotated[int | None, r.reads_whole(0, None)] = None
    stage: Annotated[str | None, r.reads_words("I", "II", "III", "IV")] = None
    ipi: Grade = None
    pregnancy_test: Annotated[
        str | None, r.reads_words("serum_negative", "serum_positive", "urine_negative", "urine_positive", "not_done")
    ] = None


class Lab(Record):
    sheet = "labs"
    key = ("collected_at", "analyte")
    dated = "collected_at"

    collected_at: Annotated[Moment, r.REQUIRED_MOMENT]
    analyte: Annotated[str, r.Reads(_analyte, "an analyte word or a LOINC code", tuple(ANALYTES), required=True)]
    value: Annotated[Amount | None, r.AMOUNT] = None
    unit: Annotated[str | None, r.UNIT] = None
    lower_limit: Number = None
    upper_limit: Number = None
    qualifier: Annotated[str | None, r.reads_words("room air", "on oxygen")] = None
    laboratory: Text = None
    reported_at: Time = None

    @classmethod
    def expects(cls, column: str, values: Mapping[str, object]) -> str | None:
        """A value is expected in the unit of its own row where that is one, else in its analyte's."""
        unit, analyte = values.get("unit"), values.get("analyte")
        if column != "value" or not isinstance(analyte, str):
            return None
        known = isinstance(unit, str) and unit_of(ANALYTES[analyte], unit)
        return f"a number in {unit if known else ANALYTES[analyte].unit}"


class Lesion(Record):
    sheet = "lesions"
    key = ("assessed_on", "lesion")
    dated = "assessed_on"

    assessed_on: Annotated[date, r.REQUIRED_DAY]
    lesion: Text = None
    site: Annotated[str | None, r.reads_words("node", "extranodal")] = None
    longest_cm: Annotated[Amount | None, r.SIZE] = None
    shortest_cm: Annotated[Amount | None, r.SIZE] = None


class Ctdna(Record):
    sheet = "ctdna"
    key = ("collected_on", "assay")
    dated = "collected_on"
    separate = True  # two calls of one day are judged by the rule itself, reference 1.3 (7)

    collected_on: Annotated[date, r.REQUIRED_DAY]
    reported_on: Day = None
    assay: Text = None
    call: Annotated[
        str | None,
        r.reads_words(
            "positive", "negative", "indeterminate", "failed", also={"< lod, not detected": "negative", "<lod, not detected": "negative"}
        ),
    ] = None
    value: Annotated[Amount | None, r.AMOUNT] = None  # below zero only as a logarithm, see checks.py
    unit: Annotated[str | None, r.reads_words("hGE/mL", "log10 hGE/mL", "MTM/mL", "LG/mL", "%", "ppm")] = None
    limit_of_detection: Number = None


class Pet(Record):
    sheet = "pet"
    key = ("scanned_on",)
    dated = "scanned_on"
    separate = True  # two reads of one day are judged by the rule itself, reference 1.3

    scanned_on: Annotated[date, r.REQUIRED_DAY]
    reported_on: Day = None
    modality: Annotated[str | None, r.reads_words("PET/CT", "CT")] = None
    deauville: Annotated[str | None, r.reads_words("1", "2", "3", "4", "5", "X")] = None
    uptake: Annotated[str | None, r.reads_words("reduced", "unchanged", "increased")] = None
    new_lesion: YesNo = None
    marrow_uptake: YesNo = None
    response: Annotated[str | None, r.reads_words("CR", "PR", "SD", "PD", "IR", "NE")] = None
    reader: Text = None


class Infusion(Record):
    sheet = "infusions"
    key = ("number",)
    dated = "infused_on"

    number: Annotated[int, r.Reads(r.whole(1, 2), "1 or 2", required=True)]
    status: Annotated[str | None, r.reads_words("planned", "given")] = None
    leukapheresis_on: Day = None
    lymphodepletion_on: Day = None
    infused_on: Time = None
    product: Text = None
    total_cells: Annotated[Decimal | None, r.reads_within(Decimal(0), None, "cells")] = None
    weight_kg: Weight = None
    discharged_on: Day = None


class Bedside(Record):
    sheet = "bedside"
    key = ("assessed_at",)
    dated = "assessed_at"

    assessed_at: Annotated[Moment, r.REQUIRED_DATE_TIME]
    temperature: Annotated[Decimal | None, r.reads_within(*ANALYTES["temperature"].plausible, "degrees Celsius")] = None
    fever_other_cause: YesNo = None
    antipyretic_or_anticytokine: YesNo = None
    hypotension: YesNo = None
    hypotension_other_cause: YesNo = None
    vasopressors: Annotated[int | None, r.reads_whole(0, None)] = None
    vasopressin: YesNo = None
    oxygen_device: Annotated[
        str | None,
        r.reads_words(
            "none",
            "blow_by",
            "nasal_cannula",
            "high_flow_nasal_cannula",
            "simple_mask",
            "venturi",
            "non_rebreather",
            "cpap",
            "bipap",
            "ventilator",
        ),
    ] = None
    oxygen_flow: Annotated[Decimal | None, r.reads_within(Decimal(0), None, "L/min")] = None
    oxygen_reason: Annotated[str | None, r.reads_words("hypoxia", "airway_or_procedure", "home_cpap", "other_cause")] = None
    ice_orientation: Annotated[int | None, r.reads_whole(0, 4)] = None
    ice_naming: Annotated[int | None, r.reads_whole(0, 3)] = None
    ice_commands: Item = None
    ice_writing: Item = None
    ice_attention: Item = None
    ice_total: Annotated[int | None, r.reads_whole(0, 10)] = None
    consciousness: Annotated[
        str | None,
        r.reads_words(
            "alert", "awakens_spontaneously", "awakens_to_voice", "awakens_to_touch", "vigorous_touch", "stupor_or_coma", "unarousable"
        ),
    ] = None
    consciousness_other_cause: YesNo = None
    seizure: Annotated[str | None, r.reads_words("none", "resolved", "eeg_resolved", "prolonged", "repetitive")] = None
    seizure_minutes: Annotated[Decimal | None, r.reads_within(Decimal(0), None, "minutes")] = None
    motor: Annotated[str | None, r.reads_words("none", "tremor", "myoclonus", "hemiparesis", "paraparesis")] = None
    edema: Annotated[str | None, r.reads_words("none", "focal", "diffuse")] = None
    pressure_signs: Annotated[str | None, r.reads_words("none", "posturing", "cn6_palsy", "papilledema", "cushing_triad")] = None
    hemorrhage_only: YesNo = None
    active_infection: YesNo = None
    crs_grade_recorded: Grade = None
    icans_grade_recorded: Grade = None
    grading_scale: Text = None
    death: Annotated[str | None, r.reads_words("no", "crs", "icans", "other")] = None


class Infection(Record):
    sheet = "infections"
    dated = "onset_on"
    separate = True

    onset_on: Day = None
    resolved_on: Day = None
    site: Text = None
    organism: Text = None
    grade: CtcaeGrade = None
    controlled: YesNo = None


class Treatment(Record):
    sheet = "treatments"
    dated = "given_at"
    separate = True

    given_at: Time = None
    drug: Text = None
    dose: Annotated[Decimal | None, r.reads_within(Decimal(0), None, "the dose's unit")] = None
    unit: Text = None
    purpose: Annotated[str | None, r.reads_words("lymphodepletion", "crs", "icans", "infection", "bridging", "lymphoma")] = None


class AdverseEvent(Record):
    sheet = "adverse_events"
    dated = "onset_on"
    separate = True

    term: Text = None
    onset_on: Day = None
    resolved_on: Day = None
    grade: CtcaeGrade = None
    related: YesNo = None
    serious: YesNo = None


class FollowUp(Record):
    sheet = "follow_up"
    key = ("seen_on",)
    dated = "seen_on"

    seen_on: Day = None
    status: Annotated[str | None, r.reads_words("alive", "dead")] = None
    progression_on: Day = None
    death_on: Day = None
    cause: Text = None


SHEETS: dict[str, type[Record]] = {
    model.sheet: model
    for model in (Subject, Screening, Lab, Lesion, Ctdna, Pet, Infusion, Bedside, Infection, Treatment, AdverseEvent, FollowUp)
}
