"""Every cell of a workbook is in its tables or named as a flaw, however oddly the workbook is written."""

from types import SimpleNamespace

import pytest

from core.intake.columns import Grid
from core.intake.limits import Fault
from core.intake.workbook import read_workbook
from tests.core.intake.hostile import HEADER, MERGED, parts, relations, row, sheet, with_part, workbook, zipped

ONE = '<c r="A1"><v>1</v></c>'


def labs(rows: str, **others: str) -> Grid:
    return read_workbook(workbook(rows, **others))[0]


@pytest.mark.parametrize(
    ("rows", "flaws"),
    [
        (row(1, ONE, '<c r="B1"><v><![CDATA[2]]></v></c>'), {(1, 2): "holds a value that could not be read"}),
        (row(1, ONE, '<c r="A1"><v>2</v></c>'), {(1, 1): "is written twice in the file"}),
        (row(1, ONE) + row(1, ONE), {(1, 1): "is written twice in the file"}),
        (row(1, ONE, '<c r="B1" t="inlineStr"><v>2</v></c>'), {(1, 2): "holds a value that could not be read"}),
        (row(1, ONE, '<c r="B1" t="inlineStr"><is><t> </t></is></c>'), {}),
        (row(1, ONE) + "<!-- " + row(2, '<c r="A2"><v>2</v></c>') + " -->", {}),
        (row(2, '<c r="A2"><v>2</v></c>') + row(1, ONE), {}),
    ],
)
def test_a_value_that_was_not_read_is_a_flaw(rows, flaws):
    assert labs(rows).flaws == flaws


def test_a_blank_text_is_a_blank_cell():
    strings = "<si><t/></si><si/><si><t> </t></si><si><t>a</t></si><si><rPh><t>b</t></rPh></si>"
    grid = labs(row(1, *(f'<c r="{"ABCDE"[at]}1" t="s"><v>{at}</v></c>' for at in range(5))), strings=strings)
    assert (grid.rows, grid.flaws) == ([["", "", "", "a", ""]], {})


def test_every_kind_of_error_is_kept_as_text_and_named():
    errors = ["#N/A", "#DIV/0!", "#SPILL!", "#CALC!", "#FIELD!"]
    grid = labs(row(1, *(f'<c t="e" r="{"ABCDE"[at]}1"><v>{text}</v></c>' for at, text in enumerate(errors))))
    assert grid.rows == [errors]
    assert list(grid.flaws.values()) == [f"holds the error {text}" for text in errors]


def test_a_text_that_looks_like_an_error_cell_stays_as_it_is():
    text = '&lt;c t="e">'
    assert labs(row(1, f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c>', '<c r="B1" t="e"><v>#N/A</v></c>')).rows == [
        ['<c t="e">', "#N/A"]
    ]


@pytest.mark.parametrize(
    ("flawed", "rows", "place"),
    [
        ("A5", [[1.0], [""], [""], [""], [""]], (1, 1)),
        ("C1", [[1.0, "", ""]], (1, 1)),
        ("C2", [[1.0, "", ""], ["", "", ""]], (1, 1)),
    ],
)
def test_a_flawed_cell_beyond_the_others_is_a_cell_of_the_table(flawed, rows, place):
    grid = labs(row(1, ONE, f'<c r="{flawed}"><f>1</f></c>'))
    assert (grid.rows, (grid.top, grid.left)) == (rows, place)


def test_a_flawed_cell_before_the_others_moves_the_beginning_of_the_table():
    grid = labs(row(2, '<c r="B2"><f>1</f></c>') + row(3, '<c r="C3"><v>1</v></c>'))
    assert (grid.rows, grid.top, grid.left) == ([["", ""], ["", 1.0]], 2, 2)


def test_a_sheet_of_nothing_but_flaws_is_a_table():
    grid = labs(row(3, '<c r="B3"><f>1</f></c>'))
    assert (grid.rows, grid.top, grid.left) == ([[""]], 3, 2)


def test_each_cell_inside_a_merged_range_is_a_flaw_as_far_as_the_table_goes():
    rows = row(1, ONE, '<c r="B1" t="e"><v>#N/A</v></c>') + row(2, '<c r="A2"><v>2</v></c>')
    assert labs(rows, after=MERGED.format("B1:D9")).flaws == {
        (1, 2): "holds the error #N/A and is inside merged cells B1:D9",
        (2, 2): "is inside merged cells B1:D9",
    }
    assert labs("", after=MERGED.format("B1:D9")).flaws == {}


def test_hidden_rows_and_columns_are_named_where_they_hold_something():
    cells = [[f'<c r="{letter}{number}"><v>1</v></c>' for letter in "ABCD"] for number in range(1, 9)]
    rows = "".join(row(number, *cells[number - 1], attributes=' hidden="1"' if number in (2, 3, 4, 6) else "") for number in range(1, 8))
    grid = labs(
        rows + row(8, attributes=' hidden="1"'),
        before='<cols><col min="2" max="2" hidden="1"/><col min="4" max="16384" hidden="1"/></cols>',
    )
    assert grid.notices == [
        "rows 2-4, 6 are hidden and filled; read like the others",
        "columns B, D are hidden and filled; read like the others",
    ]


def test_a_long_list_of_hidden_rows_is_cut_and_counted():
    rows = "".join(row(n, f'<c r="A{n}"><v>1</v></c>', attributes=' hidden="1"' if n % 2 else "") for n in range(1, 50))
    assert labs(rows).notices[0].endswith("37, 39 and 5 more are hidden and filled; read like the others")


def test_commented_cells_are_named():
    comments = '<comments><commentList><comment ref="B2" authorId="0"/><comment ref="B2" authorId="0"/></commentList></comments>'
    page = '<Relationship Id="h" Type="hyperlink" Target="https://example.org" TargetMode="External"/></Relationships>'
    related = relations(("c1", "comments", "../comments1.xml")).replace("</Relationships>", page)
    grid = read_workbook(zipped({**parts(), "xl/worksheets/_rels/sheet1.xml.rels": related, "xl/comments1.xml": comments}))[0]
    assert grid.notices == ["cell B2 is commented; comments are not read"]


def test_a_style_that_shows_percentages_is_told_from_one_that_only_says_so():
    formats = ["0.0%", '0.0"%"', "0.0\\%", "General"]
    listed = "".join(f'<numFmt numFmtId="{170 + at}" formatCode="{text.replace(chr(34), "&quot;")}"/>' for at, text in enumerate(formats))
    used = "".join(f'<xf numFmtId="{number}"/>' for number in (170, 171, 172, 173, 0, 9))
    styles = f'<numFmts>{listed}</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs>{used}</cellXfs><cellStyles/>'
    cells = (f'<c r="{"ABCDEF"[at]}1" s="{at}"><v>0.5</v></c>' for at in range(6))
    assert set(labs(row(1, *cells), styles=styles).flaws) == {(1, 1), (1, 6)}


def test_a_number_shown_with_zeros_in_front_is_a_flaw():
    formats = ["000000", "00;-00", "0", "0.00"]
    listed = "".join(f'<numFmt numFmtId="{170 + at}" formatCode="{text}"/>' for at, text in enumerate(formats))
    used = "".join(f'<xf numFmtId="{170 + at}"/>' for at in range(4))
    styles = f"<numFmts>{listed}</numFmts><cellXfs>{used}</cellXfs><cellStyles/>"
    cells = (f'<c r="{"ABCD"[at]}1" s="{at}"><v>123</v></c>' for at in range(4))
    said = "is shown with zeros in front but stored as the number 123"
    assert labs(row(1, *cells), styles=styles).flaws == {(1, 1): said, (1, 2): said}


def test_a_workbook_never_calculated_has_placeholders_for_results():
    calculated = '<calcPr fullCalcOnLoad="1"/>'
    formula = row(1, '<c r="A1"><f>B1</f><v>0</v></c>')
    assert labs(formula).flaws == {}
    assert labs(formula, book=calculated).flaws == {(1, 1): "holds a formula whose stored result 0 is a placeholder, never calculated"}


def test_a_chart_is_a_sheet_without_cells():
    book = (
        '<workbook xmlns:r="r"><sheets><sheet name="Chart1" r:id="c"/><sheet name="labs" state="veryHidden" r:id="s"/></sheets></workbook>'
    )
    related = relations(("c", "chartsheet", "chartsheets/sheet1.xml"), ("s", "worksheet", "/xl/worksheets/sheet1.xml"))
    more = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": related, "xl/chartsheets/sheet1.xml": "<chartsheet/>"}
    chart, sheet_of_labs = read_workbook(zipped({**parts(), **more}))
    assert (chart.name, chart.rows, chart.notices) == ("Chart1", [], ["is a chartsheet and has no cells"])
    assert (sheet_of_labs.name, sheet_of_labs.hidden, len(sheet_of_labs.rows)) == ("labs", True, 2)


def test_a_workbook_may_lie_elsewhere_in_its_zip_file_and_in_other_letters():
    moved = {name.replace("xl/", "Book/"): content for name, content in parts().items() if name != "_rels/.rels"}
    moved = {name.upper(): content for name, content in moved.items()} | {
        "_rels/.rels": relations(("w", "officeDocument", "\\book\\WORKBOOK.xml"))
    }
    assert read_workbook(zipped(moved))[0].rows == [["subject_id", "value"], ["S-001", 1.5]]
    assert read_workbook(zipped({**parts(), "xl/media/": "", "docs/readme": "text"}))[0].name == "labs"


def without(name: str) -> bytes:
    return zipped({part: content for part, content in parts().items() if part != name})


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (without("xl/worksheets/sheet1.xml"), "sheet labs has no content"),
        (without("xl/_rels/workbook.xml.rels"), "sheet labs has no content"),
        (without("xl/workbook.xml"), "a zip file without a workbook"),
        (zipped({"xl/workbook.bin": b"", "_rels/.rels": relations(("w", "officeDocument", "xl/workbook.bin"))}), "a binary workbook"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "an OpenDocument file"),
        (with_part("xl/workbook.xml", "<workbook>"), "part xl/workbook.xml is damaged (no element found)"),
        (with_part("xl/worksheets/sheet1.xml", sheet().encode("utf-16")), "is not XML in UTF-8"),
        (with_part("xl/worksheets/sheet1.xml", '<?xml version="1.0" encoding="latin-1"?><worksheet/>'), "is not XML in UTF-8"),
        (with_part("xl/worksheets/sheet1.xml", "subject_id"), "is not XML in UTF-8"),
        (with_part("xl/worksheets/sheet1.xml", "\v<!DOCTYPE lolz>"), "is not XML in UTF-8"),
        (workbook(row(1, '<c r="A1" t="s"><v>7</v></c>')), "the workbook could not be read"),
        (with_part("xl/sharedStrings.xml", "<sst><si><t>a</si></sst>"), "part xl/sharedstrings.xml is damaged (mismatched tag)"),
        (workbook(row(1, '<c r="A1" t="s"><v>0</v></c>'), strings="<sst><t>a</t></sst>"), "the workbook could not be read"),
        (with_part("xl/sharedStrings.xml", "text"), "part xl/sharedstrings.xml is not XML in UTF-8"),
        (workbook(HEADER, after=MERGED.format("B1:D")), "sheet labs: a cell is called 'D'"),
        (with_part("xl/_rels/workbook.xml.rels", relations(("s1", "xlMacrosheet", "worksheets/sheet1.xml"))), "sheet labs is a macro"),
        (
            with_part("xl/workbook.xml", '<w xmlns:r="r"><sheet name="A" r:id="s1"/><sheet name="a" r:id="s1"/></w>'),
            "2 sheets are called a",
        ),
    ],
)
def test_a_workbook_that_is_not_whole_is_refused(content, fault):
    with pytest.raises(Fault) as refusal:
        read_workbook(content)
    assert fault in refusal.value.found


def test_a_workbook_without_sheets_has_no_tables_and_a_sheet_without_cells_an_empty_one():
    assert read_workbook(with_part("xl/worksheets/sheet1.xml", "<worksheet/>"))[0].rows == []
    assert read_workbook(with_part("xl/workbook.xml", "<workbook/>")) == []


def test_a_value_that_the_file_does_not_hold_refuses_the_workbook(monkeypatch):
    invented = SimpleNamespace(start=(0, 0), to_python=lambda: [[1.0, 2.0]])
    book = SimpleNamespace(sheet_names=["0"], get_sheet_by_name=lambda _: invented)
    monkeypatch.setattr("core.intake.workbook.CalamineWorkbook", SimpleNamespace(from_filelike=lambda _: book))
    with pytest.raises(Fault, match="sheet labs: 2 values were read and 1 of them stand in the file"):
        labs(row(1, ONE))
