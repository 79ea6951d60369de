"""How a state looks: one word, one silhouette, one color. Icons are masks over a plain box, so that they follow the theme."""

from functools import cache
from urllib.parse import quote

from dashboard.markup import Html, tag

WORDS = {
    "met": "met",
    "not_met": "not met",
    "unknown": "unknown",
    "not_applicable": "not applicable",
    "board_review": "board review",
    "already_given": "already given",
    "closed": "closed",
    "eligible": "eligible",
    "not_eligible": "not eligible",
    "incomplete": "incomplete",
    "hold": "hold",
    "warning": "warning",
    "information": "information",
    "data quality": "data quality",
    "old": "old",
}
TRUTHS = {True: ("met", "true"), False: ("not_met", "false"), None: ("unknown", "unknown")}

PEN = 'stroke="black" fill="none" stroke-linecap="round"'


def _cut(solid: str, hole: str) -> str:
    pen = 'stroke="black" stroke-width="2" fill="none" stroke-linecap="round" stroke-linejoin="round"'
    mask = f'<mask id="m"><rect width="16" height="16" fill="white"/><path d="{hole}" {pen}/></mask>'
    return f'{mask}<g mask="url(#m)">{solid}</g>'


_DISC, _RING = '<circle cx="8" cy="8" r="7"/>', f'<circle cx="8" cy="8" r="6.6" {PEN} stroke-width="1.4"/>'
# The silhouettes differ, so that a state survives greyscale, color blindness and a bad projector.
_ICONS = {
    "met": _cut(_DISC, "M4.5 8.3l2.4 2.4 4.6-5"),
    "not_met": _cut('<rect x="1.2" y="1.2" width="13.6" height="13.6" rx="2"/>', "M5 5l6 6M11 5l-6 6"),
    "unknown": f'<circle cx="8" cy="8" r="6.8" {PEN} stroke-width="1.5" stroke-dasharray="2.6 1.8"/>'
    f'<path d="M6.1 6.2a2 2 0 1 1 2.8 1.9c-.6.3-.9.7-.9 1.3M8 11.4v.3" {PEN} stroke-width="1.6"/>',
    "board_review": f'<path d="M8 1L15 8 8 15 1 8z" {PEN} stroke-width="1.6" stroke-linejoin="round"/><path d="M8 1V15L1 8z"/>',
    "hold": _cut('<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/>', "M6.2 5v6M9.8 5v6"),
    "warning": _cut('<path d="M8 1.2L15.4 14.6H.6z"/>', "M8 6v4M8 12.3v.1"),
    "not_applicable": f'{_RING}<path d="M5 8h6" {PEN} stroke-width="1.6"/>',
    "already_given": f'<path d="M2 5l4 4 4-4M6 9V1.5M2 14h12" {PEN} stroke-width="1.8" stroke-linejoin="round"/>',
    "closed": f'<rect x="2.5" y="7" width="11" height="7.5" rx="1"/><path d="M5 7V4.5a3 3 0 0 1 6 0V7" {PEN} stroke-width="1.7"/>',
    "information": f'{_RING}<path d="M8 7.2v4M8 4.7v.2" {PEN} stroke-width="1.7"/>',
    "old": f'{_RING}<path d="M8 4.2V8l2.6 1.8" {PEN} stroke-width="1.5"/>',
    "new": _cut(_DISC, "M8 4.5v7M4.5 8h7"),
    "corrected": f'<path d="M2 5.5h11M10 2.2l3.3 3.3L10 8.8M14 11H3M6 7.9L2.8 11 6 14.2" {PEN} stroke-width="1.6"/>',
    "conflicting": f'<path d="M2 5.6h12M2 10.4h12M11.5 1.5l-7 13" {PEN} stroke-width="1.8"/>',
    "withdrawn": f'{_RING}<path d="M3.6 12.4l8.8-8.8" {PEN} stroke-width="1.6"/>',
    "restored": f'<path d="M3 6.5h6.5a4 4 0 0 1 0 8H6M6.2 3L2.8 6.5 6.2 10" {PEN} stroke-width="1.7" stroke-linejoin="round"/>',
    "same": f'<path d="M2.5 5.6h11M2.5 10.4h11" {PEN} stroke-width="1.8"/>',
}
_SAME = {"eligible": "met", "not_eligible": "not_met", "incomplete": "unknown", "data quality": "warning"}
_COLORS = {
    **_SAME,
    "data quality": "quiet",
    "information": "quiet",
    "already_given": "quiet",
    "closed": "quiet",
    "warning": "hold",
    "old": "hold",
}


@cache
def icon_rules() -> Html:
    """The drawn part of the style sheet: one rule an icon."""
    return Html("".join(f".i-{name}{{--m:{drawing(body)}}}" for name, body in _ICONS.items()))


def drawing(body: str, width: int = 16, height: int = 16) -> str:
    """A drawing as a style's address of it, to be used as a mask."""
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{body}</svg>'
    return f"url('data:image/svg+xml,{quote(drawn, safe=' =:/,;')}')"


def icon(state: str) -> Html:
    return tag("i", cls=f"ic i-{_SAME.get(state, state)}", aria_hidden="true")


def color(state: str) -> str:
    """The class that colors a state."""
    return _COLORS.get(state, state)


def verdict(state: str, word: str | None = None, extra: str = "") -> Html:
    return tag("span", icon(state), tag("b", WORDS[state] if word is None else word), cls=f"v {color(state)} {extra}".rstrip())


def truth(found: bool | None) -> Html:
    """True, false or unknown, in words."""
    state, word = TRUTHS[found]
    return verdict(state, word)


def table(heads: list[str], rows: list[Html], cls: str = "", caption: str = "") -> Html:
    """A table of rows built already; `caption` is what a screen reader says of it."""
    head = tag("thead", tag("tr", (tag("th", name, scope="col") if name else tag("td") for name in heads)))
    return tag("table", head, tag("tbody", rows), cls=cls or None, aria_label=caption or None)


def row(*cells: Html | str, cls: str = "") -> Html:
    """A table row whose first cell names it; a cell may be a `td` already."""
    first, *others = cells
    return tag("tr", tag("th", first, scope="row"), (cell if is_cell(cell) else tag("td", cell) for cell in others), cls=cls or None)


def is_cell(found: Html | str) -> bool:
    return isinstance(found, Html) and found.startswith("<td")
