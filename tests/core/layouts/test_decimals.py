"""How a text is a number with each decimal sign, and what that proves."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.layouts.decimals import BOTH, EITHER, decimals_of, proves, split_unit, to_number
from core.layouts.role import COMMA, DECIMALS, POINT

TEXTS = {
    # text: what it proves, with a point, with a comma
    "12": (BOTH, "12", "12"),
    "1e3": (BOTH, "1e3", "1e3"),
    "8.45": (POINT, "8.45", None),
    "8,45": (COMMA, None, "8.45"),
    "<0,5": (COMMA, None, "<0.5"),
    "> 1.5": (POINT, ">1.5", None),
    "1,234": (EITHER, "1234", "1.234"),
    "1.234": (EITHER, "1.234", "1234"),
    "0,123": (COMMA, None, "0.123"),  # no thousands begin with a zero
    "0.123": (POINT, "0.123", None),
    "1234.567": (POINT, "1234.567", None),
    "1,234.5": (POINT, "1234.5", None),
    "1.234,5": (COMMA, None, "1234.5"),
    "1 234,5": (COMMA, None, "1234.5"),
    "1'234.5": (POINT, "1234.5", None),
    "1 234": (BOTH, "1234", "1234"),
    ",5": (COMMA, None, "0.5"),
    "5.": (POINT, "5", None),
    "12,34,567": (None, None, None),
    "1,234.567.890": (None, None, None),
    "１２": (None, None, None),
    "ND": (None, None, None),
    "-": (None, None, None),
    "": (None, None, None),
}


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_with_each_sign(text: str) -> None:
    proof, point, comma = TEXTS[text]
    assert (proves(text), to_number(text, POINT), to_number(text, COMMA)) == (proof, point, comma)


@given(st.decimals(0, 10**7, places=2), st.sampled_from(DECIMALS), st.booleans())
def test_a_number_written_with_a_sign_is_read_back_with_it(number: Decimal, sign: str, grouped: bool) -> None:
    text = f"{number:,}" if grouped else str(number)
    if sign == COMMA:
        text = text.translate({ord(","): ".", ord("."): ","})
    assert Decimal(to_number(text, sign) or "NaN") == number


def test_a_column_counts_what_its_texts_prove() -> None:
    found = decimals_of([8.5, "ND", "1,234", "1.234", "7,5", None])
    assert (dict(found.counts), dict(found.first), found.comma) == ({EITHER: 2, COMMA: 1}, {EITHER: 2, COMMA: 4}, 1)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("8.4 g/dL", ("8.4", "g/dL")),
        ("8,4g/L", ("8,4", "g/L")),
        ("5.3 10^9/L", ("5.3", "10^9/L")),
        ("5.3×10^9/L", ("5.3", "×10^9/L")),
        ("<0.5 mg/L", ("<0.5", "mg/L")),
        ("95 %", ("95", "%")),
        ("1 234,5", ("1 234,5", "")),
        ("1.2E5", ("1.2E5", "")),
        ("hemolysed", ("hemolysed", "")),
    ],
)
def test_a_cell_with_its_unit(text: str, parts: tuple[str, str]) -> None:
    assert split_unit(text) == parts
