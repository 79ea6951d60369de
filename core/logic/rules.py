"""Rules: a criterion and a scale as one object each, text, clauses and source together; and what they find on a chart."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.facts.chart import Chart
from core.logic.clauses import Clause, Columns, proved
from core.logic.judgement import Judgement

MET, NOT_MET, UNKNOWN, NOT_APPLICABLE = "met", "not_met", "unknown", "not_applicable"
_STATUS = {True: MET, False: NOT_MET, None: UNKNOWN}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the protocol. `excused`, where given, says for whom it does not apply."""

    id: str
    text: str
    holds: Clause
    source: str
    excused: Clause | None = None

    def judge(self, chart: Chart) -> "Finding":
        holds = self.holds.judge(chart)
        excused = None if self.excused is None else self.excused.judge(chart)
        return Finding(self, NOT_APPLICABLE if excused is not None and excused.truth else _STATUS[holds.truth], holds, excused)

    def over(self, columns: Columns) -> Any:
        """Over a frame: a nullable boolean column, true where the criterion is met or does not apply."""
        holds = self.holds.over(columns)
        return holds if self.excused is None else proved(self.excused).over(columns) | holds


@dataclass(frozen=True, slots=True)
class Statement:
    """A rule that is steps or days rather than a clause, in the words a reader can hold its code to; it stands beside that code, and what
    numbers it names are the code's own. `source` carries the marks of the clinical reference: [P] protocol text, [R] the reading chosen
    where that text is open, [A] assumption, [W] clinical common sense, `verified: …`, `from knowledge`."""

    id: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A criterion's verdict on one chart, with its evidence."""

    criterion: Criterion
    status: str
    holds: Judgement
    excused: Judgement | None

    @property
    def missing(self) -> tuple[str, ...]:
        return self.holds.missing() if self.status == UNKNOWN else ()

    @property
    def contradiction(self) -> bool:
        return self.holds.contradiction or (self.excused is not None and self.excused.contradiction)


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade as a range: the highest grade proved and the highest not ruled out. Equal ends are a grade."""

    at_least: int
    at_most: int

    @property
    def decided(self) -> bool:
        return self.at_least == self.at_most

    def __str__(self) -> str:
        return str(self.at_least) if self.decided else f"{self.at_least}–{self.at_most}"


@dataclass(frozen=True, slots=True)
class Scale:
    """A graded scale: for each grade the clause "at least this grade", lowest first. No clause true is grade 0."""

    id: str
    name: str
    grades: Mapping[int, Clause]
    source: str

    def judge(self, chart: Chart) -> "Graded":
        judged = {grade: clause.judge(chart) for grade, clause in self.grades.items()}
        proved = [grade for grade, found in judged.items() if found.truth]
        open_ = [grade for grade, found in judged.items() if found.truth is not False]
        return Graded(self, Grade(max(proved, default=0), max((*open_, 0))), judged)

    def over(self, columns: Columns) -> dict[int, Any]:
        """Over a frame: for each grade the nullable boolean column "at least this grade"."""
        return {grade: clause.over(columns) for grade, clause in self.grades.items()}


@dataclass(frozen=True, slots=True)
class Graded:
    """A scale's grade on one chart, with the judgement of each grade's clause."""

    scale: Scale
    grade: Grade
    judged: Mapping[int, Judgement]

    def missing(self) -> tuple[str, ...]:
        """What would narrow the range; empty where the grade is decided."""
        above = (found for grade, found in self.judged.items() if grade > self.grade.at_least)
        return tuple(dict.fromkeys(name for found in above for name in found.missing()))
