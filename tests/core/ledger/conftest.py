"""An empty ledger on each of the two databases, with a clock that a test sets."""

import shutil
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from core.ledger.checkpoint import PLACE
from core.ledger.engine import PRAGMAS, prepare
from core.ledger.ledger import Ledger
from tests.core.ledger.postgres import server


class Clock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self, now=datetime(2026, 3, 5, 8, tzinfo=UTC)):
        self.now = now

    def __call__(self):
        return self.now

    def step(self, **by):
        self.now += timedelta(**by)


@pytest.fixture(scope="session")
def postgres():
    with server() as running:
        yield running


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("ledger") / "empty.db"
    prepare(str(path))
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def new_url(request, tmp_path, monkeypatch):
    """Makes addresses of empty ledgers, on each database in turn."""
    numbers = count(1)

    @contextmanager
    def sqlite():
        path = tmp_path / f"ledger_{next(numbers)}.db"
        shutil.copy(request.getfixturevalue("empty_file"), path)
        yield f"sqlite:///{path}"

    @contextmanager
    def postgres():
        monkeypatch.setenv(PLACE, str(tmp_path / f"ledger_{next(numbers)}.checkpoint"))
        with request.getfixturevalue("postgres").ledger() as address:
            yield address

    return {"sqlite": sqlite, "postgres": postgres}[request.param]


@pytest.fixture
def url(new_url):
    """Where an empty ledger stands, on each database in turn."""
    with new_url() as address:
        yield address


@pytest.fixture
def careless(monkeypatch):
    """Nothing need survive a power cut: for tests of many ledgers."""
    monkeypatch.setattr("os.fsync", lambda _: None)
    monkeypatch.setattr("core.ledger.engine.PRAGMAS", ("synchronous=OFF", *PRAGMAS[1:]))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ledger(url, clock):
    found = Ledger.open(url, clock)
    yield found
    found.close()
