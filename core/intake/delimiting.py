"""What stands between two columns of a text file: the one sign that divides its rows alike, or a doubt with both readings."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from core.intake.limits import MOST_CHARACTERS

DELIMITERS = (",", ";", "\t", "|")
CONTRACT = "subject_id"  # the column that every sheet of the contract has: a row with it is a header and nothing else
SAMPLE, SAMPLED_ROWS = 200_000, 200
NUMBER = re.compile(r"\s*[<>≤≥=+\-−]?\s*[.,]?\d")
DECIMAL_COMMAS = re.compile(r"(?<=\d),(?=\d)")

Rows = Sequence[Sequence[str]]


class Delimited(NamedTuple):
    """The delimiter, and of others that divide the rows as well each with the first row it divides."""

    delimiter: str
    others: tuple[tuple[str, str], ...] = ()


def delimiter_of(text: str) -> Delimited:
    """By what the first rows show. Where nothing divides them it is the comma, which a file of one column does not need."""
    found = {sign: rows for sign in DELIMITERS if sign in text[:SAMPLE] and (rows := _sampled(text, sign))}
    named = [sign for sign, rows in found.items() if is_contract(rows[0])]
    if named:
        return Delimited(named[0])
    dividing = {sign: rows for sign, rows in found.items() if _divides(rows)}
    alike = {sign: rows for sign, rows in dividing.items() if _alike(rows)} or dividing
    if len(alike) > 1 and "," in alike and "," not in DECIMAL_COMMAS.sub("", text[:SAMPLE]):
        del alike[","]  # every comma stands inside a number
    headed = {sign: rows for sign, rows in alike.items() if is_heads(_first(rows))} or alike
    best = sorted(headed, key=lambda sign: -usual_width(headed[sign]))
    return Delimited(best[0], tuple((sign, " | ".join(_first(headed[sign]))) for sign in best[1:])) if best else Delimited(",")


def is_contract(row: Sequence[str]) -> bool:
    return len(row) > 1 and CONTRACT in (cell.strip().lower() for cell in row)


def is_heads(row: Sequence[str]) -> bool:
    """Whether the row can be a header: two cells or more with words, and none that begins like a number or a date."""
    filled = [cell for cell in row if cell.strip()]
    return len(filled) > 1 and not any(map(NUMBER.match, filled))


def usual_width(rows: Rows) -> int:
    """How many cells most of the filled rows have; 0 where none is filled."""
    widths = Counter(len(row) for row in rows if any(row))
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _sampled(text: str, delimiter: str) -> Rows:
    """The first filled rows as this delimiter divides them, without one the sample may have cut."""
    before = csv.field_size_limit(MOST_CHARACTERS)
    try:
        rows = list(islice(_lenient(text, delimiter), SAMPLED_ROWS))
    finally:
        csv.field_size_limit(before)
    cut = len(text) > SAMPLE and len(rows) < SAMPLED_ROWS
    return [row for row in rows[: -1 if cut and len(rows) > 1 else None] if any(cell.strip() for cell in row)]


def _lenient(text: str, delimiter: str) -> Iterator[list[str]]:
    """Rows up to one that cannot be divided; what is wrong with it is said when the whole file is read."""
    try:
        yield from csv.reader(io.StringIO(text[:SAMPLE], newline=""), delimiter=delimiter)
    except csv.Error:
        return


def _divides(rows: Rows) -> bool:
    return 2 * sum(len(row) > 1 for row in rows) >= len(rows)


def _alike(rows: Rows) -> bool:
    """Whether most of the divided rows have as many cells as their neighbor."""
    widths = [len(row) for row in rows if len(row) > 1]
    same = [one == other for one, other in pairwise(widths)]
    return 2 * sum(same) >= len(same)


def _first(rows: Rows) -> Sequence[str]:
    """The first row of the usual width, a title before it left out."""
    width = usual_width(rows)
    return next(row for row in rows if len(row) == width)
