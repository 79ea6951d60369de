"""The sparkline of a row: every value in words, nothing cut, PET/CT letters on their days."""

import re
from itertools import pairwise

import pytest

from dashboard.sparkline import sparkline
from tests.core.patient import Patient, subject
from tests.pages.conftest import parsed

LOD = {"unit": "hGE/mL", "limit_of_detection": "1"}


def drawn(call: str = "positive", **cells: str) -> Patient:
    return subject().infused().ctdna(-6, "positive", value="12", **LOD).ctdna(28, call, **{**LOD, **cells})


def label(patient: Patient, day: int = 35) -> str:
    found = parsed(sparkline(patient.assessed(day)))
    return next(attributes["aria-label"] for _, attributes in found.elements if attributes.get("role") == "img")


@pytest.mark.parametrize(
    ("patient", "said"),
    [
        (drawn(value="6.2").pet(28, "CR"), "ctDNA, A, hGE/mL: day −6 12, day 28 6.2; PET/CT: day 28 CR; as of day 35"),
        (drawn("negative").pet(-10, None), "day 28 not detected, LOD 1; PET/CT: day −10 before infusion 1"),
        (drawn("failed"), "day 28 failed; no PET/CT"),
        (drawn("positive"), "day 28 positive, no number"),
        (drawn().ctdna(30, None, **LOD), "day 30 no call recorded"),
        (subject().infused().pet(28, "PR").pet(28, "PD"), "no ctDNA sample; PET/CT: day 28 not decided"),
        (drawn(value="6.2").ctdna(28, "negative", "B", unit="%"), "not drawn here: 1 sample by another assay or unit"),
        (drawn(value="6.2").infused(30, 2), "infusion 2 on day 30"),
    ],
)
def test_the_sparkline_is_read_aloud_with_every_value(patient, said):
    assert said in label(patient)


def test_what_lies_before_or_after_the_common_axis_is_drawn_beyond_a_break():
    early = drawn(value="6.2").ctdna(-40, "positive", value="90", **LOD).ctdna(120, "positive", value="700", **LOD).pet(130, "PD")
    assert sparkline(early.assessed(35)).count('class="break"') == 1
    late = sparkline(early.assessed(140))
    assert late.count('class="break"') == 2
    assert "day −40 90" in late
    assert "day 120 700; PET/CT: day 130 PD" in late


def lane(html: str) -> list[tuple[str, int]]:
    """The PET/CT marks from left to right: what each says, and where it stands."""
    return [(word, int(left)) for left, word in re.findall(r'class="pet pet-\w+" style="left:(\d+)px">(.*?)<', html)]


def test_scans_close_together_stand_side_by_side():
    found = lane(sparkline(drawn().pet(26, "SD").pet(28, "CR").pet(29, "PR").pet(55, "PD").assessed(60)))
    assert [word for word, _ in found] == ["SD", "CR", "PR", "PD"]
    assert all(after - before >= 20 for (_, before), (_, after) in pairwise(found))


def test_scans_beyond_a_break_stay_beyond_it_and_are_counted():
    html = sparkline(drawn().pet(28, "CR").pet(90, "CR").pet(180, "CR").pet(270, "PD").assessed(300))
    alone = sparkline(drawn().pet(62, "SD").assessed(300))
    assert all(left > lane(alone)[0][1] for _, left in lane(html)[1:])
    assert "3 PET/CT after day 62, the newest on top" in html
    assert "on top" not in alone


def test_samples_of_another_assay_are_counted_in_view():
    assert "+ 2 samples by another assay or unit" in sparkline(drawn().ctdna(7, "positive", "B").ctdna(9, "positive", "C").assessed(35))
