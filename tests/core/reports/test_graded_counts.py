"""The command `grade icaht`: one row a subject in the order of the file, a range where days are open, and every flag once."""

import io

import pytest
from typer.testing import CliRunner

from core import cli
from core.intake.tables import Refused
from core.reports.graded import write_graded
from core.reports.graded_counts import grade_counts

HEAD = "subject_id,day,neutrophils"


@pytest.fixture
def file(tmp_path):
    """Write rows under the header and give the path."""

    def written(*rows, head=HEAD):
        path = tmp_path / "counts.csv"
        path.write_text("\n".join((head, *rows, "")), encoding="utf-8")
        return path

    return written


def days(subject, value, *which):
    return [f"{subject},{day},{value}" for day in which]


def graded(path):
    stream = io.StringIO()
    write_graded(grade_counts(path), stream)
    return stream.getvalue().splitlines()


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (days("S-1", "2", *range(5), *range(12, 31)) + days("S-1", "0.5", *range(5, 12)), "S-1,2,,"),
        (days("S-1", "2", *range(5), *range(12, 31)) + days("S-1", "0.5", 5, 11), "S-1,2,,interpolated"),
        (days("S-1", "2", 0, 7, 15, 23, 30), "S-1,0,,interpolated"),
        (days("S-1", "2", 0, 9, 16, 23, 30), "S-1,0-3,,interpolated;gap:d1-d8"),
        (days("S-1", "2", 6, 7), "S-1,0,,edge:d0-d5;until:d7"),
        (days("S-1", "0.4", 3, 4), "S-1,4,,edge:d0-d2;not_recovered;until:d4"),
        (days("S-1", "<0.1", *range(31)), "S-1,4,,not_recovered"),
        (days("S-1", "0.8", 40), "S-1,,2,provisional"),
        (days("S-1", "<0.8", 40, 50), "S-1,,2-4,"),
        (days("S-1", "2", -1, 2, 31, 45), "S-1,0-4,0,interpolated;gap:d3-d30"),
        (days("S-1", "250", 40) + days("S-1", "1.2", 41), "S-1,,1,provisional;invalid:neutrophils"),
        (days("S-1", "-1", 5), "S-1,,,invalid:neutrophils;missing:neutrophils"),
        (days("S-1", "0;5", 5), "S-1,,,invalid:neutrophils;missing:neutrophils"),
        (days("S-1", "", 5), "S-1,,,missing:neutrophils"),
        (days("S-1", "3", -4), "S-1,,,"),
        (days("S-1", "3", 50) + days("S-1", "0.4", 50, 60), "S-1,,3,"),
    ],
)
def test_a_subject_has_its_grades_and_what_is_to_be_said_of_them(file, rows, line):
    assert graded(file(*rows)) == ["subject_id,early,late,flags", line]


def test_subjects_stand_in_the_order_of_their_first_rows_and_one_of_whom_nothing_can_be_graded_stands_too(file):
    rows = [*days("S-2", "3", 40, 50), *days("S-1", "x", 3), "", *days("S-3", "3", 40), *days("S-2", "1", 60, 61)]
    assert [line.split(",")[:3] for line in graded(file(*rows))[1:]] == [["S-2", "", "2"], ["S-1", "", ""], ["S-3", "", "0"]]


def test_the_lowest_count_of_a_day_is_the_days(file):
    rows = days("S-1", "2", *range(31)) + days("S-1", "0.3", 9) + days("S-1", "1.2", 9)
    assert graded(file(*rows))[1] == "S-1,1,,"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("S-1,ten,2", "counts.csv · counts!B2: 'ten' is not a number; expected a whole number of days since the infusion"),
        ("S-1,1.5,2", "counts.csv · counts!B2: '1.5' is not a whole number; expected a whole number of days since the infusion"),
        ("S-1,,2", "counts.csv · counts!B2: is blank; expected a whole number of days since the infusion"),
        (",1,2", "counts.csv · counts!A2: is blank; expected an identifier"),
        ("S-1,1,2,9", "counts.csv · counts!2: a cell stands beyond the last header column; expected one cell a column"),
        ("S\u200b1,1,2", "counts.csv · counts!A2: 'S\\u200b1' holds a character that cannot be seen; expected an identifier"),
    ],
)
def test_a_row_that_cannot_be_read_is_listed_and_its_subject_flagged(file, row, problem):
    path = file(row, *days("S-1", "1.2", 40, 50))
    assert [str(each) for each in grade_counts(path).problems] == [problem]
    assert graded(path)[1:] == [f"S-1,,1,{'unread_row' if row.startswith('S-1') else ''}"]
    result = CliRunner().invoke(cli.app, ["grade", "icaht", str(path)])
    assert (result.exit_code, result.stderr.splitlines()) == (1, [problem])


def test_a_file_without_faults_ends_with_status_0_and_names_the_columns_it_did_not_read(file):
    result = CliRunner().invoke(cli.app, ["grade", "icaht", str(file("S-1,40,x,1.2", head="Subject_ID,Day,sex,Neutrophils"))])
    assert (result.exit_code, result.stdout) == (0, "subject_id,early,late,flags\nS-1,,1,provisional\n")
    assert result.stderr == "counts.csv: not read: 'sex'\n"


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ("subject_id,neutrophils,x", "counts.csv: has no column day; expected it"),
        ("subject_id,day,day", "counts.csv: has no column neutrophils; expected it\ncounts.csv: has column day twice; expected it once"),
    ],
)
def test_a_file_without_its_three_columns_is_refused(file, head, fault):
    with pytest.raises(Refused) as refused:
        grade_counts(file("S-1,3,1", head=head))
    assert str(refused.value) == fault


def test_a_formula_in_the_place_of_a_subject_is_written_as_text(file):
    assert graded(file("=1+1,40,2"))[1].startswith("'=1+1")
