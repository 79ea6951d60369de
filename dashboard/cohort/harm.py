"""Toxicity by infusion: any grade and grade 3 or more, each subject once at its worst, ranges as ranges."""

from collections.abc import Iterator, Sequence

from core.cohort.toxicity import SEVERE, AfterInfusion, Line
from core.scales.icaht import NAME as ICAHT
from dashboard.cohort.listed import Carried, listed, share
from dashboard.look import table
from dashboard.markup import Html, tag


def harm(found: Sequence[AfterInfusion], carried: Carried) -> Html:
    note = (
        "Each subject counts once, at its worst grade, of everybody given that infusion. Two numbers are what is certain and what is "
        "possible: a grade that is a range, or was not recorded, is never counted as absent."
    )
    heads = ["", *(f"infusion {after.number}, {words}" for after in found for words in ("any grade", f"grade {SEVERE} or more"))]
    groups = [
        *_group(f"Scales; {ICAHT}", [after.scales for after in found], carried),
        *_group("Infections, by onset", [after.infections for after in found], carried),
        *_group("Adverse events", [after.events for after in found], carried),
    ]
    given = ", ".join(f"{len(after.infused)} given infusion {after.number}" for after in found)
    return tag(
        "section",
        tag("h2", "Toxicity by infusion"),
        tag("p", f"{given}. {note}", cls="dim sm"),
        table(heads, groups, "harm", "Toxicity by infusion"),
        aria_label="Toxicity by infusion",
    )


def _group(name: str, found: Sequence[Sequence[Line]], carried: Carried) -> Iterator[Html]:
    """The rows of one kind; a term that one infusion lacks is none there."""
    terms = dict.fromkeys(line.term for lines in found for line in lines)
    yield tag("tr", tag("th", name, colspan=1 + 2 * len(found), scope="rowgroup"), cls="group")
    for term in terms:
        cells = (_cells(next((line for line in lines if line.term == term), None), carried) for lines in found)
        yield tag("tr", tag("th", term, scope="row"), cells)
    if not terms:
        yield tag("tr", tag("td", "none recorded", colspan=1 + 2 * len(found), cls="dim"))


def _cells(line: Line | None, carried: Carried) -> Iterator[Html]:
    if line is None:
        yield tag("td", "none recorded", cls="dim", colspan=2)
        return
    for grade, found in ((1, line.any_grade), (SEVERE, line.severe)):
        told = {who: f"grade {range_}" for who, range_ in line.grades.items() if range_.at_most >= grade}
        yield tag("td", share(found), listed(told, carried, told) if told else None)
