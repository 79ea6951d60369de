"""What a person checks by hand before a second infusion; the rule asks none of it (clinical reference 1.3, manual checklist; 1.4, A5)."""

from core.logic.rules import Statement

CHECKLIST = (
    "organ function repeated (I8)",
    "pregnancy test repeated",
    "blood counts, ICAHT",
    "IEC-HS screen",
    "product available and released",
    "lymphodepletion plan for infusion 2 (the text is silent)",
    "steroid exposure",
    "CD19 expression, if biopsied",
    "patient's consent for the second infusion",
)

NAMED_PRODUCT = "axi-cel"  # the registry's title names it; another CD19 product is noted, the rule still computed

STATED = (
    Statement("by hand", f"Checked by a person before infusion 2: {'; '.join(CHECKLIST)}.", "[W] clinical reference 1.3, manual checklist"),
    Statement(
        "product",
        f"The registry's title names {NAMED_PRODUCT}; another CD19 product is noted, the rule still computed, "
        "unless the site has set axi_cel_only.",
        "[R] clinical reference 1.4, A5",
    ),
)


def product_note(product: str | None) -> str:
    """A note where the product recorded is not the one the registry's title names; empty where it is, or where none is recorded."""
    return "" if is_named(product) in (True, None) else f"the registry's title names {NAMED_PRODUCT}; the rule is computed all the same"


def is_named(product: str | None) -> bool | None:
    """Whether the product recorded is the one the registry's title names; unknown where none is recorded."""
    return None if product is None else product.strip().lower() in {NAMED_PRODUCT, "axicabtagene ciloleucel", "yescarta"}
