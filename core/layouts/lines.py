"""From lines of cells to facts: each line becomes a record, each cell that cannot be read a problem, all of them at once.

Such a cell costs itself alone; a line without a required cell is refused whole. Cells are read column by column and each distinct cell
once: a laboratory repeats itself.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from zoneinfo import ZoneInfo

from core.facts.fact import Fact, Origin, Problem
from core.facts.reading import IDENTIFIER, Reads, Unreadable
from core.facts.record import Record, readings, required
from core.facts.values import Cell
from core.layouts.incoming import Intake, Lost

LONGEST_SHOWN = 60  # characters of a cell that a message repeats

Turn = Callable[[Cell], Cell]


@dataclass(frozen=True, slots=True)
class Lines:
    """`columns` holds the cells of every column of the contract that is there, one a line. `origins` says where each line stands and
    `elsewhere`, by line, which of its cells stand in other places. `faults` says by line and column what is wrong with a cell whatever it
    holds, `shifted` by line why none of its cells is sure to stand under its head; `anchored` says that the subject's cell still is.
    `turns` translates the cells of a column before they are read; it may raise Unreadable."""

    model: type[Record]
    columns: Mapping[str, Sequence[Cell]]
    origins: Iterable[Origin]
    elsewhere: Mapping[int, Mapping[str, Origin]] = field(default_factory=dict)
    faults: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    shifted: Mapping[int, str] = field(default_factory=dict)
    anchored: bool = False
    turns: Mapping[str, Turn] = field(default_factory=dict)


def read_lines(lines: Lines, zone: ZoneInfo | None, intake: Intake) -> None:
    """Adds the facts of lines, what is wrong in them, and those that give no fact. Lines that say nothing at all are none."""
    values, troubled = _values(lines, zone)
    names = tuple(readings(lines.model))
    blank = (None,) * len(names)
    add, of, elsewhere = intake.facts.append, lines.model.of, lines.elsewhere
    wrong = {*lines.faults, *lines.shifted}
    unsure = troubled | wrong
    for at, (found, origin) in enumerate(zip(zip(*values, strict=True), lines.origins, strict=True)):
        if found == blank and at not in wrong:
            continue
        if at not in unsure:
            record = of(dict(zip(names, found, strict=True)))
            add(Fact(record, origin, origins=elsewhere[at]) if at in elsewhere else Fact(record, origin))
        else:
            _unsure(lines, at, dict(zip(names, found, strict=True)), origin, intake)


def _unsure(lines: Lines, at: int, said: dict[str, object], origin: Origin, intake: Intake) -> None:
    """One line in which something is wrong."""
    known, subject = len(intake.problems), lines.columns["subject_id"][at]
    if at in lines.shifted:
        intake.problems.append(Problem(origin.cell(""), lines.shifted[at]))
        intake.lost.append(_lost(lines.model, subject if lines.anchored else None, intake.problems[known:], origin))
        return
    faults = lines.faults.get(at, {})
    cells = {name: column[at] for name, column in lines.columns.items()}
    facts = list(_fact(lines.model, said, cells, Fact(lines.model.of({}), origin, faults, lines.elsewhere.get(at, {})), intake.problems))
    intake.facts += facts
    if not facts:
        intake.lost.append(_lost(lines.model, None if "subject_id" in faults else subject, intake.problems[known:], origin))


def _lost(model: type[Record], cell: Cell, problems: Sequence[Problem], origin: Origin) -> Lost:
    """A line without a fact; `cell` names its subject."""
    return Lost(next((subject_id for _, subject_id in subjects_in([(0, cell)])), None), model.sheet, tuple(problems), origin)


def subjects_in(cells: Iterable[tuple[int, Cell]]) -> Iterator[tuple[int, str]]:
    """The subjects that numbered cells name, each with its first number."""
    first: dict[Cell, int] = {}
    for number, cell in cells:
        first.setdefault(cell, number)
    for cell, number in first.items():
        try:
            found = IDENTIFIER.value(cell, None)
        except Unreadable:
            continue
        if isinstance(found, str):
            yield number, found


def _values(lines: Lines, zone: ZoneInfo | None) -> tuple[list[Iterable[object]], set[int]]:
    """What the cells of every column of the contract say, and where in them a cell is unreadable or lacking."""
    count = len(lines.columns["subject_id"])
    values: list[Iterable[object]] = []
    troubled: set[int] = set()
    for name, reads in readings(lines.model).items():
        if name not in lines.columns:
            values.append(repeat(None, count))
            continue
        known = _Known(reads, zone, lines.turns.get(name))
        values.append(found := known.column(lines.columns[name]))
        if known.unread or (reads.required and None in found):
            troubled |= {at for at, value in enumerate(found) if isinstance(value, Unreadable) or (value is None and reads.required)}
    return values, troubled


class _Known(dict[Cell, object]):
    """What the cells of one column say, each distinct one read once. `unread`: whether any could not be."""

    def __init__(self, reads: Reads, zone: ZoneInfo | None, turn: Turn | None) -> None:
        self.reads, self.zone, self.turn, self.unread = reads, zone, turn, False

    def column(self, cells: Sequence[Cell]) -> list[object]:
        # True and 1 are one key of a dict, and no answer; such a column is read cell by cell.
        alike = bool in set(map(type, cells))
        return [self.__missing__(cell) for cell in cells] if alike else list(map(self.__getitem__, cells))

    def __missing__(self, cell: Cell) -> object:
        try:
            found = self.reads.value(self.turn(cell) if self.turn else cell, self.zone)
        except Unreadable as fault:
            found, self.unread = fault, True
        if cell != 0:  # nor are 0 and -0
            self[cell] = found
        return found


def record_of(
    model: type[Record], cells: dict[str, Cell], origin: Origin, zone: ZoneInfo | None, flaws: Mapping[str, str], problems: list[Problem]
) -> Fact[Record] | None:
    """One row as a fact; what cannot be read is listed. `None` where a required cell cannot be read. `flaws` are those of its cells."""
    values: dict[str, object] = {}
    for name, reads in readings(model).items():
        try:
            values[name] = reads.value(cells.get(name), zone)
        except Unreadable as fault:
            values[name] = fault
    return next(_fact(model, values, cells, Fact(model.of({}), origin, flaws), problems), None)


def _fact(
    model: type[Record], values: dict[str, object], cells: Mapping[str, Cell], where: Fact[Record], problems: list[Problem]
) -> Iterator[Fact[Record]]:
    """The fact of a line in which something is wrong, none where a required cell is; `values` holds an `Unreadable` for each cell that
    could not be read, `where` an empty record with the places of its cells and the faults known before."""
    faults = dict(where.faults)
    problems += [Problem(where.cell(name), told(fault)) for name, fault in faults.items()]
    for name, value in values.items():
        if name in where.faults:
            continue
        if isinstance(value, Unreadable):
            faults[name] = f"{shown(cells[name])} {value.fault}; expected {model.expects(name, values) or value.expected}"
            problems.append(Problem(where.cell(name), faults[name]))
        elif value is None and name in required(model):
            faults[name] = readings(model)[name].blank
            problems.append(Problem(where.cell(name), faults[name]))
    if required(model).isdisjoint(faults):
        yield Fact(model.of(values | dict.fromkeys(faults)), where.origin, faults, where.origins)


def told(fault: str) -> str:
    """A fault of a cell with what is expected instead."""
    return fault if "; expected " in fault else f"{fault}; expected a value"


def shown(cell: Cell) -> str:
    """A cell as a message repeats it."""
    if isinstance(cell, float) and cell.is_integer():
        return repr(str(int(cell)))  # as a spreadsheet shows it
    text = str(cell)
    return repr(text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…")
