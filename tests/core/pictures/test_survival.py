"""The picture of a survival curve: every step and censoring is drawn, the tail is gray, and nothing reaches beyond the last follow-up."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cohort.survival import FEW, Followed, product_limit
from core.pictures.survival import MOST_TICKS, survival_curve
from core.pictures.survival_layers import written


def curve(*days):
    return product_limit([Followed(f"S-{at:03d}", abs(day), day > 0, "") for at, day in enumerate(days)])


def bare(layer):
    return json.dumps({**layer, "data": None}, sort_keys=True)


NAMES = {bare(layer): layer["data"]["name"] for layer in json.loads(written())["layer"]}


def rows(days):
    """The picture, and the rows of each of its layers by its name."""
    spec = survival_curve(curve(*days), "OS")
    return spec, {NAMES[bare(layer)]: layer["data"]["values"] for layer in spec["layer"]}


FOLLOWED = st.lists(st.integers(1, 900).flatmap(lambda day: st.sampled_from((day, -day))), min_size=1, max_size=30)


@given(FOLLOWED)
def test_every_step_is_drawn_at_its_share_and_none_beyond_the_last_follow_up(days):
    spec, found = rows(days)
    expected = curve(*days)
    assert [(row["day"], row["share"]) for row in found["step"]] == [(step.day, step.survival) for step in expected.steps]
    assert [row["day"] for row in found.get("censored", [])] == [step.day for step in expected.steps if step.censored]
    last = max(map(abs, days))
    assert max(row["day"] for name in found if name not in ("at-risk-name",) for row in found[name]) <= last
    assert {param["name"]: param["value"] for param in spec["params"]}["last"] == last


@given(FOLLOWED)
def test_the_numbers_at_risk_are_those_followed_so_far(days):
    _, found = rows(days)
    assert len(found["at-risk"]) <= MOST_TICKS + 1
    assert [row["t"] for row in found["at-risk"]] == [str(sum(abs(day) >= int(row["day"]) for day in days)) for row in found["at-risk"]]


def test_the_tail_is_gray_from_where_few_are_at_risk():
    _, found = rows(range(1, 21))
    few = next(day for day in range(21) if sum(each >= day for each in range(1, 21)) < FEW)
    assert (found["curve"][-1]["day"], found["tail"][0]["day"], found["tail"][-1]["day"]) == (few, few, 20)
    assert found["curve"][-1]["share"] == found["tail"][0]["share"]


def test_of_few_the_whole_curve_is_gray():
    _, found = rows([5, -9])
    assert [row["day"] for row in found["curve"]] == [0, 0]
    assert found["tail"][-1] == {"day": 9, "share": 0.5}


def test_many_who_were_all_followed_as_long_have_no_tail():
    assert "tail" not in rows([10] * FEW)[1]


def test_nobody_is_said():
    spec, found = rows([])
    assert (spec["description"], found) == ("OS: nobody yet.", {"interval": [], "nobody": [{"t": "nobody yet"}]})


def test_what_one_step_says():
    _, found = rows([5, 5, -6])
    assert found["step"][0]["tip"] == {
        "Day": "5",
        "Free of the event": "33% (1% to 77%), fewer than 10 at risk",
        "Events, censored": "2, 0",
        "At risk": "3",
    }
    assert rows([*range(1, 13)])[1]["step"][0]["tip"]["Free of the event"] == "92% (54% to 99%)"


@pytest.mark.parametrize(("last", "most"), [(30, 2), (365, 7), (3650, 6), (20000, 11)])
def test_the_axis_has_ticks_of_whole_months(last, most):
    _, found = rows([last])
    assert len(found["at-risk"]) <= most


def test_the_inks_are_the_page_s_own(pytestconfig):
    inks = set(re.findall(r"var\(--([\w-]+)\)", written()))
    tokens = (pytestconfig.rootpath / "dashboard" / "style" / "tokens.css").read_text(encoding="utf-8")
    assert inks <= set(re.findall(r"--([\w-]+):", tokens))
    assert re.findall(r"#[0-9a-fA-F]{3,8}", json.dumps(json.loads(written())["layer"])) == []


def test_the_drawing_kept_is_the_one_that_altair_makes(pytestconfig):
    kept = pytestconfig.rootpath / "core" / "pictures" / "survival.json"
    assert kept.read_text(encoding="utf-8") == written(), "a layer changed: python -m core.pictures.survival_layers"
