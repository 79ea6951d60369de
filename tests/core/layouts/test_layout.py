"""A column mapping: what it may say, and how another laboratory's table is read by it."""

import tomllib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.intake.csv_text import BEYOND
from core.intake.tables import Table
from core.layouts.history import NOBODY
from core.layouts.incoming import together
from core.layouts.layout import KNOWN, Layout, LayoutRefused, known_layouts, load_layout, written_layout
from core.layouts.regions import regions
from core.layouts.understand import understand
from core.layouts.unfold import facts_of_region

TEXT = """
name = "EDC"
sheet = "labs"
[columns]
subject_id = "patient"
collected_at = "date"
analyte = "item"
value = "result"
unit = "unit"
[only]
item = ["Haemoglobin", "Leuko"]
[words.analyte]
Haemoglobin = "hemoglobin"
Leuko = "leukocytes"
[words.value]
ND = ""
"""
HEADER = ["patient", "date", "item", "result", "unit", "visit"]
ROW = ["S-001", "2026-03-05", "Haemoglobin", "80", "g/L", "V1"]


def layout(text=TEXT, *changes):
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.fixture
def written(tmp_path):
    def load(*changes):
        path = tmp_path / "edc.toml"
        path.write_text(layout(TEXT, *changes), encoding="utf-8")
        return load_layout(path)

    return load


def table(*rows, header=HEADER, flaws=None, first=1, sheet="export"):
    return Table("edc.csv", sheet, [list(row) for row in (header, *rows)], first, 1, False, flaws or {}, [])


def taken(found, *rows, **sheet):
    """A table read by a layout, where nobody can be asked."""
    understood = understand(regions(table(*rows, **sheet)), (found,), {}, NOBODY, date(2026, 4, 1), asking=False)
    return understood, together(facts_of_region(each, None) for each in understood)


def read(found, *rows, **sheet):
    _, intake = taken(found, *rows, **sheet)
    return intake.facts, [str(problem) for problem in intake.problems], intake.notices


def test_a_table_with_all_columns_of_the_layout_is_read_as_its_sheet(written):
    facts, problems, notices = read(written(), ROW)
    assert (facts[0].record.sheet, facts[0].record.analyte, facts[0].record.value) == ("labs", "hemoglobin", Decimal(80))
    assert facts[0].cell("value") == "edc.csv · export!D2"
    assert problems == []
    assert notices == ["edc.csv · export: the layout 'EDC' does not read, and nothing imports: 'visit'"]


@pytest.mark.parametrize("name", ["patient", "item", "unit"])
def test_a_table_without_one_of_its_columns_is_not_read_by_it(written, name):
    header = [column if column != name else "other" for column in HEADER]
    understood, intake = taken(written(), ROW, header=header)
    assert intake.facts == []
    assert [each.layout for each in understood] == [None]
    assert name in written().named


def test_rows_are_never_chosen_by_a_column_that_the_table_has_not(written):
    found = written(("[only]\nitem", "[only]\nkind"))
    understood, _ = taken(found, ROW)
    assert [each.layout for each in understood] == [None]


def test_a_table_that_is_a_sheet_of_the_contract_is_read_as_such_where_the_layout_does_not_fit(written):
    row = ["S-001", "2026-03-05", "hemoglobin", "80", "g/L"]
    facts, problems, _ = read(written(), row, header=["subject_id", "collected_at", "analyte", "value", "unit"], sheet="labs")
    assert (len(facts), problems) == (1, [])


def test_rows_of_other_items_are_passed_over_and_counted(written):
    others = [[*ROW[:2], item, *ROW[3:]] for item in ("Height", "Height", None, "Height\u202e")]
    facts, problems, notices = read(written(), ROW, *others, [None] * 6)
    assert (len([fact for fact in facts if fact.record.sheet == "labs"]), problems) == (1, [])
    assert notices[-1] == "edc.csv · export: 4 rows are none of the layout's; not imported: Height 2, blank 1, Height<U+202E> 1"


def test_many_kinds_of_other_rows_are_named_up_to_a_limit(written):
    others = [[*ROW[:2], f"item {number}", *ROW[3:]] for number in range(25)]
    assert read(written(), *others)[2][-1].endswith("item 19 1 and 5 others")


def test_a_subject_whose_rows_are_all_passed_over_is_still_a_subject(written):
    others = (
        ["S-002", "2026-03-05", "Height", "180", "cm", "V1"],
        ["S\u200b", None, "Height", None, None, None],
    )
    _, intake = taken(written(), ROW, *others)
    assert [fact.record.subject_id for fact in intake.facts] == ["S-001"]
    assert [(one.subject_id, one.refused) for one in intake.named] == [("S-002", "")]
    assert intake.problems == []


def test_a_row_whose_choosing_cell_cannot_be_relied_on_is_not_passed_over(written):
    row = [*ROW[:2], None, *ROW[3:]]
    facts, problems, _ = read(written(), row, flaws={(2, 3): "is an error"})
    assert facts == []
    assert problems == ["edc.csv · export!C2: is an error; expected a value"]
    _, problems, _ = read(written(), ["S-001", "2026-03-05", "Height", "1", "8", "x"], flaws={(2, 6): BEYOND})
    assert problems == [f"edc.csv · export!2: a cell {BEYOND}; expected one cell a column"]


def test_a_text_may_be_said_to_mean_not_recorded_and_an_untranslated_one_is_a_fault(written):
    facts, problems, _ = read(written(), [*ROW[:3], "ND", *ROW[4:]], [*ROW[:3], "neg", *ROW[4:]])
    assert [fact.record.value for fact in facts] == [None, None]
    assert problems == ["edc.csv · export!D3: 'neg' is not a number; expected a number in g/L"]


def test_the_header_may_stand_below_a_title(written):
    found = written(("[columns]", "[file]\nheader_row = 3\n[columns]"))
    rows = [["Report", None, None, None, None, None], [None] * 6, HEADER, ROW, [*ROW[:3], "x", *ROW[4:]]]
    for first in (1, 2):
        facts, problems, _ = read(found, *rows[first:], header=rows[first - 1], first=first)
        assert [fact.origin.row for fact in facts] == [4, 5]
        assert problems[0].startswith("edc.csv · export!D5: 'x'")


def test_a_column_that_stands_twice_in_the_table_is_refused_for_reading_and_for_choosing(written):
    header = [*HEADER[:5], "item"]
    (understood,), intake = taken(written(), ROW, header=header)
    assert (intake.facts, intake.problems) == ([], [])
    assert [str(each) for each in understood.open] == [
        "edc.csv · export!F1: 'item' and edc.csv · export!C1 both say analyte; expected one column"
    ]
    by_visit = written(("[only]\nitem", "[only]\nvisit"))
    header = [*HEADER, "visit"]
    assert read(by_visit, [*ROW, "V2"], header=header)[1] == [
        "edc.csv · export!G1: says 'visit', as edc.csv · export!F1 does; expected one column"
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('sheet = "labs"', 'sheet = "lab"'), "edc.toml: sheet 'lab' is no sheet; expected one of: subjects, screening, labs"),
        (('unit = "unit"', 'units = "unit"'), "edc.toml: 'units' is no column of sheet labs, expected one of: subject_id, collected_at"),
        (('analyte = "item"', 'value2 = "item"'), "no column of the file is named for 'analyte', which sheet labs requires"),
        (('unit = "unit"', 'unit = "date"'), "'date' is named for 2 columns, expected one"),
        (("[words.value]", "[words.qualifier]"), "words are given for 'qualifier', which is none of the layout's columns"),
        (('ND = ""', '" " = "0"'), "a blank cell of 'value' is given a meaning, '0'; a blank is not recorded"),
        (('"leukocytes"', '"leucos"'), "analyte: 'Leuko' is translated to 'leucos', which is not an analyte of the dictionary"),
        (("[columns]", "[file]\nheader_row = 0\n[columns]"), "edc.toml: file.header_row Input should be greater than or equal to 1"),
        (("[columns]", "colums = 1\n[columns]"), "edc.toml: colums Extra inputs are not permitted"),
        (('name = "EDC"', "name = "), "expected a layout in TOML"),
    ],
)
def test_a_layout_that_does_not_fit_the_contract_is_refused_in_a_sentence(written, change, said):
    with pytest.raises(LayoutRefused, match=r"^edc\.toml: ") as found:
        written(change)
    assert said in str(found.value)


def test_all_faults_of_a_layout_are_said_at_once(written):
    with pytest.raises(LayoutRefused) as found:
        written(('sheet = "labs"', 'sheet = "lab"\nwho = 1'), ('name = "EDC"\n', ""))
    assert len(str(found.value).splitlines()) == 3


def test_a_file_that_cannot_be_opened_is_refused(tmp_path):
    with pytest.raises(LayoutRefused, match="expected a layout in TOML"):
        load_layout(tmp_path / "none.toml")


def test_a_layout_has_the_form_of_a_plain_file_where_it_says_nothing_else():
    plain = Layout(name="x", sheet="subjects", columns={"subject_id": "id"})
    assert (plain.file.delimiter, plain.file.encoding, plain.file.header_row) == (None, None, None)


WHOLE = """
name = "Central · Hb"
sheet = "labs"
laboratory = "Central \\"laboratory\\""
fill = ["subject_id"]
ignored = ["Albumin (g/L)"]
others = "ask"
[file]
delimiter = "\\t"
encoding = "gb18030"
[columns]
subject_id = "Patient"
collected_at = "Date"
[only]
Status = ["final"]
[analytes."Hb (g/dL)"]
analyte = "hemoglobin"
unit = "g/dL"
[analytes.CRP]
analyte = "crp"
[checks]
birth_date = "DOB"
[times]
collected_at = "Time"
[unit_columns]
"CRP unit" = "CRP"
[notation.Date]
dates = "day-first"
[notation."Hb (g/dL)"]
decimal = "comma"
[notation.CRP]
[[units]]
analyte = "crp"
spelled = "x"
unit = "mg/L"
"""


@pytest.fixture
def whole(tmp_path):
    def load(*changes):
        path = tmp_path / "whole.toml"
        path.write_text(layout(WHOLE, *changes), encoding="utf-8")
        return load_layout(path)

    return load


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('analyte = "hemoglobin"', 'analyte = "hb"'), "'Hb (g/dL)' is said to be 'hb', which is no analyte, expected one of: hemoglobin,"),
        (('unit = "g/dL"', 'unit = "U/L"'), "'Hb (g/dL)': 'U/L' is no unit of hemoglobin, expected one of: g/L, g/dL, mmol/L"),
        (('unit = "mg/L"', 'unit = "kg"'), "'x': 'kg' is no unit of crp, expected one of: mg/L, mg/dL, ug/mL"),
        (('"CRP unit" = "CRP"', '"CRP unit" = "Hb"'), "'CRP unit' holds the units of 'Hb', which is no column of an analyte"),
        (
            ("[times]\ncollected_at", "[times]\nvalue"),
            "a time of day is named for 'value', which is none of the layout's columns with a day",
        ),
        (('fill = ["subject_id"]', 'fill = ["value"]'), "'value' is filled down and none of the layout's columns"),
        (("[notation.Date]", "[notation.Day]"), "'Day' has a notation and is not read"),
        (('birth_date = "DOB"', 'birth_date = "Date"'), "'Date' is named for 2 columns, expected one"),
        (('ignored = ["Albumin (g/L)"]', 'ignored = ["CRP"]'), "'CRP' is ignored and read, expected one of these"),
        (("[columns]\n", '[columns]\nvalue = "Result"\n'), "'value' is a column and analytes have columns of their own"),
        (('sheet = "labs"', 'sheet = "pet"'), "analytes and units are given for sheet pet, expected sheet labs"),
    ],
)
def test_what_the_new_parts_of_a_layout_say_must_fit_together(whole, change, said):
    with pytest.raises(LayoutRefused, match=r"^whole\.toml: ") as found:
        whole(change)
    assert said in str(found.value)


def test_a_title_may_say_whose_and_of_which_day_the_lines_of_a_remembered_layout_are(whole):
    change = ('subject_id = "Patient"\n', ""), ('fill = ["subject_id"]\n', "")
    assert "subject_id" not in whole(*change).columns
    with pytest.raises(LayoutRefused, match="no column of the file is named for 'subject_id'"):
        whole(*change, ('others = "ask"', 'others = "ignore"'))


def test_a_written_layout_reads_back_as_itself(whole, tmp_path):
    for one in (
        whole(),
        *known_layouts(),
        Layout(name="\x7f\u2028 \n'\"", sheet="subjects", columns={"subject_id": "编号 · \U0001f9ea\t"}),
    ):
        path = tmp_path / "again.toml"
        path.write_text(written_layout(one), encoding="utf-8")
        assert load_layout(path) == one


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=3), st.dictionaries(TEXTS.filter(str.strip), st.sampled_from(["", "x"]), max_size=3))
def test_whatever_its_texts_are_a_layout_can_be_written(name, header, ignored, words):
    one = Layout(
        name=name,
        sheet="subjects",
        columns={"subject_id": header, "site": f"{header}2"},
        ignored=[each for each in ignored if each not in (header, f"{header}2")],
        words={"site": words} if words else {},
    )
    assert Layout.model_validate(tomllib.loads(written_layout(one))) == one


def test_every_shipped_layout_is_read_and_has_a_name_of_its_own():
    names = [each.name for each in known_layouts()]
    assert (len(names), len(set(names))) == (len(list(KNOWN.glob("*.toml"))), len(names))
    assert all(each.others == "ignore" for each in known_layouts())
