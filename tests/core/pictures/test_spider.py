"""The ctDNA change of everybody: within one assay, hollow at the limit, and no line through what tells no change."""

import json
import re

import pytest
from hypothesis import given

from core.pictures.spider import change_words, series_of, spider
from core.pictures.spider_layers import written
from tests.core.patient import subject
from tests.core.pictures.drawing import SAMPLES, sampled


def bare(layer):
    return json.dumps({**layer, "data": None}, sort_keys=True)


NAMES = {bare(layer): layer["data"]["name"] for layer in json.loads(written())["layer"]}


def drawn(patient, day=120):
    series = series_of([patient.assessed(day)])
    spec = spider(series, lambda who: f"patient?subject={who}")
    return series, spec, {NAMES[bare(layer)]: layer["data"]["values"] for layer in spec["layer"]}


def measured(*rows, unit="hGE/mL"):
    return sampled([(day, call, assay, value, unit, limit) for day, call, assay, value, limit in rows])


def kinds(found):
    return {name: [row["day"] for row in found[name]] for name in ("exact", "at-least", "at-most") if name in found}


def lines(found):
    return {name: [(row["day"], row["to"]) for row in found[name]] for name in ("joined", "joined-to-limit") if name in found}


BASE = (-3, "positive", "A", "1000", "1")


@pytest.mark.parametrize(
    ("rows", "marks", "joined"),
    [
        ([BASE, (7, "positive", "A", "10", "1")], {"exact": [7]}, {"joined": [(-3, 7)]}),
        ([BASE, (7, "negative", "A", None, "1")], {"at-least": [7]}, {"joined-to-limit": [(-3, 7)]}),
        (
            [BASE, (7, "positive", "A", "10", "1"), (14, "failed", "A", None, "1"), (21, "positive", "A", "5", "1")],
            {"exact": [7, 21]},
            {"joined": [(-3, 7)]},
        ),
        ([BASE, (7, "positive", "B", "10", "1")], {}, {}),
        ([BASE, (7, "positive", "A", "10", "1"), (7, "positive", "A", "20", "1")], {"exact": [7, 7]}, {}),
        ([(-3, "negative", "A", None, "1"), (7, "positive", "A", "10", "1")], {"at-most": [7]}, {}),
        ([BASE, (7, "negative", "A", None, None)], {}, {}),
        ([BASE, (7, "positive", "A", "1-10", "0.1")], {}, {}),
    ],
)
def test_marks_and_lines(rows, marks, joined):
    _, _, found = drawn(measured(*rows))
    assert (kinds(found), lines(found)) == (marks, joined)


def test_a_fall_is_drawn_down_and_told_as_a_bound_where_it_is_one():
    series, spec, found = drawn(
        measured(BASE, (7, "positive", "A", "10", "1"), (14, "negative", "A", None, "1"), (21, "failed", "A", None, "1"))
    )
    assert [change_words(point) for point in series[0].points] == ["−2.00", "≤ −3.00", "this sample: failed"]
    assert [row["rise"] for row in (*found["exact"], *found["at-least"])] == [-2, -3]
    assert found["exact"][0]["tip"] == {"Subject": "S-001", "Assay": "A", "Day": "7", "log₁₀ change": "−2.00"}
    assert spec["description"] == "ctDNA change from baseline, 1 subjects: 2 samples drawn, 1 tell no change; all stand in the table."


def test_a_rise_over_a_baseline_below_the_limit_is_at_least_that():
    series, _, _ = drawn(measured((-3, "negative", "A", None, "1"), (7, "positive", "A", "10", "1")))
    assert [change_words(point) for point in series[0].points] == ["≥ +1.00"]


@given(SAMPLES)
def test_every_sample_after_the_infusion_is_told_once_and_no_line_joins_two_assays(samples):
    patient = sampled(samples)
    series, _, found = drawn(patient)
    points = [point for each in series for point in each.points]
    assert len(points) == sum(day > 0 for day, *_ in samples)
    assert sum(len(days) for days in kinds(found).values()) == sum(point.kind is not None for point in points)
    for each in series:
        assert each.start is not None or all(point.kind is None for point in each.points)


def test_before_the_infusion_and_without_a_sample_nothing_is_drawn():
    assert series_of([subject().person().assessed(5)]) == []
    _, spec, found = drawn(subject().infused())
    assert found["nobody"] == [{"t": "no change of ctDNA can be told yet"}]
    assert {param["name"]: param["value"] for param in spec["params"]}["last"] == 1


def test_the_inks_are_the_page_s_own_and_the_drawing_kept_is_altair_s(pytestconfig):
    tokens = (pytestconfig.rootpath / "dashboard" / "style" / "tokens.css").read_text(encoding="utf-8")
    assert set(re.findall(r"var\(--([\w-]+)\)", written())) <= set(re.findall(r"--([\w-]+):", tokens))
    kept = pytestconfig.rootpath / "core" / "pictures" / "spider.json"
    assert kept.read_text(encoding="utf-8") == written(), "a layer changed: python -m core.pictures.spider_layers"
