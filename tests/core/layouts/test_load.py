"""Files in, the facts of each subject out: all problems at once, and a file that holds nothing of the contract is refused."""

import gc
from datetime import date

import pytest
import xlsxwriter

from core.intake.collecting import collector_paused
from core.intake.reader import Handed
from core.intake.tables import Refused
from core.intake.watched import Stopped, Watched
from core.layouts.layout import FileForm, Layout
from core.layouts.load import bring, load
from core.layouts.question import NO_ANSWERS
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


@pytest.mark.parametrize("text", ["patient;when;what;result\nS-9;2026-03-05;hemoglobin;80\n", "patient;when;what;result\n"])
def test_a_file_that_fits_neither_says_what_the_layout_lacks(files, text):
    with pytest.raises(Refused, match=r"or the columns of the layout 'EDC', of which it lacks 'date', 'item', 'unit'$"):
        loaded(files(export_csv=text), BY_SEMICOLON)


def test_a_file_that_cannot_be_read_either_way_is_refused_for_the_layouts_reason(files, tmp_path):
    with pytest.raises(Refused, match=r"^none\.csv: "):
        loaded([tmp_path / "none.csv"], BY_SEMICOLON)
    by_encoding = Layout(name="EDC", sheet="labs", columns=COLUMNS, file=FileForm(encoding="ascii"))
    (path,) = files(export_txt=EXPORT)
    path.write_bytes(EXPORT.encode() + b"\x81\xff")
    with pytest.raises(Refused, match="as its layout says"):
        loaded([path], by_encoding)
    loosely = Layout(name="EDC", sheet="labs", columns=COLUMNS, file=FileForm(encoding="latin-1"))
    assert [*loaded([path], loosely)[0]] == ["S-9"]
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


WIDE = "Patient,Date,Hb (g/dL),CRP (mg/L)\nS-001,2026-03-05,8.4,12\nS-002,2026-03-06,9.1,\n"
CHINESE = "患者编号;采样日期;血红蛋白(g/L)\nS-001;2026-03-05;84,5\nS-001;2026-03-06;90,2\n"


def brought(name, data, answers=NO_ANSWERS, asking=True, layouts=(), watched=None):
    text = data if isinstance(data, bytes) else data.encode()
    return bring([Handed(name, text)], Settings(), layouts, answers, today=TODAY, watched=watched, asking=asking)


def test_another_laboratorys_table_is_understood_and_read_without_a_layout():
    found = brought("export.csv", WIDE)
    assert ([fact.record.analyte for fact in found.intake.facts], found.questions) == (["hemoglobin", "crp", "hemoglobin"], ())
    (one,) = found.recognized
    assert (one.region, one.records, one.rows, one.unread, one.layout) == ("A1:D3", "labs", 2, (), None)
    assert [(seen.address, seen.header, seen.says, seen.unit) for seen in one.columns] == [
        ("export.csv · export!A1", "Patient", "subject_id", None),
        ("export.csv · export!B1", "Date", "collected_at", None),
        ("export.csv · export!C1", "Hb (g/dL)", "value of hemoglobin", "g/dL"),
        ("export.csv · export!D1", "CRP (mg/L)", "value of crp", "mg/L"),
    ]
    assert all(seen.how for seen in one.columns)


@pytest.mark.parametrize("head", ["Patient,Date", "subject_id,collected_at"])
def test_a_table_called_labs_need_not_be_the_contracts(head):
    found = brought("labs.csv", WIDE.replace("Patient,Date", head))
    assert (len(found.intake.facts), found.recognized[0].region) == (3, "A1:D3")


def test_a_part_of_a_sheet_that_says_nothing_is_named_beside_one_that_is_read(tmp_path):
    path = tmp_path / "export.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("export")
        for at, line in enumerate(WIDE.splitlines()):
            sheet.write_row(at, 0, line.split(","))
        for at, row in enumerate((["Item", "Result", "Unit"], ["Hb", "9", "g/dL"], ["CRP", "8", "mg/L"])):
            sheet.write_row(at + 6, 0, row)
    found = bring([path], Settings(), today=TODAY, asking=True)
    assert (len(found.intake.facts), found.questions) == (3, ())
    assert found.intake.notices == ["export.xlsx · export!A7:C9: says nothing that is imported"]


def test_a_file_whose_encoding_nothing_says_is_asked_about_and_read_as_answered():
    found = brought("lab.csv", CHINESE.encode("gb18030"))
    (asked,) = found.questions
    assert str(asked) == "lab.csv: is not written in UTF-8 and does not say how it is; expected to be told how it is written"
    assert next((way.value, way.words, way.evidence) for way in asked.ways) == (
        "gb18030 ;",
        "GB18030, columns separated by semicolons",
        "first line: 患者编号;采样日期;血红蛋白(g/L)",
    )
    assert (found.intake.facts, found.recognized) == ([], ())
    settled = brought("lab.csv", CHINESE.encode("gb18030"), {asked.id: "gb18030 ;"})
    assert [str(fact.record.value) for fact in settled.intake.facts] == ["84.5", "90.2"]
    assert [one.chosen for one in settled.questions] == ["gb18030 ;"]


def test_a_file_in_which_nothing_is_recognized_is_asked_about_where_somebody_can_answer():
    found = brought("other.csv", "a,b\n1,2\n")
    assert ([one.kind for one in found.questions], found.refused) == (["sheet"], ())
    assert [(one.records, one.unread) for one in found.recognized] == [("", ("a", "b"))]
    found = brought("other.csv", "a,b\n1,2\n", asking=False)
    assert (found.questions, len(found.refused), found.recognized) == ((), 1, ())


def test_a_workbook_of_the_contract_may_hold_other_sheets_and_is_not_asked_about_them(tmp_path):
    path = tmp_path / "study.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in {"subjects": [["subject_id"], ["S-1"]], "notes": [["x", "y"], ["1", "2"]], "legend": [["sheet"]]}.items():
            for at, row in enumerate(rows):
                (book.get_worksheet_by_name(name) or book.add_worksheet(name)).write_row(at, 0, row)
    found = bring([path], Settings(), asking=True)
    assert (found.questions, found.intake.notices) == ((), ["study.xlsx · notes: is no sheet of the study workbook; not imported"])


@pytest.mark.parametrize(("sheet", "rows"), [("labs", [[*COLUMNS], ["S-1", "2026-03-05", "hemoglobin", 80, "g/L"]]), ("other", WIDE)])
def test_a_hidden_sheet_is_read_until_a_person_leaves_it_out(tmp_path, sheet, rows):
    path = tmp_path / "study.xlsx"
    cells = [line.split(",") for line in rows.splitlines()] if isinstance(rows, str) else rows
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("front").write_row(0, 0, ["x"])
        hidden = book.add_worksheet(sheet)
        hidden.hide()
        for at, row in enumerate(cells):
            hidden.write_row(at, 0, row)
    found = bring([path], Settings(), today=TODAY, asking=True)
    (asked,) = [one for one in found.questions if one.kind == "hidden"]
    assert found.intake.facts
    assert f"study.xlsx · {sheet}: is a hidden sheet; its rows are read" in found.intake.notices
    left = bring([path], Settings(), answers={asked.id: "leave"}, today=TODAY, asking=True)
    assert left.intake.facts == []
    assert f"study.xlsx · {sheet}: is left out with its hidden parts, as was answered" in left.intake.notices


def test_who_watches_hears_what_is_done_and_can_stop_it():
    watched = Watched()
    assert brought("export.csv", WIDE, watched=watched).intake.facts
    assert watched.stage == "Understanding export.csv"
    watched.stop()
    with pytest.raises(Stopped):
        brought("export.csv", WIDE, watched=watched)


def test_a_layout_that_names_encoding_and_delimiter_decides_what_the_file_does_not_say():
    columns = {"subject_id": "患者编号", "collected_at": "采样日期"}
    analytes = {"血红蛋白(g/L)": {"analyte": "hemoglobin", "unit": "g/L"}}
    form = {"encoding": "gb18030", "delimiter": ";"}
    kept = Layout.model_validate(
        {"name": "Wuhan", "sheet": "labs", "columns": columns, "analytes": analytes, "file": form, "others": "ask"}
    )
    other = kept.model_copy(update={"name": "other", "columns": columns | {"collected_at": "日期"}})
    plain = other.model_copy(update={"name": "plain", "file": FileForm()})
    unread = other.model_copy(update={"name": "unread", "file": FileForm(encoding="ascii")})
    found = brought("lab.csv", CHINESE.encode("gb18030"), layouts=(plain, unread, other, kept))
    assert ([str(fact.record.value) for fact in found.intake.facts], found.questions) == (["84.5", "90.2"], ())


def test_a_file_of_more_tables_than_anybody_checks_is_refused():
    block = "Patient,Date,Hb (g/L)\nS-1,2026-03-01,84\n"
    found = bring([Handed("labs.csv", (block * 201).encode())], Settings(), today=TODAY, asking=True)
    said = "labs.csv: holds 201 tables with heads of their own, the last in the sheet 'labs'; expected at most 200 in one file"
    assert (found.refused, found.intake.facts, found.questions) == ((said,), [], ())
    found = bring([Handed("labs.csv", (block * 200).encode())], Settings(), today=TODAY, asking=True)
    assert (found.refused, len(found.intake.facts), found.questions) == ((), 200, ())


def test_a_file_that_leaves_more_to_be_asked_than_anybody_answers_is_refused():
    rows = "".join(f"S-1,2026-03-01,Hb,84,u{number}\n" for number in range(201))
    found = bring([Handed("labs.csv", f"Patient,Date,Test,Result,Unit\n{rows}".encode())], Settings(), today=TODAY, asking=True)
    assert (found.refused, found.questions) == (("labs.csv: leaves 201 things to be asked; expected at most 200 in one file",), ())
