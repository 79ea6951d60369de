"""How a long list is shown: its count on top, a box that scrolls below, of a very long one a page at a time. Nothing is cut silently."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from dashboard.look import table
from dashboard.markup import Child, Html, show, tag

ROWS = 200  # on one page

Item = TypeVar("Item")


def many(count: int, one: str, more: str = "") -> str:
    """1 row, 2 rows; thousands in groups."""
    return f"{count:,} {one if count == 1 else more or f'{one}s'}"


def headed(title: str, count: Child, *blocks: Html | None) -> Html:
    """A section with its title and how many it holds."""
    return tag("section", tag("h2", title, " ", tag("span", count, cls="n")), blocks, cls="blk")


def boxed(found: Html, name: str) -> Html:
    """A box that scrolls, reached by keyboard."""
    return tag("div", found, cls="box", role="region", aria_label=name, tabindex=0)


def listed(name: str, heads: list[str], found: Sequence[Item], row: Callable[[Item], Html], cls: str) -> None:
    """A table of things in a box; where there are more than one page holds, the page is chosen below it and its range is told."""
    pages = -(-len(found) // ROWS)
    place = st.empty()
    page = 1 if pages <= 1 else st.pagination(pages, key=f"page of {name}")
    first = ROWS * (page - 1)
    here = found[first : first + ROWS]
    told = tag("p", tag("b", f"Rows {first + 1:,} to {first + len(here):,} of {len(found):,}"), cls="sm") if pages > 1 else None
    with place:
        show(boxed(table(heads, [row(each) for each in here], cls, name), name), told)
