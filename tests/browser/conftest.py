"""What the browser tests share: one Chromium for all of them, and the dashboard served as `reinfuse demo` serves it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from core.cli.showing import fill
from core.doctor import ROOT
from tests.browser.chromium import FLAGS, chromium
from tests.pages.told import copied

STARTS_WITHIN = 60  # seconds


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium; a missing one is an error, never a skip."""
    program = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Path:
    """A store filled as `reinfuse demo` fills it. Whoever writes takes a copy."""
    file = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    fill(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def served(demo) -> Iterator[str]:
    """The address of the dashboard on the synthetic cohort, as of its day. Nobody writes there."""
    with serving(f"sqlite:///{demo}") as address:
        yield address


@pytest.fixture
def own_demo(demo, tmp_path) -> Iterator[str]:
    """The address of the dashboard on a copy of that store, into which the test may write."""
    with serving(copied(demo, tmp_path)) as address:
        yield address


@contextmanager
def serving(store: str) -> Iterator[str]:
    """The dashboard on this store, ended when the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard" / "app.py"), "--server.port", str(port)]
    own = os.environ | {"REINFUSE_STORE": store}
    with subprocess.Popen(command, cwd=ROOT, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            address = f"http://localhost:{port}"
            wait_for(f"{address}/_stcore/health", process)
            yield address
        finally:
            process.terminate()


def wait_for(address: str, process: subprocess.Popen) -> None:
    """Until the server answers; an error where it ended or takes too long."""
    for _ in range(STARTS_WITHIN * 10):
        assert process.poll() is None, "the dashboard ended before it answered"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the dashboard did not answer within {STARTS_WITHIN} s")
