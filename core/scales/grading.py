"""Rows of a file graded one by one, as the command `grade` answers: no answer is held from row to row."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from core.facts.fact import Fact
from core.facts.records import Bedside
from core.logic.judgement import Truth
from core.scales.assessed import Assessed, Past, Seen, assess
from core.scales.bedside import BedsideScale
from core.scales.episodes import IN_DOUBT, Progress

CRS_BEFORE = ("crs_before",)  # the column that would say it


def grade_rows(
    facts: Iterable[Fact[Bedside]], scale: BedsideScale, crs_before: Sequence[Truth] | None = None, unplaced: frozenset[str] = frozenset()
) -> list[Assessed]:
    """The rows in their order, each graded by itself. Whether CRS was diagnosed before a row comes from `crs_before`, the file's own
    column, where it has one (one answer a row, `None` for blank), else from the earlier rows of the same subject. `unplaced` are the
    subjects of whom a row could not be placed in time: it may have been the diagnosis, so that for them no CRS before is proved."""
    rows = list(facts)
    if scale.history is None:
        past: Iterable[Past] = (Past() for _ in rows)
    elif crs_before is not None:
        past = (Past(answer, missing=CRS_BEFORE) for answer in crs_before)
    else:
        return [found for _, found in sorted(_in_turn(rows, scale, unplaced), key=lambda numbered: numbered[0])]
    return [assess(scale, Seen(fact, fact.record), before) for fact, before in zip(rows, past, strict=True)]


def _in_turn(rows: Sequence[Fact[Bedside]], scale: BedsideScale, unplaced: frozenset[str]) -> Iterator[tuple[int, Assessed]]:
    """Each row, by its place in the file, after the rows of its subject that came before it in time; of one moment, in file order."""
    numbered = sorted(enumerate(rows), key=lambda numbered: (numbered[1].record.subject_id, numbered[1].record.assessed_at.at))
    for subject, of_subject in groupby(numbered, key=lambda numbered: numbered[1].record.subject_id):
        progress = IN_DOUBT if subject in unplaced else Progress()
        for place, fact in of_subject:
            found = assess(scale, Seen(fact, fact.record), Past(progress.before, progress.since, CRS_BEFORE))
            if scale.is_assessed(fact.record, fact.faults):
                progress = progress.after(found)
            yield place, found
