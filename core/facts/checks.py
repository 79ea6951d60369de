"""What is wrong between the cells of one record: by column, what continues the words of the cell."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from core.facts.age import age_fault
from core.facts.labs import faults_of
from core.facts.record import Record
from core.facts.records import Ctdna, Lab, Subject
from core.facts.values import Amount, Span

LOGARITHM, PERCENT = "log10 hGE/mL", "%"
WHOLE = Decimal(100)


def ctdna_faults(sample: Ctdna) -> dict[str, str]:
    """A concentration or a fraction is not below zero, and a fraction is not above 100 %; a logarithm may be either."""
    if sample.unit == LOGARITHM:
        return {}
    amounts: dict[str, Amount | None] = {"value": sample.value, "limit_of_detection": sample.limit_of_detection}
    faults = {column: "is below zero; expected a number from 0" for column, found in amounts.items() if _beyond(found, below=Decimal(0))}
    if sample.unit == PERCENT:
        faults |= {
            column: "is above 100 %; expected a number from 0 to 100" for column, found in amounts.items() if _beyond(found, above=WHOLE)
        }
    return faults


def _beyond(found: Amount | None, below: Decimal | None = None, above: Decimal | None = None) -> bool:
    bounds = (found.low, found.high) if isinstance(found, Span) else (found,)
    known = [bound for bound in bounds if bound is not None]
    return any((below is not None and bound < below) or (above is not None and bound > above) for bound in known)


CHECKS: Mapping[type[Record], Callable[[Any], Mapping[str, str]]] = {Lab: faults_of, Subject: age_fault, Ctdna: ctdna_faults}


def faults_between(record: Record) -> Mapping[str, str]:
    """The faults between the cells of a record; most kinds have none."""
    check = CHECKS.get(type(record))
    return {} if check is None else check(record)
