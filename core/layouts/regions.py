"""Where the heads of a sheet end and its lines begin: any table as regions, without a word on what they mean.

`given` holds the value itself, not its label: the place of 'Patient: S-001' holds 'S-001'. A line of dates over the columns of a turned
sheet has a head only where its first cell names a date; a column without heads is one. Lines are cut in two where a title names
another subject. Every filled cell of the table ends as a head, a unit, a given value, a cell of a line or skipped.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from core.intake.tables import Table
from core.layouts.looks import blank, date_in, is_identifier, is_value, known
from core.layouts.region import Column, Place, Region
from core.layouts.regions_blocks import blocks
from core.layouts.regions_heads import LOOK, MEASURED, Heads, first_row, headers, is_head_row, name, places, unit_place
from core.layouts.regions_titles import elsewhere, given, is_labels, names_nobody
from core.layouts.regions_turned import turned
from core.layouts.regions_view import View, view

FEWEST_REMARKED = 3  # with fewer columns a line of one cell is no remark
PERSON = {"subject_id", "birth_date", "sex"}


@dataclass(slots=True)
class Lines:
    """Lines below one row of heads that speak of one subject, by the row of the view."""

    given: Mapping[str, Place] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    skipped: list[Place] = field(default_factory=list)


def regions(table: Table) -> list[Region]:
    """The regions of a table from the top down and from left to right; none of a table without a filled cell. Raises nothing."""
    if not any(not blank(cell) for row in table.rows for cell in row):
        return []
    if (found := turned(table)) is not None:
        return [found]
    return [region for part in _parts(table) for region in _regions(part)]


def _parts(table: Table) -> list[View]:
    """The table itself, or several that stand side by side: each says of whom it speaks, and blank columns part them."""
    rows, width = range(len(table.rows)), len(table.rows[0])
    filled = [any(not blank(row[column]) for row in table.rows) for column in range(width)]
    starts = [at for at in range(width) if filled[at] and (at == 0 or not filled[at - 1])]
    whole = view(table, rows, range(width))
    if len(starts) < 2:
        return [whole]
    top = range(min(len(rows), LOOK))
    own = [at for at, end in zip(starts, [*starts[1:], width], strict=True) if _is_own(table, top, range(at, end))]
    if len(own) < 2:
        return [whole]
    return [view(table, rows, range(at, end)) for at, end in zip([0, *own[1:]], [*own[1:], width], strict=True)]


def _is_own(table: Table, rows: range, columns: range) -> bool:
    """Whether these columns begin with heads that say of whom they speak."""
    if not any(known(cell) == "subject_id" for row in table.rows[: rows.stop] for cell in row[columns.start : columns.stop]):
        return False
    part = view(table, rows, columns)
    row = first_row(part)
    return is_head_row(part, row) and any(known(cell) == "subject_id" for cell in part.rows[row])


def _regions(part: View) -> Iterator[Region]:
    """The regions of one part: each row of heads with the titles above it and the lines below."""
    found = headers(part)
    starts = [0, *(_title(part, heads, before.below) for before, heads in pairwise(found))]
    ends = [*starts[1:], len(part.rows)]
    titles = [range(start, heads.top) for start, heads in zip(starts, found, strict=True)]
    said = [given(part, title) for title in titles]
    below = [_lines(part, heads, range(heads.below, end)) for heads, end in zip(found, ends, strict=True)]
    every = [*(here for here, _ in said), *(lines.given for each in below for lines in each)]
    alone = len({str(here["subject_id"].cell).strip() for here in every if "subject_id" in here}) < 2
    sheet = {name: place for name, place in said[0][0].items() if name in PERSON} if alone else {}
    over: tuple[Place, ...] = ()
    for heads, title, (here, used), lines, end in zip(found, titles, said, below, ends, strict=True):
        filled = list(part.places(title))
        others = [place for place in filled if place[:2] not in used]
        above = sheet if all(_names_nobody(place) for place in others) else {}
        over = elsewhere(filled) if filled else over
        columns = _columns(part, heads, end, over)
        yield from _made(part, heads, columns, {**above, **here}, others, lines)


def _names_nobody(place: Place) -> bool:
    """Whether a title speaks of no subject, or is the label of one that was read."""
    text = str(place.cell)
    return names_nobody(text) or known(text) in PERSON


def _made(
    part: View, heads: Heads, columns: Sequence[Column], said: Mapping[str, Place], skipped: list[Place], found: Sequence[Lines]
) -> Iterator[Region]:
    units = [] if heads.unit is None else [place for place in part.places(range(heads.unit, heads.unit + 1)) if known(place.cell) == "unit"]
    skipped = [*skipped, *units]
    made = blocks(part, heads, columns)
    for at, lines in enumerate(found):
        skipped += lines.skipped
        if not lines.lines and at + 1 < len(found):
            continue  # nothing stands between the heads and the first subject
        for block in made:
            day = {} if block.day is None else {"collected_at": block.day}
            numbers = tuple(map(part.line, lines.lines))
            yield Region(part.table, False, block.columns, numbers, {**(lines.given or said), **day}, tuple(skipped))
            skipped = []


def _columns(part: View, heads: Heads, end: int, over: tuple[Place, ...]) -> list[Column]:
    """The columns that have a head, a unit or a cell in a line; those of results have the title `over` them as a head."""
    rows = range(heads.top, heads.bottom + 1)
    columns = []
    for at in range(part.width):
        found = places(part, rows, at)
        unit = None if heads.unit is None else unit_place(part, heads.unit, at)
        if found or unit or any(not blank(part.rows[row][at]) for row in range(heads.below, end)):
            results = found and over and name(part, rows, at) in {None, "analyte", *MEASURED}
            columns.append(Column(part.index(at), (*over, *found) if results else found, unit))
    return columns


def _title(part: View, heads: Heads, floor: int) -> int:
    """The first row of what stands above later heads and belongs to them."""
    row = heads.top
    while row > floor and _is_title(part, row - 1):
        row -= 1
    return row


def _is_title(part: View, row: int) -> bool:
    filled = part.filled(row)
    if len(filled) != 1:
        return not filled or is_labels(part, row)
    cell = part.rows[row][filled[0]]
    if is_value(cell):
        return date_in(cell) is not None
    return not is_identifier(cell)


def _lines(part: View, heads: Heads, rows: range) -> list[Lines]:
    """The lines of these rows, cut where a title names another subject; blank rows are none, and remarks are set apart."""
    width, found = part.width, [Lines()]
    names = {at: name(part, range(heads.top, heads.bottom + 1), at) for at in range(width)}
    remarked = len(part.filled(heads.bottom)) >= FEWEST_REMARKED and any(names.values())
    for row in rows:
        empty = part.rows[row].count(None)
        if empty == width:
            continue
        filled = part.filled(row) if empty >= width - 2 else ()
        if not filled and empty >= width - 2:
            continue
        if filled and remarked and not is_value(part.rows[row][filled[0]]):
            if names[filled[0]] != "subject_id":
                said, used = given(part, range(row, row + 1))
                if "subject_id" in said and used >= {part.place(row, at)[:2] for at in filled}:
                    found.append(Lines(said))
                    continue
            if len(filled) == 1 and _is_remark(part, row, filled[0], names):
                found[-1].skipped.append(part.place(row, filled[0]))
                continue
        found[-1].lines.append(row)
    return found


def _is_remark(part: View, row: int, column: int, names: Mapping[int, str | None]) -> bool:
    """Whether the only cell of a row is no cell of a line. A subject that rows below may belong to is none, nor is a lone result."""
    cell = part.rows[row][column]
    if names[column] == "subject_id":
        following = next((below for below in range(row + 1, len(part.rows)) if part.filled(below)), None)
        return not is_identifier(cell) and (following is None or not blank(part.rows[following][column]))
    return names[column] not in MEASURED and not is_value(cell)
