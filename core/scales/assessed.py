"""One bedside row as an assessment of one scale: the grade as a range, what is wrong or missing, and, on demand, why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from core.facts.chart import Chart, Datum
from core.facts.fact import Cited, Fact
from core.facts.records import Bedside
from core.facts.values import Moment
from core.logic.judgement import Truth
from core.logic.rules import Grade, Graded, Statement
from core.scales.bedside import BedsideScale, Reading, as_value

AS_RECORDED, RECORDED_DIFFERS, CONTRADICTION = "as_recorded", "recorded_differs", "contradiction"

STATED = (
    Statement(
        "recorded grade",
        "A row with a grade as the site recorded it and no signs takes that grade, shown as recorded with its scale. With signs beside it "
        "both are shown, a disagreement is flagged, and the computed one counts.",
        "[R] clinical reference 2.1, recorded grades",
    ),
)


class Past(NamedTuple):
    """Whether the toxicity was diagnosed before a row, and since which row it was, or may have been. `missing` names the column that
    would say it."""

    before: Truth = None
    since: Fact[Bedside] | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A row as it is judged: its own cells, and the answers that an earlier row gave and that still hold (`held`, by column)."""

    fact: Fact[Bedside]
    row: Bedside
    held: Mapping[str, Fact[Bedside]] = field(default_factory=dict)

    def cited(self, columns: tuple[str, ...]) -> tuple[Cited, ...]:
        return tuple(Cited(self.held.get(name, self.fact), name) for name in columns if getattr(self.row, name) is not None)


@dataclass(frozen=True, slots=True)
class Assessed:
    """A row graded. `standing`: whether a sign stands, unknown where it may; `flags` are words, in a fixed order."""

    scale: BedsideScale
    seen: Seen
    past: Past
    grade: Grade
    standing: Truth
    flags: tuple[str, ...]

    @property
    def fact(self) -> Fact[Bedside]:
        return self.seen.fact

    @property
    def at(self) -> Moment:
        return self.fact.record.assessed_at

    @property
    def day(self) -> date:
        return self.at.day

    @property
    def recorded(self) -> int | None:
        """The grade as the site wrote it, shown beside the computed one; its scale stands in `grading_scale`."""
        found: int | None = getattr(self.fact.record, self.scale.recorded)
        return found

    def evidence(self) -> tuple[Cited, ...]:
        """The cells the grade rests on: the signs', those of earlier rows that still hold among them; or the grade as the site wrote it."""
        if AS_RECORDED in self.flags:
            return (Cited(self.fact, self.scale.recorded),)
        return tuple(cited for sign in self.scale.signs for cited in self.seen.cited(sign.columns))

    def chart(self) -> Chart:
        """The variables of this row, each with the cells it was read from."""
        data = {sign.variable.name: _datum(sign.read(self.seen.row), self.seen.cited(sign.columns)) for sign in self.scale.signs}
        if self.scale.history is not None:
            cells = () if self.past.since is None else (Cited(self.past.since, "assessed_at"),)
            note = "an earlier row may have been grade 1 or more" if cells and self.past.before is None else ""
            data[self.scale.history.name] = Datum(self.past.before, cells, note, self.past.missing)
        return Chart(data)

    def explain(self) -> Graded:
        """The grade of the signs with the judgement of each clause: the explanation is the evaluation."""
        return self.scale.judge(self.chart())


def assess(scale: BedsideScale, seen: Seen, past: Past) -> Assessed:
    """The grade of one row. Where it has a recorded grade and no sign of this scale, that grade stands; else the computed one."""
    fact = seen.fact
    recorded: int | None = getattr(fact.record, scale.recorded)
    faulty = tuple(f"invalid:{name}" for name in scale.columns if name in fact.faults) if fact.faults else ()
    if recorded is not None and not scale.has_signs(fact.record):
        return Assessed(scale, seen, past, Grade(recorded, recorded), recorded > 0, (*faulty, AS_RECORDED))
    readings = [sign.read(seen.row) for sign in scale.signs]
    if scale.history is not None:
        readings.append(Reading(past.before, past.missing))
    found = scale.verdict(readings)
    invalid = (*faulty, *(f"invalid:{name}" for reading in readings for name in reading.invalid))
    flags = (
        *((CONTRADICTION,) if any(reading.contradiction for reading in readings) else ()),
        *invalid,
        *(_missing(readings, found.lacking, invalid) if found.lacking else ()),
        *found.remarks,
        *((RECORDED_DIFFERS,) if recorded is not None and not found.grade.at_least <= recorded <= found.grade.at_most else ()),
    )
    return Assessed(scale, seen, past, found.grade, found.standing, flags)


def _missing(readings: Sequence[Reading], lacking: tuple[int, ...], invalid: tuple[str, ...]) -> tuple[str, ...]:
    """The blank cells that would narrow the grade. A cell that was filled and could not be read is invalid, not missing."""
    names = dict.fromkeys(name for at in lacking for name in readings[at].missing)
    return tuple(f"missing:{name}" for name in names if f"invalid:{name}" not in invalid)


def _datum(found: Reading, cells: tuple[Cited, ...]) -> Datum:
    return Datum(as_value(found.value), cells, found.note, found.missing, found.contradiction)


def recorded_by(rows: Sequence[Assessed]) -> tuple[str, ...]:
    """The scales by which the site graded, where not one of the rows was graded by its signs; empty where one was. Scales are not
    interchangeable: such a grade is never told as one of ASTCT."""
    if not rows or not all(AS_RECORDED in row.flags for row in rows):
        return ()
    return tuple(dict.fromkeys(row.fact.record.grading_scale or "scale not recorded" for row in rows))
