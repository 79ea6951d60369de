"""The Cohort page in a real Chromium: whole and accessible in both themes, a count opens by keyboard, a lane leads to its subject."""

import pytest

from tests.browser.test_screens import SCREENS
from tests.browser.waiting import shows
from tests.browser.working import serious

LANE = "S-023: "


def stands(page):
    """Wait until the pictures are drawn."""
    page.locator(".st-key-spider svg.marks").wait_for()
    page.locator("[data-testid=stStatusWidget]").wait_for(state="detached")
    page.wait_for_function("() => [...document.querySelectorAll('.stVegaLiteChart')].every(each => each.querySelector('svg.marks'))")


def opened(browser, served, width=1366, height=768, scheme="light"):
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.goto(f"{served}/cohort")
    stands(page)
    return page


@pytest.fixture(scope="module")
def page(browser, served):
    """One page for what leads away from it and back."""
    found = opened(browser, served)
    yield found
    found.close()


@pytest.mark.parametrize(("width", "height", "scheme"), [(1920, 1080, "dark"), (1366, 768, "light")])
def test_the_page_is_whole_and_accessible(browser, served, width, height, scheme):
    page = opened(browser, served, width, height, scheme)
    page.locator(".st-key-swimmer").evaluate("each => each.scrollIntoView()")
    SCREENS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENS / f"cohort_swimmer_{width}x{height}_{scheme}.png")
    wide, seen = page.locator("[data-testid=stMain]").evaluate("each => [each.scrollWidth, each.clientWidth]")
    assert wide == seen == width
    assert serious(page) == []
    page.close()


def test_a_count_opens_its_list_by_keyboard(page):
    count = page.get_by_role("table", name="ctDNA against PET/CT").locator("summary").first
    count.focus()
    page.keyboard.press("Enter")
    whom = page.get_by_role("table", name="ctDNA against PET/CT").locator(".whom").first
    whom.wait_for()
    assert whom.get_by_role("link").count() == int(count.inner_text())


def test_a_click_on_a_lane_opens_the_subject_and_back_returns(page):
    page.evaluate("window.sameDocument = true")
    page.locator(f'.st-key-swimmer svg [aria-label^="{LANE}"]').click(position={"x": 20, "y": 8})
    shows(page, "S-023")
    assert page.evaluate("window.sameDocument") is True
    page.go_back()
    stands(page)


def test_a_lane_is_one_stop_of_the_tab_key_and_enter_opens_it(page):
    page.keyboard.press("Tab")
    lane = page.locator(f'.st-key-swimmer svg [aria-label^="{LANE}"]')
    lane.focus()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "link"
    assert page.locator(".st-key-swimmer svg [role=link]").count() == page.locator('.st-key-swimmer svg [aria-label*=" days, "]').count()
    assert serious(page) == []
    page.keyboard.press("Enter")
    shows(page, "S-023")
    page.go_back()
    stands(page)
