"""A setting in a real Chromium: chosen with its reason, it changes the recommendation of whom the page named before."""

import pytest

from tests.browser.waiting import settled
from tests.browser.working import acts, checks, chooses, dashboard_on, serious, stores, types
from tests.core.patient import eligible

APART = eligible().infused().ctdna(-6, "positive").ctdna(28, "negative").pet(28, "PR")  # where the two readings part
LOOKS = ((1920, 1080, "light"), (1366, 768, "dark"))  # the page itself stands in all four among the screens


@pytest.fixture
def site(browser, tmp_path):
    with dashboard_on(tmp_path, APART) as (address, _):
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        yield page, address
        page.close()


def recommendation(page, address):
    page.goto(f"{address}/patient?subject=S-001")
    settled(page)
    return page.locator(".card .word").inner_text()


def test_the_open_reading_is_settled_and_the_recommendation_follows(site):
    page, address = site
    assert recommendation(page, address) == "Board review"
    page.goto(f"{address}/settings")
    settled(page)
    acts(page)
    chooses(page, "Setting", "PR needs a positive ctDNA")
    chooses(page, "value", "yes")
    types(page, decided_on="2026-03-01", reason="minutes 4")
    checks(page)
    assert "Board review" in page.get_by_role("region", name="What it would do").inner_text()
    stores(page)
    assert "yes" in page.get_by_role("region", name="Settings").inner_text()
    assert recommendation(page, address) == "Rule not met"
    page.goto(f"{address}/rulebook")
    settled(page)
    assert "yes, signed by Li Na on 2026-03-01" in page.get_by_role("region", name="Settings of this site").inner_text()


@pytest.mark.parametrize(("width", "height", "scheme"), LOOKS)
def test_everybody_can_use_it(site, width, height, scheme):
    page, address = site
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/settings")
    settled(page)
    acts(page)
    chooses(page, "Setting", "Closed days")
    assert serious(page) == []
    wide, seen = page.locator("[data-testid=stMain]").evaluate("each => [each.scrollWidth, each.clientWidth]")
    assert wide == seen
