"""The timeline in a real Chromium: opened and read by keyboard, as high as its lanes, whole in both themes and sizes."""

import pytest

from tests.browser.test_screens import opened
from tests.browser.waiting import settled
from tests.browser.working import serious

LANES = (
    "Infusions", "Visits", "Screening", "ctDNA", "PET/CT", "Laboratory", "Bedside", "Infections", "Adverse events", "Treatments",
    "Follow-up", "No day recorded",
)  # fmt: skip


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_timeline_is_whole_in_every_theme_and_size(browser, served, width, height, scheme):
    with opened(browser, f"{served}/patient?subject=S-001&open=timeline", width, height, scheme) as (page, said):
        picture = page.locator(".st-key-timeline .stVegaLiteChart")
        picture.locator("svg").wait_for()
        texts = [each.strip() for each in picture.locator("svg text").all_text_contents()]
        assert [lane for lane in LANES if not any(text.startswith(lane) for text in texts)] == []
        assert "CMV, blood, grade 2, not recorded as resolved" in texts
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert serious(page) == []
        assert said == []


def test_the_timeline_is_opened_and_its_events_are_read_by_keyboard(browser, served):
    with opened(browser, f"{served}/patient?subject=S-001") as (page, _):
        page.get_by_role("link", name="Timeline").focus()
        page.keyboard.press("Enter")
        page.locator(".st-key-timeline .stVegaLiteChart svg").wait_for()
        settled(page)
        page.locator(".all-events > summary").focus()
        page.keyboard.press("Enter")
        events = page.get_by_role("table", name="Events")
        assert events.is_visible()
        counted = int(page.locator(".all-events > summary").inner_text().split()[0])
        assert events.locator("tbody tr").count() == counted
        page.get_by_role("link", name="close").focus()
        page.keyboard.press("Enter")
        page.locator(".st-key-timeline").wait_for(state="detached")
