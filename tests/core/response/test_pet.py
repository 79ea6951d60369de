"""PET by the rule of the second infusion, reference 1.3 PET and 1.4b: the table of the specification, scan by scan."""

from dataclasses import replace

import pytest

from core.response.pet import data, newest
from tests.core.response.notation import INFUSED_ON, on, scans, table

TABLE = table("pet.csv")


def found(text):
    return newest(scans(text), INFUSED_ON)


@pytest.mark.parametrize(("text", "response", "day", "codes", "missing", "law"), TABLE, ids=[row[-1] for row in TABLE])
def test_the_rule(text, response, day, codes, missing, law):
    result = found(text)
    assert (result.response or "unknown", result.codes, result.missing) == (response, frozenset(codes.split()), tuple(missing.split()))
    assert (result.day, result.scanned_on) == ((int(day), on(int(day))) if day else (None, None))


@pytest.mark.parametrize("text", [row[0] for row in TABLE])
def test_every_response_says_why_in_words(text):
    assert found(text).reason


@pytest.mark.parametrize("text", [row[0] for row in TABLE])
def test_the_chart_knows_the_response_or_what_it_lacks(text):
    result, datum = found(text), data(found(text))["pet_response"]
    assert (datum.value, datum.missing, datum.note) == (result.response, result.missing, result.reason)
    assert (datum.value is None) == bool(datum.missing)
    assert datum.contradiction == ("W_CONFLICT" in result.codes)


@pytest.mark.parametrize("text", [row[0] for row in TABLE])
def test_the_chart_knows_the_deciding_day_also_where_the_response_is_open(text):
    result, datum = found(text), data(found(text))["pet_day"]
    assert datum.value == result.day
    assert (datum.value is None) == bool(datum.missing)
    assert [cited.fact for cited in datum.evidence] == list(result.used)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("28 PET/CT CR 2 . no no", "2"),
        ("28 PET/CT CR", None),
        ("28 PET/CT CR; 28 PET/CT CR 3", "3"),
        ("28 PET/CT CR 1; 28 PET/CT CR 2", None),
        ("28 PET/CT CR 2; 28 PET/CT . 4", "2"),
        ("28 PET/CT IR X", "X"),
    ],
)
def test_the_score_shown_is_the_one_the_deciding_rows_agree_on(text, score):
    assert found(text).deauville == score


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("28 PET/CT CR", ["response", "modality"]),
        ("28 . CR", ["response"]),
        ("28 PET/CT . 2 . no no", ["deauville", "new_lesion", "marrow_uptake", "modality"]),
        ("28 PET/CT CR; 28 CT", ["response", "modality"]),
    ],
)
def test_the_evidence_is_every_filled_cell_of_the_deciding_rows(text, columns):
    assert [cited.column for cited in data(found(text))["pet_response"].evidence] == columns


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("28 PET/CT CR", "CR as read, day 28"),
        ("28 CT CR", "CR as read, not confirmed as PET/CT, day 28"),
        ("28 PET/CT . 4 reduced no", "PR by the Deauville columns, day 28"),
        ("28 PET/CT . 4", "the Deauville columns do not decide, day 28"),
        ("28 PET/CT", "not read yet, day 28"),
        ("28 PET/CT PR 2 . no no", "cells that exclude each other, day 28"),
        ("28 PET/CT PR; 28 CT CR", "different responses, CR, PR, day 28"),
    ],
)
def test_the_reason_names_the_source_and_the_day(text, reason):
    assert found(text).reason == reason


def test_a_read_that_cannot_be_read_is_not_called_unread():
    [row] = scans("28 PET/CT")
    result = newest([replace(row, faults={"response": "is not one of the allowed words"})], INFUSED_ON)
    assert (result.response, result.reason) == (None, "a cell that cannot be read counts as not recorded, day 28")
    assert result.codes == {"W_PET_INDETERMINATE"}
