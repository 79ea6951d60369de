"""The rulebook in a real Chromium: its contents lead by keyboard, nothing is cut, and text of a settings file stays text."""

import pytest

from tests.browser.waiting import settled
from tests.browser.working import dashboard_on
from tests.core.patient import eligible
from tests.pages.told import settle

WIDTHS = (1920, 1366, 900)


@pytest.fixture
def page(browser):
    found = browser.new_page(viewport={"width": 1366, "height": 768})
    yield found
    found.close()


def opened(page, address):
    page.goto(address)
    settled(page)
    return page


def test_the_contents_lead_to_a_section_by_keyboard_and_back_returns(page, served):
    opened(page, f"{served}/rulebook")
    heading = page.get_by_role("heading", name="Open readings")
    assert heading.evaluate("each => each.getBoundingClientRect().top") > 768
    page.get_by_role("navigation", name="Sections of the rulebook").get_by_role("link", name="Open readings").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.getElementById('rules-open-readings').getBoundingClientRect().top < 100")
    assert 44 <= heading.evaluate("each => each.getBoundingClientRect().top") < 150
    assert page.get_by_role("link", name="Eligibility").is_visible()
    page.go_back()
    page.wait_for_url("**/rulebook")
    settled(page)


def test_an_address_with_a_section_opens_the_page(page, served):
    opened(page, f"{served}/rulebook#rules-crs")
    assert page.locator(".notice").count() == 0
    assert page.get_by_role("region", name="CRS", exact=True).is_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_never_scrolls_sideways_and_a_table_that_does_is_reached_by_keyboard(page, served, width):
    page.set_viewport_size({"width": width, "height": 768})
    opened(page, f"{served}/rulebook")
    wide, seen = page.locator("[data-testid=stMain]").evaluate("each => [each.scrollWidth, each.clientWidth]")
    assert wide == seen == width
    unreachable = "all => all.filter(each => each.scrollWidth > each.clientWidth && each.tabIndex !== 0).length"
    assert page.locator(".rulebook *:not(.ic)").evaluate_all(unreachable) == 0


def test_hostile_text_of_a_setting_stays_text(page, tmp_path):
    hostile = '<img src=x onerror="window.struck=1">'
    with dashboard_on(tmp_path, eligible()) as (address, store):
        settle(store, pr_requires_ctdna={"value": True, "on": "2026-01-02", "by": hostile, "reason": hostile})
        opened(page, f"{address}/rulebook")
        assert page.get_by_role("region", name="Settings of this site").inner_text().count(hostile) == 2
        assert page.evaluate("() => window.struck") is None
        assert page.locator(".rulebook img").count() == 0
