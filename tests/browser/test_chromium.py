"""A missing browser is an error and never a quiet skip."""

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium


def test_a_browser_named_by_the_environment_that_does_not_start_is_an_error(monkeypatch, tmp_path):
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "nowhere"))
    with pytest.raises(chromium.NoBrowser, match="nowhere"):
        chromium.chromium()


def test_a_machine_without_any_browser_is_an_error_after_both_ways_to_install_one(monkeypatch):
    tried: list[str] = []
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "places", lambda: iter(()))
    monkeypatch.setattr(chromium, "debian", lambda: tried.append("debian"))
    monkeypatch.setattr(chromium, "playwright", lambda: tried.append("playwright"))
    with pytest.raises(chromium.NoBrowser, match="none could be installed"):
        chromium.chromium()
    assert tried == ["debian", "playwright"]


def test_the_browser_draws_a_page(browser: Browser):
    page = browser.new_page()
    page.set_content("<h1>Deauville score</h1>")
    assert page.locator("h1").inner_text() == "Deauville score"
    page.close()
