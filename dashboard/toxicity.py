"""CRS and ICANS after each infusion: the newest infusion's strip in full, an earlier one's folded, and what the grades rest on."""

from collections.abc import Mapping

from core.assessment import Assessment, InfusionToxicity
from core.board.toxicity import died_on
from dashboard.address import BLOCK, PATIENT, SUBJECT, here
from dashboard.blocks import HOURS
from dashboard.course import evidence, ranges
from dashboard.markup import Html, join, tag
from dashboard.strip import folded, strip

USUAL_ROWS = 12  # of one strip, its head among them; a taller one takes more of the screen from the chart


def toxicity(found: Assessment, carried: Mapping[str, object]) -> Html:
    """The newest infusion first; nothing where no infusion is given. `carried` is what a link takes along."""
    given = sorted(found.toxicity.values(), key=lambda each: each.number, reverse=True)
    died = died_on(found)
    way = _hours(found.subject_id, carried)
    drawn = [join([strip(each, died), _more(each, way)]) for each in given[:1]]
    drawn += [join([folded(each, died), _more(each, None)]) for each in given[1:]]
    tall = " tall" if drawn and drawn[0].count("<tr") > USUAL_ROWS else ""
    return tag("div", drawn, cls=f"tox-card{tall}", role="region", aria_label="CRS and ICANS")


def _hours(subject: str, carried: Mapping[str, object]) -> Html:
    """The way to the same, hour by hour."""
    address = here(PATIENT, **{SUBJECT: subject, **carried, BLOCK: HOURS})
    return tag("a", "hour by hour", href=address, data_follow=True, target="_self")


def _more(each: InfusionToxicity, way: Html | None) -> Html | None:
    """The way to the hours, why grades are ranges and what they rest on, side by side on one line."""
    scales = (("CRS", each.crs, each.crs_days), ("ICANS", each.icans, each.icans_days))
    open_ = [ranges(name, days, each.infused_on) for name, _, days in scales]
    rest = [evidence(name, course, each.infused_on) for name, course, _ in scales]
    found = [part for part in (way, *open_, *rest) if part is not None]
    return tag("div", join(found), cls="more") if found else None
