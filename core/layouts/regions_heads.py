"""Where heads stand: the row of heads, the rows above and below that belong to it, the units beneath, and every later row of heads.

Where two readings are possible the plain one is taken, one row of heads: a row more must be proven, by merged cells, by heads that the
rows complete for each other, or by the same heads further up.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from core.facts.analytes import ANALYTES
from core.layouts.looks import blank, date_in, is_unit, is_value, known
from core.layouts.region import Place
from core.layouts.regions_titles import elsewhere, is_labels, sayings
from core.layouts.regions_view import View

LOOK = 60  # rows in which the first heads are looked for
TITLE_ROWS = 12  # rows of a title in which one word may look like a head
MOST_ROWS = 2  # rows of heads above, and below, the row that is known
WIDEST_GROUP = 80  # columns that one head may stand over unmerged
MOST_PROBES = 3  # columns by which later rows of heads are found
PARTS = {"value", "unit", "lower_limit", "upper_limit", "qualifier"}  # what may stand beneath the name of an analyte
MEASURED = ANALYTES.keys() | PARTS


@dataclass(frozen=True, slots=True)
class Heads:
    """Rows of a view: `row` is the one whose heads are known, `top` and `bottom` the first and last one, `unit` a row of units below."""

    row: int
    top: int
    bottom: int
    unit: int | None

    @property
    def below(self) -> int:
        """The first row after them."""
        return self.bottom + (1 if self.unit is None else 2)


def places(view: View, rows: range, column: int) -> tuple[Place, ...]:
    """The head cells over a column, the outermost first; a merged one counts for every column it spans, and one of another sample than
    blood for the columns to its right, for nobody can say where its group ends."""
    found: dict[tuple[int, int], Place] = {}
    for row in rows:
        span = view.span(row, column) if blank(view.rows[row][column]) else None
        at = (row, column) if span is None or span[0] not in rows or span[1] < 0 else (span[0], span[1])
        if span is None and row != rows[-1] and blank(view.rows[row][column]):
            before = range(column - 1, max(-1, column - WIDEST_GROUP), -1)
            left = next((other for other in before if not blank(view.rows[row][other])), column)
            at = (row, left) if view.span(row, left) is None and elsewhere([view.place(row, left)]) else at
        if not blank(view.rows[at[0]][at[1]]):
            found.setdefault(at, view.place(*at))
    return tuple(found.values())


def name(view: View, rows: range, column: int) -> str | None:
    """What the innermost known head over a column names."""
    return next((found for place in reversed(places(view, rows, column)) if (found := known(place.cell))), None)


def unit_place(view: View, row: int, column: int) -> Place | None:
    """What a row of units says of a column; the word 'unit' itself is none."""
    cell = view.rows[row][column]
    return None if blank(cell) or known(cell) == "unit" else view.place(row, column)


def is_head_row(view: View, row: int) -> bool:
    """Whether two different heads stand in a row, and neither values nor labels with what they say."""
    cells = view.rows[row]
    if any(map(is_value, cells)):
        return False
    return len({found for cell in cells if (found := known(cell))}) > 1 and not is_labels(view, row)


def headers(view: View) -> list[Heads]:
    """Every place where heads stand, from the top down. There is one at least."""
    found = [_grown(view, first_row(view), 0, None)]
    first = found[0]
    repeats = _is_texts(view, first.row)
    for row in _candidates(view, first):
        if row < found[-1].below:
            continue
        same = repeats and _texts(view, row) == _texts(view, first.row)
        if same or (is_head_row(view, row) and _whole(view, row)):
            found.append(_grown(view, row, found[-1].below, first if same else Heads(row, row, row, None)))
    return found


def _texts(view: View, row: int) -> list[str]:
    return ["" if blank(cell) else str(cell).strip() for cell in view.rows[row]]


def _whole(view: View, row: int) -> bool:
    """Whether a row of heads can begin a table of its own: it says whose or when, or what was found."""
    names = {found for cell in view.rows[row] if (found := known(cell))}
    return bool(names & {"subject_id", "collected_at"}) or names >= {"analyte", "value"}


def first_row(view: View) -> int:
    """The first row of heads, or what looks most like one. Something must be filled."""
    rows = [row for row in range(min(len(view.rows), LOOK)) if view.filled(row)] or [
        next(row for row in range(len(view.rows)) if view.filled(row))
    ]
    widest = max(len(view.filled(row)) for row in rows)
    sure = next((row for row in rows if is_head_row(view, row)), None)
    texts = [row for row in rows if _is_texts(view, row) and not is_labels(view, row)]
    plain = [row for row in texts if len(view.filled(row)) * 2 >= widest or any(map(known, view.rows[row]))]
    first = plain[0] if plain else rows[0]
    return sure if sure is not None and sure <= first + TITLE_ROWS else first


def _is_texts(view: View, row: int) -> bool:
    """Whether a row holds several texts, most of them once, and no value."""
    texts = [str(view.rows[row][column]).strip() for column in view.filled(row)]
    return len(texts) > 1 and len(set(texts)) * 5 >= len(texts) * 4 and not any(map(is_value, view.rows[row]))


def _candidates(view: View, first: Heads) -> list[int]:
    """Rows below the first heads that may be heads again: text where its columns hold values, the same text, or any after a gap."""
    rows, width = view.rows, view.width
    filled = [column for column in range(width) if known(rows[first.row][column])]
    after = rows[first.below] if first.below < len(rows) else [None] * width
    probes = sorted(filled, key=lambda column: not is_value(after[column]))[:MOST_PROBES]
    found: set[int] = set()
    for probe in probes:
        found |= {at for at, row in enumerate(rows) if isinstance(cell := row[probe], str) and not cell[:1].isdigit() and known(cell)}
    start = view.filled(first.row)[0]
    text = rows[first.row][start]
    found |= {at for at, row in enumerate(rows) if row[start] == text}
    gaps = [row.count(None) >= width - 1 for row in rows]
    found |= {at for at in range(1, len(rows)) if gaps[at - 1] and not gaps[at]}
    return sorted(at for at in found if at >= first.below)


def _grown(view: View, row: int, floor: int, like: Heads | None) -> Heads:
    """The heads around a row of heads; `like` are the first ones, where others stand above it."""
    top = bottom = row
    while bottom + 1 < len(view.rows) and bottom - row < MOST_ROWS and _is_sub_row(view, range(row, bottom + 1), bottom + 1):
        bottom += 1
    while top > floor and row - top < MOST_ROWS and _is_upper_row(view, top - 1, range(top, bottom + 1), like, row):
        top -= 1
    units = bottom + 1 < len(view.rows) and is_unit_row(view, range(top, bottom + 1), bottom + 1)
    return Heads(row, top, bottom, bottom + 1 if units else None)


def is_unit_row(view: View, heads: range, row: int) -> bool:
    """Whether most cells of a row are units, none a value, and none stands under a subject, a date or a sex."""
    units = others = 0
    for column in view.filled(row):
        cell = view.rows[row][column]
        if is_unit(cell):
            head = name(view, heads, column)
            if head is not None and head not in MEASURED:
                return False
            units += 1
        elif is_value(cell):
            return False
        else:
            others += known(cell) != "unit"
    return units > others


def _is_sub_row(view: View, heads: range, row: int) -> bool:
    """Whether a row goes on with the heads above it: it names what these leave open, or the parts of an analyte they name."""
    if any(map(is_value, view.rows[row])) or is_labels(view, row):
        return False
    new = parts = 0
    open_above = False
    for column in range(view.width):
        cell, above = view.rows[row][column], name(view, heads, column)
        if blank(cell):
            open_above = open_above or above is not None
        elif above is None:
            new += known(cell) is not None
        elif above in ANALYTES and known(cell) in PARTS:
            parts += 1
        else:
            return False
    return parts > 0 or (open_above and new > 0)


def _is_upper_row(view: View, row: int, heads: range, like: Heads | None, known_row: int) -> bool:
    """Whether a row stands over the heads as a further row of them."""
    filled = view.filled(row)
    if not filled or {field for field, *_ in sayings(view, row)} - {"collected_at"}:
        return False
    below = view.filled(heads[-1])
    spans = [span for column in filled if (span := view.span(row, column)) is not None and span[:2] == (row, column)]
    wide = [span for span in spans if span[3] > span[1] and not (span[1] <= below[0] and span[3] >= below[-1])]
    if len(wide) > 1 or any(span[1] > below[0] for span in wide) or any(span[2] in heads for span in spans):
        return True
    if like is not None:
        above = like.row - (known_row - row)
        return above >= like.top and _texts(view, row) == _texts(view, above)
    if any(is_value(cell) and date_in(cell) is None for cell in view.rows[row]):
        return False
    open_below = any(not places(view, heads, column) and any(_data(view, heads[-1] + 1, column)) for column in filled)
    return open_below or (len(filled) > 1 and below[0] < filled[0] and filled[-1] <= below[-1])


def _data(view: View, start: int, column: int) -> Iterator[bool]:
    return (not blank(row[column]) for row in view.rows[start : start + MOST_ROWS + 1])
