"""What holds of every criterion: an empty chart proves nothing, and a blank cell filled in never contradicts a verdict."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.facts.chart import Chart
from core.logic.arms import choose
from core.protocol.dose import dose
from core.protocol.eligibility import CRITERIA
from core.protocol.monitoring import MONITORING
from core.protocol.second_infusion import LITERAL, STRICT, arms
from tests.core.patient import changed, eligible, on, subject

CELLS = {
    "ecog": ("1", "3", ""),
    "histology": ("DLBCL", "OTHER_LBCL", "MCL", "other", ""),
    "histology_accepted": ("yes", "no", ""),
    "histology_accepted_by": ("PI", ""),
    "tissue_confirmed": ("yes", "no", ""),
    "prior_relapse": ("yes", "no", ""),
    "primary_refractory": ("yes", "no", ""),
    "venous_access": ("yes", "no", ""),
    "counts_acceptable": ("yes", "no", ""),
    "counts_acceptable_reason": ("transfused", ""),
    "counts_acceptable_by": ("PI", ""),
    "hemoglobin": ("110", "79", "<100", ""),
    "neutrophils": ("2", "0.5", "<2", ""),
    "creatinine": ("80", "250", ">150", ""),
    "creatinine.upper_limit": ("104", ""),
    "weight": ("70", "120", ""),
    "sex": ("female", "male", ""),
    "birth_date": ("1970-01-01", "2010-01-01", ""),
    "lvef": ("60", "50", ">45", ""),
    "oxygen_saturation": ("97", "92", ""),
    "oxygen_saturation.qualifier": ("room air", "on oxygen", ""),
    "bilirubin": ("12", "60", "200", "<60", ""),
    "bilirubin.upper_limit": ("21", ""),
    "gilbert": ("yes", "no", ""),
    "alt": ("25", "150", "300", ""),
    "hepatic_involvement": ("yes", "no", ""),
    "node": ("3.0", "1.5", "<1.6", ""),
    "extranodal": ("0", "1.1", ""),
    "months_since_last_menses": ("24", "3", ">20", ""),
    "surgically_sterile": ("yes", "no", ""),
    "life_expectancy_over_12_weeks": ("yes", "no", ""),
}
ROWS = st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in CELLS.items()})


def statuses(cells):
    given = "; ".join(f"{name}={cell}" for name, cell in cells.items())
    return {name: found.status for name, found in changed(eligible(), given).assessed(35).eligibility.findings.items()}


@settings(max_examples=300)
@given(ROWS, st.sampled_from(list(CELLS)))
def test_a_cell_left_blank_leaves_each_verdict_or_makes_it_unknown(cells, name):
    full, blanked = statuses(cells), statuses({**cells, name: ""})
    assert {criterion for criterion in full if blanked[criterion] not in (full[criterion], "unknown")} == set()


@pytest.mark.parametrize("criterion", [*CRITERIA, LITERAL, STRICT, MONITORING], ids=lambda criterion: criterion.id)
def test_an_empty_chart_proves_nothing(criterion):
    assert criterion.judge(Chart()).status == "unknown"


@pytest.mark.parametrize("setting", [None, True, False])
def test_an_empty_chart_chooses_no_state(setting):
    assert choose(arms(setting), Chart()) == "unknown"


def test_without_facts_there_is_no_dose():
    assert dose(subject().facts(), 2, on(35)).planned_cells is None
