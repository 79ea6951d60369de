"""The one place where text becomes HTML. Everything is escaped here; only what this module has built itself goes through as it is.

Streamlit cleans the result once more and removes scripts, event handlers and inline drawings.
"""

import json
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.proto.Html_pb2 import Html as HtmlMessage

from dashboard.acting import LONGEST_NAME, act_as, acting_name


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


def show(*blocks: Html | None) -> None:
    """Put blocks on the page one below the other, as one element; nothing where there are none."""
    place(join(tag("div", block, cls="u") for block in blocks if block))


def place(blocks: Html) -> None:
    """Put on the page what already has its own place in the style."""
    if blocks:
        st.html(blocks)


@cache
def _sheet(rules: Html) -> HtmlMessage:
    return HtmlMessage(body=f"<style>{rules}</style>")


def style(rules: Html) -> None:
    """Rules for the page, which take no room on it. This is what `st.html` does with them in the end; before that it looks through every
    letter of them twice, at every click, which was a fifteenth of a switch."""
    st._event._enqueue("html", _sheet(rules))


# A link in st.html, and a widget bound to the address, would load the dashboard anew or step twice: these are our own.
_FIELD = (
    '<label><span>{}</span><input type="text" class="{}" maxlength="{}" placeholder="{}" autocomplete="off" spellcheck="false"></label>'
)
_CONTROLS = st.components.v2.component(
    "frame",
    html="<label><span>subject</span><select></select></label>"
    + _FIELD.format("other day", "day", 10, "YYYY-MM-DD")
    + _FIELD.format("told by", "known", 19, "now")
    + _FIELD.format("acting as (unverified)", "acting", LONGEST_NAME, "your name"),
    js=Path(__file__).with_name("frame.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
_KEY = "controls"


def controls(subjects: Iterable[str] | None, subject: str | None, day: str | None, known: str | None) -> None:
    """The subject and the two clocks as fields that write into the address, `None` where there is none to choose; and the name one acts
    under. From here on, links with `data-follow` open without a reload, by mouse and by keyboard."""
    told = {
        "subjects": None if subjects is None else list(subjects),
        "subject": subject,
        "day": day,
        "known": known,
        "acting": acting_name(),
    }
    data = json.dumps(told).encode()  # as bytes: for anything else Streamlit loads pandas and pyarrow
    _CONTROLS(key=_KEY, data=data, on_acting_change=_named)


def _named() -> None:
    act_as(st.session_state[_KEY].acting)
