"""The blocks of one subject's page, drawn once for all sessions and kept while its facts and the settings stay."""

from dataclasses import dataclass
from datetime import date

from core.pictures.trajectory import trajectory
from core.protocol.settings import Settings
from dashboard.banner import banner
from dashboard.blocks import record_address, shown_marks, ways
from dashboard.chart import Picture, drawn
from dashboard.dose import doses
from dashboard.eligibility import eligibility
from dashboard.eligibility_summary import eligibility_summary
from dashboard.icaht import icaht_block
from dashboard.infections import infections
from dashboard.kept import kept
from dashboard.lens import lens_block
from dashboard.markup import Html, join, tag
from dashboard.measurements import measurements
from dashboard.recommendation import recommendation
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
    return _screen(files.case(subject), files.settings, files.day, tuple(clocks(files).items()), shown_marks())


@kept(200)
def _screen(case: Case, settings: Settings, day: date, clocks: tuple[tuple[str, object], ...], marks: frozenset[str]) -> Screen:
    found, carried, subject = judged(case, settings, day), dict(clocks), case.subject_id
    picture = trajectory(found, marks, settings, record_address(subject, carried, marks))
    glance = eligibility_summary(found)
    card = recommendation(found, settings, carried)
    seen, follows = (toxicity(found, carried), [card, glance]) if picture else (glance, [card])
    blocks = (
        tag("div", seen, ways(subject, carried, marks if picture else None), cls="u seen"),
        tag("div", follows, cls="u follows"),
        tag(
            "div",
            lens_block(found, settings),
            measurements(found, settings, record_address(subject, carried, marks)),
            tag("div", tag("div", infections(found), icaht_block(found)), doses(found), cls="figures"),
            eligibility(found),
            cls="u below",
        ),
    )
    return Screen(banner(found, gathered(case).problems), None if picture is None else drawn(picture), join(blocks))
