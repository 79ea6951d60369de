"""Which histologies the protocol names (I4), which are known as not large B-cell lymphoma, and what else is asked (reference 1.4, A4)."""

LISTED = ("DLBCL", "PMBCL", "TFL", "HGBCL")
OTHER_LARGE = "OTHER_LBCL"
NOT_LARGE = ("FL", "MCL", "MZL", "CLL", "SLL", "LPL", "WM", "BL", "HL", "PTCL")
NOT_RECOGNIZED = "not recognized"


def entity(text: str) -> str:
    """The entity that a histology text names, `NOT_RECOGNIZED` where it is none of the contract's words."""
    word = text.strip().upper()
    return word if word in (*LISTED, OTHER_LARGE, *NOT_LARGE) else NOT_RECOGNIZED
