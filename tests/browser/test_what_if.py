"""What if in a real Chromium, by keyboard: a scan supposed, the verdict moved, and everything gone on leaving; the ledger as it was."""

import pytest

from core.ledger.ledger import Ledger
from tests.browser.waiting import settled, shows
from tests.browser.working import chooses, dashboard_on, serious, types
from tests.core.patient import eligible, on, subject

WAITING = eligible().infused().ctdna(-6, "positive").ctdna(28, "positive").graded(20)
LOOKS = ((1920, 1080, "light"), (1366, 768, "dark"))  # the page itself stands in all four among the screens
NOTHING = "Nothing is supposed yet."


@pytest.fixture
def site(browser, tmp_path):
    """A page of a dashboard on a store of its own, its address, and the store's."""
    with dashboard_on(tmp_path, WAITING, subject("S-002").infused()) as (address, store):
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        yield page, address, store
        page.close()


def head(store):
    ledger = Ledger.open(store)
    found = ledger.head()
    ledger.close()
    return found


def opens(page, address):
    page.goto(f"{address}/patient?subject=S-001")
    settled(page)
    link = page.get_by_role("link", name="What if", exact=True)
    link.focus()
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Suppose").wait_for()
    settled(page)


def picks(page, label, typed):
    """One of a select box, by keyboard alone."""
    page.get_by_role("combobox", name=label).focus()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    settled(page)


def supposes_pr(page):
    picks(page, "Suppose", "a new PET/CT response")
    types(page, scanned_on=str(on(28)))
    picks(page, "response", "PR")
    page.get_by_role("button", name="Suppose this").focus()
    page.keyboard.press("Enter")
    page.get_by_role("region", name="What would follow").wait_for()
    settled(page)


def test_a_scan_is_supposed_by_keyboard_and_gone_on_leaving(site):
    page, address, store = site
    before = head(store)
    opens(page, address)
    supposes_pr(page)
    moved = page.locator(".supposed .moves", has_text="second infusion").inner_text()
    assert "what if" in moved
    assert "Rule met" in moved
    assert page.locator(".card .word").first.inner_text() == "Unknown"
    assert page.url == f"{address}/patient?subject=S-001&open=what-if"
    page.get_by_role("link", name="Tumor board").click()
    page.locator(".worklist").wait_for()
    settled(page)
    assert "Rule met" not in page.locator(".worklist").inner_text()
    page.go_back()
    page.get_by_role("combobox", name="Suppose").wait_for()
    settled(page)
    assert page.get_by_text(NOTHING).count() == 1
    assert head(store) == before


def test_another_subject_begins_with_nothing_and_so_does_the_first_again(site):
    page, address, _ = site
    opens(page, address)
    supposes_pr(page)
    for subject_id in ("S-002", "S-001"):
        page.locator(".st-key-controls select").select_option(subject_id)
        shows(page, subject_id)
        assert page.locator(".supposed").count() == 0


@pytest.mark.parametrize(("width", "height", "scheme"), LOOKS)
def test_everybody_can_use_it(site, width, height, scheme):
    page, address, _ = site
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    opens(page, address)
    supposes_pr(page)
    chooses(page, "Suppose", "a laboratory value")
    types(page, value="8,4")
    page.get_by_role("button", name="Suppose this").click()
    page.get_by_role("alert").wait_for()
    settled(page)
    assert serious(page) == []
    wide, seen = page.locator("[data-testid=stMain]").evaluate("each => [each.scrollWidth, each.clientWidth]")
    assert wide == seen
