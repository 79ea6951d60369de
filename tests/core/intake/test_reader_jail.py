"""The reading process confines itself, reads one file and answers once."""

import io
import marshal
import sys
from types import SimpleNamespace

import pytest

from core.intake import jail
from core.intake.prescan import content
from tests.core.intake import hostile

CSV = b"subject_id,value\nS-001,1\n"


def answered(data: bytes, suffix: str = ".csv") -> tuple:
    return marshal.loads(jail.answer(data, suffix, None, None, None))


def test_the_process_sets_every_limit_its_system_knows():
    known = SimpleNamespace(RLIMIT_AS=9, RLIMIT_CPU=0, RLIMIT_CORE=4)
    limits: dict[int, tuple[int, int]] = {}
    jail.confine(limits.__setitem__, known)
    assert limits == {9: (512 << 20, 512 << 20), 0: (7, 8), 4: (0, 0)}


@pytest.mark.parametrize("system", ["with limits", "without limits"])
def test_the_process_reads_its_input_and_answers_on_its_output(monkeypatch, system):
    limits = []
    resource = SimpleNamespace(RLIMIT_AS=9, setrlimit=lambda *limit: limits.append(limit))
    monkeypatch.setitem(sys.modules, "resource", resource if system == "with limits" else None)
    monkeypatch.setattr("gc.disable", lambda: None)
    monkeypatch.setattr(sys, "argv", ["-c", ".csv", "", "", "0"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CSV)))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(held := io.BytesIO()))
    jail.run()
    assert marshal.loads(held.getvalue())[0] == "tables"
    assert len(limits) == (system == "with limits")


def test_tables_and_refusals_are_plain_data():
    columns = [(["subject_id", "S-001"], b"\0\0\0\0\1\0\0\0"), (["value", "1"], b"\0\0\0\0\1\0\0\0")]
    assert answered(CSV) == ("tables", [("", False, 1, 1, 2, columns, ({}, [], [], [], ("utf-8", ",", True, ())))])
    assert answered(b"") == ("refused", "the file is empty", "an .xlsx or .csv file")


def test_a_process_out_of_memory_says_so(monkeypatch):
    def exhausted(*_):
        raise MemoryError

    monkeypatch.setattr(jail, "read_csv_text", exhausted)
    assert answered(CSV) == ("memory",)
    monkeypatch.setattr("core.intake.workbook.CalamineWorkbook", SimpleNamespace(from_filelike=exhausted))
    assert answered(hostile.workbook(), ".xlsx") == ("memory",)


@pytest.mark.parametrize(
    ("suffix", "found"),
    [
        (".csv", "tables"),
        (".txt", "tables"),
        (".tsv", "tables"),
        (".xls", "the file is called .xls and holds plain text"),
        ("", "the file has no ending and holds plain text"),
    ],
)
def test_text_is_read_under_the_endings_of_text_and_no_others(suffix, found):
    assert found in answered(CSV, suffix)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"subject_id,value", "plain text"),
        (b"<0.5,g/L", "plain text"),
        (b"  <HTML>", "a web page or another markup file"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>', "a web page or another markup file"),
        (b"\x1f\x8b\x08", "a gzip file"),
        (b"PK\x05\x06", "an empty zip file"),
    ],
)
def test_a_file_is_known_by_its_first_bytes(data, kind):
    assert content(data) == kind


def test_a_file_over_the_limit_is_refused_though_it_looked_smaller():
    assert answered(b"a" * (20 * 1024 * 1024 + 1))[1] == "the file is larger than 20 MB"
    assert answered(b"a" * (20 * 1024 * 1024))[0] == "refused"


def test_what_is_unpacked_is_counted_over_all_parts(monkeypatch):
    size = sum(len(part) for part in hostile.parts().values())
    monkeypatch.setattr("core.intake.prescan.MOST_UNPACKED_BYTES", size)
    assert answered(hostile.workbook(), ".xlsx")[0] == "tables"
    monkeypatch.setattr("core.intake.prescan.MOST_UNPACKED_BYTES", size - 1)
    assert answered(hostile.workbook(), ".xlsx")[1] == "the workbook unpacks to more than 0 MB"


def test_a_part_packed_in_an_unusual_way_is_refused():
    packed = bytearray(hostile.workbook())
    packed[packed.index(b"PK\1\2") + 10] = 14
    assert answered(bytes(packed), ".xlsx")[1] == "part [Content_Types].xml is packed by method 14"


def test_a_zip_file_without_its_directory_is_damaged():
    assert answered(b"PK\3\4" + bytes(100), ".xlsx")[1] == "the workbook is damaged (File is not a zip file)"
