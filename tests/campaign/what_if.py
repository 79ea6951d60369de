"""What if, beside what really happens: a hypothesis judged in the sandbox says what the same entry, stored, is found to say."""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from core.assessment import assess
from core.changes.by_hand import Unfit, enter
from core.changes.upload import prepare
from core.facts.typed import GONE
from core.ledger.engine import prepare as make
from core.ledger.ledger import Ledger
from core.ledger.snapshot import told_of
from core.outlook.readings import absent, readings_of
from core.outlook.what_if import Hypothesis, Impossible, Known, what_if
from tests.campaign.stores import Stores
from tests.campaign.tally import Tally
from tests.core.changes.generated import LATER, POOLS, SUBJECTS, book, rows

DAY = date(2026, 3, 5)
PER_LEDGER = 25  # hypotheses on one ledger, each stored afterwards, so that the next meets it
CORRECTIONS = 0.5
MOST = 3  # hypotheses together
Said = dict[str, str]
Moved = dict[str, tuple[str, str]]


def suppose(tally: Tally, random: Random, _: Stores) -> None:
    """Hypothesis after hypothesis on what a generated workbook and those before it have left."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = None
        for number in tally.trials():
            if number % PER_LEDGER == 0 or ledger is None:
                if ledger is not None:
                    ledger.close()
                ledger = _new(Path(folder) / f"{number}.db", random, number)
            _supposed(tally, ledger, random, number)
        if ledger is not None:
            ledger.close()


def _new(path: Path, random: Random, number: int) -> Ledger:
    make(str(path))
    ledger = Ledger.open(f"sqlite:///{path}", lambda: datetime(2026, 3, 5, 8, tzinfo=UTC))
    file = book(f"{number}.xlsx", rows(random, 25))
    found = prepare(ledger, [file], leave_out=True)
    assert found.plan is not None
    ledger.commit(found.plan, "Campaign", f"workbook {number}")
    return ledger


def known_of(ledger: Ledger, subject_id: str) -> Known:
    return Known(subject_id, *told_of(subject_id, ledger.standing(subject_id)))


def _supposed(tally: Tally, ledger: Ledger, random: Random, number: int) -> None:
    """Some hypotheses together in the sandbox, then stored one after the other."""
    known = known_of(ledger, random.choice(ledger.subject_ids() or SUBJECTS))
    some = [_hypothesis(random, known) for _ in range(random.randint(1, MOST))]
    said, faults = _in_the_sandbox(ledger, known, some)
    before = _judged(ledger, known.subject_id)
    refused: dict[int, dict[str, str]] = {}
    for place, one in enumerate(some):
        try:
            plan = enter(ledger, known.subject_id, one.sheet, one.cells, "Campaign", "at random", one.replaces)
        except Unfit as unfit:
            refused[place] = unfit.faults
        else:
            ledger.commit(plan, "Campaign", f"hypothesis {number}, {place}")
    tally.counts["hypotheses"] += len(some)
    if faults:
        tally.counts["refused"] += 1
        tally.hold(len(some) > 1 or refused == faults, f"{number}: {faults} in the sandbox, by hand {refused}")
    elif any(found == {"replaces": GONE} for found in refused.values()):
        tally.counts["of one record, not to be stored one by one"] += 1
    else:
        after = _judged(ledger, known.subject_id)
        moved = {name: (before.get(name) or absent(name), after.get(name) or absent(name)) for name in _apart(before, after)}
        tally.counts["moved"] += bool(moved)
        idle = {"cells": "nothing is changed; expected another entry"}  # beside another that changes the same record
        tally.hold(all(found == idle for found in refused.values()), f"{number}: possible in the sandbox, by hand {refused}")
        tally.hold(said == moved, f"{number}: {said} in the sandbox, {moved} once it is stored")


def _hypothesis(random: Random, known: Known) -> Hypothesis:
    """Another cell or two of a record that stands, else a new one."""
    if known.rows and random.random() < CORRECTIONS:
        number = random.choice(sorted(known.rows))
        pool = POOLS[known.rows[number].record.sheet]
        columns = random.sample(sorted(pool), min(random.randint(1, 2), len(pool)))
        return Hypothesis(known.rows[number].record.sheet, _cells(random, pool, columns), number)
    sheet = random.choice(sorted(POOLS))
    return Hypothesis(sheet, _cells(random, POOLS[sheet], list(POOLS[sheet])))


def _cells(random: Random, pool: dict[str, tuple[str, ...]], columns: list[str]) -> dict[str, str]:
    """A day of the future is a hypothesis like any other, and no entry by hand: left out."""
    return {column: random.choice([word for word in pool[column] if word != LATER]) for column in columns}


def _in_the_sandbox(ledger: Ledger, known: Known, some: list[Hypothesis]) -> tuple[Moved, dict[int, dict[str, str]]]:
    try:
        found = what_if(known, some, DAY, ledger.settings())
    except Impossible as impossible:
        return {}, impossible.faults
    return {each.name: (each.before, each.after) for each in found.verdicts if each.moved}, {}


def _judged(ledger: Ledger, subject_id: str, known: int | None = None) -> Said:
    found = assess(ledger.facts(subject_id, known).facts, DAY, ledger.settings(known))
    return {name: one.said for name, one in readings_of(found).items()}


def _apart(before: Said, after: Said) -> list[str]:
    return [name for name in {*before, *after} if before.get(name) != after.get(name)]
