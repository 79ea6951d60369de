"""R1, the second infusion: both readings of the protocol's sentence, and the state that follows (clinical reference 1.3).

"Within 60 days post-axi-cel: Persistent ctDNA(+) or ctDNA(- -> +) under CR or PET/CT-confirmed PR". The text does not say whether a
partial response needs a positive ctDNA; the open reading is the setting `pr_requires_ctdna`, and both are always shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.facts.chart import Chart
from core.logic.arms import Arm, choose
from core.logic.clauses import Variable, all_of, any_of, not_, proved
from core.logic.rules import Criterion, Finding, Statement

SENTENCE = "Within 60 days post-axi-cel: Persistent ctDNA(+) or ctDNA(− → +) under CR or PET/CT-confirmed PR"
SOURCE = "[P] NCT06902012, second-infusion criterion; [R] clinical reference 1.3"

ctdna = Variable("ctdna_pattern", "ctDNA", "", ("ctdna.call",))
pet = Variable("pet_response", "PET/CT", "", ("pet.response",))

CTDNA_POSITIVE = ctdna.one_of("persistent", "converted")

LITERAL = Criterion(
    "R1-A",
    "Literal reading: (ctDNA positive and CR) or PR",
    any_of(all_of(CTDNA_POSITIVE, pet == "CR"), pet == "PR"),
    f"{SOURCE}, reading A",
)
STRICT = Criterion(
    "R1-B",
    "Strict reading: ctDNA positive and (CR or PR)",
    all_of(CTDNA_POSITIVE, any_of(pet == "CR", pet == "PR")),
    f"{SOURCE}, reading B",
)

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


def arms(pr_requires_ctdna: bool | None) -> tuple[Arm, ...]:
    """The states in order, under the site's reading. Unset: met only where both readings are, and the board decides what lies between."""
    if pr_requires_ctdna is None:
        return (
            Arm("not_met", not_(LITERAL.holds)),
            Arm("met", proved(STRICT.holds)),
            Arm(BOARD_REVIEW, LITERAL.holds),
        )
    reading = STRICT if pr_requires_ctdna else LITERAL
    return Arm("met", reading.holds), Arm("not_met", not_(reading.holds))


@dataclass(frozen=True, slots=True)
class Readings:
    """Both readings on one chart, and the state under the site's setting."""

    literal: Finding
    strict: Finding
    state: str


def judge_second_infusion(chart: Chart, pr_requires_ctdna: bool | None) -> Readings:
    return Readings(LITERAL.judge(chart), STRICT.judge(chart), choose(arms(pr_requires_ctdna), chart))
