"""A fact: one validated record that knows its source cells and what could not be read in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from core.facts.address import letters
from core.facts.records import Record
from core.facts.values import Moment

R = TypeVar("R", bound=Record, covariant=True)


_NONE: Mapping[str, Any] = {}


def _none() -> Mapping[str, Any]:
    """The same empty mapping for every fact: most have no fault."""
    return _NONE


class Told(NamedTuple):
    """When and by whom a ledger was told: `at` in UTC, `on` the site's own day then, `by` the name that was acted under, `entry` the
    number under which the ledger holds it."""

    at: datetime
    on: date
    by: str
    entry: int


class Origin(NamedTuple):
    """The row a record was read from; `columns` gives the spreadsheet column, from 1, of each field the file has. `told` is there once a
    ledger holds it. What a person entered has row 0, and `file` says so."""

    file: str
    sheet: str
    row: int
    columns: Mapping[str, int]
    told: Told | None = None

    def cell(self, column: str) -> str:
        """The address of one field, for example `labs.xlsx · labs!D14`; the row where the file has no such column."""
        if not self.row:
            return f"{self.file} · {self.sheet}.{column}" if column else f"{self.file} · {self.sheet}"
        at = self.columns.get(column)
        return f"{self.file} · {self.sheet}!{letters(at) if at else ''}{self.row}"


@dataclass(frozen=True, slots=True)
class Fact(Generic[R]):
    """A record and where it came from. `faults` names the fields whose cell was filled but counts as not recorded, with the reason;
    `origins` the fields that another row of the same key supplied; `number` is the one under which a ledger holds it."""

    record: R
    origin: Origin
    faults: Mapping[str, str] = field(default_factory=_none)
    origins: Mapping[str, Origin] = field(default_factory=_none)
    number: int | None = field(default=None, compare=False)

    def cell(self, column: str) -> str:
        return self.origins.get(column, self.origin).cell(column)

    @property
    def day(self) -> date | None:
        """The day the record itself speaks of, `None` where it was not recorded."""
        when = getattr(self.record, self.record.dated) if self.record.dated else None
        return when.day if isinstance(when, Moment) else when


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the input, in the words *address: found is fault; expected what*."""

    address: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.address}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Cited:
    """One cell that a judgement rests on."""

    fact: Fact[Record]
    column: str

    @property
    def address(self) -> str:
        return self.fact.cell(self.column)

    @property
    def day(self) -> date | None:
        return self.fact.day
