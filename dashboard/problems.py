"""What could not be read in the files: the count in view, every problem and notice on demand."""

from collections.abc import Sequence

from core.intake.load import Loaded
from dashboard.look import verdict
from dashboard.markup import Html, tag


def problems(found: Loaded) -> Html | None:
    """`None` where everything was read and nothing is to be judged."""
    if not (found.problems or found.notices):
        return None
    said = [f"{_count(found.problems, 'problem')} in the files, each counts as not recorded"] if found.problems else []
    said += [_count(found.notices, "notice")] if found.notices else []
    head = tag("summary", verdict("warning" if found.problems else "information", "; ".join(said)))
    lines = [*map(str, found.problems), *found.notices]
    return tag("details", head, tag("ol", (tag("li", line) for line in lines)), cls="problems")


def _count(found: Sequence[object], name: str) -> str:
    return f"{len(found)} {name}{'' if len(found) == 1 else 's'}"
