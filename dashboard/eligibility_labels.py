"""What stands beside an eligibility verdict and never changes it: margin, what can be mended, who ruled and why, which limb is an or."""

from collections.abc import Iterator

from core.facts.chart import Datum
from core.facts.records import Lab
from core.logic.clauses import AllOf, AnyOf, Clause, Not
from core.logic.rules import Finding
from core.protocol.margins import MARGIN, lasting, near
from dashboard.clauses import Line, limit_words
from dashboard.markup import Html, tag

SIGNER, REASON = "_by", "_reason"  # how the columns beside a ruling end


def margin(line: Line, brief: bool = False) -> Html | None:
    """That a value lies close to a limit; to which, where it is held against more than one, or where there is room to say so."""
    close = [each for each in line.comparisons if near(line.datum.value, each)]
    if not close:
        return None
    limits = f" of {' and '.join(map(limit_words, close))}" if len(line.limits) > 1 else "" if brief else " of the limit"
    return tag("span", f"within {MARGIN * 100:.0f} %{limits}", cls="near sm")


def mending(finding: Finding) -> Html | None:
    """Whether what is not met can be mended."""
    found = lasting(finding)
    return None if found is None else tag("span", found, cls="dim sm")


def ruling(datum: Datum) -> str:
    """Who overrode a limit, and why; empty where a value is nobody's ruling."""
    said = {cited.column: str(found) for cited in datum.evidence if (found := getattr(cited.fact.record, cited.column)) is not None}
    by = next((text for column, text in said.items() if column.endswith(SIGNER)), "")
    reason = next((text for column, text in said.items() if column.endswith(REASON)), "")
    return ": ".join(filter(None, (f"by {by}" if by else "", reason)))


def laboratories(datum: Datum) -> str:
    """Whose upper limit a ratio was taken of."""
    records = (cited.fact.record for cited in datum.evidence if cited.column == "upper_limit")
    return ", ".join(dict.fromkeys(record.laboratory for record in records if isinstance(record, Lab) and record.laboratory))


def alternatives(clause: Clause) -> dict[str, str]:
    """The variables with which another limb of an either-or begins, and the word that joins it."""
    return dict(_alternatives(clause))


def _alternatives(clause: Clause) -> Iterator[tuple[str, str]]:
    if isinstance(clause, AnyOf):
        seen = {variable.name for variable in clause.parts[0].variables()}
        for part in clause.parts[1:]:
            own = [variable.name for variable in part.variables() if variable.name not in seen]
            yield from ((name, "or else" if clause.in_turn else "or") for name in own[:1])
            seen |= set(own)
    parts = clause.parts if isinstance(clause, AllOf | AnyOf) else (clause.part,) if isinstance(clause, Not) else ()
    for part in parts:
        yield from _alternatives(part)
