"""A laboratory's own sheet on the upload page in a real Chromium: asked, answered, remembered; hostile text; called off; by keyboard."""

from io import BytesIO

import openpyxl
import pytest

from core.doctor import ROOT
from core.ledger.ledger import Ledger
from tests.browser.waiting import settled
from tests.browser.working import acts, dashboard_on, serious
from tests.core.patient import subject
from tests.pages.test_upload_questions import HEADS, LABORATORY, sheet

PEOPLE = [subject(f"S-00{number}").person() for number in (1, 2, 3)]
HOSTILE = "![x](www.evil.test) <img src=x> :smile: $x$ `a` :red[b]"
LOOKS = [(width, height, scheme) for width, height in ((1920, 1080), (1366, 768)) for scheme in ("light", "dark")]


@pytest.fixture(scope="module")
def served_store(tmp_path_factory):
    """A dashboard on a store that knows the three subjects: its address and the store's."""
    with dashboard_on(tmp_path_factory.mktemp("questions"), *PEOPLE) as found:
        yield found


@pytest.fixture
def page(browser, served_store):
    """The upload page, by somebody who has given a name; it fails where anything is asked of another machine."""
    elsewhere = []
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.on("request", lambda asked: elsewhere.append(asked.url) if "//localhost" not in asked.url else None)
    page.goto(f"{served_store[0]}/upload")
    page.locator(".uploads").wait_for()
    acts(page)
    yield page
    assert [url for url in elsewhere if not url.startswith(("blob:", "data:"))] == []
    page.close()


def drops(page, name, content):
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Commit").wait_for()
    settled(page)


def ticks(page, *words):
    for each in words:
        page.locator("label", has_text=each).first.click()


def applies(page):
    page.get_by_role("button", name="Apply these answers").click()
    settled(page)


def answers(page):
    ticks(page, "GB18030")
    applies(page)
    page.get_by_text("hemoglobin is written without a unit").wait_for()
    ticks(page, "day-first", "it is g/dL")
    page.locator(".stCheckbox label", has_text="not imported").click()
    applies(page)


def actions(store):
    ledger = Ledger.open(store)
    found = [entry.action for entry in ledger.entries()]
    ledger.close()
    return found


def test_every_look_with_questions_is_whole_and_accessible(page):
    drops(page, "labs-03.csv", sheet())
    ticks(page, "GB18030")
    applies(page)
    page.get_by_text("hemoglobin is written without a unit").wait_for()
    (ROOT / "screens").mkdir(exist_ok=True)
    for width, height, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        settled(page)
        page.screenshot(path=ROOT / "screens" / f"questions_{width}x{height}_{scheme}.png")
        wide, seen = page.locator("[data-testid=stMain]").evaluate("each => [each.scrollWidth, each.clientWidth]")
        assert wide == seen == width
        assert serious(page) == []


def test_hostile_text_of_a_name_a_head_and_a_cell_stays_text_everywhere(page):
    heads = HEADS.replace("白蛋白(g/L)", HOSTILE)
    content = f"{heads}\r\nS-001;2026-02-11;=1+1;80;{HOSTILE}\r\n".encode()
    drops(page, f"{HOSTILE}.csv", content)
    ticks(page, "not imported")
    page.locator("label", has_text="it is g/dL").first.click()
    applies(page)
    assert page.get_by_role("region", name="First lines").first.inner_text().count(HOSTILE) == 2
    acting = page.locator("[href*='evil'], .u img, [src*='evil'], .katex")
    assert acting.evaluate_all("found => found.map(each => each.outerHTML)") == []
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Marked-up copy of {HOSTILE}.csv").click()
    cells = {
        cell.value: cell for sheet in openpyxl.load_workbook(BytesIO(download.value.path().read_bytes())) for row in sheet for cell in row
    }
    assert cells["=1+1"].data_type == "s"
    assert HOSTILE in cells


def test_a_long_file_is_called_off(page, served_store):
    before = actions(served_store[1])
    rows = (f"S-001,2026-02-{1 + number % 28:02},hemoglobin,{60 + number % 99},g/L\n" for number in range(150_000))
    content = f"subject_id,collected_at,analyte,value,unit\n{''.join(rows)}".encode()
    page.locator("input[type=file]").set_input_files({"name": "labs.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Cancel and store nothing").click()
    page.get_by_text("Called off: nothing was stored").wait_for(timeout=3000)
    settled(page)
    assert page.get_by_role("button", name="Commit").count() == 0
    assert actions(served_store[1]) == before


def test_the_keyboard_answers_a_question(page):
    drops(page, "labs.csv", HEADS.replace(";白蛋白(g/L)", "").encode() + b"\r\nS-001;2026-02-10;9,1;80\r\n")
    page.get_by_role("button", name="Empty workbook").focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            break
    page.keyboard.press("ArrowDown")
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText").startswith("Apply"):
            break
    page.keyboard.press("Enter")
    page.get_by_text("said by the answer").wait_for()
    settled(page)


def test_a_laboratory_is_asked_once(page, served_store):
    drops(page, "labs-03.csv", sheet())
    answers(page)
    page.get_by_label("Remember these answers").fill(LABORATORY)
    page.get_by_role("button", name="Commit").click()
    page.locator(".receipt").wait_for()
    settled(page)
    assert LABORATORY in page.get_by_role("region", name="Remembered layouts").inner_text()
    drops(page, "labs-02.csv", sheet("02"))
    assert page.get_by_role("button", name="Apply these answers").count() == 0
    assert f"remembered for {LABORATORY}" in page.get_by_role("region", name="Recognized").inner_text()
    page.get_by_role("button", name="Commit").click()
    page.locator(".receipt").wait_for()
    assert actions(served_store[1])[-2:] == ["upload", "upload"]
