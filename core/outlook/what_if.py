"""What if: hypothetical records added or cells changed, judged as if they had really been told, beside what is. Nothing is stored.

A hypothesis is read and checked as an entry by hand is; its origin says what it is, so that every piece of evidence says so too.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from core.assessment import Assessment, assess
from core.facts.cells import content, key_of, origin_of
from core.facts.fact import Fact, Origin, Problem
from core.facts.record import Record, days
from core.facts.records import Infusion
from core.facts.subject import Named, SubjectFacts, gather
from core.facts.typed import Rows, Typed, Typing, Unfit, key_column, model_of, of_one_key, typed
from core.facts.values import Moment
from core.outlook.readings import Reading, absent, readings_of
from core.protocol.settings import Settings

WHAT_IF = "what if"  # in place of a file's name
EMPTIED = "was emptied in a what-if"


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """Cells as they were typed: of a new record of a sheet, or of the row with the number `replaces`."""

    sheet: str
    cells: Mapping[str, str]
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What was told of a subject: the rows by number, and what else names it."""

    subject_id: str
    rows: Rows
    named: tuple[Named, ...] = ()


class Impossible(ValueError):
    """Hypotheses that cannot be true of this subject: `faults` by the place of the hypothesis and by column."""

    def __init__(self, faults: Mapping[int, Mapping[str, str]]) -> None:
        self.faults = {place: dict(found) for place, found in sorted(faults.items())}
        super().__init__("\n".join(f"{column}: {said}" for found in self.faults.values() for column, said in found.items()))


@dataclass(frozen=True, slots=True)
class Verdict:
    """One verdict in words: on the as-of day, on the day of the what-if without a hypothesis, and with all of them. `cells` are those of a
    hypothesis that it rests on."""

    name: str
    before: str
    waited: str
    after: str
    cells: tuple[str, ...]

    @property
    def moved(self) -> bool:
        """Whether the hypotheses change it."""
        return self.after != self.waited

    @property
    def aged(self) -> bool:
        """Whether the days alone change it."""
        return self.waited != self.before


@dataclass(frozen=True, slots=True)
class Outcome:
    """`day` is the one that the hypotheses are judged on, `as_of` the one before; `problems` are those that the hypotheses bring."""

    as_of: date
    day: date
    after: Assessment
    verdicts: tuple[Verdict, ...]
    problems: tuple[Problem, ...]


def what_if(known: Known, hypotheses: Sequence[Hypothesis], as_of: date, settings: Settings, day: date | None = None) -> Outcome:
    """The verdicts as of `as_of`, and with the hypotheses on `day`: never before that day nor before the newest that a hypothesis speaks
    of, for until then nobody knows it.

    Raises:
        Impossible: with every fault of every hypothesis at once.
    """
    supposed = _supposed(known, hypotheses, settings.zone)
    then = max([as_of, day or as_of, *(told for found in supposed for told in _days(found.row))])
    ended = {number for found in supposed for number in found.ends}
    kept = [fact for number, fact in known.rows.items() if number not in ended]
    rows = sorted((found.row for found in supposed), key=lambda row: repr(content(row)))
    facts, problems = _gathered(known, list(known.rows.values()), then)
    changed, found = _gathered(known, [*kept, *rows], then)
    after, before = assess(changed, then, settings), readings_of(assess(facts, as_of, settings))
    waited = before if then == as_of else readings_of(assess(facts, then, settings))
    verdicts = _verdicts(before, waited, readings_of(after))
    return Outcome(as_of, then, after, tuple(verdicts), tuple(each for each in found if each not in problems))


def _gathered(known: Known, rows: Sequence[Fact[Record]], day: date) -> tuple[SubjectFacts, list[Problem]]:
    facts, problems = gather(rows, day, known.named)
    return facts.get(known.subject_id, SubjectFacts(known.subject_id)), problems


@dataclass(slots=True)
class _Group:
    """Hypotheses of one record: their places, and all that they say of it."""

    sheet: str
    replaces: int | None
    places: list[int] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)


def _supposed(known: Known, hypotheses: Sequence[Hypothesis], zone: ZoneInfo | None) -> list[Typed]:
    """The records that the hypotheses make, whatever their order."""
    faults: dict[int, dict[str, str]] = defaultdict(dict)
    found: list[tuple[int, Typed]] = []
    for group in _groups(known, hypotheses, faults):
        how = Typing(Origin(WHAT_IF, group.sheet, 0, {}), zone, date.max, EMPTIED)
        try:
            row = typed(how, known.subject_id, model_of(group.sheet), group.cells, known.rows, group.replaces, {})
        except Unfit as unfit:
            for column, said in unfit.faults.items():
                faults[_of_whom(group, hypotheses, column)].setdefault(column, said)
        else:
            found.append((group.places[-1], row))
    _alike(found, faults)
    if faults:
        raise Impossible(faults)
    return [row for _, row in found]


def _groups(known: Known, hypotheses: Sequence[Hypothesis], faults: Mapping[int, dict[str, str]]) -> Iterator[_Group]:
    """The hypotheses by the record they speak of. A cell that two of them change says neither."""
    groups: dict[object, _Group] = {}
    for place, each in enumerate(hypotheses):
        one = () if each.replaces is None else of_one_key(known.rows, each.replaces)
        group = groups.setdefault(one or (place, each.sheet), _Group(each.sheet, each.replaces))
        group.places.append(place)
        for column, text in each.cells.items():
            if group.cells.setdefault(column, text) != text:
                faults[place][column] = "is changed by another hypothesis already; expected one of the two removed"
    yield from groups.values()


def _of_whom(group: _Group, hypotheses: Sequence[Hypothesis], column: str) -> int:
    """The place of the hypothesis that a fault belongs to: the last that speaks of the column, else the last of the record."""
    return next((place for place in reversed(group.places) if column in hypotheses[place].cells), group.places[-1])


def _alike(found: Sequence[tuple[int, Typed]], faults: Mapping[int, dict[str, str]]) -> None:
    """Two hypothetical records of one key say neither."""
    keys: dict[object, int] = {}
    for place, each in found:
        key = key_of(each.row)
        if key is not None and keys.setdefault(key, place) != place:
            faults[place][key_column(each.row)] = "is the key of another hypothesis; expected one of the two removed"


def _days(row: Fact[Record]) -> Iterator[date]:
    """The days that a hypothesis itself speaks of. A planned infusion is a plan, known before its day."""
    if isinstance(row.record, Infusion) and row.record.status == "planned":
        return
    for column in days(type(row.record)):
        when = getattr(row.record, column)
        if when is not None and origin_of(row, column).file == WHAT_IF:
            yield when.day if isinstance(when, Moment) else when


def _verdicts(before: Mapping[str, Reading], waited: Mapping[str, Reading], after: Mapping[str, Reading]) -> Iterator[Verdict]:
    for name in dict.fromkeys((*after, *waited, *before)):
        gone = Reading(absent(name), ())
        was, alone, now = (found.get(name, gone) for found in (before, waited, after))
        yield Verdict(name, was.said, alone.said, now.said, tuple(cell for cell in now.cells if cell.startswith(f"{WHAT_IF} · ")))
