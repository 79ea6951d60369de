"""Rows of the table `fact` back as facts: cell by cell with the contract's own readings, each distinct text read once."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, repeat
from typing import Any, NamedTuple

from core.facts.fact import Fact, Origin, Problem, Told
from core.facts.reading import Reads
from core.facts.record import Record, readings
from core.facts.records import SHEETS
from core.ledger.rows import RECORD
from core.ledger.stored import LeftOut, Stored

MOST = 20_000  # distinct texts kept of one column before they are forgotten: many subjects share their words, few their times
COLUMNS = ("id", "entry", "kind", "subject_id", "sheet", "row", "record", "faults", "origin")  # of a row of the table, in this order
Row = tuple[int, int, str, str, str, int, str, str, str]


class _Known(dict[str | None, Any]):
    """What texts say, each distinct one read once. Several threads may read: at worst a text is read twice."""

    def __init__(self, reads: Callable[[str], object]) -> None:
        self.reads = reads

    def __missing__(self, text: str) -> object:
        if len(self) >= MOST:
            self.clear()
        found = self[text] = self.reads(text)
        return found


class _Place(NamedTuple):
    """An origin without its row: what all rows of a file share. `entry` told it where not the fact's own did; `cells` the others'."""

    file: str
    sheet: str
    columns: Mapping[str, int]
    entry: int | None
    cells: Mapping[str, Mapping[str, Any]]


def _place(text: str) -> _Place:
    said = json.loads(text)
    return _Place(said["file"], said["sheet"], said["columns"], said.get("entry"), said.get("cells", {}))


_PLACES = _Known(_place)
_FAULTS = _Known(json.loads)


@cache
def _cells(model: type[Record], name: str) -> _Known:
    """What the written cells of a column say."""
    reads: Reads = readings(model)[name]
    known = _Known(lambda text: reads.value(text, None))
    return known


def tellers_of(rows: Sequence[Row]) -> set[int]:
    """The entries that told of these rows or of a cell of theirs."""
    found = {row[1] for row in rows}
    for text in {row[8] for row in rows}:
        place = _PLACES[text]
        found |= {each for each in (place.entry, *(cell.get("entry") for cell in place.cells.values())) if each is not None}
    return found


def stored_of(rows: Sequence[Row], told: Mapping[int, Told]) -> tuple[Stored, ...]:
    """The rows as they were told, in their order."""
    sheets: dict[str, list[Row]] = {}
    for row in rows:
        if row[2] == RECORD:
            sheets.setdefault(row[4], []).append(row)
    records = {sheet: _records(SHEETS[sheet], of_sheet) for sheet, of_sheet in sheets.items()}
    return tuple(_stored(row, next(records[row[4]]) if row[2] == RECORD else None, told) for row in rows)


def _records(model: type[Record], rows: Sequence[Row]) -> Iterator[Record]:
    """The records of one sheet, column by column."""
    written: list[dict[str, str]] = json.loads(f"[{','.join([row[6] for row in rows])}]")
    filled = set(chain.from_iterable(written))
    names = tuple(readings(model))
    columns: list[Iterable[object]] = []
    for name in names:
        if name == "subject_id":
            columns.append([row[3] for row in rows])
        elif name in filled:
            known = _cells(model, name)
            columns.append([None if (text := cells.get(name)) is None else known[text] for cells in written])
        else:
            columns.append(repeat(None, len(rows)))
    of = model.of
    return (of(dict(zip(names, values, strict=True))) for values in zip(*columns, strict=True))


def _stored(row: Row, record: Record | None, told: Mapping[int, Told]) -> Stored:
    number, entry, _, subject_id, sheet, at, said, faults, origin = row
    file, page, columns, teller, cells = _PLACES[origin]
    here = Origin(file, page, at, columns, told[entry if teller is None else teller])
    if record is None:
        problems = tuple(Problem(address, sentence) for address, sentence in json.loads(said))
        return Stored(number, LeftOut(subject_id, sheet, problems, here))
    if not cells:
        return Stored(number, Fact(record, here, _FAULTS[faults], number=number))
    others = {name: _of_cell(cell, entry, told) for name, cell in cells.items()}
    return Stored(number, Fact(record, here, _FAULTS[faults], others, number))


def _of_cell(said: Mapping[str, Any], entry: int, told: Mapping[int, Told]) -> Origin:
    """Where one cell came from; what does not say who told it was told with its fact."""
    return Origin(said["file"], said["sheet"], said["row"], said["columns"], told[said.get("entry", entry)])
