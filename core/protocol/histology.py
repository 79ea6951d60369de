"""Which histologies the protocol names (I4), which are known as not large B-cell lymphoma, and what else is asked (reference 1.4, A4)."""

from core.logic.rules import Statement

LISTED = ("DLBCL", "PMBCL", "TFL", "HGBCL")
OTHER_LARGE = "OTHER_LBCL"
NOT_LARGE = ("FL", "MCL", "MZL", "CLL", "SLL", "LPL", "WM", "BL", "HL", "PTCL")
NOT_RECOGNIZED = "not recognized"

STATED = (
    Statement(
        "I4",
        f"{', '.join(LISTED)} are met. Another large B-cell lymphoma ({OTHER_LARGE}: FL3B, THRLBCL and others) and a text that is not "
        "recognized are unknown and asked of the principal investigator: accepted with a name, met; not accepted, not met. "
        f"{', '.join(NOT_LARGE)} are not met, whatever is ruled. Blank is unknown. The setting histologies_met may name others.",
        "[R] clinical reference 1.4, A4",
    ),
)


def entity(text: str) -> str:
    """The entity that a histology text names, `NOT_RECOGNIZED` where it is none of the contract's words."""
    word = text.strip().upper()
    return word if word in (*LISTED, OTHER_LARGE, *NOT_LARGE) else NOT_RECOGNIZED
