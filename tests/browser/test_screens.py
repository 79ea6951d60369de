"""Every page in both themes and both sizes: photographed into `screens/`, whole, accessible and without a complaint of the browser;
and the whole dashboard walked through by keyboard alone."""

from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe

from core.doctor import ROOT
from tests.browser.waiting import settled, shows

SCREENS = ROOT / "screens"
SIZES = ((1920, 1080), (1366, 768))
PAGES = {
    "board": "/",
    "board_filtered": "/?show=To+decide",
    "patient": "/patient?subject=S-001",
    "patient_unknown": "/patient?subject=S-005",
    "patient_given_twice": "/patient?subject=S-006",
    "patient_screening": "/patient?subject=S-007",
    "patient_severe": "/patient?subject=S-026",
    "patient_pairs": "/patient?subject=S-006&marks=pairs,calendar",
    "patient_hours": "/patient?subject=S-028&open=hours",
    "patient_timeline": "/patient?subject=S-020&open=timeline",
    "patient_what_if": "/patient?subject=S-004&open=what-if",
    "patient_as_told_before": "/patient?subject=S-001&known_at=2026-03-05+10:30",
    "upload": "/upload",
    "rulebook": "/rulebook",
    "settings": "/settings",
    "audit": "/audit",
}
BLOCKS = ".st-key-hours, .st-key-timeline, .st-key-what-if"  # opened by the address, below the fold
STREAMLITS_OWN = "Failed to load resource: the server responded with a status of 404"  # it probes /patient/_stcore/…, then its own root


@contextmanager
def opened(browser, address, width=1366, height=768, scheme="light"):
    """A page and what its console complained of."""
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.goto(address)
    settled(page)
    yield page, [text for text in said if not text.startswith(STREAMLITS_OWN)]
    page.close()


ALL_LOOKS = [(*size, scheme) for size in SIZES for scheme in ("light", "dark")]
VARIANT_LOOKS = [(*SIZES[0], "dark"), (*SIZES[1], "light")]  # of what differs from a page seen in all looks by its content alone
LOOKS = [(name, *look) for name in PAGES for look in (VARIANT_LOOKS if "_" in name else ALL_LOOKS)]


@pytest.mark.parametrize(("name", "width", "height", "scheme"), LOOKS)
def test_a_screen_is_whole_and_accessible(browser, served, name, width, height, scheme):
    with opened(browser, served + PAGES[name], width, height, scheme) as (page, said):
        SCREENS.mkdir(exist_ok=True)
        for block in page.locator(BLOCKS).all():
            block.evaluate("each => each.scrollIntoView()")
        page.screenshot(path=SCREENS / f"{name}_{width}x{height}_{scheme}.png")
        wide, seen = page.locator("[data-testid=stMain]").evaluate("each => [each.scrollWidth, each.clientWidth]")
        assert wide == seen == width
        assert [found["id"] for found in Axe().run(page).response["violations"] if found["impact"] in ("serious", "critical")] == []
        assert said == []


@pytest.mark.parametrize("subject", ["S-001", "S-002", "S-004", "S-005"])
def test_one_subject_is_one_screen_on_a_projector(browser, served, subject):
    with opened(browser, f"{served}/patient?subject={subject}", 1920, 1080) as (page, _):
        for region in ("Subject", "Recommendation", "CRS and ICANS", "Eligibility summary"):
            assert page.get_by_role("region", name=region, exact=True).evaluate("each => each.getBoundingClientRect().bottom") <= 1080


def test_the_dashboard_is_walked_by_keyboard(browser, served):
    with opened(browser, served) as (page, _):
        focus(page, "S-001")
        page.keyboard.press("Enter")
        shows(page, "S-001")
        focus(page, "other day")
        page.keyboard.type("2026-02-20")
        page.keyboard.press("Enter")
        page.wait_for_url("**as_of=2026-02-20*")
        page.get_by_text("as of 2026-02-20").wait_for()
        focus(page, "Rulebook")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Rulebook").wait_for()
        page.go_back()
        shows(page, "S-001")
        assert "as_of=2026-02-20" in page.url


NAME = """() => {
  const here = document.activeElement;
  return (here.getAttribute('aria-label') || here.labels?.[0]?.innerText || here.innerText || '').trim();
}"""


def focus(page, name):
    """Press Tab until the focus stands on what is called so."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate(NAME).startswith(name):
            return
    raise AssertionError(f"no Tab reaches {name}")
