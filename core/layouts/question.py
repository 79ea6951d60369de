"""What a person must say before a file can be read, once a column and never once a cell. No answer is ever chosen beforehand."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# The kinds, by what is asked. The page groups them in this order.
TEXT, SHEET, ROLE, IGNORED, HIDDEN, FILL, DATES, DECIMAL, UNIT, DELTA, NEW = (
    "text", "sheet", "role", "ignored", "hidden", "fill", "dates", "decimal", "unit", "delta", "new",
)  # fmt: skip
KINDS = (TEXT, SHEET, ROLE, IGNORED, HIDDEN, FILL, DATES, DECIMAL, UNIT, DELTA, NEW)

Answers = Mapping[str, str]  # the value of a way by the question's id
NO_ANSWERS: Answers = {}


@dataclass(frozen=True, slots=True)
class Way:
    """One answer: what is stored, what a person reads, and what speaks for or against it ('12 of 12 values would lie in 20-250 g/L')."""

    value: str
    words: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """`id` is the same whenever the same content is looked at again. `address` is where the doubt stands; `sentence` goes on after it in
    the words of every fault: *found is doubt; expected what*. `likely` is the value of the way that looks most alike: it may be named as
    a suggestion and is never taken. `chosen` is the answer given."""

    id: str
    kind: str
    address: str
    sentence: str
    ways: tuple[Way, ...]
    likely: str | None = None
    chosen: str | None = None

    def __str__(self) -> str:
        return f"{self.address}: {self.sentence}"


def id_of(kind: str, address: str, *detail: str) -> str:
    """The id of what is asked at an address."""
    return json.dumps([kind, address, *detail], ensure_ascii=False)


def unit_id(address: str, analyte: str, spelled: str) -> str:
    """The id of the question in which unit an analyte is given, whether its header, its range (UNIT) or a subject's past (DELTA) raises it.
    `address` is that of the head cell of a column that holds one analyte, else `file · sheet`; `spelled` is the unit as written."""
    return id_of(UNIT, address, analyte, spelled)


def settled_units(answers: Answers) -> frozenset[tuple[str, str, str]]:
    """The (address, analyte, unit) that a person has answered for: the unit as it is read now, whatever was written."""
    found = ((json.loads(each), answer) for each, answer in answers.items() if each.startswith(f'["{UNIT}", '))
    return frozenset((address, analyte, answer) for (_, address, analyte, _), answer in found)


def answered(question_id: str, ways: tuple[Way, ...], answers: Answers) -> str | None:
    """The answer where one of these ways was given; anything else is no answer."""
    found = answers.get(question_id)
    return found if any(way.value == found for way in ways) else None


def unanswered(questions: Iterable[Question]) -> list[str]:
    """The open ones in words for where nobody can be asked."""
    return [f"{each} (answer it on the Upload page, or give a layout)" for each in questions if each.chosen is None]
