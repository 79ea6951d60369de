"""Failing calls: of one commit every single call to the database fails in turn, before it is done or after, when only the answer is lost.
Then the commit is whole or nothing, the same ledger can be used at once, and the same command asked again is done exactly once."""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import psycopg
from sqlalchemy import Engine

from core.ledger.ledger import Busy, Ledger, StoreFault
from core.ledger.plan import Plan
from core.ledger.verify import verify
from tests.campaign.histories import BY, live, step, upload
from tests.campaign.stores import Stores
from tests.campaign.tally import Tally

CALLS = ("do_begin", "do_execute", "do_executemany", "do_execute_no_params", "do_commit", "do_rollback")
WAYS = ("before", "after")


class Nth:
    """The n-th call fails; `made` counts them."""

    def __init__(self, engine: Engine, nth: int, way: str) -> None:
        self.engine, self.nth, self.way, self.made, self.failed = engine, nth, way, 0, ""

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def calling(*given: Any, **named: Any) -> Any:
            self.made += 1
            fails = self.made == self.nth
            if fails and self.way == "before":
                raise self.fault(name)
            found = call(*given, **named)
            if fails:
                raise self.fault(name)
            return found

        return calling

    def fault(self, name: str) -> Exception:
        self.failed = name
        if self.engine.dialect.name == "sqlite":
            fault = sqlite3.OperationalError("disk I/O error")
            fault.sqlite_errorname = "SQLITE_IOERR"
            return fault
        return psycopg.errors.IoError("could not read block")


@contextmanager
def failing(engine: Engine, nth: int, way: str) -> Iterator[Nth]:
    """The calls that the engine makes of its driver, counted; one of them fails."""
    counted = Nth(engine, nth, way)
    for name in CALLS:
        setattr(engine.dialect, name, counted.around(name, getattr(engine.dialect, name)))
    try:
        yield counted
    finally:
        for name in CALLS:
            delattr(engine.dialect, name)


def fail(tally: Tally, random: Random, stores: Stores) -> None:
    """Commits of all kinds; in each one every call fails in turn."""
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)  # it tells of every connection that could not be put back
    with stores.new() as url:
        ledger = Ledger.open(url)
        live(ledger, random, 6)
        for number in tally.trials():
            plan_of = kinds(ledger, random)
            for way in WAYS:
                nth, beyond = 0, 0
                while beyond < 3:  # plans of one kind make a call more or less: three without an n-th one, and there is none
                    nth += 1
                    beyond = 0 if once(tally, ledger, plan_of(), nth, way, f"{number} {way} {nth}") else beyond + 1
        verdict = verify(ledger)
        tally.hold(not verdict.broken, f"{stores.name}: not whole: {'; '.join(map(str, verdict.broken))}")
        tally.counts["entries"] += verdict.count
        ledger.close()


def kinds(ledger: Ledger, random: Random) -> Callable[[], Plan]:
    """Plans of one kind, each as if made just now."""
    if random.random() < 0.5:
        return lambda: upload(random, ledger.head().seq, ["S-001", "S-002"], 4)
    seed = random.random()
    return lambda: step(ledger, Random(f"{seed} {ledger.head().seq}"))


def once(tally: Tally, ledger: Ledger, plan: Plan, nth: int, way: str, key: str) -> bool:
    """Whether the commit made such a call."""
    before = ledger.head().seq
    receipt, said = None, ""
    with failing(ledger.engine, nth, way) as counted:
        try:
            receipt = ledger.commit(plan, BY, key)
        except (StoreFault, Busy) as fault:
            said = str(fault)
        except Exception as fault:  # noqa: BLE001 - whatever else comes out is what is looked for
            tally.findings.append(f"call {nth} ({counted.failed}) {way}: {type(fault).__name__}: {fault}")
    if not counted.failed:
        return False
    stored = ledger.entries(first=before + 1)
    tally.counts[f"{way}, stored" if stored else f"{way}, nothing stored"] += 1
    tally.hold([each.key for each in stored] in ([], [key]), f"call {nth} {way}: {len(stored)} entries instead of one or none")
    tally.hold(not (stored and "nothing was saved" in said), f"call {nth} {way}: stored, and said: {said}")
    tally.hold(receipt is None or bool(stored), f"call {nth} {way}: acknowledged and not stored")
    try:
        again = ledger.commit(plan, BY, key)
    except Exception as fault:  # noqa: BLE001 - after a failure nothing may fail
        tally.findings.append(f"call {nth} ({counted.failed}) {way}: not usable afterwards: {type(fault).__name__}: {fault}")
        return True
    tally.hold(again.repeated == bool(stored), f"call {nth} {way}: asked again: repeated is {again.repeated}")
    tally.hold(ledger.head().seq == before + 1, f"call {nth} {way}: not exactly once")
    return True
