"""The neutrophil counts of a subject after an infusion: the results of each day, where the late window ends, and the grades of ICAHT."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from core.facts.fact import Cited, Fact
from core.facts.labs import amount_of, is_result
from core.facts.records import Lab
from core.facts.subject import SubjectFacts
from core.facts.values import Amount
from core.protocol.standing import CLOSED_BY_DEATH, closings
from core.response import pet
from core.scales.icaht import LATE_WINDOW, Early, Late, early, late
from core.scales.runs import LONGEST_BRIDGE, highest, lowest

ANALYTE = "neutrophils"
PROGRESSION = "progression"


@dataclass(frozen=True, slots=True)
class Ended:
    """What ended the late window before its last day: the day since the infusion, and the cell that says so."""

    day: int
    reason: str
    evidence: Cited


@dataclass(frozen=True, slots=True)
class Neutropenia:
    """ICAHT after one infusion. `early` and `late` are `None` where no count of their window is known; `last` is the day since the infusion
    to which counts are looked at; `results` are the results of each day, lowest first, `unread` those that count as not recorded."""

    early: Early | None
    late: Late | None
    last: int
    ended: Ended | None
    results: Mapping[int, tuple[Fact[Lab], ...]]
    unread: tuple[Fact[Lab], ...]


def icaht(facts: SubjectFacts, infused_on: date, as_of: date, last: date) -> Neutropenia:
    """ICAHT by the end of `as_of`, from facts known on that day. `last` is the last day that belongs to the infusion: the as-of day, or
    the day before the next infusion."""
    results, unread = _results(facts, infused_on, last)
    counts = {day: lowest(amounts) for day, (_, amounts) in results.items()}
    closed = list(closings(facts, infused_on, last))
    died = min((found.day for found in closed if found.reason == CLOSED_BY_DEATH), default=None)
    followed = last == as_of and died is None
    until = _end(counts, ((last if died is None else min(died, last)) - infused_on).days, followed)
    ends = [Ended((found.day - infused_on).days, found.reason, found.evidence) for found in closed]
    ended = min((*ends, *_progressions(facts, infused_on, last)), key=lambda found: found.day, default=None)
    return Neutropenia(
        early(counts, until, followed),
        late(counts, until if ended is None else min(until, ended.day)),
        until,
        ended if ended is not None and ended.day < LATE_WINDOW.last else None,
        {day: facts_ for day, (facts_, _) in results.items()},
        unread,
    )


def _end(counts: Mapping[int, Amount], until: int, followed: bool) -> int:
    """The last day there is anything to say of. Of whom no count is to come, it is the day of the last count, unless that lies long
    before."""
    counted = max((day for day in counts if day <= until), default=until)
    return until if followed or until - counted > LONGEST_BRIDGE else counted


Result = tuple[Fact[Lab], Amount]


def _results(
    facts: SubjectFacts, infused_on: date, last: date
) -> tuple[dict[int, tuple[tuple[Fact[Lab], ...], tuple[Amount, ...]]], tuple[Fact[Lab], ...]]:
    """The results of each day up to the last, those before the infusion with them, lowest first; and those that count as not recorded."""
    days: dict[int, list[Result]] = defaultdict(list)
    unread = []
    for fact in facts.labs:
        day = fact.record.collected_at.day
        if fact.record.analyte != ANALYTE or day > last or not is_result(fact):
            continue
        amount = amount_of(fact)
        if amount is not None:
            days[(day - infused_on).days].append((fact, amount))
        elif day >= infused_on:
            unread.append(fact)
    for found in days.values():
        found.sort(key=lambda each: highest(each[1]))
    return {day: (tuple(f for f, _ in found), tuple(a for _, a in found)) for day, found in days.items()}, tuple(unread)


def _progressions(facts: SubjectFacts, infused_on: date, last: date) -> Iterator[Ended]:
    """Progression by follow-up, or by a PET/CT that says PD, after the infusion."""
    for seen in facts.follow_up:
        day = seen.record.progression_on
        if day is not None and infused_on < day <= last:
            yield Ended((day - infused_on).days, PROGRESSION, Cited(seen, "progression_on"))
    scans = [scan for scan in pet.evaluated(facts.pet) if infused_on < scan.record.scanned_on <= last]
    for day in dict.fromkeys(scan.record.scanned_on for scan in scans):
        found = pet.of_day([scan for scan in scans if scan.record.scanned_on == day], infused_on)
        if found.response == "PD":
            yield Ended((day - infused_on).days, f"{PROGRESSION} on PET/CT", Cited(found.used[0], "response"))
