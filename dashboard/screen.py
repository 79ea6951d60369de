"""The blocks of one subject's page, drawn once for all sessions and kept until another file or setting comes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.assessment import Assessment
from core.pictures.trajectory import trajectory
from dashboard.banner import banner
from dashboard.dose import doses
from dashboard.eligibility import eligibility
from dashboard.eligibility_summary import eligibility_summary
from dashboard.infections import infections
from dashboard.kept import kept
from dashboard.markup import Html, join, tag
from dashboard.measurements import figures_link, measurements
from dashboard.recommendation import recommendation
from dashboard.selection import as_of_day, assessed
from dashboard.source import Source
from dashboard.toxicity import toxicity


@dataclass(frozen=True)
class Screen:
    """The banner, the picture and everything else. Before infusion 1 there is no picture; what stands at a glance takes its place."""

    found: Assessment
    banner: Html
    picture: dict[str, Any] | None
    blocks: Html


def screen(files: Source, subject: str) -> Screen:
    """One subject on the chosen day."""
    return _screen(files, subject, as_of_day(files))


@kept(400)
def _screen(files: Source, subject: str, day: date) -> Screen:
    found = assessed(files, subject, day)
    picture = trajectory(found)
    glance = eligibility_summary(found)
    card = recommendation(found, files.settings)
    seen, follows = (toxicity(found), [card, glance]) if picture else (glance, [card])
    blocks = (
        tag("div", seen, cls="u seen"),
        tag("div", follows, cls="u follows"),
        tag(
            "div",
            figures_link(subject, None if day == files.start else day),
            measurements(found),
            tag("div", infections(found), doses(found), cls="figures"),
            eligibility(found),
            cls="u below",
        ),
    )
    return Screen(found, banner(found), picture, join(blocks))
