"""A column mapping: what it may say, and how another laboratory's table is read by it."""

from decimal import Decimal

import pytest

from core.intake.csv_text import BEYOND
from core.intake.tables import Table
from core.layouts.heading import lacking
from core.layouts.layout import Layout, LayoutRefused, load_layout
from core.layouts.rows import facts_of

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


def read(found, *rows, **sheet):
    intake = facts_of(table(*rows, **sheet), None, found)
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
    facts, _, notices = read(written(), ROW, header=header)
    assert facts == []
    assert notices == ["edc.csv · export: is no sheet of the study workbook; not imported"]
    assert lacking(table(header=header), written()) == [name]


def test_rows_are_never_chosen_by_a_column_that_the_table_has_not(written):
    found = written(("[only]\nitem", "[only]\nkind"))
    assert lacking(table(ROW), found) == ["kind"]
    assert read(found, ROW)[0] == []


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
        [None, None, "Height", "1", None, None],
    )
    intake = facts_of(table(ROW, *others), None, written())
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
    assert lacking(table(first=9), found) == HEADER[:5]


def test_a_column_that_stands_twice_in_the_table_is_refused_for_reading_and_for_choosing(written):
    header = [*HEADER[:5], "item"]
    assert read(written(), ROW, header=header)[1] == ["edc.csv · export!F1: 'item' stands in edc.csv · export!C1 too; expected one column"]
    by_visit = written(("[only]\nitem", "[only]\nvisit"))
    header = [*HEADER, "visit"]
    assert read(by_visit, [*ROW, "V2"], header=header)[1] == [
        "edc.csv · export!G1: 'visit' stands in edc.csv · export!F1 too; expected one column"
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
    assert (plain.file.delimiter, plain.file.encoding, plain.file.header_row) == (",", None, None)
