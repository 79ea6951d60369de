"""The trajectory: what every drawing of it obeys, whatever was recorded."""

import json
import math
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.pictures.layers import written
from core.pictures.trajectory import ON_LANE, drawn, trajectory
from tests.core.patient import on, subject

SAMPLE_LAYERS = ("positive", "not-detected", *sorted(set(ON_LANE.values())))
PET_LAYERS = ("pet-CR", "pet-PR", "pet-SD", "pet-PD", "pet-open", "pet-before")
UNITS = ("hGE/mL", "log10 hGE/mL", "%", None)
VALUES = ("0", "-3", "0.4", "12.5", "1e30", "<0.5", ">1000", "-7.2", None)
CALLS = ("positive", "negative", "indeterminate", "failed", None)

SAMPLES = st.tuples(
    st.integers(-10, 70),
    st.sampled_from(CALLS),
    st.sampled_from(("A", "B", None)),
    st.sampled_from(VALUES),
    st.sampled_from(UNITS),
    st.sampled_from(("1", "0", "-2", None)),
)


def sampled(rows, patient=None):
    found = (patient or subject()).infused()
    for day, call, assay, value, unit, limit in rows:
        found = found.ctdna(day, call, assay, value=value, unit=unit, limit_of_detection=limit)
    return found


def rows_of(patient, day=35):
    found = patient.assessed(day)
    return drawn(found, found.second_infusion)


def on_axis(rows):
    heights = [row[key] for layer in rows.values() for row in layer for key in ("v", "v2", "floor") if key in row]
    return heights


@given(st.lists(SAMPLES, max_size=12))
@settings(max_examples=150)
def test_nothing_on_the_log_axis_is_zero_negative_or_endless(samples):
    rows, values = rows_of(sampled(samples), 70)
    for height in (*on_axis(rows), values["lowest"], values["highest"], *values["decades"]):
        assert height > 0
        assert math.isfinite(height)
    assert values["lowest"] < values["highest"]


@given(st.lists(SAMPLES, max_size=12), st.sampled_from((-5, 0, 20, 70)))
@settings(max_examples=150)
def test_every_sample_known_on_the_day_is_drawn_exactly_once(samples, day):
    patient = sampled(samples)
    found = patient.assessed(max(day, 0))
    rows, _ = drawn(found, found.second_infusion)
    marks = Counter(row["Source"] for layer in SAMPLE_LAYERS for row in rows[layer])
    assert marks == Counter(sample.cell("call") for sample in found.facts.ctdna)


@given(st.lists(SAMPLES, max_size=12))
@settings(max_examples=150)
def test_a_line_joins_neighbors_of_one_assay_and_unit_only(samples):
    rows, _ = rows_of(sampled(samples), 70)
    points = {(row["day"], row["v"]): row for layer in ("positive", "not-detected") for row in rows[layer]}
    assert len({row["Assay"] for row in points.values()}) <= 1
    for line in (*rows["joined"], *rows["joined-to-limit"]):
        assert (line["day"], line["v"]) in points
        assert (line["to"], line["v2"]) in points
        assay = points[line["day"], line["v"]]["Assay"]
        between = [s for s in samples if line["day"] < s[0] < line["to"] and (s[2] or "not recorded") == assay]
        assert [s for s in between if s[1] in ("indeterminate", "failed", None) and s[3] is None] == []


@pytest.mark.parametrize(
    ("call", "cells", "layer", "height"),
    [
        ("positive", {"value": "6.2"}, "positive", 6.2),
        ("positive", {"value": "6.2", "limit_of_detection": "10"}, "positive", 6.2),
        ("positive", {"value": "2", "unit": "log10 hGE/mL"}, "positive", 100),
        ("positive", {"value": "-1", "unit": "log10 hGE/mL"}, "positive", 0.1),
        ("positive", {"value": "13", "unit": "log10 hGE/mL"}, "lane-no-number", None),
        ("positive", {}, "lane-no-number", None),
        ("positive", {"value": "0"}, "lane-no-number", None),
        ("positive", {"value": ">1000"}, "lane-no-number", None),
        ("negative", {"limit_of_detection": "1"}, "not-detected", 1),
        ("negative", {"value": "0.4", "limit_of_detection": "1"}, "not-detected", 1),
        ("negative", {"value": "<0.5"}, "not-detected", 0.5),
        ("negative", {"value": "<0.5", "limit_of_detection": "1"}, "not-detected", 1),
        ("negative", {"value": ">0.5"}, "lane-not-detected", None),
        ("negative", {"value": "0"}, "lane-not-detected", None),
        ("negative", {"limit_of_detection": "0"}, "lane-not-detected", None),
        ("negative", {}, "lane-not-detected", None),
        ("failed", {"value": "3"}, "lane-not-evaluable", None),
        ("indeterminate", {"value": "3"}, "lane-not-evaluable", None),
        (None, {"value": "3"}, "lane-no-call", None),
    ],
)
def test_the_call_decides_the_mark_and_the_limit_its_height(call, cells, layer, height):
    rows, _ = rows_of(subject().infused().ctdna(28, call, **{"unit": "hGE/mL", **cells}))
    assert [(name, row.get("v")) for name in SAMPLE_LAYERS for row in rows[name]] == [(layer, height)]


def line_of(*samples):
    rows, _ = rows_of(sampled([(day, call, assay, value, "hGE/mL", "1") for day, call, assay, value in samples]))
    return [(line["day"], line["to"], name) for name in ("joined", "joined-to-limit") for line in rows[name]]


def test_a_line_is_dashed_to_a_limit_and_ends_at_what_cannot_be_evaluated():
    assert line_of((-6, "positive", "A", "9"), (0, "positive", "A", "8"), (14, "negative", "A", None)) == [
        (-6, 0, "joined"),
        (0, 14, "joined-to-limit"),
    ]
    assert line_of((0, "positive", "A", "8"), (14, "failed", "A", None), (28, "positive", "A", "7")) == []
    assert line_of((0, "positive", "A", "8"), (14, "positive", "A", None), (28, "positive", "A", "7")) == []
    assert line_of((0, "positive", "A", "8"), (14, "positive", "A", "3"), (14, "positive", "A", "5")) == []
    assert line_of((0, "positive", "A", "8"), (28, "positive", "B", "7")) == []


def test_the_assay_that_the_rule_compares_gets_the_axis_and_the_other_a_lane():
    patient = subject().infused()
    for day in (-6, 0, 7):
        patient = patient.ctdna(day, "positive", "old", value="9", unit="%")
    rows, _ = rows_of(patient.ctdna(28, "positive", "new", value="7", unit="hGE/mL"))
    assert [row["Assay"] for row in rows["positive"]] == ["new"]
    assert {row["Assay"] for row in rows["lane-positive"]} == {"old"}
    assert rows["axis-name"][0]["t"] == ["ctDNA new", "hGE/mL, log scale"]
    assert ["ctDNA old", "%"] in [lane["t"] for lane in rows["lanes"]]


def test_a_sample_without_value_and_unit_belongs_to_its_assays_only_unit():
    one = subject().infused().ctdna(0, "positive", value="9", unit="hGE/mL").ctdna(14, "negative", limit_of_detection="1")
    assert len(rows_of(one)[0]["joined-to-limit"]) == 1
    two = one.ctdna(20, "positive", value="1", unit="%").ctdna(28, "failed")
    assert len(rows_of(two)[0]["lanes"]) > len(rows_of(one)[0]["lanes"]) + 1


def test_logarithms_are_drawn_as_powers_and_said_to_be():
    rows, _ = rows_of(subject().infused().ctdna(28, "positive", value="2.5", unit="log10 hGE/mL"))
    assert rows["axis-name"][0]["t"][1] == "hGE/mL, log scale"
    assert rows["axis-name"][0]["t"][2] == "drawn as 10 to the log₁₀"
    assert rows["positive"][0]["t"] == "log₁₀ 2.5"


def test_a_unit_or_assay_left_blank_is_said():
    rows, _ = rows_of(subject().infused().ctdna(28, "positive", None, value="2.5"))
    assert rows["axis-name"][0]["t"] == ["ctDNA assay not recorded", "unit not recorded, log scale"]


def test_limits_are_a_band_only_where_the_samples_share_one():
    one = subject().infused().ctdna(0, "positive", value="9", unit="hGE/mL", limit_of_detection="1")
    assert rows_of(one)[0]["limit-name"] == [{"v": 1.0, "t": "LOD 1"}]
    assert rows_of(one.ctdna(28, "positive", value="9", unit="hGE/mL", limit_of_detection="2"))[0]["limit"] == []


def test_a_limit_is_in_the_unit_of_its_series():
    patient = subject().infused().ctdna(0, "positive", value="2", unit="log10 hGE/mL", limit_of_detection="0")
    rows, _ = rows_of(patient.ctdna(28, "negative", limit_of_detection="0"))
    assert [row["v"] for row in rows["limit"]] == [1.0]
    assert [row["v"] for row in rows["not-detected"]] == [1.0]


def test_without_any_height_no_number_is_invented_for_the_axis():
    rows, values = rows_of(subject().infused().ctdna(28, "positive"))
    assert values["decades"] == []
    assert len(rows["nothing"]) == 1
    assert rows_of(subject().infused())[0]["axis-name"] == []


@pytest.mark.parametrize(
    ("scans", "layer", "letters", "below"),
    [
        ([(28, "CR", "2")], "pet-CR", "CR", "DS 2"),
        ([(28, "PR", "4")], "pet-PR", "PR", "DS 4"),
        ([(28, "SD", "4")], "pet-SD", "SD", "DS 4"),
        ([(28, "PD", None)], "pet-PD", "PD", ""),
        ([(28, "IR", None)], "pet-open", "?", "IR"),
        ([(28, "NE", None)], "pet-open", "?", "NE"),
        ([(28, None, None)], "pet-open", "?", "not read"),
        ([(28, None, "3")], "pet-open", "?", "DS 3"),
        ([(28, "NE", None), (28, "CR", "2")], "pet-CR", "CR", "DS 2"),
        ([(28, "PR", None), (28, "CR", None)], "pet-open", "?", "PR/CR"),
        ([(-8, None, "5")], "pet-before", "B", "DS 5"),
        ([(-8, None, None)], "pet-before", "B", "before infusion"),
    ],
)
def test_a_scan_is_letters_in_a_shape(scans, layer, letters, below):
    patient = subject().infused()
    for day, response, deauville in scans:
        patient = patient.pet(day, response, deauville=deauville)
    rows, _ = rows_of(patient)
    assert [name for name in PET_LAYERS if rows[name]] == [layer]
    assert [row["t"] for name in ("pet-letter", "pet-letter-PD", "pet-letter-open") for row in rows[name]] == [letters]
    assert rows["pet-score"][0]["t"] == below


@pytest.mark.parametrize(("day", "side"), [(35, "as-of-name"), (47, "as-of-name-left"), (59, "as-of-name-left"), (61, "as-of-name")])
def test_the_as_of_day_is_named_clear_of_the_windows_end(day, side):
    rows, _ = rows_of(subject().infused(), day)
    assert rows[side] == [{"day": day, "t": f"as of day {day}"}]
    assert bool(rows["last-day-name-left"]) == (day > 60)


def test_names_of_rules_stand_clear_of_the_next_rule():
    rows, _ = rows_of(subject().infused().planned(42), 35)
    assert (len(rows["as-of-name-left"]), len(rows["infusion-name-left"])) == (1, 0)
    rows, _ = rows_of(subject().infused().infused(42, 2), 50)
    assert len(rows["infusion-name-left"]) == 1


def test_infusions_are_drawn_given_planned_or_not_at_all():
    assert [row["day"] for row in rows_of(subject().infused().infused(30, 2))[0]["infusion"]] == [0, 30]
    planned, _ = rows_of(subject().infused().planned(42))
    assert ([row["day"] for row in planned["infusion"]], [row["day"] for row in planned["planned"]]) == ([0], [42])
    later, _ = rows_of(subject().infused().infused(50, 2))
    assert ([row["day"] for row in later["infusion"]], later["planned"]) == ([0], [])


def test_many_days_get_coarser_ticks():
    _, values = rows_of(subject().infused().ctdna(0, "positive"), 340)
    assert values["ticks"] == [0, 56, 112, 168, 224, 280, 336]
    assert values["last"] > 340


def test_labels_of_crowded_lanes_and_low_points_keep_clear():
    crowded, _ = rows_of(subject().infused().ctdna(20, "failed").ctdna(23, "indeterminate"))
    assert ([row["day"] for row in crowded["lane-name-left"]], [row["day"] for row in crowded["lane-name-right"]]) == ([20], [23])
    valley, _ = rows_of(sampled([(d, "positive", "A", v, "hGE/mL", None) for d, v in ((0, "9"), (14, "2"), (28, "7"))]))
    assert [len(valley[name]) for name in ("positive-right", "positive-below", "positive-left")] == [2, 1, 0]
    rise, _ = rows_of(sampled([(d, "positive", "A", v, "hGE/mL", None) for d, v in ((0, "2"), (14, "7"))]))
    assert [len(rise[name]) for name in ("positive-right", "positive-below", "positive-left")] == [1, 0, 1]


def test_before_infusion_1_there_is_no_picture():
    assert trajectory(subject().ctdna(-6, "positive").assessed(-3)) is None


def test_only_the_data_of_the_drawing_change():
    spec = trajectory(sampled([(0, "positive", "A", "9", "hGE/mL", "1")]).assessed(35))
    assert spec is not None
    assert all(list(layer["data"]) == ["values"] for layer in spec["layer"])
    assert all(layer["data"]["values"] or layer["mark"]["aria"] is False for layer in spec["layer"])
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    assert {param["name"]: param["value"] for param in spec["params"]}["infused"] == 1_769_644_800_000
    assert on(0).isoformat() == "2026-01-29"


def test_the_drawing_kept_is_the_one_that_altair_makes(pytestconfig):
    kept = pytestconfig.rootpath / "core" / "pictures" / "trajectory.json"
    assert kept.read_text(encoding="utf-8") == written(), "a layer changed: python -m core.pictures.layers"
