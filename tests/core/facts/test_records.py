"""The records are the contract of the study workbook: every sheet, column and word as it is written there, and no other."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from core.facts.analytes import ANALYTES
from core.facts.record import Record, days, key_of, readings, required
from core.facts.records import SHEETS, Bedside, Lab, Pet, Screening, Subject

CONTRACT = {
    "subjects": "subject_id sex birth_date consent_date site product",
    "screening": "subject_id assessed_on life_expectancy_over_12_weeks life_expectancy_weeks ecog histology tissue_confirmed prior_relapse "
    "no_pr_after_2_3_cycles no_cr_after_4_6_cycles primary_refractory secondary_refractory progression_after_last_line venous_access "
    "counts_acceptable counts_acceptable_reason counts_acceptable_by gilbert hepatic_involvement months_since_last_menses "
    "surgically_sterile histology_accepted histology_accepted_by prior_lines stage ipi pregnancy_test",
    "labs": "subject_id collected_at analyte value unit lower_limit upper_limit qualifier laboratory reported_at",
    "lesions": "subject_id assessed_on lesion site longest_cm shortest_cm",
    "ctdna": "subject_id collected_on reported_on assay call value unit limit_of_detection",
    "pet": "subject_id scanned_on reported_on modality deauville uptake new_lesion marrow_uptake response reader",
    "infusions": "subject_id number status leukapheresis_on lymphodepletion_on infused_on product total_cells weight_kg discharged_on",
    "bedside": "subject_id assessed_at temperature fever_other_cause antipyretic_or_anticytokine hypotension hypotension_other_cause "
    "vasopressors vasopressin oxygen_device oxygen_flow oxygen_reason ice_orientation ice_naming ice_commands ice_writing ice_attention "
    "ice_total consciousness consciousness_other_cause seizure seizure_minutes motor edema pressure_signs hemorrhage_only "
    "active_infection crs_grade_recorded icans_grade_recorded grading_scale death",
    "infections": "subject_id onset_on resolved_on site organism grade controlled",
    "treatments": "subject_id given_at drug dose unit purpose",
    "adverse_events": "subject_id term onset_on resolved_on grade related serious",
    "follow_up": "subject_id seen_on status progression_on death_on cause",
}
WORDS = {
    "subjects.sex": "female male",
    "screening.stage": "I II III IV",
    "screening.pregnancy_test": "serum_negative serum_positive urine_negative urine_positive not_done",
    "lesions.site": "node extranodal",
    "ctdna.call": "positive negative indeterminate failed",
    "pet.modality": "PET/CT CT",
    "pet.deauville": "1 2 3 4 5 X",
    "pet.uptake": "reduced unchanged increased",
    "pet.response": "CR PR SD PD IR NE",
    "infusions.status": "planned given",
    "bedside.oxygen_device": "none blow_by nasal_cannula high_flow_nasal_cannula simple_mask venturi non_rebreather cpap bipap ventilator",
    "bedside.oxygen_reason": "hypoxia airway_or_procedure home_cpap other_cause",
    "bedside.consciousness": "alert awakens_spontaneously awakens_to_voice awakens_to_touch vigorous_touch stupor_or_coma unarousable",
    "bedside.seizure": "none resolved eeg_resolved prolonged repetitive",
    "bedside.motor": "none tremor myoclonus hemiparesis paraparesis",
    "bedside.edema": "none focal diffuse",
    "bedside.pressure_signs": "none posturing cn6_palsy papilledema cushing_triad",
    "bedside.death": "no crs icans other",
    "treatments.purpose": "lymphodepletion crs icans infection bridging lymphoma",
    "follow_up.status": "alive dead",
}
SCALES = {  # lowest and highest whole number of a column
    "screening.ecog": (0, 5), "screening.ipi": (0, 5), "bedside.ice_orientation": (0, 4), "bedside.ice_naming": (0, 3),
    "bedside.ice_commands": (0, 1), "bedside.ice_writing": (0, 1), "bedside.ice_attention": (0, 1), "bedside.ice_total": (0, 10),
    "bedside.crs_grade_recorded": (0, 5), "bedside.icans_grade_recorded": (0, 5), "infections.grade": (1, 5),
    "adverse_events.grade": (1, 5), "infusions.number": (1, 2),
}  # fmt: skip
YES_NO = {
    "screening": "life_expectancy_over_12_weeks tissue_confirmed prior_relapse no_pr_after_2_3_cycles no_cr_after_4_6_cycles "
    "primary_refractory secondary_refractory progression_after_last_line venous_access counts_acceptable gilbert hepatic_involvement "
    "surgically_sterile histology_accepted",
    "pet": "new_lesion marrow_uptake",
    "bedside": "fever_other_cause antipyretic_or_anticytokine hypotension hypotension_other_cause vasopressin consciousness_other_cause "
    "hemorrhage_only active_infection",
    "infections": "controlled",
    "adverse_events": "related serious",
}
REQUIRED = {
    "screening": {"assessed_on"}, "labs": {"collected_at", "analyte"}, "lesions": {"assessed_on"}, "ctdna": {"collected_on"},
    "pet": {"scanned_on"}, "infusions": {"number"}, "bedside": {"assessed_at"},
}  # fmt: skip


def reads(place):
    sheet, column = place.split(".")
    return readings(SHEETS[sheet])[column]


def test_the_sheets_are_those_of_the_contract_in_its_order():
    assert list(SHEETS) == list(CONTRACT)


@pytest.mark.parametrize("sheet", CONTRACT)
def test_the_columns_are_those_of_the_contract_in_its_order(sheet):
    assert list(SHEETS[sheet].model_fields) == CONTRACT[sheet].split()
    assert required(SHEETS[sheet]) == {"subject_id"} | REQUIRED.get(sheet, set())


@pytest.mark.parametrize("place", WORDS)
def test_the_words_of_a_column_are_those_of_the_contract(place):
    assert " ".join(reads(place).words) == WORDS[place]
    assert [reads(place).value(word, None) for word in reads(place).words] == WORDS[place].split()


@pytest.mark.parametrize("place", SCALES)
def test_a_scale_ends_where_the_contract_says(place):
    low, high = SCALES[place]
    assert [reads(place).value(cell, None) for cell in (low, high)] == [low, high]
    for cell in (low - 1, high + 1):
        with pytest.raises(ValueError, match="outside the scale"):
            reads(place).value(cell, None)


@pytest.mark.parametrize("place", [f"{sheet}.{name}" for sheet, names in YES_NO.items() for name in names.split()])
def test_a_yes_no_column_takes_the_answers_of_the_contract(place):
    for cell, answer in zip(("yes", "y", "true", "1", "是", "no", "n", "false", "0", "否"), [True] * 5 + [False] * 5, strict=True):
        assert reads(place).value(cell, None) is answer


def test_the_analytes_of_the_drop_down_are_those_of_the_dictionary():
    assert reads("labs.analyte").words == tuple(ANALYTES)


@pytest.mark.parametrize("cell", ["Haemoglobin", "血红蛋白", "718-7", " HGB "])
def test_an_analyte_is_known_by_word_synonym_or_code(cell):
    assert reads("labs.analyte").value(cell, None) == "hemoglobin"


def test_an_unknown_analyte_is_refused():
    with pytest.raises(ValueError, match="is not an analyte of the dictionary"):
        reads("labs.analyte").value("hematocrit", None)


def test_the_laboratorys_own_words_for_below_the_limit_are_negative():
    assert reads("ctdna.call").value("< LOD, not detected", None) == "negative"
    assert reads("ctdna.call").value("<LOD, not detected", None) == "negative"


@pytest.mark.parametrize(("place", "low", "high"), [("infusions.weight_kg", 25, 300), ("bedside.temperature", 30, 45)])
def test_a_measure_outside_its_plausible_range_is_no_value(place, low, high):
    assert [reads(place).value(cell, None) for cell in (low, high)] == [low, high]
    for cell in (Decimal(low) - Decimal("0.1"), Decimal(high) + Decimal("0.1")):
        with pytest.raises(ValueError, match="is not plausible"):
            reads(place).value(str(cell), None)


def test_a_row_that_names_nothing_but_the_subject_is_unknown_throughout():
    assert set(dict(Subject(subject_id="S-001")).values()) == {"S-001", None}


def test_a_blank_required_cell_and_an_unknown_column_are_refused():
    with pytest.raises(ValidationError, match="is blank; expected a date like 2026-03-05"):
        Screening.model_validate({"subject_id": "S-001", "assessed_on": " "})
    with pytest.raises(ValidationError, match="is not a date; expected a date like 2026-03-05"):
        Screening.model_validate({"subject_id": "S-001", "assessed_on": "5.3.26"})
    with pytest.raises(ValidationError, match="Extra inputs"):
        Subject.model_validate({"subject_id": "S-001", "race": "x"})


def test_a_record_of_values_already_read_equals_one_that_was_validated():
    cells = {"subject_id": "S-001", "scanned_on": "2026-03-05", "modality": "pet/ct", "new_lesion": "no"}
    whole = dict.fromkeys(Pet.model_fields) | {
        "subject_id": "S-001",
        "scanned_on": date(2026, 3, 5),
        "modality": "PET/CT",
        "new_lesion": False,
    }
    made = Pet.of(whole)
    assert made == Pet.model_validate(cells)
    assert made.model_copy(update={"response": "CR"}).response == "CR"
    with pytest.raises(ValidationError, match="frozen"):
        setattr(made, "response", "CR")  # noqa: B010 - the assignment itself is under test


def test_the_columns_that_hold_days_are_known():
    assert days(Lab) == ("collected_at", "reported_at")
    assert days(SHEETS["infusions"]) == ("leukapheresis_on", "lymphodepletion_on", "infused_on", "discharged_on")
    assert days(Bedside) == ("assessed_at",)


@pytest.mark.parametrize("model", SHEETS.values())
def test_the_key_of_a_sheet_and_its_own_day_are_columns_of_it(model: type[Record]):
    assert {*model.key, *([model.dated] if model.dated else [])} <= set(model.model_fields)
    record = model.of({**dict.fromkeys(model.model_fields), "subject_id": "S-001"})
    assert key_of(model)(record)[:2] == ("S-001", model.sheet)
