"""A record as a person types it: its cells read and laid over the row they correct, with every fault at once. Nothing is stored here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from core.facts.cells import changed, key_of, merged, overlaid, text
from core.facts.checks import faults_between
from core.facts.fact import Fact, Origin
from core.facts.reading import Unreadable
from core.facts.record import Record, readings
from core.facts.records import SHEETS, Subject
from core.facts.subject import FUTURE, early_days

GONE = "does not stand any more; look at it again"
Rows = Mapping[int, Fact[Record]]  # what stands of one subject, by number


class Unfit(ValueError):
    """What was typed cannot be a record: `faults` by column, each continuing the words of its field, and all as `sentences`."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        self.sentences = tuple(f"{column}: {fault}" for column, fault in self.faults.items())
        super().__init__("\n".join(self.sentences))


@dataclass(frozen=True, slots=True)
class Typed:
    """`row` is the record, `ends` are the rows, by number, whose place it takes."""

    row: Fact[Record]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Typing:
    """How something is typed: where from, in which time zone, up to which day a date may lie, and what is said of a cell it empties."""

    origin: Origin
    zone: ZoneInfo | None
    today: date
    emptied: str


def model_of(sheet: str) -> type[Record]:
    """Raises:
    Unfit: where there is no such sheet.
    """
    model = SHEETS.get(sheet)
    if model is None:
        raise Unfit({"sheet": f"{sheet!r} is no sheet; expected one of: {', '.join(SHEETS)}"})
    return model


def typed(
    how: Typing, subject_id: str, model: type[Record], cells: Mapping[str, str], rows: Rows, replaces: int | None, faults: Mapping[str, str]
) -> Typed:
    """A new record of a sheet, or the row `replaces` of `rows` with these cells laid over it; an emptied cell counts as not recorded.
    `faults` are those found before.

    Raises:
        Unfit: with every fault at once.
    """
    values, unread = _read(model, cells, how.zone)
    faults = {**faults, **unread}
    told = Fact(model.of({**values, "subject_id": subject_id}), how.origin)
    ours, ends = (None, ()) if replaces is None else _replaced(rows, replaces, model)
    row = told if ours is None else _corrected(ours, told, [name for name in cells if name not in unread], how)
    lacking = {name: mark.blank for name, mark in readings(model).items() if mark.required and getattr(row.record, name) is None}
    faults = lacking | faults
    if not faults and row is ours:
        faults["cells"] = "nothing is changed; expected another entry"
    if not faults and model is not Subject and not any(value is not None for value in values.values()) and ours is None:
        faults["cells"] = "nothing is entered; expected at least one cell"
    if not lacking:
        faults = _wrong(row, ours, how.today) | _taken(row, rows, ends) | faults
    if faults:
        raise Unfit(faults)
    return Typed(row, ends)


def _read(model: type[Record], cells: Mapping[str, str], zone: ZoneInfo | None) -> tuple[dict[str, object], dict[str, str]]:
    """What the cells say, blank where they are not given, and why those that cannot be read cannot."""
    values: dict[str, object] = {}
    faults = {name: f"is no column of sheet {model.sheet}" for name in cells if name not in readings(model) or name == "subject_id"}
    unread: dict[str, Unreadable] = {}
    for name, reads in readings(model).items():
        try:
            values[name] = reads.value(cells.get(name), zone) if name != "subject_id" else None
        except Unreadable as fault:
            values[name], unread[name] = None, fault
    for name, why in unread.items():
        faults[name] = f"{cells[name]!r} {why.fault}; expected {model.expects(name, values) or why.expected}"
    return values, faults


def _replaced(rows: Rows, number: int, model: type[Record]) -> tuple[Fact[Record], tuple[int, ...]]:
    """The row that is corrected, which several rows of one key may make up, and these by number."""
    if number not in rows or not isinstance(rows[number].record, model):
        raise Unfit({"replaces": GONE})
    same = of_one_key(rows, number)
    return merged([rows[each] for each in same]), same


def of_one_key(rows: Rows, number: int) -> tuple[int, ...]:
    """The rows that are one with the row of this number; none where it does not stand."""
    key = key_of(rows[number]) if number in rows else None
    return tuple(each for each, fact in rows.items() if each == number or (key is not None and key_of(fact) == key))


def _corrected(ours: Fact[Record], told: Fact[Record], given: Collection[str], how: Typing) -> Fact[Record]:
    """The row with what was typed laid over it; the row itself where that changes nothing."""
    emptied = [name for name in given if getattr(told.record, name) is None and getattr(ours.record, name) is not None]
    said = replace(told, faults=dict.fromkeys(emptied, how.emptied))
    columns = [*changed(ours, said, how.today), *emptied]
    return overlaid(ours, said, columns) if columns else ours


def _wrong(row: Fact[Record], ours: Fact[Record] | None, today: date) -> dict[str, str]:
    """What is wrong between the cells, and the days that lie in the future. What was wrong before with a cell that stays is no fault of
    who changes another."""
    before = {} if ours is None else _found(ours, today)
    return {name: said for name, said in _found(row, today).items() if before.get(name) != said}


def _found(row: Fact[Record], today: date) -> dict[str, str]:
    faults = dict(faults_between(row.record)) | dict.fromkeys(early_days(row, today), f"{FUTURE}; expected a day up to {today}")
    return {name: said if (entry := text(row, name)) is None else f"{entry!r} {said}" for name, said in faults.items()}


def _taken(row: Fact[Record], rows: Rows, ends: Collection[int]) -> dict[str, str]:
    """Whether another row of the same key stands."""
    key = key_of(row)
    same = None if key is None else next((one for number, one in rows.items() if number not in ends and key_of(one) == key), None)
    if same is None:
        return {}
    return {key_column(row): f"a record of this key stands already ({same.origin.cell('')}); expected that one corrected"}


def key_column(row: Fact[Record]) -> str:
    """The column under which a fault of the key is told."""
    return next(iter(type(row.record).key), "subject_id")
