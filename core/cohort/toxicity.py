"""Toxicity by infusion: how many of those infused had it, at any grade and at grade 3 or more, each once at its worst (reference 6).

A grade that is a range counts as a range: what is certain, and what is possible. What was never assessed is possible, not absent.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.assessment import Assessment, InfusionToxicity
from core.cohort.estimate import Share, share
from core.facts.fact import Fact
from core.facts.records import AdverseEvent, Infection
from core.facts.values import Moment
from core.logic.rules import Grade, Statement
from core.scales.attribution import attributed
from core.scales.neutropenia import icaht

SEVERE = 3
WORST_GRADE = 5
WINDOWS: Mapping[str, range] = {"days 0–30": range(31), "days 31–90": range(31, 91), "after day 90": range(91, 100_000)}  # reference 6
UNNAMED = "term not recorded"
AT_LEAST_ONE = "any infection"

STATED = (
    Statement(
        "toxicity table",
        f"Rows are terms; columns are any grade and grade {SEVERE} or more, by infusion. Each subject counts once, at its worst grade; the "
        "denominator is everybody given that infusion. An event belongs to infusion 2 where its onset lies on its day or later. A grade "
        "that is a range, or not recorded, counts as certain where it is proved and as possible up to what is not ruled out; an event "
        "without an onset may belong to either infusion.",
        "[R] clinical reference 6, AE table",
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One term after one infusion. `grades` has for every subject concerned its worst grade as a range from 0; whom it lacks had none."""

    term: str
    infused: int
    grades: Mapping[str, Grade]

    @property
    def any_grade(self) -> Share:
        return self.reaching(1)

    @property
    def severe(self) -> Share:
        return self.reaching(SEVERE)

    def reaching(self, grade: int) -> Share:
        """How many certainly, and how many at most, had it at this grade or more."""
        return share(*(self._count("at_least", grade), self.infused, self._count("at_most", grade)))

    def _count(self, end: str, grade: int) -> int:
        return sum(getattr(found, end) >= grade for found in self.grades.values())


@dataclass(frozen=True, slots=True)
class AfterInfusion:
    """Everything after one infusion; `infused` are those given it, the denominator of every line."""

    number: int
    infused: tuple[str, ...]
    scales: tuple[Line, ...]
    infections: tuple[Line, ...]
    events: tuple[Line, ...]


def toxicity(cohort: Sequence[Assessment]) -> tuple[AfterInfusion, AfterInfusion]:
    """After infusion 1 and after infusion 2."""
    return _after(cohort, 1), _after(cohort, 2)


def _after(cohort: Sequence[Assessment], number: int) -> AfterInfusion:
    given = {each.subject_id: (each, each.toxicity[number]) for each in cohort if number in each.toxicity}
    infused = len(given)
    scales: dict[str, dict[str, Grade]] = defaultdict(dict)
    infections: dict[str, dict[str, Grade]] = {AT_LEAST_ONE: {}, **{name: {} for name in WINDOWS}}
    events: dict[str, dict[str, Grade]] = {}
    for subject_id, (found, after) in given.items():
        for term, grade in _scales(found, after):
            scales[term][subject_id] = grade
        for infection in found.facts.infections:
            for term, grade in _infection(found, infection, after):
                _worse(infections[term], subject_id, grade)
        for event in found.facts.adverse_events:
            if (graded := _belonging(found, event, number)) is not None:
                _worse(events.setdefault(event.record.term or UNNAMED, {}), subject_id, graded)
    return AfterInfusion(
        number, tuple(given), _lines(scales, infused), _lines(infections, infused), _lines(dict(sorted(events.items())), infused)
    )


def _lines(terms: Mapping[str, Mapping[str, Grade]], infused: int) -> tuple[Line, ...]:
    return tuple(Line(term, infused, grades) for term, grades in terms.items())


def _worse(grades: dict[str, Grade], subject_id: str, grade: Grade) -> None:
    """The worst of several events of one subject: the highest proved, and the highest not ruled out."""
    had = grades.get(subject_id, grade)
    grades[subject_id] = Grade(max(had.at_least, grade.at_least), max(had.at_most, grade.at_most))


def _scales(found: Assessment, after: InfusionToxicity) -> Iterator[tuple[str, Grade]]:
    for course in (after.crs, after.icans):
        yield course.scale.name, course.worst or course.scale.undecided
    counts = icaht(found.facts, after.infused_on, found.as_of, after.last)
    undecided = Grade(0, WORST_GRADE - 1)
    yield "early ICAHT", counts.early.grade if counts.early is not None else undecided
    yield "late ICAHT", counts.late.grade if counts.late is not None else undecided


def _infection(found: Assessment, infection: Fact[Infection], after: InfusionToxicity) -> Iterator[tuple[str, Grade]]:
    """The rows of the table that an infection belongs to, with its grade as a range."""
    if (grade := _belonging(found, infection, after.number)) is None:
        return
    yield AT_LEAST_ONE, grade
    onset = infection.record.onset_on
    for name, days in WINDOWS.items():
        if onset is None:
            yield name, Grade(0, grade.at_most)
        elif (onset - after.infused_on).days in days:
            yield name, grade


def _belonging(found: Assessment, event: Fact[Infection] | Fact[AdverseEvent], number: int) -> Grade | None:
    """The grade of an event as a range, where it belongs to an infusion or, without an onset, may; `None` where it does not."""
    grade = event.record.grade
    at_most = WORST_GRADE if grade is None else grade
    if event.record.onset_on is None:
        return Grade(0, at_most)
    onset = Moment(datetime.combine(event.record.onset_on, datetime.min.time()), False)
    infusions = {each.number: Moment(datetime.combine(each.infused_on, datetime.min.time()), False) for each in found.toxicity.values()}
    belongs = attributed(onset, infusions)
    return None if belongs is None or belongs.number != number else Grade(1 if grade is None else grade, at_most)
