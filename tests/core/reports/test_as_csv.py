"""The numbers behind the trajectory as CSV: plain CSV, everything drawn, nothing that a spreadsheet would run."""

import csv
from io import StringIO

import pytest
from hypothesis import given, settings

from core.reports.as_csv import COLUMNS, trajectory_csv
from core.response.kinetics import CONTEXT
from tests.core.patient import on, subject
from tests.core.pictures.drawing import GRADES, SAMPLES, SCANS, graded, sampled, scanned


def lines_of(patient, day=70):
    return list(csv.DictReader(StringIO(trajectory_csv(patient.assessed(day))), strict=True))


def told(patient, *columns, day=70):
    return [tuple(line[column] for column in columns) for line in lines_of(patient, day)]


def test_the_first_line_names_the_columns_and_every_row_says_whose_and_when():
    lines = lines_of(subject().infused().ctdna(-6, "positive", value="1240", unit="hGE/mL", reported_on=on(-3)))
    assert tuple(lines[0]) == COLUMNS
    assert {(line["subject_id"], line["as_of"], line["protocol"]) for line in lines} == {("S-001", "2026-04-09", "NCT06902012 v1")}
    assert [(line["day"], line["date"]) for line in lines] == [("-6", "2026-01-23"), ("0", "2026-01-29")]
    assert lines[0]["reported_on"] == "2026-01-26"


@given(SAMPLES, SCANS, GRADES)
@settings(max_examples=60)
def test_every_sample_scan_and_graded_day_is_a_row_with_its_cell(samples, scans, grades):
    patient = graded(grades, scanned(scans, sampled(samples)))
    facts = patient.assessed(70).facts
    lines = lines_of(patient)
    known = [*(each.cell("call") for each in facts.ctdna), *(each.cell("response") for each in facts.pet)]
    assert sorted(line["source"] for line in lines if line["what"] in ("ctDNA", "PET/CT")) == sorted(known)
    days = {each.record.assessed_at.day.isoformat() for each in facts.bedside}
    assert {line["date"] for line in lines if line["what"] in ("CRS", "ICANS")} == days
    assert [line["date"] for line in lines] == sorted(line["date"] for line in lines)


@pytest.mark.parametrize(
    ("call", "cells", "said"),
    [
        ("positive", {"value": "6.2", "unit": "hGE/mL"}, ("positive", "positive", "6.2", "hGE/mL", "")),
        ("negative", {"value": "<0.5", "unit": "%"}, ("negative", "not detected", "<0.5", "%", "")),
        ("negative", {"limit_of_detection": "1"}, ("negative", "not detected", "", "", "1")),
        ("positive", {}, ("positive", "detected, not quantified", "", "", "")),
        ("failed", {}, ("failed", "failed or indeterminate", "", "", "")),
        (None, {}, ("not recorded", "no call recorded", "", "", "")),
    ],
)
def test_a_sample_is_told_as_recorded_and_as_drawn(call, cells, said):
    columns = ("result", "drawn_as", "value", "unit", "limit_of_detection")
    assert told(subject().infused().ctdna(28, call, **cells), *columns)[-1] == said


def test_a_scan_is_told_as_recorded_and_as_drawn():
    patient = subject().infused().pet(-8, None, None).pet(28, "CR", deauville="2").pet(30, None)
    scans = told(patient, "result", "drawn_as", "deauville", "method")
    assert [scans[0], *scans[2:]] == [
        ("not recorded", "before infusion 1", "", "not recorded"),
        ("CR", "CR", "2", "PET/CT"),
        ("not recorded", "not decided: not read yet, day 30", "", "PET/CT"),
    ]


def test_a_grade_of_a_day_is_its_worst_with_the_rows_of_both_ends():
    patient = subject().infused().graded(3, 2, 0, hour=6).bedside(3, 9, temperature=38.5).graded(4, 1, 0)
    grades = [line for line in lines_of(patient) if line["what"] == "CRS"]
    assert [(line["result"], line["at_least"], line["at_most"]) for line in grades] == [("grade 2 to 4", "2", "4"), ("grade 1", "1", "1")]
    assert grades[0]["source"] == "study.xlsx · bedside!B3; study.xlsx · bedside!B4"


def test_what_stands_upright_is_told():
    patient = subject().infused(lymphodepletion_on=on(-5)).planned(42).treated(30, "lymphoma", drug="glofitamab").seen(33, "dead", 33)
    assert told(patient, "day", "what", "result") == [
        ("-5", "lymphodepletion", ""),
        ("0", "infusion 1", "given"),
        ("30", "new lymphoma therapy, glofitamab", ""),
        ("33", "death", ""),
        ("42", "infusion 2", "planned"),
    ]
    assert told(subject().infused().infused(90, 2), "what") == [("infusion 1",)]


def test_before_infusion_1_no_day_is_counted():
    assert told(subject().ctdna(-6, "positive").pet(-8, None), "day", "date", "what", "drawn_as", day=-1) == [
        ("", "2026-01-21", "PET/CT", ""),
        ("", "2026-01-23", "ctDNA", "detected, not quantified"),
    ]


def test_text_that_a_spreadsheet_would_run_is_marked_as_text():
    hostile = '=HYPERLINK("http://example.org")'
    patient = subject(hostile).infused().ctdna(0, "positive", "@SUM(A1)", value="-2", unit="log10 hGE/mL")
    line = lines_of(patient)[-1]
    assert (line["subject_id"], line["method"], line["value"]) == (f"'{hostile}", "'@SUM(A1)", "-2")


def test_a_grade_of_the_site_alone_goes_out_with_its_own_scale():
    patient = (
        subject()
        .infused()
        .bedside(2, crs_grade_recorded="2", grading_scale="Lee 2014")
        .bedside(3, temperature="39", fever_other_cause="no", vasopressors="1")
    )
    assert [line[1:] for line in told(patient, "what", "result", "method") if line[0] == "CRS"] == [
        ("grade 2", "as recorded, Lee 2014"),
        ("grade 3 to 4", "ASTCT 2019"),
    ]


def test_a_change_goes_out_with_its_bounds_and_what_may_be_called_of_it():
    samples = [
        (0, "positive", "A", "1000", "hGE/mL", "1"),
        (14, "positive", "A", "30", "hGE/mL", "1"),
        (28, "negative", "A", None, None, "1"),
    ]
    columns = ("day", "fall_log10_at_least", "fall_log10_at_most", "change")
    assert [line for line in told(sampled(samples), *columns) if line[0] in ("14", "28")] == [
        ("14", "1.522878", "1.522879", "fall 1.52 log₁₀; not called: imprecision of A not set"),
        (
            "28", "3.000000", "",
            f"fall ≥ 3.00 log₁₀; not called: imprecision of A not set; EMR, MMR, {CONTEXT}",
        ),
    ]  # fmt: skip


def test_what_was_given_and_infections_go_out_each_once_what_has_no_day_last():
    patient = subject().infused().infused(20, 2).treated(3, "crs", drug="dexamethasone", dose="10", unit="mg")
    patient = patient.row("treatments", purpose="icans").infection(5, 60, "no").row("infections", organism="CMV", site="blood")
    found = told(patient, "date", "until", "what", "result", "value", "unit", "method", day=35)
    assert found[1:3] == [
        (str(on(3)), "", "given", "dexamethasone", "10", "mg", "crs"),
        (str(on(5)), "", "infection", "not recorded", "", "", "not controlled"),
    ]
    assert found[-2:] == [
        ("", "", "given", "not recorded", "", "", "icans"),
        ("", "", "infection", "CMV, blood", "", "", "control not recorded"),
    ]
    assert [line[1] for line in told(patient, "what", "until", day=70) if line[0] == "infection"] == [str(on(60)), ""]
