"""What stands beside the signs in the hour-true strip: treatments with their running sums, infections and their work-up."""

from collections.abc import Iterator
from datetime import datetime, time

from core.assessment import Assessment, InfusionToxicity
from core.facts.fact import Fact
from core.facts.records import Bedside, Infection
from core.facts.values import Moment
from core.scales.attribution import attributed
from core.scales.doses import Cumulative, cumulative
from dashboard.drugs import full, name_of, sum_of, times
from dashboard.hour_axis import DAY
from dashboard.hour_episodes import given_at
from dashboard.hour_marks import Lane, Mark, until_next
from dashboard.markup import Html, tag

CONTROLLED = {True: ("ok", "controlled"), False: ("bad", "not controlled"), None: ("q", "control not recorded")}


def treatments(each: InfusionToxicity) -> list[Lane]:
    """One row a drug, its doses at their hours; each says the sum up to it. Of what no day is recorded there is no mark."""
    found = [Lane(name_of(drug), f"{sum_of(drug)}{times(drug)}", _doses(drug), "h-drug") for drug in cumulative(each.given)]
    return [lane for lane in found if lane.marks]


def _doses(drug: Cumulative) -> list[Mark]:
    dated = [(number, fact, at) for number, fact in enumerate(drug.doses, 1) if (at := fact.record.given_at) is not None]
    return [
        Mark(
            *when,
            "rx" if at.timed else "rx day",
            sum_of(drug.up_to(number)),
            f"{full(fact)}; {sum_of(drug.up_to(number))} up to this, dose {number}",
        )
        for (number, fact, at), when in zip(dated, until_next([at for _, _, at in dated]), strict=True)
    ]


def infections(found: Assessment, each: InfusionToxicity) -> list[Lane]:
    """Each infection that was there on a day of this infusion: from its onset to its resolution, or to where nothing is known any more."""
    first, last = each.infused_on, each.last
    there = [
        fact
        for fact in found.facts.infections
        if fact.record.onset_on is not None
        and fact.record.onset_on <= last
        and (fact.record.resolved_on is None or fact.record.resolved_on >= first)
    ]
    return [Lane(_infection(fact), "", [_course(fact, found, each)], "h-infection") for fact in there]


def _infection(fact: Fact[Infection]) -> str:
    return fact.record.organism or "organism not recorded"


def _course(fact: Fact[Infection], found: Assessment, each: InfusionToxicity) -> Mark:
    record = fact.record
    cls, word = CONTROLLED[record.controlled]
    assert record.onset_on is not None, "an infection without an onset has no place on the axis"
    start = datetime.combine(max(record.onset_on, each.infused_on), time())
    end = datetime.combine(min(record.resolved_on or each.last, each.last), time()) + DAY
    classes = [cls, *(["on"] if record.resolved_on is None or record.resolved_on > each.last else [])]
    said = [record.site or "site not recorded", "grade not recorded" if record.grade is None else f"grade {record.grade}", word]
    belongs = attributed(Moment(datetime.combine(record.onset_on, time()), timed=False), given_at(found))
    whose = "before infusion 1" if belongs is None else f"infusion {belongs.number}"
    dates = f"onset {record.onset_on}, {whose}, {f'resolved {record.resolved_on}' if record.resolved_on else 'no resolution recorded'}"
    return Mark(start, end, " ".join(classes), ", ".join(said), f"{_infection(fact)}, {', '.join(said)}; {dates} ({fact.cell('organism')})")


def answers(found: Assessment, each: InfusionToxicity) -> list[Lane]:
    """Each time the bedside answered whether an uncontrolled infection is active."""
    rows = sorted(answered(found, each), key=lambda fact: fact.record.assessed_at)
    times = until_next([fact.record.assessed_at for fact in rows])
    marks = [_answer(fact, *when) for fact, when in zip(rows, times, strict=True)]
    return [Lane("infection active", "", marks)] if marks else []


def answered(found: Assessment, each: InfusionToxicity) -> Iterator[Fact[Bedside]]:
    """The rows after this infusion that say whether an uncontrolled infection is active."""
    for fact in found.facts.bedside:
        if fact.record.active_infection is not None and each.infused_on <= fact.record.assessed_at.day <= each.last:
            yield fact


def _answer(fact: Fact[Bedside], start: datetime, end: datetime) -> Mark:
    cls, word = ("hi", "yes") if fact.record.active_infection else ("lo", "no")
    return Mark(start, end, cls, word, f"active infection {word}, {fact.record.assessed_at} ({fact.cell('active_infection')})")


def entered(found: Assessment, each: InfusionToxicity) -> list[Moment]:
    """When anything of the strip was entered: what the axis must draw."""
    rows = [row.at for course in (each.crs, each.icans) for row in course.rows]
    given = [fact.record.given_at for fact in each.given if fact.record.given_at is not None]
    return [*rows, *given, *(fact.record.assessed_at for fact in answered(found, each))]


def unplaced(found: Assessment, each: InfusionToxicity) -> Html | None:
    """What has no place on the axis: treatments and infections of which no day is recorded."""
    said = [full(fact) for fact in each.given if fact.record.given_at is None]
    said += [f"{_infection(fact)}, onset not recorded ({fact.cell('organism')})" for fact in found.facts.infections if fact.day is None]
    return tag("p", tag("b", f"Not on the strip, the day is not recorded ({len(said)}): "), "; ".join(said), cls="h-note") if said else None
