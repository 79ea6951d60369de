"""The upload page in a real Chromium: a good file changes the board, one with mistakes stores nothing, a double click is one entry, a
stale tab is refused, an undo restores the board."""

from io import BytesIO

import openpyxl
import pytest

from core.doctor import ROOT
from core.ledger.ledger import Ledger
from sample_data.make import MISTAKES
from sample_data.mistakes import planted
from tests.browser.waiting import settled
from tests.browser.working import NAME, acts, dashboard_on, serious
from tests.core.patient import eligible, subject
from tests.core.sample.conftest import SAMPLE
from tests.pages.told import TELLER, tell
from tests.pages.written import write

WAITING = eligible().infused().ctdna(-6, "positive").ctdna(28, "positive")
SCAN = subject("S-001").pet(26, "PD", deauville="5")
LOOKS = [(width, height, scheme) for width, height in ((1920, 1080), (1366, 768)) for scheme in ("light", "dark")]


@pytest.fixture
def site(browser, tmp_path):
    """A page of a dashboard on a store of its own, its address, and the store's."""
    with dashboard_on(tmp_path, WAITING) as (address, store):
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        yield page, address, store
        page.close()


@pytest.fixture
def week(tmp_path):
    """The files of this week, in a folder of their own."""
    folder = tmp_path / "week"
    folder.mkdir()
    return write(folder, SCAN)


def looks_at(page, address, query=""):
    page.goto(f"{address}/upload{query}")
    page.locator(".uploads").wait_for()
    acts(page)


def drops(page, *files):
    page.locator("input[type=file]").set_input_files(files)
    page.locator(".recognized").wait_for()
    page.get_by_role("button", name="Commit").wait_for()
    settled(page)


def commits(page, label="Commit"):
    page.get_by_role("button", name=label).click()
    page.locator(".receipt").wait_for()


def board(page, address):
    page.goto(address)
    settled(page)
    return page.locator(".worklist tbody").all_inner_texts()


def entries(store):
    ledger = Ledger.open(store)
    found = ledger.entries()
    ledger.close()
    return found


def test_a_good_upload_changes_the_board(site, week):
    page, address, store = site
    before = board(page, address)
    looks_at(page, address)
    drops(page, *week)
    assert "second infusion" in page.get_by_role("region", name="What it would do").inner_text()
    assert len(entries(store)) == 2
    commits(page)
    assert "The upload is saved as entry 3" in page.locator(".receipt").inner_text()
    assert [(entry.action, entry.by) for entry in entries(store)][2:] == [("upload", NAME)]
    after = board(page, address)
    assert after != before
    assert "PD" in "".join(after)


def test_the_workbook_with_mistakes_stores_nothing_and_names_each(site):
    page, address, store = site
    looks_at(page, address)
    drops(page, SAMPLE / MISTAKES)
    rows = {row.split("\t")[0]: row for row in page.locator(".faults tbody tr").all_inner_texts()}
    assert len(rows) == len(planted())
    for at, words in planted():
        assert words.replace("; expected ", "\t") in rows[at.rpartition(" · ")[2]]
    assert page.get_by_role("button", name="Commit").is_disabled()
    with page.expect_download() as download:
        page.get_by_role("button", name="Marked-up copy").click()
    assert download.value.suggested_filename == "marked_copy_1.xlsx"
    marked = openpyxl.load_workbook(BytesIO(download.value.path().read_bytes()))
    assert marked["problems"]["A1"].value == f"{len(planted())} problems"
    assert marked["subjects"]["B3"].comment.text.startswith("'m' is not one of the allowed words")
    assert [entry.action for entry in entries(store)] == ["setting", "upload", "export"]


def test_a_double_click_on_commit_is_one_entry(site, week):
    page, address, store = site
    looks_at(page, address)
    drops(page, *week)
    page.get_by_role("button", name="Commit").dblclick()
    page.locator(".receipt").wait_for()
    settled(page)
    assert [entry.action for entry in entries(store)] == ["setting", "upload", "upload"]
    assert page.locator(".receipt").count() == 1


def test_two_tabs_that_commit_the_same_files_store_them_once(site, week, browser):
    page, address, store = site
    other = browser.new_page()
    for each in (page, other):
        looks_at(each, address)
        drops(each, *week)
    commits(page)
    commits(other)
    assert "asked twice, it was done once" in other.locator(".receipt").inner_text()
    assert len(entries(store)) == 3
    other.close()


def test_a_stale_tab_is_refused_with_what_changed_and_one_click_makes_the_plan_anew(site, week, tmp_path):
    page, address, store = site
    looks_at(page, address)
    drops(page, *week)
    tell(store, write(tmp_path, subject("S-001").person(site="North")))
    page.get_by_role("button", name="Commit").click()
    page.get_by_text("NOT saved").wait_for()
    settled(page)
    assert TELLER in page.get_by_role("region", name="What changed since").inner_text()
    assert len(entries(store)) == 3
    page.get_by_role("button", name="Make the plan anew").click()
    page.get_by_text("NOT saved").wait_for(state="detached")
    settled(page)
    commits(page)
    assert [entry.by for entry in entries(store)] == [TELLER, TELLER, TELLER, NAME]


def test_an_undo_restores_the_board_and_is_undone_itself(site, week):
    page, address, store = site
    before = board(page, address)
    looks_at(page, address)
    drops(page, *week)
    commits(page)
    after = board(page, address)
    for entry, reason, seen in ((3, "wrong week", before), (4, "it was the right week", after)):
        looks_at(page, address)
        page.locator(f".uploads a[href*='entry={entry}']").click()
        page.get_by_label("Reason for the undo").fill(reason)
        page.keyboard.press("Enter")
        page.get_by_role("region", name="What the undo would change").wait_for()
        settled(page)
        commits(page, "Undo 1 change")
        assert f"The undo is saved as entry {entry + 1}" in page.locator(".receipt").inner_text()
        assert "entry=" not in page.url
        assert board(page, address) == seen
    assert [entry.body["reason"] for entry in entries(store)][3:] == ["wrong week", "it was the right week"]


def test_what_lies_on_the_desk_is_there_after_a_look_at_the_board(site, week):
    page, address, _ = site
    looks_at(page, address)
    drops(page, *week)
    page.get_by_role("link", name="Tumor board").click()
    page.locator(".worklist").wait_for()
    page.get_by_role("link", name="Upload").click()
    page.locator(".recognized").wait_for()
    assert "pet.csv" in page.get_by_role("region", name="Recognized").inner_text()
    commits(page)


def test_a_lost_tab_finds_in_the_history_whether_it_was_saved(site, week, browser):
    page, address, store = site
    looks_at(page, address)
    drops(page, *week)
    page.get_by_role("button", name="Commit").click()
    page.wait_for_timeout(50)
    page.close()
    again = browser.new_page()
    again.goto(f"{address}/upload")
    again.locator(".uploads").wait_for()
    told = again.get_by_role("region", name="Earlier uploads").inner_text()
    assert ("pet.csv" in told) == (len(entries(store)) == 3)
    again.close()


@pytest.mark.parametrize(("name", "said"), [("empty.csv", "the file is empty"), ("book.xlsx", "holds plain text")])
def test_a_file_that_cannot_be_used_is_a_sentence(site, tmp_path, name, said):
    page, address, _ = site
    (tmp_path / name).write_text("" if name == "empty.csv" else "subject_id\n")
    looks_at(page, address)
    page.locator("input[type=file]").set_input_files(tmp_path / name)
    page.get_by_text(said).wait_for()
    assert page.get_by_role("button", name="Commit").is_disabled()


def test_a_file_above_the_limit_is_a_sentence(site, tmp_path):
    page, address, _ = site
    (tmp_path / "big.csv").write_bytes(b"subject_id\n" + b"S-001\n" * (4 << 20))
    looks_at(page, address)
    page.locator("input[type=file]").set_input_files(tmp_path / "big.csv")
    page.get_by_text("File must be 20.0MB or smaller.").wait_for()


@pytest.mark.parametrize(("width", "height", "scheme"), LOOKS)
def test_every_look_is_whole_and_accessible(browser, site, week, width, height, scheme):
    _, address, _ = site
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    screens = ROOT / "screens"
    screens.mkdir(exist_ok=True)
    looks_at(page, address)
    for name, files in (("mistakes", [SAMPLE / MISTAKES]), ("upload", week)):
        page.reload()
        settled(page)
        drops(page, *files)
        page.screenshot(path=screens / f"{name}_{width}x{height}_{scheme}.png")
        wide, seen = page.locator("[data-testid=stMain]").evaluate("each => [each.scrollWidth, each.clientWidth]")
        assert wide == seen == width
        assert serious(page) == []
    page.close()


def test_the_keyboard_reaches_everything(site, week):
    page, address, store = site
    looks_at(page, address)
    drops(page, *week)
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("(document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || '').trim()"))
        if any(name.startswith("Commit") for name in reached):
            break
    assert {"Recognized", "What would change", "What it would do"} <= reached
    page.keyboard.press("Enter")
    page.locator(".receipt").wait_for()
    assert len(entries(store)) == 3
