"""Answers held between rows: hourly rows rarely repeat every sign, so a recorded answer stands for a while [A].

What is one answer, and for how long it holds, the scale says (`answers`, `holds`; clinical reference 2.1, "Rows and episodes").
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from core.facts.fact import Fact
from core.facts.records import Bedside
from core.facts.values import Moment
from core.logic.rules import Statement
from core.scales.assessed import Seen
from core.scales.bedside import Answer, BedsideScale


def stated(scale: BedsideScale) -> Statement:
    """How long an answer of this scale holds, and which cells are one answer."""
    together = "; ".join(" with ".join(column.replace("_", " ") for column in answer) for answer in scale.answers)
    return Statement(
        "held answers",
        f"Between rows of one subject a recorded answer holds for {scale.holds // timedelta(hours=1)} h. One answer each: {together}.",
        "[A] clinical reference 2.1, rows and episodes",
    )


def seen(facts: Iterable[Fact[Bedside]], scale: BedsideScale) -> Iterator[Seen]:
    """Each row, in time order, with the answers of earlier rows that still hold where its own cells are blank."""
    standing: dict[Answer, Fact[Bedside]] = {}
    for fact in facts:
        held = {}
        for answer in scale.answers:
            if any(getattr(fact.record, column) is not None or column in fact.faults for column in answer):
                standing[answer] = fact  # a cell that could not be read is an answer too: no older one stands in for it
            elif (earlier := standing.get(answer)) is None:
                continue
            elif scale.ended(answer, fact.record, earlier.record):
                del standing[answer]
            elif _holds(earlier.record.assessed_at, fact.record.assessed_at, scale):
                held.update(dict.fromkeys(answer, earlier))
        cells = {column: getattr(earlier.record, column) for column, earlier in held.items()}
        yield Seen(fact, fact.record.model_copy(update=cells) if cells else fact.record, held)


def _holds(given: Moment, now: Moment, scale: BedsideScale) -> bool:
    """Whether the answer is known to be young enough: where only a day was recorded, it is not."""
    return given.timed and now.timed and now.at - given.at <= scale.holds
