"""The dashboard's own style sheets, from our own files only, with the icons that the code draws."""

import re
from functools import cache
from pathlib import Path

from dashboard.address import BOARD, COHORT, PATIENT
from dashboard.look import icon_rules
from dashboard.markup import Html, style
from dashboard.sparkline import pet_rules

HERE = Path(__file__).parent / "style"
LOOKS = ("tokens", "frame", "type", "states")
SHEETS = {  # the pages looked at most carry no more than they need
    BOARD: ("board", "patient", "toxicity"),
    PATIENT: ("patient", "toxicity", "eligibility"),
    COHORT: ("cohort",),
}
ALL = ("board", "patient", "toxicity", "eligibility", "records", "audit", "rulebook", "upload", "settings")


def stylesheet(path: str) -> None:
    """The style of the page at a path."""
    style(_page(path))


def more(*sheets: str) -> None:
    """The style of what a page shows only now and then."""
    style(_written(sheets))


@cache
def _page(path: str) -> Html:
    return Html(_written(LOOKS + SHEETS.get(path, ALL)) + icon_rules() + pet_rules())


@cache
def _written(sheets: tuple[str, ...]) -> Html:
    """Without comments and blanks: Streamlit looks through every letter of it at every click."""
    written = "".join((HERE / f"{name}.css").read_text(encoding="utf-8") for name in sheets)
    bare = re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"/\*.*?\*/", "", written, flags=re.DOTALL))
    return Html(re.sub(r"\s+", " ", bare).replace(": ", ":").replace(";}", "}"))
