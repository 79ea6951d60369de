"""One fact by hand in a real Chromium: a scan that changes the board, a bedside value corrected, the counts accepted."""

import pytest

from core.ledger.ledger import Ledger
from tests.browser.waiting import settled
from tests.browser.working import acts, checks, chooses, dashboard_on, opens_records, serious, stores, types
from tests.core.patient import changed, eligible, subject

WAITING = eligible().infused().ctdna(-6, "positive").ctdna(28, "positive").bedside(3, temperature="39.5", hypotension="no")
LOOKS = ((1920, 1080, "light"), (1366, 768, "dark"))  # the page itself stands in all four among the screens


@pytest.fixture
def site(browser, tmp_path):
    """A page of a dashboard on a store of its own, its address, and the store's."""
    low = changed(eligible(), "hemoglobin=70; counts_acceptable=no").infused()
    patients = (WAITING, type(low)("S-002", low.rows), subject("S-003").infused())
    with dashboard_on(tmp_path, *patients) as (address, store):
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        yield page, address, store
        page.close()


def looks_at(page, address, subject_id="S-001"):
    page.goto(f"{address}/patient?subject={subject_id}")
    settled(page)
    acts(page)
    opens_records(page)


def entries(store):
    ledger = Ledger.open(store)
    found = ledger.entries()
    ledger.close()
    return found


def test_a_scan_entered_by_hand_changes_the_board_for_everybody(site, browser):
    page, address, store = site
    other = browser.new_page()
    other.goto(address)
    settled(other)
    assert "Rule met" not in other.locator(".worklist").inner_text()
    looks_at(page, address)
    chooses(page, "Add a record", "PET/CT")
    types(page, scanned_on="2026-02-26", reason="the reader phoned")
    chooses(page, "modality", "PET/CT")
    chooses(page, "response", "CR")
    checks(page)
    assert "Rule met" in page.get_by_role("region", name="What it would do").inner_text()
    assert len(entries(store)) == 2
    stores(page)
    assert page.locator(".card .word").inner_text() == "Rule met"
    other.reload()
    settled(other)
    assert "Rule met" in other.locator(".worklist").inner_text()
    other.close()
    assert [(entry.action, entry.by) for entry in entries(store)][2:] == [("hand", "Li Na")]


def test_a_double_click_is_one_entry(site):
    page, address, store = site
    looks_at(page, address)
    chooses(page, "Add a record", "PET/CT")
    types(page, scanned_on="2026-02-26", reason="the reader phoned")
    checks(page)
    page.get_by_role("button", name="Store this").dblclick()
    page.get_by_text("Stored as").wait_for()
    settled(page)
    assert len(entries(store)) == 3


def test_a_bedside_value_is_corrected_from_the_list(site):
    page, address, _ = site
    looks_at(page, address)
    row = page.locator(".facts tr", has_text="temperature")
    row.get_by_role("link", name="correct or withdraw").click()
    page.get_by_role("heading", name="Correct it").wait_for()
    settled(page)
    types(page, temperature="36.9", reason="misread the chart")
    checks(page)
    stores(page)
    row = page.locator(".facts tr", has_text="temperature")
    assert "36.9" in row.inner_text()
    assert "corrected" in row.inner_text()
    row.get_by_text("1 change").click()
    assert "39.5" in row.inner_text()
    assert "misread the chart" in row.inner_text()


def test_the_counts_are_accepted_by_name_and_stay_in_view(site):
    page, address, _ = site
    looks_at(page, address, "S-002")
    assert "not eligible" in page.get_by_role("region", name="Eligibility", exact=True).inner_text()
    page.get_by_role("button", name="Investigator accepts the counts").click()
    settled(page)
    types(page, investigator_who_accepts="Dr. Okafor", reason="marrow involvement")
    checks(page)
    stores(page)
    shown = page.get_by_role("region", name="Eligibility", exact=True).inner_text()
    assert "70 g/L" in shown
    assert "not eligible" not in shown


def test_an_address_opens_a_fact_and_back_leads_to_the_list(site):
    page, address, _ = site
    looks_at(page, address)
    page.get_by_role("link", name="correct or withdraw").first.click()
    page.get_by_role("region", name="This fact").wait_for()
    page.go_back()
    page.get_by_role("region", name="Records", exact=True).wait_for()
    assert "fact=" not in page.url


@pytest.mark.parametrize(("width", "height", "scheme"), LOOKS)
def test_everybody_can_use_it(site, width, height, scheme):
    page, address, _ = site
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    looks_at(page, address)
    assert serious(page) == []
    chooses(page, "Add a record", "Bedside")
    types(page, temperature="99")
    page.get_by_role("button", name="Check what this would change").click()
    page.get_by_role("alert").wait_for()
    settled(page)
    assert serious(page) == []
    wide, seen = page.locator("[data-testid=stMain]").evaluate("each => [each.scrollWidth, each.clientWidth]")
    assert wide == seen
