"""The browser that looks at the dashboard: one that is here, else Debian's package, else Playwright's own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")

# Root has no sandbox; the rest keeps the browser from talking to anyone but the dashboard.
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoBrowser(RuntimeError):
    """No Chromium is here and none could be installed: the browser tests fail, they are never skipped."""


def chromium() -> Path:
    """Return the program of a Chromium that starts, installing one as a last step; raise NoBrowser when there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        if starts(Path(named)):
            return Path(named)
        raise NoBrowser(f"CHROMIUM: {named!r} does not start; expected the program of a Chromium")
    for install in (None, debian, playwright):
        if install:
            install()
        found = next(filter(starts, places()), None)
        if found:
            return found
    raise NoBrowser(f"no Chromium found (CHROMIUM, {', '.join(NAMES)}) and none could be installed")


def places() -> Iterator[Path]:
    """Where a browser may be, the PATH first; Playwright is asked only when the PATH has none that starts."""
    for name in NAMES:
        if path := shutil.which(name):
            yield Path(path)
    with sync_playwright() as driver:
        own = Path(driver.chromium.executable_path)
    yield own


def starts(program: Path) -> bool:
    """Whether the program answers; some systems ship a stub that only says where to get a browser."""
    try:
        return subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except OSError:
        return False


def debian() -> None:
    """Install Debian's package; only root may."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for step in (["update"], ["install", "-y", "chromium"]):
            subprocess.run(["apt-get", *step], env=environment, stdin=subprocess.DEVNULL, check=False)


def playwright() -> None:
    """Install the browser that Playwright brings; needs no rights but the libraries of a desktop."""
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], stdin=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    print(chromium())
