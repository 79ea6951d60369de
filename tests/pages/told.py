"""Stores for the tests of the screens: an empty one, and what is told to it."""

import secrets
import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from core.changes.upload import prepare
from core.intake.reader import taken
from core.ledger.clock import machine
from core.ledger.ledger import Ledger, Receipt
from core.ledger.plan import SETTING, Plan

AS_OF = "2026-03-05"
TELLER = "Test coordinator"


def copied(empty: Path, folder: Path) -> str:
    """A new store: a copy of an empty one, which is quicker than making it."""
    for made in empty.parent.iterdir():
        shutil.copy(made, folder / made.name)
    return f"sqlite:///{folder / empty.name}"


def tell(url: str, files: Iterable[Path], at: datetime | None = None) -> Receipt:
    """Files uploaded, what cannot be read left out, now or at a moment."""
    ledger = Ledger.open(url, machine if at is None else (lambda: at))
    plan = prepare(ledger, [taken(file) for file in files], leave_out=True).plan
    assert plan is not None, "the files are refused, or in conflict with what is stored"
    receipt = ledger.commit(plan, TELLER, secrets.token_hex())
    ledger.close()
    return receipt


def settle(url: str, at: datetime | None = None, **values: object) -> Receipt:
    """Settings of the site; a bare value is signed by the test, else a mapping says by whom, when and why."""
    signed = {"on": "2026-01-02", "reason": "a test", "by": TELLER}
    chosen = {name: value if isinstance(value, dict) else {"value": value, **signed} for name, value in values.items()}
    ledger = Ledger.open(url, machine if at is None else (lambda: at))
    plan = Plan(SETTING, ledger.head().seq, settings=chosen)
    receipt = ledger.commit(plan, TELLER, secrets.token_hex())
    ledger.close()
    return receipt
