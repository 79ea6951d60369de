"""Kills: a process that commits without pause ends by `kill -9` at a random moment. What it was told is stored is stored, whole."""

import time
from collections.abc import Iterator
from functools import partial
from itertools import chain, islice
from random import Random

from core.ledger.ledger import Ledger
from tests.campaign.children import Acknowledge, child, held
from tests.campaign.histories import BY, counted, upload
from tests.campaign.stores import Stores
from tests.campaign.tally import Tally

KILLS_OF_ONE_STORE = 40
LONGEST = 0.25  # seconds that a child is left at work


def kill(tally: Tally, random: Random, stores: Stores) -> None:
    """One store after the other, each written by one child after the other."""
    for some in batches(tally.trials()):
        with stores.new() as url:
            acknowledged: list[tuple[str, int, str]] = []
            kept = 0
            for number in some:
                acknowledged += once(tally, random, url, number)
                kept = held(tally, url, acknowledged, f"{stores.name}, kill {number}")
        tally.counts["acknowledged"] += len(acknowledged)
        tally.counts["stored, and killed before the word of it"] += kept - len(acknowledged)


def batches(numbers: Iterator[int]) -> Iterator[Iterator[int]]:
    """So many kills for each store."""
    for first in numbers:
        yield chain([first], islice(numbers, KILLS_OF_ONE_STORE - 1))


def once(tally: Tally, random: Random, url: str, number: int) -> list[tuple[str, int, str]]:
    seed, rest = random.random(), random.random() * LONGEST
    started = child(partial(work, url, Random(seed), number))
    started.started()
    time.sleep(rest)
    started.kill()
    status = started.wait()
    tally.hold(status == -9, f"kill {number}: the child had ended by itself ({status})")
    return started.acknowledged


def work(url: str, random: Random, number: int, acknowledge: Acknowledge) -> None:
    """Commits small and large until it is killed."""
    ledger = Ledger.open(url)
    acknowledge(None)
    count = 0
    while True:
        count += 1
        rows = random.choice([1, 3, 20, 150])
        plan = upload(random, ledger.head().seq, ["S-001", "S-002"], rows, size=random.choice([10, 5_000, 300_000]))
        acknowledge(ledger.commit(counted(plan), BY, f"k{number}-{count}"))
