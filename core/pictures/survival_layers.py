"""The layers of a survival curve, authored once with Altair: steps, interval, censorings and the numbers at risk below.

What Altair makes of them is kept in `survival.json`, so that no page has to load Altair: `python -m core.pictures.survival_layers` after a
change.
"""

import json
from pathlib import Path
from typing import Any

import altair as alt

from core.pictures.ink import TIP, day, ink, rows, size

PARAMS = {"last": 1, "ticks": [], "month": 30.4375}
NAMES = 66  # pixels left of the axis, for the shares and the words below
RISK = 34  # pixels under the axis for the numbers at risk


def authored() -> dict[str, Any]:
    """The Vega-Lite specification with its data still to come: every layer names its rows."""
    layered = alt.layer(*_ground(), *_curve()).add_params(*(alt.param(name=name, value=value) for name, value in PARAMS.items()))
    spec: dict[str, Any] = layered.configure_view(stroke=None).to_dict()
    spec.pop("datasets", None)
    spec |= {
        "background": "transparent",
        "padding": {"left": 2, "right": 14, "top": 8, "bottom": RISK},
        "autosize": {"type": "fit", "contains": "padding"},
    }
    spec["config"] |= {"font": "Source Sans, Noto Sans CJK SC, sans-serif"}
    return spec


def _months() -> alt.X:
    axis = alt.Axis(
        title=None, values=alt.ExprRef("ticks"), grid=False, domainColor="var(--edge)", tickColor="var(--ink3)", tickSize=4,
        labelFontSize=size(12), labelColor="var(--ink2)", labelExpr="format(datum.value / month, '.0f') + ' mo'", labelFlush=False,
    )  # fmt: skip
    return alt.X("day:Q", axis=axis, scale=alt.Scale(domain=[0, alt.ExprRef("last")], nice=False))


def _shares() -> alt.Y:
    axis = alt.Axis(
        title=None, values=[0, 0.25, 0.5, 0.75, 1], gridColor="var(--rule)", domain=False, ticks=False,
        labelFontSize=size(12), labelColor="var(--ink2)", format=".0%", minExtent=NAMES, maxExtent=NAMES,
    )  # fmt: skip
    return alt.Y("share:Q", axis=axis, scale=alt.Scale(domain=[0, 1], nice=False))


def _ground() -> list[alt.Chart]:
    risk: dict[str, Any] = {"aria": False, "fontSize": size(11.5), "baseline": "top", "clip": False}
    below = alt.value(alt.ExprRef("height + 24"))
    return [
        rows("interval")
        .mark_area(aria=False, interpolate="step-after", opacity=0.16, tooltip=None)
        .encode(x=_months(), y=_shares(), y2="high:Q", color=ink("accent")),
        rows("at-risk").mark_text(**risk).encode(x=day(), y=below, text="t:N", color=ink("ink2")),
        rows("at-risk-name").mark_text(align="left", dx=-NAMES, **risk).encode(x=alt.value(0), y=below, text="t:N", color=ink("ink2")),
    ]


def _curve() -> list[alt.Chart]:
    line: dict[str, Any] = {"aria": False, "interpolate": "step-after", "strokeWidth": 2, "tooltip": None}
    share = alt.Y("share:Q")
    return [
        rows("curve").mark_line(**line).encode(x=day(), y=share, color=ink("accent")),
        rows("tail").mark_line(**line).encode(x=day(), y=share, color=ink("ink3")),
        rows("censored")
        .mark_point(aria=False, shape="stroke", angle=90, size=70, strokeWidth=1.4, tooltip=None)
        .encode(x=day(), y=share, color=ink("ink2")),
        rows("step").mark_point(aria=False, size=120, filled=True, opacity=0, tooltip=TIP).encode(x=day(), y=share),
        rows("nobody")
        .mark_text(aria=False, fontSize=size(13), align="center")
        .encode(x=alt.value(alt.ExprRef("width / 2")), y=alt.value(alt.ExprRef("height / 2")), text="t:N", color=ink("ink2")),
    ]


def written() -> str:
    """The specification as it is kept, one layer a line."""
    spec = authored()
    layers = ",\n".join(json.dumps(layer, sort_keys=True) for layer in spec.pop("layer"))
    return f'{json.dumps(spec, sort_keys=True)[:-1]}, "layer": [\n{layers}\n]}}\n'


if __name__ == "__main__":  # pragma: no cover - the command of one who changed a layer
    Path(__file__).with_name("survival.json").write_text(written(), encoding="utf-8")
