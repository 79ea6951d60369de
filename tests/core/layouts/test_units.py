"""The unit of every column: what passes, what is asked, in which words, and what an answer does."""

from datetime import date, datetime

import pytest

from core.layouts.question import unit_id
from core.layouts.region import Place
from core.layouts.remembering import layout_of
from tests.core.layouts.builder import Store, answering, of_rows, read, region, role, said

HEAD = "Patient|Sampled"
LINE = "S-1|2026-03-0"


def column(header: str, *cells: str) -> str:
    """A sheet of one analyte."""
    return "\n".join((f"{HEAD}|{header}", *(f"{LINE}{day}|{cell}" for day, cell in enumerate(cells, 1))))


ASKED = {
    ("Hb (g/dL)", "9.4 10.1 8.8"): "",
    ("Hb (g/L)", "94 101 88"): "",
    ("Hb (g/L)", "94 101 8.8 99 98 97 96"): "",  # one slip is a fault of its cell
    ("Hb", "94 101 88"): "hemoglobin is written without a unit (3 results); expected the unit",
    ("Hb", "<94"): "hemoglobin is written without a unit (1 result); expected the unit",
    ("Hb (g/L)", "9.4 10.1 8.8"): "hemoglobin is in g/L, in which 0 of 3 results are plausible; expected the unit they are in",
    ("Creatinine (mg/dL)", "88 91 77 60"): "creatinine is in mg/dL, in which 0 of 4 results are plausible; expected the unit they are in",
    ("Creatinine (umol/L)", "0.9 1.2"): "creatinine is in umol/L, in which 0 of 2 results are plausible; expected the unit they are in",
    ("Hb (g/L)", "9000 9999"): "hemoglobin is in g/L, in which 0 of 2 results are plausible; expected the unit they are in",
    ("Platelets (/uL)", "145.5 99.25 80"): (
        "platelets is in /uL, a count of single cells, and 2 of 3 results have decimals; expected the unit they are in"
    ),
    ("Platelets (/uL)", "145000 99000 80000"): "",
    ("temperature (F)", "101.3 99.8"): "",
    ("temperature (C)", "101.3 99.8"): "temperature is in C, in which 0 of 2 results are plausible; expected the unit they are in",
    ("Hb (g/L)", "ND clotted"): "",  # no number speaks for or against a unit
    ("Hb", "9.4 g/dL"): "",  # carries its own
}


@pytest.mark.parametrize(("header", "cells"), ASKED)
def test_what_is_asked_of_a_column(header: str, cells: str) -> None:
    found = read(region(column(header, *([cells] if "g/dL" in cells else cells.split()))))
    expected = ASKED[header, cells]
    assert said(found) == ([f"labs.csv · labs!C1: {expected}"] if expected else [])


def test_the_ways_say_what_speaks_for_each_unit() -> None:
    (asked,) = read(region(column("Hb", "9.4", "10.1", "8.8"))).questions
    assert [(way.value, way.words, way.evidence) for way in asked.ways] == [
        ("g/L", "it is g/L", "would give 8.8–10.1 g/L: 0 of 3 plausible"),
        ("g/dL", "it is g/dL", "would give 88–101 g/L: 3 of 3 plausible"),
        ("mmol/L", "it is mmol/L", "would give 142–163 g/L: 3 of 3 plausible"),
        ("", "these results are not imported", ""),
    ]
    assert (asked.likely, asked.chosen) == (None, None)


def test_the_written_unit_is_the_first_way_as_it_is_spelled() -> None:
    (asked,) = read(region(column("Hb (g/l)", "9.4", "10.1"))).questions
    assert [(way.value, way.words) for way in asked.ways[:2]] == [("g/l", "it is g/l, as written"), ("g/dL", "it is g/dL")]


def test_one_value_and_no_number() -> None:
    (asked,) = read(region(column("Platelets", "145.5"))).questions
    assert asked.ways[0].evidence == "would give 146 10*9/L: 1 of 1 plausible"
    assert asked.ways[1].evidence == "would give 0.146 10*9/L: 1 of 1 plausible; 1 with decimals"
    (asked,) = read(region(column("Platelets", "clotted"))).questions
    assert {way.evidence for way in asked.ways} == {""}


def test_an_answer_is_the_unit_and_has_no_place() -> None:
    found = role(answering(region(column("Hb", "9.4", "10.1")), {"without a unit": "g/dL"}), "Hb")
    assert (found.unit, found.unit_at, found.how) == ("g/dL", None, "said by the answer")


def test_another_unit_than_the_written_one_may_be_said() -> None:
    found = role(answering(region(column("Hb (g/L)", "9.4", "10.1")), {"0 of 2": "g/dL"}), "Hb (g/L)")
    assert (found.unit, found.unit_at) == ("g/dL", None)


def test_the_written_unit_may_be_confirmed() -> None:
    found = role(answering(region(column("Hb (g/L)", "9.4", "10.1")), {"0 of 2": "g/L"}), "Hb (g/L)")
    assert (found.unit, found.unit_at) == ("g/L", Place(1, 3, "Hb (g/L)"))


def test_a_column_may_be_left_out() -> None:
    found = answering(region(column("Hb", "9.4") + "|40"), {"without a unit": ""})
    assert (role(found, "Hb").imported, role(found, "Hb").how, found.open) == (False, "left out by the answer", ())


def test_how_a_unit_is_known() -> None:
    assert role(read(region(column("Hb (g/dL)", "9.4", "10.1"))), "Hb (g/dL)").how == "the head says g/dL; 2 results plausible in g/dL"


KNOWN = Store(
    ("S-1", date(2026, 3, 1), "creatinine", "88", "umol/L"),
    ("S-1", date(2026, 2, 1), "creatinine", "90", "umol/L"),
    ("S-1", date(2026, 3, 1), "hemoglobin", "9.4", "g/dL"),
)


def test_what_is_known_of_a_subject_speaks_against_a_plausible_unit() -> None:
    found = read(region(column("Creatinine (mg/dL)", "7.9", "8.1")), history=KNOWN)
    sentence = (
        "labs.csv · labs!C1: creatinine is in mg/dL, and the middle of 2 results is 8.04 times what was known, close to the factor 10; "
        "expected the unit they are in"
    )
    assert said(found) == [sentence]
    assert found.questions[0].ways[0].evidence == "would give 698–716 umol/L: 2 of 2 plausible; 8.14 times what is known (2 results)"


@pytest.mark.parametrize(
    "text",
    [
        column("Creatinine (mg/dL)", "1.0", "1.1"),
        column("Hb (g/L)", "94"),
        "Patient|Sampled|Creatinine (mg/dL)\nS-1|2026-09-01|7.9",  # half a year later nothing is known
        "Patient|Sampled|Creatinine (mg/dL)\nS-2|2026-03-01|7.9",  # of another subject
        "Patient|Sampled|Creatinine (mg/dL)\n|2026-03-01|7.9",
        "Patient|Sampled|Creatinine (mg/dL)\nS-1|soon|7.9",
        "Patient|Sampled|ALT (U/L)\nS-1|2026-03-01|30",
    ],
)
def test_what_nothing_known_speaks_against_passes(text: str) -> None:
    assert said(read(region(text), history=KNOWN)) == []


def test_another_unit_than_a_subject_was_always_given_in_is_asked() -> None:
    store = Store(*(("S-1", date(2026, 2, day), "crp", f"{day}.4", "mg/L") for day in (20, 24, 28)))
    sheet = region(column("CRP (mg/dL)", "2.1", "<0.5"))
    assert said(read(sheet, history=store)) == [
        "labs.csv · labs!C1: crp is in mg/dL, and what is known of the same subjects was written in mg/L; expected the unit they are in"
    ]
    assert said(read(region(column("CRP (mg/L)", "21.3", "104.2")), history=store)) == []
    answers = {each.id: "mg/dL" for each in read(sheet, history=store).questions}
    layout = layout_of(read(sheet, answers, history=store), "form", "Central")
    assert layout is not None
    again = read(sheet, layouts=[layout], history=store)
    assert (said(again), again.layout) == ([], "form")


def test_a_row_of_units_is_remembered_as_it_was_confirmed() -> None:
    unusable = ("S-1", date(2026, 2, 26), "crp", "5", "g")
    store = Store(("S-1", date(2026, 2, 28), "crp", "21.4", "mg/L"), ("S-1", date(2026, 2, 27), "crp", "<5", "mg/L"), unusable)
    sheets = [region(f"Patient|Sampled|CRP\n||{unit}\nS-1|2026-03-01|2.1", units=True) for unit in ("mg/dL", "ug/mL")]
    found = read(sheets[0], history=store)
    assert len(found.questions) == 1
    layout = layout_of(read(sheets[0], {each.id: "mg/dL" for each in found.questions}, history=store), "form", "Central")
    assert layout is not None
    assert [said(read(sheet, layouts=[layout], history=store)) for sheet in sheets] == [[], []]


def test_titles_say_of_whom_and_when() -> None:
    given = {"subject_id": Place(1, 9, "S-1"), "collected_at": Place(2, 9, date(2026, 3, 2))}
    found = read(of_rows([["Creatinine (mg/dL)"], ["7.9"], ["8.1"]], given=given), history=KNOWN)
    assert [each.kind for each in found.questions] == ["unit"]
    given = {"subject_id": Place(1, 9, True), "collected_at": Place(2, 9, "2 March")}
    assert read(of_rows([["Creatinine (mg/dL)"], ["7.9"]], given=given), history=KNOWN).questions == ()


def test_times_of_a_spreadsheet_are_days_too() -> None:
    sheet = of_rows([["Patient", "Sampled", "Creatinine (mg/dL)"], ["S-1", datetime(2026, 3, 2, 8, 0), 7.9]])
    assert [each.kind for each in read(sheet, history=KNOWN).questions] == ["unit"]


def test_what_the_delta_check_asked_stays_asked() -> None:
    """It is raised once results are compared with the store; the answer must find its question again."""
    sheet = region(column("Hb (g/L)", "94"))
    found = read(sheet, {unit_id("labs.csv · labs!C1", "hemoglobin", "g/L"): "mmol/L"})
    assert said(found) == ["labs.csv · labs!C1: hemoglobin is in g/L; expected the unit they are in"]
    assert (role(found, "Hb (g/L)").unit, found.open) == ("mmol/L", ())


LONG = "Patient|Sampled|Test|Result|Unit"


def long(*lines: str) -> str:
    return "\n".join((LONG, *(f"S-1|2026-03-01|{line}" for line in lines)))


def test_one_row_a_result_is_asked_for_each_spelling() -> None:
    found = read(region(long("Hb|9.4|g/dL", "Hb|94|", "Hb|95|", "WBC|3.1|10^9/L", "ANC|55|%", "Crea|88|mg/dL")))
    assert said(found) == [
        "labs.csv · labs: hemoglobin is written without a unit (2 results); expected the unit",
        "labs.csv · labs: '%' is no unit of neutrophils (1 result); expected one of its units",
        "labs.csv · labs: creatinine is in mg/dL, in which 0 of 1 results are plausible; expected the unit they are in",
    ]


def test_answers_stand_in_the_place_of_written_units() -> None:
    chosen = {"hemoglobin": "g/L", "neutrophils": "", "creatinine": "umol/L"}
    found = answering(region(long("Hb|94|", "ANC|55|%", "Crea|88|mg/dL", "WBC|3|10^9/L")), chosen)
    assert dict(found.units) == {("hemoglobin", ""): "g/L", ("neutrophils", "%"): "", ("creatinine", "mg/dL"): "umol/L"}
    assert found.open == ()


def test_without_a_column_of_units_nothing_is_known() -> None:
    found = read(region("Patient|Sampled|Test|Result\nS-1|2026-03-01|Hb|9.4\nS-1|2026-03-01||"))
    assert said(found) == ["labs.csv · labs: hemoglobin is written without a unit (1 result); expected the unit"]


def test_a_column_of_units_beside_an_analyte() -> None:
    lines = ("S-1|2026-03-01|9.4|g/dL|3.1|10^9/L|x", "S-1|2026-03-02|94||3.1|10^9/L|", "S-1|2026-03-02||||||")
    text = "\n".join(("Patient|Sampled|Hb|Unit|WBC|WBC unit|Unit", *lines))
    found = answering(region(text), {"without a unit": "g/L"})
    assert [(each.column.header, each.unit_of) for each in found.roles if each.unit_of is not None] == [("Unit", 2), ("WBC unit", 4)]
    assert dict(found.units) == {("hemoglobin", ""): "g/L"}
    assert said(found) == [
        "labs.csv · labs!C1: hemoglobin is written without a unit (1 result); expected the unit",
        "labs.csv · labs!A1: 1 column is not imported: Unit; expected a tick",
    ]


def test_the_only_analyte_owns_a_column_of_units_anywhere_and_limits() -> None:
    text = "Unit|Patient|Sampled|Hb|Low|High\ng/L|S-1|2026-03-01|94|120|160"
    found = read(region(text))
    assert (found.roles[0].unit_of, role(found, "Low").says, role(found, "High").says, said(found)) == (3, "lower_limit", "upper_limit", [])


def test_limits_of_several_analytes_are_nobodys() -> None:
    found = read(region("Patient|Sampled|Hb (g/L)|Low|WBC (10^9/L)\nS-1|2026-03-01|94|120|3"))
    assert role(found, "Low").how == "names limits, and of which column cannot be told"


def test_a_unit_of_no_column() -> None:
    found = read(region("Patient|Sampled|Hb (g/L)|WBC unit\nS-1|2026-03-01|94|10^9/L"))
    assert role(found, "WBC unit").how == "names the unit of leukocytes, which no column holds"
