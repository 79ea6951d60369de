"""The trajectory told in words."""

import pytest

from core.pictures.words import words
from tests.core.patient import on, subject

ONE = {"unit": "hGE/mL", "limit_of_detection": "1"}


def test_a_subject_without_infusion_1_has_no_trajectory():
    assert words(subject().assessed(0)) == "No trajectory: infusion 1 is not recorded as given by this day."


def test_what_is_not_there_is_said():
    found = words(subject().infused().assessed(35))
    assert found == (
        "Trajectory over the days since infusion 1 on 2026-01-29, as of day 35, window to day 60. No ctDNA sample known. "
        "PET/CT: none known. CRS: not entered. ICANS: not entered. The numbers stand in the tables."
    )


@pytest.mark.parametrize(
    ("samples", "said"),
    [
        ([(28, "positive", "6.2")], "1 sample, newest positive, 6.2, on day 28"),
        ([(-6, "positive", "9"), (28, "negative", None)], "2 samples, first positive, 9, on day −6; newest not detected on day 28"),
        (
            [(0, "positive", "960"), (7, "positive", "84"), (14, "negative", None), (21, "failed", None), (28, "positive", "6.2")],
            "5 samples, first positive, 960, on day 0; not detected on day 14; failed or indeterminate on day 21; "
            "newest positive, 6.2, on day 28",
        ),
        (
            [(0, "positive", "960"), (7, "positive", "4"), (28, "positive", "6.2")],
            "first positive, 960, on day 0; lowest number positive, 4, on day 7",
        ),
        (
            [(0, "positive", "9"), (7, "positive", None), (9, None, None), (28, "failed", None)],
            "detected, not quantified on day 7; no call recorded on day 9",
        ),
    ],
)
def test_the_first_the_lowest_and_the_newest_call_are_told(samples, said):
    patient = subject().infused()
    for day, call, value in samples:
        patient = patient.ctdna(day, call, value=value, **ONE)
    assert said in words(patient.assessed(35)).partition("ctDNA, A, hGE/mL: ")[2]


def test_what_was_given_and_infections_are_told():
    patient = subject().infused().treated(3, "crs", drug="tocilizumab").treated(4, "crs").infection(5).infection(6)
    assert "Given for CRS or ICANS: tocilizumab, drug not recorded. Infections: 2." in words(patient.assessed(35))


def test_scans_grades_and_rules_are_told():
    patient = subject().infused(lymphodepletion_on=on(-5)).planned(42).pet(-8, None).pet(15, "PR").pet(28, None)
    found = words(patient.graded(1, 2, 0).graded(3, 1, 0).treated(30, "lymphoma").seen(33, "dead", 33).assessed(35))
    for said in (
        "Infusion 2 planned on day 42. Lymphodepletion on day −5. New lymphoma therapy on day 30. Died on day 33.",
        "PET/CT: before infusion 1 on day −8, PR on day 15, not decided on day 28.",
        "CRS: worst grade 2, signs or days not decided from day 1 to day 3. ICANS: worst grade 0, no sign so far.",
    ):
        assert said in found


def test_another_assay_follows_the_one_on_the_axis():
    patient = subject().infused().ctdna(0, "positive", "panel B", value="2", unit="%").ctdna(28, "positive", None, value="9")
    found = words(patient.infused(30, 2).assessed(35))
    assert found.index("ctDNA, assay not recorded, unit not recorded: 1 sample") < found.index("ctDNA, panel B, %: 1 sample")
    assert "Infusion 2 on day 30" in found
