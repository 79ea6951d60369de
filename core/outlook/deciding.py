"""What would decide an open verdict: the fewest missing items that do, whatever they turn out to be, the cheapest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

from core.assessment import Assessment
from core.facts.chart import Datum
from core.logic.clauses import Variable
from core.logic.flips import Items, fewest_missing, read_by, ways
from core.logic.rules import NOT_MET, UNKNOWN, Finding, Statement
from core.outlook.steps import MEASURED, Step, steps
from core.outlook.turning import Outcomes, together
from core.protocol.eligibility import life_expectancy, no_positive_test, serum_negative
from core.protocol.second_infusion import BOARD_REVIEW

KINDS = ("an answer or a limit that lies in a file", "bedside", "blood", "ctDNA", "echocardiography", "imaging", "biopsy")
FILE, BEDSIDE, BLOOD, CTDNA, ECHO, IMAGING, BIOPSY = range(len(KINDS))
MOST = 3  # items together: two ctDNA samples and a scan, where nothing is there yet

STATED = (
    Statement(
        "turns",
        "What would turn the second-infusion rule is looked for among one or two of these: a ctDNA sample of an assay that has a positive "
        "or negative call, drawn after the newest one, not before the as-of day and within the window, and another after it; a PET/CT on "
        "such a day; the blank calls of samples and the blank cells that the deciding scan lacks; the ruling whether a partial response "
        "needs a positive ctDNA, where it is unset. Of a criterion: among one or two of the variables it reads, each by itself. No part of "
        "what is told does as much.",
        "[A] the protocol's text asks for none in particular",
    ),
    Statement(
        "needed",
        "What decides an open verdict is the fewest missing items that do so whatever they turn out to be; one that only narrows it is not "
        "said to decide. A sample or a scan still to come is taken to be evaluable. The rule of the second infusion asks for at most "
        f"{MOST} items together.",
        "[A] the protocol's text asks for none in particular",
    ),
    Statement(
        "cheapest first",
        f"Of equally few items the cheaper come first: {', then '.join(KINDS)}.",
        "[A] what each costs the subject and the site, by common sense; it decides nothing",
    ),
)

# What each missing item of I1–I9 costs to get; all other answers of the screening lie in a file.
COSTS = {
    **dict.fromkeys(("ecog", "weight", "oxygen_saturation"), BEDSIDE),
    **dict.fromkeys(("hemoglobin", "neutrophils", "platelets", "creatinine", "bilirubin", "alt", "ast", "pregnancy_test"), BLOOD),
    "lvef": ECHO,
    "longest_cm": IMAGING,
    **dict.fromkeys(("histology", "tissue_confirmed"), BIOPSY),
}


FOLLOWS = {no_positive_test.name: serum_negative.name}  # the test that is still to be made is of serum: it is positive or negative


def cost(item: str) -> int:
    return COSTS.get(item, FILE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Items that together decide, in words; the steps that each may turn out to be; and what they cost."""

    items: tuple[str, ...]
    answers: tuple[tuple[Step, ...], ...]
    cost: int


def needed_for_rule(found: Assessment) -> tuple[Wanted, ...]:
    """What decides the state of the second-infusion rule, where it is unknown or left to the board: sets of items, fewest first and of
    equally few the cheapest. Empty where nothing is open, or where nothing still to come decides."""
    second = found.second_infusion
    if second is None or second.state not in (UNKNOWN, BOARD_REVIEW):
        return ()
    # An unknown state is decided once the board can take it up; what the board has to take up, once the rule says yes or no.
    open_states = {UNKNOWN, second.state}
    outcomes, items = Outcomes(second), dict[str, list[Step]]()
    for step in steps(second):
        items.setdefault(step.item, []).append(step)
    sets: list[tuple[str, ...]] = []
    for size in range(1, MOST + 1):
        for chosen in combinations(items, size):
            answers = [items[item] for item in chosen]
            smallest = together([each[0] for each in answers]) and not any(set(smaller) < set(chosen) for smaller in sets)
            if smallest and all(outcomes.state(each) not in open_states for each in product(*answers)):
                sets.append(chosen)
    wanted = (Wanted(chosen, tuple(tuple(items[item]) for item in chosen), sum(_cost(items[item]) for item in chosen)) for chosen in sets)
    return tuple(sorted(wanted, key=lambda each: (len(each.items), each.cost)))


def _cost(answers: Sequence[Step]) -> int:
    step = answers[0]
    if step.kind != MEASURED:
        return FILE
    return CTDNA if step.of_ctdna else IMAGING


def known_by(variable: Variable, datum: Datum) -> tuple[Items, ...]:
    """The items that make a variable known. The life expectancy is known by the investigator's answer or by the weeks, all others by all
    that they lack."""
    either = variable.missing if variable is life_expectancy else ()
    return tuple(frozenset({name}) for name in either) or ways(variable, datum)


def needed_for(finding: Finding) -> tuple[Items, ...]:
    """The sets of missing items that decide one criterion."""
    return fewest_missing(finding.criterion, read_by(finding), cost, known_by, FOLLOWS)


def needed_for_eligibility(found: Assessment) -> tuple[Items, ...]:
    """What decides eligibility overall, by the names of analytes and columns, in the same order. One criterion not met decides at once,
    one met decides nothing alone: so each open one has to be decided."""
    findings = found.eligibility.findings.values()
    if any(finding.status == NOT_MET for finding in findings):
        return ()
    sets: list[Items] = [frozenset()]
    for finding in findings:
        if finding.status == UNKNOWN:
            sets = _smallest([chosen | own for chosen in sets for own in needed_for(finding)])
    return tuple(sorted((items for items in sets if items), key=lambda items: (len(items), sum(map(cost, items)), sorted(items))))


def _smallest(sets: Sequence[Items]) -> list[Items]:
    return [each for each in dict.fromkeys(sets) if not any(other < each for other in sets)]
