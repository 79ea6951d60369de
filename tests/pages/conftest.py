"""A dashboard on a store of our own, run by Streamlit's own test runner."""

from html.parser import HTMLParser
from itertools import count

import pytest
from streamlit.testing.v1 import AppTest

from core.doctor import ROOT
from core.ledger.engine import prepare
from tests.pages.told import AS_OF, copied, settle, tell
from tests.pages.written import write

APP = str(ROOT / "dashboard" / "app.py")


VOID = {"br", "col", "img", "input"}


class Text(HTMLParser):
    """The text of HTML as a person reads it, of all of it and of each labeled element, and the elements with their attributes."""

    def __init__(self):
        super().__init__()
        self.parts, self.elements, self.regions, self.open = [], [], {}, []

    def handle_starttag(self, tag, attrs):
        label = dict(attrs).get("aria-label")
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(label)
            self.regions.setdefault(label, [])

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data):
        self.parts.append(data)
        for label in {label for label in self.open if label}:
            self.regions[label].append(data)


def parsed(html):
    found = Text()
    found.feed(html)
    return found


class Page:
    """What one run of the dashboard shows."""

    def __init__(self, run):
        self.run = run
        self.html = "\n".join(each.value for each in run.get("html") if "<style>" not in each.value)

    @property
    def text(self):
        return spaced(parsed(self.html).parts)

    @property
    def elements(self):
        return parsed(self.html).elements

    def region(self, label):
        """The text of one labeled region."""
        return spaced(parsed(self.html).regions[label])


def spaced(parts):
    return " ".join(" ".join(parts).split())


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    """A store in which nothing was told yet."""
    file = tmp_path_factory.mktemp("empty") / "store.sqlite3"
    prepare(f"sqlite:///{file}")
    return file


@pytest.fixture
def new_store(empty, tmp_path, monkeypatch):
    """`new_store()` is the address of an empty store, which the dashboard looks at from now on."""
    numbers = count(1)

    def made():
        folder = tmp_path / f"store-{next(numbers)}"
        folder.mkdir()
        monkeypatch.setenv("REINFUSE_STORE", url := copied(empty, folder))
        return url

    return made


@pytest.fixture
def store(new_store):
    """The address of an empty store, which the dashboard looks at."""
    return new_store()


@pytest.fixture
def page():
    """`page("board", as_of="2026-03-05")` is a page of the dashboard on the store as it is."""

    def opened(name, **address):
        run = AppTest.from_file(APP, default_timeout=30).switch_page(f"../pages/{name}.py")
        for key, value in address.items():
            run.query_params[key] = value
        return Page(run.run())

    return opened


@pytest.fixture
def dashboard(new_store, page, tmp_path):
    """`dashboard(patient, ..., subject="S-001", as_of="2026-03-05")` is the Patient page on a store of its own, to which these subjects
    were uploaded, opened on the demo's day; `page` names another page, `files` are uploaded instead, `site` are further settings."""

    def opened(*patients, files=None, site=None, **address):
        url = new_store()
        settle(url, demo_day=AS_OF, **(site or {}))
        if paths := write(tmp_path, *patients) if files is None else files:
            tell(url, paths)
        return page(address.pop("page", "patient"), **address)

    return opened
