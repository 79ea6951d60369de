"""The layers of the swimmer lanes, authored once with Altair: each a small named drawing whose data the lanes replace.

What Altair makes of them is kept in `swimmer.json`, so that no page has to load Altair: `python -m core.pictures.swimmer_layers` after a
change.
"""

import json
from pathlib import Path
from typing import Any

import altair as alt

from core.pictures.ink import TIP, at, day, free, ink, rows, size

PARAMS = {"last": 1, "ticks": [], "month": 30.4375}
NAMES = 190  # pixels left of the axis, for a subject and its worst grades
RESPONSES = (("CR", "pet-c"), ("PR", "pet-p"), ("SD", "pet-s"), ("PD", "pet-x"))
SHAPES = (  # layer, shape, size, turned, fill, stroke
    ("ctdna-positive", "circle", 46, 0, "ink", "ink"),
    ("ctdna-negative", "circle", 46, 0, "bg", "ink"),
    ("ctdna-no-call", "cross", 46, 45, "ink3", "ink3"),
    ("crs", "triangle-down", 60, 0, "tox4", "tox4"),
    ("icans", "square", 44, 0, "bg", "tox4"),
    ("arrow", "triangle-right", 90, 0, "ink2", "ink2"),
    ("death", "cross", 130, 45, "ink", "bg"),
    ("death-open", "cross", 110, 45, "bg", "ink"),
)
MARK: dict[str, Any] = {"aria": False, "tooltip": TIP, "href": alt.ExprRef("datum.href")}


def authored() -> dict[str, Any]:
    """The Vega-Lite specification with its data still to come: every layer names its rows."""
    layered = alt.layer(*_ground(), *_bars(), *_marks()).add_params(*(alt.param(name=name, value=value) for name, value in PARAMS.items()))
    spec: dict[str, Any] = layered.configure_view(stroke=None).to_dict()
    spec.pop("datasets", None)
    spec |= {
        "background": "transparent",
        "padding": {"left": 2, "right": 16, "top": 2, "bottom": 2},
        "autosize": {"type": "fit", "contains": "padding"},
    }
    spec["config"] |= {"font": "Source Sans, Noto Sans CJK SC, sans-serif"}
    return spec


def _months() -> alt.X:
    axis = alt.Axis(
        title=None, values=alt.ExprRef("ticks"), gridColor="var(--rule)", domainColor="var(--edge)", tickColor="var(--ink3)", tickSize=4,
        labelFontSize=size(12), labelColor="var(--ink2)", labelExpr="format(datum.value / month, '.0f') + ' mo'", labelFlush=False,
    )  # fmt: skip
    return alt.X("day:Q", axis=axis, scale=alt.Scale(domain=[0, alt.ExprRef("last")], nice=False))


def _heights() -> alt.Y:
    """Heights are pixels from the top; the axis only keeps the room of the names."""
    axis = alt.Axis(title=None, values=[], grid=False, domain=False, ticks=False, labels=False, minExtent=NAMES, maxExtent=NAMES)
    return alt.Y("y:Q", scale=alt.Scale(domain=[0, 1], range=[0, 1], nice=False, zero=False), axis=axis)


def _ground() -> list[alt.Chart]:
    """What a lane is reached by: a plain area over all of its width, the only mark of it that is a stop of the Tab key."""
    reached: dict[str, Any] = {**MARK, "aria": True, "description": alt.ExprRef("datum.label")}
    left: dict[str, Any] = {"aria": False, "align": "left", "baseline": "middle", "dy": 15}
    return [
        rows("lane").mark_rect(opacity=0, **reached).encode(x=alt.value(-NAMES), x2=at("width"), y=_heights(), y2="y2:Q"),
        rows("lane").mark_rule(aria=False, tooltip=None).encode(x=_months(), x2=at("width"), y=free("y2"), color=ink("rule")),
        rows("lane")
        .mark_text(fontSize=size(12.5), fontWeight=600, dx=2, **left)
        .encode(x=alt.value(-NAMES), y=free("y"), text="t:N", color=ink("ink")),
        rows("lane").mark_text(fontSize=size(11), dx=58, **left).encode(x=alt.value(-NAMES), y=free("y"), text="note:N", color=ink("ink2")),
        rows("nobody")
        .mark_text(aria=False, fontSize=size(13), align="center")
        .encode(x=at("width / 2"), y=at("height / 2"), text="t:N", color=ink("ink2")),
    ]


def _bars() -> list[alt.Chart]:
    span = {"x": day(), "x2": "end:Q", "y": free("y"), "y2": "y2:Q"}
    letter = {"x": day(), "y": free("y"), "text": "t:N"}
    fits = alt.ExprRef("(datum.end - datum.day) / last * width > 20 ? 1 : 0")
    written: dict[str, Any] = {
        "opacity": fits,
        "aria": False,
        "align": "left",
        "baseline": "middle",
        "dx": 3,
        "dy": 0.5,
        "fontWeight": 700,
        "tooltip": None,
    }
    return [
        rows("followed").mark_rect(**MARK).encode(color=ink("edge"), **span),
        *(rows(f"response-{name}").mark_rect(**MARK).encode(color=ink(color), **span) for name, color in RESPONSES),
        rows("response-open").mark_rect(strokeWidth=1.2, strokeDash=[3, 2], **MARK).encode(fill=ink("bg"), stroke=ink("ink3"), **span),
        rows("letter").mark_text(fontSize=9.5, **written).encode(color=ink("on"), **letter),
        rows("letter-open").mark_text(fontSize=9.5, **written).encode(color=ink("ink"), **letter),
        rows("again").mark_rule(strokeWidth=3, **MARK).encode(x=day(), y=free("y"), y2="y2:Q", color=ink("board_review")),
    ]


def _marks() -> list[alt.Chart]:
    return [
        rows(name)
        .mark_point(shape=shape, size=points, angle=turned, filled=True, opacity=1, strokeWidth=1.4, **MARK)
        .encode(x=day(), y=free("y"), fill=ink(fill), stroke=ink(stroke))
        for name, shape, points, turned, fill, stroke in SHAPES
    ]


def written() -> str:
    """The specification as it is kept, one layer a line."""
    spec = authored()
    layers = ",\n".join(json.dumps(layer, sort_keys=True) for layer in spec.pop("layer"))
    return f'{json.dumps(spec, sort_keys=True)[:-1]}, "layer": [\n{layers}\n]}}\n'


if __name__ == "__main__":  # pragma: no cover - the command of one who changed a layer
    Path(__file__).with_name("swimmer.json").write_text(written(), encoding="utf-8")
