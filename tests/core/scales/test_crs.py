"""The CRS grade of one row, reference 2.1 and 1.4b: the tables of the specification, cell by cell."""

import pytest

from core.scales.assessed import Past, Seen, assess
from core.scales.crs import CRS
from tests.core.scales.notation import NORMAL, cells, fact, grade, table

DIAGNOSED = Past(True, missing=("crs_before",))
NOT_SAID = Past(None, missing=("crs_before",))
REASONS_NOT_COUNTED = ("airway_or_procedure", "home_cpap", "other_cause")
OXYGEN = table("crs_oxygen.csv")


def graded(changed, past=DIAGNOSED, usual=NORMAL[CRS]):
    """Afebrile after CRS and the drug, unless changed: the grade is that of hypotension and hypoxia."""
    row = fact(usual | changed)
    found = assess(CRS, Seen(row, row.record), past)
    return found.grade, found.flags


def expected(text, flags):
    return grade(text), tuple(flags.split())


@pytest.mark.parametrize(("low", "count", "vasopressin", "text", "flags", "law"), table("crs_hypotension.csv"))
def test_hypotension_pressors_and_vasopressin(low, count, vasopressin, text, flags, law):
    assert graded({"hypotension": low, "vasopressors": count, "vasopressin": vasopressin}) == expected(text, flags)


@pytest.mark.parametrize(("low", "count", "vasopressin", "text", "flags", "law"), table("crs_hypotension.csv"))
def test_hypotension_of_another_cause_is_never_counted(low, count, vasopressin, text, flags, law):
    found, raised = graded({"hypotension": low, "vasopressors": count, "vasopressin": vasopressin, "hypotension_other_cause": "yes"})
    assert found == grade("0")
    assert ("contradiction" in raised) == ("contradiction" in flags)


@pytest.mark.parametrize(("device", "flow", "text", "flags", "law"), OXYGEN)
def test_oxygen_for_hypoxia(device, flow, text, flags, law):
    assert graded({"oxygen_device": device, "oxygen_flow": flow}) == expected(text, flags)


@pytest.mark.parametrize(("device", "flow", "text", "flags", "law"), OXYGEN)
def test_oxygen_without_a_reason_may_or_may_not_count(device, flow, text, flags, law):
    asked = "" if text == "0" else " missing:oxygen_reason"
    assert graded({"oxygen_device": device, "oxygen_flow": flow, "oxygen_reason": ""}) == expected(f"0-{text[-1]}", flags + asked)


@pytest.mark.parametrize("reason", REASONS_NOT_COUNTED)
@pytest.mark.parametrize(("device", "flow", "text", "flags", "law"), OXYGEN)
def test_oxygen_for_another_reason_is_not_counted(device, flow, text, flags, law, reason):
    left = " ".join(flag for flag in flags.split() if not flag.startswith("missing:"))
    assert graded({"oxygen_device": device, "oxygen_flow": flow, "oxygen_reason": reason}) == expected("0", left)


@pytest.mark.parametrize(("temperature", "cause", "drug", "before", "calm", "hypotension", "law"), table("crs_fever.csv"))
@pytest.mark.parametrize("low", ["no", "yes"])
def test_fever_drug_and_history(temperature, cause, drug, before, calm, hypotension, law, low):
    asked = {"temperature": temperature, "fever_other_cause": cause, "antipyretic_or_anticytokine": drug, "hypotension": low}
    text, _, flags = (hypotension if low == "yes" else calm).partition(" ")
    past = NOT_SAID._replace(before={"yes": True, "no": False, "": None}[before])
    assert graded(asked, past) == expected(text, flags)


@pytest.mark.parametrize(("text", "found", "flags", "law"), table("crs_rows.csv"))
def test_a_row(text, found, flags, law):
    assert graded(cells(text)) == expected(found, flags)


@pytest.mark.parametrize(("text", "found", "flags", "law"), table("crs_recorded.csv"))
def test_a_row_without_readable_signs(text, found, flags, law):
    assert graded(cells(text), NOT_SAID, {}) == expected(found, flags)


def test_the_scale_names_its_source_and_the_published_words_of_each_grade():
    assert "Lee DW" in CRS.source
    assert list(CRS.words) == list(CRS.grades) == [1, 2, 3, 4, 5]


def test_the_rule_reads_like_the_table():
    assert CRS.grades[3].words() == (
        "((temperature ≥ 38 °C and not fever of another cause) or (CRS diagnosed before and therapy given that takes fever away))"
        " and (grade by hypotension ≥ 3 or grade by hypoxia ≥ 3)"
    )
