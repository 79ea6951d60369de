"""Which entity a histology text names, clinical reference 1.4 A4."""

import pytest

from core.protocol.histology import LISTED, NOT_LARGE, NOT_RECOGNIZED, OTHER_LARGE, entity


@pytest.mark.parametrize("word", [*LISTED, OTHER_LARGE, *NOT_LARGE])
def test_a_word_of_the_contract_names_itself_whatever_its_case(word):
    assert entity(word) == entity(f" {word.lower()} ") == word


@pytest.mark.parametrize("text", ["DLBCL NOS", "FL3B", "CLL/SLL", "Burkitt lymphoma", "not recognized", "弥漫大B细胞淋巴瘤"])
def test_any_other_text_is_asked_and_never_guessed(text):
    assert entity(text) == NOT_RECOGNIZED
