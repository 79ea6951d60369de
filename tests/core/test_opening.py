"""The person's own browser is opened once the dashboard listens, and never in a terminal's place."""

import socket
import sys
import webbrowser

import pytest

from core import browser


@pytest.fixture
def opened(monkeypatch):
    pages: list[str] = []
    monkeypatch.setattr(webbrowser, "open", pages.append)
    monkeypatch.setattr(browser, "PAUSE", 0.01)
    monkeypatch.setattr(browser, "TRIES", 3)
    return pages


def test_the_page_is_opened_once_somebody_listens(opened):
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        browser.open_when_listening("127.0.0.1", port)
    assert opened == [f"http://127.0.0.1:{port}"]


def test_nothing_is_opened_where_nobody_listens(opened):
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    browser.open_when_listening("127.0.0.1", port)
    assert opened == []


@pytest.mark.parametrize(
    ("platform", "variables", "there"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_a_screen_is_where_a_window_can_open(monkeypatch, platform, variables, there):
    monkeypatch.setattr(sys, "platform", platform)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert browser.has_screen() is there
