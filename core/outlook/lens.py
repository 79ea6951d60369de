"""The ambiguity lens: one subject's verdicts under every combination of the protocol's open readings (clinical reference 1.4).

A reading the site has set is fixed; the others are open. An open reading matters to a subject where, in some combination, another answer
to it alone changes the verdict. The verdict depends on nothing else, so the combinations of what matters are all there is to know.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Any

from core.assessment import chart_at, counting, rule_chart, state_under
from core.facts.chart import Chart
from core.facts.subject import SubjectFacts
from core.protocol.anchor import screening_anchor
from core.protocol.eligibility import criteria, overall
from core.protocol.freshness import windows
from core.protocol.open_reading import ELIGIBILITY, SECOND_INFUSION, Choice, OpenReading
from core.protocol.open_readings import CHOICES
from core.protocol.readings import GOVERNED, InForce, in_force
from core.protocol.second_infusion import judge_second_infusion
from core.protocol.settings import Settings, reads_of
from core.protocol.standing import Standing, standing
from core.response import ctdna, pet
from core.response.ctdna import CtdnaResult
from core.response.pet import PetResult

Judge = Callable[[InForce], str]


@dataclass(frozen=True, slots=True)
class Axis:
    """An open reading with one of the settings that settle it, and the words there are for it."""

    reading: OpenReading
    choice: Choice

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for word, _ in self.choice.options)

    @property
    def while_unset(self) -> str | None:
        """The word in force while the site has set none; `None` where unset is an answer of its own."""
        return None if self.choice.unset else self.words[0]

    def values(self) -> Iterator[Any]:
        """What the words say, as the rules read it."""
        return (reads_of(self.choice.setting).value(word, None) for word in self.words)


AXES: Mapping[str, tuple[Axis, ...]] = {
    moves: tuple(Axis(*each) for each in CHOICES if each[1].moves == moves) for moves in (SECOND_INFUSION, ELIGIBILITY)
}


@dataclass(frozen=True, slots=True)
class Combination:
    """One word for each axis that matters, in their order, and the verdict it leads to."""

    words: tuple[str, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class View:
    """One verdict under every combination. `now` is the verdict in force; `judged` how many combinations of the `open` axes were judged;
    `fixed` are those the site has set; `matters` those on which the verdict depends, `alone` those of them of which another answer
    changes it while the rest stays as it is in force; `combinations` all of what matters, one alone where nothing does."""

    moves: str
    now: str
    judged: int
    open: tuple[Axis, ...]
    fixed: tuple[Axis, ...]
    matters: tuple[Axis, ...]
    alone: tuple[Axis, ...]
    combinations: tuple[Combination, ...]


@dataclass(frozen=True, slots=True)
class Lens:
    """The views of one subject; that of the second infusion from infusion 1 on."""

    views: tuple[View, ...]

    @property
    def open(self) -> tuple[OpenReading, ...]:
        """The readings that are open and may move a verdict of this subject."""
        return _readings(axis for view in self.views for axis in view.open)

    @property
    def changing(self) -> tuple[OpenReading, ...]:
        """The open readings that matter to this subject."""
        return _readings(axis for view in self.views for axis in view.matters)


@dataclass(frozen=True, slots=True)
class Changed:
    """Whom a reading changes: `alone`, while the rest stays as it is in force; `together`, only with another answer to others as well."""

    alone: tuple[str, ...] = ()
    together: tuple[str, ...] = ()


def lens(facts: SubjectFacts, as_of: date, settings: Settings) -> Lens:
    """The views of one subject on what was known by the end of `as_of`."""
    under = in_force(settings)
    found = standing(facts, as_of)
    views = [] if found is None else [_view(SECOND_INFUSION, _second_infusion(found), under, settings)]
    return Lens((*views, _view(ELIGIBILITY, _eligibility(facts, as_of, windows(settings)), under, settings)))


def counts(subjects: Iterable[SubjectFacts], as_of: date, settings: Settings) -> Mapping[str, Changed]:
    """By the id of each reading that moves a verdict, whom it changes; nobody where the site has set it."""
    return counted((facts.subject_id, moved(lens(facts, as_of, settings))) for facts in subjects)


def moved(found: Lens) -> Mapping[str, bool]:
    """The ids of the readings that matter to a subject, each with whether it changes a verdict alone."""
    alone = _readings(axis for view in found.views for axis in view.alone)
    return {reading.id: reading in alone for reading in found.changing}


def counted(subjects: Iterable[tuple[str, Mapping[str, bool]]]) -> Mapping[str, Changed]:
    """The same of subjects whose lens was looked through already."""
    alone: dict[str, list[str]] = {axis.reading.id: [] for axes in AXES.values() for axis in axes}
    together: dict[str, list[str]] = {each: [] for each in alone}
    for subject_id, readings in subjects:
        for each, by_itself in readings.items():
            (alone if by_itself else together)[each].append(subject_id)
    return {each: Changed(tuple(alone[each]), tuple(together[each])) for each in alone}


def _readings(axes: Iterable[Axis]) -> tuple[OpenReading, ...]:
    """Each reading once."""
    return tuple({axis.reading.id: axis.reading for axis in axes}.values())


@dataclass(frozen=True, slots=True)
class _Grid:
    """The readings of every combination of the open axes, by the places of their words; and for each axis alone."""

    open: tuple[Axis, ...]
    fixed: tuple[Axis, ...]
    cells: tuple[tuple[tuple[int, ...], InForce], ...]
    alone: tuple[tuple[InForce, ...], ...]


@lru_cache(8)
def _grid(moves: str, under: InForce, fixed: tuple[str, ...]) -> _Grid:
    """The same for every subject of a site."""
    open_ = tuple(axis for axis in AXES[moves] if axis.choice.setting not in fixed)
    values = [tuple(axis.values()) for axis in open_]
    names = [axis.choice.setting for axis in open_]
    places = product(*(range(len(each)) for each in values))
    cells = ((at, replace(under, **dict(zip(names, each, strict=True)))) for at, each in zip(places, product(*values), strict=True))
    alone = (tuple(replace(under, **{name: value}) for value in each) for name, each in zip(names, values, strict=True))
    return _Grid(open_, tuple(axis for axis in AXES[moves] if axis not in open_), tuple(cells), tuple(alone))


def _view(moves: str, judge: Judge, under: InForce, settings: Settings) -> View:
    grid = _grid(moves, under, tuple(name for name in GOVERNED if settings.chosen(name) is not None))
    table = {at: judge(each) for at, each in grid.cells}
    now = judge(under)
    matters = [place for place in range(len(grid.open)) if _differs(table, place)]
    alone = tuple(grid.open[place] for place in matters if any(judge(each) != now for each in grid.alone[place]))
    # Of what does not matter any answer will do.
    rows = {tuple(at[place] for place in matters): verdict for at, verdict in table.items()}
    axes = tuple(grid.open[place] for place in matters)
    combinations = (
        Combination(tuple(axis.words[chosen] for axis, chosen in zip(axes, at, strict=True)), verdict) for at, verdict in rows.items()
    )
    return View(moves, now, len(table), grid.open, grid.fixed, axes, alone, tuple(combinations))


def _differs(table: Mapping[tuple[int, ...], str], place: int) -> bool:
    """Whether in some combination another answer at this place alone changes the verdict."""
    if len(set(table.values())) == 1:
        return False
    first: dict[tuple[int, ...], str] = {}
    return any(first.setdefault((*at[:place], *at[place + 1 :]), verdict) != verdict for at, verdict in table.items())


def _second_infusion(found: Standing) -> Judge:
    """The rule's state under given readings; what the samples and scans say is asked once for each way to draw the window."""
    patterns: dict[tuple[object, ...], CtdnaResult] = {}
    scans: dict[tuple[object, ...], PetResult] = {}
    states: dict[tuple[object, ...], str] = {}

    def judge(under: InForce) -> str:
        window = (under.day_60_counts, under.window_dated_by)
        read = (under.persistent_counts_baseline, *window)
        if read not in patterns:
            patterns[read] = ctdna.pattern(found.facts.ctdna, found.infused_on, under)
        if window not in scans:
            scans[window] = pet.newest(found.facts.pet, found.infused_on, under)
        said, seen = patterns[read], scans[window]
        last = under.day_60_counts if under.window_binds_infusion else None
        key = (said.status, seen.response, under.pr_requires_ctdna, under.window_binds_infusion, last, under.axi_cel_only)
        if key not in states:
            states[key] = judge_second_infusion(rule_chart(found, said, seen, under), under.pr_requires_ctdna, under).state
        return state_under(found, states[key])

    return judge


def _eligibility(facts: SubjectFacts, as_of: date, fresh_for: Mapping[str, int]) -> Judge:
    """I0 under given readings; each criterion is asked once on each chart."""
    known, anchor = facts.until(as_of), screening_anchor(facts, as_of)
    screened: dict[str, Chart] = {}
    charts: dict[tuple[str, bool], tuple[Chart, dict[int, str]]] = {}

    def judge(under: InForce) -> str:
        weight = under.clearance_weight
        read = (weight, under.old_results_count)
        if weight not in screened:
            screened[weight] = chart_at(known, anchor, as_of, under)
        if read not in charts:
            charts[read] = counting(screened[weight], anchor, as_of, under, fresh_for), {}
        chart, found = charts[read]
        statuses = set()
        for criterion in criteria(under):
            if (status := found.get(id(criterion))) is None:
                status = found[id(criterion)] = criterion.judge(chart).status
            statuses.add(status)
        return overall(statuses)

    return judge
