"""Who they were: the baseline table with what is not recorded, and what the rule said against what was given."""

from collections.abc import Sequence

from core.cohort.baseline import Baseline, Kinds, Measure
from core.cohort.concordance import FEWEST, Concord
from core.facts.values import plain
from dashboard.cohort.listed import Carried, listed, share
from dashboard.look import row, table
from dashboard.markup import Html, join, tag


def who(found: Baseline, carried: Carried) -> Html:
    rows = [_kinds(each, carried) if isinstance(each, Kinds) else _measure(each, carried) for each in found.rows]
    return tag(
        "section",
        tag("h2", "Baseline and exposure"),
        tag("p", f"{found.number} given infusion 1; the newest screening up to it.", cls="dim sm"),
        table(["", "median (least to most), or how many", "not recorded"], rows, "who", "Baseline and exposure"),
        aria_label="Baseline and exposure",
    )


def _measure(found: Measure, carried: Carried) -> Html:
    words: Html | str = "nobody"
    if found.summary is not None:
        least, middle, most = map(plain, found.summary)
        words = join([tag("b", middle), f" ({least} to {most}) {found.unit}"])
    return row(found.name, tag("td", words), tag("td", listed(found.without, carried)))


def _kinds(found: Kinds, carried: Carried) -> Html:
    words = [tag("span", word, " ", listed(subjects, carried), cls="kind") for word, subjects in found.recorded.items()]
    return row(found.name, tag("td", join(words, " ") if words else "nobody"), tag("td", listed(found.without, carried)))


def concord(found: Sequence[Concord], carried: Carried) -> Html:
    read = "As the rule read on the day of infusion 2, at the case's close or at the window's end."
    note = f"{read} Outcomes only from {FEWEST} subjects a group."
    rows = [
        row(each.name, tag("td", listed(each.subjects, carried)), tag("td", "–" if each.cr is None else share(each.cr))) for each in found
    ]
    return tag(
        "section",
        tag("h2", "The rule and what was given"),
        tag("p", note, cls="dim sm"),
        table(["", "subjects", "CR at 3 months"], rows, "concord", "The rule and what was given"),
        aria_label="The rule and what was given",
    )
