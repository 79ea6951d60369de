"""When each subject progressed, died or was last known free of it: the times behind PFS, OS and DOR, each with its cells (reference 6).

Nothing is guessed: a death or a progression whose day is not recorded cannot be placed, and the subject stands apart with the reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.cohort.survival import Followed
from core.facts.fact import Cited, Fact
from core.facts.records import Pet, Record
from core.facts.subject import SubjectFacts
from core.logic.rules import Statement
from core.protocol.standing import CLOSED_BY_DEATH, closings, undated_closings
from core.response.pet import evaluated, of_day

CENSORED, EVENT = "censor", "event"  # what a new therapy against the lymphoma is to PFS: the main analysis, and the sensitivity
_SOURCE = "[R] clinical reference 6"

STATED = (
    Statement("OS", "From the infusion to death of any cause; censored at the last day known alive.", _SOURCE),
    Statement(
        "PFS",
        "From the infusion to the first day of progression or to death of any cause; censored at the last adequate disease assessment, a "
        "PET/CT that decides a response. A new therapy against the lymphoma before that censors at the last adequate assessment up to its "
        "day; counted as an event in the sensitivity analysis. The protocol's second infusion is no new therapy.",
        _SOURCE,
    ),
    Statement("DOR", "From the first CR or PR to progression or death, censored like PFS.", _SOURCE),
    Statement(
        "progression",
        "The first of: a follow-up's progression day, a PET/CT read or derived as PD. A PD that is not confirmed as PET/CT, or one of two "
        "reads that exclude each other, is none; it is listed as open.",
        "[A] clinical reference 4 and 6",
    ),
)


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened on a day, and the cell that says so."""

    day: date
    what: str
    evidence: Cited


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A subject whose time cannot be told: why, and the cells."""

    subject_id: str
    why: str
    evidence: tuple[Cited, ...]


Told = Followed | Unplaced


def overall(facts: SubjectFacts, start: date, as_of: date) -> Told:
    """Time to death from `start`, the day of an infusion. `facts` are those known on the as-of day."""
    if (open_ := _open_death(facts, start, as_of)) is not None:
        return open_
    died = death(facts, start, as_of)
    if died is not None:
        return Followed(facts.subject_id, (died.day - start).days, True, "death", (died.evidence,))
    alive = max(alive_on(facts, start, as_of), key=lambda found: found.day)
    return Followed(facts.subject_id, (alive.day - start).days, False, f"last known alive, {alive.what}", (alive.evidence,))


def progression_free(facts: SubjectFacts, start: date, as_of: date, therapy: str = CENSORED) -> Told:
    """Time to progression or death from `start`, the day of an infusion or of a response."""
    if (open_ := _open_death(facts, start, as_of)) is not None:
        return open_
    ends = [found for found in (progression(facts, start, as_of), death(facts, start, as_of)) if found is not None]
    first = min(ends, key=lambda found: found.day, default=None)
    treated = new_therapy(facts, start, as_of)
    if treated is not None and (first is None or treated.day < first.day):
        if therapy == EVENT:
            first = treated
        else:
            return _censored(facts, start, treated.day, f"before {treated.what}", treated.evidence)
    if first is not None:
        return Followed(facts.subject_id, (first.day - start).days, True, first.what, (first.evidence,))
    doubts = tuple(open_reads(facts, start, as_of))
    return _censored(facts, start, as_of, "and a progression left open" if doubts else "", *doubts)


def duration_of_response(facts: SubjectFacts, start: date, as_of: date, therapy: str = CENSORED) -> Told | None:
    """Time from the first CR or PR after an infusion to progression or death; `None` without a response."""
    ended = progression(facts, start, as_of)
    first = next((found for found in responses(facts, start, as_of) if found.what in ("CR", "PR")), None)
    if first is None or (ended is not None and ended.day <= first.day):
        return None
    return progression_free(facts, first.day, as_of, therapy)


def death(facts: SubjectFacts, start: date, as_of: date) -> Happened | None:
    """The first recorded day of death."""
    found = (each for each in closings(facts, start, as_of) if each.reason == CLOSED_BY_DEATH)
    return min((Happened(each.day, "death", each.evidence) for each in found), key=lambda each: each.day, default=None)


def progression(facts: SubjectFacts, start: date, as_of: date) -> Happened | None:
    """The first recorded day of progression after `start`."""
    told = [
        Happened(seen.record.progression_on, "progression", Cited(seen, "progression_on"))
        for seen in facts.follow_up
        if seen.record.progression_on is not None and start < seen.record.progression_on <= as_of
    ]
    read = (found for found in responses(facts, start, as_of) if found.what == "PD")
    scanned = next((Happened(found.day, "PD on PET/CT", found.evidence) for found in read), None)
    return min([*told, *([] if scanned is None else [scanned])], key=lambda found: found.day, default=None)


def new_therapy(facts: SubjectFacts, start: date, as_of: date) -> Happened | None:
    """The first new therapy against the lymphoma after `start`."""
    found = (
        Happened(
            row.record.given_at.day, f"new lymphoma therapy{f', {row.record.drug}' if row.record.drug else ''}", Cited(row, "given_at")
        )
        for row in facts.treatments
        if row.record.purpose == "lymphoma" and row.record.given_at is not None and start < row.record.given_at.day <= as_of
    )
    return min(found, key=lambda each: each.day, default=None)


def responses(facts: SubjectFacts, start: date, as_of: date) -> Iterator[Happened]:
    """The scans after `start` that decide a response, in the order of their days."""
    days: dict[date, list[Fact[Pet]]] = {}
    for scan in evaluated(facts.pet):
        if start < scan.record.scanned_on <= as_of:
            days.setdefault(scan.record.scanned_on, []).append(scan)
    for day, rows in days.items():
        found = of_day(rows, start)
        if found.response is not None:
            yield Happened(day, found.response, Cited(found.used[0], "response" if found.used[0].record.response else "deauville"))


def open_reads(facts: SubjectFacts, start: date, as_of: date) -> Iterator[Cited]:
    """The scans after `start` that a person read as PD and that decide no response, or follow-ups whose progression cannot be read."""
    decided = {found.day for found in responses(facts, start, as_of)}
    for scan in evaluated(facts.pet):
        if scan.record.response == "PD" and start < scan.record.scanned_on <= as_of and scan.record.scanned_on not in decided:
            yield Cited(scan, "response")
    yield from (Cited(seen, "progression_on") for seen in facts.follow_up if "progression_on" in seen.faults)


def alive_on(facts: SubjectFacts, start: date, as_of: date) -> Iterator[Happened]:
    """The days on which something recorded shows the subject alive, the infusion itself the first of them."""
    for infusion in facts.infusions:
        given = infusion.record.infused_on
        if infusion.record.status == "given" and given is not None and start <= given.day <= as_of:
            yield Happened(given.day, "infused", Cited(infusion, "infused_on"))
    seen: list[tuple[Fact[Record], str]] = [
        *((row, "follow-up") for row in facts.follow_up if row.record.status == "alive"),
        *((row, "bedside") for row in facts.bedside if row.record.death in (None, "no")),
        *((row, "laboratory sample") for row in facts.labs),
        *((row, "ctDNA sample") for row in facts.ctdna),
        *((row, "scan") for row in facts.pet),
    ]
    for row, what in seen:
        if row.day is not None and start <= row.day <= as_of:
            yield Happened(row.day, what, Cited(row, str(row.record.dated)))


def _open_death(facts: SubjectFacts, start: date, as_of: date) -> Unplaced | None:
    """A recorded death without a day, or with one that cannot be, leaves every time open."""
    doubts = tuple(each for each in undated_closings(facts, start, as_of) if each.column in ("death_on", "death", "status"))
    return Unplaced(facts.subject_id, "a death whose day is not recorded or cannot be", doubts) if doubts else None


def _censored(facts: SubjectFacts, start: date, until: date, why: str, *evidence: Cited) -> Followed:
    """Censored at the last adequate disease assessment up to a day; where there is none, at the start."""
    *_, last = (None, *responses(facts, start, until))
    if last is None:
        return Followed(facts.subject_id, 0, False, " ".join(filter(None, ("no adequate assessment", why))), evidence)
    said = " ".join(filter(None, ("last adequate assessment", why)))
    return Followed(facts.subject_id, (last.day - start).days, False, said, (last.evidence, *evidence))
