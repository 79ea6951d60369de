"""The empty workbook: every sheet and column of the contract, drop-downs for its words, and nothing to complain about when read back."""

from datetime import date

import openpyxl
import pytest

from core.facts.record import readings, required
from core.facts.records import SHEETS
from core.layouts.load import load
from core.layouts.template import write_template
from core.protocol.settings import Settings


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    found = tmp_path_factory.mktemp("template") / "study.xlsx"
    write_template(found)
    return found


@pytest.fixture(scope="module")
def book(path):
    return openpyxl.load_workbook(path)


def header(sheet):
    return [cell.value for cell in sheet[1]]


def test_it_holds_a_legend_and_all_sheets_with_all_columns(book):
    assert book.sheetnames == ["legend", *SHEETS]
    for name, model in SHEETS.items():
        assert header(book[name]) == list(model.model_fields)


@pytest.mark.parametrize("name", SHEETS)
def test_every_column_of_allowed_words_has_them_as_a_drop_down(book, name):
    lists = {
        next(iter(found.sqref.ranges)).min_col: found.formula1.strip('"').split(",") for found in book[name].data_validations.dataValidation
    }
    columns = readings(SHEETS[name])
    assert {header(book[name])[column - 1]: words for column, words in lists.items()} == {
        column: list(mark.words) for column, mark in columns.items() if mark.words
    }
    assert {str(found.sqref).split(":")[1][-4:] for found in book[name].data_validations.dataValidation} <= {"1001"}


def test_the_legend_says_of_every_column_what_it_holds_and_whether_it_is_required(book):
    rows = [tuple(cell.value for cell in row) for row in book["legend"].iter_rows(min_row=2)]
    assert rows == [
        (name, column, "required" if column in required(model) else "", mark.expected)
        for name, model in SHEETS.items()
        for column, mark in readings(model).items()
    ]


@pytest.mark.parametrize(
    ("place", "form"),
    [
        ("subjects.subject_id", "@"),
        ("labs.laboratory", "@"),
        ("subjects.birth_date", "yyyy-mm-dd"),
        ("bedside.assessed_at", "yyyy-mm-dd hh:mm"),
        ("labs.collected_at", "yyyy-mm-dd hh:mm"),
        ("labs.value", "General"),
    ],
)
def test_identifiers_keep_their_zeros_and_dates_show_unmistakably(book, place, form):
    sheet, column = place.split(".")
    letter = openpyxl.utils.get_column_letter(header(book[sheet]).index(column) + 1)
    assert book[sheet].column_dimensions[letter].number_format == form


def test_read_back_it_gives_no_subject_no_problem_and_no_notice(path):
    found = load([path], Settings(), date(2026, 3, 5))
    assert (found.subjects, found.problems, found.notices) == ({}, [], [])


def test_filled_in_by_hand_it_reads_what_was_written(path, tmp_path):
    book = openpyxl.load_workbook(path)
    cells = {"subjects.subject_id": "000123", "subjects.sex": "female", "bedside.subject_id": "000123", "bedside.ice_total": 10}
    for place, value in cells.items():
        sheet, column = place.split(".")
        book[sheet].cell(2, header(book[sheet]).index(column) + 1, value)
    book["bedside"].cell(2, 2, "2026-03-05T08:00")
    book.save(tmp_path / "filled.xlsx")
    found = load([tmp_path / "filled.xlsx"], Settings(), date(2026, 4, 1))
    assert (found.problems, found.notices) == ([], [])
    subject = found.subjects["000123"]
    assert (subject.subjects[0].record.sex, subject.bedside[0].record.ice_total) == ("female", 10)
