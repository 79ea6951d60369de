"""A watched folder: the one who watches ends by `kill -9` at a random moment. What landed is loaded once, or refused beside its reasons."""

import os
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import typer
import xlsxwriter
from sqlalchemy import func, select

import core.changes.upload  # noqa: F401 - what a child needs is there before it is forked
from core.cli.landing import LOADED, LOCK, REASONS, REFUSED
from core.cli.watching import watch
from core.ledger.engine import engine_of
from core.ledger.ledger import Ledger
from core.ledger.plan import REFUSED as NOTED
from core.ledger.plan import UPLOAD
from core.ledger.schema import FACT
from core.ledger.verify import verify
from tests.campaign.children import Acknowledge, child
from tests.campaign.histories import BY
from tests.campaign.stores import Stores
from tests.campaign.tally import Tally

KILLS_OF_ONE_FOLDER = 10
LONGEST = 0.7  # seconds that a child is left at work
MOST_STARTS = 5  # until a folder must be empty once nobody is killed any more
COLUMNS = ("subject_id", "collected_at", "analyte", "value", "unit")


@dataclass
class Dropped:
    """What landed in a folder, by content: how often, and how many rows it should leave; none where it must be refused."""

    times: Counter[str] = field(default_factory=Counter)
    rows: dict[str, int] = field(default_factory=dict)


def watch_killed(tally: Tally, random: Random, stores: Stores) -> None:
    """One folder after the other, each watched by one child after the other."""
    trials = tally.trials()
    for first in trials:
        with stores.new() as url, TemporaryDirectory() as place:
            dropped, where = Dropped(), f"{stores.name}, kill {first}"
            for at in range(KILLS_OF_ONE_FOLDER):
                if at and next(trials, None) is None:
                    break
                for number in range(random.randint(1, 3)):
                    drop(random, Path(place), f"{at}-{number}", dropped)
                killed(tally, random, url, place, where)
            for _ in range(MOST_STARTS):
                if left(place):
                    child(partial(work, url, place, True)).wait()
            held(tally, url, Path(place), dropped, where)


def drop(random: Random, place: Path, number: str, dropped: Dropped) -> None:
    """A new workbook lands, or one that landed before under another name; now and then a cell of it cannot be read."""
    path = place / f"labs {number}.xlsx"
    earlier = [each for each in place.rglob("*.xlsx") if not each.name.startswith(".")]
    if earlier and random.random() < 0.2:
        data = random.choice(earlier).read_bytes()
    else:
        rows, bad = random.randint(1, 40), random.random() < 0.3
        with xlsxwriter.Workbook(path.with_suffix(".part")) as book:
            sheet = book.add_worksheet("labs")
            for row, cells in enumerate(
                [COLUMNS, *((f"S-{number}", f"2026-01-01T00:{row:02}", "ldh", 200 + row, "U/L") for row in range(rows))]
            ):
                sheet.write_row(row, 0, cells)
            if bad:
                sheet.write(1, 3, "11x")
        data = path.with_suffix(".part").read_bytes()
        dropped.rows[sha256(data).hexdigest()] = 0 if bad else rows
    path.with_suffix(".part").write_bytes(data)
    path.with_suffix(".part").rename(path)
    dropped.times[sha256(data).hexdigest()] += 1


def killed(tally: Tally, random: Random, url: str, place: str, where: str) -> None:
    rest = random.random() * LONGEST
    started = child(partial(work, url, place, False))
    started.started()
    time.sleep(rest)
    started.kill()
    status = started.wait()
    tally.hold(status == -9, f"{where}: the child had ended by itself ({status})")


def work(url: str, place: str, once: bool, acknowledge: Acknowledge) -> None:
    """Watches until it is killed, or once."""
    acknowledge(None)
    sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - the child ends with it open
    with suppress(typer.Exit):
        watch(Path(place), store=url, by=BY, once=once, every=0.01)


def left(place: str) -> list[str]:
    return [each.name for each in Path(place).iterdir() if each.name not in (LOADED, REFUSED, LOCK)]


def held(tally: Tally, url: str, place: Path, dropped: Dropped, where: str) -> None:
    """Whether every file lies where it belongs, as often as it landed, and the store holds each content once."""
    tally.hold(not left(str(place)), f"{where}: left in the folder: {left(str(place))}")
    lies = {kind: Counter(sha256(each.read_bytes()).hexdigest() for each in (place / kind).glob("*.xlsx")) for kind in (LOADED, REFUSED)}
    good = Counter({each: times for each, times in dropped.times.items() if dropped.rows[each]})
    bad = dropped.times - good
    tally.hold((lies[LOADED], lies[REFUSED]) == (good, bad), f"{where}: lost or in the wrong place")
    silent = [each.name for each in (place / REFUSED).glob("*.xlsx") if not each.with_name(f"{each.name}{REASONS}").read_text()]
    tally.hold(not silent, f"{where}: refused without a reason: {silent}")
    ledger = Ledger.open(url)
    broken, entries = verify(ledger).broken, ledger.entries()
    ledger.close()
    tally.hold(not broken, f"{where}: not whole: {'; '.join(map(str, broken))}")
    uploads = Counter(content for entry in entries if entry.action == UPLOAD for _, content in entry.body["files"])
    tally.hold(uploads == Counter(good.keys()), f"{where}: a file was stored more than once, or not")
    notes = sum(entry.action == NOTED for entry in entries)
    tally.hold(notes == bad.total(), f"{where}: {notes} refusals were noted of {bad.total()}")
    engine = engine_of(url)
    with engine.connect() as connection:
        rows = connection.scalar(select(func.count()).select_from(FACT))
    engine.dispose()
    tally.hold(rows == sum(dropped.rows[each] for each in good), f"{where}: {rows} rows are stored")
    tally.counts["files"] += dropped.times.total()
    tally.counts["loaded"] += uploads.total()
    tally.counts["refused"] += notes
