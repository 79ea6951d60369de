"""An ordinary file becomes tables with every cell at its address, as it was stored."""

import datetime
import io

import pytest
import xlsxwriter

from core.intake.reader import read
from core.intake.tables import Table, TextForm, address
from tests.core.intake import hostile


@pytest.fixture
def book(tmp_path):
    """A workbook with text, number, yes/no, day, time of day and blank rows, above and left of which the sheet is empty."""
    path = tmp_path / "labs.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"}) as made:
        labs, notes = made.add_worksheet("labs"), made.add_worksheet("notes")
        for row, cells in enumerate(
            [("subject_id", "when", "value"), ("000123", datetime.datetime(2026, 3, 5, 8, 30), 1.1), (), (" NA ", True)]
        ):
            labs.write_row(row + 2, 1, cells)
        notes.hide()
    return path


def test_each_sheet_of_a_workbook_is_a_table(book):
    labs, notes = read(book)
    assert (labs.file, labs.sheet, labs.hidden) == ("labs.xlsx", "labs", False)
    assert (notes.sheet, notes.hidden, notes.rows, notes.first_row, notes.first_column) == ("notes", True, [], 1, 1)


def test_cells_keep_kind_text_and_place(book):
    labs = read(book)[0]
    assert (labs.first_row, labs.first_column, labs.flaws, labs.notices) == (3, 2, {}, [])
    assert labs.rows == [
        ["subject_id", "when", "value"],
        ["000123", datetime.datetime(2026, 3, 5, 8, 30), 1.1],
        [None, None, None],
        [" NA ", True, None],
    ]
    assert type(labs.rows[3][1]) is bool


def test_the_address_of_a_cell_names_file_sheet_and_cell():
    assert address("labs.xlsx", "labs", 14, 4) == "labs.xlsx · labs!D14"
    assert address("labs.xlsx", "a\nb", 1, 28) == "labs.xlsx · a<U+000A>b!AB1"


@pytest.mark.parametrize("epoch", [False, True])
def test_days_are_the_same_in_both_epochs(tmp_path, epoch):
    path = tmp_path / "labs.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": epoch, "default_date_format": "yyyy-mm-dd"}) as made:
        made.add_worksheet("labs").write_datetime("A1", datetime.date(2026, 3, 5))
    assert read(path)[0].rows == [[datetime.date(2026, 3, 5)]]


def test_a_csv_file_is_a_table_of_texts_named_like_the_file(tmp_path):
    path = tmp_path / "labs.CSV"
    path.write_text('subject_id,value,unit\n000123,<0.5,\n\n"S-2, b"\n', encoding="utf-8")
    assert read(path) == [
        Table(
            "labs.CSV",
            "labs",
            [["subject_id", "value", "unit"], ["000123", "<0.5", None], [None] * 3, ["S-2, b", None, None]],
            1,
            1,
            False,
            {},
            [],
            text=TextForm("utf-8", ",", True),
        )
    ]


def test_a_layout_names_encoding_delimiter_and_header_row(tmp_path):
    path = tmp_path / "laboratory.txt"
    path.write_bytes("报告\n血红蛋白;单位\n121,5;g/L\n".encode("gb18030"))
    table = read(path, encoding="gb18030", delimiter=";", header_row=2)[0]
    assert table.rows == [["报告", None], ["血红蛋白", "单位"], ["121,5", "g/L"]]
    assert (table.flaws, table.text) == ({}, TextForm("gb18030", ";", True))


def test_flaws_cross_from_the_reading_process(tmp_path):
    path = tmp_path / "labs.xlsx"
    path.write_bytes(hostile.workbook(hostile.row(1, '<c r="A1" t="e"><v>#N/A</v></c>', '<c r="B1"><f>A1</f></c>')))
    assert read(path)[0].flaws == {(1, 1): "holds the error #N/A", (1, 2): "holds a formula without a stored result"}
    assert read(path)[0].rows == [["#N/A", None]]


def test_merged_ranges_and_concealed_parts_cross_from_the_reading_process(tmp_path):
    cells = hostile.row(1, '<c r="A1"><v>1</v></c>', '<c r="B1"><v>2</v></c>', attributes=' hidden="1"')
    merged = hostile.MERGED.format("A1:B2") + hostile.MERGED.format("D4:E5")  # the second one lies beyond the cells
    path = tmp_path / "labs.xlsx"
    path.write_bytes(hostile.workbook(cells, after=merged))
    (table,) = read(path)
    assert (table.merged, table.concealed, table.text) == (((1, 1, 2, 2),), ("row 1 is hidden and filled; read like the others",), None)
    assert table.notices == ["row 1 is hidden and filled; read like the others"]


def test_the_ways_a_text_may_be_meant_cross_from_the_reading_process(tmp_path):
    path = tmp_path / "labs.csv"
    path.write_bytes("name,note\nM\xfcller,1\n".encode("windows-1252"))
    assert read(path)[0].text == TextForm("gb18030", ",", False, (("windows-1252", ",", "M\xfcller,1"),))


def test_the_secrets_of_the_caller_do_not_reach_the_reading_process(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_PASSWORD", "secret")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/nowhere")
    code = "import os, sys; sys.stdout.write(' '.join(sorted(os.environ)))"
    monkeypatch.setattr("core.intake.reader.START", code)
    seen = io.StringIO()
    monkeypatch.setattr("core.intake.reader._tables", lambda answer, name, stem: seen.write(answer.decode()))
    (tmp_path / "labs.csv").write_text("a,b\n", encoding="utf-8")
    read(tmp_path / "labs.csv")
    assert [name for name in seen.getvalue().split() if not name.startswith(("MALLOC_", "LC_"))] == ["LD_LIBRARY_PATH"]
