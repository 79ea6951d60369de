"""The two servers that are compared: the Streamlit floor with its default settings, and the dashboard as its own command serves it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.doctor import ROOT
from tests.browser.conftest import wait_for

FLOOR = 'import streamlit as st\n\nst.write("x")\n'
HEADLESS = ("--server.headless", "true", "--browser.gatherUsageStats", "false")  # without them it would open a browser and call home
REINFUSE = str(Path(sys.executable).with_name("reinfuse"))


@dataclass(frozen=True)
class Server:
    """A running server, read from the outside: what the kernel counts for its process, every thread of it included."""

    address: str
    process: int

    def cpu(self) -> float:
        """Milliseconds of processor time so far, user and system: the same count as utime and stime in /proc, without its steps of 10 ms.
        The clock of another process has this number on Linux."""
        return time.clock_gettime(~self.process << 3 | 2) * 1000

    def memory(self) -> float:
        """Megabytes that are resident now."""
        status = Path(f"/proc/{self.process}/status").read_text(encoding="utf-8")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


@contextmanager
def floor(folder: Path) -> Iterator[Server]:
    """An app that only says x. Nobody's settings reach it: neither those of this project nor those of a home folder."""
    script = folder / "floor.py"
    script.write_text(FLOOR, encoding="utf-8")
    own = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
    with _started(
        [sys.executable, "-m", "streamlit", "run", str(script), *HEADLESS], "--server.port", folder, own | {"HOME": str(folder)}
    ) as one:
        yield one


@contextmanager
def on(store: str) -> Iterator[Server]:
    """The dashboard on a store."""
    with _started([REINFUSE, "serve", "--store", store], "--port", ROOT, dict(os.environ)) as one:
        yield one


@contextmanager
def _started(command: list[str], port_option: str, folder: Path, environment: dict[str, str]) -> Iterator[Server]:
    """A server that answers, ended when the block ends, with all that it started."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    silent = subprocess.DEVNULL
    with subprocess.Popen(
        [*command, port_option, str(port)], cwd=folder, env=environment, stdout=silent, stderr=silent, start_new_session=True
    ) as process:
        try:
            address = f"http://localhost:{port}"
            wait_for(f"{address}/_stcore/health", process)
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="utf-8").split()
            yield Server(address, int(children[0]) if children else process.pid)  # our command starts Streamlit as its child
        finally:
            os.killpg(process.pid, signal.SIGTERM)
