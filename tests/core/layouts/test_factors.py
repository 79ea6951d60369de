"""When results sit at a factor from what is known, and when biology may have moved them."""

import math
import random
from decimal import Decimal

import pytest

from core.facts.analytes import ANALYTES
from core.layouts.factors import RESTLESS, factor_evidence

CASES = {
    # analyte, unit it is written in, known > new in the canonical unit: the factor, and the units in which the results would go on
    "creatinine mg/dL 88>7779.2": "88.4 umol/L",
    "hemoglobin g/L 120>12": "0.1 g/dL",
    "hemoglobin g/L 120>13": "0.1 g/dL",
    "hemoglobin g/dL 120>1200": "10 g/L",
    "platelets 10*9/L 150>150000": "1000 /uL /mm3 10*6/L",
    "neutrophils 10*9/L 4>4000": "1000 /uL /mm3 10*6/L",
    "ferritin ug/L 800>800000": "1000",
    "bilirubin umol/L 17.1>1": "0.05848 mg/dL",
    "weight kg 70>154": "2.205 [lb_av]",
    "crp mg/L 10>100 12>130 8>70 30>300 22>250": "10",
    "crp mg/L 100>10 120>13 80>7 300>30 250>22": "0.1 mg/dL",
    "temperature [degF] 37>3.7": "0.1",
    # what biology does
    "hemoglobin g/L 120>80": "",
    "platelets 10*9/L 150>40": "",
    "neutrophils 10*9/L 4>0.1": "",
    "crp mg/L 10>100": "",
    "alt U/L 30>100": "",
    "temperature [degF] 37>37.5": "",
    "creatinine umol/L 80>240": "",
    # nothing to compare
    "neutrophils 10*9/L 0>4": "",
    "neutrophils 10*9/L 4>0": "",
    "hemoglobin g/L": "",
}

# Tenfold is no more than what these do by themselves: five results are too few to tell.
TOO_RESTLESS = {("10*4/uL", "neutrophils"), ("10*4/uL", "lymphocytes"), ("10*4/uL", "leukocytes"), ("mg/dL", "crp")}


@pytest.mark.parametrize("case", CASES)
def test_a_factor_is_named_or_not(case: str) -> None:
    name, unit, *results = case.split()
    pairs = [(Decimal(before), Decimal(now)) for before, now in (pair.split(">") for pair in results)]
    found = factor_evidence(pairs, ANALYTES[name], unit)
    assert CASES[case] == ("" if found is None else " ".join((f"{float(found.factor):.4g}", *found.units)))


def test_without_a_unit_every_factor_between_two_units_counts() -> None:
    found = factor_evidence([(Decimal("120"), Decimal("74.5"))] * 9, ANALYTES["hemoglobin"])
    assert found is not None
    assert (f"{found.factor:.4f}", found.units) == ("0.6206", ())


def test_the_words() -> None:
    one, many = (factor_evidence([(Decimal(88), Decimal("7779.2"))] * n, ANALYTES["creatinine"], "mg/dL") for n in (1, 12))
    assert one is not None
    assert many is not None
    assert one.words == "the result is 88.4 times what was known, close to the factor 88.4"
    assert many.words == "the middle of 12 results is 88.4 times what was known, close to the factor 88.4"


@pytest.mark.parametrize("name", ANALYTES)
def test_whole_columns_of_five_results(name: str) -> None:
    """On courses that move as restlessly as assumed: at most one false alarm in a hundred, and a column in another unit is caught."""
    analyte, chance = ANALYTES[name], random.Random(name)

    def alarms(times: Decimal) -> int:
        found = 0
        for _ in range(200):
            pairs = [(Decimal(50), Decimal(50 * float(times) * math.exp(chance.gauss(0, RESTLESS[name])))) for _ in range(5)]
            found += factor_evidence(pairs, analyte, analyte.unit) is not None
        return found

    assert alarms(Decimal(1)) <= 4
    for code, factor in analyte.units.items():
        if code != "[degF]" and factor != 1 and (code, name) not in TOO_RESTLESS:
            assert alarms(1 / factor) >= 190, code


TENTHS = "mg/L 10.2 8.1 12.4 9.9 7.3"
HABITS = {
    # analyte, unit it is written in; what was written before, in which unit; known > new, the new one as it is written: what is in doubt
    ("crp mg/dL", TENTHS, "9.9>5"): "in mg/L",  # so far from what was known that both may be
    ("crp mg/dL", TENTHS, "9.9>1"): "in mg/L",
    ("creatinine mg/dL", "umol/L 88 90", "90>1"): "",  # goes on in the new unit
    ("creatinine mg/dL", "umol/L 88 90", "90>90"): "in umol/L",
    ("creatinine mg/dL", "umol/L 300 290", "290>12"): "",
    ("hemoglobin g/L", "g/dL 9.4 9.9", ">94"): "",  # implausible in the older unit
    ("hemoglobin g/dL", "mmol/L 9.4 9.9", ">15"): "in mmol/L",  # nothing near to compare
    ("temperature Cel", "[degF] 99", "37>37"): "",
    ("platelets 10*3/uL", "10*9/L 150", "150>140"): "",  # the same unit by another name
    ("temperature [degF]", "Cel 37", "37>99"): "",  # no factor lies between them
    ("crp mg/L", "mg/L 10 8 12", "10>100"): "",  # biology
    ("crp mg/L", "mg/L 10 8 12 9 7 11 13", "10>100"): "",
    ("crp mg/L", TENTHS, "10>103.4"): "",
    ("crp mg/L", TENTHS, "10>60 8>40"): "10",  # never so coarse, and at the factor
    ("crp mg/L", TENTHS, "10>12 8>7"): "",  # so coarse, and not at the factor
    ("crp mg/L", TENTHS, "10>4000"): "1000",
    ("il6 ng/L", "ng/L 5.8 5.1 7.9 16.4", "12.1>7600 12.1>9770 2>740 9>1660"): "100",  # nearer to 1000, and too fine for it
    ("crp mg/L", "mg/L 10.2", "10>60 8>40"): "",  # too little known to tell how finely it is written
    ("crp mg/L", "", ">12"): "",
}

CONFIRMED = {("creatinine mg/dL", "umol/L 88 90", "90>90"): "88.4"}  # of a confirmed unit only what is beyond doubt


@pytest.mark.parametrize("case", HABITS)
@pytest.mark.parametrize("confirmed", [False, True])
def test_habits_are_witnesses(case: tuple[str, str, str], confirmed: bool) -> None:
    (name, unit), (before, *known), both = case[0].split(), (case[1] or "none").split(), [each.split(">") for each in case[2].split()]
    analyte, numbers = ANALYTES[name], [Decimal(now) for _, now in both]
    pairs = [(Decimal(was), Decimal(now) * analyte.units[unit]) for was, now in both if was]
    found = factor_evidence(pairs, analyte, unit, {before: [Decimal(each) for each in known]} if known else {}, numbers, confirmed)
    said = "" if found is None else f"in {', '.join(found.habit)}" if found.habit else f"{float(found.factor):.4g}"
    assert said == (CONFIRMED.get(case, "") if confirmed and "in " in HABITS[case] else HABITS[case])


def test_the_words_of_a_habit() -> None:
    found = factor_evidence([], ANALYTES["hemoglobin"], "g/dL", {"mmol/L": [Decimal("9.4")]}, [Decimal(15)])
    assert found is not None
    assert found.words == "what is known of the same subjects was written in mmol/L"


def test_every_analyte_has_its_restlessness() -> None:
    assert RESTLESS.keys() == ANALYTES.keys()
