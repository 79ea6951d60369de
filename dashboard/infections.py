"""The infections of a subject with their course, beside what the bedside says of fever and treatment."""

from core.assessment import Assessment
from core.facts.fact import Fact
from core.facts.records import Infection
from dashboard.look import row, table
from dashboard.markup import Html, tag

HEADS = ["organism", "site", "onset", "resolved", "grade", "controlled", "source cell"]
NOT_RECORDED = "not recorded"


def infections(found: Assessment) -> Html:
    known = found.facts.infections
    shown = table(HEADS, [_row(fact) for fact in known]) if known else tag("p", "No infection was recorded on this day.")
    return tag("div", tag("h2", "Infections"), shown, role="region", aria_label="Infections")


def _row(fact: Fact[Infection]) -> Html:
    record = fact.record
    controlled = {True: "yes", False: "no", None: NOT_RECORDED}[record.controlled]
    cells = (record.site, record.onset_on, record.resolved_on, record.grade, controlled)
    said = [str(cell) if cell is not None else NOT_RECORDED for cell in cells]
    return row(record.organism or NOT_RECORDED, *said, tag("span", fact.cell("organism"), cls="src"))
