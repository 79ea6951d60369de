"""The layers of the trajectory, authored once with Altair: each a small named drawing whose data a subject's rows replace.

One view: the log axis takes the upper part of the height, the lanes hang from its bottom by pixels, so that rules and the shaded
window run through all of them.

What Altair makes of them is kept in `trajectory.json`, so that no page has to load Altair: `python -m core.pictures.layers` after a change.
"""

import json
from pathlib import Path
from typing import Any

import altair as alt

from core.pictures.ink import NAMES, at, day, days, free, hung, ink, lane, level, levels, rows, size, text

PIXELS = {"first": 0, "last": 1, "lowest": 1, "highest": 10, "lanes": 60, "ticks": [], "decades": [], "infused": 0}
PET_SHAPES = (
    ("CR", "circle", 560, "pet-c"),
    ("PR", "diamond", 820, "pet-p"),
    ("SD", "square", 470, "pet-s"),
    ("PD", "triangle-up", 900, "pet-x"),
)
TOOLTIP = [f"{name}:N" for name in ("Day", "Date", "Call", "Value", "LOD", "Assay", "Source")]
PET_TOOLTIP = [f"{name}:N" for name in ("Day", "Date", "Response", "Deauville", "Source")]
GRADE_TOOLTIP = [f"{name}:N" for name in ("Day", "Scale", "Grade")]
HALF = 0.42  # of a day, left and right of it


def authored() -> dict[str, Any]:
    """The Vega-Lite specification with its data still to come: every layer names its rows, the parameters name the axes' ends."""
    layered = alt.layer(*_ground(), *_rules(), *_grades(), *_axis_marks(), *_lane_marks(), *_pet())
    layered = layered.add_params(*(alt.param(name=name, value=value) for name, value in PIXELS.items())).configure_view(stroke=None)
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
    middle = at("(height - lanes) / 2 + 30")
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
        sides = {"left": f"datum.day - {HALF}", "right": f"datum.day + {HALF}", "y": "height - datum.top", "y2": "height - datum.foot"}
        mark = rows(name).transform_calculate(**sides).mark_rect(aria=False, strokeWidth=1.3, strokeDash=[2, 2] if fill == "bg" else [1, 0])
        ends = {"x": day("left"), "x2": "right:Q", "y": free("y"), "y2": "y2:Q"}
        found.append(mark.encode(fill=ink(fill), stroke=ink(stroke), tooltip=GRADE_TOOLTIP, **ends))
    flat, base = lane("grade-0")
    flat = flat.transform_calculate(left=f"datum.day - {HALF}", right=f"datum.end + {HALF}")
    found.append(flat.mark_rule(aria=False, strokeWidth=2.5).encode(x=day("left"), x2="right:Q", y=base, color=ink("edge")))
    number, top = lane("grade-number", "top")
    return [*found, text(number, top, "ink", 11, align="center", baseline="middle", dy=-7, fontWeight=600)]


def _rules() -> list[alt.Chart]:
    full = {"x": day(), "y": alt.value(0), "y2": at("height")}
    own = alt.Color("ink:N", scale=None, legend=None)
    died = rows("death").mark_point(shape="cross", size=150, angle=45, filled=True, opacity=1)
    return [
        rows("infusion").mark_rule(aria=False, strokeWidth=1.6).encode(color=ink("accent"), **full),
        rows("planned").mark_rule(aria=False, strokeWidth=1.4, strokeDash=[2, 3]).encode(color=ink("accent"), **full),
        rows("last-day").mark_rule(aria=False).encode(color=ink("ink3"), **full),
        rows("closing").mark_rule(aria=False, strokeWidth=1.6).encode(color=ink("ink"), **full),
        rows("as-of").mark_rule(aria=False, strokeWidth=1.3, strokeDash=[5, 3]).encode(color=ink("ink"), **full),
        rows("depleted").mark_rule(aria=False, strokeWidth=2).encode(x=day(), y=alt.value(0), y2=alt.value(9), color=ink("ink2")),
        died.encode(
            x=day(), y=at("height - lanes"), color=ink("ink"), tooltip=[f"{name}:N" for name in ("Day", "Date", "Event", "Source")]
        ),
        hung(rows("rule-name"), alt.value(0), own, 12.5, fontWeight=600),
        hung(rows("rule-note"), alt.value(0), own, 12),
    ]


def _axis_marks() -> list[alt.Chart]:
    y = level()
    ends = {"x": day(), "x2": "to:Q", "y": y, "y2": "v2:Q"}
    return [
        rows("joined").mark_rule(aria=False, strokeWidth=1.8).encode(color=ink("accent"), **ends),
        rows("joined-to-limit").mark_rule(aria=False, strokeWidth=1.4, strokeDash=[4, 3]).encode(color=ink("accent"), **ends),
        rows("positive")
        .mark_point(shape="circle", size=110, filled=True, opacity=1)
        .encode(x=day(), y=y, color=ink("accent"), tooltip=TOOLTIP),
        rows("not-detected")
        .mark_point(shape="triangle-down", size=130, strokeWidth=2, filled=True, opacity=1)
        .encode(x=day(), y=y, fill=ink("bg"), stroke=ink("accent"), tooltip=TOOLTIP),
        hung(rows("number"), y, "ink", 13, fontWeight=600),
        hung(rows("word"), y, "ink", 12),
    ]


def _lane_marks() -> list[alt.Chart]:
    found = []
    for name, shape, points, fill, stroke in (
        ("lane-positive", "circle", 80, "accent2", "accent2"),
        ("lane-no-number", "diamond", 130, "bg", "accent"),
        ("lane-not-detected", "triangle-down", 120, "bg", "accent"),
        ("lane-not-evaluable", "cross", 120, "ink3", "ink3"),
        ("lane-no-call", "square", 90, "bg", "ink3"),
    ):
        chart, y = lane(name)
        mark = chart.mark_point(shape=shape, size=points, strokeWidth=2, filled=True, opacity=1, angle=45 if shape == "cross" else 0)
        found.append(mark.encode(x=day(), y=y, fill=ink(fill), stroke=ink(stroke), tooltip=TOOLTIP))
    chart, y = lane("lane-name")
    return [*found, hung(chart, y, "ink", 12)]


def _pet() -> list[alt.Chart]:
    found = []
    for response, shape, points, color in PET_SHAPES:
        chart, y = lane(f"pet-{response}")
        mark = chart.mark_point(shape=shape, size=points, filled=True, opacity=1)
        found.append(mark.encode(x=day(), y=y, color=ink(color), tooltip=PET_TOOLTIP))
    for name, shape, dash in (("pet-open", "circle", [3, 2]), ("pet-before", "square", [1, 0])):
        chart, y = lane(name)
        mark = chart.mark_point(shape=shape, size=400, filled=True, opacity=1, strokeWidth=1.6, strokeDash=dash)
        found.append(mark.encode(x=day(), y=y, fill=ink("bg"), stroke=ink("ink3"), tooltip=PET_TOOLTIP))
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
