"""An empty ledger in SQLite with a clock that a test sets."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from core.ledger.engine import prepare
from core.ledger.ledger import Ledger


class Clock:
    def __init__(self):
        self.now = datetime(2026, 3, 5, 8, tzinfo=UTC)

    def __call__(self):
        return self.now

    def step(self, **by):
        self.now += timedelta(**by)


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("ledger") / "empty.db"
    prepare(str(path))
    return path


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def fresh(empty, tmp_path_factory, clock):
    """As many empty ledgers as a test asks for."""
    made = []

    def one():
        path = tmp_path_factory.mktemp("one") / "ledger.db"
        for each in empty.parent.iterdir():
            shutil.copy(each, path.with_name(each.name.replace(empty.name, path.name)))
        made.append(Ledger.open(f"sqlite:///{path}", clock))
        return made[-1]

    yield one
    for ledger in made:
        ledger.close()


@pytest.fixture
def ledger(fresh):
    return fresh()
