"""What a person checks by hand before a second infusion."""

import pytest

from core.protocol.before_second import CHECKLIST, product_note


def test_the_checklist_names_what_the_reference_names():
    assert len(CHECKLIST) == 9
    assert any("pregnancy" in item for item in CHECKLIST)


@pytest.mark.parametrize("product", [None, "axi-cel", " Axi-Cel ", "Yescarta", "axicabtagene ciloleucel"])
def test_the_registrys_product_needs_no_note(product):
    assert product_note(product) == ""


def test_another_product_is_noted_and_nothing_more():
    assert "axi-cel" in product_note("relma-cel")
