"""What can still be measured, filled in or ruled for the second-infusion rule, each as the record it would be."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeVar

from core.assessment import SecondInfusion
from core.facts.fact import Fact, Origin
from core.facts.records import Ctdna, Pet, Record
from core.facts.subject import SubjectFacts
from core.protocol.choices import REPORT
from core.protocol.standing import Standing
from core.response.pet import Assessment as Scan
from core.response.series import EVALUABLE, Sample
from core.response.window import WINDOW, days_since

R = TypeVar("R", bound=Record)

MEASURED, FILLED, RULED = "measured", "filled", "ruled"
SUPPOSED = "supposed"  # where the source of a record stands that is not one yet
RULING = "pr_requires_ctdna"
# What each cell of a deciding scan may turn out to say. An assessment that is not evaluable, or read by LYRIC as IR, decides nothing.
ANSWERS: Mapping[str, tuple[str | bool, ...]] = {
    "response": ("CR", "PR", "SD", "PD"),
    "modality": ("PET/CT", "CT"),
    "deauville": ("1", "2", "3", "4", "5"),
    "uptake": ("reduced", "unchanged", "increased"),
    "new_lesion": (False, True),
    "marrow_uptake": (False, True),
}
CELLS = {
    "call": "the call of the ctDNA sample",
    "response": "the response of the PET/CT",
    "modality": "the modality of the PET/CT",
    "deauville": "the Deauville score of the PET/CT",
    "uptake": "the uptake against baseline on the PET/CT",
    "new_lesion": "the answer on new lesions of the PET/CT",
    "marrow_uptake": "the answer on marrow uptake of the PET/CT",
}


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One thing known anew. `item` says what, in words that are the same for every answer to it; `said` adds answers. `fact` is the new
    record, or the one whose blank `column` is filled; a ruling has none. `after`: a sample that follows another new one."""

    kind: str
    item: str
    answer: str | bool
    fact: Fact[Ctdna] | Fact[Pet] | None = None
    column: str = ""
    after: bool = False

    @property
    def of_ctdna(self) -> bool:
        return self.fact is not None and isinstance(self.fact.record, Ctdna)

    @property
    def on(self) -> date | None:
        """The first day on which it can be measured; what is filled in or ruled waits for no day."""
        return self.fact.day if self.fact is not None and self.kind == MEASURED else None


def said(step: Step, answers: Sequence[str | bool]) -> str:
    """The item of a step with these answers to it."""
    words = ["yes" if each is True else "no" if each is False else each for each in answers]
    *first, last = words
    either = f"{', '.join(first)} or {last}" if first else last
    joined = {"call": " called ", "response": " read as "} if step.kind == MEASURED else {}
    return f"{step.item}{joined.get(step.column, ': ')}{either}"


def steps(second: SecondInfusion) -> tuple[Step, ...]:
    """Every step that is open while the rule is: none once infusion 2 is given or the case closed, or where a cell leaves that open."""
    where = second.standing
    if where.given_on is not None or where.undated or where.closing is not None:
        return ()
    return (*_samples(where), *_scans(where), *_calls(where), *_reads(second), *_rulings(where))


def _samples(where: Standing) -> Iterator[Step]:
    """A ctDNA sample of each assay that has an evaluable call, and another one after it: one call alone is compared with nothing."""
    drawn = where.facts.ctdna
    first = _next(where, (sample.record.collected_on for sample in drawn))
    assays = dict.fromkeys(sample.record.assay for sample in drawn if sample.record.call in EVALUABLE) or {None: None}
    for after, name in ((False, "a ctDNA sample"), (True, "another ctDNA sample after it")):
        day = first + timedelta(after)
        for assay in assays if days_since(where.infused_on, day) <= where.last_day else ():
            by = f" by {assay}" if assay else " of no assay named" if len(assays) > 1 else ""
            for call in EVALUABLE:
                fact = _new(where, Ctdna, day, assay=assay, call=call)
                yield Step(MEASURED, f"{name}{by}", call, fact, "call", after)


def _scans(where: Standing) -> Iterator[Step]:
    """A PET/CT; of two the later decides alone, so there is none after it."""
    day = _next(where, (scan.record.scanned_on for scan in where.facts.pet))
    for response in ANSWERS["response"] if days_since(where.infused_on, day) <= where.last_day else ():
        fact = _new(where, Pet, day, modality="PET/CT", response=response)
        yield Step(MEASURED, "a PET/CT", response, fact, "response")


def _next(where: Standing, days: Iterable[date]) -> date:
    """The first day that comes after all of these, not before the as-of day nor before the window."""
    opens = where.infused_on + timedelta(WINDOW[0])
    return max([where.as_of, opens, *(day + timedelta(1) for day in days)])


def _new(where: Standing, model: type[R], day: date, **cells: str | bool | None) -> Fact[R]:
    """A record of one day, reported on that day where the site counts by report."""
    values: dict[str, Any] = {**dict.fromkeys(model.model_fields), "subject_id": where.facts.subject_id, model.dated or "": day, **cells}
    if where.under.window_dated_by == REPORT:
        values["reported_on"] = day
    return Fact(model.of(values), Origin(SUPPOSED, model.sheet, 0, {}))


def _calls(where: Standing) -> Iterator[Step]:
    """The call of each sample up to the window's end that has none."""
    for sample in where.facts.ctdna:
        record = sample.record
        if record.call is None and days_since(where.infused_on, record.collected_on) <= where.last_day:
            for call in EVALUABLE:
                yield _fill(sample, "call", call)


def _reads(second: SecondInfusion) -> Iterator[Step]:
    """The blank cells that the deciding scan lacks."""
    lacking = [name.removeprefix("pet.") for name in second.pet.missing]
    for scan in second.pet.used:
        for column in lacking:
            if getattr(scan.record, column) is None:
                for answer in ANSWERS.get(column, ()):
                    yield _fill(scan, column, answer)


def _fill(fact: Sample | Scan, column: str, answer: str | bool) -> Step:
    return Step(FILLED, f"{CELLS[column]} of {fact.day} ({fact.cell(column)})", answer, fact, column)


def _rulings(where: Standing) -> Iterator[Step]:
    if where.under.pr_requires_ctdna is None:
        for answer in (True, False):
            yield Step(RULED, "the ruling whether a PR needs a positive ctDNA", answer, None, RULING)


def taken(facts: SubjectFacts, chosen: Sequence[Step]) -> SubjectFacts:
    """The facts once these steps are taken; a ruling is no fact."""
    return replace(facts, ctdna=_taken(facts.ctdna, chosen, Ctdna), pet=_taken(facts.pet, chosen, Pet))


def _taken(facts: tuple[Fact[R], ...], chosen: Sequence[Step], model: type[R]) -> tuple[Fact[R], ...]:
    filled: dict[int, dict[str, str | bool]] = {}
    for step in chosen:
        if step.kind == FILLED:
            filled.setdefault(id(step.fact), {})[step.column] = step.answer
    new: list[Any] = [step.fact for step in chosen if step.kind == MEASURED and step.fact and isinstance(step.fact.record, model)]
    return (*(_filled(fact, filled[id(fact)]) if id(fact) in filled else fact for fact in facts), *new)


def _filled(fact: Fact[R], cells: Mapping[str, str | bool]) -> Fact[R]:
    faults = {column: fault for column, fault in fact.faults.items() if column not in cells}
    return replace(fact, record=fact.record.model_copy(update=cells), faults=faults)
