"""What is wrong in the files, cell by cell: what blocks, what stays out by choice, and what is only told."""

from collections.abc import Sequence

from core.facts.fact import Problem
from dashboard.look import verdict
from dashboard.markup import Html, tag
from dashboard.upload.counted import boxed, headed, many

HEADS = ["cell", "found", "expected"]
EXPECTED = "; expected "


def fault(problem: Problem, with_file: bool) -> Html:
    """One row: where, what was found, what was expected; the file is named where there are several."""
    file, _, place = problem.address.rpartition(" · ")
    found, _, expected = problem.sentence.rpartition(EXPECTED)
    cell = tag("th", tag("span", place, cls="cell"), tag("div", file, cls="dim sm") if with_file else None, scope="row")
    return tag("tr", cell, tag("td", found or problem.sentence), tag("td", expected if found else None, cls="dim"))


def blocking(problems: Sequence[Problem], notices: Sequence[str], asked: int = 0) -> Html:
    """How many problems there are and what they do; the list follows. What a question is open about was not looked at yet."""
    if not problems:
        none = "none so far: what is asked above is not read yet" if asked else "none: every filled cell of the columns read was understood"
        return headed("Problems", none, _notices(notices))
    said = f"{many(len(problems), 'problem')}, so nothing is stored"
    return headed("Problems, by cell", f"{len(problems):,}", tag("p", verdict("not_met", said, "chip"), cls="said"), _notices(notices))


def staying_out(left_out: Sequence[Problem], notices: Sequence[str]) -> Html:
    """What stays out by choice. The cells count as not recorded, and say why."""
    said = f"{many(len(left_out), 'cell, row or sheet', 'cells, rows or sheets')} left out by your choice; what they say stays unknown"
    return headed("Left out, by cell", f"{len(left_out):,}", tag("p", verdict("warning", said, "chip"), cls="said"), _notices(notices))


def refusals(refused: Sequence[str]) -> Html | None:
    """Files that could not be read at all: no part of the upload is stored with them."""
    if not refused:
        return None
    lines = [tag("p", verdict("not_met", "refused"), " ", line) for line in refused]
    return tag("div", lines, cls="notice bad", role="alert")


def _notices(notices: Sequence[str]) -> Html | None:
    """What costs nothing and is told all the same."""
    if not notices:
        return None
    head = tag("summary", verdict("information", many(len(notices), "notice")))
    return tag("details", head, boxed(tag("ul", (tag("li", each) for each in notices)), "Notices"), cls="notices")
