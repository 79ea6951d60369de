"""Everybody at one data cut-off, and every number of the cohort page, each found once and only where it is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from core.assessment import Assessment
from core.cohort.baseline import Baseline, baseline
from core.cohort.boundary import Distance, distances
from core.cohort.clearance import Point, clearance
from core.cohort.concordance import Concord, concordance
from core.cohort.flow import Box, flow
from core.cohort.follow_up import FollowUp, follow_up
from core.cohort.queries import Query, queries
from core.cohort.response import ORDER, Rate, at_three_months, best_response
from core.cohort.timed import Estimate, from_infusion, landmark, of_response, survival, without_progression
from core.cohort.times import EVENT
from core.cohort.toxicity import AfterInfusion, toxicity
from core.facts.fact import Problem
from core.protocol.settings import Settings

NO_RESPONSE = "none decided"


@dataclass(frozen=True)
class Cohort:
    """`subjects` are all that were told of by the cut-off, in their order; `as_of` is the cut-off: its end; `settings` are the
    site's, `problems` by subject what is wrong with its rows."""

    as_of: date
    subjects: tuple[Assessment, ...]
    settings: Settings = field(default_factory=Settings)
    problems: Mapping[str, Sequence[Problem]] = field(default_factory=dict)

    @cached_property
    def flow(self) -> tuple[Box, ...]:
        return flow(self.subjects)

    @cached_property
    def baseline(self) -> Baseline:
        return baseline(self.subjects)

    def three_months(self, number: int = 1) -> Rate:
        """On the clock of infusion 1, or of infusion 2."""
        infused = (each for each in self.subjects if number in each.toxicity)
        return Rate(tuple(at_three_months(each.facts, each.toxicity[number].infused_on, self.as_of) for each in infused))

    @cached_property
    def best(self) -> dict[str, tuple[str, ...]]:
        """Who by best overall response after infusion 1, from the best on; those of whom none is decided last."""
        found = {
            each.subject_id: best_response(each.facts, each.toxicity[1].infused_on, self.as_of)
            for each in self.subjects
            if 1 in each.toxicity
        }
        said = {who: NO_RESPONSE if best is None else best[0] for who, best in found.items()}
        return {word: tuple(who for who, its in said.items() if its == word) for word in (*ORDER, NO_RESPONSE)}

    @cached_property
    def clearance(self) -> tuple[Point, ...]:
        return clearance(self.subjects)

    @cached_property
    def curves(self) -> dict[str, Estimate]:
        """The curves of the main analysis and of the sensitivity, by name."""
        everybody: Sequence[Assessment] = self.subjects
        once, twice = landmark(everybody, survival)
        once_pfs, twice_pfs = landmark(everybody, without_progression())
        return {
            "os": from_infusion(everybody, survival),
            "pfs": from_infusion(everybody, without_progression()),
            "pfs, new therapy as event": from_infusion(everybody, without_progression(EVENT)),
            "dor": from_infusion(everybody, of_response()),
            "os from infusion 2": from_infusion(everybody, survival, 2),
            "pfs from infusion 2": from_infusion(everybody, without_progression(), 2),
            "os from day 60, infused once": once,
            "os from day 60, infused twice": twice,
            "pfs from day 60, infused once": once_pfs,
            "pfs from day 60, infused twice": twice_pfs,
        }

    @cached_property
    def toxicity(self) -> tuple[AfterInfusion, AfterInfusion]:
        return toxicity(self.subjects)

    @cached_property
    def concordance(self) -> tuple[Concord, ...]:
        return concordance(self.subjects)

    @cached_property
    def follow_up(self) -> FollowUp | None:
        """What is owed by the site's schedule; `None` where it has set none."""
        visits = self.settings.visit_schedule
        return None if visits is None else follow_up(self.subjects, self.as_of, visits.value)

    @cached_property
    def boundaries(self) -> tuple[Distance, ...] | None:
        """How far away the site's stopping boundaries are; `None` where it has set none."""
        chosen = self.settings.stopping_boundaries
        return None if chosen is None else distances(self.subjects, self.as_of, chosen.value)

    @cached_property
    def queries(self) -> tuple[Query, ...]:
        """What needs an answer, subject by subject."""
        return tuple(query for each in self.subjects for query in queries(each, self.problems.get(each.subject_id, ())))
