"""The audit in a real Chromium: what was done stands there, the chain is walked on demand, a tampered store is found."""

import sqlite3

import pytest

from tests.browser.waiting import settled
from tests.browser.working import acts, checks, chooses, dashboard_on, opens_records, serious, stores, types
from tests.core.patient import eligible

LOOKS = ((1920, 1080, "light"), (1366, 768, "dark"))  # the page itself stands in all four among the screens


@pytest.fixture
def site(browser, tmp_path):
    with dashboard_on(tmp_path, eligible().infused()) as (address, store):
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        yield page, address, store
        page.close()


def test_what_was_entered_stands_in_the_audit_and_the_chain_is_whole_until_tampered_with(site):
    page, address, store = site
    page.goto(f"{address}/patient?subject=S-001")
    settled(page)
    acts(page)
    opens_records(page)
    chooses(page, "Add a record", "PET/CT")
    types(page, scanned_on="2026-02-26", reason="the reader phoned")
    checks(page)
    stores(page)
    page.get_by_role("link", name="Audit", exact=True).click()
    page.get_by_role("heading", name="Audit").wait_for()
    settled(page)
    assert "the reader phoned" in page.get_by_role("region", name="Entries").inner_text()
    page.get_by_role("button", name="Verify now").click()
    page.get_by_text("the chain is whole").wait_for()
    tampered(store)
    page.get_by_role("button", name="Verify now").click()
    page.get_by_text("the chain is broken").wait_for()
    assert "entry 2" in page.get_by_role("alert").inner_text()


def tampered(store):
    with sqlite3.connect(store.removeprefix("sqlite:///")) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE entry SET at = '2020-01-01T00:00:00.000000+00:00' WHERE seq = 2")


def test_an_entry_leads_to_the_history_of_a_fact(site):
    page, address, _ = site
    page.goto(f"{address}/audit")
    settled(page)
    page.get_by_role("link", name="entry 2").click()
    page.get_by_role("region", name="This entry").wait_for()
    settled(page)
    page.get_by_role("link", name="history").first.click()
    page.get_by_role("region", name="This fact").wait_for()
    assert "Subject" in page.get_by_role("region", name="This fact").inner_text()


@pytest.mark.parametrize(("width", "height", "scheme"), LOOKS)
def test_everybody_can_use_it(site, width, height, scheme):
    page, address, _ = site
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    for path in ("audit", "audit?entry=2"):
        page.goto(f"{address}/{path}")
        settled(page)
        assert serious(page) == []
        wide, seen = page.locator("[data-testid=stMain]").evaluate("each => [each.scrollWidth, each.clientWidth]")
        assert wide == seen
