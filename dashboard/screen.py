"""The blocks of one subject's page, drawn once for all sessions and kept while its facts and the settings stay."""

from dataclasses import dataclass
from datetime import date

from core.pictures.trajectory import trajectory
from core.protocol.settings import Settings
from dashboard.banner import banner
from dashboard.blocks import block_links
from dashboard.chart import Picture, drawn
from dashboard.dose import doses
from dashboard.eligibility import eligibility
from dashboard.eligibility_summary import eligibility_summary
from dashboard.infections import infections
from dashboard.kept import kept
from dashboard.markup import Html, join, tag
from dashboard.measurements import figures_link, measurements
from dashboard.recommendation import recommendation
from dashboard.records.block import records_link
from dashboard.selection import clocks, judged
from dashboard.source import Case, Source, gathered
from dashboard.toxicity import toxicity


@dataclass(frozen=True)
class Screen:
    """The banner, the picture and everything else. Before infusion 1 there is no picture; what stands at a glance takes its place."""

    banner: Html
    picture: Picture | None
    blocks: Html


def screen(files: Source, subject: str) -> Screen:
    """One subject on the chosen day."""
    return _screen(files.case(subject), files.settings, files.day, tuple(clocks(files).items()))


@kept(200)
def _screen(case: Case, settings: Settings, day: date, carried: tuple[tuple[str, object], ...]) -> Screen:
    found = judged(case, settings, day)
    picture = trajectory(found)
    glance = eligibility_summary(found)
    card = recommendation(found, settings)
    seen, follows = (toxicity(found), [card, glance]) if picture else (glance, [card])
    blocks = (
        tag("div", seen, cls="u seen"),
        tag("div", follows, cls="u follows"),
        tag(
            "div",
            figures_link(case.subject_id, dict(carried)),
            measurements(found),
            tag("div", infections(found), doses(found), cls="figures"),
            eligibility(found),
            block_links(case.subject_id, dict(carried)),
            records_link(case.subject_id, dict(carried)),
            cls="u below",
        ),
    )
    return Screen(banner(found, gathered(case).problems), None if picture is None else drawn(picture), join(blocks))
