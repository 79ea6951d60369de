"""Episodes of a toxicity after one infusion: its grade now, its worst, when it began and whether it is recorded as resolved.

Recorded as resolved: two assessments free of signs at least 24 h apart, with no sign between them. A row that may have been grade 1
needs that as well; a row that is undecided neither makes a resolution nor breaks one. Clinical reference 1.4b and 2.1 [A].
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.facts.fact import Fact
from core.facts.records import Bedside
from core.facts.values import Moment
from core.logic.judgement import Truth
from core.logic.rules import Grade, Statement
from core.scales.assessed import Assessed, Past, assess
from core.scales.bedside import BedsideScale
from core.scales.holding import seen

RESOLVES = timedelta(hours=24)  # between two assessments free of signs
FRESH = timedelta(hours=48)  # an assessment that settles nothing holds this long
LATE = 14  # days after the infusion: from then on a first onset is rare
DEATH = 5
_HOUR = timedelta(hours=1)

STATED = (
    Statement("onset", "The first assessment of grade 1 or more after the infusion.", "[R] clinical reference 2.1 and 2.2, start"),
    Statement(
        "late onset",
        f"An onset after day {LATE} is unusual: another cause is to be looked for. A prompt, which changes no grade.",
        "[W] clinical reference 2.1, start: from knowledge; verified: Blood Adv 2024;8(20):5346 abstract",
    ),
    Statement(
        "resolution",
        f"Recorded as resolved: two assessments free of signs at least {RESOLVES // _HOUR} h apart with no sign between them; the "
        "clinician confirms. A sign after that begins a new episode of the same infusion; the grade of an infusion is the highest.",
        "[A] clinical reference 2.1 and 2.2, resolution; that all signs must be gone: from knowledge",
    ),
    Statement(
        "now",
        "An episode recorded as resolved stays at 0 until a later sign. One not recorded as resolved whose last assessment is more than "
        f"{FRESH // _HOUR} h before 00:00 of the as-of day is unknown again. Where there was no episode, an assessment free of signs holds "
        f"{FRESH // _HOUR} h when made before day {LATE} after the infusion, and until a later sign from that day on. Grade {DEATH} stays.",
        "[A] clinical reference 1.4b, bedside; late onset is rare, verified: Blood Adv 2024;8(20):5346 abstract",
    ),
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How things stand after a row. `before`: whether the toxicity was diagnosed and has not resolved, unknown where it may be;
    `opened`: a row was or may have been grade 1 or more; `free_since`: the first assessment free of signs since the last sign;
    `settled`: grade 0 holds until a later sign."""

    before: Truth = False
    since: Fact[Bedside] | None = None
    opened: bool = False
    free_since: Moment | None = None
    settled: bool = False

    def after(self, row: Assessed, late: bool = False) -> "Progress":
        """`late`: the row lies on day 14 after the infusion or later."""
        before, since, opened, free_since, settled = self.before, self.since, self.opened, self.free_since, self.settled
        if row.grade.at_most and (settled or not opened):  # also after a resolution: it needs one of its own, like an episode
            opened, free_since, settled = True, None, False
        if row.grade.at_least and before is not True:
            before, since = True, row.fact
        elif row.grade.at_most and before is False:
            before, since = None, row.fact
        if row.standing:
            free_since, settled = None, False
        elif row.standing is False:
            if not opened:
                settled = settled or late
            elif free_since is None:
                free_since = row.at
            elif at_least_apart(free_since, row.at) >= RESOLVES:
                before, since, settled = False, None, True
        return Progress(before, since, opened, free_since, settled)


# Where a row could not be placed in time it may have been the diagnosis: nothing before is proved, and it takes a resolution to say no.
IN_DOUBT = Progress(before=None, opened=True)


@dataclass(frozen=True, slots=True)
class Episode:
    """From the first row of grade 1 or more to the assessment that recorded the resolution, `None` where none did."""

    rows: tuple[Assessed, ...]
    free_since: Moment | None
    resolved_at: Moment | None

    @property
    def onset(self) -> Moment:
        return self.rows[0].at

    def is_late(self, infused_on: date) -> bool:
        """Whether the onset lies so long after the infusion that another cause is to be looked for."""
        return (self.onset.day - infused_on).days > LATE

    @property
    def worst(self) -> Grade:
        return worst_of(self.rows)


@dataclass(frozen=True, slots=True)
class Course:
    """The rows of one infusion that assess a scale, in time order, and how things stood after each."""

    scale: BedsideScale
    rows: tuple[Assessed, ...]
    after: tuple[Progress, ...]

    def now(self, as_of: date) -> Grade | None:
        """The grade on the as-of day; `None` where no row assessed the scale by then. An assessment that settles nothing and is
        more than 48 h older than that day's 00:00 leaves every grade possible again; death stays."""
        past = [row for row in self.rows if row.day <= as_of]
        if not past:
            return None
        last = past[-1]
        if died := [row.grade for row in past if row.grade.at_least == DEATH]:
            return died[0]
        if last.grade.at_most == 0 and self.after[len(past) - 1].settled:
            return last.grade
        stale = datetime.combine(as_of, time()) - last.at.at > FRESH
        return self.scale.undecided if stale else last.grade

    @property
    def worst(self) -> Grade | None:
        """The highest grade proved and the highest not ruled out, over all rows."""
        return worst_of(self.rows) if self.rows else None

    @property
    def deciding(self) -> dict[str, Assessed]:
        """The rows that `worst` and `now` rest on: the first of the highest grade proved, and the last; none where none assesses."""
        if not self.rows:
            return {}
        return {"worst": max(self.rows, key=lambda row: (row.grade.at_least, row.grade.at_most)), "now": self.rows[-1]}

    @property
    def episodes(self) -> tuple[Episode, ...]:
        """A sign of grade 1 or more after a resolution begins a new one."""
        found: list[Episode] = []
        rows: list[Assessed] = []
        for row, after in zip(self.rows, self.after, strict=True):
            if rows or row.grade.at_least:
                rows.append(row)
            if rows and after.before is False:
                found.append(Episode(tuple(rows), after.free_since, row.at))
                rows = []
        return (*found, Episode(tuple(rows), self.after[-1].free_since, None)) if rows else tuple(found)

    @property
    def onset(self) -> Moment | None:
        """The first row of grade 1 or more."""
        return next((row.at for row in self.rows if row.grade.at_least), None)

    @property
    def resolved_at(self) -> Moment | None:
        """When the newest episode was recorded as resolved; `None` while one is not, or where there was none."""
        return self.episodes[-1].resolved_at if self.episodes else None


def episodes(
    facts: Iterable[Fact[Bedside]],
    scale: BedsideScale,
    infused_on: date,
    before: Iterable[Fact[Bedside]] = (),
    start: Progress | None = None,
) -> Course:
    """The course after one infusion. `facts` are its bedside rows, `before` the subject's earlier ones: their answers are held on,
    nothing else of them counts. `start` is how things stand before the first row, where not all is well known."""
    earlier, own = in_time_order(before), in_time_order(facts)
    rows: list[Assessed] = []
    stages: list[Progress] = []
    progress = start or Progress()
    for row in list(seen((*earlier, *own), scale))[len(earlier) :]:
        if not scale.is_assessed(row.fact.record, row.fact.faults):
            continue
        found = assess(scale, row, Past(progress.before, progress.since))
        progress = progress.after(found, late=(found.day - infused_on).days >= LATE)
        rows.append(found)
        stages.append(progress)
    return Course(scale, tuple(rows), tuple(stages))


def in_time_order(facts: Iterable[Fact[Bedside]]) -> list[Fact[Bedside]]:
    return sorted(facts, key=lambda fact: fact.record.assessed_at.at)


def at_least_apart(first: Moment, second: Moment) -> timedelta:
    """The shortest time that can lie between: of a moment without a clock time, the whole day is possible."""
    return second.at - (first.at if first.timed else first.at + timedelta(days=1))


def worst_of(rows: Sequence[Assessed]) -> Grade:
    return Grade(max(row.grade.at_least for row in rows), max(row.grade.at_most for row in rows))
