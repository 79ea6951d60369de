"""The dashboard's own style sheets, from our own files only, with the icons that the code draws."""

import re
from functools import cache
from pathlib import Path

from dashboard.look import icon_rules
from dashboard.markup import Html, style
from dashboard.sparkline import pet_rules

HERE = Path(__file__).parent / "style"
SHEETS = ("tokens", "frame", "type", "states", "board", "patient", "toxicity", "eligibility", "rulebook")


def stylesheet() -> None:
    style(_written())


@cache
def _written() -> Html:
    """Without comments and indentation: Streamlit looks through every letter of it at every click."""
    written = "".join((HERE / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)
    return Html(re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", written, flags=re.DOTALL)) + icon_rules() + pet_rules())
