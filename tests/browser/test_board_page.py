"""The tumor board in a real Chromium: a link opens a subject within the session, Back comes home, and the list is whole and accessible."""

import csv
from io import StringIO

import pytest
from axe_playwright_python.sync_playwright import Axe

from core.ledger.ledger import Ledger
from tests.browser.test_patient_page import LOOKS, STREAMLITS_OWN, opened, shows
from tests.browser.working import NAME, acts, dashboard_on
from tests.core.patient import subject


def listed(page):
    """Wait until the list stands."""
    page.locator(".worklist").wait_for()
    page.locator(".st-key-show button").first.wait_for()
    page.locator("[data-testid=stStatusWidget]").wait_for(state="detached")


def rows(page):
    return page.locator(".worklist tbody th.who a").all_inner_texts()


def choose(page, group):
    """Filter by a group, and wait until its list stands."""
    page.locator(".st-key-show button", has_text=group).click()
    page.wait_for_function("name => document.querySelector('.worklist .group')?.innerText.startsWith(name)", arg=group)
    page.wait_for_function("document.querySelectorAll('.worklist .group').length === 1")
    listed(page)


def test_a_click_opens_the_subject_without_loading_the_dashboard_anew_and_back_comes_home(browser, served):
    with opened(browser, served) as (page, _):
        listed(page)
        choose(page, "Infusion 2 given")
        assert page.url.endswith("/?show=Infusion+2+given")
        page.evaluate("window.same = true")
        page.get_by_role("link", name="S-006").click()
        shows(page, "S-006")
        assert page.url == f"{served}/patient?subject=S-006"
        assert page.get_by_role("combobox", name="subject").input_value() == "S-006"
        assert page.evaluate("window.same")
        page.go_back()
        listed(page)
        assert page.url.endswith("/?show=Infusion+2+given")
        assert page.locator(".worklist .group").count() == 1
        assert "S-006" in rows(page)


def test_the_keyboard_opens_a_subject_and_keeps_the_day_over_reload_and_back(browser, served):
    with opened(browser, f"{served}/?as_of=2026-02-20&find=S-002") as (page, _):
        listed(page)
        page.get_by_role("link", name="S-002").focus()
        page.keyboard.press("Enter")
        shows(page, "S-002")
        assert page.url == f"{served}/patient?subject=S-002&as_of=2026-02-20"
        page.reload()
        shows(page, "S-002")
        assert "as of 2026-02-20" in page.locator(".as-of").inner_text()
        page.go_back()
        listed(page)
        assert page.locator(".title h1").inner_text() == "Tumor board, 2026-02-20"
        assert rows(page) == ["S-002"]
        assert page.get_by_label("Find").input_value() == "S-002"


def test_the_day_goes_along_through_the_navigation(browser, served):
    with opened(browser, f"{served}/?as_of=2026-02-20") as (page, _):
        listed(page)
        page.get_by_role("link", name="S-002").click()
        shows(page, "S-002")
        page.get_by_role("link", name="Tumor board").click()
        listed(page)
        assert page.locator(".title h1").inner_text() == "Tumor board, 2026-02-20"


def test_a_click_with_the_control_key_opens_a_tab_of_its_own(browser, served):
    with opened(browser, f"{served}/?as_of=2026-02-20") as (page, _):
        listed(page)
        with page.context.expect_page() as tab:
            page.get_by_role("link", name="S-002").click(modifiers=["Control"])
        shows(tab.value, "S-002")
        assert tab.value.url == f"{served}/patient?subject=S-002&as_of=2026-02-20"
        assert page.url == f"{served}/?as_of=2026-02-20"
        tab.value.close()


def test_back_leaves_the_dashboard_at_the_first_press(browser, served):
    with opened(browser, "about:blank") as (page, _):
        page.goto(served)
        listed(page)
        page.wait_for_timeout(1000)
        page.go_back()
        page.wait_for_url("about:blank")


def test_a_search_and_the_counts_are_read_off_the_page(browser, served):
    with opened(browser, served) as (page, _):
        listed(page)
        everybody = rows(page)
        content = "each => getComputedStyle(each, '::after').content.replaceAll('\"', '').replace('·', '').trim()"
        counts = [int(button.evaluate(content)) for button in page.locator(".st-key-show button").all()]
        assert counts[0] == sum(counts[1:]) == len(everybody)
        page.get_by_label("Find").fill("s-001")
        page.get_by_label("Find").press("Enter")
        page.wait_for_function("document.querySelector('.title').innerText.includes('shown')")
        assert rows(page) == ["S-001"]
        assert f"1 of {len(everybody)} shown" in page.locator(".title").inner_text()


def test_the_export_is_a_file_of_the_day_that_names_its_entry_and_needs_a_name(browser, own_demo, tmp_path):
    with opened(browser, own_demo) as (page, _):
        listed(page)
        button = page.get_by_role("button", name="CSV of all")
        assert button.is_disabled()
        acts(page)
        with page.expect_download() as download:
            button.click()
        assert download.value.suggested_filename == "worklist_2026-03-05.csv"
        text = download.value.path().read_text(encoding="utf-8-sig")
        assert all(f",{name}," in text for name in rows(page))
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'demo.sqlite3'}")
    *_, entry = ledger.entries()
    assert (entry.action, entry.by, entry.body["file"]) == ("export", NAME, "worklist_2026-03-05.csv")
    assert {(row["ledger_entries"], row["ledger_head"]) for row in csv.DictReader(StringIO(text))} == {(str(entry.seq), entry.hash)}


@pytest.mark.parametrize(("width", "height", "scheme"), LOOKS)
def test_every_look_is_whole_and_accessible(browser, served, width, height, scheme):
    with opened(browser, served, width, height, scheme) as (page, said):
        listed(page)
        wide, seen = page.locator("[data-testid=stMain]").evaluate("each => [each.scrollWidth, each.clientWidth]")
        assert wide == seen == width
        assert page.locator(".worklist").evaluate("each => each.getBoundingClientRect().right") <= width
        assert page.locator(".st-key-controls select").is_hidden()
        assert [found["id"] for found in Axe().run(page).response["violations"] if found["impact"] in ("serious", "critical")] == []
        assert [text for text in said if not text.startswith(STREAMLITS_OWN)] == []


def test_the_focus_is_seen(browser, served):
    with opened(browser, served) as (page, _):
        listed(page)
        page.get_by_role("link", name="S-001").focus()
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        assert page.evaluate("document.activeElement.hasAttribute('data-follow')")


def test_hostile_text_stays_text_and_its_link_opens_its_subject(browser, tmp_path):
    hostile = '<img src=x onerror="window.struck=1">&subject=S-999'
    patient = subject(hostile).screened(histology=hostile).infused(product=hostile).ctdna(28, "positive", hostile, value="3", unit="hGE/mL")
    with dashboard_on(tmp_path, patient) as (address, _store), opened(browser, address) as (page, _):
        listed(page)
        assert page.evaluate("window.struck") is None
        assert page.locator('img[src="x"]').count() == 0
        page.get_by_role("link", name=hostile).click()
        shows(page, hostile)
        assert page.evaluate("window.struck") is None
