"""An upload before it is stored: what the files were taken for, what is wrong in them, and the one plan of what would change."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from hashlib import sha256

from core.changes.conflict import KEEP, Questions
from core.changes.conflict import Conflict as Conflict
from core.changes.left_out import match_lost
from core.changes.matching import Matching, Row
from core.changes.outcome import outcome
from core.changes.past import Past, past
from core.changes.shown import CellChange as CellChange
from core.changes.shown import Shown as Shown
from core.changes.shown import shown
from core.facts.fact import Fact, Problem
from core.facts.subject import gather
from core.intake.collecting import collector_paused
from core.intake.places import label
from core.intake.reader import Handed as Handed
from core.intake.tables import Table
from core.layouts.heading import Recognized as Recognized
from core.layouts.layout import Layout
from core.layouts.load import Brought, bring
from core.layouts.rows import Intake, Lost
from core.ledger.ledger import Entry, Ledger
from core.ledger.plan import UPLOAD, Change, Content, Plan
from core.ledger.stored import Stored

MOST_FILES = 20
NO_CHOICES: Mapping[str, str] = {}


@dataclass(frozen=True)
class Prepared:
    """What an upload would do. `plan` is `None` while a file is refused, a problem is neither solved nor left out by choice, or a conflict
    is not decided. `same` counts the rows that are stored already, `left_out` what the choice leaves out, `earlier` has for each file the
    entry that brought the same content before. `facts` are those that the changes end, `tables` the sheets as they were read."""

    files: tuple[Content, ...]
    recognized: tuple[Recognized, ...]
    problems: tuple[Problem, ...]
    notices: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    changes: tuple[Change, ...]
    same: int
    left_out: tuple[Problem, ...]
    earlier: tuple[Entry | None, ...]
    plan: Plan | None
    refused: tuple[str, ...]
    facts: Mapping[int, Stored] = field(repr=False)
    tables: tuple[Table, ...] = field(repr=False)

    @cached_property
    def shown(self) -> tuple[Shown, ...]:
        """The changes as a person reads them, those of a decided conflict among them."""
        return shown(self.changes, self.facts)


@dataclass
class _Found:
    """What the rows of all subjects would change."""

    changes: list[Change] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    same: int = 0
    facts: dict[int, Stored] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def prepare(
    ledger: Ledger,
    files: Sequence[Handed],
    layout: Layout | None = None,
    leave_out: bool = False,
    choices: Mapping[str, str] = NO_CHOICES,
) -> Prepared:
    """Read the files and compare them with what stands. Nothing is stored. `leave_out` says that what cannot be read stays out;
    `choices` answers conflicts by their id."""
    base = ledger.head().seq
    settings, today = ledger.settings(base), ledger.today()
    contents, unusable = _contents(files)
    brought = bring([Handed(each.name, each.data) for each in contents], settings, layout)
    intake = brought.intake
    with collector_paused():
        _, between = gather(intake.facts, today, intake.named)
        questions = Questions(choices, cache(lambda: _kept_before(ledger, base)))
        found = _match(ledger, intake, questions, base, today)
    said = {one.address for one in (*intake.problems, *between)}
    problems = (*intake.problems, *between, *(one for one in found.problems if one.address not in said))
    refused = (*unusable, *brought.refused)
    conflicts = tuple(questions.asked)
    decided = not refused and (leave_out or not problems) and all(one.chosen is not None for one in conflicts)
    left_out = problems if leave_out else ()
    body = {
        "choices": questions.answers,
        "left_out": [[one.address, one.sentence] for one in left_out],
        "layout": None if layout is None else layout.name,
    }
    changes = tuple(found.changes)
    return Prepared(
        contents,
        brought.recognized,
        problems,
        (*intake.notices, *_empty(brought)),
        conflicts,
        changes,
        found.same,
        left_out,
        tuple(ledger.uploaded(each.sha256) for each in contents),
        Plan(UPLOAD, base, changes, tuple(sorted(found.seen)), contents, body=body) if decided else None,
        refused,
        found.facts,
        brought.tables,
    )


def _contents(files: Sequence[Handed]) -> tuple[tuple[Content, ...], list[str]]:
    """The files by what they hold, each once, and why they cannot be taken together."""
    contents = {found.sha256: found for file in reversed(files) if (found := Content(file.name, sha256(file.data).hexdigest(), file.data))}
    once = tuple(reversed(contents.values()))
    names = Counter(label(each.name) for each in once)
    refused = [f"{name}: {times} files have this name; expected different ones" for name, times in names.items() if times > 1]
    if not files:
        refused.append("no file was handed in; expected at least one")
    if len(files) > MOST_FILES:
        refused.append(f"{len(files)} files were handed in; expected at most {MOST_FILES} at once")
        return (), refused
    return once, refused


def _empty(brought: Brought) -> list[str]:
    """The sheets in which there is nothing to import."""
    return [f"{one.file} · {one.sheet}: holds no rows; nothing to import" for one in brought.recognized if not one.rows]


def _kept_before(ledger: Ledger, base: int) -> dict[str, str]:
    """The conflicts that earlier uploads decided for what is stored. Another answer changed what stands, so it is asked anew."""
    answers = (answer for entry in ledger.entries(1, base) for answer in entry.body.get("choices", {}).items())
    return {asked: way for asked, way in answers if way == KEEP}


def _match(ledger: Ledger, intake: Intake, questions: Questions, base: int, today: date) -> _Found:
    """The rows of every subject matched with what stands, in the order in which the files name them; only these subjects are read."""
    rows: dict[str, list[Row]] = defaultdict(list)
    lost: dict[str, list[Lost]] = defaultdict(list)
    for place, fact in enumerate(intake.facts):
        rows[fact.record.subject_id].append((place, fact))
    for row in intake.lost:
        if row.subject_id is not None:
            lost[row.subject_id].append(row)
    nobodys = [row for row in intake.lost if row.subject_id is None]
    found = _Found()
    for subject_id in dict.fromkeys((*rows, *lost)):
        known = past(ledger, subject_id, base)
        matching = Matching(known, today, questions)
        matching.match(rows[subject_id])
        left, told = match_lost(subject_id, lost[subject_id], [fact for _, fact in rows[subject_id]], known, nobodys)
        changes = [change for _, change in sorted(matching.changes, key=lambda placed: placed[0])] + left
        found.changes += changes
        found.seen |= matching.seen | told
        found.same += matching.same + len(told)
        found.facts |= {number: known.facts[number] for change in changes for number in change.ends}
        if known.standing and changes:
            found.problems += _appearing(known, changes, base, today)
    return found


def _appearing(known: Past, changes: Sequence[Change], base: int, today: date) -> list[Problem]:
    """What is wrong only between what stands and what is told: two results of one day whose order no time tells, an age. Rows of other
    days have nothing to do with it."""
    days = {(held.record.sheet, held.day) for change in changes if isinstance(held := change.states, Fact)}
    before = set(_between(known.standing, days, today))
    return [one for one in _between(outcome(known, changes, base, today), days, today) if one not in before]


def _between(stored: Sequence[Stored], days: Collection[tuple[str, date | None]], today: date) -> list[Problem]:
    facts = (one.held for one in stored if isinstance(one.held, Fact))
    return gather([fact for fact in facts if (fact.record.sheet, fact.day) in days], today)[1]
