"""The metabolic response by Lugano 2014 (Cheson, J Clin Oncol 2014;32:3059) from the Deauville score and three answers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from core.facts.fact import Fact
from core.facts.records import Pet
from core.logic.rules import Statement

Response = Literal["CR", "PR", "SD", "PD"]
Allowed = tuple[str | bool | None, ...] | None

COLUMNS = ("deauville", "uptake", "new_lesion", "marrow_uptake")
LOW, HIGH = ("1", "2", "3"), ("4", "5")  # up to the liver's uptake; above it
NEW_UPTAKE = ("X",)  # new uptake unlikely to be lymphoma: it does not score the disease
NO_SCORE = (None,)
YES, NO = (True,), (False,)
ANY = None
CONTRADICTION: Literal["contradiction"] = "contradiction"  # the columns exclude each other: not decided, and told

# The grading table of reference 4: Deauville, uptake against baseline, new lesion, marrow uptake, response. The first row that
# matches counts; what stands in no row is not decided. CR, PR, SD, PD are complete, partial, no and progressive metabolic response.
TABLE: tuple[tuple[Allowed, Allowed, Allowed, Allowed, Response | Literal["contradiction"]], ...] = (
    (LOW, ANY, YES, ANY, CONTRADICTION),
    (LOW, ANY, ANY, YES, CONTRADICTION),
    (LOW, ANY, NO, NO, "CR"),
    (HIGH, ANY, YES, ANY, "PD"),
    (HIGH, ("increased",), ANY, ANY, "PD"),
    (HIGH, ("reduced",), NO, ANY, "PR"),
    (HIGH, ("unchanged",), NO, ANY, "SD"),
    (NEW_UPTAKE, ANY, YES, ANY, CONTRADICTION),
    (NO_SCORE, ANY, YES, ANY, "PD"),
)

SOURCE = (
    "Lugano 2014 (Cheson, J Clin Oncol 2014;32:3059), verified: uptodate table copy pro.uptodatefree.ir/Show/97480; "
    "ashpublications.net/view-large/10674621; Deauville pro.uptodatefree.ir/Show/108973, NBK65726 PDQ table"
)
OWN = "[R] clinical reference 4"  # of the rows that Lugano does not have
STATED = (
    Statement(
        "Deauville",
        "1 no uptake above background; 2 up to the mediastinum; 3 above the mediastinum, up to the liver; 4 moderately above the liver; 5 "
        "markedly above the liver, new lesions or both; X new uptake unlikely to be lymphoma.",
        f"{SOURCE}; clinical reference 4",
    ),
    Statement(
        "not decided",
        "What stands in no row of the table is unknown: a score of 4 or 5 without comparison, a new lesion not answered (but with a "
        "score of 4 or 5 and increased uptake), marrow not answered with a score of 1 to 3, X alone, no score or one off the scale. "
        "“Reduced” is the reader's judgement; Lugano has no cut-off for it.",
        OWN,
    ),
)


@dataclass(frozen=True, slots=True)
class Lugano:
    """A response, or `None` where the columns do not decide one; `missing` names the columns that would then be needed next.
    `flags` are `contradiction`, `missing:<column>` and, for a row of a file, `invalid:<column>`."""

    response: Response | None
    flags: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def contradiction(self) -> bool:
        return CONTRADICTION in self.flags


@cache
def lugano(deauville: str | None, uptake: str | None, new_lesion: bool | None, marrow_uptake: bool | None) -> Lugano:
    """The response of one assessment in the words of the `pet` sheet. `None` is not recorded, and a score off the scale is no score."""
    row = (deauville, uptake, new_lesion, marrow_uptake)
    for *wanted, response in TABLE:
        if all(allowed is ANY or found in allowed for allowed, found in zip(wanted, row, strict=True)):
            return Lugano(None, (CONTRADICTION,)) if response == CONTRADICTION else Lugano(response)
    recorded = dict(zip(COLUMNS, row, strict=True))
    missing = tuple(column for column in _needed(deauville) if recorded[column] is None or recorded[column] == "X")
    return Lugano(None, tuple(f"missing:{column}" for column in missing), missing)


def _needed(deauville: str | None) -> tuple[str, ...]:
    """The columns that decide at this score. The direction of uptake serves DS 4-5 only, the marrow DS 1-3 only."""
    if deauville in LOW:
        return ("new_lesion", "marrow_uptake")
    return ("uptake", "new_lesion") if deauville in HIGH else ("deauville", "new_lesion")


def of_record(pet: Pet) -> Lugano:
    """The response that the Deauville columns of one assessment give, whatever was read."""
    return lugano(pet.deauville, pet.uptake, pet.new_lesion, pet.marrow_uptake)


def grade_lugano(facts: Iterable[Fact[Pet]]) -> list[Lugano]:
    """Each row by itself, in the input's order. A cell that could not be read counts as not recorded and is flagged `invalid`."""
    return [_with_faults(of_record(fact.record), fact.faults) for fact in facts]


def _with_faults(found: Lugano, faults: Iterable[str]) -> Lugano:
    invalid = tuple(f"invalid:{column}" for column in COLUMNS if column in faults)
    return replace(found, flags=(*found.flags, *invalid))
