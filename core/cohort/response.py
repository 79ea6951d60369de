"""The 3-month complete response rate and the best overall response: two different numbers, never mixed (reference 6).

Clock: the day of infusion 1 (of infusion 2, where asked). The scan of days 76 to 104 that is nearest day 90 decides, of two equally near
the later. Denominator: everybody infused whose day 104 has passed by the cut-off; the others are pending and stand apart.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from core.cohort.estimate import Share, share
from core.cohort.times import death, new_therapy, progression, responses
from core.facts.fact import Cited
from core.facts.subject import SubjectFacts
from core.logic.rules import Statement
from core.response.pet import evaluated, of_day

DAY, AROUND = 90, 14  # [A] reference 6 and A17
ORDER = ("CR", "PR", "SD", "PD")  # from the best response to the worst

CR, OTHER, UNDECIDED, ENDED, MISSED, PENDING = "cr", "no_cr", "undecided", "ended", "not_assessed", "pending"

STATED = (
    Statement(
        "3-month CR",
        f"CR at the PET/CT of day {DAY} ± {AROUND} that is nearest day {DAY}, of two equally near the later, of all infused whose window "
        "has closed by the cut-off. Open windows are pending and stand apart. Closed without an assessment: no response. Death or "
        "progression before the deciding scan, or before the window closed without one: no CR.",
        "[A] clinical reference 6, A17",
    ),
    Statement(
        "3-month CR, undecided",
        "A scan that decides no response (CT alone, LYRIC IR, reads that exclude each other) is counted as no CR documented, and listed; "
        "evaluable-only leaves it out with those not assessed.",
        "[A] clinical reference 6, sensitivity",
    ),
    Statement(
        "best overall response",
        "The best of the decided responses after the infusion, up to progression or a new therapy.",
        "[A] clinical reference 6",
    ),
)


@dataclass(frozen=True, slots=True)
class AtThreeMonths:
    """One subject on the clock of one infusion: `said` is one of the words above, `why` in words, with the cells; `day` the deciding
    scan's, `closes` the last day of the window."""

    subject_id: str
    said: str
    why: str
    closes: date
    day: int | None = None
    evidence: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """Everybody on the clock; whose window is open is pending and in no denominator."""

    subjects: tuple[AtThreeMonths, ...]

    def of(self, *said: str) -> tuple[AtThreeMonths, ...]:
        return tuple(each for each in self.subjects if each.said in said)

    @property
    def all_closed(self) -> Share:
        """The main analysis: of all whose window has closed."""
        return share(len(self.of(CR)), len(self.subjects) - len(self.of(PENDING)))

    @property
    def evaluable(self) -> Share:
        """Sensitivity: of those with an assessment that decides, or with an end before it."""
        return share(len(self.of(CR)), len(self.of(CR, OTHER, ENDED)))


def at_three_months(facts: SubjectFacts, infused_on: date, as_of: date) -> AtThreeMonths:
    """What a subject's records of the as-of day say about day 90 after an infusion."""
    first, last = (infused_on + timedelta(days=DAY + by) for by in (-AROUND, AROUND))
    if as_of <= last:
        return AtThreeMonths(facts.subject_id, PENDING, f"window open until {last}", last)
    scans = [scan for scan in evaluated(facts.pet) if first <= scan.record.scanned_on <= last]
    days = sorted({scan.record.scanned_on for scan in scans}, key=lambda day: (abs((day - infused_on).days - DAY), -day.toordinal()))
    until = days[0] if days else last
    ends = [found for found in (progression(facts, infused_on, until), death(facts, infused_on, until)) if found is not None]
    ended = min(ends, key=lambda found: found.day, default=None)
    if ended is not None and (not days or ended.day < days[0]):
        day = (ended.day - infused_on).days
        return AtThreeMonths(facts.subject_id, ENDED, f"{ended.what} on day {day}", last, None, (ended.evidence,))
    if not days:
        return AtThreeMonths(facts.subject_id, MISSED, f"no PET/CT on days {DAY - AROUND}–{DAY + AROUND}", last)
    found = of_day([scan for scan in scans if scan.record.scanned_on == days[0]], infused_on)
    said = UNDECIDED if found.response is None else CR if found.response == "CR" else OTHER
    evidence = tuple(Cited(row, "scanned_on") for row in found.used)
    return AtThreeMonths(facts.subject_id, said, found.reason, last, found.day, evidence)


def best_response(facts: SubjectFacts, infused_on: date, as_of: date) -> tuple[str, Cited] | None:
    """The best response after an infusion up to progression or a new therapy, and its cell; `None` where none was decided."""
    ends = (found.day for found in (progression(facts, infused_on, as_of), new_therapy(facts, infused_on, as_of)) if found is not None)
    until = min(ends, default=as_of)
    found = [each for each in responses(facts, infused_on, until) if each.what in ORDER]
    best = min(found, key=lambda each: ORDER.index(each.what), default=None)
    return None if best is None else (best.what, best.evidence)
