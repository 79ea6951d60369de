"""The main numbers of the cohort page as lines of text, each with its count, its denominator and its clock."""

from collections.abc import Iterator

from core.cohort.boundary import BELOW, Distance
from core.cohort.cohort import Cohort
from core.cohort.estimate import Share
from core.cohort.follow_up import ORDER, FollowUp
from core.cohort.response import AROUND, DAY, PENDING
from core.cohort.survival import MONTH, Step
from core.cohort.timed import Estimate
from core.cohort.toxicity import SEVERE, AfterInfusion
from core.protocol.trial import CLAIM, PROTOCOL

CURVES = {"os": "infusion 1", "pfs": "infusion 1", "dor": "the first response"}  # and what each counts from
YEAR = 365  # days


def cohort_text(found: Cohort) -> str:
    return "\n".join(_lines(found)) + "\n"


def share_words(found: Share) -> str:
    """`3 of 10 (7–65 %)`, of a range `3 to 5 of 10`; the interval is exact, at 95 %."""
    counted = str(found.x) if found.x == found.most else f"{found.x} to {found.most}"
    ends = found.interval
    return f"{counted} of {found.n}" + ("" if ends is None else f" ({100 * ends[0]:.0f}–{100 * ends[1]:.0f} %)")


def days_words(days: int | None) -> str:
    return "not reached" if days is None else f"{days / MONTH:.1f} months"


def step_words(found: Step | None) -> str:
    """An estimate with its interval, and how many were at risk."""
    if found is None:
        return "beyond the last follow-up"
    ends = "" if found.low is None or found.high is None else f" ({100 * found.low:.0f}–{100 * found.high:.0f} %)"
    return f"{100 * found.survival:.0f} %{ends}"


def _lines(found: Cohort) -> Iterator[str]:
    yield f"{PROTOCOL}, data cut-off {found.as_of}. {CLAIM}"
    for box in found.flow:
        yield f"{'  ' if box.comes_from else ''}{box.name}: {len(box.subjects)}"
    for number in (1, 2):
        rate = found.three_months(number)
        if rate.subjects:
            yield (
                f"3-month CR, infusion {number}, day {DAY} ± {AROUND}: {share_words(rate.all_closed)}, "
                f"{len(rate.of(PENDING))} pending; evaluable only {share_words(rate.evaluable)}"
            )
    yield "best overall response: " + ", ".join(f"{word} {len(subjects)}" for word, subjects in found.best.items())
    for name, start in CURVES.items():
        yield _curve(f"{name.upper()} from {start}", found.curves[name])
    for after in found.toxicity:
        yield from _toxicity(after)
    if found.boundaries is None:
        yield "stopping boundaries unset"
    for each in found.boundaries or ():
        yield f"stopping boundary, {each.boundary.said}: {boundary_words(each)}"
    yield f"visits owed: {owed_words(found.follow_up)}"


def boundary_words(found: Distance) -> str:
    """Whether it is reached, at how many it would be, and how far away that is."""
    needed = f"boundary at {found.stops_at} of {found.n}" if found.stops_at is not None else f"out of reach of {found.n}"
    at_most, at_least = found.more
    further = str(at_most) if at_most == at_least else f"{at_least} to {at_most}"
    away = f", {further} more with the event would reach it" if found.state == BELOW else ""
    counted = str(len(found.certain)) if not found.possible else f"{len(found.certain)} to {found.most}"
    return f"{found.state}, {counted} of {found.n}, {needed}{away}; {len(found.pending)} pending"


def owed_words(found: FollowUp | None) -> str:
    """How many visits are owed, by state."""
    if found is None:
        return "visit schedule unset; none is called due or missed"
    counted = ", ".join(f"{len(found.of(state))} {state}" for state in ORDER)
    return f"{counted}; {len(found.followed)} given infusion 1, of {len(found.undecided)} that is left open by a cell"


def _curve(name: str, found: Estimate) -> str:
    curve = found.curve
    low, high = curve.median_interval()
    median = f"median {days_words(curve.median())} ({days_words(low)} to {days_words(high)})"
    told = f"{name}: {curve.events} events of {len(curve.followed)}, {median}, at 1 year {step_words(curve.at(YEAR))}"
    return f"{told}; not placed {len(found.unplaced)}" if found.unplaced else told


def _toxicity(after: AfterInfusion) -> Iterator[str]:
    yield f"after infusion {after.number}, of {len(after.infused)} given it: any grade; grade {SEVERE} or more"
    for line in (*after.scales, *after.infections, *after.events):
        yield f"  {line.term}: {share_words(line.any_grade)}; {share_words(line.severe)}"
