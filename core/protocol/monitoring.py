"""S1: in-hospital monitoring for at least 14 days after each infusion; discharge on day 14 satisfies it (clinical reference 1.2)."""

from datetime import date

from core.facts.chart import Chart, Datum
from core.facts.fact import Cited
from core.facts.subject import SubjectFacts
from core.logic.clauses import Variable
from core.logic.rules import Criterion, Finding, Statement
from core.protocol.standing import given

LAST_DAY = 14

inpatient_days = Variable("inpatient_days", "last inpatient day after infusion", "", ("discharged_on",))
MONITORING = Criterion(
    "S1", "In-hospital monitoring ≥ 14 days after infusion", inpatient_days >= LAST_DAY, "[P] NCT06902012; clinical reference 1.2, S1"
)

STATED = (
    Statement(
        "S1 days",
        "For each infusion by itself: the last day in hospital less the day of infusion; day 0 is the infusion, and discharge on day "
        f"{LAST_DAY} satisfies it. Not discharged by the as-of day, or discharge not recorded, is unknown.",
        "[R] clinical reference 1.2, S1",
    ),
)


def judge_monitoring(facts: SubjectFacts, number: int, as_of: date) -> Finding | None:
    """`None` where that infusion is not given. Not discharged by the as-of day, or discharge not recorded, is unknown."""
    found = given(facts, number, as_of)
    if found is None:
        return None
    row, infused_on = found
    discharged = row.record.discharged_on
    if discharged is None or discharged > as_of or discharged < infused_on:
        return MONITORING.judge(Chart())
    return MONITORING.judge(Chart({inpatient_days.name: Datum((discharged - infused_on).days, (Cited(row, "discharged_on"),))}))
