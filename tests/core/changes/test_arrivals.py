"""Who is new to a store that knows somebody is said by whoever uploads, never guessed; an identifier like another's is no typing error."""

import pytest

from core.changes.arrivals import MOST_NAMED, skeleton
from core.changes.upload import prepare
from core.intake.reader import Handed
from core.layouts.question import NEW, id_of
from tests.core.changes.telling import csv, plan, told

LAB = "collected_at,analyte,value,unit"
KNOWN = csv("labs", LAB, "S-012,2026-02-01,hemoglobin,80,g/L")


def sheet(*subjects):
    return Handed("lab.csv", "\n".join(("Patient ID,Date,Hb (g/L)", *(f"{one},2026-02-05,81" for one in subjects), "")).encode())


@pytest.mark.parametrize(
    ("one", "other"),
    [("S-012", "s-012"), ("S-012", "S-12"), ("S-012", "S012"), ("S-012", "S–012"), ("S-012", "S 012"), ("S-012", "S-O12"),
     ("S-012", "S-0l2"), ("S-012", "Ｓ-０１２"), ("P1", "PI"), ("10-1", "10-01"), ("7", "007"), ("0", "00")],
)  # fmt: skip
def test_what_eyes_and_hands_confuse_is_alike(one, other):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("S-012", "S-021"), ("10-11", "101-1"), ("S-1", "S-10"), ("S-12", "P-12"), ("张三", "李四")])
def test_what_differs_otherwise_is_not(one, other):
    assert skeleton(one) != skeleton(other)


def test_an_empty_store_knows_nobody_and_asks_of_nobody(ledger):
    assert prepare(ledger, [sheet("S-1", "S-2")]).questions == ()


def test_two_of_one_sheet_that_are_written_almost_alike_are_asked_about_even_by_an_empty_store(ledger):
    (asked,) = prepare(ledger, [sheet("S-1", "s-1", "S-1")]).questions
    assert str(asked) == "lab.csv · lab!A3: 's-1' is new, and written almost like 'S-1'; expected another subject, or a corrected file"


def test_subjects_that_a_foreign_sheet_names_and_nobody_knows_are_asked_about_once_a_file(ledger):
    told(ledger, KNOWN)
    (asked,) = prepare(ledger, [sheet("S-012", "S-040", "S-030", "S-040")]).questions
    assert (asked.kind, asked.id, str(asked)) == (
        NEW,
        id_of(NEW, "lab.csv", "S-030", "S-040"),
        "lab.csv: 2 subjects are new to the store: S-030, S-040; expected subjects it knows, or new ones",
    )
    assert [(way.value, way.words) for way in asked.ways] == [("new", "they are new subjects")]
    assert plan(prepare(ledger, [sheet("S-030", "S-040")], choices={asked.id: "new"})).body["choices"] == {asked.id: "new"}
    assert prepare(ledger, [sheet("S-030", "S-040")], choices={asked.id: "S-012"}).plan is None


def test_one_is_named_with_its_cell_and_many_are_counted(ledger):
    told(ledger, KNOWN)
    (asked,) = prepare(ledger, [sheet("S-030")]).questions
    assert str(asked) == "lab.csv · lab!A2: S-030 is new to the store; expected a subject it knows, or a new one"
    (asked,) = prepare(ledger, [sheet(*(f"X-{number}" for number in range(100, 103 + MOST_NAMED)))]).questions
    assert "S-030" not in asked.sentence
    assert f"X-{99 + MOST_NAMED} and 3 more; expected" in asked.sentence


def test_who_comes_with_a_row_of_subjects_or_in_the_contracts_own_sheet_is_not(ledger):
    told(ledger, KNOWN)
    assert prepare(ledger, [sheet("S-030"), csv("subjects", "sex", "S-030,male")]).questions == ()
    assert prepare(ledger, [csv("labs", LAB, "S-040,2026-02-01,hemoglobin,80,g/L")]).questions == ()


def test_who_is_written_almost_like_a_known_one_is_asked_about_in_every_sheet(ledger):
    told(ledger, KNOWN)
    file = csv("labs", LAB, "S-12,2026-02-01,hemoglobin,80,g/L", "s-012,never,hemoglobin,80,g/L", ",2026-02-01,hemoglobin,80,g/L")
    found = prepare(ledger, [file], leave_out=True)
    assert [str(one) for one in found.questions] == [
        "labs.csv · labs!A2: 'S-12' is new, and written almost like 'S-012'; expected another subject, or a corrected file",
        "labs.csv · labs!A3: 's-012' is new, and written almost like 'S-012'; expected another subject, or a corrected file",
    ]
    choices = {one.id: "new" for one in found.questions}
    assert plan(prepare(ledger, [file], leave_out=True, choices=choices)).subjects == ("S-12", "s-012")


def test_a_subject_of_both_sheets_of_a_file_counts_as_named_by_the_foreign_one(ledger):
    told(ledger, KNOWN)
    (asked,) = prepare(ledger, [csv("labs", LAB, "S-030,2026-02-01,hemoglobin,80,g/L"), sheet("S-030")]).questions
    assert asked.address == "lab.csv · lab!A2"
