"""What the browser tests share: one Chromium for all of them, and the dashboard served as `reinfuse demo` serves it."""

import json
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

from core.doctor import ROOT
from tests.browser.chromium import FLAGS, chromium

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
def served() -> Iterator[str]:
    """The address of the dashboard on the synthetic cohort, as of its day."""
    sample = ROOT / "sample_data"
    with serving(sorted(sample.glob("*.xlsx")), REINFUSE_SETTINGS=str(sample / "settings.toml"), REINFUSE_DEMO="1") as address:
        yield address


@contextmanager
def serving(files: list[Path], **environment: str) -> Iterator[str]:
    """The dashboard on these files, ended when the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shown = {"REINFUSE_FILES": json.dumps([str(path) for path in files]), "REINFUSE_AS_OF": "2026-03-05", **environment}
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard" / "app.py"), "--server.port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | shown, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
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
