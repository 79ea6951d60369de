"""Who the subject is in the words of the files: histology and product, each from the row that counts."""

import pytest

from core.facts.person import histology_of, product_of
from tests.core.patient import subject


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        (subject(), None),
        (subject().screened(histology=None), None),
        (subject().screened(-20, histology="DLBCL").screened(-10, histology="FL"), "FL"),
        (subject().screened(-10, histology="FL").screened(-20, histology="DLBCL"), "FL"),
    ],
)
def test_the_histology_is_that_of_the_newest_screening(patient, expected):
    assert histology_of(patient.facts()) == expected


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        (subject(), None),
        (subject().person(), None),
        (subject().person(product="axi-cel"), "axi-cel"),
        (subject().person(product="axi-cel").infused(), "axi-cel"),
        (subject().person(product="axi-cel").infused(product="liso-cel"), "liso-cel"),
        (subject().infused(product="liso-cel").infused(30, 2, product="other"), "liso-cel"),
    ],
)
def test_the_product_is_that_of_infusion_1_else_the_subjects_own(patient, expected):
    assert product_of(patient.facts()) == expected
