"""Evidence marks: how far a rule is confirmed, read off its source in the words of the clinical reference."""

from enum import StrEnum


class Mark(StrEnum):
    """The value is the word a reader sees."""

    PROTOCOL = "protocol text"
    VERIFIED = "verified source"
    READING = "chosen reading"
    ASSUMPTION = "assumption"
    CLINICAL = "clinical common sense"
    UNVERIFIED = "unverified: from knowledge"


MEANING = {
    Mark.PROTOCOL: "written in the trial text as supplied",
    Mark.VERIFIED: "read in the source named",
    Mark.READING: "how the trial text or the scale is read where it is open or silent",
    Mark.ASSUMPTION: "assumed by this project, a default to be confirmed",
    Mark.CLINICAL: "a warning only; it never changes a state of the protocol",
    Mark.UNVERIFIED: "not confirmed in any source; confirm before relying on it",
}

_TOKENS = {
    Mark.PROTOCOL: "[P]",
    Mark.VERIFIED: "verified:",
    Mark.READING: "[R]",
    Mark.ASSUMPTION: "[A]",
    Mark.CLINICAL: "[W]",
    Mark.UNVERIFIED: "from knowledge",
}


def marks_of(source: str) -> tuple[Mark, ...]:
    """Every mark of a source; a rule of several parts may carry several."""
    return tuple(mark for mark, token in _TOKENS.items() if token in source)


def cited_in(source: str) -> str:
    """The source without the bracketed marks, which are shown beside it as words."""
    for token in _TOKENS.values():
        source = source.replace(f"{token} ", "") if token.startswith("[") else source
    return source
