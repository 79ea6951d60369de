"""The trajectory in words, for those who do not see it: what it shows of this subject, in the order a reader looks."""

from collections.abc import Iterator, Sequence

from core.assessment import Assessment, SecondInfusion
from core.pictures import marks as m
from core.pictures.marks import Mark, by_series, main_series, mark_of
from core.pictures.ribbon import Read, reads
from core.pictures.rules import DEATH, again_on, depletions, ended
from core.pictures.toxicity_lane import SCALES
from core.response.window import days_since
from core.scales.episodes import worst_of


def words(found: Assessment) -> str:
    """One sentence a part of the picture."""
    if found.second_infusion is None:
        return "No trajectory: infusion 1 is not recorded as given by this day."
    parts = [
        *_days(found, found.second_infusion),
        *_ctdna(found, found.second_infusion),
        *_others(found, found.second_infusion),
        *_beside(found),
    ]
    return f"{'. '.join(parts)}. The numbers stand in the tables."


def _days(found: Assessment, second: SecondInfusion) -> Iterator[str]:
    standing = second.standing
    yield f"Trajectory over the days since infusion 1 on {standing.infused_on}, as of day {standing.day}, window to day {standing.last_day}"
    if again := again_on(second):
        yield f"Infusion 2 {'' if standing.given_on else 'planned '}on {_at(days_since(standing.infused_on, again))}"
    if depleted := [_at(days_since(standing.infused_on, day)) for day in depletions(found)]:
        yield f"Lymphodepletion on {', '.join(depleted)}"
    for each in ended(found, second):
        yield f"{'Died' if each.reason == DEATH else each.reason.capitalize()} on {_at(days_since(standing.infused_on, each.day))}"


def _ctdna(found: Assessment, second: SecondInfusion) -> Iterator[str]:
    series = by_series(found.facts.ctdna)
    main = main_series(series, second.ctdna.deciding)
    if not main:
        yield "No ctDNA sample known"
    for key in sorted(series, key=lambda each: each != main):
        marks = [mark_of(sample, key[1]) for sample in series[key]]
        name = f"ctDNA, {key[0] or 'assay not recorded'}, {key[1] or 'unit not recorded'}"
        yield f"{name}: {_counted(len(marks))}, {'; '.join(_calls(marks, second))}"


def _calls(marks: Sequence[Mark], second: SecondInfusion) -> Iterator[str]:
    """First, lowest, not detected, not evaluable, newest; one sample is told once."""
    first, last = marks[0], marks[-1]
    middle = marks[1:-1]
    if first is not last:
        yield f"first {_said(first, second)}"
    numbers = [mark for mark in marks if mark.kind == m.QUANTIFIED]
    lowest = min(numbers, key=lambda mark: mark.height or 0, default=None)
    if lowest is not None and lowest in middle:
        yield f"lowest number {_said(lowest, second)}"
    told = {m.QUANTIFIED: "", m.AT_LIMIT: "not detected", m.NO_LIMIT: "not detected", m.NOT_EVALUABLE: "failed or indeterminate"}
    for word in dict.fromkeys(told.get(mark.kind, mark.kind) for mark in middle):
        if word:
            yield f"{word} on {', '.join(_on(mark, second) for mark in middle if told.get(mark.kind, mark.kind) == word)}"
    yield f"newest {_said(last, second)}"


def _others(found: Assessment, second: SecondInfusion) -> Iterator[str]:
    start = second.standing.infused_on
    scans = [_scan(read) for read in reads(found.facts.pet, start)]
    yield f"PET/CT: {', '.join(scans) or 'none known'}"
    for scale in SCALES:
        rows = [row for after in found.toxicity.values() for row in (after.crs if scale == "CRS" else after.icans).rows]
        if not rows:
            yield f"{scale}: not entered"
            continue
        signs = [row for row in rows if row.grade.at_most]
        when = "no sign so far"
        if signs:
            first, last = (_at(days_since(start, row.day)) for row in (signs[0], signs[-1]))
            when = f"signs or days not decided from {first} to {last}"
        yield f"{scale}: worst grade {worst_of(rows)}, {when}"


def _beside(found: Assessment) -> Iterator[str]:
    """What was given for CRS and ICANS by drug, and how many infections there are."""
    given = {id(fact): fact for each in found.toxicity.values() for fact in each.given}.values()
    drugs = dict.fromkeys(fact.record.drug or "drug not recorded" for fact in given)
    if drugs:
        yield f"Given for CRS or ICANS: {', '.join(drugs)}"
    if found.facts.infections:
        yield f"Infections: {len(found.facts.infections)}"


def _scan(read: Read) -> str:
    if read.baseline:
        return f"before infusion 1 on {_at(read.day)}"
    return f"{read.response or 'not decided'} on {_at(read.day)}"


def _counted(samples: int) -> str:
    return f"{samples} sample{'s' if samples > 1 else ''}"


def _said(mark: Mark, second: SecondInfusion) -> str:
    call = f"positive, {mark.label}," if mark.kind == m.QUANTIFIED else mark.label
    return f"{call} on {_on(mark, second)}"


def _on(mark: Mark, second: SecondInfusion) -> str:
    return _at(days_since(second.standing.infused_on, mark.sample.record.collected_on))


def _at(day: int) -> str:
    return f"day {day}".replace("-", "−")
