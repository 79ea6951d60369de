"""What a person's answers amount to, and how a layout is applied to the next sheet."""

from collections.abc import Mapping
from datetime import date
from random import Random

import pytest

from core.facts.records import Lab
from core.layouts.layout import AnalyteColumn, Layout
from core.layouts.region import Place, Region
from core.layouts.remembering import layout_of
from core.layouts.role import Role, Understood
from tests.core.layouts.builder import Store, answering, of_rows, read, region, role, said

SHEETS: dict[str, tuple[Region, dict[str, str]]] = {
    "no units": (region("Patient|Date|Hb|Plt\nS-1|03/04/2026|9,4|145\n|05/04/2026|9,9|99"), {
        "without a unit": "g/dL", "platelets is": "10*9/L", "no subject": "repeat", "order": "day-first"}),
    "decimals": (region("Patient|Date|Ferritin (ug/L)\nS-1|2026-03-05|1,234"), {"thousands": "point"}),
    "not imported": (region("Patient|Date|Albumin|Hb (g/L)|\nS-1|2026-03-05|40|94|x"), {"tick": "not imported"}),
    "left out": (region("Patient|Date|Hb|WBC (10^9/L)\nS-1|2026-03-05|94|3"), {"hemoglobin": ""}),
    "two of a kind": (
        region("Patient|Date|LDH|LDH (U/L)|WBC (10^9/L)\nS-1|2026-03-05|94|95|3"), {"both say": "D1", "tick": "not imported"}
    ),
    "a unit column": (region("Patient|Date|Hb|Unit\nS-1|2026-03-05|94|\nS-1|2026-03-06|9.4|g/dL"), {"without a unit": "g/L"}),
    "a row of units": (region("Patient|Date|Hb|WBC\n|||10^9/L\nS-1|2026-03-05|94|3", units=True), {"without a unit": "g/L"}),
    "another unit": (region("Patient|Date|Hb\n||g/L\nS-1|2026-03-05|9.4", units=True), {"expected the unit": "g/dL"}),
    "one row a result": (
        region("Patient|Date|Test|Result|Unit\nS-1|2026-03-05|Hb|94|\nS-1|2026-03-05|Albumin|40|g/L\nS-1|2026-03-05|ANC|55|%"),
        {"hemoglobin": "g/L", "neutrophils": "", "tick": "not imported"},
    ),
    "checks and times": (region("Patient|DOB|Sex|Sampled|Time|Hb (g/L)\nS-1|03/04/1961|f|2026-03-05|8:00|94"), {"order": "month-first"}),
    "by hand": (
        region("who|when|haemo value (g/L)\nS-1|2026-03-05|94"),
        {"which sheet": "labs wide", "'who'": "subject_id", "'when'": "collected_at", "haemo": "hemoglobin"},
    ),
    "another sheet": (
        region("who|when|kit\nS-1|05/03/2026|X"),
        {"which sheet": "ctdna", "'who'": "subject_id", "'when'": "collected_on", "'kit'": "assay", "order": "day-first"},
    ),
    "a sheet with columns called like analytes and identifiers": (
        region("who|when|warmth\nS-1|2026-03-05|38.5"),
        {"which sheet": "bedside", "'who'": "subject_id", "'when'": "assessed_at", "'warmth'": "temperature"},
    ),
    "a title": (of_rows([["Sampled", "Hb"], ["2026-03-05", 94]], given={"subject_id": Place(1, 5, "S-1")}), {"unit": "g/L"}),
}  # fmt: skip


def known(understood: Understood, name: str, laboratory: str) -> Layout:
    layout = layout_of(understood, name, laboratory)
    assert layout is not None
    return layout


def test_two_columns_that_are_read_and_have_one_head_cannot_be_remembered() -> None:
    sheet = region("who|when|what|what\nS-1|2026-03-05|X|2026-03-06")
    chosen = {"which sheet": "ctdna", "'who'": "subject_id", "'when'": "collected_on", "!C1: 'what'": "assay", "!D1: 'what'": "reported_on"}
    assert layout_of(answering(sheet, chosen), "form", "Central") is None


def test_the_units_of_a_column_that_is_left_out_are_left_out() -> None:
    sheet = region("Patient|Date|Hb|Unit|Hb|WBC (10^9/L)\nS-1|2026-03-05|94|g/L|95|3")
    found = answering(sheet, {"both say": "", "tick": "not imported"})
    assert (role(found, "Unit").imported, found.open) == (False, ())


def meaning(role: Role) -> tuple[object, ...]:
    """A role without how it is known."""
    return (
        role.column.index,
        role.says,
        role.analyte,
        role.unit,
        role.unit_at,
        role.check,
        role.time_of,
        role.unit_of,
        role.notation,
        role.only,
    )


@pytest.mark.parametrize("name", SHEETS)
def test_a_remembered_sheet_asks_nothing_and_says_the_same(name: str) -> None:
    sheet, chosen = SHEETS[name]
    first = answering(sheet, chosen)
    assert first.open == ()
    layout = known(first, "the form", "Central laboratory")
    again = read(sheet, layouts=[layout])
    assert said(again) == []
    assert list(map(meaning, again.roles)) == list(map(meaning, first.roles))
    assert (again.model, again.fill, dict(again.units)) == (first.model, first.fill, dict(first.units))
    assert (again.layout, again.laboratory) == ("the form", "Central laboratory")


@pytest.mark.parametrize("seed", range(12))
def test_whatever_was_answered_is_remembered(seed: int) -> None:
    chance = Random(seed)
    heads = ["Patient", "Date", "Hb", "WBC (10^9/L)", "Albumin", "中性粒细胞(#)"]
    chance.shuffle(heads)
    cells = {"Patient": "S-1", "Date": "03/04/2026", "Hb": "9,4", "WBC (10^9/L)": "1,234", "Albumin": "40"}
    sheet = of_rows([list(heads), *([[cells.get(head, "12") for head in heads]] * 2)])
    understood = read(sheet)
    answers: dict[str, str] = {}
    while understood.open:
        asked = chance.choice(understood.open)
        answers[asked.id] = chance.choice([way.value for way in asked.ways])
        understood = read(sheet, answers)
    if understood.model is None:
        return  # left out as a whole
    again = read(sheet, layouts=[known(understood, "form", "Central")])
    # a unit that a person gave against all plausibility is asked about again, and nothing else is
    assert {each.kind for each in again.open} <= {"unit"}
    if not again.open:
        assert list(map(meaning, again.roles)) == list(map(meaning, understood.roles))


def remembered(sheet: Region, chosen: Mapping[str, str], **more: object) -> Layout:
    return known(answering(sheet, chosen), "form", "Central laboratory").model_copy(update=more)


FORM = remembered(region("Patient|Date|Hb\nS-1|03/04/2026|9.4"), {"order": "day-first", "unit": "g/dL"})


def next_sheet(text: str, *layouts: Layout, asking: bool = True) -> Understood:
    return read(region(text), layouts=layouts or [FORM], asking=asking)


def test_how_it_is_known() -> None:
    found = next_sheet("Patient|Date|Hb\nS-2|05/04/2026|10.4")
    assert [each.how for each in found.roles] == [
        "remembered for Central laboratory",
        "remembered for Central laboratory; day-first: remembered for Central laboratory",
        "remembered for Central laboratory",
    ]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        # a cell that proves the other order
        (
            "Patient|Date|Hb\nS-1|04/13/2026|9.4",
            "labs.csv · labs!B1: 1 text like '04/13/2026' (labs.csv · labs!B2) fits month-first only, and day-first is remembered for "
            "Central laboratory; expected the order of the dates",
        ),
        (
            "Patient|Date|Hb\nS-1|2026/03/04|9.4\nS-1|03/04/2026|9.4",
            "labs.csv · labs!B1: labs.csv · labs!B2 is written year first and labs.csv · labs!B3 is not; expected one order in a column",
        ),
        # the laboratory has changed its unit
        (
            "Patient|Date|Hb\nS-1|03/04/2026|94",
            "labs.csv · labs!C1: hemoglobin is in g/dL, in which 0 of 1 results are plausible; expected the unit they are in",
        ),
        # a head that nobody has named
        (
            "Patient|Date|Hb|Plt\nS-1|03/04/2026|9.4|145",
            "labs.csv · labs!D1: 'Plt' looks like platelets and may be something else; expected what it holds",
        ),
        (
            "Patient|Date|Hb|shoes\nS-1|03/04/2026|9.4|145",
            "labs.csv · labs!D1: 'shoes' is not known; expected what it holds",
        ),
    ],
)  # fmt: skip
def test_what_contradicts_the_memory_is_asked(text: str, asked: str) -> None:
    assert said(next_sheet(text)) == [asked]


def test_a_new_head_of_another_sheet_is_one_of_its_columns() -> None:
    form = remembered(region("who|when\nS-1|1961-02-03"), {"which sheet": "subjects", "'who'": "subject_id", "'when'": "birth_date"})
    sheet = "who|when|sex\nS-1|1961-02-03|female"
    assert [each.likely for each in next_sheet(sheet, form).questions] == ["sex"]
    assert role(answering(region(sheet), {"'sex'": "sex"}, [form]), "sex").says == "sex"


def test_an_order_that_no_cell_needs_is_not_missed() -> None:
    assert role(next_sheet("Patient|Date|Hb\nS-1|2026/03/04|9.4"), "Date").notation.dates == "year-first"
    year = remembered(region("Patient|Date|Hb (g/L)\nS-1|2026/3/5|94"), {})
    assert [each.kind for each in next_sheet("Patient|Date|Hb (g/L)\nS-1|03/04/2026|94", year).questions] == ["dates"]


def test_a_decimal_sign_that_a_cell_contradicts_is_asked() -> None:
    comma = remembered(region("Patient|Date|Hb (g/dL)\nS-1|2026-03-05|9,4"), {})
    sheet = "Patient|Date|Hb (g/dL)\nS-1|2026-03-05|9.4"
    (asked,) = next_sheet(sheet, comma).questions
    assert str(asked) == (
        "labs.csv · labs!C1: 1 number like '9.4' (labs.csv · labs!C2) has a point before the decimals, "
        "unlike what is remembered; expected which"
    )
    assert [way.value for way in asked.ways] == ["point", ""]
    assert next_sheet("Patient|Date|Hb (g/dL)\nS-1|2026-03-05|9", comma).questions == ()


def test_a_row_of_units_that_has_changed_counts() -> None:
    sheet = region("Patient|Date|Hb\n||g/L\nS-1|2026-03-05|9.4", units=True)
    form = remembered(sheet, {"expected the unit": "g/dL"})
    assert role(read(sheet, layouts=[form]), "Hb").unit == "g/dL"
    other = read(region("Patient|Date|Hb\n||mmol/L\nS-1|2026-03-05|5.4", units=True), layouts=[form])
    assert (role(other, "Hb").unit, other.questions) == ("mmol/L", ())


def test_a_layout_fits_where_all_its_heads_are_but_analytes_may_be_fewer() -> None:
    form = remembered(region("Patient|Date|Hb|Plt\nS-1|2026-03-05|94|145"), {"hemoglobin": "g/L", "platelets": "10*9/L"})
    assert next_sheet("Patient|Date|Plt\nS-1|2026-03-05|145", form).layout == "form"
    assert next_sheet("Patient|Sampled|Plt\nS-1|2026-03-05|145", form).layout is None
    assert next_sheet("Patient|Date|WBC\nS-1|2026-03-05|145", form).layout is None
    assert next_sheet(" Patient |Date|Plt  \nS-1|2026-03-05|145", form).layout == "form"


def test_two_memories_that_differ_are_asked_whose_it_is() -> None:
    other = FORM.model_copy(
        update={"name": "other", "laboratory": "East", "analytes": {"Hb": AnalyteColumn(analyte="hemoglobin", unit="mmol/L")}}
    )
    text = "Patient|Date|Hb\nS-1|03/04/2026|9.4"
    found = next_sheet(text, FORM, other)
    assert said(found) == ["labs.csv · labs!A1: has the heads of 2 remembered layouts; expected whose it is"]
    assert (found.model, [way.words for way in found.questions[0].ways]) == (None, ["it is from Central laboratory", "it is from East"])
    chosen = answering(region(text), {"whose": "other"}, [FORM, other])
    assert (role(chosen, "Hb").unit, chosen.layout) == ("mmol/L", "other")
    same = FORM.model_copy(update={"name": "again"})
    assert next_sheet(text, FORM, same).layout == "form"


def test_the_memory_that_names_more_heads_comes_first() -> None:
    more = FORM.model_copy(update={"name": "more", "ignored": ["Albumin"]})
    assert next_sheet("Patient|Date|Hb|Albumin\nS-1|03/04/2026|9.4|40", FORM, more).layout == "more"


EXPORT = Layout(
    name="export",
    sheet="labs",
    columns={"subject_id": "id", "collected_at": "day", "analyte": "item", "value": "result", "unit": "units"},
    words={"unit": {"gramm": "g/L"}},
    only={"status": ["final"]},
)
LINES = "\n".join(
    (
        "id|day|item|result|units|status|shoes|",
        "S-1|2026-03-05|Hb|94|gramm|final|42|",
        "S-1|2026-03-05|Hb|94|miles|final|42|",
        "S-1|2026-03-05|Foo|1||final|42|",
    )
)


def test_a_shipped_layout_reads_what_it_names_and_lists_the_rest() -> None:
    found = next_sheet(LINES, EXPORT, asking=False)
    assert (found.questions, found.layout, found.laboratory) == ((), "export", None)
    assert (role(found, "status").only, role(found, "status").imported) == (frozenset({"final"}), False)
    assert role(found, "shoes").how == "the layout 'export' does not read it"
    assert found.roles[-1].how == "has no head"


def test_where_somebody_can_be_asked_a_misspelled_unit_is() -> None:
    assert said(next_sheet(LINES, EXPORT)) == ["labs.csv · labs: 'miles' is no unit of hemoglobin (1 result); expected one of its units"]


def test_what_chooses_rows_is_remembered_with_the_words() -> None:
    found = answering(region(LINES), {"miles": ""}, [EXPORT])
    layout = known(found, "mine", "Central")
    assert (layout.only, layout.words, layout.ignored) == ({"status": ["final"]}, {"unit": {"gramm": "g/L"}}, ["shoes", "", "Foo"])


def test_a_column_of_units_whose_values_are_gone_is_asked() -> None:
    form = remembered(region("Patient|Date|Hb|Unit|WBC (10^9/L)\nS-1|2026-03-05|94|g/L|3"), {})
    found = next_sheet("Patient|Date|Unit|WBC (10^9/L)\nS-1|2026-03-05|g/L|3", form)
    assert [each.likely for each in found.questions] == ["unit"]


def test_a_blank_column_without_a_head_is_nothing() -> None:
    assert next_sheet("Patient|Date|Hb|\nS-1|03/04/2026|9.4|").roles[-1].how == "holds nothing"


def test_what_is_known_of_a_subject_is_heard_against_a_memory() -> None:
    crea = remembered(region("Patient|Date|Crea\nS-1|2026-03-05|88"), {"unit": "umol/L"})
    store = Store(("S-1", date(2026, 3, 1), "creatinine", "850", "umol/L"))
    assert [each.kind for each in read(region("Patient|Date|Crea\nS-1|2026-03-05|85"), layouts=[crea], history=store).questions] == ["unit"]


def test_what_is_not_understood_cannot_be_remembered() -> None:
    with pytest.raises(AssertionError, match="cannot be remembered"):
        layout_of(read(region("foo|bar\n1|2")), "form", "Central")
    assert known(read(region("Patient|Date|Hb (g/L)\nS-1|2026-03-05|94")), "form", "Central").sheet == Lab.sheet
