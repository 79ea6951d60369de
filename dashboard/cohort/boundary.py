"""The stopping boundaries the site has set, each with how far away it is."""

from collections.abc import Sequence

from core.cohort.as_text import boundary_words
from core.cohort.boundary import BELOW, PERHAPS, REACHED, Distance
from dashboard.address import SETTINGS, here
from dashboard.cohort.listed import Carried, listed
from dashboard.look import row, table, verdict
from dashboard.markup import Html, tag

HEADS = ["boundary", "state", "with the event", "cannot be told", "without", "pending"]
LOOKS = {REACHED: "hold", PERHAPS: "unknown", BELOW: "information"}
HOW = (
    "Exact binomial: reached where so many events or more would, at the tolerated rate, happen with less than 1 − confidence. Those within "
    "the days are pending. It stops nothing; the board decides."
)


def boundaries(found: Sequence[Distance] | None, carried: Carried) -> Html:
    if found is None:
        way = tag("a", "Settings", href=here(SETTINGS, **carried), data_follow=True, target="_self")
        said = tag("p", verdict("unknown", "stopping boundaries unset"), ": none is shown. They are chosen in ", way, ".")
        return _section(said)
    rows = [
        row(
            each.boundary.said,
            tag("td", verdict(LOOKS[each.state], each.state), boundary_words(each).removeprefix(each.state)),
            *(tag("td", listed(who, carried)) for who in (each.certain, each.possible, each.without, each.pending)),
        )
        for each in found
    ]
    return _section(tag("p", HOW, cls="dim sm"), table(HEADS, rows, "stopping", "Stopping boundaries"))


def _section(*content: Html) -> Html:
    return tag("section", tag("h2", "Stopping boundaries"), *content, aria_label="Stopping boundaries")
