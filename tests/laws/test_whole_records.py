"""Law 5 from the workbook on: a blank cell filled in keeps every verdict that was given, unless the records now exclude each other."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from core.facts.subject import gather
from core.logic.rules import MET, UNKNOWN
from core.protocol.eligibility import judge_eligibility
from core.protocol.screening import screening_chart
from tests.core.facts.notation import fact

DAY = date(2026, 3, 5)
ANSWER = ("yes", "no")
ANSWERS = (
    "life_expectancy_over_12_weeks tissue_confirmed prior_relapse no_pr_after_2_3_cycles no_cr_after_4_6_cycles primary_refractory "
    "secondary_refractory progression_after_last_line venous_access counts_acceptable gilbert hepatic_involvement surgically_sterile "
    "histology_accepted"
)
LABS = {
    "hemoglobin": ("79.9", "80", "<80", ">79"), "neutrophils": ("0.99", "1", "<1"), "platelets": ("74", "75", ">75"),
    "creatinine": ("200", "200.1", ">190", "90"), "bilirubin": ("40", "40.1", "100", "101", "<150"), "alt": ("120", "121", "201", ">150"),
    "ast": ("120", "200"), "weight": ("50", "80"), "lvef": ("50", "51", "<60"), "oxygen_saturation": ("92", "93", ">92"),
}  # fmt: skip
UNITS = {
    "hemoglobin": "g/L",
    "creatinine": "umol/L",
    "bilirubin": "umol/L",
    "alt": "U/L",
    "ast": "U/L",
    "weight": "kg",
    "neutrophils": "10*9/L",
}
LIMITS = {"creatinine": "100", "bilirubin": "20", "alt": "40", "ast": "40"}
CELLS = {
    ("subjects", 0): {"sex": ("male", "female"), "birth_date": ("1960-01-01", "2008-03-01", "2008-03-02"), "consent_date": ("2026-03-01",)},
    ("screening", 0): dict.fromkeys(ANSWERS.split(), ANSWER)
    | {
        "life_expectancy_weeks": ("12", "12.1", "<10", ">10"),
        "ecog": ("2", "3"),
        "histology": ("DLBCL", "OTHER_LBCL", "FL", "FL3B"),
        "counts_acceptable_reason": ("marrow",),
        "counts_acceptable_by": ("PI",),
        "histology_accepted_by": ("PI",),
        "months_since_last_menses": ("23", "24", "<24", ">20"),
        "pregnancy_test": ("serum_negative", "serum_positive", "urine_negative", "urine_positive", "not_done"),
    },
    **{
        ("labs", at): {"value": values, "unit": (UNITS.get(name, "10*9/L" if name == "platelets" else "%"),)}
        | ({"upper_limit": (LIMITS[name],)} if name in LIMITS else {})
        | ({"qualifier": ("room air", "on oxygen")} if name == "oxygen_saturation" else {})
        for at, (name, values) in enumerate(LABS.items())
    },
    ("lesions", 0): {"site": ("node", "extranodal"), "longest_cm": ("1.5", "1.6", "<2", ">1")},
    ("lesions", 1): {"site": ("node", "extranodal"), "longest_cm": ("0", "1", "1.1")},
}
PLACES = [(*row, column) for row, columns in CELLS.items() for column in columns]
OWN = {("labs", at): {"collected_at": "2026-03-02", "analyte": name} for at, name in enumerate(LABS)} | {
    ("screening", 0): {"assessed_on": "2026-03-02"},
    ("lesions", 0): {"assessed_on": "2026-03-02"},
    ("lesions", 1): {"assessed_on": "2026-03-02"},
}


@st.composite
def workbooks(draw):
    """The cells of one subject, the same with one blank filled, and the column of that one."""
    blank = draw(st.sets(st.sampled_from(PLACES), min_size=1, max_size=12))
    filled = draw(st.sampled_from(sorted(blank)))
    chosen = {place: draw(st.sampled_from(CELLS[place[:2]][place[2]])) for place in PLACES if place not in blank or place == filled}
    return {place: cell for place, cell in chosen.items() if place != filled}, chosen, filled[2]


def findings(cells):
    facts = [
        fact(
            sheet,
            row=2 + at,
            **OWN.get((sheet, at), {}),
            **{column: cells[sheet, at, column] for column in columns if (sheet, at, column) in cells},
        )
        for (sheet, at), columns in CELLS.items()
    ]
    subjects, _ = gather(facts, DAY)
    return judge_eligibility(screening_chart(subjects["S-001"], DAY, DAY)).findings


@settings(max_examples=300)
@given(workbooks())
def test_a_blank_cell_filled_in_keeps_every_verdict_or_names_a_contradiction(found):
    before, after = map(findings, found[:2])
    for name, finding in before.items():
        # An exempt woman need not be tested: her blank test is no open question, and a positive one is news (reference 1.1, I9).
        tested = name == "I9" and found[2] == "pregnancy_test" and finding.status == MET
        assert finding.status in (UNKNOWN, after[name].status) or after[name].contradiction or tested, (name, finding, after[name])


@given(workbooks())
def test_an_open_verdict_names_what_it_lacks_and_a_decided_one_nothing(found):
    for finding in findings(found[0]).values():
        assert bool(finding.missing) == (finding.status == UNKNOWN)
