"""Everybody in the files, as links with their state: what a page shows while nobody is chosen."""

from urllib.parse import urlencode

from core.assessment import Assessment
from dashboard.banner import left
from dashboard.look import row, table, verdict
from dashboard.markup import Html, tag
from dashboard.recommendation import STATES
from dashboard.selection import DAY, SUBJECT


def subjects(found: list[Assessment]) -> Html:
    if not found:
        return tag("p", "The files name no subject.", cls="notice", role="status")
    intro = tag("p", "Nobody is chosen. Choose a subject above, or one of these.", cls="lead", role="status")
    heads = ["subject", "second infusion", "window", "eligibility"]
    return tag(
        "div",
        tag("h1", "Subjects ", tag("span", str(len(found)), cls="dim")),
        intro,
        table(heads, [_row(each) for each in found], "people"),
    )


def _row(found: Assessment) -> Html:
    address = "patient?" + urlencode({SUBJECT: found.subject_id, DAY: str(found.as_of)})
    link = tag("a", found.subject_id, href=address, target="_self")
    second = found.second_infusion
    return row(link, _state(found), left(second.standing) if second is not None else "", verdict(found.eligibility.overall))


def _state(found: Assessment) -> Html:
    second = found.second_infusion
    if second is None:
        if found.infusion_1_open:
            return verdict("unknown", "infusion 1 unclear", "chip")
        return tag("span", "no infusion 1 recorded as given", cls="dim")
    count = len(second.holds)
    hold = verdict("hold", f"{count} {'hold' if count == 1 else 'holds'}", "chip") if count else None
    return tag("span", verdict(second.state, STATES[second.state], "chip"), " ", hold)
