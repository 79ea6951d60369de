"""What the heads of a column say by themselves: a column of the contract, a second identifier, a time, or an analyte with its unit."""

import re
from dataclasses import dataclass

from core.facts.analytes import Analyte, analyte_of, unit_of
from core.intake.places import visible
from core.layouts.others import is_elsewhere, is_harmless, is_other
from core.layouts.region import Column, Place
from core.layouts.synonyms import role_word

_GROUP = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_APART = re.compile(r"[\s,;:_|\-]+(?=/)|[\s,;:_/|\-]+")  # `ANC, /nL`: the slash is the unit's
_UNIT_LIKE = re.compile(r".*[/%^‰].*|[kmuµμ]?(g|kat|l|mol|m)|k?U|IU|lbs?|in|cm|°?[CF]|℃", re.ASCII)
# Full-width signs and the brackets of Chinese text as their plain ones, one for one; nothing that would change a unit (⁹, µ) is touched.
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    ord("【"): "[",
    ord("】"): "]",
    ord("〔"): "[",
    ord("〕"): "]",
}
UNIT_WORDS = frozenset(("unit", "units", "uom", "单位"))


@dataclass(frozen=True, slots=True)
class Head:
    """What a column's heads say. `word` is a column of the contract, a check or `time`; `analyte` with `unit` as spelled in `unit_at`;
    `unit_of` the analyte whose units the column holds. `known` says why it is not imported, where that is known. Without any of these
    nobody can say. `sure` is false where an upper head might change the meaning."""

    column: Column
    word: str | None = None
    analyte: str | None = None
    unit: str | None = None
    unit_at: Place | None = None
    unit_of: str | None = None
    known: str | None = None
    sure: bool = True


def plain(text: str) -> str:
    """A head on one line and in half-width signs."""
    return " ".join(text.translate(_PLAIN).split())


def said(place: Place) -> str:
    return "" if place.cell is None else plain(str(place.cell))


def head_of(column: Column) -> Head:
    """The innermost head decides; where it says nothing by itself, all of them as one text."""
    texts = [(place, text) for place in column.heads if (text := said(place))]
    if not texts:
        return Head(column)
    *above, (place, last) = texts
    outer = [text for _, text in above]
    if is_elsewhere(last) or any(is_elsewhere(text) and not is_harmless(text) for text in outer):
        return Head(column, known="speaks of another sample or of a difference")
    if outer and (word := role_word(" ".join((*outer, last)))):
        return Head(column, word)
    sure = all(map(is_harmless, outer))
    if outer and (found := _beneath(column, above[-1], place, last)):
        return found if all(map(is_harmless, outer[:-1])) else _unsure(found)
    found = _single(column, place, last)
    if outer and (not sure or found == Head(column)):
        joined = _single(column, place, " ".join((*outer, last)))
        if joined != Head(column):
            return joined
    return found if sure or found == Head(column) else _unsure(found)


def _unsure(head: Head) -> Head:
    return Head(head.column, head.word, head.analyte, head.unit, head.unit_at, head.unit_of, head.known, sure=False)


def _beneath(column: Column, above: tuple[Place, str], place: Place, last: str) -> Head | None:
    """An analyte above, and below it what of the analyte the column holds: its unit as text, its value, its units."""
    found = analyte_head(above[1])
    if found is None:
        return None
    analyte, unit = found
    if last.lower() in UNIT_WORDS:
        return Head(column, unit_of=analyte.name)
    if role_word(last) == "value":
        return _analyte(column, analyte, unit, above[0])
    if unit is None and (unit_of(analyte, last) or _UNIT_LIKE.fullmatch(last)) and not role_word(last):
        return _analyte(column, analyte, last, place)
    if analyte_head(last) is None and (role_word(last) or is_other(last)):
        return Head(column, known=f"is the {last!r} of {analyte.name} alone")
    return None


def _single(column: Column, place: Place, text: str) -> Head:
    if word := role_word(text):
        return Head(column, word)
    if found := analyte_head(text):
        return _analyte(column, *found, place)
    if owner := _unit_column(text):
        return Head(column, unit_of=owner.name)
    if is_other(text) or is_other(_GROUP.sub("", text)) or _other_with_unit(text):
        return Head(column, known="is known and no part of the workbook")
    if "%" in text or "百分" in text or "percent" in text.lower():
        return Head(column, known="is a share in percent")
    return Head(column)


def _other_with_unit(text: str) -> bool:
    return any(is_other(text[: gap.start()]) and _UNIT_LIKE.fullmatch(text[gap.end() :]) for gap in _APART.finditer(text))


def _analyte(column: Column, analyte: Analyte, unit: str | None, place: Place) -> Head:
    """The unit of the unit row counts where the head has none; where both are written they must say one thing."""
    if column.unit is not None and (below := said(column.unit)):
        if unit is not None and unit_of(analyte, unit) != unit_of(analyte, below):
            return Head(column, known=f"is {analyte.name} in {unit!r} by its head and in {below!r} by the row of units")
        unit, place = below, column.unit
    if unit is None:
        return Head(column, analyte=analyte.name)
    if unit_of(analyte, unit) is None:
        return Head(column, known=f"is in {visible(unit)!r}, which is no unit of {analyte.name}")
    return Head(column, analyte=analyte.name, unit=unit, unit_at=place)


def _unit_column(text: str) -> Analyte | None:
    """`Hb unit`, `Hb_unit`, `血红蛋白单位`."""
    match = re.fullmatch(r"(.+?)[\s_\-.(]*(units?|uom|单位)\)?", text, re.IGNORECASE)
    return _labeled(match[1]) if match else None


def analyte_head(text: str) -> tuple[Analyte, str | None] | None:
    """The analyte that a head names, with the unit it writes: `Hb (g/dL)`, `WBC [10^9/L]`, `白细胞(WBC)(10^9/L)`, `Hb, g/L`, `Hb g/L`.
    `None` where any part of it is neither."""
    text = plain(text)
    if whole := _labeled(text):
        return whole, None
    groups = [group.strip() for group in _GROUP.findall(text) if group.strip()]
    main = " ".join(_GROUP.sub(" ", text).split()).strip(" ,;:_-/")
    found = _with_tail(main)
    if found is None:
        return None
    analyte, unit = found
    for group in groups:
        if analyte_of(group) is not None:
            if analyte_of(group) is not analyte:
                return None
        elif unit is None and (unit_of(analyte, group) or _UNIT_LIKE.fullmatch(group)):
            unit = group
        else:
            return None
    return analyte, unit


def _with_tail(main: str) -> tuple[Analyte, str | None] | None:
    if whole := _labeled(main):
        return whole, None
    for gap in _APART.finditer(main):
        unit = main[gap.end() :]
        label = _labeled(main[: gap.start()])
        if label and unit and (unit_of(label, unit) or _UNIT_LIKE.fullmatch(unit)):
            return label, unit
    return None


def _labeled(text: str) -> Analyte | None:
    """By a label, with underscores for blanks or not, or by several labels of one analyte side by side."""
    text = text.strip()
    if found := analyte_of(text) or analyte_of(text.replace("_", " ")):
        return found
    parts = {analyte_of(part) for part in text.split()}
    return parts.pop() if len(parts) == 1 and text else None


def unit_in(column: Column, analyte: Analyte) -> tuple[str | None, Place | None]:
    """The unit that stands somewhere in the heads of a column, or in the row of units, where it is one of the analyte."""
    for place in (*((column.unit,) if column.unit else ()), *reversed(column.heads)):
        text = said(place)
        parts = (text, *_GROUP.findall(text), *(text[gap.end() :] for gap in _APART.finditer(text)))
        if unit := next((part.strip() for part in parts if unit_of(analyte, part.strip())), None):
            return unit, place
    return None, None
