"""The uploaded workbook back: every problem marked in its cell, nothing in it runs, and handed in again it says no more than before."""

from datetime import date, datetime, time, timedelta
from io import BytesIO

import openpyxl
import pytest

from core.facts.fact import Problem
from core.intake.places import visible
from core.intake.reader import read
from core.layouts.load import load
from core.protocol.settings import Settings
from core.reports.marked import MARK, Sheet, marked_workbook
from sample_data.make import MISTAKES
from sample_data.mistakes import planted
from tests.core.sample.conftest import RECORDED_ON, SAMPLE

COLOR = f"FF{MARK[1:]}"
DANGEROUS = (
    "=1+1",
    "+cmd",
    "-2+3",
    "@sum",
    "\tx",
    "\rx",
    "=HYPERLINK('x')",
    "{=1}",
    "https://x.example",
    "mailto:x",
    "internal:a!A1",
    "12",
)


def table(*rows, file="labs.xlsx", sheet="labs", first=(1, 1), flaws=None):
    return Sheet(f"{file} · {sheet}", sheet, rows, first[0], first[1], flaws or {})


STAMP = "ledger entry 12"


def marked(sheets, problems):
    return marked_workbook(sheets, problems, STAMP)


def opened(content):
    return openpyxl.load_workbook(BytesIO(content))


@pytest.fixture(scope="module")
def mistakes():
    """The workbook with mistakes, what is wrong in it, and its marked copy."""
    tables = [
        table(*each.rows, file=each.file, sheet=visible(each.sheet), first=(each.first_row, each.first_column), flaws=each.flaws)
        for each in read(SAMPLE / MISTAKES)
    ]
    loaded = load([SAMPLE / MISTAKES], Settings(), RECORDED_ON)
    return loaded, marked(tables, loaded.problems)


@pytest.mark.parametrize(("address", "words"), planted())
def test_every_planted_mistake_is_colored_and_says_in_place_what_is_wrong(mistakes, address, words):
    sheet, _, cell = address.rpartition(" · ")[2].partition("!")
    found = opened(mistakes[1])[sheet][cell or "A1"]
    assert found.fill.start_color.rgb == COLOR
    assert words in found.comment.text


def test_nothing_else_is_marked(mistakes):
    book = opened(mistakes[1])
    found = {f"{MISTAKES.name} · {page.title}!{cell.coordinate}" for page in book for row in page for cell in row if cell.comment}
    at_the_sheet = {f"{address}!A1" for address, _ in planted() if "!" not in address}
    assert found == {address for address, _ in planted() if "!" in address} | at_the_sheet


def test_the_first_sheet_lists_every_problem_with_a_link_to_its_cell(mistakes):
    loaded, content = mistakes
    page = opened(content).worksheets[0]
    assert page["A1"].value == f"{len(loaded.problems)} problems"
    assert page["D1"].value == STAMP
    rows = [tuple(cell.value for cell in row) for row in page.iter_rows(min_row=3)]
    assert [row[3] for row in rows] == [problem.sentence for problem in loaded.problems]
    assert [f"{file} · {sheet}" + (f"!{cell}" if cell != "sheet" else "") for file, sheet, cell, _ in rows] == [
        problem.address for problem in loaded.problems
    ]
    assert all(row[2].hyperlink.location for row in page.iter_rows(min_row=3))


def test_read_again_it_says_what_the_file_said_and_no_more(mistakes, tmp_path):
    loaded, content = mistakes
    copy = tmp_path / "mistakes.xlsx"
    copy.write_bytes(content)
    again = load([copy], Settings(), RECORDED_ON)
    assert said(again) == said(loaded)


def said(loaded):
    names = [name for name in next(iter(loaded.subjects.values())).__dataclass_fields__ if name not in ("subject_id", "refused")]
    return {
        subject: {name: [fact.record for fact in getattr(facts, name)] for name in names} | {"refused": facts.refused}
        for subject, facts in loaded.subjects.items()
    }


def test_text_that_a_spreadsheet_would_run_stays_text():
    book = opened(marked([table(*([text] for text in DANGEROUS))], [Problem("labs.xlsx · labs!A1", "=1+1 is no value")]))
    for page in book:
        for row in page:
            for cell in row:
                assert cell.data_type in ("s", "n")
                assert cell.data_type == "s" or cell.value is None
    cells = [row[0] for row in book["labs"]]
    assert [cell.value.replace("_x000D_", "\r") for cell in cells] == list(DANGEROUS)
    assert all(cell.quotePrefix for cell, text in zip(cells, DANGEROUS, strict=True) if text[0] in "=+-@\t\r")


def test_every_kind_of_cell_keeps_what_it_says():
    kinds = [12, 1.5, True, date(2026, 3, 5), datetime(2026, 3, 5, 7, 30), time(7, 30), timedelta(hours=30), "000123", None]
    found = opened(marked([table(kinds)], []))["labs"][1]
    assert [cell.value for cell in found[:5]] == [12, 1.5, True, datetime(2026, 3, 5), datetime(2026, 3, 5, 7, 30)]
    assert [cell.value for cell in found[5:8]] == [time(7, 30), timedelta(hours=30), "000123"]
    assert len(found) == 8


def test_what_a_spreadsheet_cannot_hold_is_written_as_text():
    found = opened(marked([table([2**60, float("nan"), date(1804, 1, 2)])], []))["labs"][1]
    assert [cell.value for cell in found] == [str(2**60), "nan", "1804-01-02"]


def test_a_cell_that_is_not_what_it_seems_is_left_blank_and_told():
    found = table(["subject_id", "value"], [7, 0], flaws={(2, 1): "flaw", (2, 2): "flaw"})
    page = opened(marked([found], [Problem("labs.xlsx · labs!B2", "is a placeholder; expected a value")]))["labs"]
    assert page["B2"].value is None
    assert page["B2"].comment.text == "is a placeholder; expected a value\nfound: 0"
    assert page["A2"].value == 7  # flawed, and nobody's problem: a column that is not read


def test_a_row_whose_cells_have_shifted_keeps_its_first_and_tells_the_others():
    page = opened(marked([table(["a", "b"], ["S-001", "8", "5"])], [Problem("labs.xlsx · labs!2", "a cell too many")]))["labs"]
    assert [cell.value for cell in page[2]][:2] == ["S-001", None]
    assert page["A2"].comment.text == "a cell too many\nthe row as found: S-001 | 8 | 5"


def test_a_sheet_that_starts_further_down_keeps_its_addresses():
    found = table(["a"], ["x"], first=(3, 2))
    page = opened(marked([found], [Problem("labs.xlsx · labs!B4", "wrong")]))["labs"]
    assert page["B4"].value == "x"
    assert page["B4"].comment.text == "wrong"


def test_a_blank_cell_and_an_empty_sheet_can_be_marked():
    book = opened(marked([table(["a"], [None]), table(sheet="pet")], [
        Problem("labs.xlsx · labs!A2", "is blank"), Problem("labs.xlsx · pet", "has no rows"), Problem("other.xlsx · labs!A1", "elsewhere"),
    ]))  # fmt: skip
    assert book["labs"]["A2"].fill.start_color.rgb == COLOR
    assert book["labs"]["A1"].comment is None
    assert book["pet"]["A1"].comment.text == "has no rows"
    assert book["problems"]["A1"].value == "3 problems"
    assert book["problems"]["C5"].hyperlink is None


@pytest.mark.parametrize(
    ("names", "written"),
    [
        (("problems",), ["problems (2)", "problems"]),
        (("a/b:c", "x" * 40, "''"), ["problems", "a_b_c", "x" * 31, "sheet"]),
        (("x" * 32, "x" * 33), ["problems", "x" * 31, "x" * 27 + " (2)"]),
        (("History",), ["problems", "History (2)"]),
    ],
)
def test_every_sheet_has_a_name_that_spreadsheets_allow(names, written):
    book = opened(marked([table(["a"], sheet=name) for name in names], [Problem(f"labs.xlsx · {names[0]}!A1", "wrong")]))
    assert book.sheetnames == written
    assert book[written[1]]["A1"].comment.text == "wrong"
