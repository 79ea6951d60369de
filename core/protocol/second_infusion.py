"""R1, the second infusion: both readings of the protocol's sentence, and the state that follows (clinical reference 1.3).

"Within 60 days post-axi-cel: Persistent ctDNA(+) or ctDNA(- -> +) under CR or PET/CT-confirmed PR". The text does not say whether a
partial response needs a positive ctDNA; the open reading is the setting `pr_requires_ctdna`, and both are always shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from core.facts.chart import Chart
from core.logic.arms import Arm, choose
from core.logic.clauses import Variable, all_of, any_of, not_, proved
from core.logic.rules import Criterion, Finding, Statement
from core.protocol.conditions import conditions
from core.protocol.readings import REFERENCE, InForce

SENTENCE = "Within 60 days post-axi-cel: Persistent ctDNA(+) or ctDNA(− → +) under CR or PET/CT-confirmed PR"
SOURCE = "[P] NCT06902012, second-infusion criterion; [R] clinical reference 1.3"

ctdna = Variable("ctdna_pattern", "ctDNA", "", ("ctdna.call",))
pet = Variable("pet_response", "PET/CT", "", ("pet.response",))

CTDNA_POSITIVE = ctdna.one_of("persistent", "converted")


@cache
def readings(window_binds_infusion: bool | None, axi_cel_only: bool | None) -> tuple[Criterion, Criterion]:
    """The sentence read literally and strictly, with what else the site reads it to ask."""
    beyond = conditions(window_binds_infusion, axi_cel_only)
    literal = any_of(all_of(CTDNA_POSITIVE, pet == "CR"), pet == "PR")
    strict = all_of(CTDNA_POSITIVE, any_of(pet == "CR", pet == "PR"))
    return (
        Criterion(
            "R1-A",
            "Literal reading: (ctDNA positive and CR) or PR",
            all_of(*beyond, literal) if beyond else literal,
            f"{SOURCE}, reading A",
        ),
        Criterion(
            "R1-B",
            "Strict reading: ctDNA positive and (CR or PR)",
            all_of(*beyond, strict) if beyond else strict,
            f"{SOURCE}, reading B",
        ),
    )


LITERAL, STRICT = readings(False, False)

ALREADY_GIVEN, CLOSED, BOARD_REVIEW = "already_given", "closed", "board_review"

# What the site's answer to "does a partial response need a positive ctDNA?" does to the state; the arms are made of it below.
UNDER: Mapping[bool | None, Statement] = {
    None: Statement(
        "unset",
        "Met only where both readings are; where they part, the tumor board decides.",
        "[R] clinical reference 1.3, and 1.4 A1; unset is the default until the principal investigator signs a reading",
    ),
    True: Statement("yes", "The state is that of the strict reading; both are still shown.", "[R] clinical reference 1.3, and 1.4 A1"),
    False: Statement("no", "The state is that of the literal reading; both are still shown.", "[R] clinical reference 1.3, and 1.4 A1"),
}
STATED = (
    Statement(
        "two readings",
        "Both readings are computed and shown. The strict implies the literal; they differ in a partial response with ctDNA negative or "
        "unknown. The states are asked in their order: the first that holds counts, and one that cannot be decided leaves the rest "
        "unknown.",
        "[R] clinical reference 1.3",
    ),
)


def arms(pr_requires_ctdna: bool | None, window_binds_infusion: bool | None = None, axi_cel_only: bool | None = None) -> tuple[Arm, ...]:
    """The states in order, under the site's readings. `pr_requires_ctdna` unset: met only where both are, and the board decides what lies
    between. The others unset are no."""
    literal, strict = readings(bool(window_binds_infusion), bool(axi_cel_only))
    if pr_requires_ctdna is None:
        return (
            Arm("not_met", not_(literal.holds)),
            Arm("met", proved(strict.holds)),
            Arm(BOARD_REVIEW, literal.holds),
        )
    reading = strict if pr_requires_ctdna else literal
    return Arm("met", reading.holds), Arm("not_met", not_(reading.holds))


@dataclass(frozen=True, slots=True)
class Readings:
    """Both readings on one chart, and the state under the site's setting."""

    literal: Finding
    strict: Finding
    state: str


def judge_second_infusion(chart: Chart, pr_requires_ctdna: bool | None, under: InForce = REFERENCE) -> Readings:
    literal, strict = readings(under.window_binds_infusion, under.axi_cel_only)
    states = arms(pr_requires_ctdna, under.window_binds_infusion, under.axi_cel_only)
    return Readings(literal.judge(chart), strict.judge(chart), choose(states, chart))
