"""Two labels beside an eligibility verdict that never change it: a value close to its limit, and whether what is not met can be mended.

The protocol's text knows neither; both are there for the reader who decides whether to repeat a test.
"""

from decimal import Decimal

from core.facts.chart import Value
from core.facts.values import Span
from core.logic.clauses import AnyOf, Comparison, Variable
from core.logic.judgement import Judgement
from core.logic.rules import NOT_MET, Finding, Statement
from core.protocol.eligibility import age, histology, histology_accepted

MARGIN = Decimal("0.05")  # of the limit
RECOVERABLE, PERMANENT = "recoverable", "permanent"
LASTING = (age, histology, histology_accepted)

STATED = (
    Statement(
        "margin",
        f"A measured value not more than {MARGIN:.0%} of its limit away from it, on either side, is labeled; a censored value only where "
        "every value it allows lies within. A score (ECOG) has no margin. The label changes no verdict.",
        "[A] the trial text has no margins",
    ),
    Statement(
        RECOVERABLE,
        "A criterion that is not met is labeled permanent where nothing that could be measured or treated again would meet it: "
        f"{', '.join(variable.label for variable in LASTING)}; otherwise recoverable: a count, an organ's function, performance status, a "
        "lesion, a test, an access can be assessed anew. The label changes no verdict.",
        "[A] clinical judgement of this trial's criteria; the trial text does not say",
    ),
)


def near(value: Value | None, comparison: Comparison) -> bool:
    """Whether a measured value lies within the margin of its limit."""
    limit = comparison.limit
    if not isinstance(limit, Decimal) or not comparison.variable.unit or isinstance(value, bool | str | None):
        return False
    reach = abs(limit) * MARGIN
    if isinstance(value, Span):
        return value.low is not None and value.high is not None and limit - reach <= value.low and value.high <= limit + reach
    return abs(Decimal(value) - limit) <= reach


def lasting(finding: Finding) -> str | None:
    """`RECOVERABLE` or `PERMANENT` for a criterion that is not met, else `None`."""
    if finding.status != NOT_MET:
        return None
    return RECOVERABLE if _mendable(finding.holds) else PERMANENT


def _mendable(found: Judgement) -> bool:
    """Whether what keeps a clause from holding could be otherwise another time. Of an either-or one part is enough."""
    if found.truth is not False:
        return True
    if not found.parts:
        return not any(_is_lasting(variable) for variable in found.clause.variables())
    parts = [_mendable(part) for part in found.parts]
    return any(parts) if isinstance(found.clause, AnyOf) else all(parts)


def _is_lasting(variable: Variable) -> bool:
    return any(variable is each for each in LASTING)
