"""The course of the second-infusion rule: its state on every day since infusion 1, as it was known on that day."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.assessment import rule_chart, state_under
from core.facts.fact import Cited
from core.facts.subject import SubjectFacts
from core.protocol.readings import InForce, in_force
from core.protocol.second_infusion import judge_second_infusion
from core.protocol.settings import Settings
from core.protocol.standing import Standing, standing
from core.response import ctdna, pet
from core.response.ctdna import CtdnaResult
from core.response.pet import PetResult


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row with one state, both ends included; `day` counts the first from infusion 1. `began`: the cells of what was known anew
    on that day and led to it; none where the window's end did."""

    state: str
    first: date
    last: date
    day: int
    began: tuple[Cited, ...]


def state_of_rule(where: Standing, samples: CtdnaResult, scans: PetResult, under: InForce) -> str:
    """The state of the rule where a subject stands, by these results."""
    readings = judge_second_infusion(rule_chart(where, samples, scans, under), under.pr_requires_ctdna, under)
    return state_under(where, readings.state)


def course(facts: SubjectFacts, as_of: date, settings: Settings) -> tuple[Stretch, ...]:
    """The state from the day of infusion 1 to the as-of day; nothing before infusion 1 is given. Each day sees only what was known by its
    end, under the settings as they are now."""
    under = in_force(settings)
    facts = _of_rule(facts)
    now = standing(facts, as_of, under)
    if now is None:
        return ()
    news = _news(facts)
    ends = now.last_day_of_window + timedelta(1)  # where the site reads the 60 days to bind the infusion, the state turns here
    days = sorted(day for day in {now.infused_on, ends, *news} if now.infused_on <= day <= as_of)
    found: list[Stretch] = []
    for at, day in enumerate(days):
        where = standing(facts, day, under)
        assert where is not None, "infusion 1 is given from its own day on"
        samples = ctdna.pattern(where.facts.ctdna, where.infused_on, under)
        scans = pet.newest(where.facts.pet, where.infused_on, under)
        state = state_of_rule(where, samples, scans, under)
        last = days[at + 1] - timedelta(1) if at + 1 < len(days) else as_of
        if found and found[-1].state == state:
            found[-1] = Stretch(state, found[-1].first, last, found[-1].day, found[-1].began)
        else:
            found.append(Stretch(state, day, last, where.day, _began(where, samples, scans, news[day])))
    return tuple(found)


def _of_rule(facts: SubjectFacts) -> SubjectFacts:
    """The facts that the state can rest on: hundreds of others need not be looked through for every day."""
    return replace(
        facts,
        screening=(),
        labs=(),
        lesions=(),
        bedside=tuple(row for row in facts.bedside if row.record.death or "death" in row.faults),
        infections=(),
        treatments=tuple(given for given in facts.treatments if given.record.purpose == "lymphoma"),
        adverse_events=(),
    )


def _news(facts: SubjectFacts) -> dict[date, list[Cited]]:
    """The cells that may change the state, by the day from which on they are known."""
    found: dict[date, list[Cited]] = defaultdict(list)
    for day, cited in _events(facts):
        if day is not None:
            found[day].append(cited)
    return found


def _events(facts: SubjectFacts) -> Iterator[tuple[date | None, Cited]]:
    for infusion in facts.infusions:
        yield infusion.day, Cited(infusion, "infused_on")
    for sample in facts.ctdna:
        yield max(filter(None, (sample.record.collected_on, sample.record.reported_on))), Cited(sample, "call")
    for scan in facts.pet:
        yield max(filter(None, (scan.record.scanned_on, scan.record.reported_on))), Cited(scan, "response")
    for row in facts.bedside:
        yield row.record.assessed_at.day, Cited(row, "death")
    for treatment in facts.treatments:
        yield treatment.day, Cited(treatment, "given_at")
    for seen in facts.follow_up:
        yield seen.record.seen_on, Cited(seen, "seen_on")
        yield seen.record.death_on, Cited(seen, "death_on")


def _began(where: Standing, samples: CtdnaResult, scans: PetResult, news: list[Cited]) -> tuple[Cited, ...]:
    """Of the news of a day what the state then rests on; all of it where that cannot be told."""
    if where.undated:
        return where.undated
    if where.closing is not None:
        return (where.closing.evidence,)
    if where.given_on is not None or where.day == 0:
        return tuple(cited for cited in news if cited.column == "infused_on")
    rests = (*samples.used, *samples.deciding, *scans.used)
    return tuple(cited for cited in news if any(cited.fact is each for each in rests)) or tuple(news)
