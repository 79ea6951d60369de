"""What a plan would store, held against the truth: place for place, value for value, nothing more and nothing less."""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import cast

from core.changes.upload import Prepared
from core.facts.address import cell_name
from core.facts.fact import Fact
from core.facts.labs import amount_of
from core.facts.records import Lab
from tests.campaign.truth_courses import Result
from tests.campaign.truth_forms import LOWER, UPPER, At, Sheet, limit
from tests.campaign.truth_habits import Habits

CELL = re.compile(r"!([A-Z]+)(\d+)$")


def wrong(habits: Habits, sheet: Sheet, prepared: Prepared) -> Iterator[str]:
    """Every fact of the plan that is not the truth, and every truth that neither the plan holds nor anything names."""
    assert prepared.plan is not None, "nothing is open"
    told: dict[At, Result] = {}
    for change in prepared.plan.changes:
        fact = lab(change.states)
        if fact is None:
            yield f"stores {change.sheet} of {change.subject_id}, which nobody told"
            continue
        place = place_of(fact.cell("value"))
        truth = sheet.holds.get(place)
        if truth is None or place in told:
            yield f"stores {fact.record} from {fact.cell('value')}, which {'is stored twice' if truth else 'holds no result'}"
            continue
        told[place] = truth
        if (found := _said(fact)) != (expected := _truth(habits, truth)):
            yield f"stores {found} from {fact.cell('value')}; the truth is {expected}"
        if habits.limits and (fact.record.lower_limit, fact.record.upper_limit) != _limits(truth):
            yield f"stores limits {fact.record.lower_limit}, {fact.record.upper_limit} with {fact.cell('value')}; {_limits(truth)} are true"
    for place, truth in sheet.holds.items():
        if place not in told and not named(sheet, place, prepared):
            yield f"loses {truth} in {cell_name(*place)} and says nothing"


def lab(row: object) -> Fact[Lab] | None:
    return cast(Fact[Lab], row) if isinstance(row, Fact) and isinstance(row.record, Lab) else None


def left_aside(sheet: Sheet, prepared: Prepared) -> int:
    """How many results a plan does not hold, said or unsaid."""
    assert prepared.plan is not None, "nothing is open"
    return len(sheet.holds) - len(prepared.plan.changes)


def named(sheet: Sheet, place: At, prepared: Prepared) -> bool:
    """Whether anything that is shown names the cell, its head, or its whole sheet."""
    heads = [str(sheet.cells[at]) for at, means in sheet.means.items() if means == sheet.holds[place].analyte]
    said = [str(each) for each in (*prepared.problems, *prepared.notices, *prepared.questions, *prepared.left_out)]
    words = (f"!{cell_name(*place)}:", *map(repr, heads), "is no sheet of the study workbook")
    return any(word in each for word in words for each in said)


def place_of(address: str) -> At:
    found = CELL.search(address)
    column = 0
    for letter in found[1] if found else "":
        column = column * 26 + ord(letter) - 64
    return (int(found[2]) if found else 0, column)


def _said(fact: Fact[Lab]) -> tuple[object, ...]:
    at = fact.record.collected_at
    return (fact.record.subject_id, at.at, at.timed, fact.record.analyte, amount_of(fact), tuple(fact.faults))


def _truth(habits: Habits, result: Result) -> tuple[object, ...]:
    at = result.at if habits.timed else datetime.combine(result.at.date(), datetime.min.time())
    return (result.subject_id, at, habits.timed, result.analyte, result.amount, ())


def _limits(result: Result) -> tuple[Decimal, Decimal]:
    return Decimal(limit(result, LOWER)), Decimal(limit(result, UPPER))
