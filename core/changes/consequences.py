"""What a plan would change beyond the records: recommendations, eligibility and grades, for whom and by which cells.

Each subject of the plan is judged on what stands now and on what would stand; nobody else can differ, unless a setting changes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.assessment import assess
from core.changes.outcome import outcome
from core.changes.past import past
from core.changes.shown import Shown, shown
from core.ledger.ledger import Ledger
from core.ledger.plan import Plan
from core.ledger.snapshot import gathered
from core.ledger.stored import Stored
from core.outlook.readings import Reading, absent, readings_of
from core.protocol.settings import Settings

SUBJECT = "subject"
NOT_THERE = "not in the ledger"
SUMMARY = ("eligibility", "second infusion")  # what is told of whom the ledger did not know


@dataclass(frozen=True, slots=True)
class Consequence:
    """One verdict before and after, in words; `why` are the addresses of the cells that changed it."""

    subject_id: str
    what: str
    before: str
    after: str
    why: tuple[str, ...]


def consequences(ledger: Ledger, plan: Plan, as_of: date) -> tuple[Consequence, ...]:
    """Every verdict that the plan would change, judged on one day."""
    today, before = ledger.today(), ledger.settings(plan.base)
    after = _settings(before, plan)
    found: list[Consequence] = []
    for subject_id in ledger.subject_ids(plan.base) if plan.settings else plan.subjects:
        known = past(ledger, subject_id, plan.base)
        changes = [change for change in plan.changes if change.subject_id == subject_id]
        now = judged(subject_id, known.standing, as_of, before)
        then = judged(subject_id, outcome(known, changes, plan.base, today), as_of, after)
        found += apart(subject_id, now, then, shown(changes, known.facts))
    return tuple(found)


def judged(subject_id: str, stored: Sequence[Stored], as_of: date, settings: Settings) -> dict[str, Reading]:
    """The verdicts on what stands of a subject; none where nothing does."""
    return readings_of(assess(gathered(subject_id, stored).facts, as_of, settings)) if stored else {}


def apart(subject_id: str, before: Mapping[str, Reading], after: Mapping[str, Reading], changes: Sequence[Shown]) -> Iterator[Consequence]:
    """The verdicts in which two judgements of one subject differ. Who appears or vanishes is told as such, in one line."""
    cells = {at for each in changes for cell in each.cells for at in (cell.before_address, cell.after_address)}
    rows = tuple(dict.fromkeys(each.address for each in changes))
    if not before or not after:
        yield Consequence(subject_id, SUBJECT, _summary(before), _summary(after), rows)
        return
    for name in dict.fromkeys((*after, *before)):
        was, now = before.get(name, Reading(absent(name), ())), after.get(name, Reading(absent(name), ()))
        if was.said != now.said:
            why = tuple(dict.fromkeys(at for at in (*now.cells, *was.cells) if at in cells))
            yield Consequence(subject_id, name, was.said, now.said, why or rows)


def _summary(found: Mapping[str, Reading]) -> str:
    return "; ".join(f"{name}: {found[name].said}" for name in SUMMARY) if found else NOT_THERE


def _settings(before: Settings, plan: Plan) -> Settings:
    """The settings as the plan would leave them."""
    if not plan.settings:
        return before
    chosen = {**before.model_dump(mode="json"), **{name: None if value is None else dict(value) for name, value in plan.settings.items()}}
    return Settings.model_validate(chosen)
