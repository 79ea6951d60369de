"""A sheet whose second identifier is not the subject's own is another person's: the whole upload stops, whatever is chosen."""

import pytest

from core.changes.identity import strangers
from core.changes.upload import prepare
from core.intake.reader import Handed
from core.layouts.incoming import Claim
from tests.core.changes.telling import csv, plan, told

SUBJECTS = csv("subjects", "sex,birth_date", "S-003,male,1958-02-03")
HEAD = "Patient ID,Date of birth,Sex,Date,Hb (g/L)"


def sheet(*rows, name="lab.csv"):
    return Handed(name, "\n".join((HEAD, *rows, "")).encode())


SAME = sheet("S-003,1958-02-03,male,2026-02-05,81")
BORN = "lab.csv · lab!B2: 1961-02-03, the birth date of S-003, is another person's; expected 1958-02-03 ({})"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("S-003,1961-02-03,male,2026-02-05,81", BORN.format("subjects.csv · subjects!C2")),
        (
            "S-003,1958-02-03,female,2026-02-05,81",
            "lab.csv · lab!C2: female, the sex of S-003, is another person's; expected male (subjects.csv · subjects!B2)",
        ),
    ],
)
def test_another_birth_date_or_sex_than_the_one_that_stands_stops_the_upload(ledger, row, said):
    told(ledger, SUBJECTS)
    found = prepare(ledger, [sheet(row)], leave_out=True)
    assert (found.refused, found.plan) == ((said,), None)


def test_another_than_the_one_that_comes_along_stops_it_too(ledger):
    found = prepare(ledger, [SUBJECTS, sheet("S-003,1961-02-03,male,2026-02-05,81")])
    assert found.refused == (BORN.format("subjects.csv · subjects!C2"),)


def test_two_sheets_that_differ_about_one_subject_stop_each_other(ledger):
    found = prepare(ledger, [SAME, sheet("S-003,1961-02-03,male,2026-02-06,81", name="other.csv")])
    assert found.refused == (BORN.format("lab.csv · lab!B2").replace("lab.csv · lab!B2:", "other.csv · other!B2:"),)


def test_the_same_person_passes_and_an_unknown_one_is_compared_with_nobody(ledger):
    assert prepare(ledger, [SAME]).refused == ()
    told(ledger, SUBJECTS)
    assert plan(prepare(ledger, [SAME])).subjects == ("S-003",)


def test_what_is_not_recorded_contradicts_nothing():
    assert list(strangers([Claim("S-1", "sex", "male", "a!B2")], [], lambda subject_id: None)) == []
