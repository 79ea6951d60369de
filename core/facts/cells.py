"""Two rows compared cell by cell: what a row says that is not stored, and the stored row with that laid over it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from core.facts.fact import Fact, Origin
from core.facts.record import Record
from core.facts.records import SHEETS, AdverseEvent, Ctdna, Infection, Pet, Treatment
from core.facts.subject import KEYS, early_days, merge, unused
from core.facts.written import cell

# Which event a row of these sheets speaks of, where all of it is filled: no key, for two rows alike are two events.
IDENTITY: Mapping[type[Record], tuple[str, ...]] = {
    Ctdna: ("collected_on", "assay"),
    Pet: ("scanned_on",),
    Infection: ("onset_on", "site"),
    Treatment: ("given_at", "drug"),
    AdverseEvent: ("term", "onset_on"),
}
_CELLS: Mapping[type[Record], Callable[[Record], tuple[object, ...]]] = {
    model: attrgetter("sheet", *model.model_fields) for model in SHEETS.values()
}
Content = tuple[Any, ...]


def content(fact: Fact[Record]) -> Content:
    """All that a row says, wherever it stands."""
    return (*_CELLS[type(fact.record)](fact.record), *sorted(fact.faults))


def key_of(fact: Fact[Record]) -> Content | None:
    """Of which row of its sheet a record speaks; `None` where each row is an event of its own, or the key is not all filled."""
    key = KEYS[type(fact.record)](fact.record)
    return None if fact.record.separate or None in key else key


def identity(record: Record) -> Content | None:
    """Which event a row of a sheet without a key speaks of; `None` where it does not say."""
    columns = IDENTITY.get(type(record), ())
    found = tuple(getattr(record, column) for column in columns)
    return None if not found or None in found else (record.sheet, *found)


def what(record: Record) -> str:
    """Which event a row speaks of, in words."""
    found = [getattr(record, column) for column in type(record).key or IDENTITY.get(type(record), ())]
    return ", ".join(str(each) for each in found if each is not None)


def merged(rows: Sequence[Fact[Record]]) -> Fact[Record]:
    """Rows of one key as one; what they disagree on counts as not recorded."""
    return rows[0] if len(rows) == 1 else merge(rows)[0]


def origin_of(fact: Fact[Record], column: str) -> Origin:
    return fact.origins.get(column, fact.origin)


def by_hand(fact: Fact[Record], column: str) -> bool:
    """Whether a person set the cell, or emptied it."""
    return not origin_of(fact, column).row and (getattr(fact.record, column) is not None or column in fact.faults)


def text(fact: Fact[Record], column: str) -> str | None:
    """The cell as text, `None` where it is blank or cannot be read."""
    value = getattr(fact.record, column)
    return None if value is None else cell(value)


def changed(stored: Fact[Record], told: Fact[Record], today: date) -> list[str]:
    """The columns in which `told` says what is not stored. A blank cell says nothing; an unreadable one only that nothing is to be relied
    on, where nothing was. What lay in the future when it was stored was never used: told again later, it is told anew."""
    late = _late(stored, today) - _late(told, today)
    found = []
    for column in type(stored.record).model_fields:
        ours, theirs = getattr(stored.record, column), getattr(told.record, column)
        if theirs is None:
            if column in told.faults and ours is None and column not in stored.faults:
                found.append(column)
        elif column != "subject_id" and (ours != theirs or column in late):
            found.append(column)
    return found


def _late(fact: Fact[Record], today: date) -> set[str]:
    """The columns that are not used because they, or the whole record, lay in the future when they were recorded."""
    early = early_days(fact, today)
    return set(type(fact.record).model_fields) if early and unused(fact.record, early) else set(early)


def overlaid(stored: Fact[Record], told: Fact[Record], columns: Collection[str]) -> Fact[Record]:
    """The stored row with these columns as `told` has them. It stands where `told` stands; what is kept knows its own cell."""
    values: dict[str, object] = {}
    faults: dict[str, str] = {}
    origins: dict[str, Origin] = {}
    for column in type(stored.record).model_fields:
        source = told if column in columns or column == "subject_id" else stored
        values[column] = getattr(source.record, column)
        if column in source.faults:
            faults[column] = source.faults[column]
        if values[column] is not None or column in faults:
            origins[column] = origin_of(source, column)
    others = {column: origin for column, origin in origins.items() if origin != told.origin}
    return Fact(type(stored.record).of(values), told.origin, faults, others)
