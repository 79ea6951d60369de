"""What an unknown text looks most like: a ranking for a person, never a decision."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache

from core.facts.analytes import ANALYTES
from core.layouts.synonyms import SYNONYMS, folded

ALIKE = 0.72  # [A] from here on a head is asked about
CONTAINED = 0.85  # how much a head looks like a label that stands in it whole
FEWEST = 4  # letters of a label that mean something inside another text; Chinese signs say as much in half


@cache
def known_labels() -> Mapping[str, tuple[str, ...]]:
    """What fields of the labs sheet, checks, the time and analytes are called."""
    analytes = {name: (name, *analyte.labels) for name, analyte in ANALYTES.items()}
    return {name: (name, *spellings) for name, spellings in SYNONYMS.items()} | analytes


def ranked(text: str, labels: Mapping[str, Sequence[str]]) -> list[tuple[float, str]]:
    """The names whose labels look like the text, the most alike first; between 0 and 1."""
    said = folded(text)
    scored = [(max(_alike(said, _folded(label)) for label in spellings), name) for name, spellings in labels.items()]
    return sorted(scored, key=lambda each: (-each[0], each[1]))


def likely(text: str, labels: Mapping[str, Sequence[str]]) -> str | None:
    """The name that looks most alike, where any does."""
    best = ranked(text, labels)
    return best[0][1] if best and best[0][0] >= ALIKE else None


@cache
def _folded(label: str) -> str:
    return folded(label)


@lru_cache(maxsize=65536)
def _alike(said: str, label: str) -> float:
    if not said or not label:
        return 0.0
    ratio = SequenceMatcher(None, said, label, autojunk=False).ratio()
    short = FEWEST if label.isascii() else FEWEST // 2
    inside = label in said if not label.isascii() else f" {label} " in f" {said} "
    return max(ratio, CONTAINED) if inside and len(label) >= short else ratio
