"""The rulebook as a person reads it: every rule, its clauses, its marks and its source; and text of a setting stays text."""

import pytest

from core.logic.clauses import all_of, any_of, first_of, not_, proved
from core.protocol.eligibility import gilbert, hemoglobin, histology, lvef, neutrophils, platelets
from core.protocol.settings import Settings
from core.protocol.trial import PROTOCOL
from core.rulebook.book import rulebook
from core.rulebook.marks import MEANING, Mark
from dashboard.rule_clauses import rule_tree
from dashboard.rulebook import AS_ABOVE, book, chip
from tests.core.patient import eligible
from tests.laws.discovery import leaves
from tests.pages.conftest import parsed, spaced
from tests.pages.test_frame import HOSTILE

SECTIONS = rulebook(Settings())
PRINTED = parsed(book(SECTIONS))


def text_of(section):
    return spaced(PRINTED.regions[section.title])


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_every_rule_stands_in_its_section_with_its_marks_and_its_source(section):
    text, above = text_of(section), None
    for entry in section.entries:
        start = text.index(spaced([entry.id, entry.words]))
        cited = AS_ABOVE if entry.source == above else entry.cited
        text = text[text.index(spaced([*entry.cells, *entry.marks, cited]), start) :]
        above = entry.source


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_the_words_of_every_clause_are_the_rules_own(section):
    text = text_of(section)
    for entry in section.entries:
        for name, clause in entry.clauses:
            assert spaced([name, *parsed(rule_tree(clause)).parts]) in text
            assert all(leaf.words() in text for leaf in leaves(clause))


def in_words(clause):
    """The words of a clause as the tree joins them, without the brackets that the tree does not need."""
    return spaced(parsed(rule_tree(clause)).parts)


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        (hemoglobin >= 80, "hemoglobin ≥ 80 g/L"),
        (any_of(hemoglobin >= 80, lvef > 50), "hemoglobin ≥ 80 g/L or LVEF > 50 %"),
        (first_of(hemoglobin >= 80, gilbert.is_true), "hemoglobin ≥ 80 g/L, or else Gilbert syndrome"),
        (histology.one_of("A", "B", "C"), "histology = A or histology = B or histology = C"),
        (
            all_of(hemoglobin >= 80, neutrophils >= 1, platelets >= 75),
            "all of hemoglobin ≥ 80 g/L neutrophils ≥ 1 ×10⁹/L platelets ≥ 75 ×10⁹/L",
        ),
        (not_(gilbert.is_true), "not Gilbert syndrome"),
        (not_(any_of(all_of(gilbert.is_true, lvef > 50), lvef > 60)), "not any of Gilbert syndrome and LVEF > 50 % LVEF > 60 %"),
        (proved(all_of(any_of(gilbert.is_true, lvef > 50), lvef > 60)), "proved all of Gilbert syndrome or LVEF > 50 % LVEF > 60 %"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_clause_stands_on_a_line_where_it_is_short_and_else_under_what_joins_it(clause, words):
    assert in_words(clause) == words


def test_a_later_part_that_is_asked_for_only_in_turn_says_so():
    found = in_words(first_of(hemoglobin >= 80, all_of(gilbert.is_true, lvef > 50)))
    assert found == "any of, a later one asked for only where the earlier fail hemoglobin ≥ 80 g/L Gilbert syndrome and LVEF > 50 %"


def test_the_contents_lead_to_every_section_and_count_its_rules():
    links = [attributes["href"] for name, attributes in PRINTED.elements if name == "a"]
    ids = [attributes["id"] for name, attributes in PRINTED.elements if "id" in attributes]
    assert links == [f"#{each}" for each in ids] == [f"#rules-{section.key}" for section in SECTIONS]
    listed = spaced(PRINTED.regions["Sections of the rulebook"])
    assert listed == spaced(word for section in SECTIONS for word in (section.title, str(len(section.entries))))


def test_every_mark_is_explained_with_how_many_rules_carry_it():
    text = spaced(PRINTED.parts)
    for mark in Mark:
        carried = sum(mark in entry.marks for section in SECTIONS for entry in section.entries)
        assert f"{mark} {carried} {MEANING[mark]}" in text
        assert carried > 0


def test_what_is_unverified_bears_a_sign_besides_its_color():
    assert {mark for mark in Mark if "i-warning" in chip(mark)} == {Mark.UNVERIFIED}
    carried = sum(Mark.UNVERIFIED in entry.marks for section in SECTIONS for entry in section.entries)
    assert book(SECTIONS).count(chip(Mark.UNVERIFIED)) == carried + 1 > 10  # and once where it is explained


def test_every_table_can_be_reached_by_keyboard_and_is_named():
    regions = [attributes for _, attributes in PRINTED.elements if attributes.get("role") == "region"]
    assert [each["aria-label"] for each in regions] == [section.title for section in SECTIONS]
    assert {each["tabindex"] for each in regions} == {"0"}


def test_the_page_prints_the_version_of_the_rules_and_no_error(dashboard):
    page = dashboard(eligible(), page="rulebook")
    assert f"Rules in force: {PROTOCOL} ." in page.text
    assert "Exclusion criteria are not part of the supplied text; check the full protocol." in page.text
    assert all(section.title in page.text for section in SECTIONS)
    assert page.run.exception == []
    assert "pr_requires_ctdna: unset" in page.region("Open readings")


def chosen(value, by, reason):
    return {"pr_requires_ctdna": {"value": value, "on": "2026-01-02", "by": by, "reason": reason}}


def test_a_setting_in_force_shows_its_value_who_signed_it_and_why(dashboard):
    page = dashboard(eligible(), page="rulebook", site=chosen(False, "Dr. A", "board of January"))
    assert "no, signed by Dr. A on 2026-01-02 board of January" in page.region("Settings of this site")
    assert "unset" in page.region("Settings of this site")
    assert "pr_requires_ctdna: no, signed by Dr. A on 2026-01-02" in page.region("Open readings")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_of_a_setting_stays_text(dashboard, hostile):
    page = dashboard(eligible(), page="rulebook", site=chosen(True, hostile, hostile))
    assert page.text.count(hostile) == 3
    assert not {"img", "script"} & {name for name, _ in page.elements}
    assert not [attributes for _, attributes in page.elements if any(key.startswith("on") for key in attributes)]
