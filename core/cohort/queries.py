"""Data queries: what in the records needs an answer from whoever keeps them. Collected from what is found elsewhere, never judged anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.assessment import Assessment
from core.board.worklist import entry_of
from core.facts.chart import Datum
from core.facts.fact import Problem
from core.facts.subject import IN_CONFLICT
from core.ledger.canonical import digest
from core.logic.clauses import Comparison, Recorded
from core.logic.judgement import Judgement
from core.protocol.freshness import age_at

MISSING, IMPLAUSIBLE, CONTRADICTORY, STALE = "missing", "implausible or unreadable", "contradictory", "stale"
KINDS = (CONTRADICTORY, IMPLAUSIBLE, MISSING, STALE)
SAFETY = "CRS, ICANS, infection"


@dataclass(frozen=True)
class Query:
    """`place` is the cell, or the column, criterion or scale that lacks something."""

    subject_id: str
    kind: str
    place: str
    sentence: str

    @cached_property
    def id(self) -> str:
        """The same as long as the same is wrong at the same place of the same subject."""
        return digest([self.subject_id, self.kind, self.place])


def queries(found: Assessment, problems: Sequence[Problem]) -> tuple[Query, ...]:
    """Those of one subject, by kind. `problems` are those of its rows; what is wrong at one place more than once is one query."""
    told: dict[tuple[str, str], dict[str, None]] = {}
    for kind, place, sentence in (*_of_cells(problems), *_contradictory(found), *_missing(found), *_stale(found)):
        told.setdefault((kind, place), {})[sentence] = None
    everything = (Query(found.subject_id, kind, place, "; ".join(sentences)) for (kind, place), sentences in told.items())
    return tuple(sorted(everything, key=lambda query: KINDS.index(query.kind)))


Told = Iterator[tuple[str, str, str]]


def _of_cells(problems: Sequence[Problem]) -> Told:
    for each in problems:
        yield CONTRADICTORY if IN_CONFLICT in each.sentence else IMPLAUSIBLE, each.address, each.sentence


def _contradictory(found: Assessment) -> Told:
    for name, finding in found.eligibility.findings.items():
        if finding.contradiction:
            yield CONTRADICTORY, name, "what is recorded for this criterion contradicts itself"
    second = found.second_infusion
    for raised in () if second is None else second.warnings:
        if raised.code.code == "W_CONFLICT":
            for cited in raised.evidence:
                yield CONTRADICTORY, cited.address, raised.code.words


def _missing(found: Assessment) -> Told:
    entry = entry_of(found)
    for column in entry.missing:
        yield MISSING, column, "not recorded; the verdict is open without it"
    if entry.unsettled:
        yield MISSING, SAFETY, f"not entered or not decided: {entry.unsettled}"


def _stale(found: Assessment) -> Told:
    """Results that are old at the screening anchor, on the as-of day where there is none yet, as long as infusion 1 is not given."""
    anchor = found.anchor[0] or found.as_of
    for name, finding in () if 1 in found.toxicity else found.eligibility.findings.items():
        for variable, datum in _read(finding.holds):
            age = age_at(variable, datum, anchor, found.fresh_for)
            if age is not None and age.old:
                yield STALE, f"{name}, {variable}", f"{age.days} days old at the screening anchor, {anchor}"


def _read(found: Judgement) -> Iterator[tuple[str, Datum]]:
    """What a judgement read of each variable."""
    if isinstance(found.clause, Comparison | Recorded) and found.datum is not None:
        yield found.clause.variable.name, found.datum
    for part in found.parts:
        yield from _read(part)
