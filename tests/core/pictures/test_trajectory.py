"""The trajectory: what every drawing of it obeys, whatever was recorded."""

import json
import math
import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment import assess
from core.pictures.layers import authored, written
from core.pictures.trajectory import AXES, CALENDAR, PAIRS, drawn, trajectory
from core.protocol.settings import Settings
from tests.core.patient import on, subject
from tests.core.pictures.drawing import GRADES, PET_LAYERS, SAMPLE_LAYERS, SAMPLES, SCANS, graded, rows_of, sampled, scanned


def on_axis(rows):
    heights = [row[key] for layer in rows.values() for row in layer for key in ("v", "v2", "floor") if key in row]
    return heights


@given(SAMPLES)
@settings(max_examples=150)
def test_nothing_on_the_log_axis_is_zero_negative_or_endless(samples):
    rows, values = rows_of(sampled(samples), 70)
    for height in (*on_axis(rows), values["lowest"], values["highest"], *values["decades"]):
        assert height > 0
        assert math.isfinite(height)
    assert values["lowest"] < values["highest"]


@given(SAMPLES, SCANS, st.sampled_from((-5, 0, 20, 70)), st.sets(st.sampled_from((PAIRS, CALENDAR))))
@settings(max_examples=150)
def test_every_sample_and_scan_known_on_the_day_is_drawn_exactly_once_in_every_mode(samples, scans, day, shown):
    patient = scanned(scans, sampled(samples))
    found = patient.assessed(max(day, 0))
    rows, _ = drawn(found, found.second_infusion, shown)
    days = [row["day"] for layer in PET_LAYERS for row in rows[layer]]
    assert sorted(days) == sorted({(scan.record.scanned_on - on(0)).days for scan in found.facts.pet})
    marks = Counter(row["Source"] for layer in SAMPLE_LAYERS for row in rows[layer])
    assert marks == Counter(sample.cell("call") for sample in found.facts.ctdna)


@given(SAMPLES)
@settings(max_examples=150)
def test_a_line_joins_neighbors_of_one_assay_and_unit_only(samples):
    rows, _ = rows_of(sampled(samples), 70)
    points = {(row["day"], row["v"]): row for layer in ("positive", "not-detected") for row in rows[layer]}
    assert not any(
        (line["to"], line["v2"]) in {(row["day"], row["v"]) for row in rows["not-quantified"]} - set(points) for line in rows["joined"]
    )
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
        ("positive", {"value": "6.2", "limit_of_detection": "6.2"}, "positive", 6.2),
        ("positive", {"value": "6.2", "limit_of_detection": "10"}, "not-quantified", 10),
        ("positive", {"value": "<5", "limit_of_detection": "1"}, "not-quantified", 5),
        ("positive", {"value": ">1000"}, "not-quantified", 1000),
        ("positive", {"value": "<5", "unit": None}, "not-quantified", 5),
        ("positive", {"limit_of_detection": "1"}, "not-quantified", 1),
        ("positive", {"value": "0", "limit_of_detection": "1"}, "not-quantified", 1),
        ("positive", {"value": "6.2", "limit_of_detection": "0"}, "positive", 6.2),
        ("positive", {"value": "2", "unit": "log10 hGE/mL"}, "positive", 100),
        ("positive", {"value": "-1", "unit": "log10 hGE/mL"}, "positive", 0.1),
        ("positive", {"value": "13", "unit": "log10 hGE/mL"}, "lane-not-quantified", None),
        ("positive", {}, "lane-not-quantified", None),
        ("positive", {"value": "0"}, "lane-not-quantified", None),
        ("negative", {"limit_of_detection": "1"}, "not-detected", 1),
        ("negative", {"value": "0.4", "limit_of_detection": "1"}, "not-detected", 1),
        ("negative", {"value": "<0.5"}, "not-detected", 0.5),
        ("negative", {"value": "<0.5", "limit_of_detection": "1"}, "not-detected", 1),
        ("negative", {"value": ">0.5"}, "lane-not-detected", None),
        ("negative", {"value": "0"}, "lane-not-detected", None),
        ("negative", {"limit_of_detection": "0"}, "lane-not-detected", None),
        ("negative", {}, "lane-not-detected", None),
        ("failed", {"value": "3"}, "lane-failed", None),
        ("indeterminate", {"value": "3"}, "lane-indeterminate", None),
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
    assert line_of((0, "positive", "A", "8"), (14, "positive", "A", "<3"), (28, "positive", "A", "7")) == []
    assert line_of((0, "positive", "A", "8"), (14, "positive", "A", "3"), (14, "positive", "A", "5")) == []
    assert line_of((0, "positive", "A", "8"), (28, "positive", "B", "7")) == []


def test_the_assay_that_the_rule_compares_gets_the_axis_and_the_other_a_lane():
    patient = subject().infused()
    for day in (-6, 0, 7):
        patient = patient.ctdna(day, "positive", "old", value="9", unit="%")
    rows, _ = rows_of(patient.ctdna(28, "positive", "new", value="7", unit="hGE/mL"))
    assert [row["Assay"] for row in rows["positive"]] == ["new"]
    assert [(row["Assay"], row["base"] > 0) for row in rows["lane-positive"]] == [("old", True)] * 3
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
    assert rows["axis-name"][0]["t"] == ["ctDNA assay not recorded", "unit not recorded,", "log scale"]


def test_limits_are_a_band_only_where_the_samples_share_one():
    one = subject().infused().ctdna(0, "positive", value="9", unit="hGE/mL", limit_of_detection="1")
    assert [(name["v"], name["t"]) for name in rows_of(one)[0]["limit-name"]] == [(1.0, "LOD 1")]
    rows, _ = rows_of(one.ctdna(28, "positive", value="9", unit="hGE/mL", limit_of_detection="2"))
    assert (rows["limit"], rows["limit-line"], rows["limit-name"]) == ([], [], [])
    assert rows["limit-tick"] == [{"day": 0, "v": 1.0}, {"day": 28, "v": 2.0}]
    assert rows["axis-name"][0]["t"][-1] == "LOD 1 to 2, ticks"


def test_a_limit_is_in_the_unit_of_its_series():
    patient = subject().infused().ctdna(0, "positive", value="2", unit="log10 hGE/mL", limit_of_detection="0")
    rows, _ = rows_of(patient.ctdna(28, "negative", limit_of_detection="0"))
    assert [row["v"] for row in rows["limit"]] == [1.0]
    assert [row["v"] for row in rows["not-detected"]] == [1.0]


def test_without_any_height_no_number_is_invented_for_the_axis():
    rows, values = rows_of(subject().infused().ctdna(28, "positive"))
    assert values["decades"] == []
    assert [row["t"] for row in rows["nothing"]] == ["no ctDNA sample has a number that a log axis can show"]
    none, values = rows_of(subject().infused())
    assert (none["axis-name"], values["decades"]) == ([], [])
    assert [row["t"] for row in none["nothing"]] == ["no ctDNA sample was known on this day"]


def test_many_days_get_coarser_ticks():
    _, values = rows_of(subject().infused().ctdna(0, "positive"), 340)
    assert values["ticks"] == [0, 56, 112, 168, 224, 280, 336]
    assert values["last"] > 340


def test_before_infusion_1_there_is_no_picture():
    assert trajectory(subject().ctdna(-6, "positive").assessed(-3)) is None


def test_one_value_alone_stands_between_decades():
    _, values = rows_of(sampled([(28, "negative", "A", None, "hGE/mL", "1")]))
    assert (values["lowest"], values["highest"], values["decades"]) == (0.42, 30.0, [1.0, 10.0])


def test_by_the_calendar_the_ticks_are_mondays():
    found = subject().infused().ctdna(0, "positive").assessed(35)
    assert found.second_infusion is not None
    _, values = drawn(found, found.second_infusion, {CALENDAR})
    assert values["calendar"]
    assert {on(day).strftime("%A") for day in values["ticks"]} == {"Monday"}
    assert rows_of(subject().infused(), 35)[1]["ticks"] == [0, 14, 28, 42, 56]


def numbered(patient, day=35):
    """The same subject as if a ledger held its rows: each fact with a number."""
    known = patient.facts()
    sheets = {
        sheet: tuple(replace(fact, number=100 * at + row) for row, fact in enumerate(getattr(known, sheet)))
        for at, sheet in enumerate(("ctdna", "pet", "infusions", "treatments", "infections", "follow_up"), 1)
    }
    return assess(replace(known, **sheets), on(day), Settings())


def test_every_sample_scan_and_event_leads_to_its_record():
    patient = sampled(
        [(0, "positive", "A", "9", "hGE/mL", "1"), (7, "failed", "A", None, None, None), (-3, "positive", "B", "2", "%", None)]
    )
    patient = patient.pet(28, "CR").infection(5).treated(3, "crs", drug="tocilizumab").treated(-4, "lymphodepletion").planned(42)
    found = numbered(patient.seen(33, "dead", 33))
    rows, values = drawn(found, found.second_infusion)
    linked = {row["fact"]: layer for layer, own in rows.items() for row in own if "fact" in row}
    assert linked == {
        100: "positive", 101: "lane-failed", 102: "lane-positive", 200: "pet-CR", 300: "infusion", 301: "planned", 400: "drug-cytokine",
        401: "depleted", 500: "infection-on", 600: "death",
    }  # fmt: skip
    spec = trajectory(found, record="patient?fact=")
    assert spec is not None
    assert {"name": "record", "value": "patient?fact="} in spec["params"]
    assert "record" not in values
    expressions = {layer["mark"]["href"]["expr"] for layer in authored()["layer"] if "href" in layer["mark"]}
    assert expressions == {"record && datum.fact ? record + datum.fact : null"}


def test_a_tooltip_tells_the_change_and_whether_it_is_real():
    patient = sampled(
        [(0, "positive", "A", "960", "hGE/mL", "1"), (28, "negative", "A", None, None, "1"), (30, "positive", "B", "9", "%", None)]
    )
    rows, _ = rows_of(patient)
    told = {row["day"]: row["Change"] for layer in SAMPLE_LAYERS for row in rows[layer]}
    assert told[0] == ""
    context = "EMR, MMR, from first-line chemotherapy (Kurtz 2018), not part of the rule"
    assert told[28] == f"fall ≥ 2.98 log₁₀; not called: imprecision of A not set; {context}"
    assert told[30] == "not computable: no positive or negative sample of this assay and unit before infusion 1"


@given(SAMPLES)
@settings(max_examples=150)
def test_a_sample_not_detected_stands_at_its_own_limit_or_bound(samples):
    patient = sampled(samples)
    facts = {sample.cell("call"): sample.record for sample in patient.assessed(70).facts.ctdna}
    rows, _ = rows_of(patient, 70)
    logarithm = any("10 to the" in line for name in rows["axis-name"] for line in name["t"])
    for row in rows["not-detected"]:
        record = facts[row["Source"]]
        own = [float(each) for each in (record.limit_of_detection, getattr(record.value, "high", None)) if each is not None]
        assert record.call == "negative"
        assert row["v"] == next(pytest.approx(10**each if logarithm else each) for each in own if logarithm or each > 0)


@given(SAMPLES)
@settings(max_examples=150)
def test_what_is_not_quantified_stands_at_its_own_bound_or_limit(samples):
    facts = {sample.cell("call"): sample.record for sample in sampled(samples).assessed(70).facts.ctdna}
    rows, _ = rows_of(sampled(samples), 70)
    logarithm = any("10 to the" in line for name in rows["axis-name"] for line in name["t"])
    for row in rows["not-quantified"]:
        record = facts[row["Source"]]
        bounds = [getattr(record.value, side, None) for side in ("high", "low")]
        own = next(float(each) for each in (*bounds, record.limit_of_detection) if each is not None)
        assert record.call == "positive"
        assert row["v"] == pytest.approx(10**own if logarithm else own)
        assert "not quantified" in row["Call"]


@given(SAMPLES, SCANS, GRADES, st.integers(0, 70), st.sampled_from((None, 40)))
@settings(max_examples=60)
def test_nothing_after_the_as_of_day_is_drawn_but_a_planned_infusion_and_day_60(samples, scans, grades, day, planned):
    patient = graded(grades, scanned(scans, sampled(samples)))
    rows, _ = rows_of(patient if planned is None else patient.planned(planned), day)
    ahead = {"window", "last-day", "planned", "rule-name", "rule-note", "limit-name", "calm"}
    late = [(layer, row) for layer, found in rows.items() for row in found for key in ("day", "to") if row.get(key, 0) > day]
    assert [row for layer, row in late if layer not in ahead] == []
    assert {row["t"].split(",")[0] for layer, row in late if layer.startswith("rule-")} <= {"day 60", "infusion 2 planned"}


def test_a_layer_without_rows_is_left_out_but_the_axes():
    spec = trajectory(subject().infused().assessed(35))
    assert spec is not None
    assert [layer["data"]["values"] for layer in spec["layer"]].count([]) == 1
    encodings = [layer["encoding"] for layer in json.loads(json.dumps(spec))["layer"]]
    assert [name for each in encodings for name in ("x", "y") if each.get(name, {}).get("axis")] == ["x", "y"]
    assert set(AXES) == {"window", "decade"}


def test_only_the_data_of_the_drawing_change():
    spec = trajectory(sampled([(0, "positive", "A", "9", "hGE/mL", "1")]).assessed(35))
    assert spec is not None
    assert all(list(layer["data"]) == ["values"] for layer in spec["layer"])
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    assert {param["name"]: param.get("value") for param in spec["params"]}["infused"] == 1_769_644_800_000
    assert on(0).isoformat() == "2026-01-29"


def test_what_is_drawn_on_has_a_layer_and_what_is_inked_is_of_the_palette(pytestconfig):
    layers = authored()["layer"]
    rows, _ = rows_of(graded([(1, 8, 2, None)], scanned([(28, "CR")], sampled([(0, "positive", "A", "9", "hGE/mL", "1")]))))
    assert {name for name, found in rows.items() if found} <= {layer["data"]["name"] for layer in layers}
    inks = set(re.findall(r"var\(--([\w-]+)\)", json.dumps([layers, rows])))
    tokens = (pytestconfig.rootpath / "dashboard" / "style" / "tokens.css").read_text(encoding="utf-8")
    assert inks <= set(re.findall(r"--([\w-]+):", tokens))
    assert re.findall(r"#[0-9a-fA-F]{3,8}", json.dumps(layers)) == []


def test_the_drawing_kept_is_the_one_that_altair_makes(pytestconfig):
    kept = pytestconfig.rootpath / "core" / "pictures" / "trajectory.json"
    assert kept.read_text(encoding="utf-8") == written(), "a layer changed: python -m core.pictures.layers"
