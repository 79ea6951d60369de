"""The command `grade icaht`: neutrophil counts by day since the infusion, from a file, graded into one row a subject."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from core.facts import reading as r
from core.facts.analytes import ANALYTES, plausible
from core.facts.fact import Fact
from core.facts.record import Record
from core.facts.values import Amount, Cell
from core.intake.reader import read
from core.intake.tables import Refused, Table
from core.logic.rules import Grade
from core.reports.graded import GradedFile, facts_of, table_of, text_of
from core.scales.icaht import EARLY_WINDOW, Early, Late, early, late
from core.scales.runs import lowest

ADDED = ("early", "late", "flags")
NEUTROPHILS = ANALYTES["neutrophils"]


def _day(cell: Cell, zone: ZoneInfo | None) -> int:
    found = r.decimal(cell)
    if found != found.to_integral_value():
        raise ValueError("is not a whole number")
    return int(found)


def _count(cell: Cell, zone: ZoneInfo | None) -> Amount:
    found = r.amount(cell, zone)
    if not plausible(NEUTROPHILS, found):
        raise ValueError("is not plausible")
    return found


class Count(Record):
    """One row: a count in 10*9/L on a day since the infusion, below zero before it."""

    sheet = "counts"

    day: Annotated[int, r.Reads(_day, "a whole number of days since the infusion", required=True)]
    neutrophils: Annotated[Amount | None, r.Reads(_count, f"a number in {NEUTROPHILS.unit}, or a bound like <0.1")] = None


def grade_counts(path: Path) -> GradedFile:
    """The early and late grade of every subject of a file, in the order of their first rows. A grade that is not decided is a range, `2-4`;
    without a count in its window it is blank, for unknown.

    Raises:
        Refused: where the file cannot be read, or lacks a column.
    """
    table = table_of(read(path), Count.sheet)
    header = [text_of(cell).strip().lower() for cell in table.rows[0]] if table.rows else []
    places = _places(table, header)
    facts, problems = facts_of(table, places, Count, {}, None)
    subjects = {each: _Rows() for each in _named(table, places["subject_id"])}
    for row, fact in zip(table.rows[1:], facts, strict=True):
        if fact is not None:
            subjects[fact.record.subject_id].add(fact)
        elif (subject := _subject(row[places["subject_id"]])) is not None:
            subjects[subject].lost = True
    left = [repr(name) for at, name in enumerate(header) if name and at not in places.values()]
    notices = [f"{table.file}: not read: {', '.join(left)}"] if left else []
    rows = [[subject] for subject in subjects]
    return GradedFile(["subject_id"], rows, ADDED, [found.graded() for found in subjects.values()], problems, notices)


class _Rows:
    """The rows of one subject: the counts of each day, and what of them counts as not recorded."""

    def __init__(self) -> None:
        self.amounts: dict[int, list[Amount]] = {}
        self.invalid = self.lost = False

    def add(self, fact: Fact[Count]) -> None:
        if fact.record.neutrophils is not None:
            self.amounts.setdefault(fact.record.day, []).append(fact.record.neutrophils)
        self.invalid |= "neutrophils" in fact.faults

    def graded(self) -> tuple[str, str, str]:
        """A file ends with its last count: what comes after it was not looked at."""
        counts: Mapping[int, Amount] = {day: lowest(amounts) for day, amounts in self.amounts.items()}
        if not counts:
            return "", "", ";".join(self._flags(None, None))
        found = early(counts, max(counts), followed=False), late(counts, max(counts))
        return _written(found[0]), _written(found[1]), ";".join(self._flags(*found))

    def _flags(self, first: Early | None, then: Late | None) -> Iterator[str]:
        if then is not None and then.provisional:
            yield "provisional"
        if first is not None:
            yield from ["interpolated"] if first.course.between else []
            yield from (f"edge:{edge}" for edge, _ in first.course.carried)
            yield from (f"gap:{gap}" for gap in first.course.open)
            yield from ["not_recovered"] if first.unrecovered else []
            yield from [f"until:d{first.course.window.last}"] if first.course.window.last < EARLY_WINDOW.last else []
        if self.invalid:
            yield "invalid:neutrophils"
        if not self.amounts:
            yield "missing:neutrophils"
        if self.lost:
            yield "unread_row"


def _written(found: Early | Late | None) -> str:
    return "" if found is None else _range(found.grade)


def _range(grade: Grade) -> str:
    return str(grade.at_least) if grade.decided else f"{grade.at_least}-{grade.at_most}"


def _places(table: Table, header: list[str]) -> dict[str, int]:
    names = tuple(Count.model_fields)
    faults = [f"has no column {name}; expected it" for name in names if name not in header]
    faults += [f"has column {name} twice; expected it once" for name in names if header.count(name) > 1]
    if faults:
        raise Refused("\n".join(f"{table.file}: {fault}" for fault in faults))
    return {name: header.index(name) for name in names}


def _named(table: Table, at: int) -> Iterator[str]:
    """Every subject that a row names, readable for the rest or not."""
    yield from (subject for row in table.rows[1:] if (subject := _subject(row[at])) is not None)


def _subject(cell: Cell) -> str | None:
    try:
        return str(found) if (found := r.IDENTIFIER.value(cell, None)) is not None else None
    except r.Unreadable:
        return None
