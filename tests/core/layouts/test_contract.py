"""What is asked of the contract's own sheets on upload: dates of another order, commas, hidden parts; unasked, they stay as they were."""

from datetime import date

import pytest

from core.intake.reader import Handed
from core.intake.tables import Table
from core.layouts.contract import hidden_question, left_out, questions_of
from core.layouts.heading import plan_of
from core.layouts.load import bring
from core.layouts.question import NO_ANSWERS
from core.protocol.settings import Settings

HEAD = "subject_id,collected_at,analyte,value,unit"


def brought(*rows, answers=NO_ANSWERS, asking=True):
    data = "\n".join((HEAD, *rows)).encode()
    return bring([Handed("labs.csv", data)], Settings(), answers=answers, today=date(2026, 4, 1), asking=asking)


def told(found):
    return [(str(one), [(way.value, way.evidence) for way in one.ways]) for one in found.questions]


@pytest.mark.parametrize(
    ("days", "said", "ways"),
    [
        (("05/03/2026", "13/03/2026"), "2 dates", [("day-first", "1 of them fit no other order"), ("", "")]),
        (("05/03/2026", "03/13/2026"), "2 dates", [("month-first", "1 of them fit no other order"), ("", "")]),
        (
            ("05/03/2026", "2026-03-05"),
            "1 date",
            [("day-first", "none of them decides it"), ("month-first", "none of them decides it"), ("", "")],
        ),
        (("2026/03/05",), "1 date", [("year-first", "1 of them fit no other order"), ("", "")]),
        (("5 Mar 2026",), "1 date", [("day-first", "none of them decides it"), ("", "")]),
    ],
)
def test_dates_in_another_order_are_asked_once_a_column_and_never_passed(days, said, ways):
    found = brought(*(f"S-1,{day},hemoglobin,{80 + at},g/L" for at, day in enumerate(days)))
    expected = f"labs.csv · labs!B1: collected_at holds {said} in another order than 2026-03-05; expected the order confirmed"
    assert told(found) == [(expected, ways)]
    answers = {found.questions[0].id: ways[0][0]}
    settled = brought(*(f"S-1,{day},hemoglobin,{80 + at},g/L" for at, day in enumerate(days)), answers=answers)
    assert [one.chosen for one in settled.questions] == [ways[0][0]]
    assert ([len(days)], []) == ([len(settled.intake.facts)], settled.intake.problems)


@pytest.mark.parametrize("days", [("2026-03-05",), ("",), ("13/03/2026", "03/13/2026"), ("2026/03/05", "05/03/2026"), ("5/3/26",)])
def test_nothing_is_asked_where_nothing_is_to_be_confirmed_or_the_cells_contradict_each_other(days):
    assert brought(*(f"S-1,{day},hemoglobin,80,g/L" for day in days)).questions == ()


@pytest.mark.parametrize(
    ("numbers", "ways", "value"),
    [
        (("8,45", "12,3"), [("comma", "2 fit nothing else"), ("", "")], "8.45"),
        (("1,234",), [("comma", ""), ("point", ""), ("", "")], "1.234"),
        (("1,234.5",), [("point", "1 fit nothing else"), ("", "")], "1234.5"),
    ],
)
def test_numbers_with_a_comma_are_asked_once_a_column(numbers, ways, value):
    rows = [f'S-1,2026-03-0{day},ferritin,"{number}",ug/L' for day, number in enumerate(numbers, 1)]
    found = brought(*rows)
    assert [(one.kind, one.address, [(way.value, way.evidence) for way in one.ways]) for one in found.questions] == [
        ("decimal", "labs.csv · labs!D1", ways)
    ]
    settled = brought(*rows, answers={found.questions[0].id: ways[0][0]})
    assert (str(settled.intake.facts[0].record.value), settled.intake.problems) == (value, [])
    left = brought(*rows, answers={found.questions[0].id: ""})
    assert [problem.address for problem in left.intake.problems] == [f"labs.csv · labs!D{row}" for row in range(2, 2 + len(rows))]


@pytest.mark.parametrize("numbers", [("8.4",), ("x,y",), ("8,45", "8.45"), (",",)])
def test_no_comma_is_asked_about_that_says_nothing_or_two_things(numbers):
    assert brought(*(f'S-1,2026-03-01,ferritin,"{number}",ug/L' for number in numbers)).questions == ()


def test_nobody_is_asked_where_nobody_can_answer():
    found = brought('S-1,05/03/2026,ferritin,"8,45",ug/L', asking=False)
    assert (found.questions, [problem.address[-2:] for problem in found.intake.problems]) == ((), ["B2", "D2"])


def sheet(hidden=False, concealed=()):
    return Table("study.xlsx", "labs", [["subject_id", 1.0]], 1, 1, hidden, {}, [*concealed], concealed=concealed)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (sheet(hidden=True), "study.xlsx · labs: is a hidden sheet; expected to be told whether it counts"),
        (
            sheet(concealed=("row 3 is hidden and filled",)),
            "study.xlsx · labs: row 3 is hidden and filled; expected to be told whether it counts",
        ),
    ],
)
def test_what_is_hidden_is_read_or_left_out_by_a_persons_word(table, said):
    question = hidden_question(table, NO_ANSWERS)
    assert question is not None
    assert (str(question), left_out(question)) == (said, False)
    assert left_out(hidden_question(table, {question.id: "leave"}))
    assert not left_out(hidden_question(table, {question.id: "read"}))


def test_what_is_not_hidden_asks_nothing():
    assert (hidden_question(sheet(), NO_ANSWERS), left_out(None)) == (None, False)
    plan = plan_of(sheet())
    assert plan is not None
    assert list(questions_of(sheet(), plan, NO_ANSWERS)) == []
