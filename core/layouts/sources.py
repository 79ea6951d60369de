"""Where the cells of each field of a region's lines come from: a column of its own, the line above, a title, a column of times."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import NamedTuple

from core.facts.fact import Origin
from core.facts.record import Record
from core.facts.values import Cell
from core.intake.csv_text import BEYOND
from core.intake.places import visible
from core.layouts.dates import date_text, to_iso, to_time
from core.layouts.heading import as_text
from core.layouts.incoming import Intake, Lost
from core.layouts.lines import shown, subjects_in
from core.layouts.region import Column, Place
from core.layouts.role import ISO, Role, Understood

INSIDE = "is inside merged cells"  # what the reader says of a cell that a merged one covers


class Spot(NamedTuple):
    """A cell of the sheet by its spreadsheet row and column, 1-based."""

    row: int
    column: int


@dataclass(slots=True)
class Source:
    """The cells of one field, one a line, and where each stands: in a column, in that column of the line it was filled down from (`above`,
    by position), or all of them in one place. `faults` says by position what is wrong with a cell whatever it holds."""

    cells: list[Cell]
    stands: Column | Place
    above: dict[int, int] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)


class Sheet:
    """The lines of a region with the cells of its fields."""

    def __init__(self, understood: Understood, model: type[Record]) -> None:
        self.model = model
        self.understood, self.region = understood, understood.region
        self.table = self.region.table
        self.file, self.name = visible(self.table.file), visible(self.table.sheet)
        self._down = {
            Spot(row, left): top
            for top, left, bottom, right in self.table.merged
            if left == right and bottom > top
            for row in range(top, bottom + 1)
        }

    def fields(self) -> dict[str, Source]:
        """The fields of the contract that lines have, but those of analyte columns."""
        found = {role.says: self.column(role.column, role.says in self.understood.fill) for role in self.understood.roles if role.says}
        for name, place in self.region.given.items():
            if name not in found and name in self.model.model_fields:
                found[name] = Source([place.cell] * len(self.region.lines), place)
        for role in self.understood.roles:
            if role.time_of in found:
                _timed(found[role.time_of], self.column(role.column, False), _order(self.understood, role.time_of))
        return found

    def column(self, column: Column, fill: bool) -> Source:
        """The cells of one column; a blank one repeats the one above it where `fill` says so."""
        region, table = self.region, self.table
        cells: list[Cell] = [region.cell(line, column) for line in region.lines]
        source = Source(cells, column)
        if table.flaws:
            for at, line in enumerate(region.lines):
                spot = Spot(*region.place(line, column))
                if (flaw := table.flaws.get(spot)) and not (fill and flaw.startswith(INSIDE) and spot in self._down):
                    source.faults[at] = flaw
        if fill:
            last: int | None = None
            for at, cell in enumerate(cells):
                if as_text(cell) or at in source.faults:
                    last = at
                elif last is not None and self._reaches(column, last, at):
                    cells[at], source.above[at] = cells[last], last
                    if last in source.faults:
                        source.faults[at] = source.faults[last]
        return source

    def _reaches(self, column: Column, last: int, at: int) -> bool:
        """Whether a filled cell goes on down to a line: not past the top of merged cells that are blank themselves."""
        top = self._down.get(Spot(*self.region.place(self.region.lines[at], column)))
        return top is None or self.region.place(self.region.lines[last], column)[0] >= top

    def spot(self, source: Source, at: int) -> Spot:
        """Where the cell of a line stands."""
        if isinstance(source.stands, Place):
            return Spot(source.stands.row, source.stands.column)
        return Spot(*self.region.place(self.region.lines[source.above.get(at, at)], source.stands))

    def origin(self, field: str, spot: Spot) -> Origin:
        return Origin(self.file, self.name, spot.row, {field: spot.column})

    def whole(self, at: int) -> Origin:
        """A line without its cells; of a turned sheet its first cell."""
        region, line = self.region, self.region.lines[at]
        row, column = region.place(line, region.columns[0])
        return Origin(self.file, self.name, row, {"": column} if region.across else {})

    def pass_over(self, subjects: Source, positions: Sequence[int], intake: Intake) -> None:
        """Names the subjects of lines that give no fact and are no fault."""
        for at, subject_id in subjects_in((at, subjects.cells[at]) for at in positions if at not in subjects.faults):
            intake.lost.append(Lost(subject_id, "", (), self.whole(at)))

    def shifted(self) -> Iterator[int]:
        """The positions of the lines in which a cell stands beyond the last head: none of their cells is sure to stand under its own."""
        beyond = {row for (row, _), flaw in self.table.flaws.items() if BEYOND in flaw}
        if beyond and not self.region.across:
            yield from (at for at, line in enumerate(self.region.lines) if self.table.first_row + line in beyond)

    def empty(self) -> Sequence[bool]:
        """Of each line whether none of its cells holds or hides anything."""
        region, flaws = self.region, self.table.flaws
        return [
            not any(as_text(region.cell(line, column)) or (flaws and region.place(line, column) in flaws) for column in region.columns)
            for line in region.lines
        ]

    def row(self, at: int) -> str:
        """How a message names a line."""
        line = self.region.lines[at]
        return f"column {self.table.first_column + line}" if self.region.across else f"row {self.table.first_row + line}"


def _order(understood: Understood, field: str) -> str:
    return next((role.notation.dates or ISO for role in understood.roles if role.says == field), ISO)


def role_of(understood: Understood, field: str) -> Role | None:
    return next((role for role in understood.roles if role.says == field), None)


def _timed(dates: Source, times: Source, order: str) -> None:
    """Puts the times of a column of their own to the dates of a source. A time that cannot be read is a fault of its date: without it the
    order of two results of one day would be another."""
    known: Mapping[int, Cell] = {at: cell for at, cell in enumerate(times.cells) if as_text(cell) or at in times.faults}
    for at, cell in known.items():
        if not as_text(dates.cells[at]):
            continue
        clock = None if at in times.faults else _clock(cell)
        day = _day(dates.cells[at], order)
        if at in times.faults:
            dates.faults.setdefault(at, f"has a time that {times.faults[at]}")
        elif clock is None:
            dates.faults.setdefault(at, f"has the time {shown(cell)}, which is none; expected a time like 08:30")
        elif day is not None:
            dates.cells[at] = f"{day}T{clock}"
        elif (own := _time_in(dates.cells[at], order)) is not None and own[:5] != clock[:5]:
            dates.faults.setdefault(at, f"says the time {own} and its column of times {shown(cell)}; expected one time")


def _clock(cell: Cell) -> str | None:
    """A time of day as the contract writes it. A spreadsheet's time may come as a date-time of its first day, or as a part of a day."""
    if isinstance(cell, datetime):
        return cell.time().isoformat("seconds")
    if isinstance(cell, time):
        return cell.isoformat("seconds")
    return to_time(cell) if isinstance(cell, str) else None


def _day(cell: Cell, order: str) -> str | None:
    """A cell that says a day and no time, as ISO."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else None
    if isinstance(cell, date):
        return cell.isoformat()
    found = _iso(cell, order)
    return found if found is not None and len(found) == len("2026-03-05") else None


def _time_in(cell: Cell, order: str) -> str | None:
    """The time of day that a cell of dates says itself."""
    if isinstance(cell, datetime):
        return cell.time().isoformat("seconds")
    found = _iso(cell, order)
    return found[len("2026-03-05") + 1 :] or None if found is not None else None


def _iso(cell: Cell, order: str) -> str | None:
    text = date_text(cell) if isinstance(cell, str | int | float) else None
    return None if text is None else to_iso(text, order)


class Places:
    """Where the cells of a line's record stand: its own row, and by field the cells elsewhere. `anchor` is the field whose row is the
    record's; `fixed` are cells that are the same for every line."""

    def __init__(self, sheet: Sheet, sources: Mapping[str, Source], anchor: str, fixed: Mapping[str, Spot]) -> None:
        self.sheet, self.sources, self.anchor = sheet, sources, anchor
        given = {name: sheet.spot(source, 0) for name, source in sources.items() if isinstance(source.stands, Place)}
        self.fixed = {name: sheet.origin(name, spot) for name, spot in {**fixed, **given}.items()}
        self.filled = {name: source for name, source in sources.items() if source.above}
        left = sheet.table.first_column
        self.own = {name: left + source.stands.index for name, source in sources.items() if isinstance(source.stands, Column)}

    def of(self, at: int) -> tuple[Origin, dict[str, Origin]]:
        sheet = self.sheet
        if sheet.region.across:
            return self._turned(at)
        row = sheet.table.first_row + sheet.region.lines[at]
        moved = {name: source for name, source in self.filled.items() if at in source.above}
        if not moved:
            return Origin(sheet.file, sheet.name, row, self.own), self.fixed
        own = {name: column for name, column in self.own.items() if name not in moved}
        above = {name: sheet.origin(name, sheet.spot(source, at)) for name, source in moved.items()}
        return Origin(sheet.file, sheet.name, row, own), self.fixed | above

    def _turned(self, at: int) -> tuple[Origin, dict[str, Origin]]:
        sheet = self.sheet
        spots = {name: sheet.spot(self.sources[name], at) for name in self.own}
        row = spots[self.anchor].row
        own = {name: spot.column for name, spot in spots.items() if spot.row == row}
        others = {name: sheet.origin(name, spot) for name, spot in spots.items() if spot.row != row}
        return Origin(sheet.file, sheet.name, row, own), self.fixed | others
