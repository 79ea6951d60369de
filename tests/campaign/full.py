"""No room: the disk is full, or the file may only be read. What cannot be saved is refused in words, nothing of it is kept, and reading
goes on; as soon as there is room again, so does writing."""

import os
import resource
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy import event

from core.ledger.ledger import Ledger, ReadOnly, StoreFault
from core.ledger.verify import verify
from tests.campaign.children import Acknowledge, child, held
from tests.campaign.histories import BY, counted, upload
from tests.campaign.stores import Databases, Files, Stores
from tests.campaign.tally import Tally

NOBODY = 65534


def full(tally: Tally, random: Random, stores: Stores) -> None:
    """Each kind of too little room in turn. In processes of their own: a limit of the system is for the whole process."""
    kinds = ON_A_SERVER if isinstance(stores, Databases) else IN_A_FILE
    for number in tally.trials():
        for name, kind in kinds.items():
            with stores.new() as url:
                ledger = Ledger.open(url)
                for before in range(3):
                    ledger.commit(counted(upload(random, before, ["S-001"], 8)), BY, f"before {before}")
                ledger.close()
                if isinstance(stores, Files):
                    opened(stores.folder)
                seed = random.random()
                started = child(partial(kind, url, Random(seed)))
                tally.hold(started.wait() == 0, f"{stores.name} {name} {number}: a promise was broken, see above")
                tally.counts[f"{name}: saved before and after"] += len(started.acknowledged)
                kept = held(tally, url, started.acknowledged, f"{stores.name} {name} {number}")
                tally.hold(kept == 3 + len(started.acknowledged), f"{stores.name} {name}: {kept} entries")


def opened(folder: Path) -> None:
    """A folder that another user may enter."""
    folder.chmod(0o777)
    for each in folder.iterdir():
        each.chmod(0o666)


def until_refused(ledger: Ledger, random: Random, acknowledge: Acknowledge, words: str, most: int = 200) -> str:
    """Saves until nothing goes in any more. Then everything is still read, and nothing of what was refused is there."""
    for number in range(most):
        before = ledger.head()
        try:
            acknowledge(ledger.commit(counted(upload(random, before.seq, ["S-001"], 3, size=20_000)), BY, f"f{number}"))
        except (StoreFault, ReadOnly) as refused:
            if ledger.head() != before or words not in str(refused):
                raise AssertionError(f"refused in these words: {refused}; {ledger.head()}, before {before}") from refused
            reads(ledger)
            return f"f{number}"
    raise AssertionError("never refused")


def reads(ledger: Ledger) -> None:
    if not ledger.subject_ids() or not ledger.facts("S-001").facts or verify(ledger).broken:
        raise AssertionError(f"cannot be read: {verify(ledger)}")


def again(ledger: Ledger, random: Random, acknowledge: Acknowledge, key: str) -> None:
    """With room once more the same key is good for the same command."""
    acknowledge(ledger.commit(counted(upload(random, ledger.head().seq, ["S-001"], 3, size=20_000)), BY, key))


def few_pages(url: str, random: Random, acknowledge: Acknowledge) -> None:
    """SQLite's own limit, which it tells in the words of a full disk."""
    ledger = Ledger.open(url)
    limit = {"pages": 80}
    event.listen(ledger.engine, "begin", lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count = {limit['pages']}"))
    key = until_refused(ledger, random, acknowledge, "the disk is full; nothing was saved")
    limit["pages"] = 1_000_000
    again(ledger, random, acknowledge, key)


def short_files(url: str, random: Random, acknowledge: Acknowledge) -> None:
    """No file may grow beyond this: the system refuses in the middle of a write."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (Path(url).stat().st_size + random.randint(30_000, 90_000), hard))
    ledger = Ledger.open(url)
    key = until_refused(ledger, random, acknowledge, "")
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    again(ledger, random, acknowledge, key)


def read_only(url: str, random: Random, acknowledge: Acknowledge) -> None:
    """A file and a folder that this user may not write. Nothing says so before somebody tries."""
    Path(url).chmod(0o444)
    Path(url).parent.chmod(0o555)
    if os.getuid() == 0:
        os.setuid(NOBODY)
    ledger = Ledger.open(url)
    until_refused(ledger, random, acknowledge, "nothing was saved", most=1)


def server_read_only(url: str, random: Random, acknowledge: Acknowledge) -> None:
    """A server that lets nobody write, as a standby does."""
    ledger = Ledger.open(f"{url}&options=-cdefault_transaction_read_only%3Don")
    until_refused(ledger, random, acknowledge, "nothing was saved", most=1)
    again(Ledger.open(url), random, acknowledge, "f0")


Kind = Callable[[str, Random, Acknowledge], None]
IN_A_FILE: dict[str, Kind] = {"pages": few_pages, "length of files": short_files, "read-only": read_only}
ON_A_SERVER: dict[str, Kind] = {"read-only": server_read_only}
