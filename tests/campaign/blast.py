"""The blast radius of generated workbooks: what a page says would change is what a full recomputation finds, and nothing else changes."""

import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from core.assessment import assess
from core.changes.consequences import consequences
from core.changes.undo import NotUndone, undo
from core.changes.upload import prepare
from core.ledger.engine import prepare as make
from core.ledger.ledger import Ledger
from core.ledger.plan import Plan
from core.ledger.snapshot import gathered
from core.outlook.readings import Reading, readings_of
from tests.campaign.stores import Stores
from tests.campaign.tally import Tally
from tests.core.changes.generated import book, rows

DAY = date(2026, 3, 5)
PER_LEDGER = 10  # workbooks that one ledger is told, so that most of them meet what stands
UNDOES = 0.2
Verdicts = Mapping[tuple[str, str], str]


def blast(tally: Tally, random: Random, _: Stores) -> None:
    """Workbook after workbook prepared, its consequences told, committed, and compared with all subjects judged anew."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = None
        for number in tally.trials():
            if number % PER_LEDGER == 0 or ledger is None:
                if ledger is not None:
                    ledger.close()
                ledger = _new(Path(folder) / f"{number}.db")
            _told(tally, ledger, random, number)
        if ledger is not None:
            ledger.close()


def _new(path: Path) -> Ledger:
    make(str(path))
    return Ledger.open(f"sqlite:///{path}", lambda: datetime(2026, 3, 5, 8, tzinfo=UTC))


def _told(tally: Tally, ledger: Ledger, random: Random, number: int) -> None:
    file = book(f"{number}.xlsx", rows(random))
    found = prepare(ledger, [file], leave_out=True)
    asked = found.conflicts
    if found.plan is None:
        found = prepare(ledger, [file], leave_out=True, choices={one.id: random.choice(one.ways) for one in asked})
    assert found.plan is not None
    tally.counts["conflicts"] += len(asked)
    entry = _compared(tally, ledger, found.plan, f"workbook {number}")
    if random.random() < UNDOES:
        taken_back = random.randint(1, entry)
        try:
            plan = undo(ledger, taken_back, "at random").plan
        except NotUndone:
            return
        tally.counts["undos"] += 1
        _compared(tally, ledger, plan, f"undo of entry {taken_back} after workbook {number}")


def _compared(tally: Tally, ledger: Ledger, plan: Plan, name: str) -> int:
    """The plan committed; what it was said to change beside what it changed."""
    said = {(one.subject_id, one.what): (one.before, one.after) for one in consequences(ledger, plan, DAY)}
    before = _judged(ledger)
    entry = ledger.commit(plan, "Campaign", name).entry.seq
    after = _judged(ledger)
    found = {place: (before.get(place), after.get(place)) for place in {*before, *after} if before.get(place) != after.get(place)}
    known = {one for one, _ in before} & {one for one, _ in after}
    appeared = {one for one, _ in found} - known
    changed = {place: pair for place, pair in found.items() if place[0] in known}
    tally.counts["verdicts changed"] += len(changed)
    tally.counts["subjects appeared or vanished"] += len(appeared)
    told = {place: pair for place, pair in said.items() if place[1] != "subject"}
    tally.hold({one for one, what in said if what == "subject"} == appeared, f"{name}: other subjects appear or vanish than was said")
    tally.hold(set(told) == set(changed), f"{name}: said of {sorted(set(told) ^ set(changed))}")
    wrong = [
        place
        for place in set(told) & set(changed)
        if not all(b is None or a == b for a, b in zip(told[place], changed[place], strict=True))
    ]
    tally.hold(not wrong, f"{name}: said otherwise of {wrong}")
    return entry


def _judged(ledger: Ledger) -> Verdicts:
    """Every verdict on every subject, from what the ledger holds now."""
    settings = ledger.settings()
    found: dict[tuple[str, str], str] = {}
    for subject_id, stored in ledger.every():
        readings: Mapping[str, Reading] = readings_of(assess(gathered(subject_id, stored).facts, DAY, settings))
        found |= {(subject_id, what): one.said for what, one in readings.items()}
    return found
