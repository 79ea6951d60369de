"""A record: one row of a sheet of the study workbook, and how its columns are read."""

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict

from core.facts import reading as r

_FIELDS_SET: set[str] = set()  # one for all: a frozen record never adds to it, and many thousands of them would be megabytes


class Record(BaseModel):
    """One row of a sheet. `key` names the columns that say which event a row speaks of (with the subject);
    `dated` is the column of its own day, `None` where the record has none."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    sheet: ClassVar[str]
    key: ClassVar[tuple[str, ...]] = ()
    dated: ClassVar[str | None] = None
    separate: ClassVar[bool] = False  # two rows alike are two events, never a conflict

    subject_id: Annotated[str, r.IDENTIFIER]

    @classmethod
    def expects(cls, column: str, values: Mapping[str, object]) -> str | None:
        """What is expected in a cell, where the other cells of its row say it better than its column alone."""
        return None

    @classmethod
    def of(cls, values: dict[str, object]) -> Self:
        """The record of values that the readings of its columns gave, one for every column, checked by nothing again. Pydantic's own
        `model_construct` does the same in four times the time."""
        record = cls.__new__(cls)
        fill = object.__setattr__
        fill(record, "__dict__", values)
        fill(record, "__pydantic_fields_set__", _FIELDS_SET)
        fill(record, "__pydantic_extra__", None)
        fill(record, "__pydantic_private__", None)
        return record


@cache
def readings(model: type[Record]) -> dict[str, r.Reads]:
    """How the cells of each column are read, in the order of the contract."""
    marks = {name: (mark for mark in info.metadata if isinstance(mark, r.Reads)) for name, info in model.model_fields.items()}
    return {name: next(found) for name, found in marks.items()}


@cache
def key_of(model: type[Record]) -> Callable[[Record], tuple[object, ...]]:
    """What says which event a record speaks of, as a function of the record."""
    found: Callable[[Record], tuple[object, ...]] = attrgetter("subject_id", "sheet", *model.key)
    return found


@cache
def required(model: type[Record]) -> frozenset[str]:
    """The columns without which a row says nothing."""
    return frozenset(name for name, mark in readings(model).items() if mark.required)


@cache
def days(model: type[Record]) -> tuple[str, ...]:
    """The columns that hold a day or a moment."""
    return tuple(name for name, mark in readings(model).items() if mark.parse in (r.day, r.moment, r.date_time))
