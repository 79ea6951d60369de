"""A truthful coordinator: answers what the page asks from what the laboratory knows, and nothing else."""

import json
from collections.abc import Iterator, Mapping, Sequence

from core.layouts.question import DATES, DECIMAL, DELTA, FILL, IGNORED, NEW, ROLE, SHEET, TEXT, UNIT, Question
from tests.campaign.truth_forms import Sheet
from tests.campaign.truth_habits import LONG, ORDERS, Habits
from tests.campaign.truth_held import place_of


def remembered_as(habits: Habits) -> str:
    """The name under which what was answered for a laboratory is kept."""
    return f"Laboratory {habits.number}"


def of_layout(question: Question) -> bool:
    """Whether it is asked whose remembered layout a sheet has."""
    return question.kind == ROLE and json.loads(question.id)[-1] == "layout"


def answer(question: Question, habits: Habits, sheet: Sheet) -> str | None:
    """The way that is true; `None` where none of those offered is."""
    offered = [way.value for way in question.ways]
    return next((each for each in _true(question, habits, sheet, offered) if each in offered), None)


def _true(question: Question, habits: Habits, sheet: Sheet, offered: list[str]) -> Iterator[str]:
    match question.kind:
        case k if k == TEXT:
            assert habits.text is not None, "a workbook has no encoding"
            yield f"{habits.text.encoding} {habits.text.delimiter}"
        case k if k == SHEET:
            yield "labs" if habits.form == LONG else "labs wide"
        case k if k == ROLE and of_layout(question):
            yield from (way.value for way in question.ways if way.words.endswith(f" {remembered_as(habits)}"))
        case k if k == ROLE:
            means = sheet.means.get(place_of(question.address), "")
            yield from (each for each in offered if each.split(" ")[-1].split(":")[-1] == means)
        case k if k == IGNORED:
            yield from [] if _measured(question, habits, sheet) else offered
        case k if k == NEW:
            yield NEW
        case k if k == FILL:
            yield from (each for each in offered if bool(each) == habits.first_row_only)
        case k if k == DATES:
            yield ORDERS[habits.dates]
        case k if k == DECIMAL:
            yield "comma" if habits.comma else "point"
        case k if k in (UNIT, DELTA):
            _, _, analyte, spelled = json.loads(question.id)
            yield from ([spelled] if spelled == habits.spelled[analyte] else [])
            yield habits.panel[analyte]


def _measured(question: Question, habits: Habits, sheet: Sheet) -> bool:
    """Whether what is to be left out names anything that was measured."""
    heads = [" ".join(str(sheet.cells[at]).split()) for at, means in sheet.means.items() if means in habits.panel]
    return any(head in question.sentence for head in (*heads, *(habits.names.values() if habits.form == LONG else ())))


def answers(questions: Sequence[Question], habits: Habits, sheet: Sheet) -> tuple[Mapping[str, str], list[Question]]:
    """The true answers to these questions, and those of which no way is true."""
    given: dict[str, str] = {}
    helpless = []
    for each in questions:
        found = answer(each, habits, sheet)
        if found is None:
            helpless.append(each)
        else:
            given[each.id] = found
    return given, helpless
