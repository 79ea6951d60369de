"""I1–I9 by the clinical reference 1.1, 1.4 and 1.4b: the table of the specification, criterion by criterion."""

from itertools import product

import pytest

from core.protocol.eligibility import CRITERIA, NOT_IN_TEXT
from tests.core.patient import changed, eligible, subject, table

TABLE = table("eligibility.csv")
COUNTS = {"hemoglobin": "80", "neutrophils": "1.0", "platelets": "75"}
BELOW = {"hemoglobin": "79.9", "neutrophils": "0.99", "platelets": "74"}
CENSORED = {"hemoglobin": "<100", "neutrophils": "<2", "platelets": "<100"}
KINDS = {"at": COUNTS, "below": BELOW, "missing": dict.fromkeys(COUNTS, ""), "censored": CENSORED}
RULINGS = {
    "blank": "",
    "no": "counts_acceptable=no",
    "yes": "counts_acceptable=yes; counts_acceptable_reason=transfused; counts_acceptable_by=PI",
    "yes, no reason": "counts_acceptable=yes; counts_acceptable_by=PI",
    "yes, no signer": "counts_acceptable=yes; counts_acceptable_reason=transfused",
}


def finding(criterion, given):
    return changed(eligible(), given).assessed(35).eligibility.findings[criterion]


@pytest.mark.parametrize("case", TABLE, ids=[f"{case['criterion']}: {case['law']}" for case in TABLE])
def test_the_criterion(case):
    found = finding(case["criterion"], case["given"])
    said = found.status + ("!" if found.contradiction else "")
    assert (said, " ".join(found.missing)) == (case["status"], case["missing"])


def test_every_criterion_stands_in_the_table_with_every_status_it_can_have():
    for criterion in CRITERIA:
        wanted = {"met", "not_met", "unknown"} | ({"not_applicable"} if criterion.id == "I9" else set())
        assert wanted <= {case["status"] for case in TABLE if case["criterion"] == criterion.id}


def test_a_case_of_one_criterion_leaves_the_others_as_they_were():
    shared = {"I1": {"I8a"}, "I8a": {"I1", "I9"}, "I9": {"I8a"}}
    for case in TABLE:
        judged = changed(eligible(), case["given"]).assessed(35).eligibility.findings
        others = {name for name, found in judged.items() if found.status not in ("met", "not_applicable")}
        assert others <= {case["criterion"]} | shared.get(case["criterion"], set()), case


def override_rule(kinds, ruling):
    """The override rule in the reference's own words, for every value that a censored count allows."""
    answers = set()
    for values in product(*([kind] if kind != "censored" else ["at", "below"] for kind in kinds)):
        if "missing" in values:
            answers.add("not_met" if "below" in values and ruling == "no" else "unknown")
        elif "below" not in values:
            answers.add("met")
        else:
            answers.add({"yes": "met", "no": "not_met"}.get(ruling, "unknown"))
    return answers.pop() if len(answers) == 1 else "unknown"


@pytest.mark.parametrize("ruling", RULINGS)
def test_the_override_rule_of_the_counts_in_every_combination(ruling):
    for kinds in product(KINDS, repeat=3):
        cells = "; ".join(f"{count}={KINDS[kind][count]}" for count, kind in zip(COUNTS, kinds, strict=True))
        assert finding("I6", f"{cells}; {RULINGS[ruling]}").status == override_rule(kinds, ruling), kinds


def test_a_count_below_without_a_judgement_is_labelled_as_pending():
    notes = [leaf.datum.note for leaf in finding("I6", "hemoglobin=79").holds.leaves()]
    assert "pending investigator judgement" in notes


@pytest.mark.parametrize(
    ("given", "overall"),
    [
        ("", "eligible"),
        ("ecog=", "incomplete"),
        ("ecog=3", "not_eligible"),
        ("ecog=3; lvef=", "not_eligible"),
        ("sex=female; surgically_sterile=yes", "eligible"),
        ("sex=male; pregnancy_test=serum_positive", "incomplete"),
    ],
)
def test_any_not_met_is_not_eligible_else_any_unknown_is_incomplete_else_eligible(given, overall):
    assert changed(eligible(), given).assessed(35).eligibility.overall == overall


def test_a_subject_of_whom_nothing_is_known_is_unknown_in_every_criterion():
    judged = subject().assessed(35).eligibility
    assert {found.status for found in judged.findings.values()} == {"unknown"}
    assert judged.overall == "incomplete"
    assert all(found.missing and not found.contradiction for found in judged.findings.values())


def test_the_exclusion_criteria_are_named_as_not_in_the_text():
    assert NOT_IN_TEXT == "Exclusion criteria are not part of the supplied text; check the full protocol"


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.id)
def test_every_criterion_has_its_text_and_its_source(criterion):
    assert criterion.text
    assert "NCT06902012" in criterion.source
    assert criterion.holds.words()
