"""The layers of the trajectory, authored once with Altair: each a small named drawing whose data a subject's rows replace.

One view: the log axis takes the upper part of the height, the lanes hang from its bottom by pixels, so that rules and the shaded
window run through all of them.

What Altair makes of them is kept in `trajectory.json`, so that no page has to load Altair: `python -m core.pictures.layers` after a change.
"""

import json
from pathlib import Path
from typing import Any

import altair as alt

from core.pictures.ink import NAMES, TIP, above, at, day, days, hung, ink, lane, level, levels, rows, size, text, told
from core.pictures.room import AXIS, TOP

PIXELS = {"first": 0, "last": 1, "lowest": 1, "highest": 10, "lanes": 60, "ticks": [], "decades": [], "infused": 0}
PARAMS = PIXELS | {"calendar": False, "record": ""}
PET_SHAPES = (
    ("CR", "circle", 560, "pet-c"),
    ("PR", "diamond", 820, "pet-p"),
    ("SD", "square", 470, "pet-s"),
    ("PD", "triangle-up", 900, "pet-x"),
)
HOURGLASS = "M-1,-1L1,-1L-1,1L1,1Z"
SAMPLE_SHAPES = (  # where a height is known only in pixels: layer, shape, size, fill, stroke
    ("lane-positive", "circle", 80, "accent2", "accent2"),
    ("lane-not-quantified", "diamond", 130, "bg", "accent"),
    ("lane-not-detected", "triangle-down", 120, "bg", "accent"),
    ("lane-failed", "cross", 120, "ink3", "ink3"),
    ("lane-indeterminate", HOURGLASS, 90, "ink3", "ink3"),
    ("lane-no-call", "square", 90, "bg", "ink3"),
)
DRUG_SHAPES = (("drug-cytokine", "triangle-up", 100, "ink2"), ("drug-steroid", "square", 80, "ink2"), ("drug-other", "circle", 45, "ink3"))
SAMPLE = told("'ctDNA, ' + tip.Day + ': ' + tip.Call + ', ' + tip.Value")
SCAN = told("'PET/CT, ' + tip.Day + ': ' + tip.Response")
EVENT = told("tip.Event + ', ' + tip.Day")
DRUG = told("tip.Day + ': ' + tip.Given")
INFECTION = told("'infection: ' + tip.Infection + ', onset ' + tip.Onset")
SQUEEZE = alt.param(name="squeeze", expr=f"max(0, min(1, (height - {TOP + AXIS}) / max(1, lanes)))")
HALF = 0.42  # of a day, left and right of it


def authored() -> dict[str, Any]:
    """The Vega-Lite specification with its data still to come: every layer names its rows, the parameters name the axes' ends."""
    layered = alt.layer(*_ground(), *_rules(), *_grades(), *_given(), *_tracks(), *_pairs(), *_axis_marks(), *_lane_marks(), *_pet())
    layered = layered.add_params(*(alt.param(name=name, value=value) for name, value in PARAMS.items()), SQUEEZE).configure_view(
        stroke=None
    )
    spec: dict[str, Any] = layered.to_dict()
    spec.pop("datasets", None)
    spec |= {
        "background": "transparent",
        "padding": {"left": 2, "right": 6, "top": 4, "bottom": 2},
        "autosize": {"type": "fit", "contains": "padding"},
    }
    spec["config"] |= {"font": "Source Sans, Noto Sans CJK SC, sans-serif"}
    return spec


def _ground() -> list[alt.Chart]:
    """What lies under everything: the window, the band below the limit of detection, the lanes with their names."""
    full = {"y": alt.value(0), "y2": at("height")}
    wide = {"x": alt.value(0), "x2": at("width")}
    names, top = lane("lanes")
    roofs, roof = lane("lanes", "roof")
    calm, low = lane("calm")
    left: dict[str, Any] = {"aria": False, "align": "right", "dx": -14, "limit": NAMES - 14}
    title = {"x": alt.value(0), "y": alt.value(8), "text": "t:N", "color": ink("ink")}
    middle = at("(height - squeeze * lanes) / 2 + 30")
    return [
        rows("window").mark_rect(aria=False, tooltip=None).encode(x=days(), x2="end:Q", color=ink("window"), **full),
        rows("limit").mark_rect(aria=False, tooltip=None).encode(y=level(), y2="floor:Q", color=ink("lod"), **wide),
        rows("decade").mark_rule(aria=False).encode(y=levels(), color=ink("rule")),
        rows("limit-line").mark_rule(aria=False).encode(y=level(), color=ink("ink3")),
        hung(rows("limit-name"), level(), "ink2", 12),
        rows("limit-tick").mark_point(aria=False, shape="stroke", size=500, opacity=1).encode(x=day(), y=level(), stroke=ink("ink3")),
        roofs.mark_rule(aria=False).encode(y=roof, color=ink("rule")),
        names.mark_text(fontSize=size(12), lineHeight=15, **left).encode(x=alt.value(0), y=top, text="t:N", color=ink("ink")),
        rows("axis-name").mark_text(dy=4, fontSize=size(12.5), lineHeight=16, fontWeight=600, **left).encode(**title),
        text(calm, low, "ink2", 12, align="left", dx=8, baseline="middle"),
        text(rows("nothing"), middle, "ink2", 12.5, align="left", dx=12),
    ]


def _grades() -> list[alt.Chart]:
    """CRS and ICANS: what is proved, what is not ruled out, and where the grade was 0."""
    found = []
    for name, fill, stroke in (("grade", "tox", "tox"), ("grade-open", "bg", "tox")):
        sides = {"left": f"datum.day - {HALF}", "right": f"datum.day + {HALF}"}
        dash = [2, 2] if fill == "bg" else [1, 0]
        mark = rows(name).transform_calculate(**sides).mark_rect(aria=False, strokeWidth=1.3, strokeDash=dash, tooltip=TIP)
        ends = {"x": day("left"), "x2": "right:Q", "y": above("top"), "y2": above("foot")}
        found.append(mark.encode(fill=ink(fill), stroke=ink(stroke), **ends))
    flat, base = lane("grade-0")
    flat = flat.transform_calculate(left=f"datum.day - {HALF}", right=f"datum.end + {HALF}")
    found.append(flat.mark_rule(aria=False, strokeWidth=2.5).encode(x=day("left"), x2="right:Q", y=base, color=ink("edge")))
    number, top = lane("grade-number", "top")
    return [*found, text(number, top, "ink", 11, align="center", baseline="middle", dy=-7, fontWeight=600)]


def _given() -> list[alt.Chart]:
    """What was given, infections, and the second clock."""
    found = []
    for name, shape, points, color in DRUG_SHAPES:
        chart, y = lane(name)
        mark = chart.mark_point(shape=shape, size=points, filled=True, opacity=1, **DRUG)
        found.append(mark.encode(x=day(), y=y, color=ink(color)))
    own = alt.Color("ink:N", scale=None, legend=None)
    chart, y = lane("infection")
    found.append(chart.mark_rule(strokeWidth=7, **INFECTION).encode(x=day(), x2="end:Q", y=y, color=own))
    for name, shape in (("infection-on", "triangle-right"), ("infection-since", "triangle-left")):
        chart, y = lane(name)
        mark = chart.mark_point(aria=False, shape=shape, size=130, filled=True, opacity=1, tooltip=TIP)
        found.append(mark.encode(x=day(), y=y, color=own))
    chart, y = lane("clock")
    return [*found, text(chart, y, "accent", 11.5, align="center", baseline="middle")]


def _tracks() -> list[alt.Chart]:
    """The scale, the limits and the lines of another assay or unit."""
    decade, y = lane("track-decade")
    limit, own = lane("track-limit")
    left, right = at("0"), at("width")
    number = decade.mark_text(aria=False, align="left", baseline="middle", dx=3, fontSize=size(10.5))
    found = [
        decade.mark_rule(aria=False, strokeDash=[1, 3]).encode(x=left, x2=right, y=y, color=ink("edge")),
        number.encode(x=left, y=y, text="t:N", color=ink("ink2")),
        limit.mark_point(aria=False, shape="stroke", size=300, opacity=1).encode(x=day(), y=own, stroke=ink("ink3")),
    ]
    for name, dash in (("track-line", [1, 0]), ("track-line-to-limit", [4, 3])):
        ends = {"x": day(), "x2": "to:Q", "y": above("base"), "y2": above("base2")}
        found.append(rows(name).mark_rule(aria=False, strokeWidth=1.4, strokeDash=dash).encode(color=ink("accent2"), **ends))
    return found


def _pairs() -> list[alt.Chart]:
    """The thin connectors between a scan and its sample."""
    found = []
    for name, to in (("pair", level()), ("pair-on-lane", above("base2"))):
        mark = rows(name).mark_rule(aria=False, strokeWidth=1.2, strokeDash=[1, 2], tooltip=TIP)
        found.append(mark.encode(x=day("to"), x2="day:Q", y=to, y2=above("base"), color=ink("ink2")))
    return found


def _rules() -> list[alt.Chart]:
    full = {"x": day(), "y": alt.value(0), "y2": at("height")}
    own = alt.Color("ink:N", scale=None, legend=None)
    died = rows("death").mark_point(shape="cross", size=150, angle=45, filled=True, opacity=1, **EVENT)
    depleted = rows("depleted").mark_rule(strokeWidth=2, **EVENT)
    return [
        rows("infusion").mark_rule(strokeWidth=1.6, **EVENT).encode(color=ink("accent"), **full),
        rows("planned").mark_rule(strokeWidth=1.4, strokeDash=[2, 3], **EVENT).encode(color=ink("accent"), **full),
        rows("last-day").mark_rule(aria=False).encode(color=ink("ink3"), **full),
        rows("closing").mark_rule(strokeWidth=1.6, **EVENT).encode(color=ink("ink"), **full),
        rows("death").mark_rule(aria=False, strokeWidth=1.6).encode(color=ink("ink"), **full),
        rows("as-of").mark_rule(aria=False, strokeWidth=1.3, strokeDash=[5, 3]).encode(color=ink("ink"), **full),
        depleted.encode(x=day(), y=alt.value(0), y2=alt.value(9), color=ink("ink2")),
        died.encode(x=day(), y=at("height - squeeze * lanes"), color=ink("ink")),
        hung(rows("rule-name"), alt.value(0), own, 12.5, fontWeight=600),
        hung(rows("rule-note"), alt.value(0), own, 12),
    ]


def _axis_marks() -> list[alt.Chart]:
    y = level()
    ends = {"x": day(), "x2": "to:Q", "y": y, "y2": "v2:Q"}
    return [
        rows("joined").mark_rule(aria=False, strokeWidth=1.8).encode(color=ink("accent"), **ends),
        rows("joined-to-limit").mark_rule(aria=False, strokeWidth=1.4, strokeDash=[4, 3]).encode(color=ink("accent"), **ends),
        *(
            rows(name)
            .mark_point(shape=shape, size=points, strokeWidth=2, filled=True, opacity=1, **SAMPLE)
            .encode(x=day(), y=y, fill=ink(fill), stroke=ink("accent"))
            for name, shape, points, fill in (
                ("positive", "circle", 75, "accent"),
                ("not-quantified", "diamond", 140, "bg"),
                ("not-detected", "triangle-down", 130, "bg"),
            )
        ),
        hung(rows("number"), y, "ink", 13, fontWeight=600),
        hung(rows("word"), y, "ink", 12),
    ]


def _lane_marks() -> list[alt.Chart]:
    found = []
    for name, shape, points, fill, stroke in SAMPLE_SHAPES:
        chart, y = lane(name)
        turned = 45 if shape == "cross" else 0
        mark = chart.mark_point(shape=shape, size=points, strokeWidth=2, filled=True, opacity=1, angle=turned, **SAMPLE)
        found.append(mark.encode(x=day(), y=y, fill=ink(fill), stroke=ink(stroke)))
    chart, y = lane("lane-name")
    return [*found, hung(chart, y, "ink", 12)]


def _pet() -> list[alt.Chart]:
    found = []
    for response, shape, points, color in PET_SHAPES:
        chart, y = lane(f"pet-{response}")
        mark = chart.mark_point(shape=shape, size=points, filled=True, opacity=1, **SCAN)
        found.append(mark.encode(x=day(), y=y, color=ink(color)))
    for name, shape, dash in (("pet-open", "circle", [3, 2]), ("pet-before", "square", [1, 0])):
        chart, y = lane(name)
        mark = chart.mark_point(shape=shape, size=400, filled=True, opacity=1, strokeWidth=1.6, strokeDash=dash, **SCAN)
        found.append(mark.encode(x=day(), y=y, fill=ink("bg"), stroke=ink("ink3")))
    for name, color, dy in (("pet-letter", "on", 0.5), ("pet-letter-PD", "on", 5.5), ("pet-letter-open", "ink", 0.5)):
        chart, y = lane(name)
        found.append(text(chart, y, color, 11, fontWeight=700, dy=dy))
    return found


def written() -> str:
    """The specification as it is kept, one layer a line."""
    spec = authored()
    layers = ",\n".join(json.dumps(layer, sort_keys=True) for layer in spec.pop("layer"))
    return f'{json.dumps(spec, sort_keys=True)[:-1]}, "layer": [\n{layers}\n]}}\n'


if __name__ == "__main__":  # pragma: no cover - the command of one who changed a layer
    Path(__file__).with_name("trajectory.json").write_text(written(), encoding="utf-8")
