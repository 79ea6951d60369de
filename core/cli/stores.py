"""The stores that commands work on: opened, or made where there is none; and what goes wrong there, in a sentence."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from core.cli.options import refuse
from core.ledger.clock import Clock, machine
from core.ledger.engine import prepare
from core.ledger.ledger import Ledger
from core.ledger.refusals import Busy, KeyUsed, NoLedger, NoName, ReadOnly, Stale, StoreFault, Unsound
from core.ledger.where import FILE, file_of

REFUSALS = (NoLedger, Busy, KeyUsed, NoName, ReadOnly, Stale, StoreFault, Unsound)


@contextmanager
def refusing() -> Iterator[None]:
    """What the ledger refuses is refused here, in its own words."""
    try:
        yield
    except REFUSALS as fault:
        raise refuse(fault) from None


@contextmanager
def opened(url: str, clock: Clock = machine) -> Iterator[Ledger]:
    """A store that is there."""
    with refusing():
        ledger = Ledger.open(url, clock)
        try:
            yield ledger
        finally:
            ledger.close()


def made(url: str) -> str:
    """The store, made where it is a file and not there yet, brought up to date where it is older. A server's database is prepared by a
    command of its own, with the rights that takes."""
    file = file_of(url)
    if file is None:
        return url
    new = not file.exists()
    with refusing():
        prepare(url)
    if new:
        sys.stderr.write(f"reinfuse: a new store was made: {file}\n")
    return url


@contextmanager
def looked_at(url: str) -> Iterator[str]:
    """The store for a look alone: where there is no file yet, an empty one that is gone afterwards."""
    file = file_of(url)
    if file is None or file.exists():
        yield url
        return
    with TemporaryDirectory() as folder:
        nothing = f"{FILE}{folder}/empty.sqlite3"
        prepare(nothing)
        yield nothing


def whole(url: str) -> str:
    """The address of the store that means the same from every folder."""
    file = file_of(url)
    return url if file is None else f"{FILE}{file.absolute()}"
