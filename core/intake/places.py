"""Where a cell stands and what its file is called, in words that are safe to print: `labs.xlsx · labs!D14`."""

import unicodedata

LONGEST_LABEL = 120
# Control, format (right-to-left override, zero width), surrogate, line and paragraph marks: they change what a reader sees.
DECEPTIVE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def visible(text: str) -> str:
    """The text with every character that would act on the screen instead of showing (a line break, U+202E) written out as <U+202E>."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"<U+{ord(sign):04X}>" if unicodedata.category(sign) in DECEPTIVE else sign for sign in text)


def label(name: str) -> str:
    """A file's name as shown to people: no folder, nothing deceptive, and of a very long name its beginning and its end."""
    shown = visible(name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1])
    if len(shown) > LONGEST_LABEL:
        shown = f"{shown[: LONGEST_LABEL - 21]}…{shown[-20:]}"
    return shown or "(file without a name)"
