"""The flow from enrolled to infused twice: who goes on and who leaves the way, every box with its list."""

from collections.abc import Sequence

from core.cohort.flow import APHERESED, ENROLLED, INFUSED, TWICE, Box
from dashboard.cohort.listed import Carried, listed
from dashboard.markup import Html, tag

ON = (ENROLLED, APHERESED, INFUSED, TWICE)  # the way down; the other boxes leave it


def flow(boxes: Sequence[Box], carried: Carried) -> Html:
    rows = []
    for name in ON:
        own = next(box for box in boxes if box.name == name)
        leaving = [box for box in boxes if box.comes_from == name and box.name not in ON]
        rows.append(
            tag("div", _box(own, carried, "on"), tag("div", (_box(box, carried, "out") for box in leaving), cls="leaving"), cls="step")
        )
    note = "Not receiving infusion 2 is no deviation: it is given where the rule is met and the board decides so."
    return tag("section", tag("h2", "Flow"), rows, tag("p", note, cls="dim sm"), cls="flow", aria_label="Flow")


def _box(box: Box, carried: Carried, cls: str) -> Html:
    return tag("div", listed(box.subjects, carried), tag("span", box.name), cls=f"box {cls}")
