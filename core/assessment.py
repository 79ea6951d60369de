"""One subject assessed on one day: eligibility, ctDNA, PET, the second-infusion rule with its warnings, CRS and ICANS, dose, monitoring.

This is the one call that the command line and the pages make.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from core.facts.chart import Chart
from core.facts.fact import Cited, Fact
from core.facts.records import Bedside, Treatment
from core.facts.subject import SubjectFacts
from core.logic.rules import MET, UNKNOWN, Finding
from core.protocol import conditions
from core.protocol.anchor import Anchor, screening_anchor
from core.protocol.dose import Dose, dose
from core.protocol.eligibility import Eligibility, judge_eligibility
from core.protocol.freshness import windows, without_old
from core.protocol.holds import HOLD, Raised, Toxicity, raised
from core.protocol.monitoring import LAST_DAY, judge_monitoring
from core.protocol.readings import InForce, in_force
from core.protocol.screening import screening_chart
from core.protocol.second_infusion import ALREADY_GIVEN, CLOSED, Readings, judge_second_infusion
from core.protocol.settings import Settings
from core.protocol.standing import Standing, given, standing, undated
from core.response import ctdna, pairing, pet
from core.response.ctdna import CtdnaResult
from core.response.pairing import Pair
from core.response.pet import PetResult
from core.scales.crs import CRS
from core.scales.days import Daily, daily, treated
from core.scales.episodes import IN_DOUBT, Course, episodes
from core.scales.icans import ICANS

BEFORE_INFUSION_1 = "before_infusion_1"  # the state of whom the second-infusion rule does not concern yet


@dataclass(frozen=True, slots=True)
class SecondInfusion:
    """R1 on the facts that count, with its warnings. `state`: met, not_met, unknown, board_review, already_given, closed. It is unknown
    where a blank cell leaves open whether infusion 2 is given or the case is closed: unknown never turns into "not"."""

    standing: Standing
    ctdna: CtdnaResult
    pet: PetResult
    readings: Readings
    warnings: tuple[Raised, ...]

    @property
    def state(self) -> str:
        return state_under(self.standing, self.readings.state)

    @property
    def holds(self) -> tuple[Raised, ...]:
        return tuple(item for item in self.warnings if item.code.kind == HOLD)


@dataclass(frozen=True)
class InfusionToxicity:
    """CRS and ICANS after one infusion, by their scales' episodes; `day` is the as-of day they are judged on, `last` the last day that
    belongs to this infusion, `given` what was given for them by then."""

    number: int
    infused_on: date
    day: date
    last: date
    crs: Course
    icans: Course
    given: tuple[Fact[Treatment], ...]

    @cached_property
    def crs_days(self) -> Daily:
        return daily(self.crs, self.infused_on, LAST_DAY)

    @cached_property
    def icans_days(self) -> Daily:
        return daily(self.icans, self.infused_on, LAST_DAY)


@dataclass(frozen=True, slots=True)
class Assessment:
    """`facts` are what was known on the as-of day. Before infusion 1 is given there is no second-infusion rule and no toxicity.
    `worsened`: criteria met at the anchor and no longer met by infusion 1 or the as-of day; shown beside, they undo nothing.
    `infusion_1_open`: the cells that leave open whether, or when, infusion 1 was given. `fresh_for`: see `freshness.windows`."""

    subject_id: str
    as_of: date
    facts: SubjectFacts
    anchor: Anchor
    eligibility: Eligibility
    worsened: Mapping[str, Finding]
    second_infusion: SecondInfusion | None
    toxicity: Mapping[int, InfusionToxicity]
    doses: tuple[Dose, Dose]
    monitoring: Mapping[int, Finding]
    pairs: tuple[Pair, ...]
    infusion_1_open: tuple[Cited, ...]
    fresh_for: Mapping[str, int]


def state_of(found: Assessment) -> str:
    """The state of the second-infusion rule, of whom it does not concern yet as well."""
    if found.second_infusion is not None:
        return found.second_infusion.state
    return UNKNOWN if found.infusion_1_open else BEFORE_INFUSION_1


def state_under(where: Standing, by_readings: str) -> str:
    """The state where a subject stands, of what the readings say."""
    if where.given_on is not None:
        return ALREADY_GIVEN
    if where.undated:
        return UNKNOWN
    return CLOSED if where.closing is not None else by_readings


def chart_at(known: SubjectFacts, anchor: Anchor, as_of: date, under: InForce) -> Chart:
    """What eligibility reads: the chart of the screening anchor by the readings in force."""
    day, _ = anchor
    before = known if day is not None else replace(known, screening=(), labs=(), lesions=())
    return screening_chart(before, day or as_of, as_of, under)


def counting(found: Chart, anchor: Anchor, as_of: date, under: InForce, fresh_for: Mapping[str, int]) -> Chart:
    """The same with the old results that count by the readings in force."""
    return found if under.old_results_count else without_old(found, anchor[0] or as_of, fresh_for)


def assess(facts: SubjectFacts, as_of: date, settings: Settings) -> Assessment:
    """Judge one subject on what was known by the end of `as_of`."""
    known = facts.until(as_of)
    under = in_force(settings)
    anchor = screening_anchor(facts, as_of)
    found = standing(facts, as_of, under)
    day, _ = anchor
    fresh_for = windows(settings)
    eligibility = judge_eligibility(counting(chart_at(known, anchor, as_of, under), anchor, as_of, under, fresh_for), under)
    monitored = {number: judge_monitoring(facts, number, as_of) for number in (1, 2)}
    toxicity = _toxicity(known, as_of)
    return Assessment(
        facts.subject_id,
        as_of,
        known,
        anchor,
        eligibility,
        {} if day is None else _worsened(known, eligibility, day, as_of, under),
        None if found is None else _second_infusion(found, toxicity[1]),
        toxicity,
        (dose(known, 1, as_of), dose(known, 2, as_of, under)),
        {number: finding for number, finding in monitored.items() if finding is not None},
        _pairs(known, as_of),
        () if found is not None else tuple(undated(facts, 1, as_of)),
        fresh_for,
    )


def _worsened(known: SubjectFacts, eligibility: Eligibility, anchor: date, as_of: date, under: InForce) -> dict[str, Finding]:
    """What was met at the anchor and is not on a later day before treatment: "a later worsening is shown beside it" (reference 1.1).
    I1–I9 are judged before infusion 1 only (1.4, A6)."""
    first = given(known, 1, as_of)
    until = as_of if first is None else first[1]
    if until <= anchor:
        return {}
    later = judge_eligibility(screening_chart(known, until, as_of, under), under).findings
    return {name: finding for name, finding in later.items() if finding.status != MET and eligibility.findings[name].status == MET}


def _pairs(known: SubjectFacts, as_of: date) -> tuple[Pair, ...]:
    """Every PET/CT known on the day with its nearest ctDNA sample; none before infusion 1."""
    days = [found[1] for number in (1, 2) if (found := given(known, number, as_of)) is not None]
    return tuple(pairing.pairs(known.ctdna, known.pet, days)) if given(known, 1, as_of) is not None else ()


def rule_chart(found: Standing, samples: CtdnaResult, scans: PetResult, under: InForce) -> Chart:
    """What the second-infusion rule reads."""
    return Chart({**ctdna.data(samples), **pet.data(scans), **conditions.data(found, under)})


def _second_infusion(found: Standing, after_first: InfusionToxicity) -> SecondInfusion:
    under = found.under
    samples = ctdna.pattern(found.facts.ctdna, found.infused_on, under)
    scans = pet.newest(found.facts.pet, found.infused_on, under)
    readings = judge_second_infusion(rule_chart(found, samples, scans, under), under.pr_requires_ctdna, under)
    # Once the case is closed only what came before counts; until then the bedside rows are those of infusion 1 on any day.
    first = after_first if found.closing is None else _after(found.facts, found.infused_on, None, 1, found.counted_to)
    crs = Toxicity("CRS", first.crs.now(found.counted_to), first.crs.worst)
    icans = Toxicity("ICANS", first.icans.now(found.counted_to), first.icans.worst)
    warnings = raised(found, crs, icans, _cited(samples, scans))
    return SecondInfusion(found, samples, scans, readings, tuple(warnings))


def _cited(samples: CtdnaResult, scans: PetResult) -> dict[str, tuple[Cited, ...]]:
    """The codes that ctDNA, PET and the two together raise, each with the records it rests on."""
    calls = tuple(Cited(fact, "call") for fact in samples.used)
    reads = tuple(Cited(fact, "response") for fact in scans.used)
    dates = (*(Cited(fact, "collected_on") for fact in samples.deciding), *(Cited(fact, "scanned_on") for fact in scans.used))
    found = dict.fromkeys(pairing.codes(samples, scans), dates)
    found |= dict.fromkeys(samples.codes, calls) | dict.fromkeys(scans.codes, reads)
    found |= dict.fromkeys(samples.codes & scans.codes, calls + reads)
    baseline = tuple(Cited(fact, "call") for fact in samples.baseline)
    own = {"W_BASELINE_NEG": baseline, "W_CTDNA_FAILED": (), "W_PD": reads, "W_OUTSIDE_RULE": reads}  # a failed sample is never used
    return found | {code: cited for code, cited in own.items() if code in found}


def _toxicity(known: SubjectFacts, as_of: date) -> dict[int, InfusionToxicity]:
    days = {number: found[1] for number in (1, 2) if (found := given(known, number, as_of)) is not None}
    if 1 not in days:
        return {}
    return {number: _after(known, day, days.get(2) if number == 1 else None, number, as_of) for number, day in days.items()}


def _after(known: SubjectFacts, infused_on: date, next_on: date | None, number: int, day: date) -> InfusionToxicity:
    """The bedside rows from the day of an infusion to the day before the next; answers before it may still hold."""
    last = day if next_on is None else min(day, next_on - timedelta(days=1))
    rows = sorted(known.bedside, key=lambda fact: fact.record.assessed_at)
    before: list[Fact[Bedside]] = [fact for fact in rows if fact.record.assessed_at.day < infused_on]
    during = [fact for fact in rows if infused_on <= fact.record.assessed_at.day <= last]
    start = IN_DOUBT if "bedside" in known.refused else None
    crs, icans = (episodes(during, scale, infused_on, before, start) for scale in (CRS, ICANS))
    return InfusionToxicity(number, infused_on, day, last, crs, icans, treated(known.treatments, infused_on, last))
