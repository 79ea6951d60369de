"""What the ctDNA samples say on the second-infusion rule: "persistent ctDNA(+) or ctDNA(- -> +)" (NCT06902012; reference 1.3, CTP).

The laboratory's call decides, never a number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from core.facts.chart import Datum
from core.facts.fact import Cited
from core.logic.rules import Statement
from core.protocol.choices import REPORT
from core.protocol.readings import REFERENCE, InForce
from core.response.series import EVALUABLE, Call, Kept, Sample, Series, baseline, by_assay, calls, compared, newest, ordered
from core.response.window import DAYS, WINDOW, days_since, in_words

Status = Literal["persistent", "converted", "negative", "unknown"]

_SOURCE = "[R] clinical reference 1.3"

STATED = (
    Statement(
        "ctDNA 0",
        "ctDNA positive is persistent or converted, from the laboratory's calls positive and negative; never from a number.",
        f"{_SOURCE}; 1.4 A15",
    ),
    Statement(
        "ctDNA 1",
        "Failed and blank calls are dropped before every rule. An indeterminate call is never evidence; if it is the newest result of "
        f"{DAYS}, the pattern is unknown.",
        f"{_SOURCE}, rule 1",
    ),
    Statement(
        "ctDNA 2",
        f"Baseline: the newest positive or negative call before day {WINDOW[0]} of the assay compared; a sample of day 0 is drawn before "
        "the infusion. Older samples before the infusion are not used.",
        f"{_SOURCE}, rule 2",
    ),
    Statement(
        "ctDNA 3",
        f"After the infusion: collected on {DAYS}, not after the as-of day. None with a call: unknown, whatever the baseline. Only calls "
        "of the assay of the newest positive or negative one are compared; samples without an assay form one of their own. Earlier calls "
        "of other assays only: unknown. A newest negative stays negative. Of two assays on the newest day, that with more earlier "
        "calls. The settings day_60_counts and window_dated_by may draw the window otherwise: by report, a sample reported after it does "
        "not count, and one without a report date leaves the pattern open unless the newest call is negative and has its report date.",
        f"{_SOURCE}, rule 3; [A] the change of assay",
    ),
    Statement("ctDNA 4", f"Newest positive or negative call of {DAYS} negative: negative.", f"{_SOURCE}, rule 4"),
    Statement(
        "ctDNA 5",
        "Newest positive, and at least one earlier call of that assay, the baseline included. All earlier ones positive: persistent. Any "
        "earlier one negative: converted. Where the setting persistent_counts_baseline is no, a baseline alone makes nothing persistent: "
        "one more sample is needed.",
        f"{_SOURCE}, rule 5; 1.4 A2",
    ),
    Statement("ctDNA 6", "Newest positive without an earlier call: unknown, one more sample needed.", f"{_SOURCE}, rule 6"),
    Statement(
        "ctDNA 7",
        f"Two different calls on one day among the samples used (the baseline's day or {DAYS}; on the newest day, of whatever assay): "
        "unknown, a conflict.",
        f"{_SOURCE}, rule 7",
    ),
)


@dataclass(frozen=True, slots=True)
class CtdnaResult:
    """`used` are the samples the status rests on, `deciding` those of the newest day of the window with a positive or negative call,
    also where the status is unknown, and `day` that day; `baseline` the newest evaluable ones before infusion 1 of the assay compared;
    `missing` the columns that would decide an unknown status."""

    status: Status
    reason: str
    used: tuple[Sample, ...]
    deciding: tuple[Sample, ...]
    baseline: tuple[Sample, ...]
    day: int | None
    codes: frozenset[str]
    missing: tuple[str, ...] = ("ctdna.call",)


class Verdict(NamedTuple):
    status: Status
    reason: str
    used: Kept = ()
    codes: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ("ctdna.call",)


def pattern(samples: Sequence[Sample], infused_on: date, under: InForce = REFERENCE) -> CtdnaResult:
    """The pattern of days 1 to 60, or as the readings in force draw the window. `samples` are those known on the cut-off day, in any
    order; `infused_on` is the day of infusion 1."""
    window = under.window
    by_report = under.window_dated_by == REPORT
    called = calls(samples, infused_on, window)
    if by_report:
        called = tuple(call for call in called if call.day < window[0] or not _late(call, infused_on, window))
    inside = [call for call in called if call.day in window]
    usable = [call for call in inside if call.word != "failed"]
    evaluable = tuple(call for call in called if call.word in EVALUABLE)
    last = newest(call for call in usable if call.word in EVALUABLE)
    series = compared(evaluable, last)
    verdict = _verdict(newest(usable), last, series, evaluable, under)
    if by_report:
        verdict = _as_reported(verdict, usable)
    baselines = [one.baseline for one in series] if last else [baseline(each) for each in by_assay(evaluable).values()]
    return CtdnaResult(
        status=verdict.status,
        reason=verdict.reason,
        used=_samples(verdict.used),
        deciding=_samples(last),
        baseline=_samples(ordered(call for each in baselines for call in each)),
        day=last[0].day if last else None,
        codes=verdict.codes | _quality(newest(inside), baselines),
        missing=verdict.missing,
    )


def _late(call: Call, infused_on: date, window: range) -> bool:
    """Whether a sample was reported after the window."""
    reported = call.sample.record.reported_on
    return reported is not None and days_since(infused_on, reported) > window[-1]


def _as_reported(verdict: Verdict, usable: Sequence[Call]) -> Verdict:
    """A sample without a report date may lie outside the window: what rests on it is open. Those before a newest negative are moot."""
    undated = tuple(call for call in usable if call.sample.record.reported_on is None)
    moot = verdict.status == "negative" and undated and undated[-1].day < usable[-1].day
    if verdict.status == "unknown" or not undated or moot:
        return verdict
    return Verdict("unknown", f"no report date for the sample of {_days(undated)}", undated, missing=("ctdna.reported_on",))


def _quality(latest: Kept, baselines: list[Kept]) -> frozenset[str]:
    """What to tell of the samples whatever the verdict: one failed on the newest day, a baseline that the assay did not find positive."""
    failed = any(call.word == "failed" for call in latest)
    negative = any({call.word for call in each} == {"negative"} for each in baselines)
    return frozenset([*(["W_CTDNA_FAILED"] if failed else []), *(["W_BASELINE_NEG"] if negative else [])])


def _verdict(latest: Kept, last: Kept, series: list[Series], evaluable: Kept, under: InForce) -> Verdict:
    """The rules in turn. `latest` is the newest day with a usable call, `last` the newest day with a positive or negative one."""
    words = {call.word for call in latest}
    if not words:
        return _unknown(f"no positive, negative or indeterminate call of {in_words(under.window)} was known", (), "W_NO_CTDNA")
    if words == {"indeterminate"}:
        # Nothing is decided; what the evaluable calls before it lack, or that they contradict each other, is told all the same.
        also = _verdict(last, last, series, evaluable, under).codes & {"W_CONFLICT", "W_NEED_SECOND_SAMPLE", "W_ASSAY_CHANGED"}
        return _unknown(f"the newest sample, {_days(latest)}, is indeterminate", latest, "W_CTDNA_INDETERMINATE", *also)
    if len(words) > 1:
        return _unknown(f"different calls on {_days(latest)}: {', '.join(sorted(words))}", latest, "W_CONFLICT")
    if words == {"negative"}:
        return Verdict("negative", f"the newest call, {_days(latest)}, is negative", latest)
    return _positive(latest, series, evaluable, under)


def _positive(latest: Kept, series: list[Series], evaluable: Kept, under: InForce) -> Verdict:
    """The newest call is positive: what came before it, within one assay (rules 3, 5, 6 and 7)."""
    now = f"positive on {_days(latest)}"
    before = ordered(call for one in series for call in one.before)
    if not before:
        if len(series) == 1 and any(call.day < latest[0].day for call in evaluable):
            return _unknown(f"{now}, and every earlier call is of another assay", latest, "W_ASSAY_CHANGED")
        return _unknown(f"{now}, with no earlier call to compare; one more sample needed", latest, "W_NEED_SECOND_SAMPLE")
    used = ordered(call for one in series for call in (*one.before, *one.newest))
    if clashing := ordered(call for one in series for call in one.clashing):
        return _unknown(f"different calls on {_days(clashing)}", used, "W_CONFLICT")
    answers = {one.answer for one in series}
    if len(answers) > 1:
        return _unknown(f"{now}: persistent by one assay, converted by another, with equally many earlier calls", used)
    if answers == {"persistent"}:
        if not under.persistent_counts_baseline and not all(one.earlier for one in series):
            return _unknown(f"{now}, and a baseline does not count; one more sample needed", used, "W_NEED_SECOND_SAMPLE")
        return Verdict("persistent", f"{now} and before that on {_days(before)}", used)
    once = any(one.positive_once for one in series)
    negative = [call for call in before if call.word == "negative"]
    return Verdict("converted", f"{now} after a negative call on {_days(negative[-1:])}", used, frozenset({"W_SINGLE_POS"} if once else ()))


def _unknown(reason: str, used: Kept, *codes: str) -> Verdict:
    return Verdict("unknown", reason, used, frozenset(codes))


def _samples(found: Iterable[Call]) -> tuple[Sample, ...]:
    return tuple(call.sample for call in found)


def _days(found: Iterable[Call]) -> str:
    return ", ".join(f"day {day}" for day in dict.fromkeys(call.day for call in found))


def data(result: CtdnaResult) -> dict[str, Datum]:
    """The chart's variables: `ctdna_pattern`, a word, and `ctdna_day`, the day of the newest positive or negative call of the window."""
    decided = result.status != "unknown"
    return {
        "ctdna_pattern": Datum(
            value=result.status if decided else None,
            evidence=tuple(Cited(sample, "call") for sample in result.used),
            note=result.reason,
            missing=() if decided else result.missing,
            contradiction="W_CONFLICT" in result.codes,
        ),
        "ctdna_day": Datum(
            value=result.day,
            evidence=tuple(Cited(sample, "collected_on") for sample in result.deciding),
            note="" if result.deciding else "no positive or negative call on days 1–60",
            missing=() if result.deciding else ("ctdna.call",),
        ),
    }
