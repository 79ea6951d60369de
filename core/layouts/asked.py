"""The questions of one region as they come up, each with the answer that was given, and the places they speak of."""

from collections.abc import Sequence

from core.facts.address import cell_name
from core.intake.tables import address
from core.layouts.heading import where
from core.layouts.question import Answers, Question, Way, answered
from core.layouts.region import Column, Place, Region

MOST_SHOWN = 60  # characters of a text that a sentence repeats


class Asked:
    """Collects what is asked of a region."""

    def __init__(self, region: Region, answers: Answers) -> None:
        self.region, self.answers = region, answers
        self.questions: list[Question] = []

    def ask(self, id_: str, kind: str, at: str, sentence: str, ways: Sequence[Way], likely: str | None = None) -> str | None:
        """The answer; `None` where there is none yet, or where it is no longer one of the ways."""
        chosen = answered(id_, tuple(ways), self.answers)
        self.questions.append(Question(id_, kind, at, sentence, tuple(ways), likely, chosen))
        return chosen

    @property
    def open(self) -> bool:
        return any(question.chosen is None for question in self.questions)

    def head(self, column: Column) -> str:
        """The address of a column: of its innermost filled head, or where it has none of its first line."""
        place = head_place(column)
        if place is not None:
            return self.at(place.row, place.column)
        return self.cell(0, column) if self.region.lines else where(self.region.table)

    def cell(self, position: int, column: Column) -> str:
        """The address of a cell by the position of its line."""
        return self.at(*self.region.place(self.region.lines[position], column))

    def at(self, row: int, column: int) -> str:
        return address(self.region.table.file, self.region.table.sheet, row, column)

    @property
    def start(self) -> str:
        """The address of the region: its first head."""
        return self.head(self.region.columns[0])


def head_place(column: Column) -> Place | None:
    return next((place for place in reversed(column.heads) if place.cell is not None and str(place.cell).strip()), None)


def name_of(column: Column) -> str:
    """The name of a column's head cell: `C1`."""
    place = head_place(column)
    return "" if place is None else cell_name(place.row, place.column)


def quoted(text: str) -> str:
    """A text of the file as a sentence repeats it."""
    return repr(text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…")


def rows(count: int, noun: str = "row") -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
