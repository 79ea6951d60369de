"""Children: processes that write and tell by a pipe what was acknowledged to them, so that what they were promised outlives them."""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import func, select

from core.ledger.engine import engine_of
from core.ledger.ledger import Ledger, Receipt
from core.ledger.schema import ENTRY, FACT
from core.ledger.verify import verify
from tests.campaign.tally import Tally

Acknowledge = Callable[[Receipt | None], None]  # nothing: it is at work now


@dataclass
class Child:
    """A process of its own, which says by an empty line that it is at work; `acknowledged` is key, number and hash of every receipt."""

    pid: int
    pipe: int
    acknowledged: list[tuple[str, int, str]] = field(default_factory=list)

    def started(self) -> None:
        """Until it told that it is at work."""
        os.read(self.pipe, 1)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Until it ended, whichever way; how."""
        with os.fdopen(self.pipe, "rb") as told:
            whole = told.read().split(b"\n")[:-1]  # what stands after the last line's end was never wholly told
        self.acknowledged += [tuple(json.loads(line)) for line in whole if line]
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def child(work: Callable[[Acknowledge], None]) -> Child:
    """Starts it. Nothing of the parent's may be open when it does: neither a thread nor a connection survives that."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Child(pid, reading)
    try:
        os.close(reading)
        work(partial(tell, writing))
    except BaseException:  # noqa: BLE001 - a child must never come back into its parent's code
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def tell(pipe: int, receipt: Receipt | None) -> None:
    said = "" if receipt is None else json.dumps([receipt.entry.key, receipt.entry.seq, receipt.entry.hash])
    os.write(pipe, f"{said}\n".encode())


def held(tally: Tally, url: str, acknowledged: list[tuple[str, int, str]], where: str) -> int:
    """Whether the store holds everything that was acknowledged, once, nothing by half, and the chain is whole; how many entries it has."""
    ledger = Ledger.open(url)
    verdict = verify(ledger)
    tally.hold(not verdict.broken, f"{where}: not whole: {'; '.join(map(str, verdict.broken))}")
    tally.hold(ledger.read_only is None, f"{where}: read-only: {ledger.read_only}")
    ledger.close()
    engine = engine_of(url)
    with engine.connect() as connection:
        keys = {key: (seq, hash_) for key, seq, hash_ in connection.execute(select(ENTRY.c.key, ENTRY.c.seq, ENTRY.c.hash))}
        stated: dict[int, int] = dict(connection.execute(select(FACT.c.entry, func.count()).group_by(FACT.c.entry)).tuples().all())
        bodies = connection.execute(select(ENTRY.c.seq, ENTRY.c.body)).all()
    engine.dispose()
    lost = [key for key, seq, hash_ in acknowledged if keys.get(key) != (seq, hash_)]
    tally.counts["acknowledged and lost"] += len(lost)
    tally.hold(not lost, f"{where}: acknowledged and lost: {lost[:5]}")
    half = [seq for seq, body in bodies if json.loads(body).get("rows", stated.get(seq, 0)) != stated.get(seq, 0)]
    tally.counts["half commits"] += len(half)
    tally.hold(not half, f"{where}: half commits: {half[:5]}")
    return len(keys)
