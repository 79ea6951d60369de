"""The layers of the ctDNA change of everybody, authored once with Altair: lines, numbers, and what is known only up to a limit.

What Altair makes of them is kept in `spider.json`, so that no page has to load Altair: `python -m core.pictures.spider_layers` after a
change.
"""

import json
from pathlib import Path
from typing import Any

import altair as alt

from core.pictures.ink import TIP, at, day, ink, rows, size

PARAMS = {"first": 0, "last": 1, "ticks": [], "month": 30.4375, "lowest": -1, "highest": 1}
NAMES = 34  # pixels left of the axis
MARK: dict[str, Any] = {"aria": False, "tooltip": TIP, "href": alt.ExprRef("datum.href")}
SHAPES = (  # layer, shape, size, fill
    ("baseline", "circle", 22, "accent"),
    ("exact", "circle", 44, "accent"),
    ("at-least", "triangle-down", 70, "bg"),
    ("at-most", "triangle-up", 70, "bg"),
)


def authored() -> dict[str, Any]:
    """The Vega-Lite specification with its data still to come: every layer names its rows."""
    layered = alt.layer(*_ground(), *_lines(), *_marks()).add_params(*(alt.param(name=name, value=value) for name, value in PARAMS.items()))
    spec: dict[str, Any] = layered.configure_view(stroke=None).to_dict()
    spec.pop("datasets", None)
    spec |= {
        "background": "transparent",
        "padding": {"left": 2, "right": 14, "top": 8, "bottom": 2},
        "autosize": {"type": "fit", "contains": "padding"},
    }
    spec["config"] |= {"font": "Source Sans, Noto Sans CJK SC, sans-serif"}
    return spec


def _months() -> alt.X:
    axis = alt.Axis(
        title=None, values=alt.ExprRef("ticks"), grid=False, domainColor="var(--edge)", tickColor="var(--ink3)", tickSize=4,
        labelFontSize=size(12), labelColor="var(--ink2)", labelExpr="format(datum.value / month, '.0f') + ' mo'", labelFlush=False,
    )  # fmt: skip
    return alt.X("day:Q", axis=axis, scale=alt.Scale(domain=[alt.ExprRef("first"), alt.ExprRef("last")], nice=False, zero=False))


def _changes() -> alt.Y:
    axis = alt.Axis(
        title=None, gridColor="var(--rule)", domain=False, ticks=False, tickMinStep=1, labelFontSize=size(12), labelColor="var(--ink2)",
        labelExpr="datum.value ? replace(format(datum.value, '+,.0f'), '-', '−') : '0'", minExtent=NAMES, maxExtent=NAMES,
    )  # fmt: skip
    return alt.Y("rise:Q", axis=axis, scale=alt.Scale(domain=[alt.ExprRef("lowest"), alt.ExprRef("highest")], nice=False, zero=False))


def _ground() -> list[alt.Chart]:
    return [
        rows("zero").mark_rule(aria=False, strokeWidth=1.2).encode(x=_months(), x2=at("width"), y=_changes(), color=ink("ink3")),
        rows("infusion").mark_rule(aria=False, strokeWidth=1.4).encode(x=day(), y=alt.value(0), y2=at("height"), color=ink("accent")),
        rows("nobody")
        .mark_text(aria=False, fontSize=size(13), align="center")
        .encode(x=at("width / 2"), y=at("height / 3"), text="t:N", color=ink("ink2")),
    ]


def _lines() -> list[alt.Chart]:
    ends = {"x": day(), "x2": "to:Q", "y": alt.Y("rise:Q"), "y2": "rise2:Q", "color": ink("accent")}
    line: dict[str, Any] = {"aria": False, "tooltip": None, "opacity": 0.6}
    return [
        rows("joined").mark_rule(strokeWidth=1.5, **line).encode(**ends),
        rows("joined-to-limit").mark_rule(strokeWidth=1.2, strokeDash=[4, 3], **line).encode(**ends),
    ]


def _marks() -> list[alt.Chart]:
    return [
        rows(name)
        .mark_point(shape=shape, size=points, filled=True, opacity=1, strokeWidth=1.4, **MARK)
        .encode(x=day(), y=alt.Y("rise:Q"), fill=ink(fill), stroke=ink("accent"))
        for name, shape, points, fill in SHAPES
    ]


def written() -> str:
    """The specification as it is kept, one layer a line."""
    spec = authored()
    layers = ",\n".join(json.dumps(layer, sort_keys=True) for layer in spec.pop("layer"))
    return f'{json.dumps(spec, sort_keys=True)[:-1]}, "layer": [\n{layers}\n]}}\n'


if __name__ == "__main__":  # pragma: no cover - the command of one who changed a layer
    Path(__file__).with_name("spider.json").write_text(written(), encoding="utf-8")
