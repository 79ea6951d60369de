"""A CSV file is decoded without guessing and split without losing a row."""

from collections.abc import Sequence

import pytest

from core.intake.csv_text import read_csv_text
from core.intake.limits import Fault

HEADER = "subject_id,value,note\n"
WIDE = "subject_id,on,value,unit,note\n"


def rows(content: bytes | str, encoding: str | None = None, delimiter: str | None = None, header_row: int | None = None) -> Sequence:
    data = content.encode() if isinstance(content, str) else content
    return read_csv_text(data, encoding, delimiter, header_row).rows


def fault(content: bytes | str, *more) -> str:
    with pytest.raises(Fault) as refusal:
        rows(content, *more)
    return f"{refusal.value.found}; expected {refusal.value.expected}"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("患者,值\n".encode(), None),
        ("患者,值\n".encode("utf-8-sig"), None),
        (b"\xff\xfe" + "患者,值\n".encode("utf-16-le"), None),
        (b"\xfe\xff" + "患者,值\n".encode("utf-16-be"), None),
        (b"\xff\xfe" + "患者,值\n".encode("utf-16-le"), "utf-16"),
        ("患者,值\n".encode("utf-8-sig"), "utf-8"),
        ("患者,值\n".encode("gb18030"), "gb18030"),
        ("患者,值\r\n".encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_text_says_how_it_is_written_or_its_layout_does(content, encoding):
    assert rows(content, encoding) == [["患者", "值"]]


@pytest.mark.parametrize(
    ("content", "more", "said"),
    [
        (
            b"a,b\ncaf\xe9,1\n",  # no Chinese encoding has these bytes either
            (),
            "byte 0xE9 at byte offset 7 (line 2) is not UTF-8; expected text in UTF-8, or UTF-16 with a byte order mark",
        ),
        ("a,b\n患者,\0".encode("gb18030"), (), "byte 0xBB at byte offset 4 (line 2) is not UTF-8"),
        (b"\xff\xfea\0,\0\0\xd8", (), "byte 0x00 at byte offset 6 (line 1) is not UTF-16-LE"),
        (b"a,\xff\n", ("gb18030",), "is not GB18030; expected text in gb18030, as its layout says"),
        (b"a,b\n1,\0", (), "line 2 holds a NUL character; expected text in UTF-8, or UTF-16 with a byte order mark"),
        ("a,b\n".encode("utf-16-le"), ("utf-16",), "the file has no byte order mark"),
        ("a,b\n".encode("utf-8-sig"), ("gb18030",), "the file begins with the mark of UTF-8; expected gb18030, as its layout says"),
        (b"a,b\n", ("klingon",), "the layout's encoding 'klingon' is none for text"),
        (b"a,b\n", ("rot13",), "the layout's encoding 'rot13' is none for text"),
        (b" \r\n", (), "the file is empty"),
        (b"\xef\xbb\xbf", (), "the file is empty"),
    ],
)
def test_bytes_that_are_no_text_are_refused_at_their_offset(content, more, said):
    assert said in fault(content, *more)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEADER + 'S-1,"1,x\nS-2,2,y\n', "the row that begins in line 2 cannot be split (a quote is opened and not closed)"),
        (HEADER + 'S-0,1,\nS-1,"1" x,\n', "the row that begins in line 3 cannot be split (a quote is closed in the middle of a cell)"),
        (
            HEADER + 'S-1,"' + "a" * 32_768 + '",\n',
            "line 2 cannot be split (a cell has more than 32,767 characters, or a quote is opened and not closed)",
        ),
        (WIDE + 'S-1,d,1,g,"abc\nS-2,d,2,g,def"\n', "lines 2 to 3 are held together by quotes but look like rows of their own"),
        (WIDE + 'S-1,d,"1,g,a\nS-2,d,2",g,b\n', "lines 2 to 3 are held together by quotes but look like rows of their own"),
        (WIDE + 'S-1,d,"1\nS-2,d,2,g,b\nS-3,d",g,c\n', "lines 2 to 4 are held together by quotes but look like rows of their own"),
        ("a\n" * 1_048_577, "the file has 1,048,577 rows x 1 columns or more"),
    ],
)
def test_a_file_that_cannot_be_split_surely_is_refused(content, said):
    assert said in fault(content)


@pytest.mark.parametrize("delimiter", ["", ";;", '"', "\n", "\0"])
def test_a_layout_names_one_delimiter(delimiter):
    assert "expected one character, such as ';'" in fault(HEADER, None, delimiter)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (HEADER + 'S-1,"1,2","a ""b"""\n', [["S-1", "1,2", 'a "b"']]),
        (HEADER + 'S-1,1,"nausea,\nfever, mild"\n', [["S-1", "1", "nausea,\nfever, mild"]]),
        (WIDE + 'S-1,d,1,g,"nausea\nand, since noon, fever\nmild"\n', [["S-1", "d", "1", "g", "nausea\nand, since noon, fever\nmild"]]),
        (HEADER + "S-1\n\nS-2,NA,null\n", [["S-1"], [], ["S-2", "NA", "null"]]),
        (HEADER + f"S-1,{'a' * 32_767},\n", [["S-1", "a" * 32_767, ""]]),
        (HEADER + ' 000123 ,1E5,"=1+1"\r\n', [[" 000123 ", "1E5", "=1+1"]]),
        (HEADER, []),
    ],
)
def test_cells_are_texts_exactly_as_they_stand(content, found):
    assert rows(content)[1:] == found


def test_a_title_with_a_line_break_above_the_header_is_not_judged_by_it():
    assert rows('"Report\n2026, June"\na,b\n1,2\n', header_row=2)[1:] == [["a", "b"], ["1", "2"]]


def test_a_cell_beyond_the_header_is_a_flaw_and_a_blank_one_is_not():
    assert beyond("a,b\n1,2,,3\n1,2,,\n", 1) == [(2, 4)]
    assert beyond("a\n", 5) == []


@pytest.mark.parametrize(
    ("content", "places"),
    [
        ("subject_id,value\nS-1,8,4\nS-2,9,1\n", [(2, 3), (3, 3)]),  # every row is too long, and row 1 is the contract's header
        ("subject_id,value\n" + "S-1,1,2,3,4,5\n" * 2, [(row, column) for row in (2, 3) for column in (3, 4, 5, 6)]),
        ("Report of June\nPatient,Date,Hb\nS-1,2026-03-01,8\nS-2,2026-03-02,8,4\n", [(4, 4)]),
        ("Patient:,S-1\nWard:,7,east\nDate,Hb,ALT,AST,LDH\n1,2,3,4,5\n1,2,3,4,5,6\n", [(5, 6)]),
        ("Patient,Date,Blood\n,,Hb,ALT,AST\nS-1,1,2,3,4\nS-2,1,2,3,4,5\n", [(4, 6)]),  # a header of two rows is as wide as its widest
        ("Date,Hb\n1,2\n\nDate,ALT,AST,LDH\n1,2,3,4\n1,2,3,4,5\n", [(6, 5)]),  # two tables, each with its own
        ("Date,Hb\n1,2\n\n1,2,3\n", [(4, 3)]),  # a blank row ends no table
        ("1,2\n1,2,3\n", []),  # no header, so nothing is beyond it
        ("a,b\n1,2\n,,\n", []),
    ],
)
def test_where_no_header_is_named_each_table_of_the_file_is_judged_by_its_own(content, places):
    assert beyond(content) == places


def test_a_file_without_a_known_header_is_held_to_its_usual_width_when_quotes_join_rows():
    lines = "Report\nname,on,value,unit,note\n" + "A,d,2,g,\n" * 3
    assert "lines 6 to 7 are held together by quotes" in fault(lines + 'A,d,1,g,"abc\nA,d,2,g,def"\n')
    assert rows('"Report,\nJune"\n' + lines)[0] == ["Report,\nJune"]


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ("患者,值\n", ("utf-8", ",", True, ())),
        ("患者;值\n甲;8,4\n", ("utf-8", ";", True, ())),
        (b"\xff\xfe" + "患者\t值\n".encode("utf-16-le"), ("utf-16-le", "\t", True, ())),
        ("name,value\nA,1\n".encode("utf-16-le"), ("utf-16-le", ",", True, ())),
        ("name,value\nA,1\n".encode("utf-16-be"), ("utf-16-be", ",", True, ())),
        ("患者,性别\n甲,男\n".encode("gb18030"), ("gb18030", ",", False, ())),
        (b"name|note\nM\xfcller|\xb5g\n", ("gb18030", "|", False, (("windows-1252", "|", "Müller|µg"),))),
        ("中文,一\n".encode("big5"), ("gb18030", ",", False, (("big5", ",", "中文,一"),))),
        ("a,b;c\n1,2;3\n", ("utf-8", ",", False, ((";", "a,b | c"),))),
    ],
)
def test_how_a_text_was_read_is_told_with_the_other_ways_to_read_it(content, form):
    encoding, delimiter, sure, others = form
    told = tuple(other if len(other) == 3 else (encoding, *other) for other in others)
    assert read_csv_text(content if isinstance(content, bytes) else content.encode(), None, None, None).text == (
        encoding,
        delimiter,
        sure,
        told,
    )


def test_what_a_person_said_is_sure():
    data = b"name;note\nM\xfcller;8,4\n"
    assert read_csv_text(data, "windows-1252", ";", None).text == ("windows-1252", ";", True, ())
    assert read_csv_text(data, "windows-1252", ",", None).text == ("windows-1252", ",", True, ())


@pytest.mark.parametrize(
    "data",
    [
        b"\0a\0,\0b\0",  # an odd number of bytes
        b"\0\0a,b\n",  # both halves
        b"abcdefgh\0,".ljust(64, b"a"),  # one alone
        b"\0\xd8a\0,\0b\0,\0",  # no code unit stands alone like that
        b"\1\0a\0,\0b\0",  # a control character
        b"\xff\xffa\0,\0b\0",  # no character at all
    ],
)
def test_text_with_nul_characters_is_utf_16_only_where_nothing_else_can_be_meant(data):
    assert "UTF-16 with a byte order mark" in fault(data)


def test_one_column_without_another_delimiter_is_read():
    assert rows("subject_id\nS-1\n") == [["subject_id"], ["S-1"]]


def beyond(content: str, header_row: int | None = None) -> list[tuple[int, int]]:
    flaws = read_csv_text(content.encode(), None, ",", header_row).flaws
    assert set(flaws.values()) <= {"stands beyond the last header column"}
    return sorted(flaws)
