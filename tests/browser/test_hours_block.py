"""CRS and ICANS hour by hour in a real Chromium: opened, scrolled and closed by the keyboard alone, in both themes and sizes."""

import pytest

from tests.browser.test_patient_page import LOOKS, STREAMLITS_OWN, opened, shows
from tests.browser.working import serious

STRIP = "Infusion 1, hour by hour"


@pytest.mark.parametrize(("width", "height", "scheme"), LOOKS)
def test_the_hours_open_scroll_and_close_by_keyboard(browser, served, width, height, scheme):
    with opened(browser, f"{served}/patient?subject=S-028", width, height, scheme) as (page, said):
        shows(page, "S-028")
        page.get_by_role("link", name="hour by hour", exact=True).focus()
        page.keyboard.press("Enter")
        strip = page.get_by_role("region", name=STRIP)
        strip.wait_for()
        assert "open=hours" in page.url
        strip.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => document.querySelector('.h-strip .scroll').scrollLeft > 0")
        summary = page.get_by_text("306 assessments of infusion 1 as a table")
        summary.focus()
        page.keyboard.press("Enter")
        page.get_by_role("table", name="306 assessments of infusion 1 as a table").wait_for()
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
        assert serious(page) == []
        page.get_by_role("link", name="close").focus()
        page.keyboard.press("Enter")
        strip.wait_for(state="detached")
        assert "open=" not in page.url
        assert [line for line in said if not line.startswith(STREAMLITS_OWN)] == []
