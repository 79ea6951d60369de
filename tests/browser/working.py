"""What a person does in the browser on a page that stores something, on a store of the test's own."""

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe

from core.ledger.engine import prepare
from tests.browser.conftest import serving
from tests.browser.waiting import settled
from tests.pages.told import AS_OF, settle, tell
from tests.pages.written import write

NAME = "Li Na"


@contextmanager
def dashboard_on(folder, *patients) -> Iterator[tuple[str, str]]:
    """The address of a dashboard on a store of these patients, and the store's."""
    store = f"sqlite:///{folder / 'store.sqlite3'}"
    prepare(store)
    settle(store, demo_day=AS_OF)
    tell(store, write(folder, *patients))
    with serving(store) as address:
        yield address, store


def acts(page, name=NAME):
    """Say under which name one acts."""
    page.get_by_label("acting as").fill(name)
    page.keyboard.press("Enter")
    settled(page)


def opens_records(page):
    page.get_by_role("link", name="Records, one fact by hand").click()
    page.get_by_role("region", name="Records", exact=True).wait_for()
    settled(page)


def chooses(page, label, option):
    """One of a select box, found by typing as one would."""
    page.get_by_role("combobox", name=label).click()
    page.keyboard.type(option)
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


def types(page, **fields):
    for label, text in fields.items():
        page.get_by_role("textbox", name=label.replace("_", " ")).first.fill(text)


def checks(page, label="Check what this would change"):
    page.get_by_role("button", name=label).click()
    page.get_by_role("button", name="Store this").wait_for()
    settled(page)


def stores(page):
    page.get_by_role("button", name="Store this").click()
    page.get_by_text("Stored as").wait_for()
    settled(page)


def serious(page):
    """What axe finds that keeps somebody out."""
    return [
        (each["id"], each["nodes"][0]["html"][:120])
        for each in Axe().run(page).response["violations"]
        if each["impact"] in ("serious", "critical")
    ]
