"""The layers of the trajectory, authored once with Altair: each a small named drawing whose data a subject's rows replace.

One view: the log axis takes the upper part of the height, the lanes hang from its bottom by pixels, so that rules and the shaded
window run through all of them. Colors are names of the page's own palette and follow its theme.

What Altair makes of them is kept in `trajectory.json`, so that no page has to load Altair: `python -m core.pictures.layers` after a change.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt

PIXELS = {"first": 0, "last": 1, "lowest": 1, "highest": 10, "lanes": 60, "ticks": [], "decades": [], "infused": 0}
TOP = 58  # the rows of labels above the axis
NAMES = 168  # what stands left of the axis: the lanes' names
PET_SHAPES = (
    ("CR", "circle", 560, "pet-c"),
    ("PR", "diamond", 820, "pet-p"),
    ("SD", "square", 470, "pet-s"),
    ("PD", "triangle-up", 620, "pet-x"),
)
TOOLTIP = [f"{name}:N" for name in ("Day", "Date", "Call", "Value", "LOD", "Assay", "Source")]
PET_TOOLTIP = [f"{name}:N" for name in ("Day", "Date", "Response", "Deauville", "Source")]


def authored() -> dict[str, Any]:
    """The Vega-Lite specification with its data still to come: every layer names its rows, the parameters name the axes' ends."""
    layered = alt.layer(*_ground(), *_rules(), *_axis_marks(), *_lane_marks(), *_pet())
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


@cache
def _ink(name: str) -> Any:
    return alt.value(f"var(--{name})")


def _at(expression: str) -> Any:
    return alt.value(alt.ExprRef(expression))


@cache
def _size(points: float) -> alt.ExprRef:
    """A font size that grows with the drawing: a projector and a laptop get their own."""
    return alt.ExprRef(f"width > 800 ? {points + 1.5} : {points}")


@cache
def _day(field: str = "day") -> alt.X:
    label = "['d' + replace(toString(datum.value), '-', '−'), utcFormat(infused + datum.value * 864e5, '%Y-%m-%d')]"
    axis = alt.Axis(
        title=None, values=alt.ExprRef("ticks"), grid=False, domain=False, tickSize=4, tickColor="var(--ink3)", labelFlush=False,
        labelFontSize=_size(12), labelLineHeight=15, labelColor="var(--ink2)", labelExpr=label,
    )  # fmt: skip
    return alt.X(f"{field}:Q", axis=axis, scale=alt.Scale(domain=[alt.ExprRef("first"), alt.ExprRef("last")], nice=False, zero=False))


@cache
def _level(field: str = "v") -> alt.Y:
    number = "datum.value < 0.0001 ? format(datum.value, '.0e') : format(datum.value, ',~r')"
    axis = alt.Axis(
        title=None, values=alt.ExprRef("decades"), grid=True, gridColor="var(--rule)", domain=False, ticks=False, labelPadding=8,
        labelFontSize=_size(12), labelColor="var(--ink2)", labelExpr=number, minExtent=NAMES, maxExtent=NAMES,
    )  # fmt: skip
    ends = [alt.ExprRef("lowest"), alt.ExprRef("highest")]
    scale = alt.Scale(type="log", domain=ends, nice=False, range=[alt.ExprRef("height - lanes"), TOP])
    return alt.Y(f"{field}:Q", axis=axis, scale=scale)


def _rows(name: str) -> alt.Chart:
    return alt.Chart(alt.NamedData(name))


def _lane(name: str) -> tuple[alt.Chart, alt.Y]:
    """Rows on lanes: `base` is how many pixels above the bottom the lane's middle lies."""
    return _rows(name).transform_calculate(top="height - datum.base"), alt.Y("top:Q", scale=None, axis=None)


def _text(chart: alt.Chart, y: Any, color: str, size: float = 12, **mark: Any) -> alt.Chart:
    text = chart.mark_text(aria=False, fontSize=_size(size), **mark)
    written: alt.Chart = text.encode(x=_day(), y=y, text="t:N", color=_ink(color))
    return written


def _ground() -> list[alt.Chart]:
    """What lies under everything: the window, the band below the limit of detection, the lanes with their names."""
    full = {"y": alt.value(0), "y2": _at("height")}
    wide = {"x": alt.value(0), "x2": _at("width")}
    names, top = _lane("lanes")
    roof = alt.Y("line:Q", scale=None, axis=None)
    left: dict[str, Any] = {"aria": False, "align": "right", "dx": -14, "limit": NAMES - 14}
    title = {"x": alt.value(0), "y": alt.value(8), "text": "t:N", "color": _ink("ink")}
    middle = _at("(height - lanes) / 2 + 30")
    return [
        _rows("window").mark_rect(aria=False, tooltip=None).encode(x=_day(), x2="end:Q", color=_ink("window"), **full),
        _rows("limit").mark_rect(aria=False, tooltip=None).encode(y=_level("v"), y2="floor:Q", color=_ink("lod"), **wide),
        _rows("limit-line").mark_rule(aria=False).encode(y=_level(), color=_ink("ink3")),
        _rows("limit-name")
        .mark_text(aria=False, fontSize=_size(12), align="right", dx=-6, dy=9)
        .encode(x=_at("width"), y=_level(), text="t:N", color=_ink("ink2")),
        names.mark_rule(aria=False).encode(y=roof, color=_ink("rule")).transform_calculate(line="height - datum.roof"),
        names.mark_text(fontSize=_size(12), lineHeight=15, **left).encode(x=alt.value(0), y=top, text="t:N", color=_ink("ink")),
        _rows("axis-name").mark_text(dy=4, fontSize=_size(12.5), lineHeight=16, fontWeight=600, **left).encode(**title),
        _rows("nothing")
        .mark_text(aria=False, align="left", dx=12, fontSize=_size(12.5))
        .encode(x=_day(), y=middle, text="t:N", color=_ink("ink2")),
    ]


def _rules() -> list[alt.Chart]:
    full = {"y": alt.value(0), "y2": _at("height")}
    return [
        _rows("infusion").mark_rule(aria=False, strokeWidth=1.6).encode(x=_day(), color=_ink("accent"), **full),
        _rows("planned").mark_rule(aria=False, strokeWidth=1.4, strokeDash=[2, 3]).encode(x=_day(), color=_ink("accent"), **full),
        _rows("last-day").mark_rule(aria=False).encode(x=_day(), color=_ink("ink3"), **full),
        _rows("as-of").mark_rule(aria=False, strokeWidth=1.3, strokeDash=[5, 3]).encode(x=_day(), color=_ink("ink"), **full),
        _text(_rows("infusion-name"), alt.value(5), "accent", 12.5, align="left", dx=5, baseline="top", fontWeight=600),
        _text(_rows("infusion-name-left"), alt.value(5), "accent", 12.5, align="right", dx=-5, baseline="top", fontWeight=600),
        _text(_rows("last-day-name"), alt.value(5), "ink2", 12, align="left", dx=5, baseline="top", lineHeight=15),
        _text(_rows("last-day-name-left"), alt.value(5), "ink2", 12, align="right", dx=-5, baseline="top", lineHeight=15),
        _text(_rows("as-of-name"), alt.value(38), "ink", 12.5, align="left", dx=5, baseline="top", fontWeight=600),
        _text(_rows("as-of-name-left"), alt.value(38), "ink", 12.5, align="right", dx=-5, baseline="top", fontWeight=600),
    ]


def _axis_marks() -> list[alt.Chart]:
    y = _level()
    ends = {"x": _day(), "x2": "to:Q", "y": y, "y2": "v2:Q"}
    return [
        _rows("joined").mark_rule(aria=False, strokeWidth=1.8).encode(color=_ink("accent"), **ends),
        _rows("joined-to-limit").mark_rule(aria=False, strokeWidth=1.4, strokeDash=[4, 3]).encode(color=_ink("accent"), **ends),
        _rows("positive")
        .mark_point(shape="circle", size=110, filled=True, opacity=1)
        .encode(x=_day(), y=y, color=_ink("accent"), tooltip=TOOLTIP),
        _rows("not-detected")
        .mark_point(shape="triangle-down", size=130, strokeWidth=2, filled=True, opacity=1)
        .encode(x=_day(), y=y, fill=_ink("bg"), stroke=_ink("accent"), tooltip=TOOLTIP),
        _text(_rows("positive-right"), y, "ink", 13, align="left", dx=9, dy=-8, fontWeight=600),
        _text(_rows("positive-left"), y, "ink", 13, align="right", dx=-9, dy=-8, fontWeight=600),
        _text(_rows("positive-below"), y, "ink", 13, align="center", dy=18, fontWeight=600),
        _text(_rows("not-detected-name"), y, "ink", 12, align="center", dy=18),
    ]


def _lane_marks() -> list[alt.Chart]:
    found = []
    for name, shape, size, fill, stroke in (
        ("lane-positive", "circle", 80, "accent2", "accent2"),
        ("lane-no-number", "diamond", 130, "bg", "accent"),
        ("lane-not-detected", "triangle-down", 120, "bg", "accent"),
        ("lane-not-evaluable", "cross", 120, "ink3", "ink3"),
        ("lane-no-call", "square", 90, "bg", "ink3"),
    ):
        chart, y = _lane(name)
        mark = chart.mark_point(shape=shape, size=size, strokeWidth=2, filled=True, opacity=1, angle=45 if shape == "cross" else 0)
        found.append(mark.encode(x=_day(), y=y, fill=_ink(fill), stroke=_ink(stroke), tooltip=TOOLTIP))
    for name, align, dx in (("lane-name-right", "left", 10), ("lane-name-left", "right", -10)):
        chart, y = _lane(name)
        found.append(_text(chart, y, "ink", 12, align=align, dx=dx))
    return found


def _pet() -> list[alt.Chart]:
    found = []
    for response, shape, size, color in PET_SHAPES:
        chart, y = _lane(f"pet-{response}")
        mark = chart.mark_point(shape=shape, size=size, filled=True, opacity=1)
        found.append(mark.encode(x=_day(), y=y, color=_ink(color), tooltip=PET_TOOLTIP))
    for name, shape, dash in (("pet-open", "circle", [3, 2]), ("pet-before", "square", [1, 0])):
        chart, y = _lane(name)
        mark = chart.mark_point(shape=shape, size=400, filled=True, opacity=1, strokeWidth=1.6, strokeDash=dash)
        found.append(mark.encode(x=_day(), y=y, fill=_ink("bg"), stroke=_ink("ink3"), tooltip=PET_TOOLTIP))
    for name, color, dy in (("pet-letter", "on", 0.5), ("pet-letter-PD", "on", 4), ("pet-letter-open", "ink", 0.5)):
        chart, y = _lane(name)
        found.append(_text(chart, y, color, 11, fontWeight=700, dy=dy))
    chart, y = _lane("pet-score")
    found.append(_text(chart, y, "ink", 11.5, dy=21))
    return found


def written() -> str:
    """The specification as it is kept, one layer a line."""
    spec = authored()
    layers = ",\n".join(json.dumps(layer, sort_keys=True) for layer in spec.pop("layer"))
    return f'{json.dumps(spec, sort_keys=True)[:-1]}, "layer": [\n{layers}\n]}}\n'


if __name__ == "__main__":  # pragma: no cover - the command of one who changed a layer
    Path(__file__).with_name("trajectory.json").write_text(written(), encoding="utf-8")
