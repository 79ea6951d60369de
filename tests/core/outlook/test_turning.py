"""What would turn the second-infusion rule: the sentences, the records behind them, and, on a sample of the campaign, brute force."""

from math import inf
from random import Random

import pytest

from core.assessment import assess
from core.outlook.steps import RULED, said
from core.outlook.turning import turns
from core.protocol.setting import PrRequiresCtdna
from core.protocol.settings import Settings
from tests.campaign.applied import applied
from tests.campaign.stores import Files
from tests.campaign.tally import Tally
from tests.campaign.turning import turn
from tests.core.patient import on, subject

INFUSED = subject().person().infused()
POSITIVE = INFUSED.ctdna(-6, "positive").ctdna(28, "positive")
NEGATIVE = INFUSED.ctdna(-6, "positive").ctdna(28, "negative")
CALL = "the call of the ctDNA sample of 2026-02-26 (study.xlsx · ctdna!E5)"
RESPONSE = "the response of the PET/CT of 2026-02-26 (study.xlsx · pet!I6)"
RULING = "the ruling whether a PR needs a positive ctDNA"


def site(**chosen):
    return Settings.model_validate({name: {"value": value} for name, value in chosen.items()})


def turning(patient, day=35, **chosen):
    return turns(assess(patient.facts(), on(day), site(**chosen)))


def told(patient, day=35, **chosen):
    return [f"{words} → {to}" for to, words in turning(patient, day, **chosen).told]


def test_a_met_rule_is_turned_by_a_negative_sample_and_by_a_scan_outside_it():
    assert told(POSITIVE.pet(28, "CR")) == [
        "a ctDNA sample by A called negative → not_met",
        "a PET/CT read as SD or PD → not_met",
        "a ctDNA sample by A called negative and a PET/CT read as PR → board_review",
    ]


def test_one_positive_call_alone_is_turned_by_another():
    found = told(INFUSED.ctdna(28, "positive").pet(28, "CR"))
    assert found[0] == "a ctDNA sample by A called positive → met"


def test_without_any_call_two_samples_are_needed_for_a_positive_ctdna():
    found = told(INFUSED.pet(28, "CR"), pr_requires_ctdna=True)
    assert "a ctDNA sample called positive or negative and another ctDNA sample after it called positive → met" in found


def test_only_a_sample_of_an_assay_that_is_compared_turns_the_rule():
    mixed = NEGATIVE.ctdna(20, "positive", None).pet(28, "CR")
    assert told(mixed)[:2] == [
        "a ctDNA sample by A called positive → met",
        "a ctDNA sample of no assay named called positive → met",
    ]


def test_an_unset_ruling_turns_a_case_of_the_board():
    found = turning(NEGATIVE.pet(28, "PR"), 63)
    assert found.now == "board_review"
    assert found.told == (("met", f"{RULING}: no"), ("not_met", f"{RULING}: yes"))
    assert found.nothing.startswith("nothing that can be measured changes this: day 63; what was drawn or scanned on days 1–60")
    assert told(NEGATIVE.pet(28, "PR"), 63, pr_requires_ctdna=True) == []


def test_blank_cells_of_the_deciding_records_turn_the_rule_also_after_day_60():
    found = told(INFUSED.ctdna(-6, "positive").ctdna(28, None).pet(28, None), 63)
    assert f"{RESPONSE}: SD or PD → not_met" in found
    assert f"{CALL}: positive and {RESPONSE}: CR or PR → met" in found
    assert not [each for each in found if "a PET/CT read" in each]


def test_the_deauville_columns_that_are_lacking_turn_the_rule_by_themselves():
    found = told(NEGATIVE.pet(28, None, deauville="5", new_lesion="no", modality="PET/CT"), 63)
    assert "the uptake against baseline on the PET/CT of 2026-02-26 (study.xlsx · pet!F6): reduced → board_review" in found
    assert "the uptake against baseline on the PET/CT of 2026-02-26 (study.xlsx · pet!F6): unchanged or increased → not_met" in found


def test_a_cell_that_could_not_be_read_is_filled_like_a_blank_one():
    found = turning(INFUSED.ctdna(-6, "positive").ctdna(28, "perhaps").pet(28, "CR"), 63)
    assert found.told == (("met", f"{CALL}: positive"), ("not_met", f"{CALL}: negative"))


@pytest.mark.parametrize(
    ("patient", "day", "sentence"),
    [
        (POSITIVE.pet(28, "CR").infused(40, 2), 50, "nothing that can be measured changes this: infusion 2 was given on 2026-03-10"),
        (POSITIVE.pet(28, "CR").treated(40), 50, "the case is closed by new lymphoma therapy on 2026-03-10"),
        (POSITIVE.row("treatments", purpose="lymphoma"), 50, "the case is closed is open (study.xlsx · treatments!B6)"),
        (POSITIVE.pet(28, "CR"), 61, "changes this: day 61; what was drawn"),
        (POSITIVE.pet(28, "CR").ctdna(60, "positive").pet(60, "CR"), 60, "day 60; no sample or scan up to day 60 leads elsewhere"),
        (subject().person(), 5, "the second-infusion rule starts with infusion 1, which is not recorded as given"),
    ],
)
def test_where_nothing_can_be_measured_the_sentence_says_why(patient, day, sentence):
    found = turning(patient, day)
    assert sentence in found.nothing
    assert found.changes == ()


def test_where_the_window_binds_the_infusion_nothing_entered_late_would_count():
    found = turning(POSITIVE.pet(28, "CR"), 61, window_binds_infusion=True)
    assert (found.now, found.nothing) == ("not_met", "nothing that can be measured changes this: day 61")


def test_by_report_a_new_sample_is_reported_on_its_day():
    reported = INFUSED.ctdna(-6, "positive", reported_on=on(-2)).ctdna(28, "positive", reported_on=on(30)).pet(28, "CR", reported_on=on(29))
    assert "a ctDNA sample by A called negative → not_met" in told(reported, window_dated_by="report")


def test_a_turn_names_the_records_that_it_would_be():
    found = turning(POSITIVE.pet(28, "CR"))
    (step,) = found.changes[0].steps
    assert (step.fact.record.call, step.fact.record.assay, step.on) == ("negative", "A", on(35))
    assert said(step, ["negative"]) == "a ctDNA sample by A called negative"


def test_what_the_steps_are_applied_to_leaves_out_what_nobody_knows_yet():
    found = POSITIVE.infused(40, 2).seen(50, "dead").seen(30).pet(28, "PR").assessed(35)
    turned = turns(found)
    for change in turned.changes:
        then = assess(*applied(found, Settings(), change.steps))
        assert then.second_infusion is not None
        assert then.second_infusion.state == change.to
    facts, day, settings = applied(found, Settings(), [])
    assert (len(facts.infusions), len(facts.follow_up), day, settings) == (1, 1, on(35), Settings())


def test_a_ruling_is_applied_as_the_setting_it_would_be():
    found = NEGATIVE.pet(28, "PR").assessed(35)
    ruled = next(each for each in turns(found).changes if each.steps[0].kind == RULED)
    facts, day, settings = applied(found, Settings(), ruled.steps)
    ruling = PrRequiresCtdna.model_validate({"value": ruled.steps[0].answer})
    assert (facts, day, settings.pr_requires_ctdna) == (found.facts, on(35), ruling)


def test_a_sample_of_the_campaign_finds_no_turn_unsound_or_missed(tmp_path):
    tally = Tally("turning", 12, inf)
    turn(tally, Random(11), Files(tmp_path))
    assert tally.findings == []
    assert tally.counts["turns told"] == tally.counts["turns by brute force"] > 20
