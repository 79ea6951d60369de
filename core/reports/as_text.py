"""The assessments as lines for a terminal: one subject a block, the verdicts first, what is missing beside them."""

from collections.abc import Iterable, Sequence
from datetime import date

from core.assessment import Assessment
from core.facts.fact import Problem
from core.intake.places import visible
from core.protocol.eligibility import NOT_IN_TEXT
from core.protocol.settings import Settings
from core.protocol.trial import CLAIM, PROTOCOL


def cohort_text(assessments: Iterable[Assessment], as_of: date, site: Settings, problems: Sequence[Problem]) -> str:
    chosen = "; ".join(f"{name} {words}" for name, words in site.in_words().items())
    lines = [f"{PROTOCOL} · as of {as_of} · {CLAIM}", NOT_IN_TEXT, f"Settings: {chosen}", ""]
    for found in assessments:
        lines += [*_subject(found), ""]
    if problems:
        lines.append(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}, listed above: each counts as not recorded")
    return "\n".join(map(visible, lines)).rstrip("\n") + "\n"


def _subject(found: Assessment) -> Iterable[str]:
    day, name = found.anchor
    yield f"{found.subject_id}"
    yield f"  eligibility      {found.eligibility.overall} (judged {day or 'on no day'}, {name})"
    for criterion, finding in found.eligibility.findings.items():
        if finding.status not in ("met", "not_applicable"):
            lacking = f": missing {', '.join(finding.missing)}" if finding.missing else ""
            yield f"    {criterion:<4} {finding.status}{lacking}"
    for criterion, finding in found.worsened.items():
        yield f"    {criterion:<4} met on {day}; before infusion 1 {finding.status}, which undoes nothing"
    second = found.second_infusion
    if second is None:
        yield f"  second infusion  {'unknown' if found.infusion_1_open else 'no infusion 1 recorded as given'}"
        for cell in found.infusion_1_open:
            yield f"                   infusion 1: unknown until {cell.column} is settled: {cell.address}"
        return
    closed = second.standing.closing
    why = f" ({closed.reason}, {closed.day})" if closed else ""
    yield f"  ctDNA            {second.ctdna.status}: {second.ctdna.reason}"
    yield f"  PET/CT           {second.pet.response or 'unknown'}: {second.pet.reason}"
    yield f"  second infusion  {second.state}{why}; literal {second.readings.literal.status}, strict {second.readings.strict.status}"
    yield f"                   day {second.standing.day}, window to {second.standing.last_day_of_window}"
    for cell in second.standing.undated:
        yield f"                   unknown until {cell.column} is settled: {cell.address}"
    for item in (*second.holds, *(item for item in second.warnings if item not in second.holds)):
        yield f"    {item.code.kind:<12} {item.code.code}{f': {item.detail}' if item.detail else ''}"
    for number, after in found.toxicity.items():
        grades = (
            f"{scale} now {_grade(course.now(after.day))}, worst {_grade(course.worst)}"
            for scale, course in (("CRS", after.crs), ("ICANS", after.icans))
        )
        yield f"  infusion {number}       {'; '.join(grades)}"


def _grade(grade: object) -> str:
    return "not recorded" if grade is None else str(grade)
