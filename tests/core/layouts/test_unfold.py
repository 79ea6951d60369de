"""From an understood region to facts: every filled cell ends in a result or in a problem, and each value knows the cell it stands in."""

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.records import Ctdna, Lab
from core.intake.csv_text import BEYOND
from core.intake.tables import Table
from core.layouts.question import UNIT, Question
from core.layouts.region import Column, Place, Region
from core.layouts.role import COMMA, DAY_FIRST, YEAR_FIRST, Notation, Role, Understood
from core.layouts.unfold import facts_of_region

HEAD = ("Patient", "Date", "Hb (g/dL)", "CRP (mg/L)")
ROW = ("S-001", "2026-03-05", "8.4", "<0,5")
WIDE = ({"says": "subject_id"}, {"says": "collected_at"}, {"analyte": "hemoglobin", "unit": "g/dL"}, {"analyte": "crp", "unit": "mg/L"})
LONG_HEAD = ("Patient", "Date", "Test", "Result", "Unit")
LONG = tuple({"says": name} for name in ("subject_id", "collected_at", "analyte", "value", "unit"))


def understood(*rows, head=HEAD, roles=WIDE, across=False, flaws=None, merged=(), given=None, skipped=(), model=Lab, **more):
    """A region whose head is its first line, understood as `roles` say, column by column."""
    cells = [list(row) for row in (head, *rows)]
    turned = [list(line) for line in zip(*cells, strict=True)] if across else cells
    table = Table("lab.csv", "lab", turned, 1, 1, False, flaws or {}, [], merged)
    places = [Place(at + 1, 1, text) if across else Place(1, at + 1, text) for at, text in enumerate(head)]
    columns = tuple(Column(at, (place,)) for at, place in enumerate(places))
    region = Region(table, across, columns, tuple(range(1, len(cells))), given or {}, skipped)
    found = [
        Role(column, "told", unit_at=place if "analyte" in said and said.get("unit") else None, **said)
        for column, place, said in zip(columns, places, roles, strict=True)
    ]
    return Understood(region, model, tuple(found), **more)


def read(*rows, **how):
    intake = facts_of_region(understood(*rows, **how), None)
    labs = [fact.record for fact in intake.facts if isinstance(fact.record, Lab)]
    said = [(lab.subject_id, str(lab.collected_at), lab.analyte, lab.value, lab.unit) for lab in labs]
    return said, [str(problem) for problem in intake.problems], intake


def with_role(at, roles=WIDE, **more):
    return tuple(said | more if index == at else said for index, said in enumerate(roles))


def test_every_filled_cell_of_an_analyte_is_one_result_that_knows_its_cells():
    said, problems, intake = read(("S-001", "2026-03-05", "8.4", "<0.5"))
    assert said[0] == ("S-001", "2026-03-05", "hemoglobin", Decimal("8.4"), "g/dL")
    assert (len(said), problems, intake.notices) == (2, [], [])
    cells = {name: intake.facts[1].cell(name) for name in ("subject_id", "collected_at", "analyte", "value", "unit")}
    assert cells == {
        "subject_id": "lab.csv · lab!A2",
        "collected_at": "lab.csv · lab!B2",
        "analyte": "lab.csv · lab!D1",
        "value": "lab.csv · lab!D2",
        "unit": "lab.csv · lab!D1",
    }


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_blank_cell_is_no_result_and_a_line_without_any_still_names_its_subject(blank):
    said, problems, intake = read(("S-001", "2026-03-05", blank, "12"), ("S-002", "2026-03-05", blank, blank), (blank, blank, blank, blank))
    assert ([each[2] for each in said], problems) == (["crp"], [])
    assert [(one.subject_id, one.refused) for one in intake.named] == [("S-002", "")]


@pytest.mark.parametrize(
    ("cell", "value", "unit", "problem"),
    [
        ("8.4 g/dL", Decimal("8.4"), "g/dL", None),
        ("8.4g/dl", Decimal("8.4"), "g/dl", None),
        ("< 8.4 g/dL", "<8.4", "g/dL", None),
        ("84 g/L", None, "g/dL", "'84 g/L' names the unit g/L and its column g/dL; expected one unit"),
        ("ND", None, "g/dL", "'ND' is not a number; expected a number in g/dL"),
        ("neg", None, "g/dL", "'neg' is not a number; expected a number in g/dL"),
        ("8,4", None, "g/dL", "'8,4' is not a number; expected a number in g/dL"),
        ("hemolysed", None, "g/dL", "'hemolysed' is not a number; expected a number in g/dL"),
        (8.4, Decimal("8.4"), "g/dL", None),
        (True, None, "g/dL", "'True' is not a number; expected a number in g/dL"),
    ],
)
def test_what_a_cell_of_an_analyte_may_hold(cell, value, unit, problem):
    said, problems, intake = read(("S-001", "2026-03-05", cell, None))
    assert [(str(found) if isinstance(value, str) else found, spelled) for *_, found, spelled in said] == [(value, unit)]
    assert problems == ([] if problem is None else [f"lab.csv · lab!C2: {problem}"])
    assert (list(intake.facts[0].faults) == ["value"]) is (problem is not None)


def test_a_cell_that_names_its_own_unit_needs_none_in_the_head():
    said, problems, intake = read(("S-001", "2026-03-05", "84 g/L", None), ("S-001", "2026-03-06", 84, None), roles=with_role(2, unit=None))
    assert ([each[3:] for each in said], problems) == ([(Decimal(84), "g/L"), (Decimal(84), None)], [])
    assert intake.facts[0].cell("unit") == "lab.csv · lab!C2"


def test_units_in_a_column_beside_are_those_of_their_line():
    head, roles = ("Patient", "Date", "Hb", "Hb unit"), (*WIDE[:2], {"analyte": "hemoglobin"}, {"unit_of": 2})
    rows = [("S-001", f"2026-03-0{day}", 84, unit) for day, unit in enumerate(("g/L", None, "g/L"), 1)]
    said, problems, intake = read(*rows, head=head, roles=roles, flaws={(4, 4): "holds an error"})
    assert [each[4] for each in said] == ["g/L", None, None]
    assert problems == ["lab.csv · lab!D4: holds an error; expected a value"]
    assert intake.facts[0].cell("unit") == "lab.csv · lab!D2"
    roles = (*WIDE[:2], {"analyte": "hemoglobin", "unit": "g/L"}, {"unit_of": 2})
    _, problems, _ = read(("S-001", "2026-03-01", 8.4, "g/dL"), head=head, roles=roles)
    assert problems == ["lab.csv · lab!D2: 'g/dL' differs from g/L of its column; expected one unit"]
    _, problems, _ = read(
        ("S-001", "2026-03-01", "84 g/L", "g/dL"), head=head, roles=(*WIDE[:2], {"analyte": "hemoglobin"}, {"unit_of": 2})
    )
    assert problems == ["lab.csv · lab!C2: '84 g/L' names the unit g/L and the cell beside it g/dL; expected one unit"]
    units = {("hemoglobin", "x"): "g/L", ("hemoglobin", ""): ""}
    rows = [("S-001", "2026-03-01", 84, "x"), ("S-002", "2026-03-01", 84, None)]
    said, problems, intake = read(*rows, head=head, roles=(*WIDE[:2], {"analyte": "hemoglobin"}, {"unit_of": 2}), units=units)
    assert ([each[4] for each in said], problems) == (["g/L"], [])
    assert intake.notices == ["lab.csv · lab: 1 result is left out, as was answered"]
    assert [one.subject_id for one in intake.named] == ["S-002"]


@pytest.mark.parametrize("flaw", ["is an error, #N/A", "holds a formula without a stored result", "is inside merged cells C2:D2"])
def test_a_cell_that_does_not_say_what_it_seems_to_say_is_a_problem_and_no_blank(flaw):
    said, problems, _ = read(("S-001", "2026-03-05", None, 12), flaws={(2, 3): flaw})
    assert [each[2:4] for each in said] == [("hemoglobin", None), ("crp", Decimal(12))]
    assert problems == [f"lab.csv · lab!C2: {flaw}; expected a value"]


def test_a_fault_of_a_line_is_told_once_and_costs_all_its_results():
    said, problems, intake = read(("S-001", "5.3.26", "8.4", "12"), ("S-001", "2026-03-06", "8.4", "12"))
    assert len(said) == 2
    assert problems == ["lab.csv · lab!B2: '5.3.26' is not a date; expected a date or date-time like 2026-03-05T08:00"]
    assert [(row.subject_id, row.sheet) for row in intake.lost] == [("S-001", "labs")] * 2


def test_a_line_without_patient_and_date_is_refused_by_its_number():
    said, problems, intake = read(("S-001", "2026-03-05", 8.4, None), (None, None, 8.4, None), (None, "2026-03-06", 8.4, None))
    assert len(said) == 1
    assert problems == [
        "lab.csv · lab!3: row 3 has no patient and no date; expected both in a line of results",
        "lab.csv · lab!A4: is blank; expected an identifier",
    ]
    assert [row.subject_id for row in intake.lost] == [None, None]


def test_a_line_with_a_cell_beyond_the_last_head_is_refused_whole():
    said, problems, _ = read(ROW, flaws={(2, 5): BEYOND})
    assert (said, problems) == ([], [f"lab.csv · lab!2: a cell {BEYOND}; expected one cell a column"])


def test_dates_and_decimals_are_read_as_the_column_writes_them():
    roles = with_role(3, with_role(1, notation=Notation(DAY_FIRST)), notation=Notation(None, COMMA))
    said, problems, _ = read(("S-001", "05/03/2026", None, "<0,5"), ("S-001", "13/03/2026 08:30", " ", "1.234,5"), roles=roles)
    assert [(each[1], str(each[3])) for each in said] == [("2026-03-05", "<0.5"), ("2026-03-13 08:30", "1234.5")]
    assert problems == []
    _, problems, _ = read(("S-001", "03/13/2026", None, "1"), ("S-001", "2026-03-05", None, "8.45"), roles=roles)
    assert problems == [
        "lab.csv · lab!B2: '03/13/2026' is not a date; expected a date or date-time like 2026-03-05T08:00",
        "lab.csv · lab!D3: '8.45' is not a number with a decimal comma; expected a number in mg/L",
    ]


def test_a_number_that_is_a_date_is_read_where_the_column_writes_years_first():
    said, _, _ = read(("S-001", 20260305.0, 8.4, None), roles=with_role(1, notation=Notation(YEAR_FIRST)))
    assert said[0][1] == "2026-03-05"


TIMED = (*WIDE[:2], {"time_of": "collected_at"}, WIDE[2])
TIMED_HEAD = ("Patient", "Date", "Time", "Hb (g/dL)")


@pytest.mark.parametrize(
    ("day", "clock", "read_as"),
    [
        ("2026-03-05", "08:30", "2026-03-05 08:30"),
        ("2026-03-05", None, "2026-03-05"),
        (date(2026, 3, 5), time(8, 30), "2026-03-05 08:30"),
        (datetime(2026, 3, 5), datetime(1899, 12, 31, 8, 30), "2026-03-05 08:30"),
        ("2026-03-05 08:30", "08:30", "2026-03-05 08:30"),
        (datetime(2026, 3, 5, 8, 30), "08:30", "2026-03-05 08:30"),
    ],
)
def test_a_time_of_a_column_of_its_own_belongs_to_the_day(day, clock, read_as):
    said, problems, intake = read(("S-001", day, clock, 8.4), head=TIMED_HEAD, roles=TIMED)
    assert ([each[1] for each in said], problems) == ([read_as], [])
    assert intake.facts[0].cell("collected_at") == "lab.csv · lab!B2"


@pytest.mark.parametrize(
    ("day", "clock", "flaws", "problem"),
    [
        ("2026-03-05", "25:00", {}, "has the time '25:00', which is none; expected a time like 08:30"),
        ("2026-03-05", 0.35, {}, "has the time '0.35', which is none; expected a time like 08:30"),
        ("2026-03-05", None, {(2, 3): "is an error"}, "has a time that is an error; expected a value"),
        ("2026-03-05T08:30", "09:30", {}, "says the time 08:30 and its column of times '09:30'; expected one time"),
        (datetime(2026, 3, 5, 8), "09:30", {}, "says the time 08:00:00 and its column of times '09:30'; expected one time"),
        ("never", "09:30", {}, "'never' is not a date; expected a date or date-time like 2026-03-05T08:00"),
        (None, "09:30", {}, "is blank; expected a date or date-time like 2026-03-05T08:00"),
        (5, "09:30", {}, "'5' is not a date; expected a date or date-time like 2026-03-05T08:00"),
    ],
)
def test_a_time_that_cannot_be_relied_on_costs_its_line(day, clock, flaws, problem):
    said, problems, _ = read(("S-001", day, clock, 8.4), head=TIMED_HEAD, roles=TIMED, flaws=flaws)
    assert (said, problems) == ([], [f"lab.csv · lab!B2: {problem}"])


def test_blank_cells_repeat_the_one_above_only_where_that_is_said():
    rows = [("S-001", "2026-03-05", 8.4, None), (None, "2026-03-06", 8.5, None), ("S-002", "2026-03-06", 8.6, None)]
    said, problems, intake = read(*rows, fill=frozenset({"subject_id"}))
    assert ([each[0] for each in said], problems) == (["S-001", "S-001", "S-002"], [])
    assert [fact.cell("subject_id") for fact in intake.facts] == ["lab.csv · lab!A2", "lab.csv · lab!A2", "lab.csv · lab!A4"]
    assert intake.facts[1].cell("value") == "lab.csv · lab!C3"
    assert read(*rows)[1] == ["lab.csv · lab!A3: is blank; expected an identifier"]


def test_a_blank_first_cell_repeats_nothing_and_a_flawed_one_spoils_what_repeats_it():
    rows = [(None, "2026-03-05", 8.4, None), ("S-?", "2026-03-06", 8.5, None), (None, "2026-03-07", 8.6, None)]
    said, problems, _ = read(*rows, fill=frozenset({"subject_id"}), flaws={(3, 1): "is an error"})
    assert said == []
    assert problems == ["lab.csv · lab!A2: is blank; expected an identifier", "lab.csv · lab!A3: is an error; expected a value"]


def test_vertically_merged_cells_go_on_to_their_end_and_a_blank_one_takes_nothing_from_above():
    rows = [("S-001", "2026-03-01", 8, None), (None, "2026-03-02", 9, None), (None, "2026-03-03", 10, None), (None, "2026-03-04", 11, None)]
    merged = ((2, 1, 3, 1), (4, 1, 5, 1))
    flaws = {(row, 1): f"is inside merged cells A{top}:A{top + 1}" for row, top in ((2, 2), (3, 2), (4, 4), (5, 4))}
    said, problems, _ = read(*rows, fill=frozenset({"subject_id"}), merged=merged, flaws=flaws)
    assert [each[0] for each in said] == ["S-001", "S-001"]
    assert problems == [f"lab.csv · lab!A{row}: is blank; expected an identifier" for row in (4, 5)]


def test_what_a_title_says_once_holds_for_every_line_and_keeps_its_cell():
    given_at = {"subject_id": Place(1, 9, "S-009"), "sex": Place(1, 10, "F")}
    said, problems, intake = read(("2026-03-05", 8.4), head=HEAD[1:3], roles=WIDE[1:3], given=given_at)
    assert (said[0][0], problems) == ("S-009", [])
    assert intake.facts[0].cell("subject_id") == "lab.csv · lab!I1"
    assert [(each.what, each.value, each.address) for each in intake.claims] == [("sex", "female", "lab.csv · lab!J1")]


def test_a_column_without_a_head_that_a_person_named_has_no_cell_for_its_unit():
    whole = understood(ROW)
    bare = tuple(Role(Column(role.column.index, ()), "told", says=role.says, analyte=role.analyte, unit=role.unit) for role in whole.roles)
    region = replace(whole.region, columns=tuple(role.column for role in bare))
    fact = facts_of_region(replace(whole, region=region, roles=bare), None).facts[0]
    assert (fact.cell("unit"), fact.cell("value")) == ("lab.csv · lab!2", "lab.csv · lab!C2")


def test_a_turned_sheet_is_read_column_by_column():
    said, problems, intake = read(("S-001", "2026-03-05", 8.4, None), ("S-002", "2026-03-06", None, "x"), across=True)
    assert [each[:3] for each in said] == [("S-001", "2026-03-05", "hemoglobin"), ("S-002", "2026-03-06", "crp")]
    assert problems == ["lab.csv · lab!C4: 'x' is not a number; expected a number in mg/L"]
    fact = intake.facts[0]
    assert [fact.cell(name) for name in ("subject_id", "collected_at", "value", "unit")] == [
        f"lab.csv · lab!{at}" for at in ("B1", "B2", "B3", "A3")
    ]
    _, problems, _ = read((None, None, 8.4, None), across=True)
    assert problems == ["lab.csv · lab!B1: column 2 has no patient and no date; expected both in a line of results"]


def test_one_row_a_result_is_one_record_a_line():
    said, problems, intake = read(("S-001", "2026-03-05", "Hb", "84", "g/L"), head=LONG_HEAD, roles=LONG)
    assert (said, problems) == ([("S-001", "2026-03-05", "hemoglobin", Decimal(84), "g/L")], [])
    assert intake.facts[0].cell("unit") == "lab.csv · lab!E2"
    rows = [
        ("S-001", "2026-03-05", "Hb", "84", "g/L"),
        ("S-001", "2026-03-06", "Hb", 84.0, "g/L"),
        ("S-001", "2026-03-07", "Hb", " ", "g/L"),
    ]
    said, problems, _ = read(*rows, head=LONG_HEAD, roles=with_role(3, LONG, notation=Notation(None, COMMA)), flaws={(2, 4): "is an error"})
    assert (said[0][3], problems) == (None, ["lab.csv · lab!D2: is an error; expected a value"])


def test_a_turned_sheet_of_one_row_a_result_keeps_every_cell():
    _, _, intake = read(("S-001", "2026-03-05", "Hb", "84", "g/L"), head=LONG_HEAD, roles=LONG, across=True)
    assert [intake.facts[0].cell(name) for name in ("subject_id", "analyte", "unit")] == [f"lab.csv · lab!B{row}" for row in (1, 3, 5)]


def test_units_that_a_person_put_in_the_place_of_written_ones():
    rows = [("S-001", "2026-03-05", name, "84", unit) for name, unit in (("Hb", "x"), ("ALT", "x"), ("Hb", None), ("?", "x"))]
    units = {("hemoglobin", "x"): "g/L", ("alt", "x"): "", ("hemoglobin", ""): "g/dL"}
    assert len(read(rows[0], head=LONG_HEAD, roles=with_role(3, LONG, notation=Notation(None, COMMA)), units=units)[0]) == 1
    said, problems, intake = read(*rows, head=LONG_HEAD, roles=LONG, units=units)
    assert [each[2:] for each in said] == [("hemoglobin", 84, "g/L"), ("hemoglobin", 84, "g/dL")]
    assert intake.notices == ["lab.csv · lab: 1 result is left out, as was answered"]
    assert [problem.split(":")[0] for problem in problems] == ["lab.csv · lab!C5"]


def test_words_and_rows_chosen_by_their_texts():
    roles = with_role(2, LONG, words={"Hemo": "hemoglobin"}, only=frozenset({"Hemo"}))
    rows = [("S-001", "2026-03-05", "Hemo", "84", "g/L"), ("S-002", "2026-03-05", "Alb", "3", "g/L")]
    said, problems, intake = read(*rows, head=LONG_HEAD, roles=roles)
    assert ([each[2] for each in said], problems) == (["hemoglobin"], [])
    assert intake.notices == ["lab.csv · lab: 1 rows speak of something else; not imported: Alb 1"]
    assert [one.subject_id for one in intake.named] == ["S-002"]


def test_a_sheet_that_is_none_of_results_is_read_too():
    roles = tuple({"says": name} for name in ("subject_id", "collected_on", "call"))
    intake = facts_of_region(understood(("S-001", "2026-03-05", "positive"), head=("id", "day", "MRD"), roles=roles, model=Ctdna), None)
    assert [fact.record.call for fact in intake.facts if isinstance(fact.record, Ctdna)] == ["positive"]


def test_nothing_is_read_while_anything_is_asked_or_nothing_is_imported():
    asked = Question("id", UNIT, "lab.csv · lab!C1", "has no unit; expected one", ())
    assert read(ROW, questions=(asked,))[0] == []
    assert facts_of_region(understood(ROW, model=None), None).facts == []


def test_a_region_in_which_a_column_stands_twice_or_is_lacking_is_refused_with_its_subjects():
    head = (*HEAD, "Hb [g/L]")
    said, problems, intake = read((*ROW, 84), head=head, roles=(*WIDE, {"analyte": "hemoglobin", "unit": "g/L"}))
    assert (said, problems) == ([], ["lab.csv · lab!E1: says hemoglobin, as lab.csv · lab!C1 does; expected one column"])
    assert [(row.subject_id, row.sheet) for row in intake.lost] == [("S-001", "labs")]
    _, problems, intake = read(ROW[1:], head=HEAD[1:], roles=WIDE[1:])
    assert (problems, intake.lost) == (["lab.csv · lab: has no column that says subject_id; expected one"], [])


def test_lines_that_are_neither_head_nor_result_and_columns_that_nothing_imports_are_listed():
    skipped = [Place(at, 1, f"note {at}") for at in range(30, 51)]
    head: tuple[str | None, ...] = (*HEAD, "Visit", None)
    roles: tuple[dict[str, str], ...] = (*WIDE, {}, {})
    _, _, intake = read((*ROW[:3], None, "V1", "x"), head=head, roles=roles, skipped=tuple(skipped), layout="Central")
    first, second, third = intake.notices
    assert first.startswith("lab.csv · lab: 21 lines are neither header nor result; not imported: A30 'note 30', A31 ")
    assert first.endswith(" and 1 others")
    assert second == "lab.csv · lab: the layout 'Central' does not read, and nothing imports: 'Visit'"
    assert third == "lab.csv · lab!F1: is in a column without a head; not imported"


CHECKED_HEAD = ("Patient", "DOB", "Sex", "Date", "Hb (g/dL)")
CHECKS = (WIDE[0], {"check": "birth_date", "notation": Notation(DAY_FIRST)}, {"check": "sex"}, WIDE[1], WIDE[2])


def test_second_identifiers_are_claims_each_once_with_its_first_cell():
    rows = [
        ("S-001", "03/02/1961", "男", "2026-03-05", 8),
        ("S-001", "1961-02-03", "male", "2026-03-06", 8),
        ("S-001", None, "F", "2026-03-07", 8),
        (None, "03/02/1961", "x", "2026-03-08", 8),
        (False, "03/02/1961", "x", "2026-03-08", 8),
        ("S-001", None, None, "2026-03-09", 8),
    ]
    _, problems, intake = read(*rows, head=CHECKED_HEAD, roles=CHECKS, flaws={(4, 2): "is an error"})
    assert [(one.subject_id, one.what, one.value, one.address[-2:]) for one in intake.claims] == [
        ("S-001", "birth_date", date(1961, 2, 3), "B2"),
        ("S-001", "sex", "male", "C2"),
        ("S-001", "sex", "female", "C4"),
    ]
    assert [problem for problem in problems if "!A" not in problem] == [
        "lab.csv · lab!B4: is an error; expected a value",
        "lab.csv · lab!C5: 'x' is not one of the allowed words; expected one of: female, male (1 more such cells)",
    ]


CELLS = st.sampled_from(
    (None, "", 8.4, "8.4", "<0.5", "8.4 g/dL", "84 g/L", "ND", "1,2", True, 0, -0.0, "S-001", "2026-03-05", date(2026, 3, 5))
)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=6), st.booleans())
def test_every_filled_result_ends_in_a_fact_or_in_a_problem_of_its_line(rows, across):
    intake = facts_of_region(understood(*rows, across=across), None)
    told = {problem.address for problem in intake.problems}
    for at, row in enumerate(rows, 2):
        here = [fact for fact in intake.facts if (fact.cell("subject_id")[-2:] == (f"{chr(64 + at)}1" if across else f"A{at}"))]
        filled = sum(str(cell).strip() not in ("None", "") for cell in row[2:])
        lost = [one for one in intake.lost if one.sheet and any(problem.address in told for problem in one.problems)]
        assert len(here) == filled or lost
        labs = [(fact.record, fact.faults) for fact in here if isinstance(fact.record, Lab)]
        assert all(lab.value is not None or "value" in faults for lab, faults in labs)
