"""CRS and ICANS after each infusion: the newest infusion's strip in full, an earlier one's folded, and what the grades rest on."""

from core.assessment import Assessment, InfusionToxicity
from dashboard.course import evidence, ranges
from dashboard.markup import Html, join, tag
from dashboard.strip import folded, strip

USUAL_ROWS = 12  # of one strip, its head among them; a taller one takes more of the screen from the chart


def toxicity(found: Assessment) -> Html:
    """The newest infusion first; nothing where no infusion is given."""
    given = sorted(found.toxicity.values(), key=lambda each: each.number, reverse=True)
    drawn = [join([folded(each) if at else strip(each), _more(each)]) for at, each in enumerate(given)]
    tall = " tall" if drawn and drawn[0].count("<tr") > USUAL_ROWS else ""
    return tag("div", drawn, cls=f"tox-card{tall}", role="region", aria_label="CRS and ICANS")


def _more(each: InfusionToxicity) -> Html | None:
    """Why grades are ranges and what they rest on, side by side on one line."""
    scales = (("CRS", each.crs, each.crs_days), ("ICANS", each.icans, each.icans_days))
    open_ = [ranges(name, days, each.infused_on) for name, _, days in scales]
    rest = [evidence(name, course, each.infused_on) for name, course, _ in scales]
    found = [part for part in (*open_, *rest) if part is not None]
    return tag("div", join(found), cls="more") if found else None
