"""The one place where text becomes HTML. Everything is escaped here; only what this module has built itself goes through as it is.

Streamlit cleans the result once more and removes scripts, event handlers and inline drawings.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from pathlib import Path

import streamlit as st


class Html(str):
    """HTML already: built by `tag` or `join`, its texts escaped."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """Told by this name, Streamlit takes it as it is; a plain string it would dedent line by line and look for as a file."""
        return str(self)


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


_BLOCK = '<div class="u">'


def show(*blocks: Html | None) -> None:
    """Put blocks on the page, as one element; nothing where there are none."""
    found = together(*blocks)
    if found:
        st.html(found)


def together(*blocks: Html | None) -> Html:
    """Blocks one below the other."""
    return join(block if block.startswith(_BLOCK) else tag("div", block, cls="u") for block in blocks if block)


def stylesheet(paths: Iterable[Path], *more: Html) -> None:
    """The dashboard's own style, from our own files only."""
    st.html(_sheet(tuple(paths), more))


@lru_cache(maxsize=16)
def _sheet(paths: tuple[Path, ...], more: tuple[Html, ...]) -> Html:
    return Html(f"<style>{''.join(path.read_text(encoding='utf-8') for path in paths)}{''.join(more)}</style>")


# A link in st.html loads the whole dashboard anew. This listener, which draws nothing, turns a plain click on a link to a subject into a
# step of the browser's own history, which Streamlit follows within the session; a click with a key held, which asks for a new tab or
# window, is left to the browser.
_LINKS = st.components.v2.component(
    "links",
    js="""
export default function () {
  const follow = (event) => {
    const link = event.target.closest("a[data-subject]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate"));
  };
  document.addEventListener("click", follow);
  return () => document.removeEventListener("click", follow);
}""",
)


def follow_links() -> None:
    """Links with `data-subject` open without a reload from here on, by mouse and by keyboard."""
    _LINKS(key="links")
