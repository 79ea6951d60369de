"""The generator of the truth test does what it says: the files hold what is true, in the mix that is stated, and a lie is found out."""

import csv
import io
from collections import Counter
from datetime import datetime
from random import Random

import openpyxl
import pytest

from core.facts.analytes import ANALYTES, plausible
from tests.campaign.stores import Files
from tests.campaign.tally import Tally
from tests.campaign.truth import truth
from tests.campaign.truth_files import as_text, written
from tests.campaign.truth_forms import Number, When, laid_out
from tests.campaign.truth_habits import FORMS
from tests.campaign.truth_laboratory import laboratory

MANY = [laboratory(Random(f"sample {number}"), number) for number in range(400)]
SHEETS = [(each, laid_out(each.habits, each.people, each.first)) for each in MANY if each.first]


def test_every_workbook_holds_the_cells_that_were_laid_out():
    for found, sheet in [each for each in SHEETS if each[0].habits.text is None][:80]:
        book = openpyxl.load_workbook(io.BytesIO(written(found.habits, sheet, "x").data))
        page = book[found.habits.sheet]
        for (row, column), cell in sheet.cells.items():
            read = page.cell(row, column).value
            if isinstance(cell, When) and found.habits.real_dates:
                assert read == (cell.at if cell.timed else datetime.combine(cell.at.date(), datetime.min.time()))
            elif isinstance(cell, Number) and isinstance(read, int | float):
                assert f"{read:.12g}" == f"{float(cell.digits):.12g}"
            else:
                assert read == as_text(found.habits, cell)
        assert {str(each) for each in page.merged_cells.ranges} == {
            str(openpyxl.worksheet.cell_range.CellRange(min_row=top, min_col=left, max_row=bottom, max_col=right))
            for top, left, bottom, right in sheet.merged
        }


def test_every_text_file_holds_the_cells_that_were_laid_out():
    texts = [each for each in SHEETS if each[0].habits.text is not None]
    assert len({each.habits.text for each, _ in texts}) > 10
    for found, sheet in texts:
        text, data = found.habits.text, written(found.habits, sheet, "x").data
        assert text is not None
        assert data.startswith(text.mark)
        rows = list(csv.reader(io.StringIO(data[len(text.mark) :].decode(text.encoding)), delimiter=text.delimiter))
        for (row, column), cell in sheet.cells.items():
            assert rows[row - 1][column - 1] == as_text(found.habits, cell)


def test_every_result_stands_in_exactly_one_cell():
    for found, sheet in SHEETS:
        assert Counter(map(repr, sheet.holds.values())) == Counter(map(repr, found.first))
        assert all(sheet.cells[place] == Number(each.digits) for place, each in sheet.holds.items())


def test_every_result_is_plausible_and_the_courses_move():
    results = [each for found in MANY for each in (*found.history, *found.first, *found.second)]
    assert all(plausible(ANALYTES[each.analyte], each.amount) for each in results)
    assert {each.analyte for each in results if each.digits.startswith("<")} >= {"crp", "il6", "neutrophils"}


@pytest.mark.parametrize(("share", "of"), [(0.65, lambda h: h.text is None), (0.34, lambda h: h.language == "zh")])
def test_the_mix_is_the_one_that_is_stated(share, of):
    assert abs(sum(of(each.habits) for each in MANY) / len(MANY) - share) < 0.08


def test_every_form_is_drawn():
    assert {each.habits.form for each in MANY} == set(FORMS)


def test_a_lie_is_found_out(tmp_path, monkeypatch):
    tally = Tally("any sheet", 4, float("inf"))
    monkeypatch.setattr("tests.campaign.truth_held._truth", lambda habits, result: "another value")
    truth(tally, Random(1), Files(tmp_path))
    assert tally.counts["WRONG"]
    assert "the truth is another value" in tally.findings[0]
