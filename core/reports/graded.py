"""The command `grade`: the rows of a file, in their order, with the grade of each added. The columns of the input stay."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO, TypeVar, cast
from zoneinfo import ZoneInfo

from core.facts.fact import Fact, Origin, Problem
from core.facts.reading import yes_no
from core.facts.records import Bedside, Pet, Record
from core.facts.values import Cell
from core.intake.csv_text import BEYOND
from core.intake.reader import read
from core.intake.tables import Refused, Table
from core.layouts.lines import record_of
from core.logic.judgement import Truth
from core.reports.formula import formula_safe
from core.response.lugano import grade_lugano
from core.scales.crs import CRS
from core.scales.grading import grade_rows
from core.scales.icans import ICANS

R = TypeVar("R", bound=Record)
CRS_BEFORE = "crs_before"
# A row graded by itself needs neither subject nor time; where the file has none, these stand in and are read by nothing.
UNUSED: dict[str, Cell] = {"subject_id": "-", "assessed_at": "2000-01-01", "scanned_on": "2000-01-01"}
OFFSET = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")
GRADES, RESPONSE = ("at_least", "at_most", "flags"), ("response", "flags")


@dataclass(frozen=True, slots=True)
class GradedFile:
    """The header, the rows as text, what each row was graded (`None`: it is blank, or could not be read at all) and why not."""

    header: list[str]
    rows: list[list[str]]
    added: tuple[str, ...]
    answers: list[tuple[str, ...] | None]
    problems: list[Problem]
    notices: list[str]

    @property
    def unread(self) -> bool:
        return bool(self.problems)


def grade_file(scale: str, path: Path) -> GradedFile:
    """Grade every row of a file by `crs`, `icans` or `lugano`.

    Raises:
        Refused: where the file cannot be read, or lacks what the scale cannot do without.
    """
    model: type[Record] = Pet if scale == "lugano" else Bedside
    table = table_of(read(path), model.sheet)
    header = [text_of(cell).strip() for cell in table.rows[0]] if table.rows else []
    places = _places(table, header, model, scale)
    in_turn = scale == "crs" and CRS_BEFORE not in places
    stand_in = {} if in_turn else {name: cell for name, cell in UNUSED.items() if name in model.model_fields}
    facts, problems = facts_of(table, places, model, stand_in, _zone(table, places) if in_turn else None)
    kept = [fact for fact in facts if fact is not None]
    left_out = [row for row, fact in zip(table.rows[1:], facts, strict=True) if fact is None]
    unplaced = frozenset(text_of(row[places["subject_id"]]).strip() for row in left_out) if in_turn else frozenset()
    answers: list[tuple[str, ...]]
    if scale == "lugano":
        answers = [(found.response or "unknown", ";".join(found.flags)) for found in grade_lugano(cast("list[Fact[Pet]]", kept))]
    else:
        said = _said_before(table, facts, places[CRS_BEFORE]) if CRS_BEFORE in places else None
        before = None if said is None else [answer for answer, _ in said]
        graded = grade_rows(cast("list[Fact[Bedside]]", kept), CRS if scale == "crs" else ICANS, before, unplaced)
        flags = [_flags(found.flags, said is not None and said[at][1]) for at, found in enumerate(graded)]
        answers = [(str(one.grade.at_least), str(one.grade.at_most), ";".join(words)) for one, words in zip(graded, flags, strict=True)]
    each = iter(answers)
    return GradedFile(
        header,
        [[text_of(cell) for cell in row] for row in table.rows[1:]],
        RESPONSE if scale == "lugano" else GRADES,
        [None if fact is None else next(each) for fact in facts],
        problems,
        _notices(table, header, places, RESPONSE if scale == "lugano" else GRADES),
    )


def _notices(table: Table, header: Sequence[str], places: dict[str, int], added: Sequence[str]) -> list[str]:
    """The columns that are carried along and not read, and those that stand beside an added one of the same name."""
    read_at = set(places.values())
    carried = [repr(name) for at, name in enumerate(header) if at not in read_at and name]
    said = [f"{table.file}: not read, carried along: {', '.join(carried)}"] if carried else []
    twice = [repr(name) for name in header if name.lower() in added]
    return said + ([f"{table.file}: holds {', '.join(twice)} already; the added columns are the last"] if twice else [])


def write_graded(graded: GradedFile, stream: TextIO) -> None:
    out = csv.writer(stream, lineterminator="\n")
    out.writerow([*map(formula_safe, graded.header), *graded.added])
    blank = ("",) * len(graded.added)
    for row, answer in zip(graded.rows, graded.answers, strict=True):
        out.writerow([*map(formula_safe, row), *(answer or blank)])


def table_of(tables: Sequence[Table], sheet: str) -> Table:
    return next((table for table in tables if table.sheet.strip().lower() == sheet), tables[0])


def _places(table: Table, header: Sequence[str], model: type[Record], scale: str) -> dict[str, int]:
    """The index of each column the scale reads; the others are carried along."""
    known = {*model.model_fields, *((CRS_BEFORE,) if scale == "crs" else ())}
    names = [name.lower() for name in header]
    twice = sorted({name for name in names if name in known and names.count(name) > 1})
    needed = ("subject_id", "assessed_at") if scale == "crs" and CRS_BEFORE not in names else ()
    faults = [f"has column {name} twice; expected it once" for name in twice]
    faults += [f"has no column {name}; expected it, or a column {CRS_BEFORE}" for name in needed if name not in names]
    if not faults and not (known - set(UNUSED)) & set(names):
        faults.append(f"has no column of sheet {model.sheet}; expected some")
    if faults:
        raise Refused("\n".join(f"{table.file}: {fault}" for fault in faults))
    return {name: index for index, name in enumerate(names) if name in known}


def facts_of(
    table: Table, places: Mapping[str, int], model: type[R], stand_in: Mapping[str, Cell], zone: ZoneInfo | None
) -> tuple[list[Fact[R] | None], list[Problem]]:
    """Each row as a fact; `None` where it is blank, where a cell it cannot do without cannot be read, or where it is longer than the
    header. `stand_in` are the cells of columns that are not read."""
    fields = {name: index for name, index in places.items() if name in model.model_fields and name not in stand_in}
    columns = {name: table.first_column + index for name, index in fields.items()}
    flaws: dict[int, dict[int, str]] = {}
    for (number, column), flaw in table.flaws.items():
        flaws.setdefault(number, {})[column - table.first_column] = flaw
    problems: list[Problem] = []
    facts: list[Fact[R] | None] = []
    for number, row in enumerate(table.rows[1:], table.first_row + 1):
        origin = Origin(table.file, table.sheet, number, columns)
        flawed = flaws.get(number, {})
        if not flawed and not any(text_of(cell).strip() for cell in row):
            facts.append(None)
            continue
        beyond = [flaw for flaw in flawed.values() if BEYOND in flaw]
        if beyond:
            problems.append(Problem(origin.cell(""), f"a cell {beyond[0]}; expected one cell a column"))
            facts.append(None)
            continue
        unread: list[Problem] = []
        named = {name: flawed[index] for name, index in fields.items() if index in flawed}
        fact = record_of(model, {**stand_in} | {name: row[index] for name, index in fields.items()}, origin, zone, named, unread)
        problems += unread if fact is None else []
        facts.append(cast("Fact[R] | None", fact))
    return facts, problems


def _zone(table: Table, places: dict[str, int]) -> ZoneInfo | None:
    """Only the order of the rows matters here: where every time carries an offset, they are ordered in UTC."""
    texts = [text for row in table.rows[1:] if (text := text_of(row[places["assessed_at"]]))]
    return ZoneInfo("UTC") if texts and all(OFFSET.search(text) for text in texts) else None


def _said_before(table: Table, facts: Sequence[Fact[Record] | None], index: int) -> list[tuple[Truth, bool]]:
    """The file's own answer on CRS before, of each row that is graded; blank is unknown, and so is what cannot be read, which is told."""
    cells = [row[index] for row, fact in zip(table.rows[1:], facts, strict=True) if fact is not None]
    return [(None, False) if text_of(cell).strip() == "" else _answer(cell) for cell in cells]


def _answer(cell: Cell) -> tuple[Truth, bool]:
    try:
        return yes_no(cell.strip() if isinstance(cell, str) else cell, None), False
    except ValueError:
        return None, True


def _flags(flags: tuple[str, ...], unread: bool) -> tuple[str, ...]:
    """A cell of `crs_before` that was filled and could not be read is invalid, not missing."""
    return (*(flag for flag in flags if flag != f"missing:{CRS_BEFORE}"), f"invalid:{CRS_BEFORE}") if unread else flags


def text_of(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # as a spreadsheet shows it
    return "" if cell is None else str(cell)
