"""The commands that open the dashboard: on a store, or on a fresh one filled with the synthetic sample cohort."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from core.browser import has_screen, open_when_listening
from core.cli.options import Store, refuse
from core.doctor import ROOT
from core.ledger.where import DEFAULT_STORE, STORE
from core.protocol.settings import Settings
from core.protocol.settings_file import load_settings

if TYPE_CHECKING:
    from core.ledger.clock import Clock

Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")]
Address = Annotated[str, typer.Option("--address", help="The address to listen on. There is no login: keep it on this machine.")]

SAMPLE = ROOT / "sample_data"
SHIFT_BEGINS = time(8)  # at the demo's site; from then on a workbook comes in every hour
WARD = "Demo coordinator"


def serve(store: Store = DEFAULT_STORE, port: Port = 8501, address: Address = "127.0.0.1") -> None:
    """The dashboard on the store."""
    from core.cli.stores import made, opened, whole

    with opened(made(store)):
        pass  # a store that cannot be opened is refused here, before anybody looks at an empty page
    _serve(whole(store), port, address)


def demo(
    port: Port = 8501,
    address: Address = "127.0.0.1",
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
    store: Annotated[Path | None, typer.Option("--keep", help="Keep the store in this new file; else it is gone at the end.")] = None,
) -> None:
    """A fresh store filled with the synthetic sample cohort, as told on 2026-03-05, and the dashboard on it."""
    from core.cli.stores import whole

    with _new(store) as url:
        fill(url)
        _serve(whole(url), port, address, opened=browser)


@contextmanager
def _new(file: Path | None) -> Iterator[str]:
    """The address of a store to be made: in a file that is not there yet, or in a folder that is gone at the end."""
    if file is None:
        with TemporaryDirectory(prefix="reinfuse-demo-") as folder, _ended_in_order():
            yield f"sqlite:///{folder}/demo.sqlite3"
    elif file.exists():
        raise refuse(f"{file.name}: is there already; expected the name of a new file")
    else:
        yield f"sqlite:///{file}"


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Whoever is asked to end takes down first what was made for the time being."""
    before = signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def fill(url: str) -> None:
    """The sample's settings, and then every hour of the demo's day a workbook: so that both clocks have something to show."""
    from core.changes.upload import prepare as prepared_of
    from core.cli.stores import made, opened
    from core.cli.storing import handed_in, settle

    site = load_settings(SAMPLE / "settings.toml")
    made(url)
    hours = _hours(site)
    with opened(url, next(hours)) as ledger:
        settle(ledger, site, "the demo's own", WARD)
    for file, clock in zip(_workbooks(), hours, strict=False):
        with opened(url, clock) as ledger:
            prepared = prepared_of(ledger, handed_in([file]), leave_out=True)
            assert prepared.plan is not None, f"{file.name} cannot be loaded"
            ledger.commit(prepared.plan, WARD, file.name)


def _workbooks() -> list[Path]:
    return sorted(SAMPLE.glob("*.xlsx"))


def _hours(site: Settings) -> "Iterator[Clock]":
    """A clock for every hour of the demo's day, each standing still."""
    assert site.demo_day is not None
    begin = datetime.combine(site.demo_day.value, SHIFT_BEGINS, site.zone).astimezone(UTC)
    return (_standing(begin + timedelta(hours=hour)) for hour in count())


def _standing(moment: datetime) -> "Clock":
    return lambda: moment


def _serve(url: str, port: int, address: str, opened: bool = False) -> None:
    """Start Streamlit on the dashboard, from the project's own folder so that its settings are read; `opened` shows it in a browser."""
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard" / "app.py"), "--server.port", str(port)]
    if address != "127.0.0.1":
        sys.stderr.write(f"reinfuse: there is no login; whoever reaches {address}:{port} sees every subject\n")
        command += ["--server.address", address, "--server.allowedHosts", address]
    if opened and has_screen():
        Thread(target=open_when_listening, args=(address, port), daemon=True).start()
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, STORE: url}, check=False)
    raise typer.Exit(done.returncode)
