"""A sheet as it was found: raw cells with their addresses, before any of them is understood."""

from dataclasses import dataclass
from typing import NamedTuple

from core.facts.address import cell_name
from core.intake.columns import Cell
from core.intake.places import visible

__all__ = ["Cell", "Refused", "Table", "TextForm", "address"]


class TextForm(NamedTuple):
    """How the text of a file was read. `sure` where nothing else could be meant; else `others` are the other ways in which it can be read,
    each as (encoding, delimiter, its first line so read)."""

    encoding: str
    delimiter: str
    sure: bool
    others: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, or one CSV file.

    `rows` is rectangular and starts at spreadsheet row `first_row` and column `first_column`, both 1-based; blank rows keep their place.
    `flaws` names, by 1-based (row, column), the cells that do not say what they seem to say; each text continues the cell's address.
    `hidden` is true for a sheet the spreadsheet does not show. `notices` are sentence parts about the sheet, for a person to judge;
    `concealed` are those of them that tell of filled rows and columns the spreadsheet does not show. `merged` are its merged ranges as
    1-based (top, left, bottom, right). `text` is there for text files.
    """

    file: str
    sheet: str
    rows: list[list[Cell]]
    first_row: int
    first_column: int
    hidden: bool
    flaws: dict[tuple[int, int], str]
    notices: list[str]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    concealed: tuple[str, ...] = ()
    text: TextForm | None = None


class Refused(Exception):
    """A file that could not be turned into tables, in one sentence for people: `<file>: <fault>; expected <what>`."""


def address(file: str, sheet: str, row: int, column: int) -> str:
    """Where a cell stands, 1-based: `labs.xlsx · labs!D14`."""
    return f"{visible(file)} · {visible(sheet)}!{cell_name(row, column)}"
