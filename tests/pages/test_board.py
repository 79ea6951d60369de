"""The tumor board's page: everybody in order of urgency, filter and search that count what they hide, and words for what is unknown."""

import re

import pytest

from dashboard.entry_row import HEADS
from tests.core.patient import Patient, eligible, subject
from tests.pages.conftest import parsed

LOD = {"unit": "hGE/mL", "limit_of_detection": "1"}
HOSTILE = ('<img src=x onerror="alert(1)">', "<script>alert(1)</script>", "![x](http://x.example/p.png)", ":red[x]", "$x$", "=1+1")


def drawn(name: str = "S-001", call: str = "positive", **cells: str) -> Patient:
    found = subject(name).person().screened(histology="DLBCL").infused(product="axi-cel")
    return found.ctdna(-6, "positive", value="12", **LOD).ctdna(28, call, **{**LOD, **cells})


def everybody() -> list[Patient]:
    return [
        eligible(),
        drawn("S-002").pet(28, "CR"),
        drawn("S-003", "negative").pet(28, "PR"),
        drawn("S-004"),
        drawn("S-005").pet(28, "PD"),
        drawn("S-006").pet(28, "CR").infused(30, 2),
        drawn("S-007").seen(33, "dead"),
    ]


def read(html: str) -> str:
    """HTML as a person reads it."""
    return " ".join(" ".join(parsed(html).parts).split())


def groups(page) -> list[str]:
    """The heads of the groups."""
    return [read(head).replace(" ·", "") for head in re.findall(r'scope="rowgroup">(.*?)</th>', page.html)]


def rows(page) -> list[str]:
    """The subjects shown, in order."""
    return [read(link) for link in re.findall(r'class="who">(<a .*?</a>)', page.html)]


def row(page, name: str) -> str:
    """What one subject's row says."""
    return next(read(found) for found in re.findall(r"<tr>(.*?)</tr>", page.html) if f">{name}</a>" in found)


def changed(shown, **values):
    """The page after its filter, its search or its page has been set, which a person does by widget and a link by address."""
    for key, value in values.items():
        shown.run.query_params[key] = value
    return type(shown)(shown.run.run())


def test_everybody_stands_in_a_group_with_its_count(dashboard):
    page = dashboard(*everybody(), page="board")
    assert page.run.exception == []
    assert "Tumor board, 2026-03-05 7 subjects" in page.text
    assert groups(page) == [
        "To decide 2", "Something is missing 1", "Rule not met 1", "Infusion 2 given 1", "Case closed 1", "Before infusion 1 1",
    ]  # fmt: skip
    assert rows(page) == ["S-002", "S-003", "S-004", "S-005", "S-006", "S-007", "S-001"]


def test_a_row_shows_what_the_board_needs(dashboard):
    patient = drawn(value="6.2").pet(28, "CR", deauville="2").graded(2, 2, 1).graded(34).infection(30, controlled="no")
    found = row(dashboard(patient, page="board"), "S-001")
    for said in (
        "56 y, male · DLBCL · axi-cel",
        "Rule met",
        "2 holds",
        "25 days left",
        "day 35 of 60",
        "6.2 hGE/mL d28",
        "CR DS 2 d28",
        "PET CR / ctDNA positive discordant , 0 days apart",
        "0 worst 2 as recorded, scale not recorded 0 worst 1 as recorded, scale not recorded",
        "infection: not answered within 14 days",
        "Met on both readings · window closes in 25 days",
        "an uncontrolled infection is active",
    ):
        assert said in found


def test_unknown_stays_a_word(dashboard):
    found = row(dashboard(subject().infused().ctdna(28, None).pet(28, None, None), page="board"), "S-001")
    for said in (
        "age unknown, sex unknown · histology not recorded · product not recorded",
        "Unknown",
        "no call recorded d28",
        "PET/CT open : not read yet, not confirmed as PET/CT",
        "modality not recorded",
        "no ctDNA call beside the scan",
        "not entered not entered",
        "a ctDNA call, a PET/CT response, that the scan was a PET/CT",
        "CRS: not entered, ICANS: not entered, infection: not answered within 14 days",
    ):
        assert said in found


def test_a_subject_with_nothing_but_a_name_keeps_a_row(dashboard):
    found = row(dashboard(subject().row("subjects"), page="board"), "S-001")
    for said in ("No infusion 1", "not begun", "no ctDNA samples and no PET/CT scans so far", "no ctDNA sample no PET/CT no pair"):
        assert said in found


def test_an_unclear_infusion_1_is_unknown_and_names_its_cell(dashboard):
    page = dashboard(subject().row("infusions", number=1, status="given"), page="board")
    assert groups(page) == ["Something is missing 1"]
    assert "Infusion 1 unclear" in row(page, "S-001")
    assert "the day of the infusion Whether, or when, infusion 1 was given is open" in row(page, "S-001")


def test_what_the_rule_no_longer_asks_is_said_of_the_day_it_ended(dashboard):
    page = dashboard(drawn().pet(28, "CR").infused(30, 2).graded(31, 1, 2), page="board")
    for said in (
        "Infusion 2 given",
        "1 hold then",
        "0–4 worst 1 worst as recorded, scale not recorded infusion 2",
        "no longer asked",
        "then: CRS, ICANS or infection status",
    ):
        assert said in row(page, "S-001")


def test_what_runs_now_stands_in_the_state_and_first_in_the_sentence_also_after_infusion_2(dashboard):
    running = drawn().pet(28, "CR").infused(30, 2).graded(34, 2)
    found = row(dashboard(running, page="board"), "S-001")
    assert "Infusion 2 given CRS 2 now 1 hold then" in found
    assert "CRS 2 now; given on" in found


@pytest.mark.parametrize(
    ("patient", "said"),
    [
        (drawn().graded(32, 2, 1).seen(33, "dead"), "then 2 worst 2 as recorded"),
        (drawn().graded(30, 2, 1).treated(31), "then 2 worst 2 as recorded"),
        (drawn().bedside(20, crs_grade_recorded=2).seen(33, "dead"), "then 0–4 worst 2 worst as recorded"),
    ],
)
def test_of_the_dead_and_the_closed_no_grade_is_one_of_now(dashboard, patient, said):
    found = row(dashboard(patient, page="board"), "S-001")
    assert said in found
    assert not re.search(r"(CRS|ICANS) \d now", found)


@pytest.mark.parametrize(
    ("patient", "newest", "pair"),
    [
        (drawn().pet(-24, None, deauville="5"), "baseline, DS 5 d−24", "no scan since infusion 1"),
        (drawn().pet(-24, "PD", "CT"), "baseline, PD CT d−24", "no scan since infusion 1"),
        (drawn(), "no PET/CT", "no scan since infusion 1"),
        (drawn().pet(-24, "PD").pet(28, "NE"), "PET/CT open : not evaluable d28", "no evaluable scan since infusion 1"),
        (drawn().pet(28, "CR").pet(33, "PD"), "PD d33", "PET PD / ctDNA positive"),
    ],
)
def test_a_baseline_scan_is_called_so_and_pairs_with_nothing(dashboard, patient, newest, pair):
    assert f"{newest} {pair}" in row(dashboard(patient, page="board"), "S-001")


def test_progression_after_the_window_is_seen(dashboard):
    found = row(dashboard(drawn().pet(28, "CR").pet(62, "PD"), page="board", as_of="2026-04-10"), "S-001")
    assert "PD d62" in found
    assert "window closed on 2026-03-30 · PD on day 62" in found


@pytest.mark.parametrize(("day", "said"), [(20, "4 days apart"), (4, "20 days apart, too far to be read together")])
def test_a_pair_tells_its_gap(dashboard, day, said):
    patient = subject().infused().ctdna(day, "positive", **LOD).pet(24, "CR")
    assert said in row(dashboard(patient, page="board"), "S-001")


def test_the_group_of_the_address_is_shown_and_the_rest_is_counted(dashboard):
    page = dashboard(*everybody(), page="board", show="To decide")
    assert groups(page) == ["To decide 2"]
    assert "2 of 7 shown" in page.text
    assert groups(changed(page, show="Rule not met")) == ["Rule not met 1"]
    assert "7 subjects" in changed(page, show="All").text


@pytest.mark.parametrize(
    ("sought", "expected"),
    [
        ("S-005", ["S-005"]),
        ("dlbcl", ["S-002", "S-003", "S-004", "S-005", "S-006", "S-007", "S-001"]),
        ("AXI", ["S-002", "S-003", "S-004", "S-005", "S-006", "S-007"]),
        ("board review", ["S-003"]),
        ("  case closed ", ["S-007"]),
    ],
)
def test_a_search_finds_subject_histology_product_and_state(dashboard, sought, expected):
    page = dashboard(*everybody(), page="board", find=sought)
    assert rows(page) == expected
    assert (f"{len(expected)} of 7 shown" if len(expected) < 7 else "7 subjects") in page.text


def test_a_group_cut_by_a_search_says_of_how_many(dashboard):
    page = dashboard(*everybody(), page="board", find="S-003")
    assert groups(page) == ["To decide 1 of 2"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"find": "nobody"}, "No subject matches “nobody”; 7 are hidden."),
        ({"find": "S-005", "show": "To decide"}, "No subject matches “s-005” in the group “To decide”; 7 are hidden."),
    ],
)
def test_where_nothing_matches_it_is_said(dashboard, address, said):
    page = dashboard(*everybody(), page="board", **address)
    assert said in page.text
    assert rows(page) == []


def test_an_empty_group_is_said(dashboard):
    assert "No subject stands in the group “Case closed”; 1 are hidden." in dashboard(drawn(), page="board", show="Case closed").text


def test_a_group_that_is_none_is_told_and_ignored(dashboard):
    page = dashboard(*everybody(), page="board", show="Everyone")
    assert "the group “Everyone”, which is none of the worklist's; it was ignored" in page.text
    assert len(rows(page)) == 7


def test_the_address_is_no_label_with_a_count(dashboard):
    control = dashboard(*everybody(), page="board").run.get("button_group")[0]
    assert [option.content for option in control.proto.options] == [
        "All", "To decide", "Something is missing", "Rule not met", "Infusion 2 given", "Case closed", "Before infusion 1",
    ]  # fmt: skip


def test_a_long_list_is_cut_into_pages_that_say_so(dashboard):
    page = dashboard(*(subject(f"S-{number:03}").infused() for number in range(1, 131)), page="board")
    assert rows(page) == [f"S-{number:03}" for number in range(1, 61)]
    assert "Rows 1 to 60 of 130" in page.text
    last = changed(page, page=3)
    assert rows(last) == [f"S-{number:03}" for number in range(121, 131)]
    assert "Rows 121 to 130 of 130" in last.text
    assert groups(last) == ["Something is missing 130"]


def test_another_day_is_another_list(dashboard):
    page = dashboard(drawn().pet(28, "CR"), page="board", as_of="2026-02-20")
    assert groups(page) == ["Something is missing 1"]
    assert "Tumor board, 2026-02-20" in page.text
    assert 'href="patient?subject=S-001&amp;as_of=2026-02-20"' in page.html


def test_a_link_without_another_day_leaves_the_day_open(dashboard):
    page = dashboard(subject("S 2&x").infused(), page="board")
    assert 'href="patient?subject=S+2%26x" data-follow target="_self"' in page.html


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_of_a_file_stays_text(dashboard, hostile):
    patient = subject(hostile).screened(histology=hostile).infused(product=hostile).ctdna(28, "positive", hostile, value="3", unit="hGE/mL")
    page = dashboard(patient.treated(30, drug=hostile), page="board")
    assert page.text.count(hostile) >= 4
    assert not {"img", "script"} & {name for name, _ in page.elements}
    assert not [attributes for _, attributes in page.elements if any(key.startswith("on") for key in attributes)]


def test_the_head_names_every_column_and_every_group_its_rows(dashboard):
    elements = dashboard(*everybody(), page="board").elements
    scopes = [attributes.get("scope") for name, attributes in elements if name == "th"]
    assert scopes.count("col") == len(HEADS)
    assert scopes.count("rowgroup") == 6
    assert scopes.count("row") == 7
    assert None not in scopes


def test_the_export_is_of_everybody_whatever_is_shown(dashboard):
    page = dashboard(*everybody(), page="board", find="S-005")
    assert [button.proto.label for button in page.run.get("download_button")] == ["CSV of all 7"]


def test_of_many_missing_items_the_first_are_in_view_and_the_others_counted(dashboard):
    page = dashboard(subject().screened(histology="DLBCL"), page="board")
    assert re.search(r"date of birth, .* and \d+ more", row(page, "S-001"))
    assert "no PR after 2–3 cycles of first line" in row(page, "S-001")
