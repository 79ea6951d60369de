"""What a region is taken for, and what is asked of a person in which words."""

from dataclasses import replace
from datetime import date
from typing import Any, Literal

import pytest

from core.facts.records import Ctdna, Lab
from core.layouts.history import NOBODY
from core.layouts.layout import Layout
from core.layouts.question import DATES, DECIMAL, FILL, IGNORED, ROLE, SHEET
from core.layouts.region import Column, Place, Region
from core.layouts.role import Notation
from core.layouts.understand import understand
from tests.core.layouts.builder import TODAY, Store, answering, of_rows, read, region, role, said

HB = "Hb (g/L)"


def dates(*cells: object, head: str = "Sampled") -> Region:
    return of_rows([["Patient", head, HB], *(["S-1", cell, 94] for cell in cells)])


PROVEN: dict[tuple[object, ...], tuple[str | None, str]] = {
    ("2026-03-05", "2026-03-06T08:00"): (None, "the head says 'Sampled'"),
    (date(2026, 3, 5),): (None, "the head says 'Sampled'"),
    ("13/04/2026", "03/04/2026", "14/04/2026"): ("day-first", "2 rows prove day-first (first: labs.csv · labs!B2)"),
    ("03/04/2026", "04/13/2026"): ("month-first", "1 row proves month-first (first: labs.csv · labs!B3)"),
    ("2026/3/5", "2026.03.06", "2026-03-07"): ("year-first", "2 dates written year first"),
    ("20260305",): ("year-first", "1 date written year first"),
    ("5 Mar 2026", "06-Mar-2026"): ("day-first", "the months are written as names"),
    ("03/03/2026", "04/04/2026"): ("day-first", "both orders give the same days"),
    # month-first would lie after 2026-11-24
    ("01/12/2026", "12/12/2025", "02/12/2026"): (
        "month-first",
        "day-first would give 2 days that cannot be, after today or before a birth",
    ),
    ("01/12/2026",): ("month-first", "day-first would give 1 day that cannot be, after today or before a birth"),
}


@pytest.mark.parametrize("cells", PROVEN)
def test_an_order_that_is_proven(cells: tuple[object, ...]) -> None:
    found = read(dates(*cells))
    order, how = PROVEN[cells]
    assert (role(found, "Sampled").notation.dates, role(found, "Sampled").how.split("; ")[-1], said(found)) == (order, how, [])


BOTH = "are dates by day first and by month first"
DOUBTED: dict[tuple[object, ...], str] = {
    ("03/04/2026", "05/04/2026"): f"2 texts like '03/04/2026' (labs.csv · labs!B2) {BOTH}; expected the order of the dates",
    # one day alone that cannot be may be a slip of the pen
    ("03/04/2026", "05/04/2026", "01/12/2026"): (f"3 texts like '03/04/2026' (labs.csv · labs!B2) {BOTH}; expected the order of the dates"),
    ("13/04/2026", "04/13/2026"): (
        "labs.csv · labs!B2 fits only day-first and labs.csv · labs!B3 only month-first; expected one order in a column"
    ),
    ("2026/3/5", "13/04/2026"): "labs.csv · labs!B2 is written year first and labs.csv · labs!B3 is not; expected one order in a column",
    ("2026/3/5", "03/04/2026"): "labs.csv · labs!B2 is written year first and labs.csv · labs!B3 is not; expected one order in a column",
    # a spreadsheet that read 03/04/2026 as a date has left 13/04/2026 a text
    (date(2026, 3, 4), "13/04/2026"): (
        "1 text like '13/04/2026' (labs.csv · labs!B3) fits day-first only, and others are dates of the spreadsheet, "
        "which may have read them in another order; expected the order of the dates"
    ),
    (date(2026, 3, 4), "03/04/2026"): (
        "1 text like '03/04/2026' (labs.csv · labs!B3) is a date by day first and by month first, and others are dates of the spreadsheet, "
        "which may have read them in another order; expected the order of the dates"
    ),
}


@pytest.mark.parametrize("cells", DOUBTED)
def test_an_order_that_is_asked(cells: tuple[object, ...]) -> None:
    found = read(dates(*cells))
    assert said(found) == [f"labs.csv · labs!B1: {DOUBTED[cells]}"]
    assert {each.kind for each in found.questions} == {DATES}
    assert role(found, "Sampled").notation.dates is None


def test_the_ways_of_an_order() -> None:
    (asked,) = read(dates("03/04/2026", "05/04/2026", "01/12/2026")).questions
    assert [(way.value, way.words, way.evidence) for way in asked.ways] == [
        ("day-first", "day-first: 03/04/2026 is 2026-04-03", "3 of 3 are dates; 1 day would lie after today or before a birth"),
        ("month-first", "month-first: 03/04/2026 is 2026-03-04", "3 of 3 are dates"),
        ("", "this sheet is not imported", ""),
    ]


@pytest.mark.parametrize("order", ["day-first", "month-first"])
def test_the_answer_is_the_order(order: str) -> None:
    found = role(answering(dates("03/04/2026", "05/04/2026"), {"order": order}), "Sampled")
    assert (found.notation.dates, found.how) == (order, "the head says 'Sampled'; said by the answer")


@pytest.mark.parametrize("cells", [("03/04/2026",), ("13/04/2026", "04/13/2026")])
def test_dates_may_be_left_out(cells: tuple[str, ...]) -> None:
    found = answering(dates(*cells), {"order": ""})
    assert (found.model, role(found, "Sampled").imported, found.open) == (None, False, ())
    reported = answering(
        of_rows([["Patient", "Sampled", "Reported", HB], *(["S-1", "2026-03-05", cell, 94] for cell in cells)]), {"order": ""}
    )
    assert (reported.model, role(reported, "Reported").imported, reported.open) == (Lab, False, ())


def test_another_kind_of_text_asks_anew() -> None:
    """An answer about ambiguous texts says nothing of a column in which a spreadsheet has read some of them itself."""
    first, second = read(dates("03/04/2026")), read(dates("03/04/2026", date(2026, 3, 4)))
    assert first.questions[0].id != second.questions[0].id


def test_no_result_before_a_birth() -> None:
    store = Store(born={"S-1": date(2026, 3, 20)})
    assert role(read(dates("03/04/2026"), history=store), "Sampled").notation.dates == "day-first"


def test_a_date_of_birth_that_is_recorded_gives_its_order() -> None:
    sheet = of_rows([["Patient", "Sampled", "DOB", HB], ["S-1", "2026-03-01", "03/04/1961", 94]])
    assert [each.kind for each in read(sheet).questions] == [DATES]
    found = role(read(sheet, history=Store(born={"S-1": date(1961, 4, 3)})), "DOB")
    assert (found.check, found.notation.dates) == ("birth_date", "day-first")


def numbers(*cells: object, head: str = "Ferritin (ug/L)", beside: str = "94") -> Region:
    return of_rows([["Patient", "Sampled", HB, head], *(["S-1", "2026-03-05", beside, cell] for cell in cells)])


SIGNS: dict[tuple[object, ...], tuple[str | None, str | None]] = {
    ("812.5", "1,044.5"): ("point", None),
    ("812,5", "1.044,5"): ("comma", None),
    ("812", "1044"): (None, None),
    (812.5, 1044): (None, None),
    ("1,234", "2,345"): (
        None,
        "2 numbers like '1,234' (labs.csv · labs!D2) may hold thousands or decimals; expected which",
    ),
    ("1.234", "2.345"): (
        None,
        "2 numbers like '1.234' (labs.csv · labs!D2) may hold thousands or decimals; expected which",
    ),
    ("812,5", "1.5"): (
        None,
        "labs.csv · labs!D3 writes a point before the decimals and labs.csv · labs!D2 a comma; expected one sign in a column",
    ),
}


@pytest.mark.parametrize("cells", SIGNS)
def test_a_decimal_sign(cells: tuple[object, ...]) -> None:
    found = read(numbers(*cells))
    sign, asked = SIGNS[cells]
    assert role(found, "Ferritin (ug/L)").notation.decimal == sign
    assert [str(each) for each in found.questions if each.kind == DECIMAL] == ([f"labs.csv · labs!D1: {asked}"] if asked else [])


def test_a_decimal_point_elsewhere_speaks_for_points_and_for_nothing_else() -> None:
    assert role(read(numbers("1.234", beside="94.5")), "Ferritin (ug/L)").notation.decimal == "point"
    assert [each.kind for each in read(numbers("1,234", beside="94,5")).questions] == [DECIMAL]
    assert [each.kind for each in read(numbers("1.234", beside="94,5")).questions] == [DECIMAL]


def test_the_ways_of_a_sign() -> None:
    (asked,) = read(numbers("1,234", "<5")).questions
    assert [(way.value, way.words, way.evidence) for way in asked.ways] == [
        ("point", "a point stands before the decimals: 1,234 is 1234", "1 of 1 plausible"),
        ("comma", "a comma stands before the decimals: 1,234 is 1.234", "1 of 1 plausible"),
        ("", "this column is not imported", ""),
    ]
    assert {way.evidence for way in read(numbers("1,234", head="Ferritin")).questions[0].ways} == {""}


@pytest.mark.parametrize(("answer", "sign"), [("point", "point"), ("comma", "comma"), ("", None)])
def test_the_answer_is_the_sign(answer: str, sign: str | None) -> None:
    found = answering(numbers("1,234"), {"thousands": answer})
    assert (role(found, "Ferritin (ug/L)").notation.decimal, role(found, "Ferritin (ug/L)").imported) == (sign, bool(answer))


def test_a_torn_column_of_numbers_may_be_left_out() -> None:
    assert not role(answering(numbers("812,5", "1.5"), {"one sign": ""}), "Ferritin (ug/L)").imported


def test_units_in_cells_are_no_part_of_a_number() -> None:
    assert role(read(numbers("812,5 ug/L")), "Ferritin (ug/L)").notation == Notation(decimal="comma")


# ---- roles


def test_an_ordinary_sheet_passes_without_a_question() -> None:
    found = read(
        region("Patient ID|DOB|Sex|Sampled|Time|Hb (g/dL)|Laboratory|Reported\nS-1|1961-02-03|f|2026-03-05|08:00|9.4|Central|2026-03-06")
    )
    assert [(each.says, each.check, each.time_of, each.analyte) for each in found.roles] == [
        ("subject_id", None, None, None),
        (None, "birth_date", None, None),
        (None, "sex", None, None),
        ("collected_at", None, None, None),
        (None, None, "collected_at", None),
        (None, None, None, "hemoglobin"),
        ("laboratory", None, None, None),
        ("reported_at", None, None, None),
    ]
    assert (found.model, found.questions, found.layout) == (Lab, (), None)


def test_what_is_not_imported_is_ticked_once() -> None:
    found = read(region(f"Patient|Sampled|{HB}|Albumin (g/L)|Neutrophils (%)|Ref|\nS-1|2026-03-05|94|40|55|3-5|x"))
    (asked,) = found.questions
    assert asked.kind == IGNORED
    assert str(asked) == (
        "labs.csv · labs!A1: 4 columns are not imported: Albumin (g/L), Neutrophils (%), Ref, a column without a head; expected a tick"
    )
    assert [(way.value, way.words, way.evidence) for way in asked.ways] == [
        (
            "not imported",
            "these 4 columns are not imported",
            "'Neutrophils (%)' is in '%', which is no unit of neutrophils; 'a column without a head' has no head",
        )
    ]


def test_many_columns_are_counted() -> None:
    heads = [f"Site {at}" for at in range(25)]
    found = read(of_rows([["Patient", "Sampled", HB, *heads], ["S-1", "2026-03-05", 94, *heads]]))
    assert said(found)[0].endswith("Site 19 and 5 others; expected a tick")


def test_a_head_that_looks_like_something_is_asked() -> None:
    sheet = region(f"Patient|Sampled|{HB}|中性粒细胞(#)\nS-1|2026-03-05|94|1.2")
    found = read(sheet)
    assert said(found) == ["labs.csv · labs!D1: '中性粒细胞(#)' looks like neutrophils and may be something else; expected what it holds"]
    (asked,) = found.questions
    assert (asked.kind, asked.likely, asked.ways[0].value, asked.ways[-1].value) == (ROLE, "neutrophils", "neutrophils", "")
    answered = answering(sheet, {"looks like": "neutrophils", "without a unit": "10*9/L"})
    assert (role(answered, "中性粒细胞(#)").analyte, role(answered, "中性粒细胞(#)").unit) == ("neutrophils", "10*9/L")
    assert role(answering(sheet, {"looks like": ""}), "中性粒细胞(#)").how == "left out by the answer"
    assert role(answering(sheet, {"looks like": "birth_date"}), "中性粒细胞(#)").check == "birth_date"
    assert role(answering(sheet, {"looks like": "time"}), "中性粒细胞(#)").time_of == "collected_at"
    assert role(answering(sheet, {"looks like": "laboratory"}), "中性粒细胞(#)").says == "laboratory"


def test_an_upper_head_that_may_change_the_meaning_is_asked() -> None:
    table = region(f"Patient|Sampled|{HB}\nS-1|2026-03-05|94").table
    columns = tuple(Column(at, (Place(1, at + 1, "Foo"), Place(2, at + 1, head))) for at, head in enumerate(("Patient", "Sampled", HB)))
    found = read(Region(table, False, columns, (1,)))
    assert [each.likely for each in found.questions] == ["subject_id", "collected_at", "hemoglobin"]


def test_one_thing_in_two_columns() -> None:
    sheet = region("Patient|Sampled|LDH (U/L)|LDH (U/L)|ALT (U/L)\nS-1|2026-03-05|200|300|20")
    found = read(sheet)
    assert said(found) == ["labs.csv · labs!D1: 'LDH (U/L)' and labs.csv · labs!C1 both say ldh; expected one column"]
    assert [(way.value, way.words) for way in found.questions[0].ways] == [
        ("C1", "C1 is read"),
        ("D1", "D1 is read"),
        ("", "none of them is imported"),
    ]
    chosen = answering(sheet, {"both say ldh": "D1"})
    assert [each.analyte for each in chosen.roles] == [None, None, None, "ldh", "alt"]
    assert chosen.roles[2].how == "another column is read instead"
    assert [each.analyte for each in answering(sheet, {"both say ldh": ""}).roles] == [None, None, None, None, "alt"]


VAGUE = "looks like collected_at and may be something else; expected what it holds"


def test_a_date_that_may_be_any_date() -> None:
    assert said(read(region(f"Patient|Date|{HB}\nS-1|2026-03-05|94"))) == []
    assert said(read(region(f"Patient|Date|Sampled|{HB}\nS-1|2026-03-05|2026-03-05|94"))) == [f"labs.csv · labs!B1: 'Date' {VAGUE}"]
    assert said(read(region(f"Patient|RE_DATE|入院时间|{HB}\nS-1|2026-03-05||94")))[0] == f"labs.csv · labs!B1: 'RE_DATE' {VAGUE}"
    assert said(read(region(f"Patient|Date|Event|{HB}\nS-1|2026-03-05|2026-03-01|94")))[0] == f"labs.csv · labs!B1: 'Date' {VAGUE}"
    assert said(read(region(f"Patient|Date|Event|{HB}\nS-1|2026-03-05|party|94")))[0].startswith("labs.csv · labs!A1: 1 column is not")
    assert said(read(region(f"Patient|Date|Visit date|{HB}\nS-1|2026-03-05|2026-03-05|94"))) == [
        "labs.csv · labs!C1: 'Visit date' and labs.csv · labs!B1 both say collected_at; expected one column"
    ]


def test_a_required_column_that_nothing_says() -> None:
    sheet = region(f"Arm|Sampled|{HB}\nS-1|2026-03-05|94")
    found = read(sheet)
    assert (found.model, said(found)) == (None, ["labs.csv · labs!A1: no column says subject_id; expected which one does"])
    assert [(way.value, way.words) for way in found.questions[0].ways] == [("A1", "A1, 'Arm'"), ("", "this sheet is not imported")]
    answered = answering(sheet, {"subject_id": "A1"})
    assert (answered.model, role(answered, "Arm").says, answered.open) == (Lab, "subject_id", ())
    left = answering(sheet, {"subject_id": ""})
    assert (left.model, left.open) == (None, ())


def test_a_title_may_say_whose_the_lines_are() -> None:
    found = read(of_rows([["Sampled", HB], ["2026-03-05", 94]], given={"subject_id": Place(1, 5, "S-1")}))
    assert (found.model, found.questions) == (Lab, ())


def test_one_row_a_result() -> None:
    sheet = region("Patient|Sampled|Test|Result|Unit|ALT (U/L)\nS-1|2026-03-05|Hb|94|g/L|\nS-1|2026-03-05|Albumin|40|g/L|\n|2026-03-05||||")
    found = read(sheet)
    assert said(found)[-2:] == [
        "labs.csv · labs!C1: 1 row names analytes that are no part of the workbook: Albumin 1; expected a tick",
        "labs.csv · labs!A1: 1 column is not imported: ALT (U/L); expected a tick",
    ]
    assert role(found, "Test").only == frozenset({"Hb"})
    assert role(found, "ALT (U/L)").how == "the sheet has one row a result; a column of its own is not read"
    assert read(region("Patient|Sampled|Test|Result|Unit\nS-1|2026-03-05|Hb|94|g/L")).roles[2].only is None


def test_in_a_sheet_of_one_column_an_analyte_a_test_is_no_analyte() -> None:
    found = read(region(f"Patient|Sampled|Test|{HB}\nS-1|2026-03-05|panel|94"))
    assert role(found, "Test").how == "the sheet has one column an analyte"


# ---- subjects on the first row alone


def test_blank_subjects_are_asked_once() -> None:
    sheet = region(f"Patient|Sampled|{HB}\nS-1|2026-03-05|94\n|2026-03-06|95\n|2026-03-07|96")
    found = read(sheet)
    assert said(found) == ["labs.csv · labs!A1: 2 rows below a filled one have no subject; expected whose they are"]
    assert [(way.value, way.words, way.evidence) for way in found.questions[0].ways] == [
        ("repeat", "the subject above goes on", "first: labs.csv · labs!A3"),
        ("", "they name no subject and cannot be read", ""),
    ]
    assert found.questions[0].kind == FILL
    assert answering(sheet, {"no subject": "repeat"}).fill == {"subject_id"}
    assert answering(sheet, {"no subject": ""}).fill == frozenset()


def test_merged_cells_prove_it() -> None:
    text = f"Patient|Sampled|{HB}\nS-1|2026-03-05|94\n||95"
    assert read(region(text, merged=[(2, 1, 3, 1), (2, 2, 3, 2)])).fill == {"subject_id", "collected_at"}
    found = read(region(text, merged=[(2, 1, 3, 2)]))
    assert (found.fill, len(found.questions)) == (frozenset(), 1)


def test_one_blank_subject_and_none_above() -> None:
    assert said(read(region(f"Patient|Sampled|{HB}\n|2026-03-05|94\nS-1|2026-03-05|94\n|2026-03-06|95"))) == [
        "labs.csv · labs!A1: 1 row below a filled one has no subject; expected whose they are"
    ]
    assert said(read(region(f"Patient|Sampled|{HB}\n|2026-03-05|94"))) == []


def test_a_filled_subject_is_whose_history_speaks() -> None:
    store = Store(("S-1", date(2026, 3, 1), "creatinine", "88", "umol/L"))
    sheet = region("Patient|Sampled|Creatinine (mg/dL)\nS-1|2026-03-05|1.0\n|2026-03-06|7.9\n|2026-03-07|8.1")
    assert "unit" not in {each.kind for each in answering(sheet, {"no subject": ""}, history=store).questions}
    assert "unit" in {each.kind for each in answering(sheet, {"no subject": "repeat"}, history=store).questions}


# ---- what nothing recognizes


def test_a_sheet_that_nothing_recognizes_is_asked() -> None:
    found = read(region("foo|bar\n1|2"))
    assert (found.model, found.questions[0].kind) == (None, SHEET)
    assert said(found) == ["labs.csv · labs!A1: nothing here is recognized; expected which sheet of the workbook it is"]
    values = [way.value for way in found.questions[0].ways]
    assert (values[0], "labs" in values, "labs wide" in values, "ctdna" in values) == ("", True, True, True)
    assert answering(region("foo|bar\n1|2"), {"which sheet": ""}).model is None


def test_beside_a_recognized_region_another_is_none_of_the_study() -> None:
    both = understand([region("foo|bar\n1|2"), region(f"Patient|Sampled|{HB}\nS-1|2026-03-05|94")], (), {}, NOBODY, TODAY)
    assert [(each.model, each.questions) for each in both] == [(None, ()), (Lab, ())]


def test_heads_without_lines_are_not_asked() -> None:
    assert read(region("foo|bar")).questions == ()


def test_a_sheet_mapped_by_hand_as_labs() -> None:
    sheet = region("foo|Sampled|Hgb value (g/L)|Albumin|||x\nS-1|2026-03-05|94|40|||")
    chosen = {"which sheet": "labs wide", "'foo'": "subject_id", "Hgb value": "hemoglobin", "'x'": ""}
    found = answering(sheet, chosen)
    assert [each.says or each.analyte for each in found.roles] == ["subject_id", "collected_at", "hemoglobin", None, None, None, None]
    assert (found.model, role(found, "Hgb value (g/L)").unit) == (Lab, "g/L")
    assert [each.kind for each in found.open] == [IGNORED]


def test_a_sheet_mapped_by_hand_as_labs_of_one_row_a_result() -> None:
    sheet = region("who|when|what|how much|in\nS-1|2026-03-05|Hb|94|g/L")
    chosen = {
        "which sheet": "labs",
        "'who'": "subject_id",
        "'when'": "collected_at",
        "'what'": "analyte",
        "'how much'": "value",
        "'in'": "unit",
    }
    found = answering(sheet, chosen)
    assert ([each.says for each in found.roles], found.open) == (["subject_id", "collected_at", "analyte", "value", "unit"], ())


def test_a_sheet_mapped_by_hand_as_another() -> None:
    sheet = region("Subject ID|taken|assay|copies\nS-1|03/04/2026|X 1|1,5")
    chosen = {"which sheet": "ctdna", "'taken'": "collected_on", "'copies'": "value", "order": "day-first"}
    found = answering(sheet, chosen)
    assert (found.model, [each.says for each in found.roles]) == (Ctdna, ["subject_id", "collected_on", "assay", "value"])
    assert (role(found, "taken").notation.dates, role(found, "copies").notation.decimal) == ("day-first", "comma")


def test_a_sheet_mapped_by_hand_without_results() -> None:
    found = answering(region("who|when\nS-1|2026-03-05"), {"which sheet": "labs", "'who'": "subject_id", "'when'": "collected_at"})
    assert said(found)[-1] == "labs.csv · labs!A1: no column says analyte; expected which one does"


def test_an_analyte_without_a_column_of_values() -> None:
    chosen = {"which sheet": "labs", "'who'": "subject_id", "'when'": "collected_at", "'what'": "analyte"}
    found = answering(region("who|when|what\nS-1|2026-03-05|Hb"), chosen)
    assert (found.model, found.open) == (Lab, ())


def test_a_column_without_a_head_may_be_something() -> None:
    sheet = of_rows([["who", None], ["S-1", "2026-03-05"]])
    found = answering(sheet, {"which sheet": "pet", "'who'": "subject_id", "without a head": "scanned_on"})
    assert [each.says for each in found.roles] == ["subject_id", "scanned_on"]
    heads = "labs.csv · labs!B2: a column without a head is not known; expected what it holds"
    assert heads in said(found)


def test_a_sheet_called_after_another_sample_is_asked_about_once() -> None:
    found = read(replace_sheet(dates("2026-03-05"), "尿常规"))
    assert said(found) == ["labs.csv · 尿常规: is called '尿常规'; expected to be told what its samples are"]
    assert [(way.value, way.words) for way in found.questions[0].ways] == [
        ("", "it is not imported"),
        ("blood", "its results are of blood"),
    ]
    assert answering(replace_sheet(dates("2026-03-05"), "CSF"), {"is called": ""}).model is None
    assert answering(replace_sheet(dates("2026-03-05"), "CSF"), {"is called": "blood"}).model is Lab


def replace_sheet(found: Region, sheet: str) -> Region:
    return replace(found, table=replace(found.table, sheet=sheet))


def form(others: Literal["ask", "ignore"], **more: Any) -> Layout:
    return Layout(name="form", sheet="labs", columns={"subject_id": "Patient", "collected_at": "Date"}, others=others, **more)


@pytest.mark.parametrize(("others", "asking", "asks"), [("ask", False, 1), ("ignore", True, 1), ("ignore", False, 0)])
def test_whose_a_blank_line_is_is_asked_of_a_layouts_sheet_only_where_somebody_answers(
    others: Literal["ask", "ignore"], asking: bool, asks: int
) -> None:
    layout = form(others, analytes={HB: {"analyte": "hemoglobin"}})
    found = region(f"Patient|Date|{HB}\nS-1|2026-03-05|94\n|2026-03-06|95")
    assert [each.kind for each in read(found, layouts=[layout], asking=asking).questions] == [FILL] * asks


def test_a_line_that_a_layout_passes_over_is_nobodys_doubt() -> None:
    layout = form("ignore", analytes={HB: {"analyte": "hemoglobin"}}, only={"Type": ["lab"]})
    found = region(f"Patient|Date|{HB}|Type\nS-1|2026-03-05|94|lab\n|2026-03-06|95|note")
    assert read(found, layouts=[layout]).questions == ()
