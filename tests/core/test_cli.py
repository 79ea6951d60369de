"""The command line: its exit statuses, and its sentences on standard error."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

import core.assessment
from core import cli
from core.cli import checking
from core.doctor import Check
from core.facts.records import SHEETS

SUBJECTS = "subject_id,sex,birth_date,consent_date\nS-001,male,1970-01-01,2025-12-20\n"
LABS = "subject_id,collected_at,analyte,value,unit\nS-001,2026-01-09,hemoglobin,{hemoglobin},g/L\n"
PR = {
    "infusions": "subject_id,number,status,infused_on\nS-001,1,given,2026-01-29\n",
    "ctdna": "subject_id,collected_on,assay,call\nS-001,2026-01-23,A,positive\nS-001,2026-02-26,A,negative\n",
    "pet": "subject_id,scanned_on,modality,response\nS-001,2026-02-26,PET/CT,PR\n",
}
DAY = ("--as-of", "2026-03-05")


def run(*words):
    return CliRunner().invoke(cli.app, [str(word) for word in words])


@pytest.fixture
def put(tmp_path):
    """Write a file and give its path."""

    def written(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def answer(result):
    return json.loads(result.stdout)


def test_assess_answers_with_status_0_and_nothing_on_standard_error(put):
    result = run("assess", put("subjects.csv", SUBJECTS), put("labs.csv", LABS.format(hemoglobin=110)), *DAY, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert answer(result)["as_of"] == "2026-03-05"
    assert answer(result)["subjects"][0]["eligibility"]["criteria"]["I1"]["status"] == "met"


def test_assess_without_json_writes_lines(put):
    result = run("assess", put("subjects.csv", SUBJECTS), *DAY)
    assert result.exit_code == 0
    assert result.stdout.startswith("NCT06902012 v1 · as of 2026-03-05")
    assert "S-001" in result.stdout


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("11x", "labs.csv · labs!D2: '11x' is not a number; expected a number in g/L"),
        ("8", "labs.csv · labs!D2: '8' is not plausible in g/L; expected 20 to 250 g/L"),
    ],
)
def test_a_cell_that_cannot_be_used_is_listed_and_the_status_is_1(put, value, sentence):
    result = run("assess", put("subjects.csv", SUBJECTS), put("labs.csv", LABS.format(hemoglobin=value)), *DAY, "--json")
    assert (result.exit_code, result.stderr.splitlines()) == (1, [sentence])
    assert answer(result)["problems"] == [sentence]
    assert answer(result)["subjects"][0]["eligibility"]["criteria"]["I6"]["status"] == "unknown"


def test_a_result_without_a_unit_costs_that_result_alone(put):
    labs = "subject_id,collected_at,analyte,value,unit\nS-001,2026-01-09,lvef,60,%\nS-001,2026-01-09,hemoglobin,110,\n"
    result = run("assess", put("labs.csv", labs), *DAY, "--json")
    assert result.exit_code == 1
    assert "labs!E3: is blank; expected one of: g/L, g/dL, mmol/L" in result.stderr
    assert answer(result)["subjects"][0]["eligibility"]["criteria"]["I8b"]["status"] == "met"


def test_an_unknown_column_is_told_and_costs_nothing(put):
    result = run("assess", put("subjects.csv", SUBJECTS.replace("sex", "sex,hobby").replace("male", "male,chess")), *DAY, "--json")
    assert result.exit_code == 0
    assert "hobby" in result.stderr
    assert [notice for notice in answer(result)["notices"] if "hobby" in notice]


def test_every_subject_named_on_any_sheet_is_judged(put):
    result = run("assess", put("subjects.csv", SUBJECTS), put("pet.csv", PR["pet"].replace("S-001", "S-002")), *DAY, "--json")
    assert [subject["subject_id"] for subject in answer(result)["subjects"]] == ["S-001", "S-002"]


@pytest.mark.parametrize(
    ("chosen", "state"), [("", "board_review"), ("pr_requires_ctdna = true", "not_met"), ('pr_requires_ctdna = "no"', "met")]
)
def test_the_settings_file_decides_the_open_reading(put, chosen, state):
    files = [put(f"{name}.csv", text) for name, text in PR.items()]
    result = run("assess", *files, *DAY, "--json", "--settings", put("site.toml", chosen))
    assert answer(result)["subjects"][0]["second_infusion"]["state"] == state


def test_the_time_zone_of_the_settings_places_a_time_with_an_offset(put):
    bedside = "subject_id,assessed_at,crs_grade_recorded\nS-001,2026-03-05T17:00:00Z,2\n"
    files = [put("infusions.csv", PR["infusions"]), put("bedside.csv", bedside)]
    site = put("site.toml", 'time_zone = "Asia/Shanghai"')
    worst = [
        answer(run("assess", *files, "--as-of", day, "--json", "--settings", site))["subjects"][0]["toxicity"]["infusion_1"]["crs"]["worst"]
        for day in ("2026-03-05", "2026-03-06")
    ]
    assert worst == [None, [2, 2]]
    unset = run("assess", *files, *DAY, "--json")
    assert unset.exit_code == 1
    assert "carries an offset and the site's time zone is not set" in unset.stderr


def test_a_layout_maps_the_columns_of_another_laboratory(put):
    columns = 'subject_id = "ID"\ncollected_at = "day"\nanalyte = "test"\nvalue = "result"\nunit = "unit"\n'
    layout = f'name = "Lab"\nsheet = "labs"\n[columns]\n{columns}'
    labs = put("export.csv", "ID,day,test,result,unit\nS-001,2026-01-09,LVEF,60,%\n")
    result = run("assess", labs, *DAY, "--json", "--layout", put("lab.toml", layout))
    assert result.exit_code == 0, result.stderr
    assert answer(result)["subjects"][0]["eligibility"]["criteria"]["I8b"]["status"] == "met"


REFUSED = [
    (["assess", "none.csv", *DAY], "none.csv: the file cannot be opened"),
    (["assess", "subjects.csv", *DAY, "--settings", "none.toml"], "none.toml: No such file or directory; expected a settings file"),
    (["assess", "subjects.csv", *DAY, "--settings", "bad.toml"], "bad.toml: colour is no setting; expected one of"),
    (["assess", "subjects.csv", *DAY, "--layout", "bad.toml"], "bad.toml: "),
    (["assess", "subjects.csv", *DAY, "--layout", "none.toml"], "none.toml: "),
    (["assess", "other.csv", *DAY], "other.csv: holds no sheet of the study workbook"),
    (["assess", "subjects.csv", "--as-of", "05.03.2026"], "--as-of"),
    (["assess", "subjects.csv", "--as-of", "2026-02-30"], "--as-of"),
    (["assess", "subjects.csv"], "--as-of"),
    (["assess", *DAY], "expected workbooks or CSV files to judge, or --store URL, and not both"),
    (["assess", "subjects.csv", "--store", "store.sqlite3", *DAY], "and not both"),
    (["assess", "--store", "none.sqlite3", *DAY], "none.sqlite3: there is no ledger"),
    (["grade", "crs", "none.csv"], "none.csv: the file cannot be opened"),
    (["grade", "crs", "subjects.csv"], "subjects.csv: has no column"),
    (["grade", "crs", "bedside.csv", "--out", "none/out.csv"], "out.csv: cannot be written (No such file or directory)"),
    (["grade", "crs", "bedside.csv", "--out", "bedside.csv"], "bedside.csv: is the file to be graded; expected another --out"),
    (["serve", "--port", "99999"], "--port"),
    (["template", "OUT.csv"], "OUT.csv: is not an .xlsx name; expected OUT.xlsx"),
    (["template", "none/OUT.xlsx"], "OUT.xlsx: cannot be written (No such file or directory)"),
    (["prepare", "--settings", "bad.toml"], "bad.toml: colour is no setting"),
    (["nonsense"], "nonsense"),
]


@pytest.mark.parametrize(("words", "sentence"), REFUSED, ids=[" ".join(words) for words, _ in REFUSED])
def test_refused_input_is_status_2_with_a_sentence_and_no_output(put, monkeypatch, tmp_path, words, sentence):
    monkeypatch.chdir(tmp_path)
    put("subjects.csv", SUBJECTS)
    put("other.csv", "a,b\n1,2\n")
    put("bedside.csv", "subject_id,assessed_at,temperature\nS-001,2026-02-01T08:00,37\n")
    put("bad.toml", "colour = 3")
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_every_file_that_cannot_be_read_is_named_at_once(put):
    result = run("assess", put("other.csv", "a\n1\n"), "none.csv", *DAY)
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["other.csv", "none.csv"]


def test_grade_keeps_the_rows_in_order_and_adds_its_columns(put, tmp_path):
    bedside = put(
        "bedside.csv",
        "note,subject_id,assessed_at,temperature,hypotension,oxygen_device\n"
        "x,S-2,2026-02-02T08:00,38.5,no,none\ny,S-1,2026-02-01T08:00,36.5,no,none\n",
    )
    printed, out = run("grade", "crs", bedside), tmp_path / "out.csv"
    assert run("grade", "crs", bedside, "--out", out).exit_code == printed.exit_code == 0
    assert out.read_text(encoding="utf-8") == printed.stdout
    rows = list(csv.DictReader(io.StringIO(printed.stdout)))
    assert [(row["note"], row["subject_id"]) for row in rows] == [("x", "S-2"), ("y", "S-1")]
    assert {"at_least", "at_most", "flags"} <= set(rows[0])


@pytest.mark.parametrize(("scale", "columns"), [("crs", "at_least"), ("icans", "at_most"), ("lugano", "response")])
def test_each_scale_is_a_command_of_its_own(put, scale, columns):
    text = "subject_id,scanned_on,deauville,new_lesion,marrow_uptake\nS-1,2026-02-26,2,no,no\n"
    bedside = "subject_id,assessed_at,temperature,ice_total\nS-1,2026-02-26T08:00,37,10\n"
    result = run("grade", scale, put(f"{scale}.csv", text if scale == "lugano" else bedside))
    assert result.exit_code == 0
    assert columns in result.stdout.splitlines()[0]


def test_a_row_that_cannot_be_graded_at_all_is_listed_and_the_status_is_1(put):
    result = run("grade", "crs", put("bedside.csv", "subject_id,assessed_at,temperature\nS-1,yesterday,37\nS-1,2026-02-01T08:00,37\n"))
    assert result.exit_code == 1
    assert "bedside.csv · bedside!B2: 'yesterday' is not a date" in result.stderr
    assert len(result.stdout.splitlines()) == 3


def test_the_template_has_every_sheet_of_the_workbook(tmp_path):
    assert run("template", tmp_path / "OUT.xlsx").exit_code == 0
    assert set(SHEETS) <= set(load_workbook(tmp_path / "OUT.xlsx").sheetnames)


def test_the_template_can_be_assessed_as_it_is(tmp_path):
    run("template", tmp_path / "OUT.xlsx")
    result = run("assess", tmp_path / "OUT.xlsx", *DAY, "--json")
    assert (result.exit_code, answer(result)["subjects"]) == (0, [])


@pytest.mark.parametrize(("passed", "line"), [(True, "pass  Python: 3.9"), (False, "FAIL  Python: 3.9; expected 3.11")])
def test_the_doctor_says_pass_or_fail_and_what_was_expected(monkeypatch, passed, line):
    monkeypatch.setattr(checking, "doctor", lambda: [Check("Python", passed, "3.9", "3.11")])
    result = run("doctor")
    assert (result.exit_code, result.stdout) == (0 if passed else 1, f"{line}\n")


def test_an_unexpected_fault_is_a_sentence_without_data_and_status_70(put, monkeypatch, capsys):
    def broken(*_):
        raise RuntimeError("S-001 has a secret")

    monkeypatch.setattr(core.assessment, "assess", broken)
    monkeypatch.setattr(sys, "argv", ["reinfuse", "assess", str(put("subjects.csv", SUBJECTS)), *DAY])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 70
    assert capsys.readouterr() == ("", "reinfuse: an internal fault, RuntimeError; nothing was stored\n")


def test_a_stream_that_cannot_be_set_to_utf_8_is_left_as_it_is(monkeypatch):
    told = io.StringIO()
    monkeypatch.setattr(sys, "stdout", told)
    monkeypatch.setattr(sys, "argv", ["reinfuse", "--help"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 0
    assert "assess" in told.getvalue()


def test_the_installed_command_answers_in_utf_8_whatever_the_terminal(put):
    reinfuse = Path(sys.executable).with_name("reinfuse")
    subjects = put("subjects.csv", SUBJECTS.replace("S-001", "受试者1"))
    done = subprocess.run([reinfuse, "assess", subjects, *DAY], capture_output=True, env={"PYTHONIOENCODING": "ascii"}, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "受试者1" in done.stdout.decode("utf-8")


def test_the_installed_command_refuses_with_status_2(tmp_path):
    reinfuse = Path(sys.executable).with_name("reinfuse")
    done = subprocess.run([reinfuse, "assess", "none.csv", *DAY], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("none.csv: the file cannot be opened")
