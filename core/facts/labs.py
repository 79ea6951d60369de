"""What a laboratory result says: its amount in the canonical unit, its ratio to its own upper limit, and why it counts as not recorded.

A result without unit, not a number or outside the plausible range counts as not recorded (reference 1.1, Inputs); as the newest
result of its analyte it is not replaced by an older one. A blank value is no result.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from core.facts.analytes import ANALYTES, Analyte, canonical, plausible, unit_of
from core.facts.chart import Datum
from core.facts.fact import Cited, Fact, Problem
from core.facts.records import Lab
from core.facts.values import Amount, Span, plain

UNORDERED = "different results on one day without times"


def faults_of(lab: Lab) -> Mapping[str, str]:
    """What is wrong between the cells of one result: by column, what continues the words of the cell."""
    return _faults(lab.analyte, lab.value, lab.unit, lab.upper_limit)


@lru_cache(maxsize=20_000)  # a laboratory repeats itself, and the same results are looked at again whenever one more is told
def _faults(name: str, value: Amount | None, unit: str | None, upper_limit: Decimal | None) -> Mapping[str, str]:
    faults: dict[str, str] = {}
    analyte = ANALYTES[name]
    code = None if unit is None else unit_of(analyte, unit)
    if code is None and (unit is not None or value is not None):
        found = "is blank" if unit is None else f"is not a unit of {name}"
        faults["unit"] = f"{found}; expected one of: {', '.join(analyte.units)}"
    elif code is not None and value is not None and (said := _implausible(analyte, value, code, unit)):
        faults["value"] = said
    if upper_limit is not None and upper_limit <= 0:
        faults["upper_limit"] = "is not above zero; expected the upper limit of normal"
    elif upper_limit is not None and code is not None and (said := _implausible(analyte, upper_limit, code, unit)):
        faults["upper_limit"] = said  # a limit of another unit than its result: their ratio would say anything
    return faults


def _implausible(analyte: Analyte, found: Amount, code: str, unit: str | None) -> str:
    """What is said of an amount that cannot be one of this analyte; empty where it can."""
    amount = canonical(analyte, found, code)
    if plausible(analyte, amount):
        return ""
    low, high = analyte.plausible
    shown = "" if code == analyte.unit else f" ({plain(amount)} {analyte.unit})"
    return f"is not plausible in {unit}{shown}; expected {low} to {high} {analyte.unit}"


def is_result(fact: Fact[Lab]) -> bool:
    """Whether the row reports anything: a blank value is no result, one that cannot be used still is."""
    return fact.record.value is not None or "value" in fact.faults


def amount_of(fact: Fact[Lab]) -> Amount | None:
    """The amount in the canonical unit; `None` where the result counts as not recorded."""
    lab = fact.record
    if lab.value is None or lab.unit is None or "unit" in fact.faults or "value" in fact.faults:
        return None
    analyte = ANALYTES[lab.analyte]
    code = unit_of(analyte, lab.unit)
    return None if code is None else canonical(analyte, lab.value, code)


def ratio_of(fact: Fact[Lab]) -> Amount | None:
    """The result over its own upper limit, before any conversion, so that no rounding enters (reference 1.5)."""
    lab = fact.record
    limit = lab.upper_limit
    if limit is None or "upper_limit" in fact.faults or lab.value is None or amount_of(fact) is None:
        return None
    return lab.value.map(lambda bound: bound / limit) if isinstance(lab.value, Span) else lab.value / limit


def newest(labs: Iterable[Fact[Lab]], analyte: str, until: date) -> Sequence[Fact[Lab]]:
    """The newest result of an analyte up to a day: one fact, or several of one day whose order their times do not tell."""
    results = [fact for fact in labs if fact.record.analyte == analyte and is_result(fact) and fact.record.collected_at.day <= until]
    if not results:
        return ()
    day = max(fact.record.collected_at.day for fact in results)
    last = [fact for fact in results if fact.record.collected_at.day == day]
    if all(fact.record.collected_at.timed for fact in last):
        return (max(last, key=lambda fact: fact.record.collected_at),)
    return last


def unordered(labs: Sequence[Fact[Lab]]) -> Iterator[Problem]:
    """A result without a time beside a different one of the same day: which is the newer cannot be told, so neither counts."""
    if all(fact.record.collected_at.timed for fact in labs):
        return
    days: dict[tuple[str, date], list[Fact[Lab]]] = {}
    for fact in filter(is_result, labs):
        days.setdefault((fact.record.analyte, fact.record.collected_at.day), []).append(fact)
    for results in days.values():
        untimed = next((fact for fact in results if not fact.record.collected_at.timed), None)
        if untimed is not None and len(results) > 1 and len({amount_of(fact) for fact in results}) > 1:
            cells = ", ".join(fact.cell("value") for fact in results if fact is not untimed)
            yield Problem(untimed.cell("value"), f"has no time and differs from {cells} of the same day; expected a time")


def measured(labs: Iterable[Fact[Lab]], analyte: str, until: date) -> tuple[Datum, Sequence[Fact[Lab]]]:
    """The newest amount of an analyte, and the facts that decide it: several where results of one day agree, none where they do not."""
    last = newest(labs, analyte, until)
    if not last:
        return Datum(missing=(analyte,)), ()
    evidence = tuple(Cited(fact, "value") for fact in last)
    amounts = {amount_of(fact) for fact in last}
    if len(amounts) > 1:
        return Datum(None, evidence, UNORDERED, (analyte,), contradiction=True), ()
    amount = amounts.pop()
    if amount is None:
        reason = last[0].faults.get("value") or last[0].faults.get("unit", "has no unit")
        return Datum(None, evidence, f"the newest result {reason.split(';')[0]}", (analyte,)), last
    return Datum(amount, evidence), last


def over_limit(labs: Iterable[Fact[Lab]], analyte: str, until: date) -> Datum:
    """The newest result as a multiple of its own laboratory's upper limit of normal."""
    datum, last = measured(labs, analyte, until)
    if datum.value is None:
        return datum
    ratios = {ratio_of(fact) for fact in last}
    evidence = (*datum.evidence, *(Cited(fact, "upper_limit") for fact in last))
    if len(ratios) > 1:
        return Datum(None, evidence, UNORDERED, (f"{analyte}.upper_limit",), contradiction=True)
    ratio = ratios.pop()
    if ratio is None:
        return Datum(None, evidence, "the laboratory's upper limit is not recorded", (f"{analyte}.upper_limit",))
    return Datum(ratio, evidence)


def exact(datum: Datum) -> Decimal | None:
    """The amount where it is an exact number."""
    return datum.value if isinstance(datum.value, Decimal) else None
