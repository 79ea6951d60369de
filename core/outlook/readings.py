"""What an assessment says of one subject, verdict by verdict in words, each with the cells it rests on: what two of them differ in."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from core.assessment import Assessment, InfusionToxicity, SecondInfusion, state_of
from core.facts.fact import Cited
from core.logic.rules import Finding, Grade
from core.protocol.holds import CODES
from core.scales.episodes import Course

RAISED, NOT_RAISED = "raised", "not raised"
NOT_JUDGED, NOT_ASSESSED, UNKNOWN = "not judged", "not assessed", "unknown"  # no infusion that it would follow; no row; open


class Reading(NamedTuple):
    """One verdict in words and the addresses of its cells."""

    said: str
    cells: tuple[str, ...]


def readings_of(found: Assessment) -> dict[str, Reading]:
    """The verdicts by name, in the order in which a board asks. A warning has one where it is raised."""
    return dict(_readings(found))


def absent(name: str) -> str:
    """What is said of a verdict that is not there."""
    return NOT_RAISED if name in CODES else NOT_JUDGED


def _readings(found: Assessment) -> Iterator[tuple[str, Reading]]:
    second = found.second_infusion
    yield "second infusion", Reading(state_of(found), _cells(_of_rule(second)) if second else _cells(found.infusion_1_open))
    if second is not None:
        yield "literal reading", _judged(second.readings.literal)
        yield "strict reading", _judged(second.readings.strict)
        yield "ctDNA", Reading(second.ctdna.status, _cells(_of_ctdna(second)))
        yield "PET/CT", Reading(second.pet.response or UNKNOWN, _cells(_of_pet(second)))
        for item in second.warnings:
            yield item.code.code, Reading(RAISED, _cells(item.evidence))
    findings = found.eligibility.findings
    every = dict.fromkeys(cell for finding in findings.values() for cell in _judged(finding).cells)
    yield "eligibility", Reading(found.eligibility.overall, tuple(every))
    for name, finding in findings.items():
        yield name, _judged(finding)
    for after in found.toxicity.values():
        yield from _toxicity(after)


def _judged(finding: Finding) -> Reading:
    judgements = (finding.holds,) if finding.excused is None else (finding.holds, finding.excused)
    data = [leaf.datum for each in judgements for leaf in each.leaves() if leaf.datum is not None]
    return Reading(finding.status, _cells(cited for datum in data for cited in datum.evidence))


def _of_rule(second: SecondInfusion) -> Iterator[Cited]:
    yield from _of_ctdna(second)
    yield from _of_pet(second)
    yield from second.standing.undated
    if second.standing.closing is not None:
        yield second.standing.closing.evidence


def _of_ctdna(second: SecondInfusion) -> Iterator[Cited]:
    for sample in (*second.ctdna.used, *second.ctdna.deciding):
        yield from (Cited(sample, column) for column in ("call", "collected_on", "assay"))


def _of_pet(second: SecondInfusion) -> Iterator[Cited]:
    for scan in second.pet.used:
        yield from (Cited(scan, column) for column in ("response", "scanned_on", "deauville", "modality"))


def _toxicity(after: InfusionToxicity) -> Iterator[tuple[str, Reading]]:
    for scale, course in (("CRS", after.crs), ("ICANS", after.icans)):
        for when, grade in (("now", course.now(after.day)), ("worst", course.worst)):
            yield f"{scale} {when} after infusion {after.number}", Reading(_grade(grade), _of_course(course, when))


def _grade(grade: Grade | None) -> str:
    return NOT_ASSESSED if grade is None else f"grade {grade}"


def _of_course(course: Course, which: str) -> tuple[str, ...]:
    row = course.deciding.get(which)
    return () if row is None else _cells(row.evidence())


def _cells(cited: Iterable[Cited]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.address for each in cited))
