"""A region by hand: heads in the first line, cells below, as a text file holds them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from core.facts.fact import Fact, Origin
from core.facts.records import Lab
from core.intake.tables import Cell, Table
from core.layouts.history import NOBODY, History, Known
from core.layouts.layout import Layout
from core.layouts.region import Column, Place, Region
from core.layouts.role import Role, Understood
from core.layouts.understand import understand

TODAY = date(2026, 11, 24)


def region(
    text: str, units: bool = False, merged: Sequence[tuple[int, int, int, int]] = (), given: Mapping[str, Place] | None = None
) -> Region:
    """Lines of cells separated by bars; `units` says that the second line is a row of units."""
    rows: list[list[Cell]] = [[cell.strip() or None for cell in line.split("|")] for line in text.strip().splitlines()]
    return of_rows(rows, units, merged, given)


def of_rows(
    lines: Sequence[Sequence[Any]],
    units: bool = False,
    merged: Sequence[tuple[int, int, int, int]] = (),
    given: Mapping[str, Place] | None = None,
) -> Region:
    rows: list[list[Cell]] = [list(line) for line in lines]
    table = Table("labs.csv", "labs", rows, 1, 1, False, {}, [], tuple(merged))
    heads, first = rows[0], 2 if units else 1
    columns = tuple(
        Column(at, (Place(1, at + 1, head),), Place(2, at + 1, rows[1][at]) if units else None) for at, head in enumerate(heads)
    )
    return Region(table, False, columns, tuple(range(first, len(rows))), given or {})


def read(
    found: Region, answers: Mapping[str, str] | None = None, layouts: Sequence[Layout] = (), history: History = NOBODY, asking: bool = True
) -> Understood:
    return understand([found], layouts, answers or {}, history, TODAY, asking)[0]


def role(understood: Understood, header: str) -> Role:
    return next(role for role in understood.roles if role.column.header == header)


def said(understood: Understood) -> list[str]:
    """What is asked, as a person reads it."""
    return [str(question) for question in understood.questions]


def answering(found: Region, chosen: Mapping[str, str], layouts: Sequence[Layout] = (), history: History = NOBODY) -> Understood:
    """The region read again and again while an answer (by a part of the question's sentence) fits a question that is open."""
    answers: dict[str, str] = {}
    while True:
        understood = read(found, answers, layouts, history)
        new = {each.id: value for each in understood.open for part, value in chosen.items() if part in str(each)}
        if not new:
            return understood
        answers |= new


class Store:
    """A history of results: (subject, day, analyte, amount, unit)."""

    def __init__(self, *results: tuple[str, date, str, str, str], born: Mapping[str, date] | None = None) -> None:
        self._results, self._born = results, born or {}

    def subject(self, subject_id: str) -> Known | None:
        labs = [_lab(*each) for each in self._results if each[0] == subject_id]
        return Known(labs, self._born.get(subject_id)) if labs or subject_id in self._born else None

    def anybody(self) -> bool:
        return True


def _lab(subject_id: str, day: date, analyte: str, amount: str, unit: str) -> Fact[Lab]:
    value = amount if amount[0] == "<" else Decimal(amount)
    record = Lab.model_validate({"subject_id": subject_id, "collected_at": day, "analyte": analyte, "value": value, "unit": unit})
    return Fact(record, Origin("store", "labs", 2, {}))
