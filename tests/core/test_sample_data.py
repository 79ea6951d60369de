"""The synthetic cohort: what is committed is what the program writes, it reads without a problem, and its subjects differ."""

from datetime import date

import pytest

from core.assessment import assess
from core.doctor import ROOT
from core.intake.load import load
from core.intake.reader import read
from core.protocol.settings import load_settings
from sample_data.make import BOOKS, write

SAMPLE = ROOT / "sample_data"
AS_OF = date(2026, 3, 5)
RECORDED_ON = date(2026, 4, 1)  # one report comes in after the as-of day


@pytest.fixture(scope="module")
def cohort():
    site = load_settings(SAMPLE / "settings.toml")
    loaded = load(sorted(SAMPLE.glob("*.xlsx")), site, RECORDED_ON)
    assert (loaded.problems, loaded.notices) == ([], [])
    return {name: assess(facts, AS_OF, site) for name, facts in loaded.subjects.items()}


@pytest.mark.parametrize("name", BOOKS)
def test_the_committed_workbook_is_what_the_program_writes(name, tmp_path):
    write(tmp_path)
    assert read(tmp_path / name) == read(SAMPLE / name)


def test_every_state_of_the_rule_is_there(cohort):
    states = {name: found.second_infusion.state if found.second_infusion else None for name, found in cohort.items()}
    assert states == {
        "S-001": "met",
        "S-002": "board_review",
        "S-003": "not_met",
        "S-004": "not_met",
        "S-005": "unknown",
        "S-006": "already_given",
        "S-007": None,
        "S-008": "closed",
    }


def test_every_eligibility_verdict_is_there(cohort):
    assert {found.eligibility.overall for found in cohort.values()} == {"eligible", "not_eligible", "incomplete"}


def test_toxicity_shows_a_range_a_severe_grade_and_one_that_is_running(cohort):
    assert str(cohort["S-001"].toxicity[1].crs.worst) == "2–4"
    assert str(cohort["S-004"].toxicity[1].icans.worst) == "3"
    assert str(cohort["S-006"].toxicity[2].crs.now(AS_OF)) == "2"
