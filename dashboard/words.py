"""How facts are written: numbers with their unit, days, cells, and what is missing in the clinic's words."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.facts.chart import Value
from core.facts.fact import Cited
from core.facts.values import Amount, Span, plain
from dashboard.markup import Html, tag

NAMES = {
    "alt": "ALT",
    "ast": "AST",
    "ldh": "LDH",
    "lvef": "LVEF",
    "ecog": "ECOG performance status",
    "longest_cm": "a lesion's longest diameter",
    "birth_date": "date of birth",
    "consent_date": "date of consent",
    "counts_acceptable": "the investigator's judgement of the counts",
    "counts_acceptable_by": "who accepted the counts",
    "counts_acceptable_reason": "the reason for accepting the counts",
    "histology_accepted": "the principal investigator's ruling on the histology",
    "histology_accepted_by": "who ruled on the histology",
    "oxygen_saturation": "SpO₂ on room air",
    "oxygen_saturation.qualifier": "whether SpO₂ was measured on room air",
    "ctdna": "ctDNA",
    "pet": "PET/CT",
    "ctdna.call": "a ctDNA call",
    "pet.response": "a PET/CT response",
    "pet.modality": "that the scan was a PET/CT",
    "discharged_on": "date of discharge",
    "infused_on": "the day of the infusion",
    "status": "whether the infusion was given",
    "no_pr_after_2_3_cycles": "no PR after 2–3 cycles of first line",
    "no_cr_after_4_6_cycles": "no CR after 4–6 cycles of first line",
}
PARTS = {"upper_limit": "the laboratory's upper limit of"}
UNITS = {"10*9/L": "×10⁹/L", "umol/L": "µmol/L", "ug/L": "µg/L", "Cel": "°C"}
MINUS = "−"
SHOWN_PLACES = 2  # decimals of a ratio, more where fewer would move it onto a limit
SHOWN_DIGITS = 5  # of a number of cells
POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def name_of(column: str) -> str:
    """An analyte or workbook column in words."""
    if column in NAMES:
        return NAMES[column]
    head, _, part = column.rpartition(".")
    if head and part in PARTS:
        return f"{PARTS[part]} {name_of(head)}"
    return f"{name_of(head)}: {part.replace('_', ' ')}" if head else column.replace("_", " ")


def names_of(columns: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(map(name_of, columns)))


def unit_of(unit: str) -> str:
    return UNITS.get(unit, unit)


def value_of(value: Value, unit: str = "", limits: Iterable[Decimal] = ()) -> str:
    """A value as a person reads it. A number is rounded for the eye, but never onto or across a limit it is compared with."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal | Span):
        number = rounded(value, tuple(limits))
        unit = unit.removesuffix("s") if number == "1" else unit  # 1 month
        return f"{number if isinstance(value, Span) else f'{Decimal(number):,f}'}{' ' if unit else ''}{unit}"
    return f"{value}{' ' if unit else ''}{unit}"


def rounded(amount: Amount, limits: tuple[Decimal, ...] = ()) -> str:
    if isinstance(amount, Span):
        return str(amount.map(lambda bound: Decimal(rounded(bound, limits))))
    places = SHOWN_PLACES
    while any(_side(short := round(amount, places), limit) != _side(amount, limit) for limit in limits):
        places += 1
    short = round(amount, places)
    return plain(amount if amount == short else short)


def _side(amount: Decimal, limit: Decimal) -> int:
    return (amount > limit) - (amount < limit)


def cells_of(cells: Decimal) -> str:
    """A number of cells as a power of ten; one that five digits do not say exactly is marked as rounded."""
    power = cells.adjusted()
    digits = cells.scaleb(-power)
    short = round(digits, SHOWN_DIGITS - 1)
    return f"{'' if short == digits else '≈ '}{plain(short)} × 10{str(power).translate(POWERS)}"


def day_of(day: int) -> str:
    """A day counted from infusion 1."""
    return f"d{day}".replace("-", MINUS)


def days_words(days: int) -> str:
    return f"{days} day" if days == 1 else f"{days} days"


def since(day: date, infused_on: date) -> str:
    return day_of((day - infused_on).days)


def sources(cited: Iterable[Cited]) -> Html | None:
    """The cells something rests on: the first in view, the rest on demand."""
    found = list(dict.fromkeys(each.address for each in cited))
    if not found:
        return None
    if len(found) == 1:
        return tag("span", found[0], cls="src")
    return tag("details", tag("summary", found[0]), (tag("div", each) for each in found[1:]), cls="src")


def setting_of(signed_by: str | None, on: date | None, reason: str | None) -> str:
    """Who signed a setting, when and why."""
    said = [f"signed by {signed_by}" if signed_by else "not signed", str(on) if on else "", reason or ""]
    return ", ".join(filter(None, said))
