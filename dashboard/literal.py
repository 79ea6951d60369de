"""Text inside the label of a button or a choice, which Streamlit reads as Markdown."""

import re


def literal(text: str) -> str:
    """The text as a span of code: the one form in which no sign of it is read as a link, a formula, an icon or a color. The style gives
    it the looks of its surroundings."""
    if not text.strip():
        return ""
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence} {text} {fence}"
