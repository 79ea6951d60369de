"""What the layers of the trajectory are drawn with: inks, sizes, the axis of days, the log axis, lanes and texts, each for Altair.

The axes themselves are told once, by the layers that are always there; every other layer names only its field.
"""

from functools import cache
from typing import Any

import altair as alt

from core.pictures.room import TOP

TIP = alt.ExprRef("datum.tip")
NAMES = 150  # what stands left of the axis: the lanes' names


@cache
def ink(name: str) -> Any:
    """A name of the page's own palette: the drawing follows its theme."""
    return alt.value(f"var(--{name})")


def at(expression: str) -> Any:
    return alt.value(alt.ExprRef(expression))


@cache
def size(points: float) -> alt.ExprRef:
    """A font size that grows with the drawing: a projector and a laptop get their own."""
    return alt.ExprRef(f"width > 800 ? {points + 1.5} : {points}")


@cache
def day(field: str = "day") -> alt.X:
    return alt.X(f"{field}:Q")


@cache
def days() -> alt.X:
    """The axis of days: the day and its date on every tick."""
    counted, dated = "'d' + replace(toString(datum.value), '-', '−')", "utcFormat(infused + datum.value * 864e5, '%Y-%m-%d')"
    label = f"calendar ? [{dated}, {counted}] : [{counted}, {dated}]"
    axis = alt.Axis(
        title=None, values=alt.ExprRef("ticks"), grid=False, domain=False, tickSize=4, tickColor="var(--ink3)", labelFlush=False,
        labelFontSize=size(12), labelLineHeight=15, labelColor="var(--ink2)", labelExpr=label,
    )  # fmt: skip
    return alt.X("day:Q", axis=axis, scale=alt.Scale(domain=[alt.ExprRef("first"), alt.ExprRef("last")], nice=False, zero=False))


@cache
def level(field: str = "v") -> alt.Y:
    return alt.Y(f"{field}:Q", scale=alt.Scale(type="log"))


@cache
def levels() -> alt.Y:
    """The log axis, in the upper part of the height; the lanes hang under it."""
    number = "datum.value < 0.0001 ? format(datum.value, '.0e') : format(datum.value, ',~r')"
    axis = alt.Axis(
        title=None, values=alt.ExprRef("decades"), grid=False, domain=False, ticks=False, labelPadding=8,
        labelFontSize=size(12), labelColor="var(--ink2)", labelExpr=number, minExtent=NAMES, maxExtent=NAMES,
    )  # fmt: skip
    ends = [alt.ExprRef("lowest"), alt.ExprRef("highest")]
    return alt.Y(
        "v:Q", axis=axis, scale=alt.Scale(type="log", domain=ends, nice=False, range=[alt.ExprRef("height - squeeze * lanes"), TOP])
    )


def told(words: str) -> dict[str, Any]:
    """What makes a mark a link to its record, its tooltip, and its name for those who do not see it: an expression of the tooltip."""
    linked = alt.ExprRef("record && datum.fact ? record + datum.fact : null")
    return {"href": linked, "description": alt.ExprRef(words.replace("tip.", "datum.tip.")), "tooltip": TIP}


def rows(name: str) -> alt.Chart:
    return alt.Chart(alt.NamedData(name))


def free(field: str) -> alt.Y:
    """A height in pixels from the top."""
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def lane(name: str, field: str = "base") -> tuple[alt.Chart, Any]:
    """Rows on lanes: the field is how many pixels above the bottom they lie."""
    return rows(name), above(field)


@cache
def above(field: str) -> Any:
    """So many pixels above the bottom as a field of the row says."""
    return at(f"height - squeeze * datum.{field}")


def text(chart: alt.Chart, y: Any, color: Any, points: float = 12, **mark: Any) -> alt.Chart:
    drawn = chart.mark_text(aria=False, fontSize=size(points), **mark)
    written: alt.Chart = drawn.encode(x=day(), y=y, text="t:N", color=ink(color) if isinstance(color, str) else color)
    return written


def hung(chart: alt.Chart, y: Any, color: Any, points: float = 12, **mark: Any) -> alt.Chart:
    """A text that hangs where its row says there is room."""
    where = {name: alt.ExprRef(f"datum.{name}") for name in ("align", "dx", "dy")}
    return text(chart, y, color, points, baseline="middle", **where, **mark)
