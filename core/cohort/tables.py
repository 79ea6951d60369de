"""The cohort's numbers and lists as tables in long form: one row for each thing that is said, for whoever counts on with them."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.cohort.baseline import Kinds
from core.cohort.cohort import Cohort
from core.cohort.estimate import Share
from core.cohort.survival import reverse
from core.cohort.toxicity import SEVERE, AfterInfusion, Line
from core.doctor import ROOT
from core.facts.fact import Cited
from core.protocol.settings import UNSET
from core.protocol.trial import CLAIM, PROTOCOL

Cell = str | int | float | Decimal | date | None  # `None` is not recorded, or no question of that row
Row = tuple[Cell, ...]

SHARE = ("certain", "at_most", "of", "low", "high")
YES_NO = {True: "yes", False: "no"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table by its name, with its columns; every row has a cell for each."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def stamp(found: Cohort, known_at: str) -> dict[str, str]:
    """By what the tables were made; `known_at` says what had been told."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "protocol": PROTOCOL,
        "cut_off": found.as_of.isoformat(),
        "known_at": known_at,
        "software": f"{said['name']} {said['version']}",
        "claim": CLAIM,
    }


def table(found: Cohort, name: str) -> Table:
    """The table of a name, without rows where there is nothing to say."""
    columns, rows = KINDS[name]
    return Table(name, columns, tuple(rows(found)))


def _cells(evidence: Iterable[Cited]) -> str:
    return "; ".join(dict.fromkeys(each.address for each in evidence))


def _best(found: Cohort) -> Iterator[Row]:
    yield from ((word, who) for word, some in found.best.items() for who in some)


def _concordance(found: Cohort) -> Iterator[Row]:
    yield from ((each.name, who) for each in found.concordance for who in each.subjects)


def _boundaries(found: Cohort) -> Iterator[Row]:
    for each in found.boundaries or ():
        most, least = each.more
        yield each.boundary.said, each.state, len(each.certain), each.most, each.n, each.stops_at, least, most, len(each.pending)


def _settings(found: Cohort) -> Iterator[Row]:
    yield from found.settings.in_words().items()


def _share(found: Share) -> Row:
    return found.x, found.most, found.n, *(found.interval or (None, None))


def _flow(found: Cohort) -> Iterator[Row]:
    for box in found.flow:
        for who in box.subjects or (None,):
            yield box.name, box.comes_from, len(box.subjects), who


def _baseline(found: Cohort) -> Iterator[Row]:
    for row in found.baseline.rows:
        if isinstance(row, Kinds):
            yield from ((row.name, None, who, word) for word, some in row.recorded.items() for who in some)
        else:
            yield from ((row.name, row.unit, who, value) for who, value in row.values.items())
        yield from ((row.name, None, who, None) for who in row.without)


def _rates(found: Cohort) -> Iterator[Row]:
    for number in (1, 2):
        rate = found.three_months(number)
        pending = len(rate.subjects) - rate.all_closed.n
        yield number, "all whose window has closed", *_share(rate.all_closed), pending
        yield number, "evaluable only", *_share(rate.evaluable), pending


def _on_the_clock(found: Cohort) -> Iterator[Row]:
    for number in (1, 2):
        for each in found.three_months(number).subjects:
            yield number, each.subject_id, each.said, each.why, each.day, each.closes, _cells(each.evidence)


def _ctdna(found: Cohort) -> Iterator[Row]:
    for point in found.clearance:
        yield from ((point.day, point.around, who, call, _cells(evidence)) for who, call, evidence in point.calls)
        yield from ((point.day, point.around, who, None, None) for who in point.without)


def _curves(found: Cohort) -> Iterator[Row]:
    for name, estimate in found.curves.items():
        curve = estimate.curve
        median = (curve.median(), *curve.median_interval(), reverse(curve).median())
        yield name, len(curve.followed), curve.events, *median, len(estimate.unplaced)


def _steps(found: Cohort) -> Iterator[Row]:
    for name, estimate in found.curves.items():
        for step in estimate.curve.steps:
            yield name, step.day, step.at_risk, step.events, step.censored, step.survival, step.low, step.high


def _followed(found: Cohort) -> Iterator[Row]:
    for name, estimate in found.curves.items():
        for each in estimate.curve.followed:
            yield name, each.subject_id, each.days, YES_NO[each.event], each.why, _cells(each.evidence)
        for left in estimate.unplaced:
            yield name, left.subject_id, None, "cannot be placed", left.why, _cells(left.evidence)


def _lines(after: AfterInfusion) -> Iterator[tuple[str, Line]]:
    for kind, lines in (("scale", after.scales), ("infection", after.infections), ("adverse event", after.events)):
        yield from ((kind, line) for line in lines)


def _toxicity(found: Cohort) -> Iterator[Row]:
    for after in found.toxicity:
        for kind, line in _lines(after):
            yield after.number, kind, line.term, 1, *_share(line.any_grade)
            yield after.number, kind, line.term, SEVERE, *_share(line.severe)


def _graded(found: Cohort) -> Iterator[Row]:
    for after in found.toxicity:
        for kind, line in _lines(after):
            yield from ((after.number, kind, line.term, who, grade.at_least, grade.at_most) for who, grade in line.grades.items())


def _owed(found: Cohort) -> Iterator[Row]:
    if found.follow_up is None:
        yield None, None, None, None, None, f"visit schedule {UNSET}", None, None
        return
    for each in found.follow_up.visits:
        visit = each.visit
        yield each.subject_id, visit.name, visit.day, visit.first, visit.last, each.state, "; ".join(each.needs), _cells(each.doubts)


KINDS: Mapping[str, tuple[tuple[str, ...], Callable[[Cohort], Iterator[Row]]]] = {
    "flow": (("box", "comes_from", "n", "subject_id"), _flow),
    "baseline": (("measure", "unit", "subject_id", "value"), _baseline),
    "cr_3_months": (("infusion", "analysis", *SHARE, "pending"), _rates),
    "cr_3_months_subjects": (("infusion", "subject_id", "said", "why", "day", "window_closes", "source"), _on_the_clock),
    "best_response": (("response", "subject_id"), _best),
    "ctdna": (("day", "around", "subject_id", "call", "source"), _ctdna),
    "survival": (
        ("curve", "followed", "events", "median_days", "median_low", "median_high", "median_follow_up_days", "not_placed"),
        _curves,
    ),
    "survival_steps": (("curve", "day", "at_risk", "events", "censored", "survival", "low", "high"), _steps),
    "survival_subjects": (("curve", "subject_id", "days", "event", "why", "source"), _followed),
    "toxicity": (("infusion", "kind", "term", "grade_from", *SHARE), _toxicity),
    "toxicity_subjects": (("infusion", "kind", "term", "subject_id", "at_least", "at_most"), _graded),
    "concordance": (("group", "subject_id"), _concordance),
    "stopping_boundaries": (
        ("boundary", "state", "certain", "at_most", "of", "stops_at", "more_at_least", "more_at_most", "pending"),
        _boundaries,
    ),
    "follow_up": (("subject_id", "visit", "day", "first", "last", "state", "needs", "doubts"), _owed),
    "settings": (("setting", "in_force"), _settings),
}
