"""Text that a spreadsheet would run as a formula is marked as text before it leaves the building (clinical reference 1.5)."""

import re

STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def formula_safe(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula; a plain number stays a number."""
    return f"'{text}" if text.startswith(STARTERS) and not NUMBER.fullmatch(text) else text
