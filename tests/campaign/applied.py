"""Steps that would turn a verdict, taken: the facts, the day and the settings that the promise is then held against."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.assessment import Assessment
from core.facts.fact import Fact
from core.facts.records import FollowUp, Infusion
from core.facts.subject import SubjectFacts
from core.outlook.steps import RULED, RULING, Step, taken
from core.protocol.setting import PrRequiresCtdna
from core.protocol.settings import Settings


def applied(found: Assessment, settings: Settings, chosen: Sequence[Step]) -> tuple[SubjectFacts, date, Settings]:
    """The steps as what `assess` takes: the facts known on the as-of day with the new records, the day to judge them on and the settings.
    Infusions and follow-up dated after the as-of day are left out, for nobody knows them yet."""
    facts, day = taken(found.facts, chosen), max(filter(None, (found.as_of, *(step.on for step in chosen))))
    facts = replace(
        facts,
        infusions=tuple(fact for fact in facts.infusions if not _to_come(fact, found.as_of)),
        follow_up=tuple(fact for fact in facts.follow_up if not _after(fact, found.as_of)),
    )
    for step in chosen:
        if step.kind == RULED:
            settings = settings.model_copy(update={RULING: PrRequiresCtdna(value=step.answer is True)})
    return facts, day, settings


def _to_come(fact: Fact[Infusion], as_of: date) -> bool:
    """Whether an infusion is given, but later."""
    return fact.record.status != "planned" and fact.day is not None and fact.day > as_of


def _after(fact: Fact[FollowUp], as_of: date) -> bool:
    return any(day is not None and day > as_of for day in (fact.record.seen_on, fact.record.death_on))
