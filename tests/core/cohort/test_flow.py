"""The flow: each subject's way, and that those of a box are exactly those of the boxes that come from it."""

import pytest

from core.cohort.flow import COMES_FROM, ENROLLED, flow, way
from tests.core.patient import on, subject

P = subject().infused()
CR = P.ctdna(-1, "positive").pet(28, "CR")


@pytest.mark.parametrize(
    ("patient", "day", "last"),
    [
        (subject().person(), 0, "leukapheresis not recorded"),
        (subject().row("infusions", number=1, status="planned", leukapheresis_on=on(-20), infused_on=on(5)), 0, "not infused"),
        (subject().row("infusions", number=1, status="planned", leukapheresis_on=on(5)), 0, "leukapheresis not recorded"),
        (subject().row("infusions", number=1, status="given"), 0, "infusion 1 left open by a cell"),
        (P, 35, "undecided"),
        (CR.ctdna(28, "positive"), 35, "rule met, infusion 2 not given"),
        (CR.ctdna(28, "negative"), 35, "rule not met"),
        (P.ctdna(-1, "positive").ctdna(28, "negative").pet(28, "PR"), 35, "board review"),
        (CR.seen(30, "dead"), 35, "case closed"),
        (CR.ctdna(28, "positive").infused(40, 2), 39, "rule met, infusion 2 not given"),
        (CR.ctdna(28, "positive").infused(40, 2), 40, "infused twice"),
    ],
)
def test_one_subject(patient, day, last):
    names = way(patient.assessed(day))
    assert (names[0], names[-1]) == (ENROLLED, last)
    assert [COMES_FROM[name] for name in names] == [None, *names[:-1]]


def test_in_and_out_make_up_the_box_above():
    cohort = [
        each.assessed(day)
        for each in (subject().person(), P, CR.ctdna(28, "positive"), CR.ctdna(28, "positive").infused(40, 2))
        for day in (-5, 0, 35, 50)
    ]
    boxes = {box.name: box for box in flow(cohort)}
    for name, box in boxes.items():
        parts = [one for each in boxes.values() if each.comes_from == name for one in each.subjects]
        assert not parts or sorted(parts) == sorted(box.subjects)
    assert len(boxes[ENROLLED].subjects) == len(cohort)
