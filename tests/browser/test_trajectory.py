"""The trajectory in a real Chromium: a point leads to its record by mouse and by keyboard, without a new page, and Back returns."""

import pytest

from tests.browser.test_patient_page import opened
from tests.browser.waiting import settled, shows
from tests.browser.working import dashboard_on, serious
from tests.core.patient import subject

SAMPLE = "ctDNA, d28: positive, 6.2 hGE/mL"


@pytest.fixture
def patient(browser, served):
    with opened(browser, f"{served}/patient?subject=S-001") as (page, said):
        shows(page, "S-001")
        page.evaluate("window.sameDocument = true")
        yield page, said


def mark(page, name):
    return page.locator(f'.stVegaLiteChart svg [aria-label="{name}"]')


def record(page):
    page.get_by_role("region", name="This fact").wait_for()
    settled(page)
    return page.get_by_role("region", name="This fact").inner_text()


def test_a_click_on_a_point_opens_its_record_and_back_returns(patient):
    page, _ = patient
    mark(page, SAMPLE).click()
    text = record(page)
    assert "ctDNA 2026-02-26" in text
    assert "ctdna_pet.xlsx · ctdna!" in text
    assert page.get_by_role("region", name="This fact").evaluate("each => each.getBoundingClientRect().top") < 768
    assert page.evaluate("window.sameDocument") is True
    assert "subject=S-001" in page.url
    page.go_back()
    page.get_by_role("region", name="This fact").wait_for(state="detached")
    assert "fact=" not in page.url


def test_points_are_reached_by_tab_and_followed_by_enter(patient):
    page, _ = patient
    focused = "document.activeElement.getAttribute('aria-label')"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(focused) == SAMPLE:
            break
    assert page.evaluate(focused) == SAMPLE
    assert page.evaluate("document.activeElement.getAttribute('role')") == "link"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert [found for found in serious(page) if "vega" in found[1].lower() or "<path" in found[1]] == []
    page.keyboard.press("Enter")
    assert "call positive" in record(page)
    assert page.evaluate("window.sameDocument") is True


@pytest.mark.parametrize(
    "name", ["PET/CT, d28: CR", "infusion 1, d0", "d4: tocilizumab, 560 mg", "infection: CMV, blood, onset 2026-03-02"]
)
def test_scans_and_events_lead_to_their_records_too(patient, name):
    page, _ = patient
    mark(page, name).dispatch_event("click")
    assert "clinic.xlsx" in record(page) or "ctdna_pet.xlsx" in record(page)


def test_a_click_with_a_key_held_opens_a_page_of_its_own_and_stays(patient):
    page, _ = patient
    with page.context.expect_page() as other:
        mark(page, SAMPLE).click(modifiers=["Control"])
    assert "fact=" in other.value.url
    other.value.close()
    assert "fact=" not in page.url


def test_every_known_sample_is_a_point_with_a_name(patient):
    page, said = patient
    names = page.locator(".stVegaLiteChart svg [aria-label^='ctDNA, ']").evaluate_all("all => all.map(each => each.ariaLabel).sort()")
    assert names == [
        "ctDNA, d0: positive, 960 hGE/mL",
        "ctDNA, d14: negative: not detected, no number",
        "ctDNA, d21: failed, no number",
        SAMPLE,
        "ctDNA, d7: positive, 84 hGE/mL",
        "ctDNA, d−6: positive, 1,240 hGE/mL",
    ]
    assert [text for text in said if "404" not in text] == []


def test_a_tooltip_tells_the_sample_its_change_and_its_cell(patient):
    page, _ = patient
    mark(page, SAMPLE).hover()
    page.locator("#vg-tooltip-element.visible").wait_for()
    told = page.locator("#vg-tooltip-element").inner_text()
    for said in ("d28", "2026-02-26", "6.2 hGE/mL", "IgH-NGS v2", "fall 2.18 log₁₀", "ctdna_pet.xlsx · ctdna!"):
        assert said in told
    assert "fact" not in told


def test_the_log_axis_is_never_upside_down_however_many_lanes_hang_under_it(browser, tmp_path):
    patient = subject("S-900").infused().infused(33, 2).pet(15, "PR").treated(3, "crs", drug="tocilizumab").infection(5)
    for day, value in ((-6, "1000"), (0, "10"), (7, "1")):
        for assay, unit in (("A", "hGE/mL"), ("B", "%"), ("C", "ppm"), ("D", "MTM/mL"), ("E", "LG/mL"), ("F", "ppm")):
            patient = patient.ctdna(day, "positive", assay, value=value if assay == "A" else "2", unit=unit)
    with (
        dashboard_on(tmp_path, patient) as (address, _),
        opened(browser, f"{address}/patient?subject=S-900&marks=pairs", 1920, 1080) as (page, _said),
    ):
        shows(page, "S-900")
        height = "each => each.getBoundingClientRect().top"
        tops = [mark(page, f"ctDNA, {day}: positive, {value} hGE/mL").evaluate(height) for day, value in (("d−6", "1,000"), ("d0", "10"))]
        assert tops[1] - tops[0] > 30
        assert mark(page, "PET/CT, d15: PR").evaluate(height) > mark(page, "ctDNA, d7: positive, 1 hGE/mL").evaluate(height)
