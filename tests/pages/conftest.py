"""A dashboard on files of our own, run by Streamlit's own test runner."""

import json
from html.parser import HTMLParser

import pytest
from streamlit.testing.v1 import AppTest

from core.doctor import ROOT
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


@pytest.fixture
def dashboard(tmp_path, monkeypatch):
    """`dashboard(patient, ..., subject="S-001", as_of="2026-03-05")` is the Patient page on these subjects' files; `page` names another."""
    for name in ("REINFUSE_SETTINGS", "REINFUSE_DEMO"):
        monkeypatch.delenv(name, raising=False)

    def opened(*patients, files=None, page="patient", **address):
        paths = write(tmp_path, *patients) if files is None else files
        monkeypatch.setenv("REINFUSE_FILES", json.dumps([str(path) for path in paths]))
        monkeypatch.setenv("REINFUSE_AS_OF", "2026-03-05")
        run = AppTest.from_file(APP, default_timeout=30).switch_page(f"../pages/{page}.py")
        for key, value in address.items():
            run.query_params[key] = value
        return Page(run.run())

    return opened
