"""The pictures of everybody: swimmer lanes picture by picture, how far ctDNA moved, and ctDNA against PET; each with its table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from core.cohort.cohort import Cohort
from core.cohort.four_field import CR, OTHER, STATED, FourField, Lead, four_field, leads
from core.pictures import spider as spiders
from core.pictures import swimmer as swimmers
from core.pictures.swimmer_lane import Lane
from dashboard.address import COHORT, PAGE, PATIENT, SUBJECT, here
from dashboard.chart import Picture, chart, drawn
from dashboard.cohort.listed import Carried, link, listed
from dashboard.look import row, table
from dashboard.markup import Html, join, show, tag

SPIDER = 340  # pixels
LANES, MOVED = "Swimmer lanes, from infusion 1", "ctDNA change from baseline, log₁₀"
LANE_KEY = (
    ("r-c", "CR"), ("r-p", "PR"), ("r-s", "SD"), ("r-x", "PD"), ("r-o", "scan decides no response"), ("r-n", "no scan yet"),
    ("k-again", "infusion 2"), ("k-pos", "ctDNA positive"), ("k-neg", "ctDNA negative"), ("k-no", "ctDNA without a call"),
    ("k-crs", "worst CRS"), ("k-icans", "worst ICANS"), ("k-dead", "death"), ("k-open", "death without a day"), ("k-on", "still followed"),
)  # fmt: skip
MOVED_KEY = (
    ("k-dot", "measured"),
    ("k-down", "at most this: up to the limit of detection"),
    ("k-up", "at least this: baseline up to the limit"),
)


@dataclass(frozen=True)
class Pictures:
    """What is drawn once for all sessions: the lanes picture by picture, each with its height and what is told below it."""

    lanes: tuple[tuple[Picture, int, Html], ...]
    moved: Picture
    moved_below: Html
    fields: Html


def pictures_of(found: Cohort, carried: Carried) -> Pictures:
    def address(subject: str) -> str:
        return here(PATIENT, **{SUBJECT: subject, **carried})

    series = spiders.series_of(found.subjects)
    return Pictures(
        tuple(_lanes(swimmers.lanes_of(found.subjects), address, carried)),
        drawn(spiders.spider(series, address)),
        join([_key(MOVED_KEY), _moved_table(series, carried)]),
        tag("div", _fields(four_field(found.subjects), carried), _leads(leads(found.subjects), carried), cls="halves"),
    )


def pictures(found: Pictures) -> None:
    """Put them on the page; the address says which lanes."""
    picture, height, below = found.lanes[_page(len(found.lanes))]
    with st.container(key="swimmer"):
        show(tag("h2", LANES))
        chart(picture, height)
        show(below)
    with st.container(key="spider"):
        show(tag("h2", MOVED))
        chart(found.moved, SPIDER)
        show(found.moved_below)
    show(found.fields)


def _page(pages: int) -> int:
    """Which picture of the lanes, from 0; what is none in the address is the first."""
    asked = str(st.query_params.get(PAGE, "1"))
    return int(asked) - 1 if asked.isdecimal() and 1 <= int(asked) <= pages else 0


def _lanes(lanes: Sequence[Lane], address: Callable[[str], str], carried: Carried) -> list[tuple[Picture, int, Html]]:
    last, pages, found = swimmers.last_day(lanes), swimmers.pages_of(lanes), []
    for at, some in enumerate(pages):
        below = join([_key(LANE_KEY), _others(at, len(pages), len(lanes), carried), _lane_table(some, carried)])
        found.append((drawn(swimmers.swimmer(some, last, address)), swimmers.height(some), below))
    return found


def _others(at: int, pages: int, subjects: int, carried: Carried) -> Html | None:
    """How many lanes are not in this picture, and the way to them."""
    if pages == 1:
        return None
    first = at * swimmers.MOST
    shown = min(subjects - first, swimmers.MOST)
    told = f"Lanes {first + 1} to {first + shown} of {subjects}, by duration; {subjects - shown} not in this picture:"
    ways = (
        tag("a", f"{number * swimmers.MOST + 1}–{min((number + 1) * swimmers.MOST, subjects)}", data_follow=True, target="_self",
            href=here(COHORT, **{**carried, PAGE: number + 1 if number else None}))
        for number in range(pages)
        if number != at
    )  # fmt: skip
    return tag("p", told, " ", join(ways, " "), cls="others")


def _key(signs: Sequence[tuple[str, str]]) -> Html:
    return tag("p", (tag("span", tag("i", cls=f"k {cls}", aria_hidden="true"), word) for cls, word in signs), cls="key")


def _lane_table(lanes: Sequence[Lane], carried: Carried) -> Html:
    heads = ["subject", "followed", "infusion 2", "response", "ctDNA", "worst CRS", "worst ICANS"]
    rows = [
        row(
            link(lane.subject_id, carried),
            f"{lane.last} days, {lane.end}",
            "" if lane.again is None else f"day {lane.again}",
            ", ".join(f"{each.response} d{each.first}" for each in lane.segments) or "no scan yet",
            ", ".join(f"{each.said} d{each.day}" for each in lane.samples) or "none",
            *lane.worst.values(),
        )
        for lane in lanes
    ]
    return tag("details", tag("summary", f"The {len(lanes)} lanes as a table"), table(heads, rows, "lanes", LANES), cls="every-step")


def _moved_table(all_of_them: Sequence[spiders.Series], carried: Carried) -> Html:
    heads = ["subject", "assay", "baseline", "change in log₁₀ by day after infusion 1"]
    rows = [
        row(
            link(each.subject_id, carried),
            each.assay or "not recorded",
            "none" if each.start is None else f"day {each.start}".replace("-", "−"),
            "; ".join(f"d{point.day} {spiders.change_words(point)}" for point in each.points),
        )
        for each in all_of_them
    ]
    apart = sum(point.kind is None for each in all_of_them for point in each.points)
    told = f"The {len(all_of_them)} lines as a table; {apart} samples that tell no change are in it alone, with the reason"
    return tag("details", tag("summary", told), table(heads, rows, "moved", MOVED), cls="every-step")


def _fields(found: FourField, carried: Carried) -> Html:
    name = "ctDNA against PET/CT"
    rows = [row(scan, *(tag("td", listed(told := found.fields[scan, call], carried, told)) for call in ("negative", "positive")))
            for scan in (CR, OTHER)]  # fmt: skip
    apart = row("in no field", tag("td", listed(found.apart, carried, found.apart), colspan=2))
    return tag(
        "section",
        tag("h2", name),
        tag("p", STATED[0].words, cls="dim sm"),
        table(["", "ctDNA negative", "ctDNA positive"], [*rows, apart], "fields", name),
        aria_label=name,
    )


def _leads(found: Sequence[Lead], carried: Carried) -> Html:
    name = "Lead time of ctDNA before progression"
    rows = [
        row(
            link(each.subject_id, carried),
            f"day {each.progressed}, {each.what}",
            _first_positive(each),
            "–" if each.days is None else tag("b", f"{each.days} days"),
        )
        for each in found
    ]  # fmt: skip
    heads = ["", "progression", "first positive after infusion 1", "lead time"]
    return tag(
        "section",
        tag("h2", name),
        tag("p", STATED[1].words, cls="dim sm"),
        table(heads, rows, "leads", name) if rows else tag("p", "nobody has progressed after infusion 1"),
        aria_label=name,
    )


def _first_positive(lead: Lead) -> str:
    if lead.positive is None:
        return "none before"
    return f"day {lead.positive}, {'after a negative call' if lead.converted else 'no negative call before'}"
