"""A column mapping: how another laboratory's table is read as a sheet of the workbook contract, from a TOML file.

name = "EDC export, long form"
sheet = "labs"                      # the contract's sheet
[file]                              # optional; the first two for text files only
delimiter = ";"
encoding = "gb18030"
header_row = 3                      # where a title stands above the header
[columns]                           # column of the contract = column of the file
subject_id = "patient"
[only]                              # rows to read: a column of the file and the texts it may hold
item = ["Haemoglobin", "ALT"]
[words.analyte]                     # texts of the file = words of the contract; "" says that a text means "not recorded"
"Haemoglobin" = "hemoglobin"

What follows is for tables that are not one row a result, or were mapped by hand on the Upload page:
laboratory = "Central laboratory"   # whose tables these are
fill = ["subject_id"]               # blank cells repeat the one above
ignored = ["Albumin (g/L)"]         # columns that are seen and not imported
others = "ask"                      # what to do with columns named nowhere here: "ask", or "ignore" (each is listed)
[analytes."Hb (g/dL)"]              # one column an analyte: what it holds, and in which unit; without one each cell carries its own
analyte = "hemoglobin"
unit = "g/dL"
[checks]                            # second identifiers, compared and never imported
birth_date = "DOB"
[times]                             # the time of day of a column of the contract, where it stands in a column of its own
collected_at = "Time"
[unit_columns]                      # a column of units = the column of values it speaks of
"Hb unit" = "Hb"
[notation."Date"]                   # how the texts of a column are written
dates = "day-first"
[[units]]                           # one row a result: a unit as it is spelled there, and what it was said to be
analyte = "creatinine"
spelled = "mg/dL"
unit = "umol/L"
"""

import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from core.facts.analytes import ANALYTES, unit_of
from core.facts.reading import Unreadable
from core.facts.record import Record, days, readings, required
from core.facts.records import SHEETS

KNOWN = Path(__file__).with_name("known")  # the layouts that are shipped


class FileForm(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    delimiter: str | None = None
    encoding: str | None = None
    header_row: Annotated[int, Field(ge=1)] | None = None


class AnalyteColumn(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    analyte: str
    unit: str | None = None


class Written(BaseModel):
    """How the texts of a column are written: see `core.layouts.role.Notation`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    dates: Literal["iso", "day-first", "month-first", "year-first"] | None = None
    decimal: Literal["point", "comma"] | None = None


class SaidUnit(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    analyte: str
    spelled: str
    unit: str


class Layout(BaseModel):
    """A mapping as the file says it, checked against the contract."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    sheet: str
    laboratory: str | None = None
    file: FileForm = FileForm()
    columns: dict[str, str]
    only: dict[str, list[str]] = {}
    words: dict[str, dict[str, str]] = {}
    analytes: dict[str, AnalyteColumn] = {}
    checks: dict[Literal["birth_date", "sex"], str] = {}
    times: dict[str, str] = {}
    unit_columns: dict[str, str] = {}
    notation: dict[str, Written] = {}
    units: list[SaidUnit] = []
    fill: list[str] = []
    ignored: list[str] = []
    others: Literal["ask", "ignore"] = "ignore"

    @field_validator("sheet")
    @classmethod
    def _known_sheet(cls, sheet: str) -> str:
        if sheet not in SHEETS:
            raise ValueError(f"{sheet!r} is no sheet; expected one of: {', '.join(SHEETS)}")
        return sheet

    @model_validator(mode="after")
    def _fits_the_contract(self) -> "Layout":
        faults = list(self._faults())
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @property
    def named(self) -> tuple[str, ...]:
        """The headers without which a table is none of this layout's. Columns of analytes may come and go."""
        return tuple(dict.fromkeys((*self.columns.values(), *self.only, *self.checks.values(), *self.times.values())))

    def _faults(self) -> Iterator[str]:
        model = SHEETS[self.sheet]
        for column in self.columns:
            if column not in model.model_fields:
                yield f"{column!r} is no column of sheet {self.sheet}, expected one of: {', '.join(model.model_fields)}"
        elsewhere = {"analyte"} if self.analytes else set()
        if self.others == "ask":  # mapped on the page, where a title may say whose and of which day the lines are
            elsewhere |= {"subject_id", str(model.dated)}
        for column in model.model_fields:
            if column in required(model) - elsewhere and column not in self.columns:
                yield f"no column of the file is named for {column!r}, which sheet {self.sheet} requires"
        read = Counter((*self.columns.values(), *self.analytes, *self.checks.values(), *self.times.values(), *self.unit_columns))
        for theirs, times in read.items():
            if times > 1:
                yield f"{theirs!r} is named for {times} columns, expected one"
        for theirs in self.ignored:
            if theirs in read:
                yield f"{theirs!r} is ignored and read, expected one of these"
        yield from self._faults_of_words(model)
        yield from self._faults_of_analytes()
        yield from self._faults_of_writing(model, set(read))

    def _faults_of_words(self, model: type[Record]) -> Iterator[str]:
        for column, words in self.words.items():
            if column not in self.columns:
                yield f"words are given for {column!r}, which is none of the layout's columns"
                continue
            for theirs, ours in words.items():
                if not theirs.strip():
                    yield f"a blank cell of {column!r} is given a meaning, {ours!r}; a blank is not recorded"
                elif fault := _unreadable(model, column, ours):
                    yield f"{column}: {theirs!r} is translated to {ours!r}, which {fault}"

    def _faults_of_analytes(self) -> Iterator[str]:
        if (self.analytes or self.units) and self.sheet != "labs":
            yield f"analytes and units are given for sheet {self.sheet}, expected sheet labs"
        for both in sorted({"analyte", "value", "unit"} & set(self.columns)) if self.analytes else ():
            yield f"{both!r} is a column and analytes have columns of their own, expected one of these"
        given = [(theirs, one.analyte, one.unit) for theirs, one in self.analytes.items()]
        given += [(one.spelled, one.analyte, one.unit or None) for one in self.units]
        for theirs, name, unit in given:
            if name not in ANALYTES:
                yield f"{theirs!r} is said to be {name!r}, which is no analyte, expected one of: {', '.join(ANALYTES)}"
            elif unit is not None and unit_of(ANALYTES[name], unit) is None:
                yield f"{theirs!r}: {unit!r} is no unit of {name}, expected one of: {', '.join(ANALYTES[name].units)}"
        for theirs, owner in self.unit_columns.items():
            if owner not in self.analytes:
                yield f"{theirs!r} holds the units of {owner!r}, which is no column of an analyte"

    def _faults_of_writing(self, model: type[Record], read: set[str]) -> Iterator[str]:
        for column in self.times:
            if column not in days(model) or column not in self.columns:
                yield f"a time of day is named for {column!r}, which is none of the layout's columns with a day"
        for column in self.fill:
            if column not in self.columns:
                yield f"{column!r} is filled down and none of the layout's columns"
        for theirs in self.notation:
            if theirs not in read:
                yield f"{theirs!r} has a notation and is not read"


def _unreadable(model: type[Record], column: str, word: str) -> str | None:
    try:
        readings(model)[column].value(word, None)
    except Unreadable as fault:
        return str(fault)
    return None


class LayoutRefused(ValueError):
    """The layout file cannot be used; one line a fault, for people."""


def load_layout(path: Path) -> Layout:
    """The mapping of a TOML file.

    Raises:
        LayoutRefused: where the file cannot be read or does not fit the contract.
    """
    try:
        return Layout.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise LayoutRefused(f"{path.name}: {fault}; expected a layout in TOML") from None
    except ValidationError as faults:
        said = [
            f"{path.name}: {'.'.join(map(str, e['loc']))} {e['msg'].removeprefix('Value error, ')}".replace(":  ", ": ")
            for e in faults.errors()
        ]
        raise LayoutRefused("\n".join(said)) from None


@cache
def known_layouts() -> tuple[Layout, ...]:
    """The layouts that are shipped, in the order of their files' names."""
    return tuple(load_layout(path) for path in sorted(KNOWN.glob("*.toml")))


def written_layout(layout: Layout) -> str:
    """A layout as the text of a file that `load_layout` reads back."""
    said = layout.model_dump(exclude_defaults=True, exclude_none=True)
    tables = {name: value for name, value in said.items() if isinstance(value, dict)}
    units = said.pop("units", [])
    lines = [f"{name} = {_value(value)}" for name, value in said.items() if name not in tables]
    for name, table in tables.items():
        lines += _table(name, table)
    for unit in units:
        lines += ["", "[[units]]", *(f"{name} = {_value(value)}" for name, value in unit.items())]
    return "\n".join(lines) + "\n"


def _table(path: str, table: Mapping[str, object]) -> list[str]:
    plain = {name: value for name, value in table.items() if not isinstance(value, dict)}
    lines = ["", f"[{path}]", *(f"{_value(name)} = {_value(value)}" for name, value in plain.items())] if plain or not table else []
    for name, value in table.items():
        if isinstance(value, dict):
            lines += _table(f"{path}.{_value(name)}", value)
    return lines


def _value(value: object) -> str:
    """A text, a number or a list of texts in TOML, whose texts are those of JSON but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
