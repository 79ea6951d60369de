"""A sheet whose heads stand in a column and whose lines run from the left to the right."""

from core.facts.analytes import ANALYTES
from core.intake.tables import Table
from core.layouts.looks import blank, date_in, is_identifier, is_value, known
from core.layouts.region import Column, Region
from core.layouts.regions_heads import is_unit_row, unit_place
from core.layouts.regions_titles import elsewhere, given
from core.layouts.regions_view import View, view
from core.layouts.synonyms import folded

MOST_ROWS = 400  # a turned sheet has as many rows as a laboratory has tests
FEWEST_HEADS = 3
LABEL_COLUMNS = 2  # in which of the first columns the heads may stand
BESIDE = {"unit", "lower_limit", "upper_limit"}  # heads that a turned sheet may have across, beside its heads


def turned(table: Table) -> Region | None:
    """The one region of a table that is certainly turned, else `None`: three heads or more stand in one column, each once; no row has two
    heads across; and a row says the days, or the subjects, of the columns."""
    if len(table.rows) > MOST_ROWS:
        return None
    whole = view(table, range(len(table.rows)), range(len(table.rows[0])))
    return next((found for column in range(min(LABEL_COLUMNS, whole.width - 1)) if (found := _by(whole, column))), None)


def _by(whole: View, column: int) -> Region | None:
    names = [known(row[column]) for row in whole.rows]
    heads = [found for found in names if found]
    across = [{found for cell in row[column + 1 :] if (found := known(cell)) and found not in BESIDE} for row in whole.rows]
    texts = [folded(str(row[column])) for row, name in zip(whole.rows, names, strict=True) if name]
    if len(set(heads)) < FEWEST_HEADS or len(set(texts)) < len(texts) or ANALYTES.keys().isdisjoint(heads):
        return None
    if any(len(found) > 1 or "value" in found for found in across):
        return None
    beside = {row: count for row, cells in enumerate(whole.rows) if (count := sum(not blank(cell) for cell in cells[column + 1 :]))}
    lines = [row for row in beside if names[row]]
    single = max(beside.values(), default=1) == 1
    while lines and not single and beside[lines[0]] == 1 and names[lines[0]] not in ANALYTES:
        del lines[0]  # a label of the title with what it says
    if not lines:
        return None
    filled, top = list(beside), lines[0]
    if top and top - 1 in filled and not names[top - 1] and _days(whole, top - 1, column):
        top -= 1
    saying = [row for row in filled if row >= top and (_days(whole, row, column) or _subjects(whole, row, column, names[row]))]
    results = [cell for row in lines if names[row] in ANALYTES for cell in whole.rows[row][column + 1 :] if not blank(cell)]
    if not saying or sum(map(is_value, results)) * 2 < len(results) or len(lines) * 2 < len([row for row in filled if row >= top]):
        return None
    return _region(whole, column, range(top, filled[-1] + 1))


def _days(whole: View, row: int, column: int) -> bool:
    """Whether what stands in a row are days, but for the heads of a column of units or limits."""
    cells = [cell for cell in whole.rows[row][column + 1 :] if not blank(cell) and known(cell) not in BESIDE]
    return bool(cells) and all(is_value(cell) and date_in(cell) is not None for cell in cells)


def _subjects(whole: View, row: int, column: int, name: str | None) -> bool:
    """Whether what stands in a row are subjects."""
    return name == "subject_id" and all(blank(cell) or is_identifier(cell) for cell in whole.rows[row][column + 1 :])


def _region(whole: View, column: int, rows: range) -> Region:
    part = view(whole.table, rows, range(column, whole.width), across=True)
    units = is_unit_row(part, range(1), 1)
    title = range(rows.start)
    said, used = given(whole, title)
    outside = [whole.place(row, at) for row in range(len(whole.rows)) for at in whole.filled(row) if row not in rows or at < column]
    skipped = [place for place in outside if place[:2] not in used]
    over = elsewhere(whole.places(title))
    columns = []
    for at in range(part.width):
        head = None if blank(part.rows[0][at]) else part.place(0, at)
        if head is not None and known(head.cell) != "collected_at" and _days(whole, rows.start + at, column):
            skipped.append(head)
            head = None
        unit = unit_place(part, 1, at) if units else None
        if units and unit is None and not blank(part.rows[1][at]):
            skipped.append(part.place(1, at))
        if head or unit or any(not blank(line[at]) for line in part.rows):
            heads = () if head is None else (*over, head) if known(head.cell) in {None, *ANALYTES} else (head,)
            columns.append(Column(part.index(at), heads, unit))
    lines = []
    for row in range(2 if units else 1, len(part.rows)):
        cells = [part.rows[row][at] for at in part.filled(row)]
        if any(known(cell) in BESIDE for cell in cells):
            skipped += part.places(range(row, row + 1))
        elif cells:
            lines.append(part.line(row))
    return Region(whole.table, True, tuple(columns), tuple(lines), said, tuple(skipped))
