"""Everything that is known of a subject as events of a timeline: what, when, until when, and the cells it comes from.

Each fact known on the as-of day is in one event at least. What has no day, or one that cannot count, stays an event without a day; what
has no end by that day stays open. Nothing that lies after the as-of day is told, but a planned infusion.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.assessment import Assessment
from core.facts.fact import Cited, Fact
from core.facts.record import Record
from core.facts.records import AdverseEvent, Ctdna, FollowUp, Infection, Infusion, Pet, Treatment
from core.facts.subject import FUTURE
from core.facts.values import plain
from core.logic.rules import Grade
from core.pictures.toxicity_lane import SCALES, daily
from core.protocol.standing import DEATHS

INFUSIONS, SCREENING, CTDNA, PET, LABS, BEDSIDE = "infusions", "screening", "ctDNA", "PET/CT", "labs", "bedside"
INFECTIONS, ADVERSE, TREATMENTS, FOLLOW_UP = "infections", "adverse events", "treatments", "follow-up"
DRUG = "drug"  # the kind of what is given again and again
UNRESOLVED = "not recorded as resolved"
NOT_RECORDED = "not recorded"


@dataclass(frozen=True, slots=True)
class Event:
    """`first` is `None` where no day is recorded, `last` the end of what lasted; `open_end` where it had none by the as-of day. `kind` and
    `label` are for the picture: how it is marked, and its few words; `grades` are those of a bedside day, by scale."""

    lane: str
    what: str
    first: date | None
    sources: tuple[Cited, ...]
    last: date | None = None
    open_end: bool = False
    label: str = ""
    kind: str = ""
    count: int = 1
    grades: tuple[tuple[str, Grade], ...] = ()


def events(found: Assessment) -> tuple[Event, ...]:
    """In order of day, those without a day last."""
    facts, as_of = found.facts, found.as_of
    told = [
        *(event for fact in facts.infusions for event in _infusion(fact, as_of)),
        *_screening(found),
        *(_sample(fact) for fact in facts.ctdna),
        *(_scan(fact) for fact in facts.pet),
        *_by_day(LABS, "result", facts.labs, "value"),
        *_bedside(found),
        *(_infection(fact, as_of) for fact in facts.infections),
        *(_adverse(fact, as_of) for fact in facts.adverse_events),
        *(_treatment(fact) for fact in facts.treatments),
        *(event for fact in facts.follow_up for event in _seen(fact, as_of)),
        *_future(found),
    ]
    return tuple(sorted(told, key=lambda each: (each.first or date.max, each.lane, each.what)))


def _infusion(fact: Fact[Infusion], as_of: date) -> Iterator[Event]:
    record, number = fact.record, fact.record.number
    for column, what, kind in (
        ("leukapheresis_on", "leukapheresis", "leukapheresis"),
        ("lymphodepletion_on", "start of lymphodepletion", "lymphodepletion"),
    ):
        day = getattr(record, column)
        if day is not None and day <= as_of:
            yield Event(INFUSIONS, f"{what} for infusion {number}", day, (Cited(fact, column),), label=kind, kind=kind)
    at = None if record.infused_on is None else record.infused_on.day
    source = (Cited(fact, "infused_on"),)
    come = at is not None and at <= as_of
    if record.status == "planned":
        yield Event(INFUSIONS, f"infusion {number} planned", at, source, label=f"infusion {number} planned", kind="planned")
    elif come or (record.status == "given" and at is None and fact.faults.get("infused_on") != FUTURE):
        said = f"infusion {number} given" if record.status else f"infusion {number}, whether given not recorded"
        cells = "" if record.total_cells is None else f", {plain(record.total_cells)} cells"
        yield Event(INFUSIONS, f"{said}{cells}", at, source, label=f"infusion {number}", kind="infusion")
    yield from _stay(fact, at if come else None, as_of)


def _stay(fact: Fact[Infusion], infused_on: date | None, as_of: date) -> Iterator[Event]:
    """In hospital from the infusion on; a discharge without that day stands alone."""
    left, source = fact.record.discharged_on, (Cited(fact, "discharged_on"),)
    what = f"in hospital after infusion {fact.record.number}"
    if left is not None and left > as_of:
        left = None
    if infused_on is not None and fact.record.status == "given" and (left is None or left >= infused_on):
        open_ = "" if left else ", no discharge recorded"
        yield Event(INFUSIONS, f"{what}{open_}", infused_on, source, left, left is None, f"in hospital{open_}", "stay")
    elif left is not None:
        yield Event(INFUSIONS, f"discharge, infusion {fact.record.number}", left, source, label="discharge", kind="discharge")


def _screening(found: Assessment) -> Iterator[Event]:
    person = found.facts.person
    if person is not None and person.record.consent_date is not None and person.record.consent_date <= found.as_of:
        yield Event(SCREENING, "consent", person.record.consent_date, (Cited(person, "consent_date"),), label="consent", kind="day")
    yield from _by_day(SCREENING, "screening assessment", found.facts.screening, "assessed_on")
    yield from _by_day(SCREENING, "lesion", found.facts.lesions, "longest_cm")


def _by_day(lane: str, what: str, facts: Sequence[Fact[Record]], column: str) -> Iterator[Event]:
    """All of one day together, with their number."""
    days: dict[date | None, list[Fact[Record]]] = defaultdict(list)
    for fact in facts:
        days[fact.day].append(fact)
    for day, of_day in days.items():
        said = what if len(of_day) == 1 else f"{len(of_day)} {what}s"
        yield Event(lane, said, day, tuple(Cited(fact, column) for fact in of_day), label=said, kind="day", count=len(of_day))


def _sample(fact: Fact[Ctdna]) -> Event:
    record = fact.record
    call = record.call or "no call"
    value = "" if record.value is None else f", {plain(record.value)} {record.unit or 'unit not recorded'}"
    said = f"{call}{value}, {record.assay or 'assay not recorded'}"
    return Event(CTDNA, said, record.collected_on, (Cited(fact, "call"),), label=call, kind=call)


def _scan(fact: Fact[Pet]) -> Event:
    record = fact.record
    read = record.response or "no response recorded"
    score = f", Deauville {record.deauville}" if record.deauville else ""
    said = f"{record.modality or 'modality not recorded'}: {read}{score}"
    return Event(
        PET, said, record.scanned_on, (Cited(fact, "response"),), label=record.response or "no response", kind=record.response or ""
    )


def _bedside(found: Assessment) -> Iterator[Event]:
    """One event a day: how many rows, and the worst CRS and ICANS grade of the day after an infusion."""
    graded = {scale: daily(found, scale) for scale in SCALES}
    for event in _by_day(BEDSIDE, "bedside row", found.facts.bedside, "assessed_at"):
        grades = tuple((scale, days[event.first].grade) for scale, days in graded.items() if event.first in days)
        said = ", ".join(f"{scale} {grade}" for scale, grade in grades) or "not graded"
        yield replace(event, what=f"{event.what}: {said}", grades=grades)
    for fact in found.facts.bedside:
        if fact.record.death in DEATHS:
            yield Event(FOLLOW_UP, f"death, {fact.record.death}", fact.day, (Cited(fact, "death"),), label="died", kind="death")


def _lasted(event: Event, resolved_on: date | None, as_of: date) -> Event:
    """What lasts to a day that is recorded by the as-of day, else on and on."""
    end = resolved_on if resolved_on is not None and resolved_on <= as_of else None
    if event.first is None:
        return replace(event, what=f"{event.what}, onset {NOT_RECORDED}, {f'resolved {end}' if end else UNRESOLVED}")
    if end is None:
        return replace(event, what=f"{event.what}, {UNRESOLVED}", open_end=True, label=f"{event.label}, {UNRESOLVED}")
    return replace(event, last=max(event.first, end))


def _infection(fact: Fact[Infection], as_of: date) -> Event:
    record = fact.record
    controlled = {True: "controlled", False: "not controlled", None: "control not recorded"}[record.controlled]
    name = f"{record.organism or 'organism not recorded'}, {record.site or 'site not recorded'}, {_graded(record.grade)}"
    event = Event(INFECTIONS, f"{name}, {controlled}", record.onset_on, (Cited(fact, "onset_on"),), label=name, kind="infection")
    return _lasted(event, record.resolved_on, as_of)


def _adverse(fact: Fact[AdverseEvent], as_of: date) -> Event:
    record = fact.record
    name = f"{record.term or 'term not recorded'}, {_graded(record.grade)}{', serious' if record.serious else ''}"
    event = Event(ADVERSE, name, record.onset_on, (Cited(fact, "onset_on"),), label=name, kind="adverse")
    return _lasted(event, record.resolved_on, as_of)


def _graded(grade: int | None) -> str:
    return "grade not recorded" if grade is None else f"grade {grade}"


def _treatment(fact: Fact[Treatment]) -> Event:
    record = fact.record
    drug = record.drug or "drug not recorded"
    dose = "dose not recorded" if record.dose is None else f"{plain(record.dose)} {record.unit or 'unit not recorded'}"
    said = f"{drug}, {dose}, {f'for {record.purpose}' if record.purpose else 'purpose not recorded'}"
    return Event(TREATMENTS, said, fact.day, (Cited(fact, "drug"),), label=drug, kind=DRUG)


def _seen(fact: Fact[FollowUp], as_of: date) -> Iterator[Event]:
    """A death counts by its own day even where it was written later; a progression once the visit that told of it has come."""
    record = fact.record
    seen, status = record.seen_on, record.status or "whether alive not recorded"
    told = seen is None or seen <= as_of
    died = record.death_on if record.death_on is not None and record.death_on <= as_of else None
    if told:
        death = "death" if record.status == "dead" and died is None and seen is not None else ""
        label = "died" if death else "seen"
        yield Event(FOLLOW_UP, f"follow-up, {status}", seen, (Cited(fact, "seen_on"),), label=label, kind=death or "day")
        if record.progression_on is not None and record.progression_on <= as_of:
            source = (Cited(fact, "progression_on"),)
            yield Event(FOLLOW_UP, "progression", record.progression_on, source, label="progression", kind="progression")
    if died is not None:
        yield Event(
            FOLLOW_UP, f"death, {record.cause or 'cause not recorded'}", died, (Cited(fact, "death_on"),), label="died", kind="death"
        )


def _future(found: Assessment) -> Iterator[Event]:
    """Records that bear a day after they were recorded: unused, and told without that day."""
    for fact in found.facts.future:
        if FUTURE not in fact.faults.values():  # else only a cell of it is unused, and the rest stands in its own lane
            sheet, source = fact.record.sheet, (Cited(fact, fact.record.dated or ""),)
            said = f"{sheet}: dated after it was recorded, not used until corrected"
            yield Event(LANE_OF[sheet], said, None, source, label=sheet, kind="future")


LANE_OF = {
    "subjects": SCREENING, "screening": SCREENING, "lesions": SCREENING, "labs": LABS, "ctdna": CTDNA, "pet": PET, "infusions": INFUSIONS,
    "bedside": BEDSIDE, "infections": INFECTIONS, "treatments": TREATMENTS, "adverse_events": ADVERSE, "follow_up": FOLLOW_UP,
}  # fmt: skip
