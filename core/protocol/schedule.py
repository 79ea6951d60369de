"""The site's visits after each infusion against what is recorded: done, partly done, due, upcoming or missed. It decides nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.facts.fact import Cited, Fact
from core.facts.record import Record
from core.facts.records import Pet
from core.facts.subject import SubjectFacts
from core.logic.rules import Statement
from core.protocol.setting import Visit
from core.protocol.standing import Closing, closings, given, undated_closings

DONE, PARTLY, DUE, UPCOMING, MISSED = "done", "partly done", "due", "upcoming", "missed"
OPEN, UNTOLD, ENDED = "unknown", "not told by the records", "no longer expected"

# The words of a schedule that name a sheet of records; what else is planned is shown and not looked for.
SHEET_OF = {
    "ctdna": "ctdna",
    "pet/ct": "pet", "pet": "pet",
    "labs": "labs", "counts": "labs", "blood counts": "labs",
    "follow-up": "follow_up", "follow up": "follow_up", "survival": "follow_up",
    "bedside": "bedside",
}  # fmt: skip
NOT_DONE = "NE"  # a scan not evaluable or not done: it may be either

# What a site may take over as its schedule; the protocol's text gives none.
ASSUMED_SCHEDULE = (
    "d7 ±1: ctDNA, labs; d14 ±2: ctDNA, labs; d21 ±2: ctDNA, labs; d28 ±3: PET/CT, ctDNA; d56 ±4: PET/CT, ctDNA; "
    "d90 ±14: PET/CT, ctDNA, survival, infections, B cells, IgG; d180 ±14: PET/CT, ctDNA, survival, infections, B cells, IgG; "
    "d270 ±14: PET/CT, ctDNA, survival, infections, B cells, IgG; d365 ±14: PET/CT, ctDNA, survival, infections, B cells, IgG"
)

STATED = (
    Statement(
        "visits",
        "A visit is done once every item of it that the records can tell (ctDNA, PET/CT, labs or counts, survival or follow-up, bedside) "
        "has a record within its days; partly done where some have. It is due while its days last and missed once they have passed with "
        "nothing recorded. Other items are shown and not looked for. Visits decide nothing.",
        "[A] clinical reference 8; the protocol's text says only “scheduled intervals up to 12 months”",
    ),
    Statement(
        "visits not known",
        "Where a row of the sheet could not be read, bears no day or one in the future, or a scan was not evaluable or not done, a visit "
        "without a record is unknown, not missed; so is one that a death or a new therapy of unknown day may have ended.",
        "[A] clinical reference, golden rule: unknown never turns into met or not met",
    ),
    Statement(
        "visits after infusion 2",
        "The same schedule is counted once more from infusion 2, written 2+28; that from infusion 1 goes on, since follow-up runs 12 "
        "months from there. A death or a new therapy against the lymphoma ends what is expected.",
        "[A] clinical reference 8, and 1.4, A17",
    ),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing planned at a visit. `sheet` is where it would be recorded, `None` where the records cannot tell. `doubt` says why a missing
    record does not mean that it was not done."""

    words: str
    sheet: str | None
    records: tuple[Fact[Record], ...]
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A visit of the schedule, counted from an infusion, as it stands on a day. `first` and `last` are the days of its window."""

    infusion: int
    visit: Visit
    day: date
    items: tuple[Item, ...]
    state: str

    @property
    def first(self) -> date:
        return self.day - timedelta(self.visit.margin)

    @property
    def last(self) -> date:
        return self.day + timedelta(self.visit.margin)

    @property
    def name(self) -> str:
        """Counted from infusion 2 it is written 2+28."""
        return f"d{self.visit.day}" if self.infusion == 1 else f"{self.infusion}+{self.visit.day}"

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(item.words for item in self.items if item.sheet and not item.records)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every visit after each infusion given, in order of day. `ended` is what ended it; `doubts` are the cells that leave open whether
    something did."""

    visits: tuple[Planned, ...]
    ended: Closing | None
    doubts: tuple[Cited, ...]


def schedule(facts: SubjectFacts, as_of: date, visits: Sequence[Visit]) -> Schedule:
    """The visits as they stand on the as-of day; `facts` are those known by then. None before infusion 1."""
    infusions = {number: found[1] for number in (1, 2) if (found := given(facts, number, as_of)) is not None}
    if 1 not in infusions:
        return Schedule((), None, ())
    start = infusions[1]
    ended = min(closings(facts, start, as_of), key=lambda each: (each.day, each.reason, each.evidence.address), default=None)
    doubts = () if ended is not None else tuple(undated_closings(facts, start, as_of))
    recorded, unread = _by_sheet(facts), _unread(facts)
    planned = []
    for number, infused_on in infusions.items():
        for visit in visits:
            day = infused_on + timedelta(visit.day)
            first, last = day - timedelta(visit.margin), day + timedelta(visit.margin)
            items = tuple(_item(part.strip(), first, min(last, as_of), recorded, unread) for part in visit.items.split(","))
            state = _state(first, last, items, as_of, ended, bool(doubts))
            planned.append(Planned(number, visit, day, items, state))
    return Schedule(tuple(sorted(planned, key=lambda each: (each.day, each.infusion))), ended, doubts)


def _by_sheet(facts: SubjectFacts) -> Mapping[str, Sequence[Fact[Record]]]:
    return {sheet: getattr(facts, sheet) for sheet in sorted(set(SHEET_OF.values()))}


def _unread(facts: SubjectFacts) -> Mapping[str, str]:
    """The sheets that may hold more of a subject than can be read, or placed on a day, each with the reason."""
    undated = {sheet for sheet, found in _by_sheet(facts).items() if any(fact.day is None for fact in found)}
    future = {fact.record.sheet for fact in facts.future}
    return {
        **dict.fromkeys(undated, "a record bears no day"),
        **dict.fromkeys(future, "a record bears a day in the future"),
        **dict.fromkeys(facts.refused, "a row could not be read"),
    }


def _item(words: str, first: date, last: date, recorded: Mapping[str, Sequence[Fact[Record]]], unread: Mapping[str, str]) -> Item:
    sheet = SHEET_OF.get(words.casefold())
    if sheet is None:
        return Item(words, None, ())
    within = [fact for fact in recorded[sheet] if fact.day is not None and first <= fact.day <= last]
    done = tuple(fact for fact in within if not _perhaps_not_done(fact))
    doubt = "a scan not evaluable or not done" if within else unread.get(sheet, "")
    return Item(words, sheet, done, "" if done else doubt)


def _perhaps_not_done(fact: Fact[Record]) -> bool:
    return isinstance(fact.record, Pet) and fact.record.response == NOT_DONE


def _state(first: date, last: date, items: Sequence[Item], as_of: date, ended: Closing | None, doubts: bool) -> str:
    told = [item for item in items if item.sheet]
    lacking = [item for item in told if not item.records]
    if told and not lacking:
        return DONE
    if len(lacking) < len(told):
        return PARTLY
    if ended is not None and last >= ended.day:
        return ENDED
    if first > as_of:
        return UPCOMING
    if not told:
        return UNTOLD
    if doubts or (last < as_of and any(item.doubt for item in lacking)):
        return OPEN
    return DUE if as_of <= last else MISSED
