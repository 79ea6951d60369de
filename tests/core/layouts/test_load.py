"""Files in, the facts of each subject out: all problems at once, and a file that holds nothing of the contract is refused."""

import gc
from datetime import date

import pytest
import xlsxwriter

from core.intake.collecting import collector_paused
from core.intake.tables import Refused
from core.layouts.layout import FileForm, Layout
from core.layouts.load import load
from core.protocol.setting import TimeZone
from core.protocol.settings import Settings

TODAY = date(2026, 4, 1)
COLUMNS = {"subject_id": "patient", "collected_at": "date", "analyte": "item", "value": "result", "unit": "unit"}
EXPORT = "patient;date;item;result;unit\nS-9;2026-03-05;hemoglobin;80;g/L\n"
BY_SEMICOLON = Layout(name="EDC", sheet="labs", columns=COLUMNS, file=FileForm(delimiter=";"))
PLAIN = Layout(name="EDC", sheet="labs", columns=COLUMNS)


@pytest.fixture
def files(tmp_path):
    def write(**texts):
        paths = []
        for name, text in texts.items():
            path = tmp_path / name.replace("_csv", ".csv").replace("_txt", ".txt")
            path.write_text(text, encoding="utf-8")
            paths.append(path)
        return paths

    return write


def loaded(paths, layout=None, zone=None):
    found = load(paths, Settings(time_zone=zone), TODAY, layout)
    return found.subjects, [str(problem) for problem in found.problems], found.notices


def test_the_facts_of_a_subject_come_together_from_several_files(files):
    subjects, problems, notices = loaded(
        files(subjects_csv="subject_id,sex\nS-1,male\n000123,female\n", pet_csv="subject_id,scanned_on,response\nS-1,2026-03-01,CR\n")
    )
    assert ([*subjects], problems, notices) == (["S-1", "000123"], [], [])
    assert subjects["S-1"].pet[0].record.response == "CR"
    assert subjects["S-1"].pet[0].cell("response") == "pet.csv · pet!C2"


def test_problems_of_reading_and_of_putting_together_are_listed_together(files):
    _, problems, _ = loaded(files(subjects_csv="subject_id,sex\nS-1,m\nS-2,male\nS-2,female\n"))
    assert problems == [
        "subjects.csv · subjects!B2: 'm' is not one of the allowed words; expected one of: female, male",
        "subjects.csv · subjects!B3: 'male' and 'female' (subjects.csv · subjects!B4) are in conflict; expected one entry",
    ]


def test_a_workbook_is_read_sheet_by_sheet(tmp_path):
    path = tmp_path / "study.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in {
            "Subjects": [["subject_id"], ["S-1"]],
            "notes": [["x"]],
            "pet": [["subject_id", "scanned_on"], ["S-1", "2026-3-1"]],
        }.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                sheet.write_row(row, 0, cells)
    subjects, problems, notices = loaded([path])
    assert [*subjects] == ["S-1"]
    assert problems == ["study.xlsx · pet!B2: '2026-3-1' is not a date; expected a date like 2026-03-05"]
    assert notices == ["study.xlsx · notes: is no sheet of the study workbook; not imported"]


def test_every_file_that_cannot_be_used_is_named_and_nothing_is_loaded(files, tmp_path):
    paths = [*files(subjects_csv="subject_id\nS-1\n", other_csv="a,b\n1,2\n"), tmp_path / "none.csv"]
    with pytest.raises(Refused) as found:
        loaded(paths)
    first, second = str(found.value).splitlines()
    assert first.startswith("other.csv: holds no sheet of the study workbook; expected sheets or CSV files named like subjects")
    assert second.startswith("none.csv: ")


def test_offsets_need_the_sites_time_zone(files):
    paths = files(bedside_csv="subject_id,assessed_at\nS-1,2026-03-04T23:30Z\n")
    subjects, problems, _ = loaded(paths, zone=TimeZone(value="Asia/Shanghai"))
    assert (str(subjects["S-1"].bedside[0].record.assessed_at), problems) == ("2026-03-05 07:30", [])
    assert "time zone is not set" in loaded(paths)[1][0]


def test_a_layout_reads_its_file_in_its_form_and_the_contracts_files_in_theirs(files):
    paths = files(export_csv=EXPORT, subjects_csv="subject_id,sex\nS-9,male\n")
    subjects, problems, notices = loaded(paths, BY_SEMICOLON)
    assert (subjects["S-9"].labs[0].record.value, subjects["S-9"].person.record.sex) == (80, "male")
    assert (problems, notices) == ([], [])


def test_a_layout_without_a_form_of_its_own_reads_commas(files):
    subjects, _, notices = loaded(files(export_csv=EXPORT.replace(";", ",")), PLAIN)
    assert ([*subjects], notices) == (["S-9"], [])


def test_a_layout_that_fits_nothing_is_reported(files):
    for layout in (PLAIN, BY_SEMICOLON):
        assert loaded(files(subjects_csv="subject_id\nS-1\n"), layout)[2] == ["the layout 'EDC' fits no sheet of the files"]


@pytest.mark.parametrize("text", ["patient;date;item;result\nS-9;2026-03-05;hemoglobin;80\n", "patient;date;item;result\n"])
def test_a_file_that_fits_neither_says_what_the_layout_lacks(files, text):
    with pytest.raises(Refused, match=r"or the columns of the layout 'EDC', of which it lacks 'unit'$"):
        loaded(files(export_csv=text), BY_SEMICOLON)


def test_a_file_that_cannot_be_read_either_way_is_refused_for_the_layouts_reason(files, tmp_path):
    with pytest.raises(Refused, match=r"^none\.csv: "):
        loaded([tmp_path / "none.csv"], BY_SEMICOLON)
    by_encoding = Layout(name="EDC", sheet="labs", columns=COLUMNS, file=FileForm(encoding="ascii"))
    with pytest.raises(Refused, match="as its layout says"):
        loaded(files(export_txt=EXPORT.replace("S-9", "患者")), by_encoding)
    subjects, _, _ = loaded(files(subjects_csv="subject_id,site\nS-1,上海\n"), by_encoding)
    assert [*subjects] == ["S-1"]


@pytest.mark.parametrize("before", [True, False])
def test_the_collector_is_left_as_it_was_found(before):
    was = gc.isenabled()
    (gc.enable if before else gc.disable)()
    try:
        with collector_paused():
            assert not gc.isenabled()
        assert gc.isenabled() is before
        with pytest.raises(ValueError, match="x"), collector_paused():
            raise ValueError("x")
        assert gc.isenabled() is before
    finally:
        (gc.enable if was else gc.disable)()
