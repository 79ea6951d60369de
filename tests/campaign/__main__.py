"""Runs the campaigns one after the other and prints what each counted; ends with 1 where one found anything, or did not reach its goal.

`--seed` begins the same campaign again, `--share 0.01` does a hundredth of it, `--minutes` is the time for all, `--only kills` runs one.
"""

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.campaign.blast import blast
from tests.campaign.calendars import calendars
from tests.campaign.crowd import crowd
from tests.campaign.failing import fail
from tests.campaign.full import full
from tests.campaign.fuzz import hostile_files
from tests.campaign.kills import kill
from tests.campaign.lenses import lenses
from tests.campaign.neutropenia import neutropenia
from tests.campaign.stores import Databases, Files, Stores
from tests.campaign.tally import Tally
from tests.campaign.tampering import overwrite, tamper
from tests.campaign.truth import truth
from tests.campaign.truth_tables import SIZE, truth_tables
from tests.campaign.turning import turn
from tests.campaign.watching import watch_killed
from tests.campaign.what_if import suppose
from tests.core.ledger.postgres import Server, server


class Campaign(NamedTuple):
    """What is done, on which database, and how often in the whole of it."""

    name: str
    run: Callable[[Tally, Random, Stores], None]
    on: type[Stores]
    goal: int


CAMPAIGNS = (
    Campaign("tampering", tamper, Files, 1_200),
    Campaign("tampering", tamper, Databases, 150),
    Campaign("bytes of the file", overwrite, Files, 200),
    Campaign("kills", kill, Files, 1_000),
    Campaign("kills", kill, Databases, 100),
    Campaign("watched folder", watch_killed, Files, 200),
    Campaign("failing calls", fail, Files, 10),
    Campaign("failing calls", fail, Databases, 6),
    Campaign("8 writers", crowd, Files, 500),
    Campaign("8 writers", crowd, Databases, 500),
    Campaign("blast radius", blast, Files, 1_000),
    Campaign("what if", suppose, Files, 2_000),
    Campaign("calendars", calendars, Files, 5_000),
    Campaign("turning", turn, Files, 10_000),
    Campaign("lenses", lenses, Files, 1_000),
    Campaign("neutropenia", neutropenia, Files, 10_000),
    Campaign("truth tables", truth_tables, Files, SIZE),
    Campaign("any sheet", truth, Files, 10_000),
    Campaign("hostile files", hostile_files, Files, 10_000),
    Campaign("no room", full, Files, 20),
    Campaign("no room", full, Databases, 5),
)


def run(campaigns: Sequence[Campaign], seed: int, share: float, minutes: float, folder: Path) -> Iterator[Tally]:
    """One tally after the other. The server is started where a campaign needs it."""
    until = time.monotonic() + minutes * 60
    with ExitStack() as servers:
        running: Server | None = None
        for campaign in campaigns:
            random = Random(f"{seed} {campaign.name} {campaign.on.name}")
            tally = Tally(f"{campaign.name} ({campaign.on.name})", max(1, round(campaign.goal * share)), until)
            if campaign.on is Databases and running is None:
                running = servers.enter_context(server())
            with tempfile.TemporaryDirectory(dir=folder) as place:
                stores = Files(Path(place)) if running is None or campaign.on is Files else Databases(Path(place), running)
                try:
                    campaign.run(tally, random, stores)
                except Exception as fault:  # noqa: BLE001 - whatever a campaign stumbles over is a finding too
                    traceback.print_exc()
                    tally.findings.append(f"ended by {type(fault).__name__}: {fault}")
            yield tally


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.campaign", description=__doc__)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--share", type=float, default=1.0)
    asked.add_argument("--minutes", type=float, default=60.0)
    asked.add_argument("--only", default="", help="the beginning of a campaign's name")
    given = asked.parse_args()
    chosen = [each for each in CAMPAIGNS if each.name.startswith(given.only)]
    broken = 0
    print(f"seed {given.seed}, share {given.share:g}, at most {given.minutes:g} minutes", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        for tally in run(chosen, given.seed, given.share, given.minutes, Path(folder)):
            print(tally, flush=True)
            broken += len(tally.findings) + tally.short
    print("nothing found" if not broken else "FINDINGS, or goals not reached")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
