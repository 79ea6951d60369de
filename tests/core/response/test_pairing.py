"""ctDNA and PET read together, reference 1.3 and 1.4b, and the pairs that the picture shows."""

import pytest

from core.response.ctdna import pattern
from core.response.pairing import codes, data, gap_days, pairs
from core.response.pet import newest
from tests.core.response.notation import INFUSED_ON, on, samples, scans, signs, table

TABLE = table("pairing.csv")


def judged(text, assessments):
    return pattern(samples(text), INFUSED_ON), newest(scans(assessments), INFUSED_ON)


@pytest.mark.parametrize(("text", "assessments", "gap", "told", "law"), TABLE, ids=[row[-1] for row in TABLE])
def test_the_rule(text, assessments, gap, told, law):
    both = judged(text, assessments)
    assert gap_days(*both) == (int(gap) if gap else None)
    assert codes(*both) == frozenset(told.split())


def test_the_chart_knows_the_gap_with_both_dates():
    datum = data(*judged("A:-6+ A:14+", "29 PET/CT CR"))["pair_gap"]
    assert (datum.value, datum.missing) == (15, ())
    assert [(cited.column, cited.day) for cited in datum.evidence] == [("collected_on", on(14)), ("scanned_on", on(29))]


@pytest.mark.parametrize(
    ("text", "assessments", "missing"),
    [
        ("", "28 PET/CT CR", ("ctdna.call",)),
        ("A:28+", "", ("pet.response",)),
        ("", "", ("ctdna.call", "pet.response")),
    ],
)
def test_without_one_of_them_the_gap_is_unknown_and_says_which(text, assessments, missing):
    datum = data(*judged(text, assessments))["pair_gap"]
    assert (datum.value, datum.missing) == (None, missing)
    assert datum.note


@pytest.mark.parametrize(
    ("text", "assessments", "discordance"),
    [
        ("A:28+", "28 PET/CT CR", "PET CR / ctDNA positive"),
        ("A:28-", "28 PET/CT PR", "PET PR / ctDNA negative"),
        ("A:28-", "28 PET/CT CR", ""),
        ("A:28+", "28 PET/CT PR", ""),
        ("A:28-", "28 PET/CT SD", ""),
        ("A:28-", "28 PET/CT PD", ""),
        ("A:28+", "28 CT CR", ""),
        ("A:28+", "28 PET/CT IR", ""),
        ("A:14+", "28 PET/CT CR", "PET CR / ctDNA positive"),
        ("A:14+", "29 PET/CT CR", ""),
        ("A:28+ B:28-", "28 PET/CT CR", ""),
        ("", "28 PET/CT CR", ""),
    ],
)
def test_only_a_response_and_a_call_that_tell_different_things_are_discordant(text, assessments, discordance):
    [pair] = pairs(samples(text), scans(assessments), [INFUSED_ON])
    assert pair.discordance == discordance


@pytest.mark.parametrize(
    ("text", "nearest", "gap"),
    [
        ("A:14+ A:27- A:40+", "A:27-", 1),
        ("A:20+ A:36-", "A:36-", 8),
        ("A:20+ A:35-", "A:35-", 7),
        ("A:21+ A:36-", "A:21+", 7),
        ("A:28? A:14+ A:29! A:30.", "A:14+", 14),
        ("A:27- B:27-", "A:27- B:27-", 1),
        ("A:0+ A:60-", "A:60-", 32),
        ("A:0+", "", None),
    ],
)
def test_a_scan_is_paired_with_the_nearest_evaluable_sample_after_the_same_infusion(text, nearest, gap):
    [pair] = pairs(samples(text), scans("28 PET/CT CR"), [INFUSED_ON])
    assert (signs(pair.samples), pair.gap) == (nearest, gap)


def test_contradictory_samples_of_the_nearest_day_give_no_call():
    [pair] = pairs(samples("A:14+ A:28+ A:28-"), scans("28 PET/CT CR"), [INFUSED_ON])
    assert (signs(pair.samples), pair.call, pair.gap) == ("A:28+ A:28-", None, 0)


def test_every_scan_has_its_pair_before_the_infusion_and_long_after_it():
    found = pairs(samples("A:-6+ A:28- A:180+"), scans("180 PET/CT CR; -7 PET/CT PD; 28 PET/CT NE; 90 PET/CT CR"), [INFUSED_ON])
    assert [(pair.day, pair.scanned_on, pair.response, pair.call, pair.gap) for pair in found] == [
        (-7, on(-7), "PD", "positive", 1),
        (90, on(90), "CR", "negative", 62),
        (180, on(180), "CR", "positive", 0),
    ]


def test_a_sample_before_the_second_infusion_is_not_paired_with_a_scan_after_it():
    found = pairs(samples("A:28+ A:40+ A:60-"), scans("40 PET/CT PR; 45 PET/CT CR"), [INFUSED_ON, on(40)])
    assert [(pair.day, signs(pair.samples), pair.gap) for pair in found] == [(40, "A:40+", 0), (45, "A:60-", 15)]
