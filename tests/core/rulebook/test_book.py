"""The rulebook misses no rule, says of each what the rule itself says, and where that comes from."""

from datetime import date

import pytest

from core.facts.analytes import ANALYTES, SPELLINGS, Analyte
from core.logic.rules import Criterion, Scale, Statement
from core.protocol.holds import CODES, Code
from core.protocol.open_reading import OpenReading
from core.protocol.second_infusion import arms
from core.protocol.setting import PrRequiresCtdna, TimeZone
from core.protocol.settings import Settings
from core.response.lugano import ANY, TABLE
from core.rulebook.marks import Mark
from tests.core.rulebook.printed import entries, of_kind, sections

ENTRIES = entries()
SAID = {(entry.words, entry.source) for entry in ENTRIES}


def section(key):
    return next(found for found in sections() if found.key == key)


@pytest.mark.parametrize("rule", of_kind(Statement), ids=lambda rule: rule.id)
def test_every_statement_is_printed_with_its_source(rule):
    assert (rule.words, rule.source) in SAID


@pytest.mark.parametrize("rule", of_kind(Criterion), ids=lambda rule: rule.id)
def test_every_criterion_is_printed_with_its_clauses_and_its_source(rule):
    found = next(each for each in ENTRIES if each.id == rule.id and each.words == rule.text)
    assert found.source == rule.source
    assert [clause for _, clause in found.clauses] == [each for each in (rule.holds, rule.excused) if each is not None]


@pytest.mark.parametrize("rule", of_kind(Code), ids=lambda rule: rule.code)
def test_every_code_is_printed_with_its_class_and_its_source(rule):
    found = next(each for each in ENTRIES if each.id == rule.code)
    assert (found.words, found.cells, found.source) == (rule.words, (rule.kind,), rule.source)


@pytest.mark.parametrize("scale", of_kind(Scale), ids=lambda scale: scale.id)
def test_every_grade_and_every_remark_of_a_scale_is_printed_with_its_clause(scale):
    found = section(scale.id).entries
    clauses = {id(clause) for each in found for _, clause in each.clauses}
    for grade, clause in scale.grades.items():
        printed = next(each for each in found if each.id == f"grade {grade}")
        assert printed.words == scale.words[grade]
        assert printed.source == scale.sources.get(grade, scale.source)
        assert printed.clauses == ((f"at least {grade} where", clause),)
    assert {id(clause) for clause in (*scale.remarks.values(), scale.standing)} <= clauses


@pytest.mark.parametrize("scale", of_kind(Scale), ids=lambda scale: scale.id)
def test_how_long_an_answer_holds_is_the_scales_own_time(scale):
    words = next(each.words for each in section(scale.id).entries if each.id == "held answers")
    assert f" {scale.holds.total_seconds() / 3600:.0f} h." in words
    assert all(column.replace("_", " ") in words for answer in scale.answers for column in answer)


@pytest.mark.parametrize(("word", "answer"), [("unset", None), ("yes", True), ("no", False)])
def test_the_states_under_each_answer_of_the_site_are_its_arms_in_their_order(word, answer):
    found = next(each for each in section("second-infusion").entries if each.id == f"setting {word}")
    assert [(state, clause.words()) for state, clause in found.clauses] == [
        (arm.state.replace("_", " "), arm.when.words()) for arm in arms(answer)
    ]


@pytest.mark.parametrize("analyte", of_kind(Analyte), ids=lambda analyte: analyte.name)
def test_every_analyte_is_printed_with_its_labels_units_range_and_codes(analyte):
    found = next(each for each in section("analytes").entries if each.id == analyte.name)
    unit, others, plausible, loinc = found.cells
    assert found.words.split(", ") == list(analyte.labels)
    assert (unit, plausible, loinc.split(", ")) == (analyte.unit, " to ".join(map(str, analyte.plausible)), list(analyte.loinc))
    assert all(code in others for code in analyte.units if code != unit)
    assert found.source == analyte.source


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("hemoglobin", "g/dL × 10; mmol/L × 16.114"),
        ("creatinine", "mg/dL × 88.4; mmol/L × 1000"),
        ("temperature", "[degF] (x − 32) × 5/9"),
        ("lvef", "none"),
    ],
)
def test_a_factor_is_printed_as_it_is_applied(name, others):
    assert next(each for each in section("analytes").entries if each.id == name).cells[1] == others


def test_every_spelling_of_a_unit_is_printed_beside_its_code():
    words = next(each.words for each in section("analytes").entries if each.id == "spellings")
    codes = dict(part.split(" also as ") for part in words.removesuffix(".").split("; "))
    assert {spelling: code for code, found in codes.items() for spelling in found.split(", ")} == SPELLINGS
    assert len(ANALYTES) == len(of_kind(Analyte))


@pytest.mark.parametrize("rule", of_kind(OpenReading), ids=lambda rule: rule.id)
def test_every_open_reading_is_printed_with_the_reading_in_force(rule):
    found = next(each for each in section("open-readings").entries if each.id == rule.id)
    assert (found.words, found.source) == (rule.question, rule.source)
    assert found.cells[:2] == (rule.reading, rule.screen)
    assert found.cells[2] == ("; ".join(f"{name}: unset" for name in rule.settings) or "no setting")


def test_every_row_of_the_response_table_is_printed_in_its_order():
    found = section("lugano").entries[: len(TABLE)]
    assert [each.id for each in found] == [{"contradiction": "unknown"}.get(row[-1], row[-1]) for row in TABLE]
    assert [each.words.count(";") + 1 for each in found] == [sum(allowed is not ANY for allowed in row[:-1]) for row in TABLE]
    assert found[2].words == "Deauville 1 or 2 or 3; new lesion no; marrow uptake no"
    assert found[0].words == "Deauville 1 or 2 or 3; new lesion yes: a contradiction"
    assert found[-1].words == "Deauville not recorded; new lesion yes"


def test_what_lugano_does_not_have_is_not_marked_as_its_own():
    marks = {each.words: each.marks for each in section("lugano").entries}
    assert marks["Deauville 4 or 5; uptake reduced; new lesion no"] == (Mark.VERIFIED,)
    assert {mark for words, found in marks.items() if "contradiction" in words or "not recorded" in words for mark in found} == {
        Mark.READING
    }


def test_every_setting_is_printed_and_unset_shows_as_such():
    found = {each.id: each.cells for each in section("settings").entries}
    assert found == dict.fromkeys(Settings.model_fields, ("unset", ""))


def test_a_setting_is_printed_as_it_is_in_force_with_who_signed_it_and_why():
    chosen = Settings(
        time_zone=TimeZone(value="Asia/Shanghai"),
        pr_requires_ctdna=PrRequiresCtdna(value=True, on=date(2026, 1, 2), by="Dr. A", reason="board of January"),
    )
    found = {each.id: each.cells for each in entries(chosen)}
    assert found["time_zone"] == ("Asia/Shanghai, not signed", "")
    assert found["pr_requires_ctdna"] == ("yes, signed by Dr. A on 2026-01-02", "board of January")
    assert found["A1"][2] == "pr_requires_ctdna: yes, signed by Dr. A on 2026-01-02"


@pytest.mark.parametrize("found", ENTRIES, ids=lambda found: found.id)
def test_every_rule_has_words_a_source_and_a_mark(found):
    assert found.words
    assert found.cited
    assert found.marks


def test_each_section_has_a_key_of_its_own_and_fills_its_columns():
    assert len({found.key for found in sections()}) == len(sections())
    assert all(found.title and found.lead and found.entries for found in sections())
    assert all(len(each.cells) in (0, len(found.columns)) for found in sections() for each in found.entries)


@pytest.mark.parametrize(
    ("key", "name", "marks"),
    [
        ("crs", "grade 1", (Mark.VERIFIED,)),
        ("crs", "grade 5", (Mark.UNVERIFIED,)),
        ("icans", "grade 5", (Mark.UNVERIFIED,)),
        ("toxicity", "no other scale", (Mark.UNVERIFIED,)),
        ("toxicity", "resolution", (Mark.ASSUMPTION, Mark.UNVERIFIED)),
        ("analytes", "alt", (Mark.ASSUMPTION, Mark.UNVERIFIED)),
        ("analytes", "creatinine", (Mark.VERIFIED, Mark.ASSUMPTION)),
        ("analytes", "LOINC", (Mark.UNVERIFIED,)),
        ("eligibility", "I1", (Mark.PROTOCOL,)),
        ("eligibility", "I6", (Mark.PROTOCOL, Mark.READING)),
        ("second-infusion", "R1-A", (Mark.PROTOCOL, Mark.READING)),
        ("treatment", "D1", (Mark.PROTOCOL,)),
        ("treatment", "by hand", (Mark.CLINICAL,)),
        ("clearance", "clearance", (Mark.VERIFIED,)),
        ("open-readings", "A13", (Mark.ASSUMPTION,)),
        ("fine-points", "rows", (Mark.ASSUMPTION,)),
    ],
)
def test_a_rule_says_how_far_it_is_confirmed(key, name, marks):
    assert next(each for each in section(key).entries if each.id == name).marks == marks


CLASSES_OF_THE_REFERENCE = {
    Mark.CLINICAL: {
        "W_CRS_ONGOING", "W_ICANS_ONGOING", "W_PRIOR_SEVERE", "W_INFECTION", "W_SAFETY_UNKNOWN", "W_MONITORING_INCOMPLETE", "W_SINGLE_POS",
        "W_BASELINE_NEG",
    },
    Mark.ASSUMPTION: {"W_SAFETY_UNKNOWN", "W_PLANNED_AFTER_60", "W_PAIR_GAP", "W_ASSAY_CHANGED", "W_EARLY_ASSESSMENT"},
    Mark.VERIFIED: {"W_CRS_ONGOING", "W_PRIOR_SEVERE", "W_INFECTION", "W_DOSE_CAP"},
}  # fmt: skip


@pytest.mark.parametrize("mark", list(CLASSES_OF_THE_REFERENCE))
def test_a_warning_carries_the_marks_that_the_reference_gives_it(mark):
    assert {each.id for each in section("warnings").entries if each.id in CODES and mark in each.marks} == CLASSES_OF_THE_REFERENCE[mark]


@pytest.mark.parametrize("found", ENTRIES, ids=lambda found: found.id)
def test_a_mark_stands_in_the_source_and_never_among_the_words(found):
    assert not any(token in text for token in ("[P]", "[R]", "[A]", "[W]") for text in (found.words, found.cited, *found.cells))


def test_the_rules_are_printed_as_the_site_reads_them():
    chosen = {"transaminases": "either", "menopause_months": "12", "window_binds_infusion": "yes", "axi_cel_only": "yes"}
    printed = entries(Settings.model_validate({name: {"value": word} for name, word in chosen.items()}))
    found = {entry.id: entry for entry in reversed(printed)}  # of entries alike in name the first
    assert found["I8e"].words == "ALT or AST ≤ 3 × ULN (≤ 5 × ULN with hepatic involvement)"
    assert "time since last menses ≥ 12 months" in found["I9"].clauses[0][1].words()
    for rule in ("R1-A", "R1-B"):
        assert found[rule].clauses[0][1].words().startswith("days past the last day of the window ≤ 0 days and product axi-cel and ")
    assert all("product axi-cel" in clause.words() for _, clause in found["setting unset"].clauses)
    assert found["A9"].cells[2] == "transaminases: either, not signed"
