"""All facts of one subject, rows of one key made one; and what of them was known on a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from core.facts.checks import faults_between
from core.facts.fact import Fact, Problem
from core.facts.labs import unordered
from core.facts.record import days, key_of
from core.facts.records import (
    SHEETS,
    AdverseEvent,
    Bedside,
    Ctdna,
    FollowUp,
    Infection,
    Infusion,
    Lab,
    Lesion,
    Pet,
    Record,
    Screening,
    Subject,
    Treatment,
)
from core.facts.values import Moment

R = TypeVar("R", bound=Record)
DAYS = {model: days(model) for model in SHEETS.values()}
KEYS = {model: key_of(model) for model in SHEETS.values()}
IN_CONFLICT = "are in conflict"  # what the problem of such cells says
DIFFERS = "differs from"  # how the fault of a cell in conflict begins
FUTURE = "lies in the future"


@dataclass(frozen=True, slots=True)
class Named:
    """A subject that a row names which gave no fact; `refused` is the sheet where the row could not be read, empty where it was passed
    over."""

    subject_id: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """The facts of one subject by sheet. `future` holds the facts that carry a date after the moment they were recorded: such a
    record, or such a cell of it, is left unused until corrected (reference 1.3, W_FUTURE_DATE). `refused` are the sheets of which a row of
    this subject could not be read: what it said, and when, is unknown."""

    subject_id: str
    subjects: tuple[Fact[Subject], ...] = ()
    screening: tuple[Fact[Screening], ...] = ()
    labs: tuple[Fact[Lab], ...] = ()
    lesions: tuple[Fact[Lesion], ...] = ()
    ctdna: tuple[Fact[Ctdna], ...] = ()
    pet: tuple[Fact[Pet], ...] = ()
    infusions: tuple[Fact[Infusion], ...] = ()
    bedside: tuple[Fact[Bedside], ...] = ()
    infections: tuple[Fact[Infection], ...] = ()
    treatments: tuple[Fact[Treatment], ...] = ()
    adverse_events: tuple[Fact[AdverseEvent], ...] = ()
    follow_up: tuple[Fact[FollowUp], ...] = ()
    future: tuple[Fact[Record], ...] = ()
    refused: frozenset[str] = frozenset()

    @property
    def person(self) -> Fact[Subject] | None:
        return self.subjects[0] if self.subjects else None

    def infusion(self, number: int) -> Fact[Infusion] | None:
        return next((fact for fact in self.infusions if fact.record.number == number), None)

    def until(self, day: date, reported_by: date | None = None) -> "SubjectFacts":
        """What was true by the end of `day` and known by the end of `reported_by` (the same day where not given). A report counts from
        its own date on; infusions, which are several events in one row, and follow-up, whose death counts even where it was written
        later, are kept: their readers look at each date."""
        known = reported_by or day
        return replace(
            self,
            screening=_by(day, self.screening),
            labs=tuple(f for f in _by(day, self.labs) if f.record.reported_at is None or f.record.reported_at.day <= known),
            lesions=_by(day, self.lesions),
            ctdna=tuple(f for f in _by(day, self.ctdna) if f.record.reported_on is None or f.record.reported_on <= known),
            pet=tuple(f for f in _by(day, self.pet) if f.record.reported_on is None or f.record.reported_on <= known),
            bedside=_by(day, self.bedside),
            infections=_by(day, self.infections),
            treatments=_by(day, self.treatments),
            adverse_events=_by(day, self.adverse_events),
        )


def _by(day: date, facts: Sequence[Fact[R]]) -> tuple[Fact[R], ...]:
    return tuple(fact for fact in facts if (when := fact.day) is None or when <= day)


def gather(facts: Iterable[Fact[Record]], today: date, named: Iterable[Named] = ()) -> tuple[dict[str, SubjectFacts], list[Problem]]:
    """Facts by subject, in the order subjects appear, with the problems found between rows. `today` is the day they were recorded, for
    those that no ledger has told of; `named` are subjects of rows without a fact: who is named is judged, if only on what is missing."""
    groups: dict[tuple[Any, ...], list[Fact[Record]]] = {}
    merged: dict[Any, dict[Any, list[Any]]] = {}  # by subject, then by sheet
    future: dict[str, list[Fact[Record]]] = defaultdict(list)
    problems: list[Problem] = []
    for number, fact in enumerate(facts):
        record = fact.record
        if record.subject_id not in merged:
            merged[record.subject_id] = {}
        kept: Fact[Record] | None = fact
        if early := early_days(fact, today):
            kept = _without(fact, early)
            future[record.subject_id].append(kept or fact)
            problems += [
                Problem(fact.cell(c), f"{_said(getattr(record, c))} {FUTURE}; expected a day up to {_recorded(fact, c, today)}")
                for c in early
            ]
        if kept is not None:
            key = KEYS[type(record)](record)
            alone = record.separate or None in key
            if alone:
                groups[*key[:2], number] = [kept]
            elif key in groups:
                groups[key].append(kept)
            else:
                groups[key] = [kept]
    for key, group in groups.items():
        one = group[0]
        if len(group) > 1:
            one, conflicts = merge(group)
            problems += conflicts
        if faults := faults_between(one.record):
            one, between = _checked(one, faults)
            problems += between
        own, sheet = merged[key[0]], key[1]
        if sheet in own:
            own[sheet].append(one)
        else:
            own[sheet] = [one]
    for sheets in merged.values():
        problems += unordered(sheets.get(Lab.sheet, ()))
    refused: dict[str, set[str]] = defaultdict(set)
    for one_named in named:
        merged.setdefault(one_named.subject_id, {})
        refused[one_named.subject_id] |= {one_named.refused} - {""}
    return {
        subject_id: SubjectFacts(
            subject_id,
            future=tuple(future[subject_id]),
            refused=frozenset(refused[subject_id]),
            **{sheet: tuple(each) for sheet, each in found.items()},
        )
        for subject_id, found in merged.items()
    }, problems


def _checked(fact: Fact[Record], faults: Mapping[str, str]) -> tuple[Fact[Record], list[Problem]]:
    """A record with what is wrong between its cells: a missing unit, an implausible value or age. A cell that counts as not
    recorded already is not blamed twice."""
    record = fact.record
    found = {column: sentence for column, sentence in faults.items() if column not in fact.faults}
    problems = [Problem(fact.cell(column), _blamed(getattr(record, column), sentence)) for column, sentence in found.items()]
    # A result keeps what the laboratory wrote, to be shown; its amount is not used (labs.py).
    kept = record if isinstance(record, Lab) else record.model_copy(update=dict.fromkeys(found))
    return replace(fact, record=kept, faults={**fact.faults, **found}), problems


def _said(found: object) -> str:
    """An entry as the file has it: an answer is yes or no."""
    return repr({True: "yes", False: "no"}[found] if isinstance(found, bool) else str(found))


def _blamed(found: object, sentence: str) -> str:
    return sentence if found is None else f"{_said(found)} {sentence}"


def merge(group: Sequence[Fact[R]]) -> tuple[Fact[R], list[Problem]]:
    """Rows of one key as one fact. A blank cell beside a filled one is filled; different entries are a conflict, and that cell
    counts as not recorded (workbook contract, reference 1.4b). An entry that could not be read differs from every other."""
    first, problems = group[0], []
    changes: dict[str, object] = {}
    faults, origins = dict(first.faults), dict(first.origins)
    for column in type(first.record).model_fields:
        unread = next((fact.faults[column] for fact in group if column in fact.faults), None)
        entries: dict[object, Fact[R]] = {}
        for fact in group:
            entries.setdefault(getattr(fact.record, column), fact)
        entries.pop(None, None)
        if len(entries) > 1:
            problems.append(_conflict(column, entries))
        if len(entries) > 1 or unread is not None:
            changes[column], faults[column] = None, unread or f"{DIFFERS} {[*entries.values()][1].cell(column)}"
        elif entries:
            (entry, fact), *_ = entries.items()
            if fact is not first:
                changes[column], origins[column] = entry, fact.origins.get(column, fact.origin)
    return replace(first, record=first.record.model_copy(update=changes), faults=faults, origins=origins), problems


def in_conflict(fact: Fact[Record], column: str) -> bool:
    """Whether rows of one key say different things there."""
    return fact.faults.get(column, "").startswith(DIFFERS)


def _conflict(column: str, entries: Mapping[object, Fact[R]]) -> Problem:
    (entry, fact), *others = entries.items()
    found = " and ".join([_said(entry), *(f"{_said(other)} ({row.cell(column)})" for other, row in others)])
    return Problem(fact.cell(column), f"{found} {IN_CONFLICT}; expected one entry")


def _without(fact: Fact[R], early: Collection[str]) -> Fact[R] | None:
    """The fact without its dates after the day they were recorded; `None` where they leave all of it unused."""
    if unused(fact.record, early):
        return None
    faults = {**fact.faults, **dict.fromkeys(early, FUTURE)}
    return replace(fact, record=fact.record.model_copy(update=dict.fromkeys(early)), faults=faults)


def early_days(fact: Fact[Record], today: date) -> list[str]:
    """The columns whose day lies after the day they were recorded, which is `today` where no ledger has told of them. A planned
    infusion's days may."""
    record, recorded = fact.record, _recorded(fact, "", today)
    early = []
    for column in DAYS[type(record)]:
        value = getattr(record, column)
        if value is not None:
            day = value.at.date() if type(value) is Moment else value
            if day > (_recorded(fact, column, today) if fact.origins else recorded):
                early.append(column)
    return [] if early and isinstance(record, Infusion) and record.status == "planned" else early


def unused(record: Record, early: Collection[str]) -> bool:
    """Whether such days leave the whole record unused: its own is one, or that of its report, from which alone it would count."""
    return bool({record.dated, "reported_on", "reported_at"} & set(early)) and not isinstance(record, Infusion | FollowUp)


def _recorded(fact: Fact[Record], column: str, today: date) -> date:
    """The day a cell was recorded on: each cell's own, since a correction leaves the others as they were told."""
    told = fact.origins.get(column, fact.origin).told
    return today if told is None else told.on
