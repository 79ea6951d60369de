"""The analyte dictionary: labels in English and Chinese, LOINC codes, the canonical UCUM unit, the accepted units with their exact
factors and the plausible range. A unit or a label that does not stand here is refused, never guessed.

Factors and ranges: clinical reference 1.5. Molar factors (88.4, 17.1, 16.114, 0.01129) are those of the reference, not a library's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from core.facts.values import Amount, Span, plain


@dataclass(frozen=True, slots=True, eq=False)
class Analyte:
    """One analyte. `units` maps a UCUM code to the factor that turns it into `unit`; both ends of `plausible` are plausible."""

    name: str
    unit: str
    units: dict[str, Decimal]
    plausible: tuple[Decimal, Decimal]
    labels: tuple[str, ...]
    loinc: tuple[str, ...]
    source: str


_RANGE = "[A] plausible range"
_FROM_KNOWLEDGE = f"{_RANGE}; factors from knowledge; clinical reference 1.5"
_BY_DEFINITION = f"{_RANGE}; factors exact by definition; clinical reference 1.5"
_READ = f"{_RANGE}; factors verified: w3.csmu.edu.tw/~chr/Int_unit_conversion.htm; clinical reference 1.5"
_MOLAR = f"{_RANGE}; the molar factor, of the monomer, from knowledge; clinical reference 1.5"
_ONE_UNIT = f"{_RANGE}; clinical reference 1.5"
LOINC_SOURCE = "from knowledge; the codes stand in no source that was read"


def _analyte(name: str, unit: str, units: str, plausible: str, labels: str, loinc: str, source: str) -> Analyte:
    factors = {unit: Decimal(1)} | {code: Decimal(factor) for code, factor in (part.split("=") for part in units.split())}
    low, high = plausible.split("-")
    return Analyte(name, unit, factors, (Decimal(low), Decimal(high)), tuple(filter(None, labels.split("|"))), tuple(loinc.split()), source)


_COUNTS = "/uL=0.001 /mm3=0.001 10*3/uL=1 10*3/mm3=1 10*6/L=0.001 10*4/uL=10 /nL=1"

ANALYTES: dict[str, Analyte] = {
    a.name: a
    for a in (
        _analyte(
            "hemoglobin", "g/L", "g/dL=10 mmol/L=16.114", "20-250",
            "hemoglobin|haemoglobin|hgb|hb|血红蛋白|血红蛋白浓度", "718-7 20509-6 30313-1 59260-0", _MOLAR,
        ),
        _analyte(
            "neutrophils", "10*9/L", _COUNTS, "0-200",
            "neutrophils|anc|absolute neutrophil count|neutrophil count|中性粒细胞绝对值|中性粒细胞计数", "751-8 26499-4 753-4", _BY_DEFINITION,
        ),
        _analyte("platelets", "10*9/L", _COUNTS, "0-3000", "platelets|plt|platelet count|血小板|血小板计数", "777-3 26515-7 778-1", _BY_DEFINITION),
        _analyte("leukocytes", "10*9/L", _COUNTS, "0-500", "leukocytes|wbc|white blood cells|白细胞|白细胞计数", "6690-2 26464-8 804-5", _BY_DEFINITION),
        _analyte("lymphocytes", "10*9/L", _COUNTS, "0-400", "lymphocytes|alc|absolute lymphocyte count|淋巴细胞绝对值|淋巴细胞计数", "731-0 26474-7", _BY_DEFINITION),
        _analyte(
            "creatinine", "umol/L", "mg/dL=88.4 mmol/L=1000", "10-3000", "creatinine|crea|肌酐|血肌酐", "2160-0 14682-9 38483-4", _READ,
        ),
        _analyte(
            "bilirubin", "umol/L", "mg/dL=17.1", "0-1500", "bilirubin|total bilirubin|tbil|总胆红素", "1975-2 14631-6 42719-5", _READ,
        ),
        _analyte("alt", "U/L", "ukat/L=60 [IU]/L=1", "1-10000", "alt|gpt|sgpt|alat|alanine aminotransferase|谷丙转氨酶|丙氨酸氨基转移酶", "1742-6 1743-4", _FROM_KNOWLEDGE),
        _analyte("ast", "U/L", "ukat/L=60 [IU]/L=1", "1-10000", "ast|got|sgot|asat|aspartate aminotransferase|谷草转氨酶|天门冬氨酸氨基转移酶", "1920-8 30239-8", _FROM_KNOWLEDGE),
        _analyte("ldh", "U/L", "ukat/L=60 [IU]/L=1", "20-20000", "ldh|lactate dehydrogenase|乳酸脱氢酶", "2532-0 14804-9", _FROM_KNOWLEDGE),
        _analyte("crp", "mg/L", "mg/dL=10 ug/mL=1", "0-600", "crp|c-reactive protein|c反应蛋白|超敏c反应蛋白", "1988-5 30522-7", _FROM_KNOWLEDGE),
        _analyte("ferritin", "ug/L", "ng/mL=1 mg/L=1000", "1-200000", "ferritin|铁蛋白", "2276-4 20567-4", _FROM_KNOWLEDGE),
        _analyte("fibrinogen", "g/L", "mg/dL=0.01 g/dL=10", "0.1-15", "fibrinogen|纤维蛋白原", "3255-7 48664-7", _FROM_KNOWLEDGE),
        _analyte("triglycerides", "mmol/L", "mg/dL=0.01129", "0.1-60", "triglycerides|triglyceride|甘油三酯", "2571-8 14927-8", _FROM_KNOWLEDGE),
        _analyte("il6", "ng/L", "pg/mL=1", "0-200000", "il6|il-6|interleukin 6|interleukin-6|白细胞介素6|白介素6|白细胞介素-6", "26881-3", _BY_DEFINITION),
        _analyte("weight", "kg", "g=0.001 [lb_av]=0.45359237", "25-300", "weight|body weight|体重", "29463-7 3141-9", _BY_DEFINITION),
        _analyte("height", "cm", "m=100 [in_i]=2.54", "100-230", "height|body height|身高", "8302-2 3137-7", _BY_DEFINITION),
        _analyte("lvef", "%", "", "5-90", "lvef|left ventricular ejection fraction|左室射血分数|左心室射血分数", "10230-1", _ONE_UNIT),
        _analyte("oxygen_saturation", "%", "", "50-100", "oxygen_saturation|oxygen saturation|spo2|血氧饱和度|氧饱和度", "59408-5 2708-6", _ONE_UNIT),
        _analyte("temperature", "Cel", "[degF]=1", "30-45", "temperature|body temperature|体温", "8310-5", _BY_DEFINITION),
    )
}  # fmt: skip

# Spellings that are exactly one UCUM code. Compared without spaces; the micro sign in its three writings is `u`. Case counts,
# but for the few spellings listed in both: `M` and `m` are never the same.
SPELLINGS: dict[str, str] = {
    "10^9/L": "10*9/L", "10^9/l": "10*9/L", "x10^9/L": "10*9/L", "×10^9/L": "10*9/L", "×10⁹/L": "10*9/L", "10⁹/L": "10*9/L", "10E9/L": "10*9/L",
    "x10E9/L": "10*9/L", "10e9/L": "10*9/L", "G/L": "10*9/L", "Gpt/L": "10*9/L", "/nl": "/nL", "1/nl": "/nL", "10^3/uL": "10*3/uL", "10^3/ul": "10*3/uL",
    "x10^3/uL": "10*3/uL", "x10^3/ul": "10*3/uL", "10³/uL": "10*3/uL", "10E3/uL": "10*3/uL", "K/uL": "10*3/uL", "K/ul": "10*3/uL", "k/uL": "10*3/uL",
    "10^3/mm^3": "10*3/mm3", "10^3/mm3": "10*3/mm3", "10^4/uL": "10*4/uL", "10^4/ul": "10*4/uL", "10*4/ul": "10*4/uL", "/ul": "/uL", "/mm^3": "/mm3",
    "cells/uL": "/uL", "cells/ul": "/uL", "cells/mm3": "/mm3", "cells/mm^3": "/mm3", "10^6/L": "10*6/L", "10*9/l": "10*9/L", "10*3/ul": "10*3/uL",
    "g/l": "g/L", "g/dl": "g/dL", "mg/dl": "mg/dL", "mmol/l": "mmol/L", "umol/l": "umol/L", "mg/l": "mg/L", "ng/ml": "ng/mL", "ug/l": "ug/L",
    "mcg/L": "ug/L", "ug/ml": "ug/mL", "mcg/mL": "ug/mL", "ng/l": "ng/L", "pg/ml": "pg/mL", "U/l": "U/L", "IU/L": "[IU]/L", "IU/l": "[IU]/L",
    "ukat/l": "ukat/L", "lb": "[lb_av]", "lbs": "[lb_av]", "in": "[in_i]", "°C": "Cel", "degC": "Cel", "C": "Cel", "℃": "Cel", "°F": "[degF]",
    "degF": "[degF]", "F": "[degF]",
}  # fmt: skip

SPELLINGS_SOURCE = "[A] spellings taken for one UCUM code; the clinical reference, 1.5, has some of them"


@cache
def _labels() -> dict[str, str]:
    return {label: a.name for a in ANALYTES.values() for label in (a.name, *a.labels, *a.loinc)}


def analyte_of(label: str) -> Analyte | None:
    """The analyte that a label, a synonym or a LOINC code names; `None` where none does."""
    name = _labels().get(label.strip().lower())
    return ANALYTES[name] if name else None


@lru_cache(maxsize=4096)
def unit_of(analyte: Analyte, spelling: str) -> str | None:
    """The UCUM code of a spelling, where this analyte can be measured in it."""
    folded = spelling.replace("µ", "u").replace("μ", "u").replace(" ", "")
    code = SPELLINGS.get(folded, folded)
    return code if code in analyte.units else None


def canonical(analyte: Analyte, found: Amount, code: str) -> Amount:
    """An amount in the analyte's canonical unit. Exact: Decimal arithmetic, the only offset is Fahrenheit's."""
    if code == "[degF]":
        return _each(found, lambda f: (f - 32) * 5 / 9)
    factor = analyte.units[code]
    return found if factor == 1 else _each(found, lambda f: f * factor)


def factor_in_words(analyte: Analyte, code: str) -> str:
    """What `canonical` does with an amount in this unit."""
    return "(x − 32) × 5/9" if code == "[degF]" else f"× {plain(analyte.units[code])}"


def plausible(analyte: Analyte, found: Amount) -> bool:
    """Whether an amount, in the canonical unit, may be a value at all; a bound is plausible where any value it allows is."""
    low, high = analyte.plausible
    if not isinstance(found, Span):
        return low <= found <= high
    above = found.low is not None and (found.low > high or (found.low == high and found.low_open))
    below = found.high is not None and (found.high < low or (found.high == low and found.high_open))
    return not (above or below)


def _each(found: Amount, change: Callable[[Decimal], Decimal]) -> Amount:
    return found.map(change) if isinstance(found, Span) else change(found)
