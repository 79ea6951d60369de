"""The catalogue of what can go wrong with a file, as far as its reader meets it: the sentence that a person reads, whole."""

import marshal
from collections.abc import Callable
from pathlib import Path

import pytest

from core.intake.jail import answer
from tests.core.intake import hostile

Made = Callable[[], bytes]
EITHER = "an .xlsx or .csv file"
WHOLE = "a whole .xlsx file"
TABLES = "a workbook of tables only"
UNICODE = "text in UTF-8, or UTF-16 with a byte order mark"
REFUSED: list[tuple[int, str, Made, str, str]] = [
    (1, "a.xlsx", lambda: b"", "the file is empty", EITHER),
    (1, "a.csv", lambda: b"\n", "the file is empty", EITHER),
    (2, "a.xlsx", lambda: b"PK\3\4 junk", "the workbook is damaged (File is not a zip file)", WHOLE),
    (3, "a.xls", lambda: b"<html><table>", "the file is called .xls and holds a web page or another markup file", EITHER),
    (4, "a.xlsx", hostile.encrypted, "the workbook is password protected", "an .xlsx file without a password, or a .csv file"),
    (5, "a.xlsm", hostile.workbook, "the file is a workbook with macros (.xlsm)", EITHER),
    (5, "a.xlsx", lambda: hostile.with_part("xl/vbaProject.bin"), "part xl/vbaProject.bin is a macro or an active control", TABLES),
    (6, "a.xlsx", lambda: b"a,b\n", "the file is called .xlsx and holds plain text", EITHER),
    (6, "a.xls", lambda: b"a\tb\n", "the file is called .xls and holds plain text", EITHER),
    (6, "a.exe:$x.xlsx", lambda: b"a,b\n", "the file is called .xlsx and holds plain text", EITHER),
    (
        7,
        "a.xlsx",
        hostile.sparse,
        "sheet labs: its used range is 1,048,576 rows x 16,384 columns",
        "at most 5,000,000 cells in all sheets together",
    ),
    (9, "a.xlsx", hostile.many_parts, "the workbook has 10,001 parts", "at most 10,000"),
    (9, "a.xlsx", lambda: hostile.with_part("../x.xml"), "part ../x.xml has a name that points outside the workbook", "plain part names"),
    (9, "a.xlsx", hostile.symbolic_link, "part xl/media/link is a link", "plain parts"),
    (9, "a.xlsx", hostile.duplicated_part, "part xl/worksheets/SHEET1.xml stands in the workbook twice", "one part of each name"),
    (
        10,
        "a.xlsx",
        hostile.entities,
        "part xl/worksheets/sheet1.xml declares its own XML entities",
        "a workbook as spreadsheet programs write it",
    ),
    (
        11,
        "a.xlsx",
        hostile.lying_strings,
        "part xl/sharedstrings.xml says it holds 4294967295 texts, more than its size allows",
        WHOLE,
    ),
    (19, "a.csv", lambda: "a\n中".encode() + b"\xff\n", "byte 0xFF at byte offset 5 (line 2) is not UTF-8", UNICODE),
    (
        21,
        "a.csv",
        lambda: b'a,b\n1,"2\n3,4\n',
        "the row that begins in line 2 cannot be split (a quote is opened and not closed)",
        "every opened quote closed",
    ),
    (
        21,
        "a.csv",
        lambda: b'a,b,c,d,e\n1,2,3,4,"5\n1,2,3,4,5"\n',
        "lines 2 to 3 are held together by quotes but look like rows of their own",
        "every opened quote closed",
    ),
    (
        22,
        "a.csv",
        lambda: b'a,b\n1,"' + b"x" * 32_768 + b'"\n',
        "the row that begins in line 2 cannot be split (a cell has more than 32,767 characters, or a quote is opened and not closed)",
        "every opened quote closed",
    ),
    (22, "a.csv", lambda: b"a,b\n1,\0\n2,3\n", "line 2 holds a NUL character", UNICODE),
    (
        22,
        "a.csv",
        hostile.wide_csv,
        "the file has 1 rows x 1,000,000 columns or more",
        "at most 1,048,576 rows, 16,384 columns and 5,000,000 cells",
    ),
]


@pytest.mark.parametrize(("case", "name", "made", "found", "expected"), REFUSED)
def test_a_file_is_refused_in_these_words(case, name, made, found, expected):
    assert told(name, made()) == ("refused", found, expected), case


CELLS = [
    (25, hostile.row(1, '<c r="A1"><v>1</v></c>'), hostile.MERGED.format("A1:B1"), {"is inside merged cells A1:B1": [(1, 1)]}),
    (27, hostile.row(7, '<c r="D7"><f>A1</f></c>'), "", {"holds a formula without a stored result": [(7, 4)]}),
    (28, hostile.row(1, '<c r="A1" t="e"><v>#N/A</v></c>'), "", {"holds the error #N/A": [(1, 1)]}),
    (28, hostile.row(1, '<c r="A1" t="e"><v>#DIV/0!</v></c>'), "", {"holds the error #DIV/0!": [(1, 1)]}),
]


@pytest.mark.parametrize(("case", "cells", "after", "flaws"), CELLS)
def test_a_cell_that_does_not_say_what_it_seems_to_say_is_named(case, cells, after, flaws):
    assert told("a.xlsx", hostile.workbook(cells, after=after))[1][0][-1][0] == flaws, case


@pytest.mark.parametrize("text", ["000123", "1E5", "12345678901234567890", "NA", "None", "null", "TRUE", "1.10 ", "１２", "<0.01", "1,234"])
def test_a_text_stays_as_it_stands(text):  # cases 29 to 33: what it means is for those to judge who know its column
    column, _ = told("a.csv", f'name,note\n"{text}",x\n'.encode())[1][0][5][0]
    assert column == ["name", text]


def test_two_readings_of_one_text_are_both_shown():  # case 20
    form = told("a.csv", b"Hb, g/L;ALT, U/L\n8,4;7,2\n")[1][0][-1][-1]
    assert form == ("utf-8", ",", False, (("utf-8", ";", "Hb, g/L | ALT, U/L"),))


def told(name: str, data: bytes) -> tuple:
    return marshal.loads(answer(data, Path(name).suffix, None, None, None))
