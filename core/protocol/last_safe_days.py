"""The last safe days of the window: to draw ctDNA, to scan, to start lymphodepletion, reckoned from the site's turnaround and closed days.

Pure calendar. It asks for what the site has not set and gives no day in its place; it decides nothing and never changes a state.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.logic.rules import MET, UNKNOWN, Statement
from core.protocol.readings import in_force
from core.protocol.second_infusion import BOARD_REVIEW
from core.protocol.setting import WEEK
from core.protocol.settings import Settings
from core.response.window import DAYS, WINDOW

DRAW, SCAN, CHAIN, DEPLETE, PLANNED = "draw", "scan", "chain", "deplete", "planned"
CTDNA, PET, LEAD = "ctdna_turnaround_days", "pet_turnaround_days", "lymphodepletion_lead_days"
TURNAROUNDS = (CTDNA, PET)
CLOSED = ("closed_days", "closed_weekdays")  # a day off is only known where both are answered
ASKS = {DRAW: (CTDNA, *CLOSED), SCAN: (PET, *CLOSED), CHAIN: (*TURNAROUNDS, LEAD, *CLOSED), DEPLETE: (LEAD, *CLOSED)}
SOON_DAYS = 7

OPEN, SOON, TODAY, PASSED, NEVER, UNSET = "open", "soon", "last day today", "passed", "no safe day", "unset"

_DATED = "clinical reference 1.3 and 1.4, A3: assessments count by collection or scan date"
_ASSUMED = "clinical reference 8; the protocol's text names neither turnaround nor closed days"
STATED = (
    Statement(
        "last safe day to draw",
        f"The last open day of {DAYS} after infusion 1 whose ctDNA result is out on or before day {WINDOW[-1]}; a result that would come "
        "out on a closed day comes out on the next open day. The rule itself counts a sample by its collection date, whenever its result "
        "is out.",
        f"[A] {_DATED}; {_ASSUMED}",
    ),
    Statement(
        "last safe day to scan",
        f"The last open day of {DAYS} whose PET/CT report is out on or before day {WINDOW[-1]}, likewise with its own turnaround.",
        f"[A] {_DATED}; {_ASSUMED}",
    ),
    Statement(
        "last safe day to start lymphodepletion",
        "The last open day after infusion 1 from which the infusion, the site's lead of days later, falls on an open day up to day "
        f"{WINDOW[-1]}. Only the first day and the day of the infusion need be open. The {WINDOW[-1]} days bind the assessments, not the "
        "infusion: a later one may be planned, with W_PLANNED_AFTER_60, unless window_binds_infusion is set. Where day_60_counts is no, it "
        "all counts to the day before.",
        f"[A] clinical reference 1.4, A3b; {_ASSUMED}",
    ),
    Statement(
        "last safe day for all of it",
        "The last open day to draw and to scan such that both results are out by the last safe day to start lymphodepletion, which may "
        "start on the very day the later result is out.",
        f"[A] {_DATED}, A3b; {_ASSUMED}",
    ),
    Statement(
        "lymphodepletion for a planned infusion 2",
        "Where a day of infusion 2 is planned, lymphodepletion starts the site's lead of days before it; it alarms, like a last safe day, "
        "until lymphodepletion after infusion 1 is recorded. Where that day or the planned one is closed, that is said.",
        f"[A] {_ASSUMED}",
    ),
    Statement(
        "days told in time",
        f"A last safe day is told with the days left, as soon within {SOON_DAYS} days, on the day itself, and as passed once it has. It "
        "alarms only where the step is still needed: to draw while ctDNA is not decided and the state is unknown or for the board; to "
        "scan likewise for PET/CT; all of it while either is needed; to start lymphodepletion where the state is met or for the board and "
        "infusion 2 is not planned. Unset settings are asked for; no day stands in for them.",
        "[A] the protocol's text is silent; clinical reference, golden rule: unknown never turns into a value",
    ),
)


@dataclass(frozen=True, slots=True)
class OpenDays:
    """On which days something is drawn, scanned, reported or given."""

    closed: frozenset[date]
    closed_weekdays: frozenset[str]

    def has(self, day: date) -> bool:
        return day not in self.closed and WEEK[day.weekday()] not in self.closed_weekdays

    def between(self, first: date, last: date) -> list[date]:
        """The open days, both ends included, in order."""
        return [day for ahead in range((last - first).days + 1) if self.has(day := first + timedelta(ahead))]


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last safe day of one step. `on` is `None` where no day of the window is safe, or where the settings named in `unset` are. `by` is
    the day of what follows: the result out, the infusion, for all of it the start of lymphodepletion."""

    step: str
    on: date | None = None
    by: date | None = None
    unset: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A last safe day as it stands on a day. `days_left` is below zero once it has passed, `None` without a day."""

    last: LastDay
    state: str
    days_left: int | None
    needed: bool

    @property
    def alarms(self) -> bool:
        return self.needed and self.state in (SOON, TODAY, PASSED, NEVER)


def last_safe_days(infused_on: date, settings: Settings) -> tuple[LastDay, ...]:
    """The last safe day of each step, in the order of `ASKS`; `infused_on` is the day of infusion 1."""
    found = []
    for step, asked in ASKS.items():
        unset = tuple(name for name in asked if settings.chosen(name) is None)
        found.append(LastDay(step, unset=unset) if unset else _last(step, infused_on, settings))
    return tuple(found)


def start_for(planned_on: date, settings: Settings) -> LastDay:
    """The day on which lymphodepletion starts for an infusion planned on a day."""
    if settings.chosen(LEAD) is None:
        return LastDay(PLANNED, unset=(LEAD,))
    return LastDay(PLANNED, planned_on - timedelta(_chosen(settings, LEAD)), planned_on)


def closed_among(days: Iterable[date], settings: Settings) -> tuple[date, ...]:
    """Which of these days the site has closed, as far as it has said."""
    said = [settings.chosen(name) for name in CLOSED]
    site = OpenDays(*(frozenset(() if each is None else each.value) for each in said))
    return tuple(day for day in days if not site.has(day))


def _last(step: str, infused_on: date, settings: Settings) -> LastDay:
    window = in_force(settings).window
    first, end = (infused_on + timedelta(day) for day in (window[0], window[-1]))
    days = OpenDays(*(frozenset(_chosen(settings, name)) for name in CLOSED))
    wait = max((_chosen(settings, name) for name in ASKS[step] if name in TURNAROUNDS), default=0)
    if step in (DRAW, SCAN):
        return _out_by(step, days.between(first, end), wait)
    lead = timedelta(_chosen(settings, LEAD))
    starts = [day for day in days.between(first, end - lead) if days.has(day + lead)]
    if step == DEPLETE or not starts:
        return LastDay(step, starts[-1], starts[-1] + lead) if starts else LastDay(step)
    found = _out_by(step, days.between(first, starts[-1]), wait)
    return found if found.on is None else LastDay(step, found.on, starts[-1])


def _out_by(step: str, days: Sequence[date], wait: int) -> LastDay:
    """The last of these open days whose result, `wait` days later or on the next of them, is out within them."""
    taken = [day for day in days if day + timedelta(wait) <= days[-1]]
    if not taken:
        return LastDay(step)
    return LastDay(step, taken[-1], next(day for day in days if day >= taken[-1] + timedelta(wait)))


def _chosen(settings: Settings, name: str) -> Any:
    """The value of a setting that is known to be set."""
    chosen = settings.chosen(name)
    assert chosen is not None, f"{name} is unset and was to be asked for"
    return chosen.value


def still_needed(state: str, ctdna_decided: bool, pet_decided: bool, second_planned: bool) -> frozenset[str]:
    """The steps that the second-infusion rule, in this state, still waits for."""
    open_ = state in (UNKNOWN, BOARD_REVIEW)
    steps = {DRAW: open_ and not ctdna_decided, SCAN: open_ and not pet_decided}
    steps[CHAIN] = steps[DRAW] or steps[SCAN]
    steps[DEPLETE] = state in (MET, BOARD_REVIEW) and not second_planned
    return frozenset(step for step, needed in steps.items() if needed)


def told(plan: Sequence[LastDay], as_of: date, needed: Collection[str]) -> tuple[Told, ...]:
    """Each last safe day as it stands on the as-of day: ahead, soon, today, or passed."""
    return tuple(_told(each, as_of, each.step in needed) for each in plan)


def _told(last: LastDay, as_of: date, needed: bool) -> Told:
    if last.on is None:
        return Told(last, UNSET if last.unset else NEVER, None, needed)
    left = (last.on - as_of).days
    state = PASSED if left < 0 else TODAY if left == 0 else SOON if left <= SOON_DAYS else OPEN
    return Told(last, state, left, needed)
