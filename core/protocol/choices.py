"""The words by which a site settles an open reading of the protocol (clinical reference 1.4); the first of each is the reference's own."""

from core.facts.reading import reads_words
from core.protocol.setting import Setting

COLLECTION, REPORT = "collection", "report"
RULED, LARGE_B_CELL, LISTED_ONLY, DLBCL_ONLY = "listed_or_ruled", "large_b_cell", "listed", "dlbcl"
PER_KG, ABSOLUTE = "per_kg", "absolute"
BOTH, EITHER = "both", "either"
COUNTS, ACCESS_TOO = "counts", "access_too"
ACTUAL, IDEAL = "actual", "ideal"
MONTHS_24, MONTHS_12 = "24", "12"


class Word(Setting):
    """One of a few words."""

    value: str


class WindowDatedBy(Word):
    """A3: by which of its days a sample or scan lies in the window."""

    reads = reads_words(COLLECTION, REPORT)


class HistologiesMet(Word):
    """A4: which histologies are met."""

    reads = reads_words(RULED, LARGE_B_CELL, LISTED_ONLY, DLBCL_ONLY)


class SecondDose(Word):
    """A8: in what the second dose is the same as the first."""

    reads = reads_words(PER_KG, ABSOLUTE)


class Transaminases(Word):
    """A9: which of ALT and AST must pass."""

    reads = reads_words(BOTH, EITHER)


class AcceptanceCovers(Word):
    """A11: what the investigator's acceptance stands in for."""

    reads = reads_words(COUNTS, ACCESS_TOO)


class ClearanceWeight(Word):
    """A12: the weight in the creatinine clearance."""

    reads = reads_words(ACTUAL, IDEAL)


class MenopauseMonths(Word):
    """A20: for how long menses must have ceased."""

    reads = reads_words(MONTHS_24, MONTHS_12)
