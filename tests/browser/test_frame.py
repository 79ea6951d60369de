"""The fields of the frame in a real Chromium: both clocks live in the address, the acting name in the session alone."""

from tests.browser.test_patient_page import opened, shows
from tests.browser.waiting import settled
from tests.browser.working import NAME, acts


def enter(page, label, text):
    page.get_by_label(label).fill(text)
    page.keyboard.press("Enter")


def state(page):
    return page.locator(".card .word").inner_text()


def test_what_was_told_by_a_moment_is_a_step_that_back_undoes_and_reload_keeps(browser, served):
    with opened(browser, f"{served}/patient?subject=S-001") as (page, _):
        shows(page, "S-001")
        assert state(page) == "Rule met"
        enter(page, "told by", "2026-03-05 10:30")  # the workbook with ctDNA and PET came at 11:00
        page.get_by_text("As told by 2026-03-05 10:30: 2 later entries are not shown.").wait_for()
        settled(page)
        assert state(page) == "Unknown"
        page.reload()
        page.get_by_text("As told by 2026-03-05 10:30").wait_for()
        settled(page)
        assert page.get_by_label("told by").input_value() == "2026-03-05 10:30"
        page.go_back()
        page.get_by_text("told by now").wait_for()
        settled(page)
        assert state(page) == "Rule met"


def test_both_clocks_go_along_through_the_navigation_until_the_field_is_emptied(browser, served):
    with opened(browser, f"{served}/?as_of=2026-03-01&known_at=2026-03-05") as (page, _):
        settled(page)
        for name in ("Rulebook", "Settings", "Audit", "Upload", "Patient", "Tumor board"):
            page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()
            page.wait_for_url("**known_at=2026-03-05*")
            settled(page)
            assert "as_of=2026-03-01" in page.url
            assert page.locator(".notice.past").count() == 1
        enter(page, "told by", "")
        page.locator(".notice.past").wait_for(state="detached")
        assert "known_at" not in page.url


def test_the_acting_name_is_asked_once_and_never_in_the_address(browser, served):
    with opened(browser, served) as (page, _):
        settled(page)
        acts(page)
        for name in ("Patient", "Upload", "Audit"):
            page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()
            page.wait_for_url(f"**/{name.lower()}*")
            settled(page)
            assert page.get_by_label("acting as (unverified)").input_value() == NAME
            assert NAME.split()[0] not in page.url


def test_the_frame_fits_into_one_line_of_a_laptop_and_two_of_a_smaller_window(browser, served):
    with opened(browser, f"{served}/patient?subject=S-001&known_at=2026-03-05+10:30") as (page, _):
        shows(page, "S-001")
        for width in (1366, 1024):
            page.set_viewport_size({"width": width, "height": 768})
            page.wait_for_timeout(300)
            parts = page.locator(".pages, .st-key-controls label, .words")
            boxes = parts.evaluate_all("all => all.map(each => each.getBoundingClientRect())")
            apart = [(one, other) for at, one in enumerate(boxes) for other in boxes[at + 1 :] if overlap(one, other)]
            assert apart == []
            assert all(box["left"] >= 0 and box["right"] <= width for box in boxes)


def overlap(one, other):
    beside = one["right"] <= other["left"] or other["right"] <= one["left"]
    return not (beside or one["bottom"] <= other["top"] or other["bottom"] <= one["top"])
