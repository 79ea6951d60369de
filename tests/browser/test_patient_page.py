"""The patient page in a real Chromium: verdicts as a person reads them, the address, both themes, both sizes, and who cannot see."""

from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.working import dashboard_on
from tests.core.patient import subject

LOOKS = [(width, height, scheme) for width, height in ((1920, 1080), (1366, 768)) for scheme in ("light", "dark")]
STREAMLITS_OWN = "Failed to load resource: the server responded with a status of 404"  # it probes /patient/_stcore/…, then its own root


@contextmanager
def opened(browser, address, width=1366, height=768, scheme="light"):
    """A page and what its console complained of."""
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.goto(address)
    yield page, said
    page.close()


def shows(page, subject_id, chart=True):
    """Wait until this subject's page stands, chart included."""
    page.wait_for_function("id => document.querySelector('.banner .id')?.textContent === id", arg=subject_id)
    if chart:
        page.locator(".stVegaLiteChart svg").wait_for()
    page.locator("[data-testid=stStatusWidget]").wait_for(state="detached")


def choose(page, subject_id):
    page.get_by_role("combobox", name="subject").select_option(subject_id)
    shows(page, subject_id)


def state(page):
    return page.locator(".card .word").inner_text()


def test_two_subjects_and_an_earlier_day_are_read_off_the_page(browser, served):
    with opened(browser, f"{served}/patient?subject=S-001") as (page, _):
        shows(page, "S-001")
        assert state(page) == "Rule met"
        assert page.locator(".head .side").inner_text() == "1 hold stands"
        assert "an uncontrolled infection is active" in page.get_by_role("region", name="Holds").inner_text()
        choose(page, "S-002")
        assert state(page) == "Board review"
        assert "S-001" not in "".join(page.locator(".banner, .seen, .follows, .below").all_inner_texts())
        page.goto(f"{served}/patient?subject=S-002&as_of=2026-02-20")
        shows(page, "S-002")
        assert state(page) == "Unknown"
        assert "Needed: a PET/CT response" in page.locator(".card").inner_text()
        assert "window\n41 days left" in page.get_by_role("region", name="Subject").inner_text()


def test_the_eligibility_of_a_screening_failure_is_read_off_the_page(browser, served):
    with opened(browser, f"{served}/patient?subject=S-007") as (page, _):
        shows(page, "S-007", chart=False)
        text = page.get_by_role("region", name="Eligibility", exact=True).inner_text()
        assert "not eligible" in text
        assert "Exclusion criteria are not part of the supplied text; check the full protocol" in text
        assert "No infusion 1 is recorded as given" in page.locator(".card").inner_text()


def test_the_address_survives_reload_and_back(browser, served):
    with opened(browser, f"{served}/patient?subject=S-004&as_of=2026-02-25") as (page, _):
        shows(page, "S-004")
        assert "as of 2026-02-25" in page.locator(".as-of").inner_text()
        page.reload()
        shows(page, "S-004")
        assert page.get_by_role("region", name="Subject").inner_text().count("Day 34") == 1
        page.goto(f"{served}/patient?subject=S-003")
        shows(page, "S-003")
        page.go_back()
        shows(page, "S-004")
        assert "subject=S-004" in page.url
        assert "as_of=2026-02-25" in page.url


@pytest.mark.parametrize("start", ["/", "/patient", "/patient?subject=S-003", "/patient?subject=S-003&as_of=2026-03-05"])
def test_back_leaves_the_dashboard_at_the_first_press(browser, served, start):
    with opened(browser, "about:blank") as (page, _):
        page.goto(served + start)
        page.locator(".banner, .worklist").wait_for()
        page.wait_for_timeout(1000)
        page.go_back()
        page.wait_for_url("about:blank")


def test_a_choice_goes_into_the_address(browser, served):
    with opened(browser, f"{served}/patient?subject=S-001&as_of=2026-03-01") as (page, _):
        shows(page, "S-001")
        choose(page, "S-003")
        page.wait_for_url("**subject=S-003*")
        assert "as_of=2026-03-01" in page.url


def test_without_a_subject_everybody_is_listed_and_a_link_opens_one(browser, served):
    with opened(browser, f"{served}/patient") as (page, _):
        page.get_by_text("Nobody is chosen").wait_for()
        assert page.locator(".worklist tbody tr:not(.group)").count() == 38
        page.get_by_role("link", name="S-006").click()
        shows(page, "S-006")
        assert state(page) == "Infusion 2 given"
        page.go_back()
        page.get_by_role("link", name="S-006").wait_for()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("subject=S-999", "“S-999”"),
        ("subject=S-001&as_of=tomorrow", "“tomorrow”"),
        ("subject=S-001&subject=S-002", "more than once"),
        ("subject=S-001&role=admin", "“role”"),
    ],
)
def test_what_the_address_gets_wrong_is_told(browser, served, address, said):
    with opened(browser, f"{served}/patient?{address}") as (page, _):
        page.locator(".notice").wait_for()
        assert said in page.locator(".notice").inner_text()


@pytest.mark.parametrize(("width", "height", "scheme"), LOOKS)
@pytest.mark.parametrize("subject_id", ["S-001", "S-005"])
def test_every_look_is_whole_and_accessible(browser, served, width, height, scheme, subject_id):
    with opened(browser, f"{served}/patient?subject={subject_id}", width, height, scheme) as (page, said):
        shows(page, subject_id)
        wide, seen = page.locator("[data-testid=stMain]").evaluate("each => [each.scrollWidth, each.clientWidth]")
        assert wide == seen == width
        assert [found["id"] for found in Axe().run(page).response["violations"] if found["impact"] in ("serious", "critical")] == []
        assert [text for text in said if not text.startswith(STREAMLITS_OWN)] == []


@pytest.mark.parametrize("subject_id", ["S-001", "S-004", "S-005", "S-006", "S-008"])
def test_recommendation_and_trajectory_stand_above_the_fold_of_a_laptop(browser, served, subject_id):
    with opened(browser, f"{served}/patient?subject={subject_id}") as (page, _):
        shows(page, subject_id)
        bottom = "each => each.getBoundingClientRect().bottom"
        assert page.locator(".stVegaLiteChart").evaluate(bottom) < 768
        assert page.locator(".card > .readings").evaluate(bottom) < 768
        for hold in page.locator(".holds").all():
            assert hold.evaluate(bottom) < 768


def test_hostile_text_stays_text_on_the_page_and_in_the_drawing(browser, tmp_path):
    hostile = '<img src=x onerror="window.struck=1">'
    patient = subject(hostile).infused(product=hostile).ctdna(28, "positive", hostile, value="3", unit="hGE/mL").treated(30, drug=hostile)
    with dashboard_on(tmp_path, patient) as (address, _store), opened(browser, address) as (page, _):
        page.get_by_role("link", name=hostile).click()
        shows(page, hostile)
        page.locator(".stVegaLiteChart .mark-symbol path").first.hover()
        page.locator(".vg-tooltip, #vg-tooltip-element").wait_for()
        assert hostile in page.get_by_role("combobox", name="subject").inner_text()
        assert page.evaluate("window.struck") is None
        assert page.locator('img[src="x"]').count() == 0


@pytest.mark.parametrize("block", ["Timeline", "What if", "hour by hour", "Records, one fact by hand", "Numbers as CSV"])
def test_what_a_link_opens_comes_into_view(browser, served, block):
    with opened(browser, f"{served}/patient?subject=S-001", 1920, 1080) as (page, _):
        shows(page, "S-001")
        page.get_by_role("link", name=block).focus()
        page.keyboard.press("Enter")
        opened_there = page.locator(".st-key-hours, .st-key-timeline, .st-key-what-if, .st-key-records, .st-key-download")
        opened_there.wait_for()
        page.wait_for_function("each => each.getBoundingClientRect().top < 400", arg=opened_there.element_handle())
        assert opened_there.evaluate("each => each.getBoundingClientRect().top") >= 44
