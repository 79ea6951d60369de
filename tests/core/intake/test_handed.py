"""A file handed in as bytes is read as the same file on a disk is, whatever it is called."""

import pytest

from core.intake import reader
from core.intake.reader import Handed, read, taken
from core.intake.tables import Refused
from core.layouts.layout import Layout
from core.layouts.load import bring
from core.protocol.settings import Settings
from tests.core.intake import hostile

CSV = b"subject_id,sex\nS-1,male\n"
LABS = "subject_id,collected_at,analyte,value,unit,lot"


@pytest.mark.parametrize(("name", "data"), [("subjects.csv", CSV), ("labs.xlsx", hostile.workbook())])
def test_bytes_are_read_as_a_file_is(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    assert read(Handed(name, data)) == read(tmp_path / name)


@pytest.mark.parametrize("name", ["../../etc/subjects.csv", "C:\\temp\\subjects.csv", "subjects.csv"])
def test_a_name_is_a_label_and_never_a_path(name):
    (table,) = read(Handed(name, CSV))
    assert (table.file, table.sheet) == ("subjects.csv", "subjects")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("", CSV, r"^\(file without a name\): the file has no ending and holds plain text"),
        ("a\nb.xlsx", b"", r"^a<U\+000A>b\.xlsx: the file is empty"),
        ("labs.csv", b"a" * (20 * 1024 * 1024 + 1), r"^labs\.csv: the file is larger than 20 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_label(name, data, said):
    with pytest.raises(Refused, match=said):
        read(Handed(name, data))


def test_a_reader_that_ends_before_it_has_read_all_is_a_refusal(monkeypatch):
    monkeypatch.setattr(reader, "START", "import os; os.abort()")
    with pytest.raises(Refused, match="could not be read safely: its reader gave up"):
        read(Handed("labs.csv", b"a" * (4 << 20)))


def test_a_file_of_this_machine_can_be_handed_in(tmp_path):
    (tmp_path / "subjects.csv").write_bytes(CSV)
    assert taken(tmp_path / "subjects.csv") == Handed("subjects.csv", CSV)
    with pytest.raises(Refused, match=r"^none\.csv: the file cannot be opened \(No such file or directory\)"):
        taken(tmp_path / "none.csv")


def brought(*lines, layout=None):
    return bring([Handed("labs.csv", "\n".join(lines).encode())], Settings(), () if layout is None else (layout,))


def test_what_a_sheet_was_taken_for_is_told_with_its_cells():
    (found,) = brought(LABS, "S-1,2026-03-01,ldh,200,U/L,7", ",,,,,").recognized
    assert (found.file, found.sheet, found.records, found.rows, found.layout, found.hidden) == ("labs.csv", "labs", "labs", 1, None, False)
    assert found.columns[0][:3] == ("labs.csv · labs!A1", "subject_id", "subject_id")
    assert (len(found.columns), found.unread) == (5, ("lot",))


def test_a_layout_is_named_and_what_it_chooses_rows_by_is_not_unread():
    layout = Layout(
        name="EDC",
        sheet="labs",
        columns={"subject_id": "subject_id", "collected_at": "collected_at", "analyte": "analyte", "value": "value", "unit": "unit"},
        only={"lot": ["7"]},
    )
    found = brought(LABS, "S-1,2026-03-01,ldh,200,U/L,7", "S-2,2026-03-01,ldh,200,U/L,8", layout=layout)
    assert [(one.layout, one.unread) for one in found.recognized] == [("EDC", ())]
    assert [(row.subject_id, row.sheet, row.origin.row) for row in found.intake.lost] == [("S-2", "", 3)]


def test_a_sheet_that_is_none_of_the_workbook_is_not_recognized():
    found = bring([Handed("notes.csv", b"a,b\n1,2\n")], Settings())
    assert (found.recognized, len(found.refused)) == ((), 1)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("S-1,never,ldh,200,U/L,7", ("S-1", "labs", ["labs.csv · labs!B2"])),
        (",2026-03-01,ldh,200,U/L,7", (None, "labs", ["labs.csv · labs!A2"])),
        ("S-1,2026-03-01,ldh,200,U/L,7,8", ("S-1", "labs", ["labs.csv · labs!2"])),
        ("S-1,never,unknown,200,U/L,7", ("S-1", "labs", ["labs.csv · labs!B2", "labs.csv · labs!C2"])),
    ],
)
def test_a_row_that_gave_no_fact_says_whose_it_is_and_why(row, expected):
    (lost,) = brought(LABS, row).intake.lost
    assert (lost.subject_id, lost.sheet, [one.address for one in lost.problems]) == expected


def test_of_a_refused_sheet_every_subject_is_lost_once():
    lost = brought("subject_id,unit,unit", "S-1,a,b", "S-2,a,b", "S-1,c,d").intake.lost
    assert [(row.subject_id, row.origin.cell(""), len(row.problems)) for row in lost] == [
        ("S-1", "labs.csv · labs!2", 3),
        ("S-2", "labs.csv · labs!3", 3),
    ]
