"""What a cell looks like by itself: a head that laboratories use, a unit, a value, a date, an identifier. A look is no understanding."""

import re
import unicodedata
from functools import lru_cache

from core.facts.analytes import ANALYTES, SPELLINGS, analyte_of
from core.intake.tables import Cell
from core.layouts.synonyms import folded, role_word

LONGEST_HEAD = 80
LONGEST_UNIT = 20
LONGEST_VALUE = 60
UNITS = frozenset(code for analyte in ANALYTES.values() for code in analyte.units)
BRACKETED = re.compile(r"(.*?\S)\s*[(（\[［【](.*)[)）\]］】]\s*", re.DOTALL)
WRAPPED = re.compile(r"[(（\[［【](.*)[)）\]］】]", re.DOTALL)
SEPARATOR = re.compile(r"[\s,，_:：|-]+(?=/)|[\s,，_:：/|-]+")  # `ANC, /nL`: the slash is the unit's
ATOM = (
    r"(?:[x×]?10(?:\*\*|[*^Ee])?[0-9⁰¹²³⁴-⁹]{1,2}|[unpmkdfc]?(?:mol|g|l|L|IU|iu|U|u|Eq|eq|kat|m|s)|\[IU\]|mcg|cells?|mm\^?[23³]|mmHg|%"
    r"|hpf|HPF|min|h|d|sec)"
)
UNIT = re.compile(rf"{ATOM}?(?:/{ATOM})+|[x×]?10[*^][0-9]{{1,2}}|%|fL|fl|pg|mmHg|sec|ratio|mEq")
NUMBER = r"[-+]?\d[\d\s.,']*(?:[eE][-+]?\d+)?"
VALUE = re.compile(rf"[<>≤≥=~≈]*\s*{NUMBER}(?:\s*%)?|\d[\d\s.,:/T年月日时分秒-]*(?:Z|[+-]\d\d:?\d\d|[AaPp][Mm])?")
MEASURED = re.compile(rf"[<>≤≥=~≈]*\s*{NUMBER}\s*(\D\S*)")
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DATE = re.compile(
    rf"(?<!\d)(?:\d{{4}}[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}日?|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}|\d{{1,2}}[- ]{MONTH}[- ,]+\d{{4}}"
    rf"|{MONTH} \d{{1,2}},? \d{{4}})(?!\d)",
    re.IGNORECASE,
)
IDENTIFIER = re.compile(r"(?=\S*\d)[\w.#/-]{1,40}")


def blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def known(cell: Cell) -> str | None:
    """The analyte, or the column, check or `time`, that a head seems to name; a unit beside it is no obstacle."""
    return _known(cell) if isinstance(cell, str) and len(cell) <= LONGEST_HEAD else None


@lru_cache(maxsize=1 << 16)
def _known(text: str) -> str | None:
    if found := role_word(text) or _analyte(text):
        return found
    if bracketed := BRACKETED.fullmatch(text):
        return role_word(bracketed[1]) or _analyte(bracketed[1])
    for separator in SEPARATOR.finditer(text):
        if is_unit(text[separator.end() :]) and (found := _analyte(text[: separator.start()])):
            return found
    return None


def _analyte(text: str) -> str | None:
    found = analyte_of(unicodedata.normalize("NFKC", text)) or analyte_of(folded(text))
    return found.name if found else None


def is_unit(cell: Cell) -> bool:
    """A spelling that some analyte accepts, or a text built like a unit, in brackets or not."""
    return isinstance(cell, str) and len(cell) <= LONGEST_UNIT and _is_unit(cell.strip())


@lru_cache(maxsize=4096)
def _is_unit(text: str) -> bool:
    plain = text.replace("µ", "u").replace("μ", "u").replace(" ", "")
    if SPELLINGS.get(plain, plain) in UNITS or UNIT.fullmatch(plain):
        return True
    wrapped = WRAPPED.fullmatch(text)
    return wrapped is not None and _is_unit(wrapped[1].strip())


def is_value(cell: Cell) -> bool:
    """A number, a date or a time, a bound, a number with its unit: what stands in data and hardly ever in a head."""
    if isinstance(cell, str):
        return len(cell) <= LONGEST_VALUE and _is_value(cell.strip())
    return cell is not None


@lru_cache(maxsize=1 << 16)
def _is_value(text: str) -> bool:
    if VALUE.fullmatch(text) or DATE.fullmatch(text):
        return not _analyte(text)  # a LOINC code may be a head
    measured = MEASURED.fullmatch(text)
    return measured is not None and is_unit(measured[1])


def date_in(cell: Cell) -> Cell:
    """The only date that a cell is or holds; `None` where it holds none, or several."""
    if isinstance(cell, str):
        found = DATE.findall(cell[:LONGEST_HEAD])
        return found[0] if len(found) == 1 else None
    return cell if hasattr(cell, "year") else None


def is_identifier(cell: Cell) -> bool:
    """One word with a digit in it, or a whole number."""
    if isinstance(cell, str):
        return IDENTIFIER.fullmatch(cell.strip()) is not None
    return isinstance(cell, int | float) and not isinstance(cell, bool) and cell == cell // 1
