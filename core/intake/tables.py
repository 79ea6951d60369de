"""A sheet as it was found: raw cells with their addresses, before any of them is understood."""

from dataclasses import dataclass

from core.facts.address import cell_name
from core.intake.columns import Cell
from core.intake.places import visible

__all__ = ["Cell", "Refused", "Table", "address"]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, or one CSV file.

    `rows` is rectangular and starts at spreadsheet row `first_row` and column `first_column`, both 1-based; blank rows keep their place.
    `flaws` names, by 1-based (row, column), the cells that do not say what they seem to say; each text continues the cell's address.
    `hidden` is true for a sheet the spreadsheet does not show. `notices` are sentence parts about the sheet, for a person to judge.
    """

    file: str
    sheet: str
    rows: list[list[Cell]]
    first_row: int
    first_column: int
    hidden: bool
    flaws: dict[tuple[int, int], str]
    notices: list[str]


class Refused(Exception):
    """A file that could not be turned into tables, in one sentence for people: `<file>: <fault>; expected <what>`."""


def address(file: str, sheet: str, row: int, column: int) -> str:
    """Where a cell stands, 1-based: `labs.xlsx · labs!D14`."""
    return f"{visible(file)} · {visible(sheet)}!{cell_name(row, column)}"
