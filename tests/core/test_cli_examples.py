"""The worked examples through the command line: every expected answer, as typed by hand from the published tables."""

import csv
import json
from functools import cache

import pytest
from typer.testing import CliRunner

from core.cli import app
from tests.core.patient import SPEC

EXAMPLES = SPEC / "examples"


def expected(name):
    with (EXAMPLES / name / "expected.csv").open(encoding="utf-8-sig", newline="") as file:
        return [pytest.param(case, id=f"{case['subject_id']}: {case['why']}") for case in csv.DictReader(file)]


@cache
def found(name):
    files = sorted(str(path) for path in (EXAMPLES / name).glob("*.csv") if path.name != "expected.csv")
    result = CliRunner().invoke(app, ["assess", *files, "--as-of", "2026-03-05", "--json"])
    assert result.exit_code in (0, 1), result.stderr
    return {subject["subject_id"]: subject for subject in json.loads(result.stdout)["subjects"]}


@pytest.mark.parametrize("case", expected("eligibility"))
def test_eligibility(case):
    answer = found("eligibility")[case["subject_id"]]["eligibility"]
    criteria = {name: answer["criteria"][name]["status"] for name in answer["criteria"]}
    assert {"overall": answer["overall"], **criteria} == {name: case[name] for name in ("overall", *criteria)}


@pytest.mark.parametrize("case", expected("second_infusion"))
def test_second_infusion(case):
    answer = found("second_infusion")[case["subject_id"]]
    rule = answer["second_infusion"]
    assert (answer["ctdna"]["status"], answer["pet"]["response"]) == (case["ctdna"], case["pet"])
    assert (rule["reading_literal"], rule["reading_strict"], rule["state"]) == tuple(
        case[name] for name in ("reading_literal", "reading_strict", "state")
    )
    assert set(filter(None, case["warnings_include"].split(";"))) <= set(rule["warnings"])
    assert not set(filter(None, case["warnings_exclude"].split(";"))) & set(rule["warnings"])
