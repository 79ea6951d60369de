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


def test_every_analyte_has_its_restlessness() -> None:
    assert RESTLESS.keys() == ANALYTES.keys()
