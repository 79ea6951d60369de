"""ctDNA against PET in four fields, each subject by its newest pair; and how long before progression ctDNA was first positive.

Whoever has no pair that decides both stands apart with the reason: never in a field.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.assessment import Assessment
from core.cohort.times import progression
from core.facts.fact import Cited
from core.logic.rules import Statement
from core.response.pairing import LONGEST_GAP, Pair
from core.response.series import EVALUABLE, Sample

CR, OTHER = "PET CR", "PET not CR"
STATED = (
    Statement(
        "four fields",
        f"Each subject by its newest PET/CT after infusion 1 with a ctDNA call at most {LONGEST_GAP} days apart, between the same "
        "infusions. Where that scan decides no response, or the calls of its day contradict each other, the subject stands apart; an "
        "older pair never stands in.",
        "[A] clinical reference 1.3 and 5",
    ),
    Statement(
        "lead time",
        "Of those with progression after infusion 1: days from the first positive ctDNA call after the infusion to it. A day with "
        "contradicting calls counts for neither. Whether a negative call of the same assay came before is told beside.",
        "[A] clinical reference 5",
    ),
)


@dataclass(frozen=True, slots=True)
class FourField:
    """`fields` has who is in each field, by PET and ctDNA word, and in words by which pair; `apart` who is in none, and why."""

    fields: Mapping[tuple[str, str], Mapping[str, str]]
    apart: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lead:
    """One subject that progressed: on which day, counted from infusion 1, and the day of the first positive call before that."""

    subject_id: str
    progressed: int
    what: str
    positive: int | None
    converted: bool
    evidence: tuple[Cited, ...]

    @property
    def days(self) -> int | None:
        return None if self.positive is None else self.progressed - self.positive


def four_field(cohort: Iterable[Assessment]) -> FourField:
    """Everybody given infusion 1."""
    fields: dict[tuple[str, str], dict[str, str]] = {(scan, call): {} for scan in (CR, OTHER) for call in EVALUABLE}
    apart: dict[str, str] = {}
    for each in cohort:
        if 1 not in each.toxicity:
            continue
        after = [pair for pair in each.pairs if pair.day > 0]
        close = [pair for pair in after if pair.gap is not None and pair.gap <= LONGEST_GAP]
        if not close:
            apart[each.subject_id] = f"no ctDNA call within {LONGEST_GAP} days of a PET/CT" if after else "no PET/CT after infusion 1"
            continue
        newest = close[-1]
        if newest.response is None or newest.call is None:
            open_ = "scan decides no response" if newest.response is None else "calls of one day contradict each other"
            apart[each.subject_id] = f"{open_}, day {newest.day}"
        else:
            fields[CR if newest.response == "CR" else OTHER, newest.call][each.subject_id] = _pair_words(newest)
    return FourField(fields, apart)


def _pair_words(pair: Pair) -> str:
    return f"{pair.response} on day {pair.day}, ctDNA {pair.call} {pair.gap} days apart"


def leads(cohort: Iterable[Assessment]) -> tuple[Lead, ...]:
    """Everybody that progressed after infusion 1, in the order of the cohort."""
    infused = (each for each in cohort if 1 in each.toxicity)
    return tuple(lead for each in infused if (lead := _lead(each, each.toxicity[1].infused_on)) is not None)


def _lead(found: Assessment, start: date) -> Lead | None:
    ended = progression(found.facts, start, found.as_of)
    if ended is None:
        return None
    days: dict[date, list[Sample]] = {}
    for sample in sorted(found.facts.ctdna, key=lambda each: each.record.collected_on):
        if sample.record.call in EVALUABLE and start < sample.record.collected_on < ended.day:
            days.setdefault(sample.record.collected_on, []).append(sample)
    agreed = {on: samples for on, samples in days.items() if len({each.record.call for each in samples}) == 1}
    first = next((samples for samples in agreed.values() if samples[0].record.call == "positive"), None)
    progressed = (ended.day - start).days
    if first is None:
        return Lead(found.subject_id, progressed, ended.what, None, False, (ended.evidence,))
    on = first[0].record.collected_on
    assays = {each.record.assay for each in first}
    converted = any(each.record.assay in assays for day, samples in agreed.items() if day < on for each in samples)
    cells = (ended.evidence, *(Cited(each, "call") for each in first))
    return Lead(found.subject_id, progressed, ended.what, (on - start).days, converted, cells)
