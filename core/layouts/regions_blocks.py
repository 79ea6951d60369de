"""Blocks side by side: the same heads again under the next visit. Proven by merged cells over them, or by the very same heads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from core.facts.analytes import ANALYTES
from core.layouts.looks import known
from core.layouts.region import Column, Place
from core.layouts.regions_heads import PARTS, Heads, places
from core.layouts.regions_titles import day_in
from core.layouts.regions_view import View
from core.layouts.synonyms import folded


@dataclass(frozen=True, slots=True)
class Block:
    """The columns of one block with those that all blocks share, and the day in its head."""

    columns: tuple[Column, ...]
    day: Place | None = None


def blocks(view: View, heads: Heads, columns: Sequence[Column]) -> list[Block]:
    """The blocks of a row of heads; one that holds all columns, where there are none."""
    at = {view_column(view, column): column for column in columns}
    texts = {key: folded(str(column.heads[-1].cell)) for key, column in at.items() if column.heads}
    found: list[tuple[Place | None, range]] = []
    for row in range(heads.top, heads.bottom):
        found = _merged(view, row, texts) or _alike(view, row, heads, texts)
        if found:
            break
    found = found or _repeated(view, heads, texts)
    if not found:
        return [Block(tuple(columns))]
    own = {key for _, span in found for key in span}
    if _of_results(view, heads, found, own):
        over = {key: upper for upper, span in found if upper is not None for key in span}
        return [Block(tuple(_under(column, over[key]) if key in over else column for key, column in at.items()))]
    made = []
    for upper, span in found:
        under = [at[key] if upper is None else _under(at[key], upper) for key in span if key in at]
        shared = [column for key, column in at.items() if key not in own]
        chosen = sorted((*shared, *under), key=lambda column: column.index)
        days = {place[:2]: place for column in under for place in column.heads[:-1] if day_in(place.cell) is not None}
        day = next(iter(days.values()), None) if len(days) == 1 else None
        made.append(Block(tuple(chosen), day and Place(day.row, day.column, day_in(day.cell))))
    return made


def _of_results(view: View, heads: Heads, found: Sequence[tuple[Place | None, range]], own: set[int]) -> bool:
    """Whether what repeats are the parts of results, value and unit, under the name of each: those are columns of one line."""
    if any(upper is not None and known(upper.cell) in ANALYTES for upper, _ in found):
        return True
    named = {known(cell) for column, cell in enumerate(view.rows[heads.bottom]) if column not in own}
    return "analyte" not in named and all(known(view.rows[heads.bottom][column]) in PARTS for column in own if column < view.width)


def view_column(view: View, column: Column) -> int:
    return column.index - view.index(0)


def _under(column: Column, upper: Place) -> Column:
    """The column with the head of its block, which a text file writes over the first one only."""
    return column if any(place[:2] == upper[:2] for place in column.heads) else replace(column, heads=(upper, *column.heads))


def _merged(view: View, row: int, texts: dict[int, str]) -> list[tuple[Place | None, range]]:
    """Merged heads over the same heads, or each with a day: none stands twice under one."""
    spans = [span for span in view.spans.get(row, ()) if span[0] == row and span[3] > span[1] >= 0]
    found = sorted((span[1], span[3]) for span in spans if places(view, range(row, row + 1), span[1]))
    under = [[texts[key] for key in range(first, last + 1) if key in texts] for first, last in found]
    if any(last >= following for (_, last), (following, _) in pairwise(found)):
        return []
    every = [text for each in under for text in each]
    dated = len(found) > 1 and all(day_in(view.rows[row][first]) is not None for first, _ in found)
    if (len(set(every)) == len(every) and not dated) or any(len(set(each)) < len(each) for each in under):
        return []
    return [(view.place(row, first), range(first, last + 1)) for first, last in found]


def _alike(view: View, row: int, heads: Heads, texts: dict[int, str]) -> list[tuple[Place | None, range]]:
    """Heads of unmerged cells, each over the first of the very same heads: as many as are alike, counted from the right."""
    starts = [column for column in view.filled(row) if places(view, range(row + 1, heads.bottom + 1), column)]
    if len(starts) < 2:
        return []
    size = starts[-1] - starts[-2]
    last = _under_texts(texts, starts[-1], size)
    found: list[int] = []
    for start in reversed(starts):
        if _under_texts(texts, start, size) != last or (found and found[-1] - start != size):
            break
        found.append(start)
    if len(found) < 2 or None in last or starts[-1] + size <= max(texts) or len(set(last)) < size:
        return []
    return [(view.place(row, start), range(start, start + size)) for start in reversed(found)]


def _under_texts(texts: dict[int, str], start: int, size: int) -> list[str | None]:
    return [texts.get(key) for key in range(start, start + size)]


def _repeated(view: View, heads: Heads, texts: dict[int, str]) -> list[tuple[Place | None, range]]:
    """The very same heads, a date among them, again and again up to the last column."""
    dates = [column for column, cell in enumerate(view.rows[heads.bottom]) if known(cell) == "collected_at"]
    if len(dates) < 2:
        return []
    size, end, times = dates[1] - dates[0], max(texts) + 1, len(dates)
    start = end - size * times
    line = [texts.get(column) for column in range(max(start, 0), end)]
    period = line[:size]
    if start < 0 or size < 2 or None in period or len(set(period)) < size or line != period * times:
        return []
    return [(None, range(first, first + size)) for first in range(start, end, size)]
