"""ctDNA against PET: each subject once, in one field or apart with the reason; and the lead time before progression."""

import pytest

from core.cohort.four_field import CR, OTHER, four_field, leads
from tests.core.patient import subject

P = subject().infused()


@pytest.mark.parametrize(
    ("patient", "field", "why"),
    [
        (P.pet(28, "CR").ctdna(28, "negative"), (CR, "negative"), "CR on day 28, ctDNA negative 0 days apart"),
        (P.pet(28, "CR").ctdna(14, "positive"), (CR, "positive"), "CR on day 28, ctDNA positive 14 days apart"),
        (P.pet(28, "PR").ctdna(28, "negative"), (OTHER, "negative"), "PR on day 28, ctDNA negative 0 days apart"),
        (P.pet(28, "PD").ctdna(28, "positive"), (OTHER, "positive"), "PD on day 28, ctDNA positive 0 days apart"),
        (P.pet(28, "CR").ctdna(28, "negative").pet(60, "PR"), (CR, "negative"), "CR on day 28, ctDNA negative 0 days apart"),
        (P.pet(28, "CR").ctdna(13, "negative"), None, "no ctDNA call within 14 days of a PET/CT"),
        (P.pet(28, "CR").ctdna(28, "failed"), None, "no ctDNA call within 14 days of a PET/CT"),
        (P.pet(28, "CR").ctdna(28, "negative").pet(60, None).ctdna(60, "negative"), None, "scan decides no response, day 60"),
        (P.pet(28, "CR").ctdna(28, "negative").ctdna(28, "positive"), None, "calls of one day contradict each other, day 28"),
        (P.pet(-5, "PD").ctdna(-5, "positive"), None, "no PET/CT after infusion 1"),
    ],
)
def test_a_subject_stands_in_one_field_or_apart(patient, field, why):
    found = four_field([patient.assessed(90), subject("S-002").person().assessed(90)])
    assert {each: dict(told) for each, told in found.fields.items() if told} == ({} if field is None else {field: {"S-001": why}})
    assert found.apart == ({"S-001": why} if field is None else {})


@pytest.mark.parametrize(
    ("patient", "positive", "days", "converted"),
    [
        (P.ctdna(7, "positive").pet(60, "PD"), 7, 53, False),
        (P.ctdna(7, "negative").ctdna(28, "positive").pet(60, "PD"), 28, 32, True),
        (P.ctdna(7, "negative", "B").ctdna(28, "positive").pet(60, "PD"), 28, 32, False),
        (P.ctdna(7, "negative").ctdna(7, "positive").ctdna(28, "positive").pet(60, "PD"), 28, 32, False),
        (P.ctdna(0, "positive").ctdna(60, "positive").ctdna(70, "positive").pet(60, "PD"), None, None, False),
    ],
)
def test_the_lead_time_runs_from_the_first_positive_call_after_the_infusion(patient, positive, days, converted):
    (found,) = leads([patient.assessed(90), subject("S-002").infused().assessed(90), subject("S-003").person().assessed(90)])
    assert (found.progressed, found.positive, found.days, found.converted) == (60, positive, days, converted)
    assert len(found.evidence) == (1 if positive is None else 2)
