"""Any laboratory's sheet read back through upload and held against the truth it was written from: asked or refused perhaps, wrong never.

Each trial is one sheet. A laboratory has the history of its subjects in a store. Its first sheet is read; what is asked is answered
truthfully, and the plan must then be the truth. Where it is stored with its layout remembered, a second sheet of the same form must ask
nothing. Another one is written with a unit, or a whole column, wrong by a factor: it must not pass, and the true answer must mend it.
"""

import json
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count, islice
from math import sqrt
from random import Random

from core.changes.upload import Prepared, prepare
from core.facts.analytes import ANALYTES
from core.intake.reader import Handed
from core.layouts.question import DELTA, FILL, UNIT, Question
from core.ledger.ledger import Ledger
from core.ledger.plan import Plan
from tests.campaign.stores import Stores
from tests.campaign.tally import Tally
from tests.campaign.truth_clerk import answers, of_layout, remembered_as
from tests.campaign.truth_courses import Result
from tests.campaign.truth_files import written
from tests.campaign.truth_forms import Sheet, laid_out
from tests.campaign.truth_habits import LONG, Habits
from tests.campaign.truth_held import left_aside, wrong
from tests.campaign.truth_laboratory import TODAY, Laboratory, laboratory, told
from tests.campaign.truth_words import UNITS

LABORATORIES = 40  # whose subjects share one store
BY = "Campaign"
ROUNDS = 6  # of questions, each opened by the answers before
SECOND, INJECTED, OF_ANOTHER_UNIT = 0.4, 0.5, 0.7  # of the laboratories send a second sheet, and a wrong one; of these with another unit
MOST = {  # what may be, of what, and how much of it
    "asked": ("first sheets", 0.15),
    "refused": ("clean sheets", 0.005),
    "false stops": ("columns", 0.01),
    "passed": ("injected", 0.01),
    "remembered asked": ("second sheets", 0),
}


def truth(tally: Tally, random: Random, stores: Stores) -> None:
    """Sheet after sheet; a rate that breaks its bound is a finding."""
    sheets = _sheets(tally, random, stores)
    for _ in tally.trials():
        next(sheets)
    sheets.close()
    for what, (of, share) in MOST.items():
        found, expected = tally.counts[what], share * tally.counts[of]
        said = f"{what} {found:,} of {tally.counts[of]:,} {of}; expected at most {share:.1%}"
        tally.hold(found <= expected + 3 * sqrt(expected), said)  # chance left aside; of ten thousand sheets it is little


def _sheets(tally: Tally, random: Random, stores: Stores) -> Generator[None, None, None]:
    """Goes on by one sheet at a time, without end."""
    numbers = count()
    while True:
        with _store(stores) as ledger:
            for number in islice(numbers, LABORATORIES):
                seed = f"{random.random()}"
                found, chance = laboratory(Random(seed), number), Random(f"{seed} more")
                if found.first and found.second:
                    yield from _laboratory(_Reader(tally, ledger, found, f"laboratory {number} (Random({seed!r}))"), chance)


@contextmanager
def _store(stores: Stores) -> Iterator[Ledger]:
    with stores.new() as url:
        ledger = Ledger.open(url, lambda: datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC))
        yield ledger
        ledger.close()


def _laboratory(read: "_Reader", random: Random) -> Iterator[None]:
    read.ledger.commit(told(read.laboratory, read.ledger.head().seq), BY, f"history of {read.name}")
    plan, results = read.clean(read.laboratory.first, "first"), read.laboratory.first
    yield
    if plan is not None and random.random() < SECOND:
        read.ledger.commit(plan, BY, f"first of {read.name}")
        results = read.laboratory.second
        read.clean(results, "second")
        yield
    if random.random() < INJECTED:
        read.injected(results, random)
        yield


@dataclass
class _Reader:
    """Sheets of one laboratory as a coordinator uploads them."""

    tally: Tally
    ledger: Ledger
    laboratory: Laboratory
    name: str

    @property
    def habits(self) -> Habits:
        return self.laboratory.habits

    def clean(self, results: Sequence[Result], which: str) -> Plan | None:
        """The plan, after what was asked is answered; `None` where the sheet is refused."""
        sheet, counts = laid_out(self.habits, self.laboratory.people, results), self.tally.counts
        file = written(self.habits, sheet, f"{which}_{self.habits.number}")
        found = self._prepared(file, {})
        asked = _open(found)
        counts.update({f"{which} sheets": 1, "clean sheets": 1, "columns": len({each.analyte for each in results})})
        stops = [] if self.habits.unitless else [each for each in asked if each.kind in (UNIT, DELTA)]
        counts["false stops"] += len(stops)
        counts["sheets with a false stop"] += bool(stops)
        counts.update(f"false stop: {which} {json.loads(each.id)[2]}" for each in stops)
        if which == "first":
            counts["asked"] += bool(asked)
        else:
            # Whose a sheet is nobody can tell where two laboratories write the same heads; nor what a blank is that was never seen.
            new = [each for each in asked if not of_layout(each) and (each.kind != FILL or self._repeats(self.laboratory.first))]
            if any(each.layout is None for each in found.recognized):  # more visits beside each other than were ever seen
                counts["second sheets of a new form"] += 1
            else:
                counts["remembered asked"] += bool(new)
                self._hold(not new, f"a remembered laboratory's second sheet asks: {new[:1]}")
        found = self._answered(file, found, sheet)
        if found.plan is None:
            said = [*found.refused, *map(str, found.problems)]
            counts["refused"] += 1
            counts[f"refused: {self.habits.form}"] += 1
            self._hold(bool(said), f"no plan, and nothing is said; open: {_open(found)[:1]}")
            return None
        counts["results"] += len(results)
        counts["left aside, said so"] += left_aside(sheet, found)
        self._judged(sheet, found, which)
        return found.plan

    def _repeats(self, results: Sequence[Result]) -> bool:
        """Whether a subject of a sheet has a second line, so that its first blank was seen."""
        if self.habits.form == LONG:
            return len({each.subject_id for each in results}) < len(results)
        return len({each.subject_id for each in results}) < len({(each.subject_id, each.at) for each in results})

    def injected(self, results: Sequence[Result], random: Random) -> None:
        """One column is wrong: its unit is another one, or its numbers are ten, a hundred or a thousand times too large."""
        habits, counts = self.habits, self.tally.counts
        analyte = random.choice(sorted({each.analyte for each in results}))
        factors = ANALYTES[analyte].units
        others = [unit for unit, factor in factors.items() if factor != factors[habits.panel[analyte]]]
        numbers = [Decimal(each.digits.removeprefix("<")) for each in results if each.analyte == analyte]
        if habits.unitless or not any(numbers) or all(each.analyte != analyte for each in self.laboratory.history):
            return
        if others and random.random() < OF_ANOTHER_UNIT:
            said = random.choice(others)
            spelled = {**habits.spelled, analyte: UNITS.get(said, (said,))[0]}
            habits, what = replace(habits, spelled=spelled), f"{habits.panel[analyte]} as {said}"
        else:
            factor = random.choice((10, 100, 1000))
            results, what = [each.scaled(factor) if each.analyte == analyte else each for each in results], f"{factor} times"
        sheet = laid_out(habits, self.laboratory.people, results)
        file = written(habits, sheet, f"injected_{habits.number}")
        found = self._answered(file, self._prepared(file, {}), sheet)
        asked = any(each.kind in (UNIT, DELTA) and json.loads(each.id)[2] == analyte for each in found.questions)
        stopped = asked or found.plan is None
        counts.update(["injected", "stopped"] if stopped else ["injected", "passed", f"passed: {analyte} {what}"])
        if asked and habits is not self.habits and found.plan is not None:
            counts["mended by the answer"] += 1
            self._judged(sheet, found, "injected")

    def _answered(self, file: Handed, found: Prepared, sheet: Sheet) -> Prepared:
        """The same file after all that is asked is answered as the laboratory would."""
        given: dict[str, str] = {}
        for _ in range(ROUNDS):
            new, helpless = answers(_open(found), self.habits, sheet)
            self._hold(not helpless, f"no true answer is offered: {helpless[:1]}")
            if not new:
                break
            given |= new
            found = self._prepared(file, given)
        return found

    def _judged(self, sheet: Sheet, found: Prepared, which: str) -> None:
        faults = list(wrong(self.habits, sheet, found))
        self.tally.counts["WRONG"] += bool(faults)
        self._hold(not faults, f"{which}: {'; '.join(faults[:2])}")

    def _hold(self, promise: bool, otherwise: str) -> None:
        self.tally.hold(promise, f"{self.name}, {self.habits.form}, {self.habits.kind}: {otherwise}")

    def _prepared(self, file: Handed, given: Mapping[str, str]) -> Prepared:
        return prepare(self.ledger, [file], choices=given, remember=remembered_as(self.habits))


def _open(found: Prepared) -> tuple[Question, ...]:
    return tuple(each for each in found.questions if each.chosen is None)
