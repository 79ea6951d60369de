"""What stands beside ctDNA and PET/CT: tracks of other assays, what was given, infections, the second clock, and pairs on demand."""

import json

import pytest

from core.pictures.trajectory import PAIRS, drawn, trajectory
from tests.core.patient import on, subject
from tests.core.pictures.drawing import rows_of, sampled

ONE = [(0, "positive", "A", "960", "hGE/mL", "1"), (28, "positive", "A", "6.2", "hGE/mL", "1")]


def names(rows):
    return [lane["t"] for lane in rows["lanes"]]


def test_another_assay_has_a_track_with_a_scale_of_its_own_and_no_line_leads_to_it():
    other = [(7, "positive", "B", "10", "%", "0.1"), (14, "positive", "B", "1", "%", "0.1"), (21, "negative", "B", None, "%", "0.1")]
    rows, values = rows_of(sampled([*ONE, *other]))
    high, low = rows["lane-positive"]
    (none,) = rows["lane-not-detected"]
    limits = rows["track-limit"]
    assert high["base"] - low["base"] == pytest.approx(low["base"] - none["base"], abs=0.2)
    assert none["base"] == pytest.approx(limits[0]["base"], abs=0.1)
    assert [row["t"] for row in rows["track-decade"]] == ["0.1", "10"]
    assert [(line["day"], line["to"]) for line in rows["track-line"]] == [(7, 14)]
    assert [(line["day"], line["to"]) for line in rows["track-line-to-limit"]] == [(14, 21)]
    assert ["ctDNA B", "%"] in names(rows)
    assert values["highest"] > 960


def test_a_track_keeps_what_has_no_height_below_its_scale_and_says_what_a_logarithm_was():
    other = [(7, "positive", "B", "2", "log10 hGE/mL", None), (14, "failed", "B", None, "log10 hGE/mL", None)]
    rows, _ = rows_of(sampled([*ONE, *other]))
    assert ["ctDNA B", "hGE/mL, from log₁₀"] in names(rows)
    assert rows["lane-failed"][0]["base"] < rows["lane-positive"][0]["base"]
    assert [row["t"] for row in rows["track-decade"]] == ["50", "200"]


def test_a_series_without_any_height_is_a_lane():
    rows, _ = rows_of(sampled([*ONE, (7, "failed", "B", None, "%", None)]))
    assert ["ctDNA B", "%"] in names(rows)
    assert (rows["track-decade"], [row["t"] for row in rows["lane-failed"]]) == ([], ["failed"])


def given(patient, day, drug, **cells):
    return patient.treated(day, cells.pop("purpose", "crs"), drug=drug, **cells)


def test_what_was_given_stands_a_mark_a_day_by_kind_with_its_sums():
    patient = subject().infused().graded(3, 1, 0)
    for day in (4, 5, 5):
        patient = given(patient, day, "Dexamethasone", dose="10", unit="mg")
    patient = given(given(patient, 4, "tocilizumab", dose="560", unit="mg"), 6, "levetiracetam")
    rows, _ = rows_of(patient)
    assert names(rows)[:3] == ["other drugs", "steroids", "tocilizumab"]
    told = [[(row["day"], row["Given"], row["Sum"]) for row in rows[f"drug-{name}"]] for name in ("cytokine", "steroid", "other")]
    assert told == [
        [(4, "tocilizumab, 560 mg", "tocilizumab 560 mg since infusion 1")],
        [
            (4, "Dexamethasone, 10 mg", "Dexamethasone 10 mg since infusion 1"),
            (5, "Dexamethasone ×2, 20 mg", "Dexamethasone 30 mg since infusion 1"),
        ],
        [(6, "levetiracetam, dose not recorded", "levetiracetam dose not recorded since infusion 1")],
    ]
    assert rows["drug-steroid"][1]["Source"] == "study.xlsx · treatments!C5 and 1 more"


def test_a_sum_is_only_of_one_unit_and_says_what_it_lacks():
    patient = given(subject().infused(), 4, "anakinra", dose="100", unit="mg")
    rows, _ = rows_of(given(given(patient, 5, "anakinra"), 6, "anakinra", dose="1", unit="g", purpose=None))
    assert "against cytokines" in names(rows)
    assert [row["Sum"] for row in rows["drug-cytokine"]][:2] == [
        "anakinra 100 mg since infusion 1",
        "anakinra at least 100 mg since infusion 1",
    ]
    assert rows["drug-cytokine"][2]["For"] == "purpose not recorded"
    mixed, _ = rows_of(given(patient, 5, "anakinra", dose="1", unit="g"))
    assert mixed["drug-cytokine"][1]["Sum"] == "anakinra not added: different units since infusion 1"


def test_what_was_given_after_infusion_2_is_summed_from_there_and_what_has_no_day_is_counted():
    patient = given(subject().infused().infused(20, 2), 4, "dexamethasone", dose="10", unit="mg")
    patient = given(patient, 22, "dexamethasone", dose="8", unit="mg").row("treatments", purpose="crs", drug="dexamethasone")
    rows, _ = rows_of(patient)
    assert [(row["Day"], row["Sum"]) for row in rows["drug-steroid"]] == [
        ("d4", "dexamethasone 10 mg since infusion 1"),
        ("d22, 2+2", "dexamethasone 8 mg since infusion 2"),
    ]
    assert [row["t"] for row in rows["lane-name"]] == ["1 without a day"]


def infected(*rows):
    patient = subject().infused()
    for onset, resolved, controlled in rows:
        patient = patient.infection(onset, resolved, controlled)
    return patient


def test_an_infection_is_a_bar_and_an_open_end_an_arrow():
    rows, _ = rows_of(infected((5, 9, "yes"), (20, None, "no"), (None, 30, None)))
    assert [(row["day"], row["end"]) for row in rows["infection"]] == [(5, 9), (20, 35), (30, 30)]
    assert [row["day"] for row in rows["infection-on"]] == [35]
    assert [row["day"] for row in rows["infection-since"]] == [30]
    assert [row["ink"] for row in rows["infection"]] == ["var(--ink3)", "var(--hold)", "var(--ink3)"]
    assert [row["Resolved"] for row in rows["infection"]] == [str(on(9)), "not known on this day", str(on(30))]


def test_what_is_resolved_later_is_open_on_the_as_of_day():
    rows, _ = rows_of(infected((5, 50, "yes")))
    assert [(row["day"], row["end"]) for row in rows["infection"]] == [(5, 35)]
    assert [row["day"] for row in rows["infection-on"]] == [35]


def test_infections_at_one_time_stand_in_rows_and_none_is_lost():
    rows, _ = rows_of(infected((5, 9, "yes"), (7, 12, "yes"), (11, 13, "yes")))
    assert len({row["base"] for row in rows["infection"]}) == 2
    many, _ = rows_of(infected((-400, -380, "yes"), (-500, None, "yes"), (None, None, "yes")))
    assert len(many["infection"]) == len(many["infection-since"]) == 1
    assert [row["t"] for row in many["lane-name"] if "earlier" in row["t"]] == ["1 without a day, 1 earlier"]


def test_names_of_infections_stand_where_they_have_room():
    patient = subject().infused()
    for day in range(0, 30, 2):
        patient = patient.row("infections", onset_on=on(day), resolved_on=on(day), organism="Staphylococcus epidermidis", site="catheter")
    rows, _ = rows_of(patient)
    assert len(rows["infection"]) == 15
    assert 0 < len(rows["lane-name"]) < 15


def test_after_infusion_2_a_second_clock_runs_and_no_second_window_is_shaded():
    rows, _ = rows_of(subject().infused().infused(20, 2).pet(30, "CR"), 50)
    assert [(row["day"], row["t"]) for row in rows["clock"]][:3] == [(20, "2+0"), (27, "2+7"), (34, "2+14")]
    assert names(rows)[0] == "since infusion 2"
    assert [(row["day"], row["end"]) for row in rows["window"]] == [(1, 60)]
    assert [row["Day"] for row in rows["pet-CR"]] == ["d30, 2+10"]
    assert len(rows_of(subject().infused().infused(20, 2), 800)[0]["clock"]) < 15
    assert rows_of(subject().infused().planned(42))[0]["clock"] == []


def paired(patient, day=35):
    found = patient.assessed(day)
    return drawn(found, found.second_infusion, {PAIRS})[0]


def test_pairs_join_a_scan_with_its_nearest_sample_and_say_the_gap_and_the_discordance():
    patient = sampled([*ONE, (14, "negative", "A", None, None, None)]).pet(15, "PR").pet(28, "CR").pet(-20, None)
    rows = paired(patient)
    assert [(row["day"], row["to"], row["v"], row["Gap"], row["Together"]) for row in rows["pair"]] == [
        (-20, 0, 960.0, "20 d", "not discordant"),
        (28, 28, 6.2, "0 d", "PET CR / ctDNA positive"),
    ]
    (lane,) = rows["pair-on-lane"]
    assert (lane["to"], lane["base2"]) == (14, rows["lane-not-detected"][0]["base"])
    heights = {row["day"]: row["base"] for name in ("pet-CR", "pet-PR", "pet-before") for row in rows[name]}
    assert [heights[row["day"]] for row in (*rows["pair"], lane)] == [row["base"] for row in (*rows["pair"], lane)]
    written = [row["t"] for row in rows["lane-name"] if row["base"] < min(heights.values())]
    assert [text for text in written if text.endswith(" d")] == ["20 d", "1 d", "0 d"]
    assert [text for text in written if "discordant" in text or "PET" in text] == [
        "PET PR / ctDNA negative",
        "PET CR / ctDNA positive",
    ]


def test_words_of_pairs_without_room_are_shorter_or_left_to_the_connector():
    patient = sampled(ONE)
    for day in range(20, 35):
        patient = patient.pet(day, "CR")
    rows = paired(patient)
    written = [row["t"] for row in rows["lane-name"]]
    assert len(rows["pair"]) == 15
    assert 0 < written.count("PET CR / ctDNA positive") < 15
    assert 0 < sum(text.endswith(" d") for text in written) < 15
    few = sampled([*ONE, (50, "positive", "A", "3", "hGE/mL", "1")]).pet(20, "CR").pet(36, "CR").pet(57, "CR")
    assert [row["t"] for row in paired(few, 60)["lane-name"]][-2:] == ["7 d", "discordant"]


def test_a_pair_without_a_sample_or_with_contradictory_calls_says_so():
    assert [row["t"] for row in paired(subject().infused().pet(28, "CR"))["lane-name"]] == ["no sample"]
    rows = paired(sampled([*ONE, (28, "negative", "A", None, None, "1")]).pet(28, "CR"))
    assert {row["ctDNA"] for row in rows["pair"]} == {"contradictory calls"}


def test_pairs_come_only_when_asked_for():
    found = sampled(ONE).pet(28, "CR").assessed(35)
    assert "gap to ctDNA" not in json.dumps(trajectory(found))
    assert "gap to ctDNA" in json.dumps(trajectory(found, [PAIRS]), ensure_ascii=False)
