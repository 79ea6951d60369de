"""The outlook on the proof card and beside eligibility, in the words a haematologist reads."""

import html
import re

import pytest

from core.protocol.settings import Settings
from dashboard.outlook import eligibility_outlook, outlook
from tests.core.patient import changed, eligible, subject

INFUSED = subject().person().infused()
MET = INFUSED.ctdna(-6, "positive").ctdna(28, "positive").pet(28, "CR")


def read(block):
    """The text of a block, each element and each tag's end a blank."""
    return " ".join(html.unescape(re.sub("<[^>]*>", " ", block)).split())


def said(patient, day):
    return read(outlook(patient.assessed(day), Settings()))


@pytest.mark.parametrize(
    ("patient", "day", "words"),
    [
        (MET, 35, "→ not met with a ctDNA sample by A called negative; or a PET/CT read as SD or PD"),
        (MET, 35, "→ board review with a ctDNA sample by A called negative and a PET/CT read as PR"),
        (MET, 35, "course unknown from day 0 , met since day 28 (study.xlsx · ctdna!E5; study.xlsx · pet!I6)"),
        (MET, 63, "would turn nothing that can be measured changes this: day 63; what was drawn or scanned on days 1–60"),
        (
            MET.pet(56, "PD"),
            63,
            "met from day 28 (study.xlsx · ctdna!E5; study.xlsx · pet!I6) , not met since day 56 (study.xlsx · pet!I7)",
        ),
        (MET.pet(56, "PD"), 63, "1 earlier unknown from day 0"),
        (MET.infused(40, 2), 50, "changes this: infusion 2 was given on 2026-03-10"),
        (INFUSED.ctdna(-6, "positive").pet(28, "CR"), 35, "to decide only a ctDNA sample by A is missing"),
        (INFUSED, 35, "to decide a ctDNA sample, another ctDNA sample after it and a PET/CT are missing"),
        (INFUSED, 35, "1 more → not met with a ctDNA sample called negative and the ruling whether a PR needs a positive ctDNA: yes"),
        (INFUSED.ctdna(-6, "positive").ctdna(28, "positive").pet(28, None), 35, "is missing or 1 other way a PET/CT"),
    ],
)
def test_the_outlook_of_the_rule_is_read_as_it_is_meant(patient, day, words):
    assert words in said(patient, day)


def test_before_infusion_1_the_rule_has_no_outlook():
    assert outlook(subject().person().assessed(5), Settings()) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ("oxygen_saturation.qualifier=", "to decide only whether SpO₂ was measured on room air is missing"),
        ("hemoglobin=", "hemoglobin and the investigator's judgement of the counts (where the rest leaves it open) are missing"),
        ("life_expectancy_over_12_weeks=", "only life expectancy over 12 weeks is missing or 1 other way life expectancy weeks"),
        ("lvef=50", "would turn I8b → met with LVEF > 50 %"),
        ("bilirubin=200; gilbert=no", "I8d → met with bilirubin ≤ 2 × ULN; or bilirubin > 2 and ≤ 5 × ULN and Gilbert syndrome: yes"),
        ("hemoglobin=; neutrophils=; platelets=; lvef=; ecog=", "6 items are missing ECOG performance status, hemoglobin, neutrophils"),
    ],
)
def test_what_decides_or_turns_eligibility_is_one_line(changes, words):
    assert words in read(eligibility_outlook(changed(eligible(), changes).assessed(5)))


def test_a_criterion_that_no_two_changes_would_meet_says_so():
    found = changed(eligible(), "hemoglobin=70; neutrophils=0.1; platelets=10; venous_access=no; counts_acceptable=no")
    assert read(eligibility_outlook(found.assessed(5))).startswith(
        "would turn I6 → met with adequate venous access: yes and counts accepted"
    )
    found = changed(eligible(), "hemoglobin=; neutrophils=; platelets=10; venous_access=no; counts_acceptable=no")
    assert read(eligibility_outlook(found.assessed(5))) == "would turn I6 → met takes more than two changes"


def test_who_is_eligible_lacks_nothing():
    assert eligibility_outlook(eligible().assessed(5)) is None
