"""The one place where text becomes HTML. Everything is escaped here; only what this module has built itself goes through as it is.

Streamlit cleans the result once more and removes scripts, event handlers and inline drawings.
"""

from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st


class Html(str):
    """HTML already: built by `tag` or `join`, its texts escaped."""

    __slots__ = ()


Child = str | int | None | Iterable["Child"]


def tag(name: str, *children: Child, **attributes: str | int | bool | None) -> Html:
    """An element. Children that are not HTML yet are escaped, and so is every attribute; `cls` is its class, `data_x` is `data-x`."""
    given = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None and value is not False)
    return Html(f"<{name}{given}>{join(children)}</{name}>")


def join(children: Iterable[Child], between: Child = None) -> Html:
    """Children side by side, `between` them what is given."""
    return Html(_flat(between).join([_flat(child) for child in children if child is not None]))


def _flat(child: Child) -> str:
    if isinstance(child, Html):
        return child
    if isinstance(child, str):
        return escape(child)
    if child is None:
        return ""
    return str(child) if isinstance(child, int) else join(child)


def _attribute(key: str, value: str | int | bool) -> str:
    name = "class" if key == "cls" else key.replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def show(*blocks: Html | None) -> None:
    """Put blocks on the page, as one element; nothing where there are none."""
    found = [tag("div", block, cls="u") for block in blocks if block is not None]
    if found:
        st.html(join(found))


def stylesheet(path: Path, *more: Html) -> None:
    """The page's own style, from our own files only."""
    st.html(f"<style>{_read(path)}{''.join(more)}</style>")


@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
