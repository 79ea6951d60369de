"""What an unknown head looks most like."""

import pytest

from core.layouts.suggest import known_labels, likely, ranked

LIKELY = {
    "Hemoglobine": "hemoglobin",
    "Haemoglobin total": "hemoglobin",
    "中性粒细胞(#)": "neutrophils",
    "血小板数": "platelets",
    "LDH_total": None,  # three letters inside a text say nothing
    "Creatinin": "creatinine",
    "Patient Identifer": "subject_id",
    "Collection dat": "collected_at",
    "shoe size": None,
    "": None,
    "()": None,
}


@pytest.mark.parametrize("text", LIKELY)
def test_likely(text: str) -> None:
    assert likely(text, known_labels()) == LIKELY[text]


def test_the_ranking_holds_every_name_once_the_most_alike_first() -> None:
    found = ranked("Creatinin", known_labels())
    assert found[0][1] == "creatinine"
    assert sorted(name for _, name in found) == sorted(known_labels())
    assert [score for score, _ in found] == sorted((score for score, _ in found), reverse=True)


def test_nothing_to_choose_from() -> None:
    assert likely("Creatinin", {}) is None
