"""From a table of cells to facts: each row becomes a record, each cell that cannot be read a problem, all of them at once.

Such a cell costs itself alone; a row without a required cell, or with more cells than the header has, is refused whole, and so is a
sheet whose header is ambiguous. Cells are read column by column and each distinct cell once: a laboratory repeats itself.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from zoneinfo import ZoneInfo

from core.facts.fact import Fact, Origin, Problem
from core.facts.reading import IDENTIFIER, Reads, Unreadable
from core.facts.record import Record, readings, required
from core.facts.subject import Named
from core.facts.values import Cell
from core.intake.csv_text import BEYOND
from core.intake.places import visible
from core.intake.tables import Table
from core.layouts import heading
from core.layouts.heading import Plan, as_text, plan_of
from core.layouts.layout import Layout

LONGEST_SHOWN = 60  # characters of a cell that a message repeats
MOST_NAMED = 20  # kinds of rows that a notice names

Row = tuple[int, Sequence[Cell]]  # with its number in the spreadsheet


@dataclass(frozen=True, slots=True)
class Lost:
    """A row that gave no fact, or of a refused sheet all rows of one subject: whose it is, where that can be read, and why. Without a
    sheet and a problem it was passed over, because a layout does not read it."""

    subject_id: str | None
    sheet: str
    problems: tuple[Problem, ...]
    origin: Origin


@dataclass(slots=True)
class Intake:
    """What came in: facts, the rows that gave none and the subjects these name, problems that cost something, and notices that cost
    nothing."""

    facts: list[Fact[Record]] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def __iadd__(self, other: "Intake") -> "Intake":
        self.facts += other.facts
        self.named += other.named
        self.lost += other.lost
        self.problems += other.problems
        self.notices += other.notices
        return self


def facts_of(table: Table, zone: ZoneInfo | None, layout: Layout | None = None) -> Intake:
    """The facts of one table."""
    where = heading.where(table)
    intake = Intake(notices=[f"{where}: {notice}" for notice in table.notices])
    plan = plan_of(table, layout)
    if plan is None:
        if not heading.is_legend(table):
            intake.notices.append(f"{where}: is no sheet of the study workbook; not imported")
        return intake
    if table.hidden:
        intake.notices.append(f"{where}: is a hidden sheet; its rows are read")
    intake.notices += heading.notices(table, plan)
    refused = list(heading.faults(table, plan))
    intake.problems += refused
    if table.rows and not refused:
        _read(table, plan, zone, intake)
    elif list(plan.fields.values()).count("subject_id") == 1:
        index = next(index for index, name in plan.fields.items() if name == "subject_id")
        rows = enumerate(table.rows[plan.header + 1 :], table.first_row + plan.header + 1)
        origin = Origin(visible(table.file), visible(table.sheet), 0, {"subject_id": table.first_column + index})
        for number, subject_id in _subjects(rows, index):
            intake.lost.append(Lost(subject_id, plan.model.sheet, tuple(refused), origin._replace(row=number)))
    intake.named += dict.fromkeys(Named(row.subject_id, row.sheet) for row in intake.lost if row.subject_id is not None)
    return intake


def _read(table: Table, plan: Plan, zone: ZoneInfo | None, intake: Intake) -> None:
    rows: list[Row] = list(enumerate(table.rows[plan.header + 1 :], table.first_row + plan.header + 1))
    flaws = _flaws(table, plan)
    passed: list[Row] = []
    if plan.only:
        rows, passed = _chosen(table, plan, rows, flaws, intake.notices)
    places = {name: index for index, name in plan.fields.items()}
    origin = partial(
        Origin, visible(table.file), visible(table.sheet), columns={name: table.first_column + at for name, at in places.items()}
    )
    cells = list(zip(*(row for _, row in rows), strict=True))
    values, troubled = _values(plan, zone, {name: cells[at] for name, at in places.items()} if rows else {}, len(rows))
    names = tuple(readings(plan.model))
    blank = (None,) * len(names)
    add, of = intake.facts.append, plan.model.of
    for at, (found, (number, row)) in enumerate(zip(zip(*values, strict=True), rows, strict=True)):
        if found == blank and number not in flaws:
            continue
        said = dict(zip(names, found, strict=True))
        if at not in troubled and number not in flaws:
            add(Fact(of(said), origin(number)))
        elif shifted := [f"{flaw}; expected one cell a column" for flaw in flaws.get(number, {}).values() if BEYOND in flaw]:
            intake.problems.append(Problem(origin(number).cell(""), f"a cell {shifted[0]}"))
            whose = places["subject_id"] == 0  # the first column cannot have been shifted
            intake.lost.append(_lost(plan.model, row[0] if whose else None, intake.problems[-1:], origin(number)))
        else:
            flawed = {name: flaws[number][index] for name, index in places.items() if index in flaws.get(number, {})}
            written = {name: row[index] for name, index in places.items()}
            known = len(intake.problems)
            found_facts = list(_fact(plan.model, said, written, origin(number), flawed, intake.problems))
            intake.facts += found_facts
            if not found_facts:
                cell = None if "subject_id" in flawed else row[places["subject_id"]]
                intake.lost.append(_lost(plan.model, cell, intake.problems[known:], origin(number)))
    intake.lost += [Lost(subject_id, "", (), origin(number)) for number, subject_id in _subjects(passed, places["subject_id"])]


def _lost(model: type[Record], cell: Cell, problems: Sequence[Problem], origin: Origin) -> Lost:
    """A row without a fact; `cell` names its subject."""
    return Lost(next((subject_id for _, subject_id in _subjects([(0, [cell])], 0)), None), model.sheet, tuple(problems), origin)


def _subjects(rows: Iterable[Row], index: int) -> Iterator[tuple[int, str]]:
    """The subjects that these rows name, each with its first row."""
    first: dict[Cell, int] = {}
    for number, row in rows:
        first.setdefault(row[index], number)
    for cell, number in first.items():
        try:
            found = IDENTIFIER.value(cell, None)
        except Unreadable:
            continue
        if isinstance(found, str):
            yield number, found


def _values(plan: Plan, zone: ZoneInfo | None, columns: Mapping[str, Sequence[Cell]], rows: int) -> tuple[list[Iterable[object]], set[int]]:
    """What the cells of every column of the contract say, and where in them a cell is unreadable or lacking."""
    words = {plan.fields[index]: words for index, words in plan.words.items()}
    values: list[Iterable[object]] = []
    troubled: set[int] = set()
    for name, reads in readings(plan.model).items():
        if name not in columns:
            values.append(repeat(None, rows))
            continue
        known = _Known(reads, zone, words.get(name, {}))
        values.append(found := known.column(columns[name]))
        if known.unread or (reads.required and None in found):
            troubled |= {at for at, value in enumerate(found) if isinstance(value, Unreadable) or (value is None and reads.required)}
    return values, troubled


class _Known(dict[Cell, object]):
    """What the cells of one column say, each distinct one read once. `unread`: whether any could not be."""

    def __init__(self, reads: Reads, zone: ZoneInfo | None, words: Mapping[str, str]) -> None:
        self.reads, self.zone, self.words, self.unread = reads, zone, words, False

    def column(self, cells: Sequence[Cell]) -> list[object]:
        # True and 1 are one key of a dict, and no answer; such a column is read cell by cell.
        alike = bool in set(map(type, cells))
        return [self.__missing__(cell) for cell in cells] if alike else list(map(self.__getitem__, cells))

    def __missing__(self, cell: Cell) -> object:
        try:
            found = self.reads.value(self.words.get(as_text(cell), cell) if self.words else cell, self.zone)
        except Unreadable as fault:
            found, self.unread = fault, True
        if cell != 0:  # nor are 0 and -0
            self[cell] = found
        return found


def _flaws(table: Table, plan: Plan) -> dict[int, dict[int, str]]:
    """By row and index the flaws that count: those of the cells that are read, and of cells beyond the last column, for then no cell of
    the row is sure to stand where it belongs."""
    flaws: dict[int, dict[int, str]] = {}
    for (number, column), flaw in table.flaws.items():
        index = column - table.first_column
        if index in plan.fields or index in plan.only or BEYOND in flaw:
            flaws.setdefault(number, {})[index] = flaw
    return flaws


def _chosen(
    table: Table, plan: Plan, rows: Iterable[Row], flaws: Mapping[int, dict[int, str]], notices: list[str]
) -> tuple[list[Row], list[Row]]:
    """The rows the layout reads and those it passes over, and a notice that counts these by what they hold instead. A cell that cannot be
    relied on passes no row over."""
    passed: Counter[str] = Counter()
    chosen, others = [], []
    for number, row in rows:
        other = next((as_text(row[index]) for index, texts in plan.only.items() if as_text(row[index]) not in texts), None)
        if other is None or number in flaws:
            chosen.append((number, row))
        elif any(map(as_text, row)):
            passed[other] += 1
            others.append((number, row))
    if passed:
        named = [f"{visible(name)[:LONGEST_SHOWN] or 'blank'} {count}" for name, count in passed.most_common(MOST_NAMED)]
        rest = f" and {len(passed) - MOST_NAMED} others" if len(passed) > MOST_NAMED else ""
        notices.append(f"{heading.where(table)}: {passed.total()} rows are none of the layout's; not imported: {', '.join(named)}{rest}")
    return chosen, others


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
    return next(_fact(model, values, cells, origin, flaws, problems), None)


def _fact(
    model: type[Record],
    values: dict[str, object],
    cells: Mapping[str, Cell],
    origin: Origin,
    flaws: Mapping[str, str],
    problems: list[Problem],
) -> Iterator[Fact[Record]]:
    """The fact of a row in which something is wrong, none where a required cell is; `values` holds an `Unreadable` for each cell that
    could not be read."""
    faults = dict(flaws)
    problems += [Problem(origin.cell(name), f"{flaw}; expected a value") for name, flaw in flaws.items()]
    for name, value in values.items():
        if name in flaws:
            continue
        if isinstance(value, Unreadable):
            faults[name] = f"{_shown(cells[name])} {value.fault}; expected {model.expects(name, values) or value.expected}"
            problems.append(Problem(origin.cell(name), faults[name]))
        elif value is None and name in required(model):
            faults[name] = readings(model)[name].blank
            problems.append(Problem(origin.cell(name), faults[name]))
    if required(model).isdisjoint(faults):
        yield Fact(model.of(values | dict.fromkeys(faults)), origin, faults)


def _shown(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return repr(str(int(cell)))  # as a spreadsheet shows it
    text = str(cell)
    return repr(text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…")


def together(intakes: Iterable[Intake]) -> Intake:
    total = Intake()
    for intake in intakes:
        total += intake
    return total
