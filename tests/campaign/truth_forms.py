"""A laboratory's results laid out on a sheet in its own form. Every cell that holds a result remembers which, and every head what it means,
so that what is read back can be held against the truth, place for place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby

from tests.campaign.truth_courses import COURSES, Result, Subject, printed
from tests.campaign.truth_habits import BELOW, BESIDE, LONG, SEVERAL, STACKED, TITLED, TURNED, UNIT_ROW, WIDE, Habits
from tests.campaign.truth_words import GROUPS, HEMATOLOGY, SEXES, TITLES


@dataclass(frozen=True)
class Number:
    digits: str  # with `<` in front of a bound


@dataclass(frozen=True)
class When:
    at: datetime
    timed: bool


LOWER, UPPER = 0.75, 1.2  # of the middle of an analyte: what a laboratory prints beside its results
Written = str | Number | When
At = tuple[int, int]  # row and column, from 1
Line = Mapping[str, Written]


@dataclass(frozen=True)
class Column:
    """`key` is where a line keeps its cell, `means` a field, an analyte or nothing."""

    key: str
    means: str
    heads: tuple[str, ...]
    unit: str = ""


@dataclass
class Sheet:
    """`holds` are the results by the cell of their value; `means` what head cells say; `moments` the cells that say when."""

    name: str
    cells: dict[At, Written] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    holds: dict[At, Result] = field(default_factory=dict)
    means: dict[At, str] = field(default_factory=dict)

    @property
    def bottom(self) -> int:
        return max((row for row, _ in self.cells), default=0)


def laid_out(habits: Habits, people: Mapping[str, Subject], results: Sequence[Result]) -> Sheet:
    """The results as this laboratory writes them."""
    sheet = Sheet(habits.sheet)
    top = _title(sheet, habits) if habits.title or habits.form == TITLED else 1
    FORMS[habits.form](sheet, habits, people, sorted(results, key=lambda each: (each.subject_id, each.at)), top)
    if habits.remark:
        sheet.cells[sheet.bottom + 2, 1] = TITLES[habits.language][1]
    if habits.trailing:
        sheet.cells[sheet.bottom + 3, 1] = " "
    return sheet


def _title(sheet: Sheet, habits: Habits) -> int:
    for row, line in enumerate(TITLES[habits.language][0][: 1 + habits.number % 3], 1):
        sheet.cells[row, 1] = line
    return sheet.bottom + 2


def _long(sheet: Sheet, habits: Habits, people: Mapping[str, Subject], results: Sequence[Result], top: int) -> None:
    fields = ["analyte", "value", *([] if habits.unitless else ["unit"]), *(["lower_limit", "upper_limit"] if habits.limits else [])]
    columns = [*_left(habits), *(Column(each, each, (habits.words[each],)) for each in fields), *_extra(habits)]
    lines: list[tuple[Line, Mapping[str, Result]]] = []
    for each in results:
        own: dict[str, Written] = {
            "analyte": habits.names[each.analyte],
            "value": Number(each.digits),
            "unit": habits.spelled[each.analyte],
        }
        if habits.limits:
            own |= {"lower_limit": Number(limit(each, LOWER)), "upper_limit": Number(limit(each, UPPER))}
        lines.append((_line(habits, people[each.subject_id], each.at) | own, {"value": each}))
    _table(sheet, habits, columns, lines, top)


def _wide(sheet: Sheet, habits: Habits, people: Mapping[str, Subject], results: Sequence[Result], top: int) -> None:
    columns = [*_left(habits), *(_analyte(habits, each) for each in habits.panel), *_extra(habits)]
    _table(sheet, habits, columns, _by_moment(habits, people, results), top)


def _stacked(sheet: Sheet, habits: Habits, people: Mapping[str, Subject], results: Sequence[Result], top: int) -> None:
    """Heads in two rows, or in three with the units below them."""
    columns = [*_left(habits), *(_analyte(habits, each) for each in sorted(habits.panel, key=lambda name: name not in HEMATOLOGY))]
    of_blood, others = GROUPS[habits.language]
    above = [replace(each, heads=(_group(each, of_blood, others), *each.heads)) for each in columns]
    _table(sheet, habits, above, _by_moment(habits, people, results), top)


def _group(column: Column, of_blood: str, others: str) -> str:
    return "" if column.means in LEFT else of_blood if column.means in HEMATOLOGY else others


def _below(sheet: Sheet, habits: Habits, people: Mapping[str, Subject], results: Sequence[Result], top: int) -> None:
    """The head again for every visit, each subject's first, second … in one block under its title."""
    columns = [*_left(habits), *(_analyte(habits, each) for each in habits.panel)]
    for number, block in enumerate(_visits(results), 1):
        start = top if number == 1 else sheet.bottom + 2
        sheet.cells[start, 1] = f"{TITLES[habits.language][3]} {number}"
        _table(sheet, habits, columns, _by_moment(habits, people, block), start + 1)


def _beside(sheet: Sheet, habits: Habits, people: Mapping[str, Subject], results: Sequence[Result], top: int) -> None:
    """One line a subject, one block of columns a visit, each with its own date."""
    left, moment = _left(habits)[:1], _left(habits)[1:]
    columns = [replace(each, heads=("", *each.heads)) for each in left]
    lines: dict[str, tuple[dict[str, Written], dict[str, Result]]] = {}
    for number, block in enumerate(_visits(results), 1):
        title = f"{TITLES[habits.language][3]} {number}"
        own = [*moment, *(_analyte(habits, each) for each in habits.panel)]
        columns += [replace(each, key=f"{number} {each.key}", heads=(title, *each.heads)) for each in own]
        for cells, values in _by_moment(habits, people, block):
            said, held = lines.setdefault(str(cells["subject_id"]), ({"subject_id": cells["subject_id"]}, {}))
            said |= {f"{number} {key}": cell for key, cell in cells.items()}
            held |= {f"{number} {key}": value for key, value in values.items()}
    _table(sheet, habits, columns, list(lines.values()), top)


def _several(sheet: Sheet, habits: Habits, people: Mapping[str, Subject], results: Sequence[Result], top: int) -> None:
    """Two tables, below or beside each other."""
    names = list(habits.panel)
    halves = [half for half in (names[::2], names[1::2]) if half]
    row, column = top, 1
    for half in halves:
        columns = [*_left(habits), *(_analyte(habits, each) for each in half)]
        _table(sheet, habits, columns, _by_moment(habits, people, [each for each in results if each.analyte in half]), row, column)
        if habits.number % 3 == 0:
            column += len(columns) + 1
        else:
            row = sheet.bottom + 3


def _turned(sheet: Sheet, habits: Habits, people: Mapping[str, Subject], results: Sequence[Result], top: int) -> None:
    columns = [*_left(habits), *(_analyte(habits, each) for each in habits.panel)]
    _table(sheet, habits, columns, _by_moment(habits, people, results), top, turned=True)


def _titled(sheet: Sheet, habits: Habits, people: Mapping[str, Subject], results: Sequence[Result], top: int) -> None:
    """The report of one subject, whom only its title names."""
    label, (subject_id,) = TITLES[habits.language][2], {each.subject_id for each in results}
    if habits.number % 2:
        sheet.cells[top, 1] = f"{label}: {subject_id}"
    else:
        sheet.cells[top, 1], sheet.cells[top, 2] = f"{label}:", subject_id
    columns = [*_left(habits)[1:], *(_analyte(habits, each) for each in habits.panel)]
    _table(sheet, habits, columns, _by_moment(habits, people, results), top + 2)


FORMS: Mapping[str, Callable[[Sheet, Habits, Mapping[str, Subject], Sequence[Result], int], None]] = {
    LONG: _long, WIDE: _wide, UNIT_ROW: _wide, STACKED: _stacked, BELOW: _below, BESIDE: _beside, SEVERAL: _several, TURNED: _turned,
    TITLED: _titled,
}  # fmt: skip
LEFT = ("subject_id", "collected_at", "time", "birth_date", "sex")


def _left(habits: Habits) -> list[Column]:
    keys = ["subject_id", *(["birth_date", "sex"] if habits.checks else []), "collected_at", *(["time"] if habits.time_apart else [])]
    return [Column(key, key, (_cased(habits, habits.words[key]),)) for key in keys]


def _analyte(habits: Habits, name: str) -> Column:
    head, unit = _cased(habits, habits.names[name]), habits.spelled[name]
    if habits.unitless:
        return Column(name, name, (head,))
    if habits.form == UNIT_ROW or (habits.form == STACKED and habits.number % 2):
        return Column(name, name, (head,), unit)
    return Column(name, name, (habits.bracket.format(head, unit),))


def _extra(habits: Habits) -> list[Column]:
    return [] if habits.extra is None else [Column("extra", "", (habits.extra[0],))]


def _cased(habits: Habits, head: str) -> str:
    head = head.upper() if habits.upper else head
    return head.replace(" ", "\xa0") + "\xa0" if habits.hard_blanks else head


def _line(habits: Habits, person: Subject, at: datetime) -> dict[str, Written]:
    found: dict[str, Written] = {"subject_id": person.id, "collected_at": When(at, habits.timed and not habits.time_apart)}
    if habits.time_apart:
        found["time"] = f"{at:%H:%M}"
    if habits.checks:
        found |= {"birth_date": When(_midnight(person.birth_date), False), "sex": SEXES[habits.language][person.sex][0]}
    if habits.extra is not None:
        found["extra"] = habits.extra[1]
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())


def _by_moment(
    habits: Habits, people: Mapping[str, Subject], results: Sequence[Result]
) -> list[tuple[dict[str, Written], dict[str, Result]]]:
    """One line a subject and moment."""
    lines = []
    for (subject_id, at), group in groupby(results, lambda each: (each.subject_id, each.at)):
        held = {each.analyte: each for each in group}
        values: dict[str, Written] = {name: Number(each.digits) for name, each in held.items()}
        lines.append((_line(habits, people[subject_id], at) | values, held))
    return lines


def _visits(results: Sequence[Result]) -> list[list[Result]]:
    """The results of every subject's first moment, those of its second, and so on."""
    moments: dict[str, list[datetime]] = {}
    for each in results:
        moments.setdefault(each.subject_id, [])
        moments[each.subject_id] += [each.at] if each.at not in moments[each.subject_id] else []
    most = max(map(len, moments.values()))
    return [[each for each in results if moments[each.subject_id].index(each.at) == number] for number in range(most)]


def limit(result: Result, factor: float) -> str:
    return printed(result.analyte, COURSES[result.analyte].level * factor, result.unit, False)


Lines = Sequence[tuple[Line, Mapping[str, Result]]]


def _table(sheet: Sheet, habits: Habits, columns: Sequence[Column], lines: Lines, top: int, left: int = 1, turned: bool = False) -> None:
    """Heads and lines from a corner on; turned, heads stand beside their lines."""

    def at(down: int, across: int) -> At:
        return (top + across, left + down) if turned else (top + down, left + across)

    _heads(sheet, habits, columns, at)
    first = len(columns[0].heads) + any(column.unit for column in columns)
    gap = 1 if habits.blank_lines and not turned and not habits.first_row_only else 0
    whose = [cells.get("subject_id") for cells, _ in lines]
    for number, (cells, held) in enumerate(lines):
        down = first + number + (gap if number >= 3 else 0)
        for across, column in enumerate(columns):
            again = column.key == "subject_id" and number and whose[number - 1] == whose[number]
            if column.key in cells and not (again and habits.first_row_only):
                sheet.cells[at(down, across)] = cells[column.key]
                if column.key in held:
                    sheet.holds[at(down, across)] = held[column.key]
    if habits.first_row_only and habits.merged:
        for _, group in groupby(enumerate(whose, first), lambda each: each[1]):
            _merge(sheet, [at(down, 0) for down, _ in group])


def _heads(sheet: Sheet, habits: Habits, columns: Sequence[Column], at: Callable[[int, int], At]) -> None:
    depth = len(columns[0].heads)
    for across, column in enumerate(columns):
        before = columns[across - 1].heads if across else ()
        for down, head in enumerate(column.heads):
            if head and not (down < depth - 1 and before[: down + 1] == column.heads[: down + 1]):
                sheet.cells[at(down, across)] = head
        sheet.means[at(depth - 1, across)] = column.means
        if column.unit:
            sheet.cells[at(depth, across)] = column.unit
    if depth == 2 and habits.merged:
        for head, group in groupby(enumerate(columns), lambda each: each[1].heads[0]):
            if head:
                _merge(sheet, [at(0, across) for across, _ in group])


def _merge(sheet: Sheet, cells: Sequence[At]) -> None:
    if len(cells) > 1:
        sheet.merged.append((*cells[0], *cells[-1]))
