"""The ambiguity lens: the same as judging every combination by itself, fixed where the site has set a reading, and counted by subject."""

import time
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from core.assessment import assess
from core.outlook.lens import AXES, Changed, Combination, counts, lens
from core.protocol.open_reading import ELIGIBILITY, SECOND_INFUSION
from core.protocol.settings import Settings
from tests.campaign.lenses import brute_force, faults, lenses, set_
from tests.campaign.stores import Files
from tests.campaign.tally import Tally
from tests.core.patient import changed, eligible, on, subject


def view(patient, moves, day=35, **chosen):
    return next(each for each in lens(patient.facts(), on(day), set_(chosen)).views if each.moves == moves)


def treated(changes=""):
    """A subject with axi-cel, screened the day before leukapheresis."""
    return changed(eligible(), changes).infused(leukapheresis_on=on(-19), product="axi-cel")


def read(patient, call, response, **reported):
    """A positive baseline, then a sample and a scan on day 28."""
    return patient.ctdna(-6, "positive").ctdna(28, call, **reported).pet(28, response, **reported)


PR = read(treated(), "negative", "PR", reported_on=on(30))
ACCEPTED = "venous_access=no; hemoglobin=70; counts_acceptable=yes; counts_acceptable_by=PI; counts_acceptable_reason=marrow"
TOGETHER = treated(f"{ACCEPTED}; alt=130; hepatic_involvement=no")
CASES = [
    ("PR, ctDNA negative", PR, SECOND_INFUSION, ["A1"], {("no",): "met", ("yes",): "not_met"}),
    (
        "persistent by its baseline, without report dates",
        read(treated(), "positive", "CR"),
        SECOND_INFUSION,
        ["A2", "A3"],
        {("yes", "collection"): "met", ("yes", "report"): "unknown", ("no", "collection"): "unknown", ("no", "report"): "unknown"},
    ),
    (
        "another large B-cell lymphoma",
        treated("histology=OTHER_LBCL"),
        ELIGIBILITY,
        ["A4"],
        {("listed_or_ruled",): "incomplete", ("large_b_cell",): "eligible", ("listed",): "not_eligible", ("dlbcl",): "not_eligible"},
    ),
    ("eligible", treated(), ELIGIBILITY, [], {(): "eligible"}),
    ("infusion 2 given", PR.infused(40, 2), SECOND_INFUSION, [], {(): "already_given"}),
]


@pytest.mark.parametrize(("patient", "moves", "matters", "rows"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_table_names_what_matters_and_the_verdict_of_each_combination(patient, moves, matters, rows):
    found = view(patient, moves, 45)
    assert [axis.reading.id for axis in found.matters] == matters
    assert {each.words: each.verdict for each in found.combinations} == rows


def test_unset_stays_unset_and_the_verdict_in_force_is_that_of_the_page():
    found = view(PR, SECOND_INFUSION)
    assert (found.now, found.judged, len(found.open), found.fixed) == ("board_review", 64, 6, ())
    assert [axis.reading.id for axis in found.alone] == ["A1"]


def test_a_reading_the_site_has_set_is_fixed_and_in_force():
    found = view(PR, SECOND_INFUSION, pr_requires_ctdna="yes")
    assert (found.now, found.judged, [axis.reading.id for axis in found.fixed]) == ("not_met", 32, ["A1"])
    assert {each.verdict for each in found.combinations} == {"not_met"}
    assert "A1" not in {axis.reading.id for axis in found.open}


def test_with_every_reading_set_one_combination_is_judged():
    words = {axis.choice.setting: axis.words[0] for axes in AXES.values() for axis in axes}
    found = lens(PR.facts(), on(35), set_(words))
    assert [(each.judged, each.open, each.matters, len(each.combinations)) for each in found.views] == [(1, (), (), 1)] * 2
    assert (found.open, found.changing) == ((), ())


def test_before_infusion_1_there_is_no_view_of_the_second():
    found = lens(eligible().facts(), on(-5), Settings())
    assert [each.moves for each in found.views] == [ELIGIBILITY]
    assert [reading.id for reading in found.open] == ["A4", "A9", "A11", "A12", "A13", "A20"]


def test_two_readings_that_matter_only_together_are_told_so():
    found = view(TOGETHER, ELIGIBILITY)
    assert ([axis.reading.id for axis in found.matters], found.alone, found.now) == (["A9", "A11"], (), "not_eligible")
    assert {each.words: each.verdict for each in found.combinations}["either", "access_too"] == "eligible"


def test_the_counts_name_whom_each_reading_changes_alone_and_with_others():
    several = [("S-001", PR), ("S-002", treated("histology=OTHER_LBCL")), ("S-003", TOGETHER), ("S-004", treated())]
    subjects = [type(patient)(name, patient.rows).facts() for name, patient in several]
    found = counts(subjects, on(35), Settings())
    assert set(found) == {axis.reading.id for axes in AXES.values() for axis in axes}
    assert {name: each for name, each in found.items() if each != Changed()} == {
        "A1": Changed(("S-001",)),
        "A4": Changed(("S-002",)),
        "A9": Changed((), ("S-003",)),
        "A11": Changed((), ("S-003",)),
    }
    assert counts(subjects, on(35), set_({"pr_requires_ctdna": "no"}))["A1"] == Changed()


def test_a_sample_of_the_campaign_finds_what_judging_every_combination_finds():
    tally = Tally("lenses", 10, time.monotonic() + 60)
    lenses(tally, Random(1), Files(Path()))
    assert (tally.findings, tally.counts["trials"]) == ([], 10)
    assert tally.counts["views on which something matters"] > 3


@pytest.mark.parametrize(("patient", "moves"), [case[1:3] for case in CASES], ids=[case[0] for case in CASES])
def test_what_matters_is_exactly_what_judging_every_combination_finds(patient, moves):
    found, open_ = view(patient, moves, 45), list(AXES[moves])
    assert list(faults(found, open_, brute_force(patient.facts(), 45, {}, moves, open_))) == []


def test_a_lens_that_told_otherwise_would_be_found():
    found, open_ = view(PR, SECOND_INFUSION, 45), list(AXES[SECOND_INFUSION])
    table = brute_force(PR.facts(), 45, {}, SECOND_INFUSION, open_)
    assert list(faults(replace(found, judged=63), open_, table)) == ["63 judged of 64"]
    wrong = replace(found, matters=(), combinations=(Combination((), "met"),))
    assert next(faults(wrong, open_, table)) == "told [] to matter, found ['pr_requires_ctdna']"
    assert len(list(faults(wrong, open_, table))) == 33


def test_the_lens_of_what_was_known_is_that_of_all_that_was_told():
    facts = PR.seen(70, "dead", died=40).facts()
    assert lens(facts, on(45), Settings()) == lens(assess(facts, on(45), Settings()).facts, on(45), Settings())


def test_an_empty_subject_is_undecided_under_every_reading():
    found = lens(subject().facts(), on(0), Settings())
    assert [(each.now, each.matters) for each in found.views] == [("incomplete", ())]
