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

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from core.facts.reading import Unreadable
from core.facts.record import Record, readings, required
from core.facts.records import SHEETS


class FileForm(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    delimiter: str = ","
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

    def _faults(self) -> Iterator[str]:
        model = SHEETS[self.sheet]
        for column in self.columns:
            if column not in model.model_fields:
                yield f"{column!r} is no column of sheet {self.sheet}, expected one of: {', '.join(model.model_fields)}"
        for column in model.model_fields:
            if column in required(model) and column not in self.columns:
                yield f"no column of the file is named for {column!r}, which sheet {self.sheet} requires"
        for theirs, times in Counter(self.columns.values()).items():
            if times > 1:
                yield f"{theirs!r} is named for {times} columns, expected one"
        for column, words in self.words.items():
            if column not in self.columns:
                yield f"words are given for {column!r}, which is none of the layout's columns"
                continue
            for theirs, ours in words.items():
                if not theirs.strip():
                    yield f"a blank cell of {column!r} is given a meaning, {ours!r}; a blank is not recorded"
                elif fault := _unreadable(model, column, ours):
                    yield f"{column}: {theirs!r} is translated to {ours!r}, which {fault}"


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
