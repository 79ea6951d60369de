"""An upload before it is stored: what the files were taken for, what is wrong in them, what must be asked, and the one plan of what would
change."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256
from typing import Any

from core.changes.arrivals import arrivals
from core.changes.comparing import compared
from core.changes.conflict import KEEP, Questions
from core.changes.conflict import Conflict as Conflict
from core.changes.delta import Deltas
from core.changes.history import LedgerHistory
from core.changes.identity import strangers
from core.changes.remembered import learned, remembered
from core.changes.shown import CellChange as CellChange
from core.changes.shown import Shown as Shown
from core.changes.shown import shown
from core.facts.fact import Problem
from core.facts.subject import gather
from core.intake.collecting import collector_paused
from core.intake.places import label, visible
from core.intake.reader import Handed as Handed
from core.intake.tables import Table
from core.intake.watched import Watched
from core.layouts.asked import Asked
from core.layouts.layout import Layout
from core.layouts.load import Brought, bring
from core.layouts.question import Question
from core.layouts.recognized import Recognized as Recognized
from core.layouts.recognized import head_of
from core.layouts.role import Understood
from core.ledger.ledger import Entry, Ledger
from core.ledger.plan import REMEMBER, UPLOAD, Change, Content, Plan
from core.ledger.stored import Stored

MOST_FILES = 20
NO_CHOICES: Mapping[str, str] = {}


@dataclass(frozen=True)
class Prepared:
    """What an upload would do. `plan` is `None` while a file is refused, a problem is neither solved nor left out by choice, a question is
    open or a conflict is not decided. `same` counts the rows that are stored already, `left_out` what the choice leaves out, `earlier` has
    for each file the entry that brought the same content before. `understood` are the regions of the sheets that are none of the
    contract's, `facts` those that the changes end, `tables` the sheets as they were read."""

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
    questions: tuple[Question, ...] = ()
    understood: tuple[Understood, ...] = field(default=(), repr=False)

    @cached_property
    def shown(self) -> tuple[Shown, ...]:
        """The changes as a person reads them, those of a decided conflict among them."""
        return shown(self.changes, self.facts)


def prepare(
    ledger: Ledger,
    files: Sequence[Handed],
    layout: Layout | None = None,
    leave_out: bool = False,
    choices: Mapping[str, str] = NO_CHOICES,
    remember: str | None = None,
    watched: Watched | None = None,
) -> Prepared:
    """Read the files and compare them with what stands. Nothing is stored. `leave_out` says that what cannot be read stays out; `choices`
    answers questions and conflicts by their id; `remember` names the laboratory for which the answers are to be kept.

    Raises:
        Stopped: where `watched` was stopped.
    """
    base = ledger.head().seq
    settings, today, history = ledger.settings(base), ledger.today(), LedgerHistory(ledger, base)
    layouts = (*(() if layout is None else (layout,)), *(each.layout for each in remembered(ledger, base)))
    contents, unusable = _contents(files)
    handed = [Handed(each.name, each.data) for each in contents]
    brought = bring(handed, settings, layouts, choices, history, today, watched, asking=True)
    intake = brought.intake
    foreign = set(map(_sheet, brought.understood))
    confirmed = {_sheet(each) for each in brought.understood if each.laboratory is not None}
    deltas = Deltas(_heads(brought.understood), foreign, confirmed)
    with collector_paused():
        _, between = gather(intake.facts, today, intake.named)
        conflicts = Questions(choices, cache(lambda: _kept_before(ledger, base)))
        found = compared(ledger, intake, conflicts, deltas, base, today, watched)
        # What a file raises comes first; a sheet with several tables may ask one thing twice.
        asked = (*brought.questions, *deltas.questions(choices), *arrivals(intake, history.everybody, foreign, choices))
        first: dict[str, Question] = {}
        for each in asked:
            first.setdefault(each.id, each)
        questions = tuple(first.values())
        refused = (*unusable, *brought.refused, *strangers(intake.claims, intake.facts, history.person))
    said = {one.address for one in (*intake.problems, *between)}
    problems = (*intake.problems, *between, *(one for one in found.problems if one.address not in said))
    answered = all(one.chosen is not None for one in questions) and all(one.chosen is not None for one in conflicts.asked)
    decided = answered and not refused and (leave_out or not problems)
    left_out = problems if leave_out else ()
    body: dict[str, Any] = {
        "choices": conflicts.answers | {one.id: one.chosen for one in questions if one.chosen is not None},
        "left_out": [[one.address, one.sentence] for one in left_out],
        "layouts": sorted({each.layout for each in brought.understood if each.layout is not None}),
    }
    if decided and remember and (layouts_learned := learned(brought.understood, remember)):
        body[REMEMBER] = layouts_learned
    changes = tuple(found.changes)
    return Prepared(
        contents,
        brought.recognized,
        problems,
        (*intake.notices, *_empty(brought)),
        tuple(conflicts.asked),
        changes,
        found.same,
        left_out,
        tuple(ledger.uploaded(each.sha256) for each in contents),
        Plan(UPLOAD, base, changes, tuple(sorted(found.seen)), contents, body=body) if decided else None,
        refused,
        found.facts,
        brought.tables,
        questions,
        brought.understood,
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
    """The sheets of a file in which there is nothing to import; sheets left empty beside filled ones need no word."""
    filled = {one.file for one in brought.recognized if one.rows}
    empty = [one for one in brought.recognized if not one.rows and one.file not in filled]
    return [f"{one.file} · {one.sheet}: holds no rows; nothing to import" for one in empty]


def _sheet(understood: Understood) -> tuple[str, str]:
    table = understood.region.table
    return visible(table.file), visible(table.sheet)


def _heads(understood: Iterable[Understood]) -> dict[str, str]:
    """By the cell that a result names as its analyte's the cell at which the unit of that column is asked for."""
    found = {}
    for each in understood:
        asked = Asked(each.region, NO_CHOICES)
        for role in each.roles:
            if role.analyte is not None:
                found[head_of(each.region.table, role, each)] = asked.head(role.column)
    return found


def _kept_before(ledger: Ledger, base: int) -> dict[str, str]:
    """The conflicts that earlier uploads decided for what is stored. Another answer changed what stands, so it is asked anew."""
    answers = (answer for entry in ledger.entries(1, base) for answer in entry.body.get("choices", {}).items())
    return {asked: way for asked, way in answers if way == KEEP}
