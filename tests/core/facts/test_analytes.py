"""The analyte dictionary against others' words and numbers: the workbook contract, the clinical reference, UCUM and pint."""

from collections import Counter
from decimal import Decimal

import pytest
from ucumvert import PintUcumRegistry

from core.facts.analytes import ANALYTES, SPELLINGS, analyte_of, canonical, plausible, unit_of
from core.facts.values import Span

D = Decimal
# The analytes and canonical units of the workbook contract.
CONTRACT = {
    "hemoglobin": "g/L", "neutrophils": "10*9/L", "platelets": "10*9/L", "leukocytes": "10*9/L", "lymphocytes": "10*9/L",
    "creatinine": "umol/L", "bilirubin": "umol/L", "alt": "U/L", "ast": "U/L", "ldh": "U/L", "crp": "mg/L", "ferritin": "ug/L",
    "fibrinogen": "g/L", "triglycerides": "mmol/L", "il6": "ng/L", "weight": "kg", "height": "cm", "lvef": "%",
    "oxygen_saturation": "%", "temperature": "Cel",
}  # fmt: skip
# Reference 1.5: both ends are plausible.
PLAUSIBLE = {
    "hemoglobin": "20 250", "neutrophils": "0 200", "platelets": "0 3000", "leukocytes": "0 500", "lymphocytes": "0 400",
    "creatinine": "10 3000", "bilirubin": "0 1500", "alt": "1 10000", "ast": "1 10000", "ldh": "20 20000", "crp": "0 600",
    "ferritin": "1 200000", "fibrinogen": "0.1 15", "triglycerides": "0.1 60", "il6": "0 200000", "weight": "25 300",
    "height": "100 230", "lvef": "5 90", "oxygen_saturation": "50 100", "temperature": "30 45",
}  # fmt: skip
# Factors between amount of substance and mass are the reference's own numbers; no library knows them.
MOLAR = {
    ("hemoglobin", "mmol/L"): "16.114",
    ("creatinine", "mg/dL"): "88.4",
    ("bilirubin", "mg/dL"): "17.1",
    ("triglycerides", "mg/dL"): "0.01129",
}
LABELS = {
    "hemoglobin": "Haemoglobin Hemoglobin Hb HGB 血红蛋白", "neutrophils": "ANC Neutrophils 中性粒细胞绝对值",
    "platelets": "PLT Platelets 血小板", "creatinine": "Creatinine 肌酐", "bilirubin": "Bilirubin 总胆红素", "alt": "ALT SGPT 谷丙转氨酶",
    "ast": "AST SGOT 谷草转氨酶", "leukocytes": "WBC 白细胞", "ldh": "LDH 乳酸脱氢酶", "crp": "CRP C反应蛋白", "il6": "IL-6",
    "ferritin": "Ferritin 铁蛋白", "oxygen_saturation": "SpO2", "weight": "体重", "height": "身高", "temperature": "体温",
}  # fmt: skip
UNITS = [(a.name, code) for a in ANALYTES.values() for code in a.units]
# The international unit of an enzyme is its U by definition; in UCUM it is an arbitrary unit that converts to none.
ARBITRARY = [(name, code) for name, code in UNITS if code == "[IU]/L"]
PURE = [unit for unit in UNITS if unit not in (*MOLAR, *ARBITRARY, ("temperature", "[degF]"), ("temperature", "Cel"))]
UNIT_REGISTRY = PintUcumRegistry()


def test_the_analytes_and_their_canonical_units_are_those_of_the_contract():
    assert {name: analyte.unit for name, analyte in ANALYTES.items()} == CONTRACT


@pytest.mark.parametrize("name", PLAUSIBLE)
def test_the_plausible_range_is_the_references_with_both_its_ends(name):
    low, high = map(D, PLAUSIBLE[name].split())
    analyte, little = ANALYTES[name], D("0.0000000001")
    assert analyte.plausible == (low, high)
    assert [plausible(analyte, value) for value in (low - little, low, high, high + little)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("span", "can_be"),
    [
        (Span(None, D(20)), True),
        (Span(None, D(20), high_open=True), False),
        (Span(None, D("19.9")), False),
        (Span(D(250), None), True),
        (Span(D(250), None, low_open=True), False),
        (Span(D(251), None), False),
        (Span(D(100), D(120)), True),
        (Span(None, None), True),
    ],
)
def test_a_bound_is_plausible_where_any_value_it_allows_is(span, can_be):
    assert plausible(ANALYTES["hemoglobin"], span) is can_be


@pytest.mark.parametrize(("name", "code"), PURE)
def test_a_factor_is_the_one_that_an_independent_library_computes(name, code):
    analyte = ANALYTES[name]
    theirs = (1 * UNIT_REGISTRY.from_ucum(code)).to(UNIT_REGISTRY.from_ucum(analyte.unit)).magnitude
    assert theirs == pytest.approx(float(analyte.units[code]), rel=1e-12)


@pytest.mark.parametrize("place", MOLAR)
def test_a_molar_factor_is_the_references(place):
    name, code = place
    assert ANALYTES[name].units[code] == D(MOLAR[place])


def test_an_enzymes_international_unit_is_its_unit():
    assert {ANALYTES[name].units[code] for name, code in ARBITRARY} == {D(1)}
    assert {name for name, _ in ARBITRARY} == {"alt", "ast", "ldh"}


def test_every_unit_of_the_dictionary_is_ucum():
    for _, code in UNITS:
        UNIT_REGISTRY.from_ucum(code)


@pytest.mark.parametrize(("fahrenheit", "celsius"), [("100.4", "38"), ("32", "0"), ("98.6", "37"), ("113", "45")])
def test_fahrenheit_becomes_celsius_exactly(fahrenheit, celsius):
    temperature = ANALYTES["temperature"]
    assert canonical(temperature, D(fahrenheit), "[degF]") == D(celsius)
    assert canonical(temperature, Span(D(fahrenheit), None), "[degF]") == Span(D(celsius), None)


@pytest.mark.parametrize(
    ("name", "code", "found", "said"),
    [
        ("hemoglobin", "g/dL", "8.0", "80"),
        ("hemoglobin", "mmol/L", "4.96", "79.92544"),
        ("neutrophils", "/uL", "1000", "1"),
        ("neutrophils", "10*4/uL", "0.1", "1"),
        ("creatinine", "mg/dL", "1.0", "88.4"),
        ("bilirubin", "mg/dL", "1.2", "20.52"),
        ("alt", "ukat/L", "0.5", "30"),
        ("weight", "[lb_av]", "100", "45.359237"),
        ("hemoglobin", "g/L", "80", "80"),
    ],
)
def test_an_amount_is_converted_exactly(name, code, found, said):
    assert canonical(ANALYTES[name], D(found), code) == D(said)
    assert canonical(ANALYTES[name], Span(None, D(found), high_open=True), code) == Span(None, D(said), high_open=True)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_spelling_stands_for_one_code_that_some_analyte_is_measured_in(spelling):
    code = SPELLINGS[spelling]
    assert code not in SPELLINGS
    measured = [analyte for analyte in ANALYTES.values() if code in analyte.units]
    assert measured
    assert {unit_of(analyte, spelling) for analyte in measured} == {code}
    assert {unit_of(analyte, spelling) for analyte in ANALYTES.values() if analyte not in measured} <= {None}


@pytest.mark.parametrize(
    ("name", "spelling", "code"),
    [
        ("creatinine", "µmol/L", "umol/L"),
        ("creatinine", "μmol/L", "umol/L"),
        ("ferritin", "µg/L", "ug/L"),
        ("ferritin", "mcg/L", "ug/L"),
        ("alt", "µkat/L", "ukat/L"),
        ("neutrophils", "10^3/µl", "10*3/uL"),
        ("neutrophils", "10 ^ 9 / L", "10*9/L"),
        ("hemoglobin", "mg/dL", None),
        ("creatinine", "Mmol/L", None),
        ("creatinine", "MMOL/L", None),
        ("hemoglobin", "G/L", None),
        ("neutrophils", "%", None),
        ("platelets", "nl", None),
        ("neutrophils", "(unit missing)", None),
        ("hemoglobin", "", None),
    ],
)
def test_a_unit_that_is_not_the_analytes_is_no_unit(name, spelling, code):
    assert unit_of(ANALYTES[name], spelling) == code


def test_every_label_and_code_names_exactly_one_analyte():
    said = [label for a in ANALYTES.values() for label in {a.name, *a.labels, *a.loinc}]
    assert [label for label, times in Counter(said).items() if times > 1] == []
    assert {label for label in said if label != label.lower().strip()} == set()
    assert {label for a in ANALYTES.values() for label in (a.name, *a.labels, *a.loinc) if analyte_of(label) is not a} == set()


@pytest.mark.parametrize(("name", "label"), [(name, label) for name, labels in LABELS.items() for label in labels.split()])
def test_the_labels_of_laboratories_are_known(name, label):
    assert analyte_of(label) is ANALYTES[name]
    assert analyte_of(f" {label.upper()} ") is ANALYTES[name]


def test_what_is_no_label_names_no_analyte():
    assert [analyte_of(label) for label in ("", "hematocrit", "neutrophils %", "hb a1c", "770-8")] == [None] * 5


@pytest.mark.parametrize("code", [code for a in ANALYTES.values() for code in a.loinc])
def test_a_loinc_code_ends_in_its_check_digit(code):
    number, check = code.split("-")
    digits = [int(digit) for digit in reversed(number)]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in digits[::2]) + sum(digits[1::2])
    assert int(check) == -doubled % 10


def test_the_two_unit_errors_that_the_reference_names_are_not_plausible():
    assert not plausible(ANALYTES["hemoglobin"], D("8.0"))
    assert not plausible(ANALYTES["creatinine"], canonical(ANALYTES["creatinine"], D(80), "mg/dL"))
