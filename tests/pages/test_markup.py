"""Text becomes HTML in one place, escaped; and numbers are written so that the eye sees the side of the limit they are on."""

import sys
from decimal import Decimal

import pytest

from core.doctor import ROOT
from core.facts.values import Span
from dashboard.markup import Html, join, tag
from dashboard.words import cells_of, name_of, value_of


def test_what_is_not_html_yet_is_escaped():
    assert tag("p", "<b>", tag("b", "&"), None, 3, ["<i>"]) == "<p>&lt;b&gt;<b>&amp;</b>3&lt;i&gt;</p>"
    assert tag("a", cls='"x', data_x="<", open=True, hidden=False, title=None) == '<a class="&quot;x" data-x="&lt;" open></a>'
    assert join(["<", Html("<br>")], "&") == "&lt;&amp;<br>"


def test_html_put_into_other_text_is_text_again():
    assert tag("p", f"{tag('b', 'x')}!") == "<p>&lt;b&gt;x&lt;/b&gt;!</p>"


@pytest.mark.parametrize(
    ("value", "unit", "limits", "shown"),
    [
        (Decimal("1240"), "hGE/mL", (), "1,240 hGE/mL"),
        (Decimal("78.3379"), "mL/min", (), "78.34 mL/min"),
        (Decimal("2.000001"), "× ULN", (Decimal(2),), "2.000001 × ULN"),
        (Decimal("79.9999"), "g/L", (Decimal(80),), "79.9999 g/L"),
        (Decimal("2.0000"), "× ULN", (Decimal(2),), "2 × ULN"),
        (Span(None, Decimal("0.5"), high_open=True), "hGE/mL", (), "<0.5 hGE/mL"),
        (Span(Decimal("0.3333333"), None), "", (), "≥0.33"),
        (True, "", (), "yes"),
        (False, "", (), "no"),
        (58, "years", (), "58 years"),
        ("DLBCL", "", (), "DLBCL"),
    ],
)
def test_a_value_is_never_rounded_across_its_limit(value, unit, limits, shown):
    assert value_of(value, unit, limits) == shown


@pytest.mark.parametrize(("cells", "shown"), [("142800000", "1.428 × 10⁸"), ("66666666", "≈ 6.6667 × 10⁷"), ("0", "0 × 10⁰")])
def test_cells_are_a_power_of_ten_and_rounding_is_said(cells, shown):
    assert cells_of(Decimal(cells)) == shown


def test_columns_have_names_a_clinician_knows():
    assert name_of("alt.upper_limit") == "the laboratory's upper limit of ALT"
    assert name_of("pet.new_lesion") == "PET/CT: new lesion"
    assert name_of("venous_access") == "venous access"


def test_no_file_beside_the_entry_hides_a_module_of_python():
    """Streamlit puts the entry's own folder first on the path: a file there would be imported in place of the standard library's."""
    assert {path.stem for path in (ROOT / "dashboard").glob("*.py")} & (sys.stdlib_module_names - {"__init__"}) == set()
