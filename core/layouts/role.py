"""What the columns of a region say: each column's role, how its cells are written, and how we know."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.facts.record import Record
from core.layouts.question import Question
from core.layouts.region import Column, Place, Region

# How a date is written in text, beside real spreadsheet dates. Year first: 2026/3/5, 2026.03.05, 2026年3月5日, 20260305.
ISO, DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "iso", "day-first", "month-first", "year-first"
POINT, COMMA = "point", "comma"
DECIMALS = (POINT, COMMA)  # what stands before the decimals; the other one, or a blank, may group thousands
CHECKED = ("birth_date", "sex")  # second identifiers: compared with what stands, never imported from such a column


@dataclass(frozen=True, slots=True)
class Notation:
    """How the texts of a column are written. `None` where the column holds no text for which it matters."""

    dates: str | None = None
    decimal: str | None = None


PLAIN = Notation()


@dataclass(frozen=True, slots=True)
class Role:
    """What one column says. Exactly one of these: `says`, a column of the contract's sheet; an `analyte`, whose cells are values with
    `unit` as it is spelled in `unit_at` (a header cell, or the unit row; no place where a person said it, no unit where each cell or a
    column beside carries its own); `check`, a second identifier; `time_of`, the time of day of another field; `unit_of`, the units of
    the column of that index; or nothing: not imported. `how` says how we know, for a person."""

    column: Column
    how: str
    says: str | None = None
    analyte: str | None = None
    unit: str | None = None
    unit_at: Place | None = None
    check: str | None = None
    time_of: str | None = None
    unit_of: int | None = None
    notation: Notation = PLAIN
    words: Mapping[str, str] = field(default_factory=dict)  # texts of its cells = words of the contract
    only: frozenset[str] | None = None  # the texts of the rows to read

    @property
    def imported(self) -> bool:
        return bool(self.says or self.analyte or self.check or self.time_of or self.unit_of is not None)


@dataclass(frozen=True, slots=True)
class Understood:
    """How one region is read. `model` is the contract's record that its lines become, `None` while that is asked or where nothing is
    imported; `roles` stand in the order of its columns; `layout` names the remembered or known layout that said so, `laboratory` whose it
    is; `fill` are the columns of the contract whose blank cells repeat the one above; `units` are units by (analyte, unit as spelled) that
    a person put in the place of the written ones, for sheets of one row a result. `questions` are those of this region, answered or not:
    nothing of the region is read while one is open."""

    region: Region
    model: type[Record] | None
    roles: tuple[Role, ...]
    layout: str | None = None
    laboratory: str | None = None
    fill: frozenset[str] = frozenset()
    units: Mapping[tuple[str, str], str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()

    @property
    def open(self) -> tuple[Question, ...]:
        return tuple(each for each in self.questions if each.chosen is None)
