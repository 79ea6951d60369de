"""What is asked of the contract's own sheets where somebody can answer: dates in another order, numbers with a comma, hidden parts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from core.facts.record import days
from core.intake.places import visible
from core.intake.tables import Cell, Table
from core.layouts.dates import EITHER as EITHER_ORDER
from core.layouts.dates import NAMED, dates_of
from core.layouts.decimals import decimals_of, proves
from core.layouts.heading import Plan, head, where
from core.layouts.lines import Turn
from core.layouts.question import DATES, DECIMAL, HIDDEN, Answers, Question, Way, answered, id_of
from core.layouts.role import COMMA, DAY_FIRST, MONTH_FIRST, POINT, YEAR_FIRST, Notation
from core.layouts.turning import is_number, turn_of

READ, LEAVE = "read", "leave"
AS_THEY_STAND = ""
ORDERS = {
    DAY_FIRST: "day first: 05/03/2026 is 5 March 2026",
    MONTH_FIRST: "month first: 05/03/2026 is 3 May 2026",
    YEAR_FIRST: "year first: 2026/03/05 is 5 March 2026",
}
SIGNS = {COMMA: "a comma stands before the decimals: 8,45 is 8.45", POINT: "a comma groups thousands: 8,450 is 8450"}


def hidden_question(table: Table, answers: Answers) -> Question | None:
    """Whether a sheet is read of which the spreadsheet does not show everything; `None` where it shows all."""
    if not table.hidden and not table.concealed:
        return None
    found = "is a hidden sheet" if table.hidden else "; ".join(table.concealed)
    ways = (Way(READ, "read, with what is hidden"), Way(LEAVE, "the whole sheet is left out"))
    return _asked(HIDDEN, where(table), f"{found}; expected to be told whether it counts", ways, answers)


def left_out(question: Question | None) -> bool:
    """Whether a hidden sheet is not read, by decision."""
    return question is not None and question.chosen == LEAVE


def questions_of(table: Table, plan: Plan, answers: Answers) -> Iterator[Question]:
    """One question a column whose texts write dates in another order, or numbers with a comma."""
    for index, name in sorted(plan.fields.items()):
        cells = [row[index] for row in table.rows[1:]]
        if str not in set(map(type, cells)):
            continue  # only texts can be meant in two ways
        if name in days(plan.model):
            found = _dates(cells)
        elif is_number(plan.model, name):
            found = _decimals(cells)
        else:
            continue
        if found is not None:
            kind, said, ways = found
            yield _asked(kind, head(table, index), f"{visible(name)} {said}", ways, answers)


def said_turns(table: Table, plan: Plan, questions: tuple[Question, ...]) -> Mapping[str, Turn]:
    """How the columns are read by these questions' answers."""
    turns: dict[str, Turn] = {}
    for index, name in plan.fields.items():
        notation = Notation()
        for one in questions:
            if one.address == head(table, index) and one.kind in (DATES, DECIMAL) and one.chosen:
                notation = replace(notation, **{"dates" if one.kind == DATES else "decimal": one.chosen})
        if turn := turn_of(plan.model, name, {}, notation):
            turns[name] = turn
    return turns


def _dates(cells: list[Cell]) -> tuple[str, str, tuple[Way, ...]] | None:
    """Orders that fit every date of a column; none where cells prove different ones, for then each cell is a fault of its own."""
    counts = dates_of(cells).counts
    named, either = counts.get(NAMED, 0), counts.get(EITHER_ORDER, 0)
    total = named + either + sum(counts.get(order, 0) for order in ORDERS)
    proven = [order for order in ORDERS if counts.get(order)]
    if not total or len(proven) > 1 or (proven == [YEAR_FIRST] and either):
        return None
    fit = proven or ([DAY_FIRST, MONTH_FIRST] if either else [DAY_FIRST])
    ways = [Way(order, ORDERS[order] if either or proven else "the month is written as a name", _proof(order, counts)) for order in fit]
    said = f"holds {total} {'dates' if total > 1 else 'date'} in another order than 2026-03-05; expected the order confirmed"
    return DATES, said, (*ways, Way(AS_THEY_STAND, "as they stand: each of them is a fault of its cell"))


def _proof(order: str, counts: Mapping[str, int]) -> str:
    return f"{counts[order]} of them fit no other order" if counts.get(order) else "none of them decides it"


def _decimals(cells: list[Cell]) -> tuple[str, str, tuple[Way, ...]] | None:
    """What a comma may mean in a column; nothing is asked where cells prove both, for then each cell is a fault of its own."""
    found = decimals_of(cells)
    comma, point = found.counts.get(COMMA, 0), found.counts.get(POINT, 0)
    count = sum(isinstance(cell, str) and "," in cell and proves(cell) is not None for cell in cells)
    if not count or (comma and point):
        return None
    fit = [COMMA] if comma else [POINT] if point else [COMMA, POINT]
    ways = [Way(sign, SIGNS[sign], f"{found.counts[sign]} fit nothing else" if found.counts.get(sign) else "") for sign in fit]
    said = f"holds {count} {'numbers' if count > 1 else 'number'} with a comma; expected its meaning confirmed"
    return DECIMAL, said, (*ways, Way(AS_THEY_STAND, "as they stand: each of them is a fault of its cell"))


def _asked(kind: str, address: str, sentence: str, ways: tuple[Way, ...], answers: Answers) -> Question:
    asked = id_of(kind, address)
    return Question(asked, kind, address, sentence, ways, chosen=answered(asked, ways, answers))
