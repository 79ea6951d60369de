"""Evidence marks are read off a source as the clinical reference writes them."""

import pytest

from core.rulebook.marks import MEANING, Mark, cited_in, marks_of


@pytest.mark.parametrize(
    ("source", "marks", "cited"),
    [
        ("[P] NCT06902012; clinical reference 1.2", (Mark.PROTOCOL,), "NCT06902012; clinical reference 1.2"),
        ("[P] NCT06902012; [R] 1.4 A4", (Mark.PROTOCOL, Mark.READING), "NCT06902012; 1.4 A4"),
        ("[A] range; factors from knowledge", (Mark.ASSUMPTION, Mark.UNVERIFIED), "range; factors from knowledge"),
        ("[W] precedent, verified: a page", (Mark.VERIFIED, Mark.CLINICAL), "precedent, verified: a page"),
        ("clinical reference 1.3", (), "clinical reference 1.3"),
        ("", (), ""),
    ],
)
def test_the_marks_of_a_source_and_what_is_left_of_it(source, marks, cited):
    assert marks_of(source) == marks
    assert cited_in(source) == cited


def test_every_mark_is_explained():
    assert set(MEANING) == set(Mark)
