"""The screening anchor: the day at which I1–I9 are judged (clinical reference 1.1).

The day of leukapheresis; not recorded, the first day of lymphodepletion; not recorded, infusion 1; none yet, the as-of day; and never
after the as-of day. Counts after lymphodepletion therefore never undo an eligibility that was met.
"""

from collections.abc import Iterator
from datetime import date

from core.facts.subject import FUTURE, SubjectFacts
from core.logic.rules import Statement

STATED = (
    Statement(
        "anchor",
        "I1–I9 are judged on the newest screening assessment, lesion assessment and result of each analyte dated on or before the anchor: "
        "the day of leukapheresis; not recorded, the first day of lymphodepletion; not recorded, infusion 1; none yet, the as-of day; and "
        "never after the as-of day. Counts after lymphodepletion never undo an eligibility that was met; a later worsening is shown "
        "beside it.",
        "[R] clinical reference 1.1, screening anchor",
    ),
)

Anchor = tuple[date | None, str]


def screening_anchor(facts: SubjectFacts, as_of: date) -> Anchor:
    """The anchor day and what it is, in words. A day after the as-of day is not known yet. `None`: infusion 1 may have been given on a day
    that cannot be read, and what was measured after it must not count."""
    known = ((day, name) for day, name in _anchors(facts) if day is not None and day <= as_of)
    infusion = facts.infusion(1)
    doubt = infusion is not None and infusion.record.infused_on is None and infusion.faults.get("infused_on") != FUTURE
    if doubt and infusion is not None and (infusion.record.status == "given" or "infused_on" in infusion.faults):
        return next(known, (None, f"unknown: no day of infusion 1 ({infusion.cell('infused_on')})"))
    return next(known, (as_of, "as-of day"))


def _anchors(facts: SubjectFacts) -> Iterator[tuple[date | None, str]]:
    infusion = facts.infusion(1)
    record = None if infusion is None else infusion.record
    given = record.infused_on.day if record is not None and record.infused_on and record.status != "planned" else None
    if record is not None:
        yield record.leukapheresis_on, "leukapheresis"
        yield record.lymphodepletion_on, "lymphodepletion"
    yield _first_lymphodepletion(facts, given), "lymphodepletion"
    yield given, "infusion 1"


def _first_lymphodepletion(facts: SubjectFacts, given: date | None) -> date | None:
    """The first day of the drugs recorded as lymphodepletion before infusion 1, where its own row does not say the day."""
    drugs = (fact.record for fact in facts.treatments if fact.record.purpose == "lymphodepletion")
    days = (drug.given_at.day for drug in drugs if drug.given_at is not None)
    return min((day for day in days if given is None or day <= given), default=None)
