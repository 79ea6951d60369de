"""CRS and ICANS hour by hour: an infusion one strip of signs, grades, treatments and infections, and the same as a table."""

from datetime import date

from core.assessment import Assessment, InfusionToxicity
from core.protocol.settings import Settings
from core.scales.crs import CRS
from core.scales.icans import ICANS
from dashboard.course import method
from dashboard.hour_axis import axis
from dashboard.hour_episodes import episodes_of, given_at, masked
from dashboard.hour_given import answers, entered, infections, treatments, unplaced
from dashboard.hour_marks import Lane, plane
from dashboard.hour_rows import block
from dashboard.hour_table import table_of
from dashboard.kept import kept
from dashboard.markup import Html, show, tag
from dashboard.selection import judged
from dashboard.source import SUBJECTS_AT_HAND, Case, Source

LEGEND = (
    ("hi", "recorded, a sign"),
    ("lo", "recorded, none"),
    ("held", f"held over from an earlier assessment: {CRS.holds.seconds // 3600} h for CRS, {ICANS.holds.days * 24} h for ICANS"),
    ("else", "another cause recorded, not counted"),
    ("q", "not recorded: the grade is a range"),
    ("mask", "fever masked by therapy"),
)


def hours(files: Source, subject: str) -> None:
    """Draw the strips of one subject on the chosen day."""
    show(_drawn(files.case(subject), files.settings, files.day))


@kept(SUBJECTS_AT_HAND)
def _drawn(case: Case, settings: Settings, day: date) -> Html:
    return hours_html(judged(case, settings, day))


def hours_html(found: Assessment) -> Html:
    """The newest infusion first."""
    if not found.toxicity:
        return tag("p", "No infusion is recorded as given by this day: CRS and ICANS are told from infusion 1 on.")
    given = sorted(found.toxicity.values(), key=lambda each: each.number, reverse=True)
    return tag("div", [_infusion(found, each) for each in given], _legend(), cls="hours")


def _infusion(found: Assessment, each: InfusionToxicity) -> Html:
    title = f"Infusion {each.number}, {each.infused_on}, grades: {method(each.crs, each.icans)}; as of {each.last}"
    blocks = [block("CRS", each.crs), block("ICANS", each.icans)]
    lanes = [*infections(found, each), *answers(found, each), *blocks[0].lanes, *treatments(each), *blocks[1].lanes]
    return tag(
        "section",
        tag("h3", title),
        episodes_of(found, each),
        masked(each.crs, each),
        _strip(lanes, found, each) if lanes else tag("p", "Nothing was entered for this infusion.", cls="h-note"),
        _never([name for each in blocks for name in each.never]),
        unplaced(found, each),
        table_of(found, each),
    )


def _strip(lanes: list[Lane], found: Assessment, each: InfusionToxicity) -> Html:
    """The names stand still, the hours scroll beside them. What it shows stands in the table once more, for who cannot see it."""
    names = [tag("div", tag("b", lane.name), tag("span", lane.beside), cls=f"h-name {lane.cls}".rstrip()) for lane in lanes]
    drawn = plane(lanes, axis(entered(found, each), each.infused_on, each.last), given_at(found).get(each.number))
    label = f"Infusion {each.number}, hour by hour; the same is in the table below"
    scrolled = tag("div", tag("div", drawn, aria_hidden="true"), cls="scroll", tabindex=0, role="region", aria_label=label)
    return tag("div", tag("div", tag("div", cls="h-days"), names, cls="h-names"), scrolled, cls="h-strip")


def _never(names: list[str]) -> Html | None:
    return tag("p", f"Never recorded after this infusion: {', '.join(names)}.", cls="h-note dim") if names else None


def _legend() -> Html:
    keys = (tag("span", tag("i", cls=cls), said) for cls, said in LEGEND)
    others = (
        tag("span", said)
        for said in (
            "≠ differs from the computed grade, which counts",
            "as wide as a day: the hour is not recorded",
            "double line: a grade as the site recorded it",
        )
    )
    return tag("p", keys, others, cls="h-legend")
