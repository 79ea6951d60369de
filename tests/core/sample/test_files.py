"""What is committed is what the program writes, it reads without a problem, and the README says who shows what."""

import re

import pytest

from core.intake.reader import read
from sample_data.cohort import SUBJECTS
from sample_data.make import BOOKS, MISTAKES, write
from sample_data.rows import Cohort
from tests.core.sample.conftest import SAMPLE

LARGEST = 1_500_000  # bytes, all workbooks together


@pytest.fixture(scope="module")
def again(tmp_path_factory):
    folder = tmp_path_factory.mktemp("again")
    write(folder)
    return folder


@pytest.mark.parametrize("name", [*BOOKS, MISTAKES])
def test_the_committed_workbook_is_what_the_program_writes(name, again):
    assert read(again / name) == read(SAMPLE / name)


def test_the_cohort_reads_without_a_problem_or_a_notice(loaded):
    assert (loaded.problems, loaded.notices) == ([], [])


def test_the_cohort_stays_small():
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*.xlsx")) < LARGEST


def test_the_rows_of_a_subject_do_not_depend_on_the_others(rows):
    names = {}
    for subject in SUBJECTS:
        alone = Cohort()
        subject(alone)
        (name,) = {row["subject_id"] for sheet in alone.rows.values() for row in sheet}
        names[name] = (subject.__doc__ or "").split(":")[0]
        assert alone.rows == {sheet: [row for row in found if row["subject_id"] == name] for sheet, found in rows.items()}
    assert names == {name: name for name in names}
    assert len(names) == len(SUBJECTS) >= 24


def test_the_readme_says_of_every_subject_what_it_shows_and_its_state(cohort):
    table = re.findall(r"^\| (S-\d{3}) \| ([^|]+) \| ([^|]+) \|", (SAMPLE / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    states = {name: "–" if found.second_infusion is None else found.second_infusion.state for name, found in cohort.items()}
    assert {name: state for name, state, _ in table} == states
    assert [name for name, _, _ in table] == sorted(states)
