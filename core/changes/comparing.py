"""The rows of every subject compared with what stands: what they would change, what is wrong only beside what stands, and by which factor
their results lie apart."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.changes.conflict import Questions
from core.changes.delta import Deltas
from core.changes.left_out import match_lost
from core.changes.matching import Matching, Row
from core.changes.outcome import outcome
from core.changes.past import NOTHING, Past, past
from core.facts.fact import Fact, Problem
from core.facts.subject import gather
from core.intake.watched import Watched
from core.layouts.incoming import Intake, Lost
from core.ledger.ledger import Ledger
from core.ledger.plan import Change
from core.ledger.stored import Stored

COMPARING = "Comparing with the store"
A_PART = 200  # subjects, between two looks at whether to go on


@dataclass
class Compared:
    """What the rows of all subjects would change: `seen` are the facts told once more, `same` the rows that change nothing, `facts` those
    that the changes end."""

    changes: list[Change] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    same: int = 0
    facts: dict[int, Stored] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def compared(
    ledger: Ledger, intake: Intake, questions: Questions, deltas: Deltas, base: int, today: date, watched: Watched | None
) -> Compared:
    """Subject by subject, in the order in which the files name them; only these subjects are read.

    Raises:
        Stopped: where `watched` was stopped.
    """
    rows: dict[str, list[Row]] = defaultdict(list)
    lost: dict[str, list[Lost]] = defaultdict(list)
    for place, fact in enumerate(intake.facts):
        rows[fact.record.subject_id].append((place, fact))
    for row in intake.lost:
        if row.subject_id is not None:
            lost[row.subject_id].append(row)
    nobodys = [row for row in intake.lost if row.subject_id is None]
    found = Compared()
    everybody, ever = dict.fromkeys((*rows, *lost)), ledger.touched_since(0)
    for number, subject_id in enumerate(everybody):
        if watched is not None and number % A_PART == 0:
            watched.at(f"{COMPARING}: {number:,} of {len(everybody):,} subjects")
        known = past(ledger, subject_id, base) if subject_id in ever else NOTHING
        matching = Matching(known, today, questions)
        matching.match(rows[subject_id])
        facts = [fact for _, fact in rows[subject_id]]
        left, told = match_lost(subject_id, lost[subject_id], facts, known, nobodys)
        changes = [change for _, change in sorted(matching.changes, key=lambda placed: placed[0])] + left
        found.changes += changes
        found.seen |= matching.seen | told
        found.same += matching.same + len(told)
        found.facts |= {number: known.facts[number] for change in changes for number in change.ends}
        if known.standing and changes:
            found.problems += _appearing(known, changes, base, today)
        deltas.compare(facts, changes, known.standing)
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
