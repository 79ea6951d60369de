"""The delta check: whether the results of one column, or of one analyte and unit in a sheet of one row a result, sit at a factor between
units from what is known of the same subjects. Then the unit or the decimal point is in doubt, and one question is asked for all of them.

Compared are neighbors: a result and the one before it that somebody else told. Two results of one column say nothing about its unit.
"""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import NamedTuple, TypeGuard

from core.facts.analytes import ANALYTES, Analyte, canonical, plausible, unit_of
from core.facts.cells import key_of
from core.facts.fact import Fact
from core.facts.labs import amount_of, faults_of
from core.facts.record import Record
from core.facts.records import Lab
from core.intake.places import visible
from core.layouts.factors import Factor, factor_evidence
from core.layouts.question import DELTA, Answers, Question, Way, settled_units, unit_id
from core.layouts.witnesses import NEAR, written
from core.ledger.plan import Change
from core.ledger.stored import Stored

LONGEST_AGO = timedelta(days=NEAR)
LEFT_OUT = ""
Sheet = tuple[str, str]  # the names of a file and of a sheet in it


class Group(NamedTuple):
    """Results that one answer is about: the head cell of their column, or else their sheet; the analyte; the unit as it is read."""

    address: str
    sheet: Sheet
    analyte: str
    unit: str


class Result(NamedTuple):
    """A result: the number as it is written, and its amount in the canonical unit."""

    number: Decimal
    amount: Decimal
    fact: Fact[Lab]


class Pair(NamedTuple):
    before: Result
    now: Result


@dataclass
class Deltas:
    """Neighbors by group, subject by subject. `heads` has for the head cell of a column of one analyte the one at which its unit is asked
    for, `foreign` the sheets that are none of the contract's: only those can be read in another unit than the written one, `confirmed`
    those of them that a remembered layout reads. `habits` have how what stands was written, by its UCUM code."""

    heads: Mapping[str, str] = field(default_factory=dict)
    foreign: Collection[Sheet] = ()
    confirmed: Collection[Sheet] = ()
    pairs: dict[Group, list[Pair]] = field(default_factory=lambda: defaultdict(list))
    habits: dict[Group, dict[str, list[Decimal]]] = field(default_factory=lambda: defaultdict(dict))

    def compare(self, rows: Iterable[Fact[Record]], changes: Sequence[Change], standing: Sequence[Stored]) -> None:
        """Adds one subject: the rows that files bring of it, what they would change, and what stands."""
        labs = [fact for fact in rows if _is_lab(fact) and fact.record.unit is not None]
        if not changes or (not standing and _alone(labs)):
            return
        groups: dict[str, dict[Group, list[Fact[Lab]]]] = defaultdict(lambda: defaultdict(list))
        for fact in labs:
            groups[fact.record.analyte][self._group(fact, str(fact.record.unit))].append(fact)
        stands: dict[str, list[Fact[Lab]]] = defaultdict(list)
        for stored in standing:
            if isinstance(held := stored.held, Fact) and _is_lab(held) and held.record.analyte in groups:
                stands[held.record.analyte].append(held)
        paired = {analyte: each for analyte, each in groups.items() if analyte in stands or len(each) > 1}  # one alone has no neighbors
        stated = (change.states for change in changes) if paired else ()
        touched = {key_of(fact) for fact in stated if isinstance(fact, Fact) and isinstance(fact.record, Lab)}
        for analyte, every in paired.items():
            of_units = {group: [fact for fact in facts if key_of(fact) in touched] for group, facts in every.items()}
            for group, facts in of_units.items():
                others = [fact for other, them in of_units.items() if other != group for fact in them]
                known = stands.get(analyte) or others
                if known and (found := list(_neighbors(_results(facts), _results(known)))):
                    self.pairs[group] += found
                    for fact in stands.get(analyte, ()):
                        written(fact, self.habits[group])

    def questions(self, answers: Answers) -> Iterator[Question]:
        """What is to be asked, and what was asked and confirmed. Any other answer is the reader's to apply: until the results are read in
        that unit, or not at all, the question is open."""
        settled = settled_units(answers)
        for group, pairs in self.pairs.items():
            asked = unit_id(group.address, group.analyte, group.unit)
            confirmed = group.unit if answers.get(asked) == group.unit else None
            if confirmed is None and (group.address, group.analyte, group.unit) in settled:
                continue
            analyte, ours = ANALYTES[group.analyte], group.sheet in self.foreign
            amounts, numbers = [(one.before.amount, one.now.amount) for one in pairs], [one.now.number for one in pairs]
            code, confirmed_before = unit_of(analyte, group.unit), group.sheet in self.confirmed
            found = factor_evidence(amounts, analyte, code, self.habits[group], numbers, confirmed_before)
            if found is not None:
                ways = tuple(_ways(group, pairs, ours))
                yield Question(asked, DELTA, group.address, _sentence(group, found, pairs, ours), ways, None, confirmed)

    def _group(self, fact: Fact[Lab], unit: str) -> Group:
        at = fact.origin
        head = fact.cell("analyte") if fact.origins else ""
        return Group(self.heads.get(head, f"{at.file} · {at.sheet}"), (at.file, at.sheet), fact.record.analyte, unit)


def _alone(labs: Sequence[Fact[Lab]]) -> bool:
    """Whether all results of each analyte were written alike in one place, so that none has a neighbor elsewhere."""
    apart = {(fact.record.analyte, fact.record.unit, fact.origin.file, fact.origin.sheet, bool(fact.origins)) for fact in labs}
    return len(apart) == len({analyte for analyte, *_ in apart}) and not any(written_above for *_, written_above in apart)


def _is_lab(fact: Fact[Record]) -> TypeGuard[Fact[Lab]]:
    return isinstance(fact.record, Lab)


def _results(facts: Iterable[Fact[Lab]]) -> list[Result]:
    """Those with an exact amount above zero, in the order of time; no factor lies between others."""
    sound = (fact for fact in facts if faults_of(fact.record).keys().isdisjoint(("value", "unit")))
    read = ((fact.record.value, amount_of(fact), fact) for fact in sound)
    found = (Result(now, amount, fact) for now, amount, fact in read if isinstance(now, Decimal) and isinstance(amount, Decimal))
    return sorted((one for one in found if one.amount > 0), key=_when)


def _when(one: Result) -> datetime:
    return one.fact.record.collected_at.at


def _neighbors(ours: Sequence[Result], theirs: Sequence[Result]) -> Iterator[Pair]:
    """Each result that follows a known one, none of its own column between; where none does, the last with the known one after it."""
    moments = [_when(one) for one in theirs]
    alone = True
    for before, now in zip((None, *ours), ours, strict=False):
        at = bisect_right(moments, _when(now)) - 1
        if at >= 0 and _when(now) - moments[at] <= LONGEST_AGO and (before is None or moments[at] >= _when(before)):
            alone = False
            yield Pair(theirs[at], now)
    if alone and ours:
        at = bisect_left(moments, _when(ours[-1]))
        if at < len(theirs) and moments[at] - _when(ours[-1]) <= LONGEST_AGO:
            yield Pair(theirs[at], ours[-1])


def _ways(group: Group, pairs: Sequence[Pair], applied: bool) -> Iterator[Way]:
    """As written; where the reader can apply it, every other unit of the analyte, or none of the results."""
    analyte = ANALYTES[group.analyte]
    written = unit_of(analyte, group.unit) or analyte.unit
    yield Way(group.unit, f"{visible(group.unit)}: the values are right as they are written", _evidence(analyte, pairs, written))
    if applied:
        yield from (Way(code, f"they are in {code}", _evidence(analyte, pairs, code)) for code in analyte.units if code != written)
        yield Way(LEFT_OUT, "leave these results out")


def _evidence(analyte: Analyte, pairs: Sequence[Pair], code: str) -> str:
    """How the results would go on, were they in this unit."""
    amounts = [canonical(analyte, one.now.number, code) for one in pairs]
    fit = sum(plausible(analyte, amount) for amount in amounts)
    middle = median(amount / one.before.amount for one, amount in zip(pairs, amounts, strict=True) if isinstance(amount, Decimal))
    return f"{float(middle):.3g} times what was known; {fit} of {len(amounts)} plausible"


def _sentence(group: Group, found: Factor, pairs: Sequence[Pair], applied: bool) -> str:
    """The factor, and the pair that shows it best, with both cells."""
    best = min(pairs, key=lambda one: abs(math.log(one.now.amount / one.before.amount / found.ratio)))
    subject_id = visible(best.now.fact.record.subject_id)
    example = f"{subject_id} has {_shown(best.now.fact)} beside {_shown(best.before.fact)}"
    doubt = f"{group.analyte} in {visible(group.unit)} is in doubt, {found.words}: {example}"
    return f"{doubt}; expected {'the unit it was measured in' if applied else 'values that are right as written, or a corrected file'}"


def _shown(fact: Fact[Lab]) -> str:
    lab = fact.record
    return f"{lab.value} {visible(lab.unit or '')} on {lab.collected_at.day} ({fact.cell('value')})"
