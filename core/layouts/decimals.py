"""How the texts of a column write numbers: what stands before the decimals, what the cells prove, and the contract's own writing of one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from core.intake.tables import Cell
from core.layouts.role import COMMA, POINT

_EXPONENT = r"(?:[eE][+-]?\d{1,3})?"
_SIGNS = {POINT: (r"\.", ","), COMMA: (",", r"\.")}
_NUMBERS = {
    mark: re.compile(
        rf"(?P<bound>[<>]?)\s*(?P<sign>[+-]?)(?P<whole>\d+|[1-9]\d{{0,2}}(?:(?P<by>[{group}' \u00a0\u202f])\d{{3}})(?:(?P=by)\d{{3}})*)?"
        rf"(?:{point}(?P<part>\d*))?(?P<power>{_EXPONENT})",
        re.ASCII,
    )
    for mark, (point, group) in _SIGNS.items()
}
EITHER, BOTH = "either", "both"


@lru_cache(maxsize=65536)
def to_number(text: str, decimal: str) -> str | None:
    """A number or a laboratory's bound as the contract writes it, where the text is one with this decimal sign; `None` where it is not."""
    match = _NUMBERS[decimal].fullmatch(text.strip())
    if match is None or not (match["whole"] or match["part"]):
        return None
    whole = re.sub(r"\D", "", match["whole"] or "0")
    part = f".{match['part']}" if match["part"] else ""
    return f"{match['bound']}{match['sign']}{whole}{part}{match['power']}"


@lru_cache(maxsize=65536)
def proves(text: str) -> str | None:
    """The decimal sign with which alone a text is a number; EITHER where both read it and mean different numbers, BOTH where it is the same
    number with both, `None` where it is none."""
    point, comma = to_number(text, POINT), to_number(text, COMMA)
    if point == comma:
        return None if point is None else BOTH
    return EITHER if point and comma else POINT if point else COMMA


_DIGITS = r"([<>]?\s*[+-]?[\d.,'\u00a0\u202f ]*\d)"
_WITH_UNIT = tuple(re.compile(_DIGITS + tail, re.ASCII) for tail in (r"\s+([x×]?10[*^⁹³⁶E].*)", r"\s*([^\d\s.,'^*].*)"))


def split_unit(text: str) -> tuple[str, str]:
    """The number of a cell and the text behind it, empty where there is none: `8.4 g/dL`, `5.3 10^9/L`."""
    said = text.strip()
    match = None if proves(said) else next((found for form in _WITH_UNIT if (found := form.fullmatch(said))), None)
    return (match[1].strip(), match[2].strip()) if match else (said, "")


@dataclass(frozen=True, slots=True)
class Decimals:
    """The texts of a column counted by what they prove, with the position of the first of each. Under EITHER `comma` counts those in which
    the sign is a comma."""

    counts: Mapping[str, int]
    first: Mapping[str, int]
    comma: int


def decimals_of(cells: Iterable[Cell]) -> Decimals:
    counts: dict[str, int] = {}
    first: dict[str, int] = {}
    comma = 0
    for at, cell in enumerate(cells):
        proof = proves(cell) if isinstance(cell, str) else None
        if proof is None:
            continue
        counts[proof] = counts.get(proof, 0) + 1
        first.setdefault(proof, at)
        comma += proof == EITHER and "," in str(cell)
    return Decimals(counts, first, comma)
