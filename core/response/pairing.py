"""Whether ctDNA and PET were taken close enough in time to be read together, and whether they agree (reference 1.3 and 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.facts.chart import Datum
from core.facts.fact import Cited
from core.logic.rules import Statement
from core.response import pet
from core.response.ctdna import CtdnaResult
from core.response.pet import Assessment, PetResult
from core.response.series import EVALUABLE, Sample
from core.response.window import days_since

# The trial text is silent on all three; assumed [A] in reference 1.3.
LONGEST_GAP = 14  # days; more is W_PAIR_GAP
FIRST_PET_DAY, FIRST_CTDNA_DAY = 21, 14  # earlier is W_EARLY_ASSESSMENT

# A complete response with tumor DNA left, and residual uptake without any: the two pairs on which PET and ctDNA tell the board different
# things. PR with a positive call and CR with a negative one agree; SD and PD lie outside the rule whatever ctDNA says.
DISCORDANT = {("CR", "positive"), ("PR", "negative")}

STATED = (
    Statement(
        "pairs",
        "Every assessment is shown with the nearest positive or negative ctDNA call between the same infusions, of two equally near the "
        f"later; where they are at most {LONGEST_GAP} days apart, "
        f"{' and '.join(f'PET {response} / ctDNA {call}' for response, call in sorted(DISCORDANT))} are shown as discordant. It decides "
        "nothing.",
        "[A] clinical reference 1.3 and 5",
    ),
)


def gap_days(ctdna: CtdnaResult, scan: PetResult) -> int | None:
    """The days between the deciding ctDNA sample and the deciding PET, either decided or not; `None` without one of them."""
    return None if ctdna.day is None or scan.day is None else abs(ctdna.day - scan.day)


def codes(ctdna: CtdnaResult, scan: PetResult) -> frozenset[str]:
    """The warnings that look at both, and those that name a response outside the rule. None of them changes a state."""
    gap = gap_days(ctdna, scan)
    early = (scan.day is not None and scan.day < FIRST_PET_DAY) or (ctdna.day is not None and ctdna.day < FIRST_CTDNA_DAY)
    told = {
        "W_PAIR_GAP": gap is not None and gap > LONGEST_GAP,
        "W_EARLY_ASSESSMENT": early,
        "W_PD": scan.response == "PD",
        "W_OUTSIDE_RULE": scan.response == "SD",
    }
    return frozenset(code for code, applies in told.items() if applies)


@dataclass(frozen=True, slots=True)
class Pair:
    """One PET assessment and the evaluable ctDNA sample nearest to it. `day` counts from infusion 1; `call` is `None` where the samples of
    that day contradict each other, `discordance` is empty where nothing disagrees or the two lie too far apart to say so."""

    scanned_on: date
    day: int
    response: str | None
    samples: tuple[Sample, ...]
    call: str | None
    gap: int | None
    discordance: str


def pairs(samples: Sequence[Sample], assessments: Sequence[Assessment], infused_on: Sequence[date]) -> list[Pair]:
    """Every assessment, in order of day, with its nearest sample, for the picture; of two equally near samples the later. Only samples
    taken between the same infusions are paired: what was drawn before an infusion says nothing of a scan after it. `infused_on` are the
    days of the infusions given, infusion 1 first; a sample or scan of such a day comes before the infusion."""
    evaluable = [each for each in samples if each.record.call in EVALUABLE]
    days: dict[date, list[Assessment]] = {}
    for each in pet.evaluated(assessments):
        days.setdefault(each.record.scanned_on, []).append(each)
    return [_pair(pet.of_day(rows, infused_on[0]), evaluable, day, infused_on) for day, rows in days.items()]


def _pair(scan: PetResult, evaluable: Sequence[Sample], scanned_on: date, infused_on: Sequence[date]) -> Pair:
    """The pair of one scan day."""
    beside = [each for each in evaluable if _course(each.record.collected_on, infused_on) == _course(scanned_on, infused_on)]
    days = {each.record.collected_on for each in beside}
    nearest = min(days, key=lambda on: (abs(days_since(scanned_on, on)), -on.toordinal()), default=None)
    taken = [each for each in beside if each.record.collected_on == nearest]
    gap = None if nearest is None else abs(days_since(scanned_on, nearest))
    called = {each.record.call for each in taken}
    call = called.pop() if len(called) == 1 else None
    discordant = (scan.response, call) in DISCORDANT and gap is not None and gap <= LONGEST_GAP
    return Pair(
        scanned_on=scanned_on,
        day=days_since(infused_on[0], scanned_on),
        response=scan.response,
        samples=tuple(sorted(taken, key=lambda each: (each.origin.file, each.origin.row))),
        call=call,
        gap=gap,
        discordance=f"PET {scan.response} / ctDNA {call}" if discordant else "",
    )


def _course(day: date, infused_on: Sequence[date]) -> int:
    """How many infusions came before the day."""
    return sum(day > infusion for infusion in infused_on)


def data(ctdna: CtdnaResult, scan: PetResult) -> dict[str, Datum]:
    """The chart's variable `pair_gap`, in days."""
    gap = gap_days(ctdna, scan)
    dates = (*(Cited(each, "collected_on") for each in ctdna.deciding), *(Cited(each, "scanned_on") for each in scan.used))
    lacking = [name for name, day in (("ctdna.call", ctdna.day), ("pet.response", scan.day)) if day is None]
    return {"pair_gap": Datum(gap, dates, "" if gap is not None else "ctDNA and PET are not both there", tuple(lacking))}
