"""ICAHT, the neutropenia after an immune effector cell therapy: early and late, by EHA/EBMT (Rejeski, Blood 2023;142:865-877).

The consensus grades runs of days and a nadir and leaves open how days without a count are read; interpolation and the joining of runs are
those of the Fred Hutch group (clinical reference 3.1). Counts are in 10⁹/L, days from the infusion.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.facts.values import Amount
from core.logic.clauses import Comparison, Variable
from core.logic.judgement import Truth
from core.logic.rules import Grade, Statement
from core.scales.runs import LONGEST_BRIDGE, LONGEST_RECOVERY, Course, Stretch, course, highest, possible, proved, runs

NAME = "ICAHT, EHA/EBMT (Rejeski 2023); interpolation and joining: Fred Hutch"
EARLY_WINDOW, LATE_WINDOW = Stretch(0, 30), Stretch(31, 100)
LAST_START = 3  # a run that begins by this day and lasts to the last count never recovered

neutrophils = Variable("neutrophils", "neutrophils", "×10⁹/L")
LOW, VERY_LOW = neutrophils <= "0.5", neutrophils <= "0.1"
LOW_DAYS = {1: 1, 2: 7, 3: 14}  # the shortest run at or below 500/µL of each early grade
VERY_LOW_DAYS = {3: 7, 4: 14}  # and at or below 100/µL
LATE_LIMITS = {1: neutrophils <= "1.5", 2: neutrophils <= "1", 3: LOW, 4: VERY_LOW}

_PUBLISHED = (
    "verified: secondary implementation, github emilyliangmd/automatedicahtgrading; Rejeski, Blood 2023;142:865; clinical reference 3.1"
)
_FRED_HUTCH = "verified: github emilyliangmd/automatedicahtgrading; clinical reference 3.1"

STATED = (
    Statement(
        "early",
        f"{EARLY_WINDOW.first}–{EARLY_WINDOW.last} days after the infusion. At or below 500/µL: {LOW_DAYS[1]}–{LOW_DAYS[2] - 1} days grade "
        f"1, {LOW_DAYS[2]}–{LOW_DAYS[3] - 1} grade 2, {LOW_DAYS[3]} or more grade 3, never above grade 4. At or below 100/µL: "
        f"{VERY_LOW_DAYS[3]}–{VERY_LOW_DAYS[4] - 1} days grade 3, {VERY_LOW_DAYS[4]} or more grade 4.",
        _PUBLISHED,
    ),
    Statement(
        "late",
        "After day 30, the lowest count: at or below 1500/µL grade 1, 1000 grade 2, 500 grade 3, 100 grade 4. The second lowest must be at "
        "or below 1500 as well; one count alone gives its grade, provisional. Nothing is interpolated.",
        _PUBLISHED,
    ),
    Statement(
        "late window",
        f"Days {LATE_WINDOW.first}–{LATE_WINDOW.last}, or until progression (follow-up, or a PET/CT that says PD), a new therapy against "
        "the lymphoma, death or the day before the next infusion.",
        f"{_FRED_HUTCH}; [R] the next infusion ends it",
    ),
    Statement(
        "days and runs",
        f"The lowest count of a day counts. Up to {LONGEST_BRIDGE} days without a count are read off the line between the counts on "
        f"either side, within the window or beyond it. The longest run decides; a recovery of up to {LONGEST_RECOVERY} days does "
        "not end a run, and its days count.",
        f"{_FRED_HUTCH}; [R] nothing is rounded, and a count outside the window ends a line as any other does",
    ),
    Statement(
        "never recovered",
        f"A run at or below 500/µL that begins by day {LAST_START} and lasts to the last count is grade 4. While the window is still open "
        "and the subject is followed, it is grade 4 at most: the next count may yet be above.",
        f"{_FRED_HUTCH}; [R] the open window",
    ),
    Statement(
        "days without a count",
        f"More than {LONGEST_BRIDGE} days without a count break a run and are open: they may have been low, so the grade is a range. At "
        f"the edges of the window the nearest count speaks for up to {LONGEST_BRIDGE} days where it is above the limit; where it is not, "
        "they are open too. No count in a window: no grade, never 0.",
        "[R] golden rule: unknown never turns into no; Fred Hutch carries the nearest count to the edges and lets longer gaps count for "
        "nothing; clinical reference 3.1",
    ),
    Statement(
        "censored counts",
        "A count such as <0.1 is low only where every count it allows is; otherwise the grade is a range. A count that cannot be read, has "
        "no unit or is not plausible counts as not recorded and is flagged.",
        "[R] clinical reference 1.1, inputs",
    ),
)


@dataclass(frozen=True, slots=True)
class Early:
    """`low` and `very_low` are the longest proved runs, `None` where there is none; `unrecovered` the run, proved or possible, that
    began at the start and lasts to the end, where the last count is low."""

    grade: Grade
    course: Course
    low: Stretch | None
    very_low: Stretch | None
    unrecovered: Stretch | None


@dataclass(frozen=True, slots=True)
class Late:
    """`nadir` is the day of the lowest count, `second` that of the second lowest, `None` where there is one count alone."""

    grade: Grade
    counted: Mapping[int, Amount]
    nadir: int
    second: int | None

    @property
    def provisional(self) -> bool:
        return self.second is None


def early(counts: Mapping[int, Amount], last: int, followed: bool) -> Early | None:
    """The early grade by the end of day `last`. `counts` are the lowest of each day; `followed` says that later counts are to come."""
    found = course(counts, Stretch(EARLY_WINDOW.first, min(last, EARLY_WINDOW.last)))
    if found is None:
        return None
    low, very_low = found.low(LOW), found.low(VERY_LOW)
    to_come = followed and last < EARLY_WINDOW.last
    at_least = _early(low, very_low, proved, None if to_come else found.window.last)
    at_most = _early(low, very_low, possible, found.window.last)
    unrecovered = _unrecovered(runs(low, possible), found.window.last) if low[max(found.counted)] else None
    return Early(Grade(at_least, at_most), found, _longest(runs(low, proved)), _longest(runs(very_low, proved)), unrecovered)


def _early(low: Mapping[int, Truth], very_low: Mapping[int, Truth], counts: Callable[[Truth], bool], end: int | None) -> int:
    """The grade where `counts` says which days are low; `end` is the day to which a run that never recovered lasts."""
    below = runs(low, counts)
    if end is not None and _unrecovered(below, end):
        return max(VERY_LOW_DAYS)
    pairs = ((LOW_DAYS, _longest(below)), (VERY_LOW_DAYS, _longest(runs(very_low, counts))))
    return max((grade for shortest, run in pairs if run for grade, days in shortest.items() if run.days >= days), default=0)


def _longest(found: Sequence[Stretch]) -> Stretch | None:
    return max(found, key=lambda run: run.days, default=None)


def _unrecovered(found: Sequence[Stretch], end: int) -> Stretch | None:
    return next((run for run in found if run.first <= LAST_START and run.last == end), None)


def late(counts: Mapping[int, Amount], last: int) -> Late | None:
    """The late grade on the counts up to day `last`, that day included."""
    counted = {day: amount for day, amount in sorted(counts.items()) if day in LATE_WINDOW and day <= last}
    if not counted:
        return None
    lowest_first = sorted(counted, key=lambda day: (highest(counted[day]), day))
    amounts = [*counted.values()]
    grade = Grade(_late(amounts, proved), _late(amounts, possible))
    return Late(grade, counted, lowest_first[0], lowest_first[1] if len(counted) > 1 else None)


def _late(amounts: Sequence[Amount], counts: Callable[[Truth], bool]) -> int:
    def at_or_below(limit: Comparison) -> int:
        return sum(counts(limit.decide(amount)) for amount in amounts)

    if len(amounts) > 1 and at_or_below(LATE_LIMITS[1]) == 1:
        return 0  # one low count among others is transient
    return max((grade for grade, limit in LATE_LIMITS.items() if at_or_below(limit)), default=0)
