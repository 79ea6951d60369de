"""What a row of the list shows: newest ctDNA and PET/CT, their pair, CRS and ICANS, the holds, what is missing."""

import pytest

from core.board.entry import Entry, too_far_apart
from core.board.worklist import worklist
from tests.core.patient import Patient, changed, eligible, on, subject


def entry(patient: Patient, day: int = 35) -> Entry:
    return next(entry for group in worklist([patient.assessed(day)]) for entry in group.entries)


def drawn() -> Patient:
    return subject().infused().ctdna(-6, "positive").ctdna(28, "positive", value="6.2", unit="hGE/mL", limit_of_detection="1")


@pytest.mark.parametrize(
    ("patient", "day", "calls"),
    [
        (drawn(), 28, ["positive"]),
        (drawn().ctdna(30, "failed"), 30, ["failed"]),
        (drawn().ctdna(30, None), 30, [None]),
        (drawn().ctdna(28, "negative", "B"), 28, ["positive", "negative"]),
        (drawn().ctdna(90, "negative"), 28, ["positive"]),
        (subject().ctdna(-6, "positive"), None, ["positive"]),
    ],
)
def test_the_newest_ctdna_is_that_of_the_newest_day_whatever_its_call(patient, day, calls):
    found = entry(patient).ctdna
    assert found is not None
    assert found.day == day
    assert [sample.record.call for sample in found.samples] == calls


@pytest.mark.parametrize(
    ("patient", "day", "response", "reason"),
    [
        (drawn().pet(15, "PR").pet(28, "CR", deauville="2"), 28, "CR", "CR as read"),
        (drawn().pet(28, "CR").pet(33, None), 33, None, "not read yet"),
        (drawn().pet(28, "CR").pet(33, "NE"), 33, None, "not evaluable"),
        (drawn().pet(28, "CR").pet(28, "PD"), 28, None, "different responses, CR, PD"),
        (drawn().pet(28, "CR").pet(28, "NE"), 28, "CR", "CR as read"),
        (drawn().pet(28, "CR", "CT"), 28, None, "CR as read, not confirmed as PET/CT"),
    ],
)
def test_the_newest_pet_is_that_of_the_newest_day_and_says_why_it_is_open(patient, day, response, reason):
    found = entry(patient).pet
    assert found is not None
    assert (found.day, found.response, found.reason) == (day, response, reason)


def test_before_infusion_1_samples_and_scans_have_a_date_and_no_day():
    found = entry(subject().ctdna(-6, "positive").pet(-10, "PD", "CT"))
    assert found.ctdna is not None
    assert (found.ctdna.on, found.ctdna.day) == (on(-6), None)
    assert found.pet is not None
    assert (found.pet.on, found.pet.day, found.pet.reason) == (on(-10), None, "PD as read, not confirmed as PET/CT")


def test_where_nothing_is_known_nothing_is_invented():
    found = entry(subject())
    assert (found.ctdna, found.pet, found.pair, found.toxicity, found.standing, found.holds) == (None, None, None, None, None, ())
    assert found.unsettled == ""
    assert "histology" in found.missing


@pytest.mark.parametrize(("ctdna_day", "far"), [(28, False), (14, False), (13, True)])
def test_a_pair_more_than_14_days_apart_is_too_far_apart(ctdna_day, far):
    pair = entry(subject().infused().ctdna(ctdna_day, "positive").pet(28, "CR")).pair
    assert pair is not None
    assert pair.gap == 28 - ctdna_day
    assert too_far_apart(pair) is far


def test_a_scan_without_a_call_beside_it_is_not_too_far_from_anything():
    pair = entry(subject().infused().pet(28, "CR")).pair
    assert pair is not None
    assert pair.gap is None
    assert not too_far_apart(pair)


def test_only_a_scan_since_infusion_1_makes_a_pair():
    assert entry(subject().infused().ctdna(-6, "positive").pet(-9, "PD").pet(0, "PD")).pair is None
    pair = entry(drawn().pet(-9, "PD").pet(28, "CR")).pair
    assert pair is not None
    assert pair.day == 28


UNCLEAR = subject().row("infusions", number=1, status="given")


@pytest.mark.parametrize(
    ("patient", "baseline", "read"),
    [
        (subject().infused().pet(0, None, deauville="5"), True, ()),
        (subject().infused().pet(1, None, deauville="5"), False, ()),
        (subject().pet(-9, "PD", "CT"), True, ("PD",)),
        (subject().pet(-9, "PD").pet(-9, "NE"), True, ("PD",)),
        (UNCLEAR.pet(-9, "PD"), False, ("PD",)),
    ],
)
def test_a_scan_is_the_baseline_only_where_it_is_known_to_be_before_infusion_1(patient, baseline, read):
    found = entry(patient).pet
    assert found is not None
    assert (found.baseline, found.read) == (baseline, read)


def test_crs_and_icans_are_those_after_the_newest_infusion():
    found = entry(drawn().graded(2, crs=3).infused(30, 2).graded(31, crs=1, icans=2)).toxicity
    assert found is not None
    assert found.number == 2
    assert (str(found.crs.worst), str(found.icans.worst)) == ("1", "2")


@pytest.mark.parametrize(
    ("patient", "missing"),
    [
        (drawn(), ("pet.response",)),
        (subject().infused(), ("ctdna.call", "pet.response")),
        (subject().infused().pet(28, "PR"), ("ctdna.call",)),
        (drawn().pet(28, "CR"), ()),
        (drawn().row("infusions", number=2, status="given"), ("infused_on",)),
        (drawn().infused(30, 2), ()),
        (drawn().seen(33, "dead"), ()),
        (subject().row("infusions", number=1, status="given"), ("infused_on",)),
        (changed(eligible(), "ecog="), ("ecog",)),
        (eligible(), ()),
    ],
)
def test_what_is_missing_is_what_the_verdict_still_lacks(patient, missing):
    assert entry(patient).missing == missing


def test_crs_icans_and_infection_that_nobody_entered_are_said_until_the_rule_asks_no_more():
    assert entry(drawn().pet(28, "CR")).unsettled == "CRS: not entered, ICANS: not entered, infection: not answered within 14 days"
    given = entry(drawn().pet(28, "CR").infused(30, 2))
    assert given.unsettled == ""
    assert [item.code.code for item in given.holds] == ["W_SAFETY_UNKNOWN"]


def test_nothing_is_unsettled_where_all_is_answered():
    watched = drawn().pet(28, "CR").graded(34).bedside(34, 20, active_infection="no")
    assert (entry(watched).unsettled, entry(watched).holds) == ("", ())
