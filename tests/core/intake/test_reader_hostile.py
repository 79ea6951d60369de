"""No file takes the caller down: each hostile one is refused, by name and in time."""

import marshal
import time
from pathlib import Path

import pytest

from core.intake.jail import answer
from core.intake.reader import read
from core.intake.tables import Refused
from tests.core.intake import hostile

HTML = b"<!DOCTYPE html><html><table><tr><td>subject_id</td></tr></table></html>"
NESTED = b"PK\x03\x04 a zip file in a zip file"
CASES = [
    ("sparse.xlsx", hostile.sparse, "used range is 1,048,576 rows x 16,384 columns"),
    ("one_row.xlsx", hostile.sparse_in_one_row, "used range is 1,048,576 rows x 16,384 columns"),
    ("bomb.xlsx", hostile.huge_text, "unpacks to more than 100 MB"),
    (
        "copies.xlsx",
        hostile.many_copies,
        "could not be read safely: its reader gave up, as it does when it needs more than 512 MB of memory",
    ),
    ("laughs.xlsx", hostile.entities, "part xl/worksheets/sheet1.xml declares its own XML entities"),
    ("half.xlsx", hostile.truncated, "the workbook is damaged"),
    ("locked.xlsx", hostile.encrypted, "is password protected"),
    ("locked_zip.xlsx", hostile.encrypted_part, "is password protected"),
    ("ole.xlsx", lambda: hostile.OLE + bytes(600), "is password protected or in the old Excel form"),
    ("page.xlsx", lambda: HTML, "holds a web page"),
    ("page.xls", lambda: HTML, "holds a web page"),
    ("page.csv", lambda: b"\xff\xfe" + HTML.decode().encode("utf-16-le"), "holds a web page"),
    ("nothing.xlsx", lambda: b"", "the file is empty"),
    ("nothing.csv", lambda: b"", "the file is empty"),
    ("text.xlsx", lambda: b"subject_id,value\nS-001,1\n", "is called .xlsx and holds plain text"),
    ("book.csv", hostile.workbook, "is called .csv and holds a workbook"),
    ("report.pdf", lambda: b"%PDF-1.7", "is called .pdf and holds a PDF document"),
    ("noending", hostile.workbook, "has no ending and holds a workbook"),
    ("macros.xlsm", hostile.workbook, "a workbook with macros (.xlsm)"),
    ("hidden_macros.xlsx", lambda: hostile.with_part("xl/vbaProject.bin"), "part xl/vbaProject.bin is a macro"),
    ("linked.xlsx", lambda: hostile.with_part("xl/externalLinks/externalLink1.xml"), "externalLink1.xml is a link to another workbook"),
    ("carrier.xlsx", lambda: hostile.with_part("xl/embeddings/oleObject1.bin"), "oleObject1.bin is an embedded document"),
    ("nested.xlsx", lambda: hostile.with_part("xl/media/image1.png", NESTED), "image1.png is a file of its own"),
    ("parent.xlsx", lambda: hostile.with_part("../../evil.xml"), "points outside the workbook"),
    ("absolute.xlsx", lambda: hostile.with_part("/evil.xml"), "points outside the workbook"),
    ("twice.xlsx", hostile.duplicated_part, "part xl/worksheets/SHEET1.xml stands in the workbook twice"),
    ("link.xlsx", hostile.symbolic_link, "part xl/media/link is a link"),
    ("parts.xlsx", hostile.many_parts, "10,001 parts"),
    ("promise.xlsx", hostile.lying_strings, "says it holds 4294967295 texts"),
    ("checksum.xlsx", hostile.wrong_checksum, "the workbook is damaged (Bad CRC-32"),
    ("flaws.xlsx", hostile.flaws_only, "more than 500,000 cells are flawed"),
    ("merged.xlsx", hostile.merged_everything, "more than 500,000 cells are inside merged ranges"),
    ("wide.csv", hostile.wide_csv, "1,000,000 columns"),
    ("nul.csv", lambda: b"subject_id,value\nS-0\0001,1\n", "line 2 holds a NUL character"),
    ("quote.csv", lambda: b'subject_id,value\nS-001,"1\nS-002,2\n', "the row that begins in line 2 cannot be split"),
    ("large.csv", lambda: b"a" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
]
HEAVY = {"bomb.xlsx", "copies.xlsx", "flaws.xlsx"}  # not for the process that runs the tests


@pytest.mark.parametrize(("name", "content", "fault"), CASES, ids=[name for name, _, _ in CASES])
def test_a_hostile_file_is_refused_by_name_in_less_than_ten_seconds(tmp_path, name, content, fault):
    path = tmp_path / name
    path.write_bytes(content())
    began = time.monotonic()
    with pytest.raises(Refused) as refusal:
        read(path)
    assert time.monotonic() - began < 10
    assert str(refusal.value).startswith(f"{name}: ")
    assert fault in str(refusal.value)
    assert "; expected " in str(refusal.value)


@pytest.mark.parametrize(("name", "content", "fault"), [case for case in CASES if case[0] not in HEAVY])
def test_what_is_wrong_is_known_before_anything_breaks(name, content, fault):
    kind, found, _ = marshal.loads(answer(content(), Path(name).suffix, None, ",", 1))
    assert kind == "refused"
    assert fault in found


@pytest.mark.parametrize("make", [hostile.damaged, hostile.damaged_sheet])
def test_a_workbook_with_a_few_wrong_bytes_ends_in_tables_or_in_a_refusal(tmp_path, make):
    path = tmp_path / "damaged.xlsx"
    for seed in range(25):
        path.write_bytes(make(seed))
        assert ended(path).startswith(("read", "damaged.xlsx: "))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert ended(tmp_path / "labs.xlsx") == (
        "labs.xlsx: the file cannot be opened (No such file or directory); expected an .xlsx or .csv file"
    )


def test_a_folder_is_refused(tmp_path):
    (tmp_path / "labs.csv").mkdir()
    assert ended(tmp_path / "labs.csv") == "labs.csv: is no file; expected an .xlsx or .csv file"


def test_a_name_no_system_has_is_refused(tmp_path):
    assert ended(tmp_path / "labs\0.csv").startswith("labs<U+0000>.csv: the file cannot be opened")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("gpj.\u202excod.csv", "gpj.<U+202E>xcod.csv"),
        ("a\nb.csv", "a<U+000A>b.csv"),
        ("![x](https:evil?p).csv", "![x](https:evil?p).csv"),
        ("folder\\labs.csv", "labs.csv"),
        ("n" * 200 + "_end_of_name.csv", "n" * 99 + "…nnnn_end_of_name.csv"),
    ],
)
def test_a_deceptive_name_is_a_label_only(tmp_path, name, shown):
    path = tmp_path / name
    path.write_bytes(b"subject_id,value\nS-001,1\n")
    assert read(path)[0].file == shown


def ended(path: Path) -> str:
    """How reading the file ended: 'read', or the refusal."""
    try:
        read(path)
    except Refused as refusal:
        return str(refusal)
    return "read"
