"""The layers of the timeline, authored once with Altair: each a small named drawing whose data a subject's rows replace.

What Altair makes of them is kept in `timeline.json`, so that no page has to load Altair: `python -m core.pictures.timeline_layers` after a
change.
"""

import json
from pathlib import Path
from typing import Any

import altair as alt

from core.pictures.ink import NAMES, at, day, free, ink, rows, size

PARAMS = {"first": 0, "last": 1, "ticks": [], "infused": 0, "counted": 1}
TOOLTIP = [f"{name}:N" for name in ("Day", "Date", "What", "Source")]


def authored() -> dict[str, Any]:
    """The Vega-Lite specification with its data still to come: every layer names its rows, the parameters name the axis' ends."""
    layered = alt.layer(*_ground(), *_bars(), *_rules(), *_marks())
    layered = layered.add_params(*(alt.param(name=name, value=value) for name, value in PARAMS.items())).configure_view(stroke=None)
    spec: dict[str, Any] = layered.to_dict()
    spec.pop("datasets", None)
    spec |= {
        "background": "transparent",
        "padding": {"left": 2, "right": 10, "top": 4, "bottom": 2},
        "autosize": {"type": "fit", "contains": "padding"},
    }
    spec["config"] |= {"font": "Source Sans, Noto Sans CJK SC, sans-serif"}
    return spec


def _days() -> alt.X:
    """The axis: on every tick its date, and its day where days are counted."""
    on = "utcFormat(infused + datum.value * 864e5, '%Y-%m-%d')"
    label = f"counted ? ['d' + replace(toString(datum.value), '-', '−'), {on}] : {on}"
    axis = alt.Axis(
        title=None, values=alt.ExprRef("ticks"), grid=False, domain=False, tickSize=4, tickColor="var(--ink3)", labelFlush=False,
        labelFontSize=size(12), labelLineHeight=15, labelColor="var(--ink2)", labelExpr=label,
    )  # fmt: skip
    return alt.X("day:Q", axis=axis, scale=alt.Scale(domain=[alt.ExprRef("first"), alt.ExprRef("last")], nice=False, zero=False))


def _levels() -> alt.Y:
    """Heights are pixels from the top; the axis only keeps the room of the lanes' names."""
    axis = alt.Axis(title=None, values=[], grid=False, domain=False, ticks=False, labels=False, minExtent=NAMES, maxExtent=NAMES)
    return alt.Y("y:Q", scale=alt.Scale(domain=[0, 1], range=[0, 1], nice=False, zero=False), axis=axis)


def _own(field: str) -> dict[str, Any]:
    return {"scale": None, "legend": None, "field": field, "type": "nominal"}


def _ground() -> list[alt.Chart]:
    """The window, the lanes with their names and numbers."""
    full = {"y": alt.value(0), "y2": at("height")}
    left: dict[str, Any] = {"aria": False, "align": "right", "dx": -14, "limit": NAMES - 14, "baseline": "middle"}
    here = {"x": alt.value(0), "y": free("y")}
    return [
        rows("window").mark_rect(aria=False, tooltip=None).encode(x=_days(), x2="end:Q", color=ink("window"), **full),
        rows("lanes").mark_rule(aria=False).encode(y=_levels(), opacity=alt.value(0)),
        rows("lanes").mark_rule(aria=False).encode(y=free("roof"), color=ink("rule")),
        rows("lanes").mark_text(fontSize=size(12.5), fontWeight=600, dy=-1, **left).encode(text="t:N", color=ink("ink"), **here),
        rows("lanes").mark_text(fontSize=size(11), **(left | {"dy": 13})).encode(text="note:N", color=ink("ink2"), **here),
        rows("row-name")
        .mark_text(aria=False, fontSize=size(10.5), align="left", dx=2, baseline="middle")
        .encode(text="t:N", color=ink("ink2"), **here),
        rows("calm")
        .mark_text(aria=False, fontSize=size(12), align="left", dx=8, baseline="middle")
        .encode(text="t:N", color=ink("ink2"), **here),
    ]


def _bars() -> list[alt.Chart]:
    """What lasts, the days of a lane of numbers, and the windows of the visits."""
    span = {"x": day(), "x2": "end:Q", "y": free("y"), "y2": "y2:Q", "tooltip": TOOLTIP}
    dashed: dict[str, Any] = {"aria": False, "strokeWidth": 1.2, "strokeDash": [2, 2]}
    return [
        rows("visit-window").mark_rect(aria=False).encode(color=ink("lod"), **span),
        rows("bar").mark_rect(aria=False, opacity=0.75).encode(color=alt.Color(**_own("ink")), **span),
        rows("tick").mark_rect(aria=False).encode(color=ink("accent2"), **span),
        rows("grade-0").mark_rect(aria=False).encode(color=ink("edge"), **span),
        rows("grade").mark_rect(aria=False).encode(color=ink("tox"), **span),
        rows("grade-open").mark_rect(**dashed).encode(fill=ink("bg"), stroke=ink("tox"), **span),
    ]


def _rules() -> list[alt.Chart]:
    full = {"x": day(), "y": alt.value(0), "y2": at("height")}
    names = rows("rule-name").mark_text(
        aria=False, fontSize=size(12), fontWeight=600, baseline="middle", align=alt.ExprRef("datum.align"), dx=alt.ExprRef("datum.dx")
    )
    return [
        rows("infusion").mark_rule(aria=False, strokeWidth=1.6).encode(color=ink("accent"), **full),
        rows("planned").mark_rule(aria=False, strokeWidth=1.4, strokeDash=[2, 3]).encode(color=ink("accent"), **full),
        rows("last-day").mark_rule(aria=False).encode(color=ink("ink3"), **full),
        rows("closing").mark_rule(aria=False, strokeWidth=1.6).encode(color=ink("ink"), **full),
        rows("as-of").mark_rule(aria=False, strokeWidth=1.3, strokeDash=[5, 3]).encode(color=ink("ink"), **full),
        names.encode(x=day(), y=free("y"), text="t:N", color=alt.Color(**_own("ink"))),
    ]


def _marks() -> list[alt.Chart]:
    label = rows("label").mark_text(
        aria=False, fontSize=size(12), baseline="middle", align=alt.ExprRef("datum.align"), dx=alt.ExprRef("datum.dx")
    )
    mark = rows("mark").mark_point(size=90, strokeWidth=1.8, filled=True, opacity=1)
    return [
        rows("arrow")
        .mark_point(aria=False, shape="triangle-right", size=150, filled=True, opacity=1, dx=3)
        .encode(x=day(), y=free("y"), color=alt.Color(**_own("ink")), tooltip=TOOLTIP),
        mark.encode(
            x=day(),
            y=free("y"),
            shape=alt.Shape(**_own("shape")),
            fill=alt.Fill(**_own("fill")),
            stroke=alt.Stroke(**_own("ink")),
            tooltip=TOOLTIP,
        ),
        label.encode(x=day(), y=free("y"), text="t:N", color=ink("ink")),
    ]


def written() -> str:
    """The specification as it is kept, one layer a line."""
    spec = authored()
    layers = ",\n".join(json.dumps(layer, sort_keys=True) for layer in spec.pop("layer"))
    return f'{json.dumps(spec, sort_keys=True)[:-1]}, "layer": [\n{layers}\n]}}\n'


if __name__ == "__main__":  # pragma: no cover - the command of one who changed a layer
    Path(__file__).with_name("timeline.json").write_text(written(), encoding="utf-8")
