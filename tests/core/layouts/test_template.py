"""The empty workbook: every sheet and column of the contract, drop-downs, a legend in two languages; filled in it comes back wordlessly."""

import shutil
from datetime import UTC, date, datetime

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from core.changes.upload import prepare
from core.facts.analytes import ANALYTES, analyte_of, unit_of
from core.facts.record import readings, required
from core.facts.records import SHEETS
from core.facts.values import Moment
from core.intake.reader import taken
from core.layouts import chinese
from core.layouts.load import load
from core.layouts.template import REQUIRED, write_template
from core.ledger.engine import prepare as made
from core.ledger.ledger import Ledger
from core.protocol.settings import Settings

NOW = datetime(2026, 3, 5, 8, tzinfo=UTC)
COLUMNS = [(name, column) for name, model in SHEETS.items() for column in model.model_fields]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    found = tmp_path_factory.mktemp("template") / "study.xlsx"
    write_template(found)
    return found


@pytest.fixture(scope="module")
def book(path):
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def helped(book):
    """By sheet and column what is said and allowed in its cells."""
    return {
        (name, header(book[name])[next(iter(each.sqref.ranges)).min_col - 1]): each
        for name in SHEETS
        for each in book[name].data_validations.dataValidation
    }


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    found = tmp_path_factory.mktemp("store") / "ledger.db"
    made(str(found))
    return found


def header(sheet):
    return [cell.value for cell in sheet[1]]


def choices(book, found):
    """The words of a drop-down, wherever they stand."""
    if found.formula1.startswith("legend!"):
        return [cell.value for (cell,) in book["legend"][found.formula1.removeprefix("legend!").replace("$", "")]]
    return found.formula1.strip('"').split(",")


def test_it_holds_a_legend_and_all_sheets_with_all_columns(book):
    assert book.sheetnames == ["legend", *SHEETS]
    for name, model in SHEETS.items():
        assert header(book[name]) == list(model.model_fields)


def test_another_reader_sees_the_same(path):
    found = CalamineWorkbook.from_path(path)
    assert {name: found.get_sheet_by_name(name).to_python() for name in SHEETS} == {
        name: [list(model.model_fields)] for name, model in SHEETS.items()
    }


def test_every_column_of_allowed_words_has_them_as_a_drop_down(book, helped):
    lists = {place: choices(book, found) for place, found in helped.items() if found.type == "list"}
    units = list(dict.fromkeys(code for analyte in ANALYTES.values() for code in analyte.units))
    words = {(name, column): list(readings(SHEETS[name])[column].words) for name, column in COLUMNS}
    assert lists == {place: found for place, found in words.items() if found} | {("labs", "unit"): units}
    assert {str(found.sqref).split(":")[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for found in helped.values()} == {"1001"}


def test_what_others_than_the_words_are_read_too_is_asked_about_and_not_kept_out(helped):
    kinds = {place: found.errorStyle or "stop" for place, found in helped.items() if found.type == "list"}
    assert (kinds["labs", "unit"], kinds["labs", "analyte"], kinds["pet", "new_lesion"]) == ("warning",) * 3
    assert (kinds["pet", "response"], kinds["ctdna", "unit"], kinds["bedside", "death"]) == ("stop",) * 3


def test_beside_every_cell_stands_what_it_holds_in_both_languages(helped):
    assert list(helped) == COLUMNS
    said = {place: (found.promptTitle, found.prompt) for place, found in helped.items()}
    assert said["labs", "collected_at"] == (
        "采集时间",
        "a date or date-time like 2026-03-05T08:00\n日期，或日期和时间，如2026-03-05 08:00\nrequired 必填",
    )
    assert said["pet", "new_lesion"] == ("新发病灶", "choose from the list\n从列表中选择\nblank: not recorded\n未记录则留空，切勿填0")
    assert said["bedside", "death"] == ("死亡", "choose from the list\n从列表中选择\nblank reads as no\n留空即视为否")
    assert all(len(title) <= 32 and len(prompt) <= 255 for title, prompt in said.values())


def test_the_legend_says_of_every_column_what_it_holds_and_whether_it_is_required(book):
    rows = [tuple(cell.value or "" for cell in row[:7]) for row in book["legend"].iter_rows(min_row=2)]
    assert [(sheet, column, needed, holds) for sheet, _, column, _, needed, holds, _ in rows] == [
        (name, column, REQUIRED if column in required(model) else "", mark.expected)
        for name, model in SHEETS.items()
        for column, mark in readings(model).items()
    ]
    assert all(all(map(is_chinese, (row[1], row[3], row[6]))) for row in rows)
    assert rows[0] == (
        "subjects",
        "受试者基本信息",
        "subject_id",
        "受试者编号",
        "required 必填",
        "an identifier",
        "编号，原样保留（包括前面的零）",
    )
    assert rows[COLUMNS.index(("ctdna", "call"))][6] == "从列表中选择：positive、negative、indeterminate、failed"


def test_the_legend_says_of_every_analyte_its_units_and_range(book):
    rows = [tuple(cell.value for cell in row[8:13]) for row in book["legend"].iter_rows(min_row=2, max_row=1 + len(ANALYTES))]
    assert [row[0] for row in rows] == list(ANALYTES)
    assert rows[0] == ("hemoglobin", "血红蛋白", "g/L", "g/L, g/dL, mmol/L", "20 – 250")
    assert all(unit_of(ANALYTES[row[0]], code) == code for row in rows for code in row[3].split(", "))


def is_chinese(text):
    return any("一" <= sign <= "鿿" for sign in text)


def test_every_column_has_its_chinese_name_and_no_other_has():
    assert {name: list(found) for name, found in chinese.NAMES.items()} == {
        name: ["", *model.model_fields] for name, model in SHEETS.items()
    }
    assert all(is_chinese(name) for found in chinese.NAMES.values() for name in found.values())
    for found in chinese.NAMES.values():
        assert len(set(found.values())) == len(found)


def test_every_analytes_chinese_name_is_one_that_is_read():
    assert {name: analyte_of(label) for name, label in chinese.ANALYTES.items()} == ANALYTES


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
    letter = get_column_letter(header(book[sheet]).index(column) + 1)
    assert book[sheet].column_dimensions[letter].number_format == form


def test_read_back_it_gives_no_subject_no_problem_and_no_notice(path):
    found = load([path], Settings(), date(2026, 3, 5))
    assert (found.subjects, found.problems, found.notices) == ({}, [], [])


DAYS = {
    "birth_date": datetime(1970, 1, 2), "consent_date": datetime(2026, 1, 2), "leukapheresis_on": datetime(2026, 1, 10),
    "lymphodepletion_on": datetime(2026, 1, 25), "infused_on": datetime(2026, 1, 30), "discharged_on": datetime(2026, 2, 14),
    "onset_on": datetime(2026, 2, 3), "death_on": datetime(2026, 3, 4), "progression_on": datetime(2026, 3, 3),
}  # fmt: skip
NUMBERS = {
    "labs.value": 110, "labs.lower_limit": 100, "labs.upper_limit": 160.5, "bedside.temperature": 38.5, "bedside.vasopressors": 0,
    "bedside.ice_orientation": 4, "bedside.ice_naming": 3, "bedside.ice_total": 10, "infusions.total_cells": 136000000,
    "infusions.weight_kg": 68.25, "ctdna.value": 12.5, "ctdna.limit_of_detection": 0.5, "lesions.longest_cm": 2.4,
    "lesions.shortest_cm": 1.6,}  # fmt: skip
MOMENTS = ("labs.collected_at", "labs.reported_at", "bedside.assessed_at", "treatments.given_at")


def typed(name, column, words):
    """What a person types, or chooses from the drop-down, into one cell."""
    place = f"{name}.{column}"
    if column == "subject_id":
        return "000123"
    if place == "labs.unit":
        return "g/L"
    if words:
        return words[0]
    if place in MOMENTS:
        return datetime(2026, 2, 20, 8, 30)
    if column.endswith(("_on", "_date")):
        return DAYS.get(column, datetime(2026, 2, 20))
    if place in NUMBERS or readings(SHEETS[name])[column].expected.startswith(("a number", "a whole", "1 or 2")):
        return NUMBERS.get(place, 1)
    return "free text 自由文本"


def filled(path, place, names, cell=typed):
    """The template with a full row in these sheets, saved as a spreadsheet saves it."""
    book = openpyxl.load_workbook(path)
    for name in names:
        for at, (column, mark) in enumerate(readings(SHEETS[name]).items(), 1):
            book[name].cell(2, at, cell(name, column, mark.words))
    book.save(place)
    return place


def uploaded(path, store, tmp_path):
    shutil.copytree(store.parent, tmp_path / "store")
    ledger = Ledger.open(str(tmp_path / "store" / store.name), lambda: NOW)
    try:
        return prepare(ledger, [taken(path)])
    finally:
        ledger.close()


def whole(found):
    """The records of a plan of which nothing is to be said."""
    assert (found.refused, found.problems, found.conflicts, found.questions, found.notices) == ((), (), (), (), ())
    assert found.plan is not None
    return [change.states.record for change in found.plan.changes]


@pytest.mark.parametrize("names", [*([name] for name in SHEETS), list(SHEETS)], ids=[*SHEETS, "all"])
def test_a_full_row_of_every_sheet_is_a_plan_without_a_question_a_problem_or_a_notice(path, store, tmp_path, names):
    records = whole(uploaded(filled(path, tmp_path / "clinic.xlsx", names), store, tmp_path))
    assert [(record.sheet, record.subject_id) for record in records] == [(name, "000123") for name in names]
    assert not [column for record in records for column, value in dict(record).items() if value is None]


def test_what_was_typed_is_what_is_read(path, store, tmp_path):
    (lab, bedside) = whole(uploaded(filled(path, tmp_path / "clinic.xlsx", ["labs", "bedside"]), store, tmp_path))
    assert (lab.collected_at, lab.value, lab.unit, lab.upper_limit) == (
        Moment(datetime(2026, 2, 20, 8, 30), True),
        110,
        "g/L",
        lab.upper_limit,
    )
    assert (str(lab.upper_limit), str(bedside.temperature), bedside.ice_total, bedside.death) == ("160.5", "38.5", 10, "no")


def test_a_number_chosen_from_a_list_of_words_and_an_identifier_of_digits_alone_are_read(path, store, tmp_path):
    def numbers(name, column, words):
        return {"subject_id": 123, "deauville": 4}.get(column, typed(name, column, words))

    (pet,) = whole(uploaded(filled(path, tmp_path / "clinic.xlsx", ["pet"], numbers), store, tmp_path))
    assert (pet.subject_id, pet.deauville) == ("123", "4")
